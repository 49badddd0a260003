public import Domain

/// What lists of payments show, row by row: they are as long as the ledger.
extension LedgerReader {
    /// The rows of what is posted, by decision, without what was taken back: a list of every payment of the
    /// ledger, which is never held as a whole.
    public func postedLines(body: (PostedLine) throws -> Void) throws {
        let decisions = try RowCursor(
            self,
            """
            SELECT d.id, d.entry, e.reference, d.status, d.kind, d.pattern, d.margin
            FROM match_decision d CROSS JOIN entry e ON e.id = d.entry ORDER BY d.id
            """)
        var decision = try decisions.next()
        try prepared(
            """
            SELECT a.decision, a.invoice, i.number, a.amount
            FROM allocation a CROSS JOIN invoice i ON i.id = a.invoice
            WHERE a.decision NOT IN (SELECT decision FROM reversal WHERE decision IS NOT NULL)
            ORDER BY a.decision, a.id
            """
        ).each { allocation in
            while let known = decision, known.int(0) < allocation.int(0) { decision = try decisions.next() }
            guard let known = decision, known.int(0) == allocation.int(0),
                let status = MatchDecision.Status(rawValue: known.text(3)),
                let kind = MatchDecision.Kind(rawValue: known.text(4))
            else { throw LedgerError.corrupt("decision \(allocation.int(0))") }
            try body(
                PostedLine(
                    movement: known.int(1), reference: known.shownReference(2, of: known.int(1)),
                    invoice: allocation.int(1), invoiceNumber: allocation.text(2), amount: allocation.int(3),
                    status: status, kind: kind, pattern: known.text(5), margin: Int(known.int(6))))
        }
    }

    /// Decisions that some runs posted and nobody took back, by id.
    public func decisions(postedBy runs: Set<String>, body: (MatchDecision) throws -> Void) throws {
        let allocations = try prepared(
            "SELECT invoice, amount FROM allocation WHERE entry = ? AND decision = ? ORDER BY id")
        try prepared(
            """
            SELECT id, run, entry, status, kind, pattern, margin, evidence FROM match_decision
            WHERE id NOT IN (SELECT decision FROM reversal WHERE decision IS NOT NULL) ORDER BY id
            """
        ).each { row in
            guard runs.contains(row.text(1)) else { return }
            guard let status = MatchDecision.Status(rawValue: row.text(3)),
                let kind = MatchDecision.Kind(rawValue: row.text(4))
            else { throw LedgerError.corrupt("decision \(row.int(0))") }
            var applied: [Allocation] = []
            try allocations.each(.integer(row.int(2)), .integer(row.int(0))) {
                applied.append(Allocation(invoice: $0.int(0), amount: $0.int(1)))
            }
            try body(
                MatchDecision(
                    movement: row.int(2), status: status, kind: kind, pattern: row.text(5),
                    margin: Int(row.int(6)), allocations: applied,
                    evidence: try EvidenceCoding.decode(row.text(7))))
        }
    }

    /// Tonight's suggestions as lists show them, by movement and rank, with reference, day and amount of the
    /// movement. Their evidence is left out: of many thousands a page explains a few.
    public func suggestionLines(
        body: (
            _ suggestion: MatchDecision, _ reference: String, _ day: Day, _ amount: Int64,
            _ currency: Currency
        )
            throws -> Void
    ) throws {
        try prepared(
            """
            SELECT s.entry, s.rank, s.kind, s.pattern, s.margin, '', s.vetoes, s.allocations,
              e.reference, e.booked, e.amount, e.currency
            FROM suggestion s CROSS JOIN entry e ON e.id = s.entry ORDER BY s.entry, s.rank, s.id
            """
        ).each { row in
            try body(
                try row.suggestion(), row.shownReference(8, of: row.int(0)), row.day(9), row.int(10),
                try row.currency(11))
        }
    }

    /// Reference, day and amount of a movement: what lists show of a payment.
    public func paymentLine(
        of movement: Int64
    ) throws -> (reference: String, day: Day, amount: Int64, currency: Currency)? {
        var line: (reference: String, day: Day, amount: Int64, currency: Currency)?
        try prepared("SELECT reference, booked, amount, currency FROM entry WHERE id = ?").each(
            .integer(movement)
        ) { row in
            line = (row.shownReference(0, of: movement), row.day(1), row.int(2), try row.currency(3))
        }
        return line
    }

    /// The number of an invoice.
    public func invoiceNumber(_ invoice: Int64) throws -> String? {
        var number: String?
        try prepared("SELECT number FROM invoice WHERE id = ?").each(.integer(invoice)) {
            number = $0.text(0)
        }
        return number
    }

    /// The number of every invoice, of each year one.
    public func invoiceNumbers(body: (String) throws -> Void) throws {
        try prepared("SELECT number FROM invoice").each { try body($0.text(0)) }
    }

    /// Invoices that their newest version issues after a day: on that day nobody knew them.
    public func invoicesIssued(after day: Day) throws -> Set<Int64> {
        var invoices: Set<Int64> = []
        try prepared(
            """
            SELECT v.invoice FROM invoice_version v WHERE v.issued > ?
              AND NOT EXISTS (SELECT 1 FROM invoice_version w WHERE w.invoice = v.invoice AND w.version > v.version)
            """
        ).each(.day(day)) { invoices.insert($0.int(0)) }
        return invoices
    }
}

extension Columns {
    /// The bank's reference of a movement; its own number where the bank gives none.
    func shownReference(_ index: Int, of movement: Int64) -> String {
        let reference = text(index)
        return reference.isEmpty ? "#\(movement)" : reference
    }
}
