internal import Domain

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
    ///   - digests: of this very source, where they were made already; else the check makes them.
    public static func check(
        _ source: PackageSource, key: VerifyingKey? = nil, currencies: CaseCurrencies = .unknown,
        statusCodes: StatusCodeTable? = nil, digests: PackageDigests? = nil
    ) -> PackageReport {
        var checker = PackageChecker(source, digests)
        checker.checkBag()
        checker.checkSignature(key)
        checker.readManifest()
        let flow = checker.folderParts.map { $0[4] } ?? checker.manifest?["flow"]?.text ?? ""
        checker.checkForms(HandoverFlow(rawValue: flow))
        switch HandoverFlow(rawValue: flow) {
        case .cases: checker.checkCases()
        case .registry: checker.checkRegistry()
        case .some(let flow): checker.checkFeedback(flow, currencies, statusCodes)
        case nil:
            checker.add(.form, .refuse, "folder name", found: flow, expected: "a flow of DHX 1.0")
        }
        checker.nameXML()
        return checker.report
    }
}

/// The state of one check.
struct PackageChecker {
    let source: PackageSource
    /// `nil` where files are digested when a manifest asks for them.
    let digests: PackageDigests?
    var report = PackageReport()
    /// Files below `data/` that the payload manifest lists.
    var payload: PackagePayload
    /// `manifest.json`; `nil` where it cannot be read.
    var manifest: JSONValue?
    /// Of a package that has its batch as XML only.
    var batchOfXML = BatchOfXML.none

    init(_ source: PackageSource, _ digests: PackageDigests?) {
        (self.source, self.digests) = (source, digests)
        payload = PackagePayload(source.paths)
    }

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
