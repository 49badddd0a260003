public import Domain

/// What files say of invoices that holds claims back until a person has looked, in the form of decisions.
///
/// The author names the reason, in Spanish: it is printed as the proof of why a claim waits.
/// They are derived anew whenever decisions are read, never stored: a later decision of a person lifts them
/// (`dispute-resolved`, `resumed`), as it lifts one of a person.
extension LedgerReader {
    func derivedDecisions(asOf: Day) throws -> [DecisionFact] {
        var facts = try returnedDebits(asOf: asOf) + rejectedDebits(asOf: asOf)
        facts += try booksSettled(asOf: asOf) + doNotContact(asOf: asOf)
        return facts
    }

    private func fact(
        _ code: String, invoice: Int64, day: Day, source: String
    ) -> DecisionFact? {
        let author = "banco: devolución \(code)"
        let kind: DecisionRecord.Kind
        switch ReturnReason.consequence(of: code) {
        case .unpaid: return nil
        case .disputed: kind = .disputed
        case .ownError, .deceased: kind = .hold
        }
        return DecisionFact(
            kind: kind, invoice: invoice, day: day, author: author, detail: "", source: source)
    }

    /// Returns that were posted against an invoice, with the reason of the movement or of the part of it.
    private func returnedDebits(asOf: Day) throws -> [DecisionFact] {
        var facts: [DecisionFact] = []
        try prepared(
            """
            SELECT DISTINCT a.invoice, e.booked, coalesce(nullif(e.return_reason, ''), d.return_reason), f.name, e.line
            FROM allocation a JOIN entry e ON e.id = a.entry JOIN statement s ON s.id = e.statement
            JOIN source_file f ON f.id = s.file
            LEFT JOIN entry_detail d ON d.entry = e.id AND d.amount = a.amount AND d.return_reason <> ''
            WHERE a.amount < 0 AND e.amount < 0 AND e.booked <= ?
              AND a.decision NOT IN (SELECT decision FROM reversal WHERE decision IS NOT NULL)
              AND (e.return_reason <> '' OR d.return_reason <> '') ORDER BY e.booked, a.invoice
            """
        ).each(.day(asOf)) { row in
            let source = "\(row.text(3)), line \(row.int(4))"
            if let fact = fact(row.text(2), invoice: row.int(0), day: row.day(1), source: source) {
                facts.append(fact)
            }
        }
        return facts
    }

    /// Rejects that the bank reported (pain.002), by the end-to-end id of the creditor's own list.
    private func rejectedDebits(asOf: Day) throws -> [DecisionFact] {
        var facts: [DecisionFact] = []
        try prepared(
            """
            SELECT DISTINCT i.id, r.as_of, p.reason, f.name, p.line FROM payment_status p
            JOIN source_file f ON f.id = p.file JOIN run r ON r.id = f.run
            JOIN direct_debit d ON d.end_to_end = p.end_to_end JOIN invoice i ON i.number = d.invoice_number
            WHERE p.end_to_end <> '' AND p.status = 'RJCT' AND r.as_of <= ? ORDER BY r.as_of, i.id, p.line
            """
        ).each(.day(asOf)) { row in
            let source = "\(row.text(3)), line \(row.int(4))"
            if let fact = fact(row.text(2), invoice: row.int(0), day: row.day(1), source: source) {
                facts.append(fact)
            }
        }
        return facts
    }

    /// Invoices that the creditor's own books show as received. No bank confirms it, so nothing is applied;
    /// but nobody is claimed for what may be paid.
    private func booksSettled(asOf: Day) throws -> [DecisionFact] {
        var facts: [DecisionFact] = []
        try prepared(
            """
            SELECT i.id, p.day, p.number, f.name, p.line FROM receipt p JOIN invoice i ON i.number = p.invoice_number
            JOIN source_file f ON f.id = p.file WHERE p.day <= ? ORDER BY p.day, p.id
            """
        ).each(.day(asOf)) { row in
            facts.append(
                DecisionFact(
                    kind: .hold, invoice: row.int(0), day: row.day(1),
                    author: "contabilidad: recibo \(row.text(2))", detail: "",
                    source: "\(row.text(3)), line \(row.int(4))"))
        }
        return facts
    }

    /// Invoices of customers whom the list says not to contact, by its newest line.
    private func doNotContact(asOf: Day) throws -> [DecisionFact] {
        var facts: [DecisionFact] = []
        try prepared(
            """
            SELECT DISTINCT v.invoice, r.as_of, f.name, c.line FROM customer_record c
            JOIN source_file f ON f.id = c.file JOIN run r ON r.id = f.run
            JOIN invoice_version v ON v.customer = c.customer
            WHERE c.do_not_contact = 1 AND r.as_of <= ?
              AND c.id = (SELECT max(id) FROM customer_record WHERE customer = c.customer)
            ORDER BY r.as_of, v.invoice
            """
        ).each(.day(asOf)) { row in
            facts.append(
                DecisionFact(
                    kind: .hold, invoice: row.int(0), day: row.day(1),
                    author: "lista de clientes: no contactar", detail: "",
                    source: "\(row.text(2)), line \(row.int(3))"))
        }
        return facts
    }

    /// Direct debits that banks reported as rejected or returned, by report and line.
    public func rejectedDebits() throws -> [RejectedDebit] {
        var rejects: [RejectedDebit] = []
        try prepared(
            """
            SELECT file, end_to_end, mandate, reason, amount, currency FROM payment_status
            WHERE level = 'transaction' AND status = 'RJCT' ORDER BY file, line, id
            """
        ).each { row in
            rejects.append(
                RejectedDebit(
                    report: row.int(0), endToEndId: row.text(1), mandateId: row.text(2), reason: row.text(3),
                    amount: row.optionalInt(4), currency: try row.currency(5)))
        }
        return rejects
    }
}
