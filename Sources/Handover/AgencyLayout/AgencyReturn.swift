public import Domain

/// An agency's answer in its own layout (DHX 1.0 §5.3.5): an acknowledgement list, a status list or a
/// settlement list (liquidación), read with a profile that names its flow.
///
/// What comes of it is the batch of DHX that the file amounts to. It is built from what the file says, from
/// the constants of the profile and from what the agency was told, and is read by the same strict readers as
/// the batch of an agency that speaks DHX; so whatever that one must state, this one must state as well.
public struct AgencyReturn: Sendable {
    let profile: LayoutProfile
    /// What the file says of itself.
    let head: AgencyReturnRow
    let rows: [AgencyReturnRow]
    /// Of the layout alone: what cannot be read, and sums of the file that do not hold.
    public let problems: [Problem]
    /// What the name of the file says by the template of the profile; empty for a name of another form.
    let nameParts: [String: String]

    /// What the file is, by its profile; `nil` for the profile of a registry.
    public var flow: HandoverFlow? { profile.flow }

    /// Reads the rows.
    ///
    /// - Parameter name: of the file, with or without its folder: it may say number, day and environment.
    public init(_ bytes: [UInt8], profile: LayoutProfile, name: String = "") {
        self.profile = profile
        nameParts = profile.parts(ofReturn: name.split(separator: "/").last.map(String.init) ?? "") ?? [:]
        let reader = LayoutReader(bytes, profile: profile)
        // Of a file without lines there is nothing to choose, under another heading no column is what the
        // profile says, and without its head a file could be of another environment.
        let isWhole = Self.hasHead(reader.lines, profile)
        problems = reader.problems.map { problem in
            let isRefused = !isWhole || problem.place.line == 0 || problem.code == .headingUnknown
            return problem.with(severity: isRefused ? .refuse : profile.onError.severity)
        }
        head = AgencyReturnRow(
            lines: reader.lines.filter { $0.record.each == .file }, constants: profile.values)
        rows = reader.lines.filter { $0.record.each == .record }.map {
            AgencyReturnRow(lines: [$0], constants: profile.values)
        }
    }

    /// Whether every record that says something of the file was read, once.
    private static func hasHead(_ lines: [LayoutLine], _ profile: LayoutProfile) -> Bool {
        profile.records.allSatisfy { record in
            let says = record.fields.contains { if case .path = $0.source { true } else { false } }
            return record.each == .record || !says || lines.count { $0.record.name == record.name } == 1
        }
    }

    /// Number of our batch that an acknowledgement list answers; `nil` where neither file nor name has it.
    public var sequence: Int? { (head.text("batch.sequence") ?? nameParts["sequence"]).flatMap { Int($0) } }

    /// The day of the file; `nil` where neither file nor name has it.
    public var businessDate: Day? { dayOfHead ?? dayOfName }

    var dayOfHead: Day? { head.text("header.businessDate").flatMap { Day(iso: $0) } }

    /// `nil` for a name without a day, and for one whose digits are no day.
    var dayOfName: Day? {
        nameParts["businessDate"].flatMap { LayoutDate(pattern: "yyyyMMdd")?.day(of: $0) }
    }

    /// `P` or `T`; empty where neither file nor name says it.
    public var environment: String { environmentOfHead ?? environmentOfName ?? "" }

    var environmentOfHead: String? { head.text("header.environment") }

    var environmentOfName: String? { nameParts["environment"]?.uppercased() }

    /// The batch of DHX that the file amounts to.
    ///
    /// Rows that cannot be taken are left out as the profile's `onError` says; a settlement is whole or
    /// refused. A file that is refused gives no batch.
    public func batch(_ context: AgencyReturnContext) -> AgencyReturnBatch {
        var building = AgencyReturnBuilding(file: self, context: context)
        let ofWhole = self.problems(in: context)
        building.problems = problems + ofWhole
        // Under another heading, or in another encoding, every row would be said to be wrong.
        let isOther = problems.contains { $0.code == .headingUnknown || $0.place == .wholeFile }
        guard ofWhole.isEmpty, !isOther else {
            return AgencyReturnBatch(content: nil, problems: building.problems)
        }
        // Of a file that is refused already too: one reading tells everything that is wrong.
        let content = building.content()
        if content == nil, !building.isRefused {
            building.problems.append(
                Problem(
                    .recordMalformed, severity: .refuse, at: .wholeFile, found: "no row that can be taken",
                    expected: "at least one"))
        }
        return AgencyReturnBatch(
            content: building.isRefused ? nil : content, problems: building.problems)
    }
}

