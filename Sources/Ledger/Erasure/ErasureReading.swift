internal import Crypto
public import Domain

/// The digest by which an erased person is known again, and not named.
enum ErasureDigest {
    /// SHA-256 of the head of the chain before the erasure and the customer's key: the head makes it another
    /// one for each erasure and ledger.
    static func of(_ key: String, _ headBefore: String) -> String {
        var hash = SHA256()
        hash.update(data: Array("recobro.erasure/1\n\(headBefore)\n\(key)".utf8))
        return String(hexadecimal: hash.finalize())
    }
}

extension LedgerReader {
    /// Every erasure, in order, each with the rows that have named the person again since.
    public func erasures() throws -> [ErasureRecord] {
        var records: [ErasureRecord] = []
        var marks: [(subject: String, version: Int64, record: Int64)] = []
        try prepared(
            """
            SELECT id, day, author, reason, scope, changed, files, head_before, plan, subject, last_version,
              last_record FROM erasure ORDER BY id
            """
        ).each { row in
            records.append(
                ErasureRecord(
                    number: row.int(0), day: row.day(1), author: row.text(2), reason: row.text(3),
                    scope: row.text(4), rows: Int(row.int(5)), files: Int(row.int(6)),
                    headBefore: row.text(7), plan: row.text(8), cameBack: 0))
            marks.append((row.text(9), row.int(10), row.int(11)))
        }
        for index in records.indices {
            let back = try rows(of: marks[index].subject, records[index].headBefore, after: marks[index])
            records[index].cameBack = back
        }
        return records
    }

    private func rows(
        of subject: String, _ head: String, after mark: (subject: String, version: Int64, record: Int64)
    ) throws -> Int {
        var count = 0
        for (table, number) in [("invoice_version", mark.version), ("customer_record", mark.record)] {
            try prepared("SELECT customer, count(*) FROM \(table) WHERE id > ? GROUP BY customer").each(
                .integer(number)
            ) { row in
                if ErasureDigest.of(row.text(0), head) == subject { count += Int(row.int(1)) }
            }
        }
        return count
    }

    /// The last erasure of a customer, by its key: known by the digest alone.
    public func lastErasure(ofKey key: String) throws -> ErasureRecord? {
        var number: Int64?
        try prepared("SELECT id, subject, head_before FROM erasure ORDER BY id").each { row in
            if ErasureDigest.of(key, row.text(2)) == row.text(1) { number = row.int(0) }
        }
        return try number.flatMap { wanted in try erasures().first { $0.number == wanted } }
    }

    /// The runs at whose end a digest was the head of the chain, and the number of the erasure that replaced
    /// it since; none for the chain that holds. Empty for a digest that was never a head.
    public func heads(_ digest: String) throws -> [(run: String, replacedBy: Int64?)] {
        var heads: [(run: String, replacedBy: Int64?)] = []
        try prepared(
            """
            SELECT run, NULL FROM seal WHERE digest = ?1
            UNION ALL SELECT s.run, min(x.erasure) FROM erasure_seal x JOIN seal s ON s.number = x.seal
            WHERE x.digest = ?1 GROUP BY s.run
            """
        ).each(.text(digest)) { heads.append(($0.text(0), $0.optionalInt(1))) }
        return heads
    }

    /// Outputs of a run that an erasure deleted.
    public func erasedOutputs(run: String) throws -> Set<String> {
        var paths: Set<String> = []
        try prepared(
            "SELECT o.path FROM erasure_output x JOIN output o ON o.id = x.output WHERE o.run = ?"
        ).each(.text(run)) { paths.insert($0.text(0)) }
        return paths
    }

    /// Letters and messages that runs put out to a customer: run and path.
    public func documents(of subject: ErasureSubject) throws -> [(run: String, path: String)] {
        var found: [(run: String, path: String)] = []
        try prepared(
            """
            SELECT run, document_path FROM step
            WHERE invoice IN (\(commaList(subject.invoices))) AND document_path <> ''
            UNION SELECT run, document_path FROM mailing WHERE customer = ? AND document_path <> ''
            """
        ).each(.text(subject.key)) { found.append(($0.text(0), $0.text(1))) }
        return found
    }

