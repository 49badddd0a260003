internal import Crypto
internal import Domain
internal import GRDB

/// What `recobro audit` finds.
public struct AuditReport: Sendable, Equatable {
    /// Violations in words; empty when everything holds.
    public var violations: [String] = []
    /// Digest of the imported facts and allocations, independent of files and of their order.
    public var factsDigest = ""
    /// Digest of the bank movements alone: the same whatever format they came in.
    public var movementsDigest = ""
    /// Digest of the last seal; empty before the first.
    public var journalDigest = ""
    public var sealedRuns = 0
    public var entries = 0
    public var invoices = 0
    public var allocations = 0
}

/// The highest row number of each table that conservation speaks of.
public struct ConservationMarks: Sendable, Equatable {
    fileprivate let rows: [Int64]
}

extension LedgerReader {
    /// Checks conservation, the seal chain and the published outputs' plan, and computes the digests.
    public func audit() throws -> AuditReport {
        var report = AuditReport()
        report.violations = try conservationViolations()
        let chain = try verifySeals()
        report.violations += chain.violations
        report.journalDigest = chain.digest
        report.sealedRuns = chain.count
        report.factsDigest = try digest(Self.factQueries)
        report.movementsDigest = try digest([Self.movementQuery])
        report.entries = Int(try integer("SELECT count(*) FROM entry") ?? 0)
        report.invoices = Int(try integer("SELECT count(*) FROM invoice") ?? 0)
        report.allocations = Int(try integer("SELECT count(*) FROM allocation") ?? 0)
        return report
    }

    /// What breaks conservation, in words, and the rows that do.
    private static let conservationChecks = [
        (
            "movement allocated beyond its amount",
            """
            SELECT e.id FROM entry e JOIN (SELECT entry, sum(amount) AS s FROM allocation GROUP BY entry) a
            ON a.entry = e.id WHERE (e.amount >= 0 AND a.s > e.amount) OR (e.amount < 0 AND a.s < e.amount)
            """
        ),
        (
            "allocation of a movement that its decision is not about",
            "SELECT a.id FROM allocation a JOIN match_decision d ON d.id = a.decision WHERE a.entry <> d.entry"
        ),
        (
            "credit note used beyond its amount",
            """
            SELECT c.credit_invoice FROM credit c JOIN invoice_version v ON v.invoice = c.credit_invoice
              AND v.version = (SELECT max(version) FROM invoice_version w WHERE w.invoice = v.invoice)
            WHERE c.basis <> 'replaced'
            GROUP BY c.credit_invoice HAVING sum(c.amount) > -v.payable
            """
        ),
        (
            "invoice paid, credited and written off beyond its amount",
            """
            SELECT v.invoice FROM (
              SELECT invoice, sum(amount) AS s FROM (
                SELECT invoice, amount FROM allocation UNION ALL SELECT invoice, amount FROM credit
                UNION ALL SELECT invoice, amount FROM write_off) GROUP BY invoice) t
            JOIN invoice_version v ON v.invoice = t.invoice
            WHERE v.payable > 0 AND t.s > v.payable
              AND NOT EXISTS (SELECT 1 FROM invoice_version w WHERE w.invoice = v.invoice AND w.version > v.version)
            ORDER BY v.invoice
            """
        ),
        (
            "reversed decision that still applies or writes off something",
            """
            SELECT r.id FROM reversal r WHERE r.decision IS NOT NULL AND (
              EXISTS (SELECT 1 FROM allocation a WHERE a.decision = r.decision GROUP BY a.invoice
                HAVING sum(a.amount) <> 0)
              OR EXISTS (SELECT 1 FROM write_off w WHERE w.decision = r.decision GROUP BY w.invoice, w.kind
                HAVING sum(w.amount) <> 0))
            """
        ),
        (
            "decision of a person without what it posted",
            """
            SELECT a.id FROM adjudication a LEFT JOIN match_decision d ON d.id = a.decision
            WHERE (a.verdict = 'applied') <> (d.id IS NOT NULL) OR d.entry <> a.entry
            """
        ),
        (
            "entry without its statement",
            "SELECT e.id FROM entry e LEFT JOIN statement s ON s.id = e.statement WHERE s.id IS NULL"
        ),
        (
            "statement whose counted entries are not in the ledger",
            """
            SELECT s.id FROM statement s LEFT JOIN
              (SELECT statement, count(*) AS n FROM entry GROUP BY statement) e ON e.statement = s.id
            WHERE coalesce(e.n, 0) <> s.entries
            """
        ),
    ]