/// What became of an agency's own file.
public struct AgencyReturnBatch: Sendable, Equatable {
    /// The batch, by its flow.
    public enum Content: Sendable, Equatable {
        case acknowledgement(Acknowledgement)
        case status(StatusBatch)
        case remittance(RemittanceStatement)
    }

    /// `nil` where the file is refused, also because none of its rows could be taken.
    public let content: Content?
    /// With line and `record.field`, in the order in which they were found.
    public let problems: [Problem]

    /// Whether nothing of the file counts.
    public var isRefused: Bool { problems.contains { $0.severity == .refuse } }

    /// The batch as canonical JSON; empty without one. Its codes are those of DHX already: a table of the
    /// agency's status codes (`StatusCodeTable`) must not be put over them again.
    public var jsonBytes: [UInt8] {
        switch content {
        case .acknowledgement(let answer): answer.jsonBytes
        case .status(let batch): batch.jsonBytes
        case .remittance(let statement): statement.jsonBytes
        case nil: []
        }
    }
}

/// One file on its way to a batch.
struct AgencyReturnBuilding {
    let file: AgencyReturn
    let context: AgencyReturnContext
    let paths: AgencyReturnPaths
    private let cases: [String: AgencyReturnContext.Case]
    /// By the agency's number as it is known so far.
    private let casesOfAgency: [String: [AgencyReturnContext.Case]]
    var problems: [Problem] = []

    init(file: AgencyReturn, context: AgencyReturnContext) {
        self.file = file
        self.context = context
        paths = AgencyReturnPaths(file.flow)
        cases = Dictionary(context.cases.map { ($0.caseRef, $0) }) { $1 }
        casesOfAgency = Dictionary(grouping: cases.values.filter { !$0.agencyCaseRef.isEmpty }) {
            $0.agencyCaseRef
        }
    }

    var isRefused: Bool { problems.contains { $0.severity == .refuse } }

    mutating func content() -> AgencyReturnBatch.Content? {
        switch file.flow {
        case .acknowledgement: acknowledgement().map { .acknowledgement($0) }
        case .status: statusBatch().map { .status($0) }
        case .remittance: remittance().map { .remittance($0) }
        default: nil
        }
    }

    /// A row that cannot be taken weighs what the profile says.
    mutating func leaveOut(_ row: AgencyReturnRow, _ fault: AgencyReturnFault) {
        add(row, fault, file.profile.onError.severity)
    }

    mutating func add(_ row: AgencyReturnRow, _ fault: AgencyReturnFault, _ severity: Problem.Severity) {
        problems.append(
            Problem(
                fault.code, severity: severity, at: row.place(of: fault.path), found: fault.found,
                expected: fault.expected))
    }

    // MARK: - Cases

    /// The case that a row speaks of, by our number, else by the agency's.
    func knownCase(_ row: AgencyReturnRow) throws(AgencyReturnFault) -> AgencyReturnContext.Case {
        let agencyRef = row.text("agencyCaseRef")
        guard let caseRef = row.text("caseRef") else {
            guard let agencyRef else {
                throw AgencyReturnFault(.fieldMissing, "caseRef", "nothing", "the number of a case")
            }
            let named = casesOfAgency[agencyRef] ?? []
            guard named.count == 1 else {
                throw AgencyReturnFault(
                    named.isEmpty ? .subjectUnknown : .recordMalformed, "agencyCaseRef",
                    "\(LayoutReader.quoted(agencyRef)), the number of \(named.count) cases",
                    "the agency's number of one case")
            }
            return named[0]
        }
        guard let known = cases[caseRef] else {
            throw AgencyReturnFault(
                .subjectUnknown, "caseRef", LayoutReader.quoted(caseRef), "a case that the agency was told of"
            )
        }
        if let agencyRef { try checkNumber(agencyRef, of: caseRef) }
        return known
    }

    /// That a number of the agency is not known as that of another case.
    func checkNumber(_ agencyRef: String, of caseRef: String) throws(AgencyReturnFault) {
        guard let others = casesOfAgency[agencyRef], !others.contains(where: { $0.caseRef == caseRef }) else {
            return
        }
        throw AgencyReturnFault(
            .recordMalformed, "agencyCaseRef",
            "\(LayoutReader.quoted(agencyRef)), the number of another case", "the number of \(caseRef)")
    }

    /// That a day on which something has happened is not ahead of the run.
    func checkPast(_ day: Day, _ path: String) throws(AgencyReturnFault) {
        guard day > context.lastDay else { return }
        throw AgencyReturnFault(
            .recordMalformed, path, "\(day), a day ahead", "at the latest \(context.lastDay)")
    }

    /// The same where a case need not be known; `nil` for one that is not.
    func statedCase(_ caseRef: String) -> AgencyReturnContext.Case? { cases[caseRef] }
}
