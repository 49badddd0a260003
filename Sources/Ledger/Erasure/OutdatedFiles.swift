public import Domain

/// Received files in which nothing is needed any more.
extension LedgerReader {
    /// SHA-256 of received files of which every record is about what had its last entry before a day,
    /// oldest first. What is open, undecided or still under way keeps every file that says anything of it,
    /// and the statements since, which prove that nobody paid it; so do rows that nobody could read. Zip and
    /// gzip files are left out: what they hold is recorded under other names.
    public func outdatedFiles(before day: Day) throws -> [String] {
        let live = try LiveRecords(self, since: day)
        let kept = try live.files()
        var found: [String] = []
        try prepared(
            """
            SELECT f.id, f.sha256 FROM source_file f JOIN run r ON r.id = f.run
            WHERE f.refused = 0 AND f.format NOT IN ('zip', 'gzip') AND r.as_of < ?
              AND f.id NOT IN (SELECT file FROM file_seen WHERE set_aside > 0) ORDER BY f.id
            """
        ).each(.day(day)) { row in
            if !kept.contains(row.int(0)) { found.append(row.text(1)) }
        }
        return found
    }
}

/// What is not past its term: invoices and movements, and the files that say anything of them.
private struct LiveRecords {
    private let reader: LedgerReader
    private let since: Day
    /// Statements that reach beyond it are kept.
    private var openSince: Day
    private var invoices: Set<Int64> = []
    private var movements: Set<Int64> = []

    init(_ reader: LedgerReader, since: Day) throws {
        (self.reader, self.since) = (reader, since)
        var invoices: Set<Int64> = []
        var openSince = since
        try reader.openItems(asOf: Day(number: .max)) { item in
            guard item.outstanding != 0 else { return }
            invoices.insert(item.id)
            openSince = min(openSince, item.issued)
        }
        self.openSince = openSince
        try reader.prepared("SELECT id, last_day FROM (\(Self.lastEntries)) WHERE last_day >= ?").each(
            .day(since)
        ) {
            invoices.insert($0.int(0))
        }
        self.invoices = invoices
        try findMovements()
    }

    /// The last day of anything about each invoice, as `ErasureStanding.lastEntry` counts it.
    private static let lastEntries = """
        SELECT id, max(day) AS last_day FROM (
          SELECT invoice AS id, issued AS day FROM invoice_version
          UNION ALL SELECT a.invoice, e.booked FROM allocation a JOIN entry e ON e.id = a.entry
          UNION ALL SELECT c.invoice, r.as_of FROM credit c JOIN run r ON r.id = c.run
          UNION ALL SELECT c.credit_invoice, r.as_of FROM credit c JOIN run r ON r.id = c.run
          UNION ALL SELECT w.invoice, r.as_of FROM write_off w JOIN run r ON r.id = w.run
          UNION ALL SELECT o.invoice, r.as_of FROM case_operation o JOIN run r ON r.id = o.run
          UNION ALL SELECT x.invoice, r.as_of FROM registry_record x JOIN run r ON r.id = x.run
          UNION ALL SELECT s.invoice, s.day FROM step s
          UNION ALL SELECT a.invoice, d.day FROM reversal d JOIN allocation a ON a.decision = d.decision)
        GROUP BY id
        """

    /// Those booked since, those applied to what is live, and those that wait for a decision.
    private mutating func findMovements() throws {
        var found: Set<Int64> = []
        try reader.prepared("SELECT id FROM entry WHERE booked >= ?").each(.day(since)) {
            found.insert($0.int(0))
        }
        try reader.prepared("SELECT entry, invoice FROM allocation").each { row in
            if invoices.contains(row.int(1)) { found.insert(row.int(0)) }
        }
        for view in ["unexplained", "suggestion"] {
            try reader.prepared("SELECT entry FROM \(view)").each { found.insert($0.int(0)) }
        }
        movements = found
    }

    func files() throws -> Set<Int64> {
        try ofInvoices().union(ofMovements()).union(ofFacts())
    }