    /// Asked only where the ledger has several currencies: it joins all that was ever allocated.
    private static let currencyCheck = (
        "allocation in a currency that is not the invoice's",
        """
        SELECT a.id FROM allocation a JOIN entry e ON e.id = a.entry
        JOIN invoice_version v ON v.invoice = a.invoice
        WHERE v.currency <> e.currency
          AND NOT EXISTS (SELECT 1 FROM invoice_version w WHERE w.invoice = v.invoice AND w.version > v.version)
        """
    )

    /// Whether all movements and invoices are in one and the same currency.
    private func hasOneCurrency() throws -> Bool {
        try integer(
            """
            SELECT min(low) = max(high) FROM (
              SELECT min(currency) AS low, max(currency) AS high FROM entry
              UNION ALL SELECT min(currency), max(currency) FROM invoice_version)
            """) == 1
    }

    /// The tables that conservation speaks of.
    private static let conservedTables = [
        "entry", "statement", "invoice_version", "match_decision", "allocation", "credit", "write_off",
        "adjudication", "reversal",
    ]

    /// How far the tables reach that conservation speaks of. They are append-only: while this is the same,
    /// what was checked still holds.
    public func conservationMarks() throws -> ConservationMarks {
        try ConservationMarks(
            rows: Self.conservedTables.map { try integer("SELECT max(rowid) FROM \($0)") ?? 0 })
    }

    /// Conservation (architecture, rule 2): no movement is allocated beyond its amount, every allocation
    /// belongs to its decision's movement, no invoice and no credit note is used up beyond what it is.
    public func conservationViolations() throws -> [String] {
        var found: [String] = []
        let currencies = try hasOneCurrency() ? [] : [Self.currencyCheck]
        for (title, sql) in Self.conservationChecks + currencies {
            try prepared(sql).each { row in
                if found.count < 20 { found.append("\(title): row \(row.int(0))") }
            }
        }
        return found
    }

    /// The facts in an order of their own content, without rows' numbers, files or runs.
    private static let factQueries = [
        """
        SELECT a.identifier, e.booked, e.value, e.amount, e.currency, e.reference, e.bank_reference, e.code,
          e.counterparty, e.counterparty_account, e.text, e.end_to_end, e.mandate, e.structured, e.batch,
          e.return_reason FROM entry e JOIN account a ON a.id = e.account
        ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
        """,
        """
        SELECT i.number, i.year, v.kind, v.issued, v.due, v.currency, v.payable, v.corrects, v.customer, v.is_assigned
        FROM invoice i JOIN invoice_version v ON v.invoice = i.id ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
        """,
        """
        SELECT batch, collected, invoice_number, amount, currency, end_to_end, occurrence FROM direct_debit
        ORDER BY 1, 2, 3, 4, 5, 6, 7
        """,
        "SELECT kind, subject, day, author, detail FROM decision_fact ORDER BY 1, 2, 3, 4, 5",
        """
        SELECT s.identifier, e.booked, e.amount, e.reference, e.text, i.number, i.year, a.amount
        FROM allocation a JOIN entry e ON e.id = a.entry JOIN account s ON s.id = e.account
        JOIN invoice i ON i.id = a.invoice ORDER BY 1, 2, 3, 4, 5, 6, 7, 8
        """,
    ]

    private static let movementQuery = """
        SELECT a.identifier, e.booked, e.value, e.amount, e.currency, e.reference
        FROM entry e JOIN account a ON a.id = e.account ORDER BY 1, 2, 3, 4, 5, 6
        """

    private func digest(_ queries: [String]) throws -> String {
        var hash = SHA256()
        var row: [UInt8] = []
        for (number, sql) in queries.enumerated() {
            hash.update(data: [UInt8(number)])
            try prepared(sql).each { columns in
                row.removeAll(keepingCapacity: true)
                for index in 0..<columns.count { columns.appendCanonical(index, to: &row) }
                hash.update(data: row)
            }
        }
        return String(hexadecimal: hash.finalize())
    }
}
