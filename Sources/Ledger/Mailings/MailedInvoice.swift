public import Domain

/// An invoice in a message to a debtor.
public struct MailedInvoice: Sendable, Equatable {
    /// Name of the case.
    public let caseReference: String
    /// What the message tells, as the register writes it: `reminder`, `formal-claim`.
    public let kind: String
    /// The day of the run that wrote it.
    public let day: Day
    /// The ledger's number of the invoice.
    public let invoice: Int64
    /// Whether the message asks for its money; else it takes a lower step for the invoice and only lists it.
    public let isClaimed: Bool
}

extension LedgerReader {
    /// The invoices of all messages up to `asOf`, message by message in the order of the register.
    ///
    /// One by one: a ledger of years has a million of them, and of each message only this is asked.
    public func mailedInvoices(asOf: Day, each: (MailedInvoice) throws -> Void) throws {
        try prepared(
            """
            SELECT m.case_ref, m.kind, m.day, i.invoice, EXISTS (
              SELECT 1 FROM step s WHERE s.invoice = i.invoice AND s.kind = m.kind
                AND s.case_ref = m.case_ref AND s.day = m.day)
            FROM mailing m JOIN mailing_invoice i ON i.mailing = m.id
            WHERE m.day <= ? ORDER BY m.id, i.invoice
            """
        ).each(.day(asOf)) { row in
            try each(
                MailedInvoice(
                    caseReference: row.text(0), kind: row.text(1), day: row.day(2), invoice: row.int(3),
                    isClaimed: row.int(4) != 0))
        }
    }
}
