internal import Domain

/// A package as somebody's folder holds it. The module opens no files: whoever does gives their bytes.
public struct PackageSource {
    /// Name of the folder itself: `DHX1_T_ESB12345674_COLCO_CASE_000042`.
    public var folder: String
    /// Every file in it, relative to it, with `/`.
    public var paths: [String]
    /// The bytes of one of them; `nil` where they cannot be had.
    public var bytes: (String) -> [UInt8]?

    public init(folder: String, paths: [String], bytes: @escaping (String) -> [UInt8]?) {
        self.folder = folder
        self.paths = paths
        self.bytes = bytes
    }

    /// A package that was just made.
    public init(_ package: HandoverPackage) {
        let files = package.files
        folder = files.first.flatMap { $0.path.split(separator: "/").first.map(String.init) } ?? ""
        let start = folder.utf8.count + 1
        var contents: [String: [UInt8]] = [:]
        for file in files { contents[String(file.path.utf8.dropFirst(start)) ?? ""] = file.bytes }
        paths = files.map { String($0.path.utf8.dropFirst(start)) ?? "" }
        bytes = { contents[$0] }
    }
}

/// Checks a package as its receiver should before it believes a word of it.
public enum PackageCheck {
    /// The bag and its digests, the business manifest, the signature, the batch with every rule, the
    /// evidence, and that all forms say the same.
    ///
    /// - Parameters:
    ///   - key: of the sender; without it a signature is reported, not verified.
    ///   - currencies: of the receiver's cases, for the flows that an agency sends, which write amounts
    ///     without one.
    ///   - statusCodes: what the agency's own status codes mean. One that is only assumed or an example is
    ///     not used in production, and the report says so.
    public static func check(
        _ source: PackageSource, key: VerifyingKey? = nil, currencies: CaseCurrencies = .unknown,
        statusCodes: StatusCodeTable? = nil
    ) -> PackageReport {
        var checker = PackageChecker(source)
        checker.checkBag()
        checker.checkSignature(key)
        checker.readManifest()
        let flow = checker.folderParts.map { $0[4] } ?? checker.manifest?["flow"]?.text ?? ""
        switch HandoverFlow(rawValue: flow) {
        case .cases: checker.checkCases()
        case .registry: checker.checkRegistry()
        case .some(let flow): checker.checkFeedback(flow, currencies, statusCodes)
        case nil:
            checker.add(.form, .refuse, "folder name", found: flow, expected: "a flow of DHX 1.0")
        }
        return checker.report
    }
}

/// The state of one check.
struct PackageChecker {
    /// What stands in the payload.
    struct PayloadFile: Sendable {
        let sha256: String
        let size: Int
    }

    let source: PackageSource
    var report = PackageReport()
    /// By path relative to the folder, `data/…`.
    var payload: [String: PayloadFile] = [:]
    /// `manifest.json`; `nil` where it cannot be read.
    var manifest: JSONValue?

    init(_ source: PackageSource) { self.source = source }

    /// The six parts of the folder name: DHX1, environment, sender, recipient, flow, sequence.
    var folderParts: [String]? {
        let parts = source.folder.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
        return parts.count == 6 && parts[0] == "DHX1" ? parts : nil
    }

    mutating func add(
        _ code: RuleBreak.Code, _ severity: Problem.Severity, _ place: String, found: String,
        expected: String? = nil
    ) {
        report.findings.append(
            PackageFinding(
                code: code, severity: severity, place: place, found: found, expected: expected ?? code.rule))
    }

    /// What cannot be read.
    mutating func add(_ fault: HandoverFault, _ severity: Problem.Severity) {
        let code: RuleBreak.Code = fault.code == .environment ? .environment : .form
        add(code, severity, "\(fault.file) \(fault.path)", found: fault.found, expected: fault.expected)
    }

    /// Rules that something of the batch breaks.
    mutating func add(_ breaks: [RuleBreak], _ severity: Problem.Severity, _ place: String) {
        for found in breaks.sorted() {
            add(found.code, severity, "\(place) \(found.subject)", found: found.reason)
        }
    }
}

extension JSONValue {
    /// The text of a leaf, `nil` where this is none.
    var text: String? {
        if case .string(let text) = self { return text }
        return nil
    }
}
