public import Domain

/// A registry's answer to a file of ours, in its own layout (DHX 1.0 §5.5, return file): what became of the
/// file, and of every record of it.
public struct RegistryReturn: Sendable, Equatable {
    /// What became of a file or a record.
    public enum Status: String, Sendable, CaseIterable {
        case accepted = "ACCEPTED"
        /// Taken, with something that a person should see.
        case warning = "WARNING"
        case rejected = "REJECTED"
        /// The registry had it already, or had removed it already.
        case duplicate = "DUPLICATE"
    }

    /// What becomes of a return file with something wrong in it, as its profile declares (after CAIS).
    public enum Level: String, Sendable, CaseIterable {
        /// Nothing of it is taken.
        case rejectFile = "REJECT_FILE"
        /// The record is left out.
        case rejectRecord = "REJECT_RECORD"
        /// The record is left out, and the night does not ask anybody to look.
        case warn = "WARN"

        var severity: Problem.Severity {
            switch self {
            case .rejectFile: .refuse
            case .rejectRecord: .setAside
            case .warn: .warn
            }
        }
    }

    /// What the registry says of one record.
    public struct Record: Sendable, Equatable {
        /// 1-based, in the return file.
        public var line: Int
        /// Empty where the layout has none: then operation and reference say which record is meant.
        public var recId = ""
        public var operation: RegistryRecord.Operation?
        public var operationRef = ""
        public var status: Status
        /// Our reasons; a code that the profile does not map stays as it is, `UNMAPPED(0417)`.
        public var reasons: [String] = []
    }

    /// `nil` where the file says nothing of itself.
    public var status: Status?
    public var reasons: [String] = []
    /// Number of the batch that is answered; `nil` where the file does not name it.
    public var sequence: Int?
    /// Our number at the registry, empty where the file does not name it.
    public var reporterId = ""
    /// `P` or `T`, empty where the file does not say.
    public var environment = ""
    public var records: [Record] = []
    public private(set) var problems: [Problem] = []

    /// Whether nothing of the file counts.
    public var isRefused: Bool { problems.contains { $0.severity == .refuse } }

    /// Reads a return file. What cannot be read is a problem of the severity that the profile declares.
    public init(_ bytes: [UInt8], profile: LayoutProfile) {
        let reader = LayoutReader(bytes, profile: profile)
        problems = reader.problems.map { problem in
            // Of a file without lines there is nothing to choose.
            problem.place.line == 0 ? problem : problem.with(severity: profile.onError.severity)
        }
        for line in reader.lines {
            switch line.record.each {
            case .file: takeFile(line, profile)
            case .record, .line, .debtor: takeRecord(line, profile)
            }
        }
    }

    private mutating func takeFile(_ line: LayoutLine, _ profile: LayoutProfile) {
        if let text = line.values["file.status"] { status = Status(rawValue: text) }
        if let raw = line.unmapped["file.status"] {
            unmapped(raw, "file.status", line, profile.onError.severity)
        }
        reasons += self.reasons(of: line, prefix: "file.reasons.")
        if let text = line.values["batch.sequence"] { sequence = Int(text) }
        if let text = line.values["registry.reporterId"] { reporterId = text }
        if let text = line.values["header.environment"] { environment = text }
    }

    private mutating func takeRecord(_ line: LayoutLine, _ profile: LayoutProfile) {
        for path in ["status", "op"] {
            guard let raw = line.unmapped[path] else { continue }
            return unmapped(raw, path, line, profile.onError.severity)
        }
        guard let status = line.values["status"].flatMap(Status.init) else { return }
        var record = Record(line: line.number, status: status)
        record.recId = line.values["recId"] ?? ""
        record.operation = line.values["op"].flatMap(RegistryRecord.Operation.init)
        record.operationRef = line.values["operationRef"] ?? ""
        record.reasons = reasons(of: line, prefix: "reasons.")
        records.append(record)
    }

