public import Domain

extension LedgerWriter {
    /// Records a message to a debtor with the invoices it is about.
    public func record(_ mailing: MailingFact, run: String) throws {
        let id = try insert(
            """
            INSERT INTO mailing (run, reference, case_ref, customer, kind, channel, day, address,
              document_path, document_sha256) VALUES (?,?,?,?,?,?,?,?,?,?)
            """,
            .text(run), .text(mailing.reference), .text(mailing.caseReference), .text(mailing.customer),
            .text(mailing.kind), .text(mailing.channel.rawValue), .day(mailing.day), .text(mailing.address),
            .text(mailing.documentPath), .text(mailing.documentSHA256))
        for invoice in Set(mailing.invoices).sorted() {
            _ = try insert(
                "INSERT INTO mailing_invoice (mailing, invoice) VALUES (?,?)", .integer(id),
                .integer(invoice))
        }
    }
}

extension LedgerReader {
    /// The messages of a reference, oldest first: one, or the same text message of two runs of a day.
    public func mailings(reference: String) throws -> [MailingFact] {
        try mailings("WHERE m.reference = ?", .text(reference))
    }

    private func mailings(_ condition: String, _ value: BoundValue) throws -> [MailingFact] {
        var invoices: [Int64: [Int64]] = [:]
        try prepared(
            """
            SELECT i.mailing, i.invoice FROM mailing m JOIN mailing_invoice i ON i.mailing = m.id
            \(condition) ORDER BY i.mailing, i.invoice
            """
        ).each(value) { invoices[$0.int(0), default: []].append($0.int(1)) }
        var mailings: [MailingFact] = []
        try prepared(
            """
            SELECT m.id, m.reference, m.case_ref, m.customer, m.kind, m.channel, m.day, m.address,
              m.document_path, m.document_sha256 FROM mailing m \(condition) ORDER BY m.id
            """
        ).each(value) { row in
            guard let channel = Channel(rawValue: row.text(5)) else {
                throw LedgerError.corrupt("channel \(row.text(5))")
            }
            mailings.append(
                MailingFact(
                    reference: row.text(1), caseReference: row.text(2), customer: row.text(3),
                    kind: row.text(4), channel: channel, day: row.day(6), address: row.text(7),
                    invoices: invoices[row.int(0)] ?? [], documentPath: row.text(8),
                    documentSHA256: row.text(9)))
        }
        return mailings
    }
}
