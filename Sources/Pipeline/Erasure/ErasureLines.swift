internal import Domain
internal import Ledger

/// What an erasure says on a terminal: what goes, what stays, until when and by which law, and whom to tell.
struct ErasureLines {
    private let subject: String
    private let scope: ErasureScope
    /// What stays.
    private let kept: [String]
    /// Who was told of the person, and must be told of the erasure (GDPR art. 19).
    private let told: [String]

    init(
        _ reader: LedgerReader, _ configuration: Configuration, _ judged: Erasure.Judged, subject: String
    ) throws {
        self.subject = subject
        scope = judged.scope
        kept = try Self.kept(reader, configuration, judged)
        told = try Self.told(reader, configuration, judged.subject)
    }

    func all(_ parts: [ErasedPart], _ files: ErasureFiles, isTrial: Bool) -> [String] {
        let what = scope == .everything ? "everything that says who it is" : "contact data and notes of calls"
        var lines = ["\(subject): \(what) \(isTrial ? "would be erased" : "erased")"]
        for part in parts { lines.append(Self.row(part.rows, "rows", part.what)) }
        if files.deleted > 0 {
            lines.append(Self.row(files.deleted, "files", "deleted, of this person alone"))
        }
        if files.replaced > 0 { lines.append(Self.row(files.replaced, "files", "without the person's data")) }
        lines += kept(files)
        guard !told.isEmpty else { return lines }
        return lines + ["tell of it whom it was disclosed to (GDPR art. 19):"] + told.map { "  \($0)" }
    }

    /// What stays, and where.
    func kept(_ files: ErasureFiles) -> [String] {
        guard !files.kept.isEmpty else { return kept }
        let rest = files.kept.count - 20
        return kept + [
            "  \(files.kept.count) received files, whole, until --received deletes those of which all is past its term:"
        ] + files.kept.prefix(20).map { "    \($0)" } + (rest > 0 ? ["    and \(rest) more"] : [])
    }

    private static func row(_ count: Int, _ unit: String, _ what: String) -> String {
        let number = String(count)
        let blanks = String(repeating: " ", count: max(0, 7 - number.count))
        return "\(blanks)\(number) \(unit)  \(what)"
    }

    private static func kept(
        _ reader: LedgerReader, _ configuration: Configuration, _ judged: Erasure.Judged
    ) throws -> [String] {
        var lines = ["kept:"]
        if let (until, since) = judged.kept {
            let count = judged.subject.invoices.count
            let years = configuration.retention.years
            lines += [
                "  until \(until): name, tax id, address and accounts in \(count) invoices and their payments; letters,",
                "    packages and evidence that prove what was claimed (retention.years \(years) from the end",
                "    of the year of the last entry, \(since): CCom 30, CC 1964; blocked, LOPDGDD 32)",
            ]
        }
        let shared = judged.subject.values.shared
        if shared > 0 {
            lines.append(
                "  elsewhere than in this customer's rows: \(shared) values that another customer has too")
        }
        for namesake in try reader.namesakes(of: judged.subject) {
            lines.append(
                "  customer '\(namesake)', of the same name and without tax id; erase it too if it is one")
        }
        lines.append("  for good: numbers, amounts, days and identifiers of invoices, movements and cases")
        lines.append(
            "  what lies in inbox/, rejected/, court/, a shared drop folder or a backup: look there yourself")
        if try reader.configurationNames(judged.subject.values.of(judged.scope)) {
            lines.append("  recobro.yaml, now or once: it names the person; texts of it stay in the ledger")
        }
        return lines
    }

    private static func told(
        _ reader: LedgerReader, _ configuration: Configuration, _ subject: ErasureSubject
    ) throws -> [String] {
        let own = Set(subject.invoices)
        var lines: Set<String> = []
        for operation in try reader.caseOperations() where own.contains(operation.invoice) {
            let name = configuration.agencies.first { $0.code == operation.recipient }?.name
            lines.insert(
                "agency \(operation.recipient)\(name.map { " (\($0))" } ?? ""), case \(operation.caseReference)"
            )
        }
        for record in try reader.registryRecords() where own.contains(record.invoice) {
            lines.insert("registry \(record.registry), record \(record.operationReference)")
        }
        for channel in try reader.channelsSent(to: subject) {
            lines.insert("who carries messages by \(channel.rawValue) (section send of recobro.yaml)")
        }
        return lines.sorted()
    }
}