    private func ofInvoices() throws -> Set<Int64> {
        var files: Set<Int64> = []
        var customers: Set<String> = []
        var numbers: Set<String> = []
        try reader.prepared(
            """
            SELECT v.file, v.invoice, v.customer, i.number FROM invoice_version v
            JOIN invoice i ON i.id = v.invoice
            """
        ).each { row in
            guard invoices.contains(row.int(1)) else { return }
            files.insert(row.int(0))
            customers.insert(row.text(2))
            numbers.insert(row.text(3))
        }
        try reader.prepared("SELECT file, invoice FROM invoice_conflict").each {
            if invoices.contains($0.int(1)) { files.insert($0.int(0)) }
        }
        try reader.prepared("SELECT file, customer FROM customer_record").each {
            if customers.contains($0.text(1)) { files.insert($0.int(0)) }
        }
        for (table, day) in [("direct_debit", "collected"), ("receipt", "day")] {
            try reader.prepared("SELECT file, invoice_number, \(day) FROM \(table)").each { row in
                if row.day(2) >= since || numbers.contains(row.text(1)) { files.insert(row.int(0)) }
            }
        }
        return files
    }

    private func ofMovements() throws -> Set<Int64> {
        var files: Set<Int64> = []
        try reader.prepared(
            "SELECT e.id, s.file FROM entry e JOIN statement s ON s.id = e.statement"
        ).each { if movements.contains($0.int(0)) { files.insert($0.int(1)) } }
        try reader.prepared(
            """
            SELECT file FROM statement WHERE coalesce(to_day, from_day, 0) >= ?2
            UNION SELECT file FROM notice WHERE booked >= ?1
            UNION SELECT file FROM payment_status WHERE coalesce(collected, 0) >= ?1
            """
        ).each(.day(since), .day(openSince)) { files.insert($0.int(0)) }
        try reader.prepared(
            """
            SELECT a.file, a.entry FROM adjudication a WHERE a.file IS NOT NULL
            UNION SELECT r.file, coalesce(d.entry, a.entry) FROM reversal r
              LEFT JOIN match_decision d ON d.id = r.decision
              LEFT JOIN adjudication a ON a.id = r.adjudication WHERE r.file IS NOT NULL
            UNION SELECT x.file, d.entry FROM audit_answer x
              JOIN match_decision d ON d.id = x.decision WHERE x.file IS NOT NULL
            """
        ).each { if movements.contains($0.int(1)) { files.insert($0.int(0)) } }
        return files
    }

    /// Facts stated since, or about what is live, with the files that prove them. A fact of which nobody
    /// knows whom it is about is live.
    private func ofFacts() throws -> Set<Int64> {
        var stated: [(number: Int64, file: Int64, kind: DecisionRecord.Kind?, subject: String, day: Day)] = []
        try reader.prepared("SELECT id, file, kind, subject, day FROM decision_fact").each { row in
            stated.append(
                (row.int(0), row.int(1), DecisionRecord.Kind(rawValue: row.text(2)), row.text(3), row.day(4)))
        }
        let subjects = try CaseSubjects(
            reader, stated.compactMap { one in one.kind.map { ($0, one.subject) } })
        var files: Set<Int64> = []
        var live: [Int64] = []
        for one in stated {
            let about = one.kind.map { subjects.invoices($0, one.subject) } ?? []
            if one.day >= since || about.isEmpty || !invoices.isDisjoint(with: about) {
                files.insert(one.file)
                live.append(one.number)
            }
        }
        try reader.prepared(
            """
            SELECT id FROM source_file WHERE sha256 IN (SELECT sha256 FROM case_evidence
              WHERE fact IN (\(commaList(live))))
            """
        ).each { files.insert($0.int(0)) }
        return files
    }
}

extension LedgerWriter {
    /// Records that received files were deleted whole because nothing in them is needed any more. No row of
    /// theirs changes: the ledger knows the files by their digests still.
    public func recordDeletion(
        of files: Int, plan: String, day: Day, author: String, reason: String, run: String
    ) throws {
        let number = (try reader.integer("SELECT max(id) FROM erasure") ?? 0) + 1
        let head = try reader.lastSealDigest()
        _ = try insert(
            """
            INSERT INTO erasure (id, run, day, author, reason, subject, scope, changed, files, head_before,
              plan, last_version, last_record) VALUES (?,?,?,?,?,'',?,0,?,?,?,0,0)
            """,
            .integer(number), .text(run), .day(day), .text(author), .text(reason),
            .text(ErasureRecord.receivedFiles), .int(files), .text(head), .text(plan))
    }
}