    /// SHA-256 of the archived files that are about the person alone, ascending: what was typed of facts,
    /// with its evidence, and of everything also the files that hold nobody else's records.
    public func ownFiles(of subject: ErasureSubject, _ scope: ErasureScope) throws -> [String] {
        let facts = commaList(scope == .everything ? subject.facts : subject.looseFacts)
        var found: Set<String> = []
        try prepared(
            """
            SELECT f.sha256 FROM source_file f
            WHERE (f.format = 'evidence' AND f.sha256 IN (SELECT sha256 FROM case_evidence
                WHERE fact IN (\(facts)))
              AND f.sha256 NOT IN (SELECT sha256 FROM case_evidence WHERE fact NOT IN (\(facts))))
            OR (f.id IN (SELECT file FROM decision_fact WHERE id IN (\(facts)))
              AND f.id NOT IN (SELECT file FROM decision_fact WHERE id NOT IN (\(facts)))
              AND f.id NOT IN (\(Self.otherFiles)) AND f.id NOT IN (SELECT file FROM invoice_version)
              AND f.id NOT IN (SELECT file FROM customer_record))
            """
        ).each { found.insert($0.text(0)) }
        guard scope == .everything else { return found.sorted() }
        try prepared(
            """
            SELECT f.sha256 FROM source_file f
            WHERE f.id IN (SELECT file FROM invoice_version WHERE customer = ?1
                UNION SELECT file FROM customer_record WHERE customer = ?1)
              AND f.id NOT IN (SELECT file FROM invoice_version WHERE customer <> ?1
                UNION SELECT file FROM customer_record WHERE customer <> ?1
                UNION SELECT file FROM decision_fact WHERE id NOT IN (\(facts)))
              AND f.id NOT IN (\(Self.otherFiles))
            """
        ).each(.text(subject.key)) { found.insert($0.text(0)) }
        return found.sorted()
    }

    /// Files that hold movements, lists or decisions, or rows that nobody could read: anybody's.
    private static let otherFiles = """
        SELECT file FROM statement UNION SELECT file FROM notice UNION SELECT file FROM direct_debit
        UNION SELECT file FROM payment_status UNION SELECT file FROM receipt
        UNION SELECT file FROM invoice_conflict
        UNION SELECT file FROM adjudication WHERE file IS NOT NULL
        UNION SELECT file FROM reversal WHERE file IS NOT NULL
        UNION SELECT file FROM audit_answer WHERE file IS NOT NULL
        UNION SELECT file FROM file_seen WHERE set_aside > 0
        """

    /// SHA-256 of the files whose records say anything of the person, ascending.
    public func files(about subject: ErasureSubject) throws -> [String] {
        var found: [String] = []
        try prepared(
            """
            SELECT DISTINCT sha256 FROM source_file WHERE refused = 0 AND id IN (
              SELECT file FROM invoice_version WHERE customer = ?1
              UNION SELECT file FROM customer_record WHERE customer = ?1
              UNION SELECT s.file FROM entry e JOIN statement s ON s.id = e.statement
                WHERE e.id IN (\(commaList(subject.movements)))) ORDER BY sha256
            """
        ).each(.text(subject.key)) { found.append($0.text(0)) }
        return found
    }
}

extension LedgerReader {
    /// The channels by which sender commands were given messages to the person.
    public func channelsSent(to subject: ErasureSubject) throws -> [Channel] {
        var channels: Set<String> = []
        try prepared(
            """
            SELECT DISTINCT s.channel FROM sending s JOIN mailing m ON m.run = s.night
            WHERE m.customer = ? AND m.channel = s.channel
            """
        ).each(.text(subject.key)) { channels.insert($0.text(0)) }
        return channels.sorted().compactMap(Channel.init)
    }

    /// Whether a text of the configuration that a run began with names the person.
    public func configurationNames(_ values: [String]) throws -> Bool {
        let text = ErasureText(values)
        var isNamed = false
        try prepared("SELECT text FROM configuration_text").each { row in
            if text.erased(row.text(0)) != nil { isNamed = true }
        }
        return isNamed
    }
}