    /// In the order of their paths. That a reason is not known makes the answer no other one.
    private mutating func reasons(of line: LayoutLine, prefix: String) -> [String] {
        let paths = line.record.fields.map(\.source.name).filter { $0.hasPrefix(prefix) }
        return paths.compactMap { path in
            guard let raw = line.unmapped[path] else { return line.values[path] }
            unmapped(raw, path, line, .setAside)
            return "UNMAPPED(\(raw))"
        }
    }

    private mutating func unmapped(
        _ raw: String, _ path: String, _ line: LayoutLine, _ severity: Problem.Severity
    ) {
        let field = line.record.fields.first { $0.source.name == path }
        problems.append(
            Problem(
                .recordMalformed, severity: severity,
                at: Place(line: line.number, element: "\(line.record.name).\(field?.name ?? path)"),
                found: "the code \(LayoutReader.quoted(raw))",
                expected: "a code of table \(field?.table ?? "") in profile \(line.record.name)"))
    }
}

extension LayoutProfile {
    /// Checks that return files can be read with the profile in an environment.
    public func check(returnsIn environment: HandoverEnvironment) throws(LayoutError) {
        guard direction == .incoming else {
            throw LayoutError(.notAllowed, at: name, "the profile describes no return file")
        }
        guard flow == nil else {
            throw LayoutError(.notAllowed, at: name, "the profile describes an agency's return file")
        }
        try check(status: environment)
        let details = records.filter { $0.each == .record }
        for record in details {
            let paths = Set(record.fields.map(\.source.name))
            guard paths.contains("status") else {
                throw LayoutError(.missingKey, at: record.name, "no field says the status of the record")
            }
            guard paths.contains("recId") || paths.isSuperset(of: ["op", "operationRef"]) else {
                throw LayoutError(
                    .missingKey, at: record.name, "recId, or op and operationRef, say which record is meant")
            }
        }
        for record in records { for field in record.fields { try check(field, of: record) } }
    }

    /// The paths of a return file: a profile that names another is a mistake, not ignored.
    private static let paths: [LayoutRecord.Occurrence: [String]] = [
        .file: [
            "file.status", "batch.sequence", "registry.reporterId", "header.environment",
            "header.businessDate",
        ],
        .record: ["status", "recId", "op", "operationRef", "debtorSeq"],
    ]

    private func check(_ field: LayoutField, of record: LayoutRecord) throws(LayoutError) {
        guard case .path(let path) = field.source else { return }
        let place = "\(record.name).\(field.name)"
        let text = path.steps.joined(separator: ".")
        let reasons = record.each == .file ? "file.reasons." : "reasons."
        let isReason = text.hasPrefix(reasons) && Int(text.dropFirst(reasons.count)) != nil
        let known = Self.paths[record.each] ?? []
        guard isReason || known.contains(text) else {
            throw LayoutError(
                .wrongValue, at: place,
                "a return file has the paths " + (known + [reasons + "0"]).joined(separator: ", "))
        }
        let words: [String] =
            switch text {
            case "status", "file.status": RegistryReturn.Status.allCases.map(\.rawValue)
            case "op": RegistryRecord.Operation.allCases.map(\.rawValue)
            default:
                isReason
                    ? CaseReason.allCases.map(\.rawValue) + FileReason.allCases.map(\.rawValue) : []
            }
        guard !words.isEmpty else { return }
        guard let table = field.table else {
            guard text == "op" else {
                throw LayoutError(.missingKey, at: place, "a code of the registry needs its table")
            }
            return
        }
        try check(table: table, words: words)
    }

    /// What the name of a return file says by the template: `reporterId`, `businessDate`, `sequence`,
    /// `environment`; `nil` for another file. An asterisk of the template stands for any text.
    public func parts(ofReturn name: String) -> [String: String]? {
        fileName.parts(of: name, profile: self.name)
    }
}
