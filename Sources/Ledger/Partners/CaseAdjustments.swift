public import Domain

/// What changed an invoice without money since a case of it was placed: a credit note or a write-off.
public struct InvoiceAdjustment: Sendable, Equatable {
    /// What it was.
    public enum Cause: Sendable, Equatable {
        /// A credit note (factura rectificativa, abono), by its number.
        case creditNote(String)
        /// A difference that a decision closed, with the number of its movement; taken back, it is negative.
        case writeOff(kind: String, movement: Int64)
    }

    public let cause: Cause
    /// Minor units that it took off the invoice.
    public let amount: Int64
}

/// An adjustment (operation ADJ) that an agency was told of.
public struct ToldAdjustment: Sendable, Equatable {
    public let caseReference: String
    public let invoice: Int64
    /// Minor units, signed: negative lowers the debt.
    public let amount: Int64
    /// The kind of charge that it is of; `nil` for principal.
    public let charge: LateCharge?
    /// The business day of the agency's answer that took it; `nil` while there is none.
    public let taken: Day?
}

extension LedgerReader {
    /// What changed an invoice without money in the nights after the one that placed it in a case, in
    /// order.
    public func adjustments(
        of invoice: Int64, sincePlacedIn caseReference: String
    ) throws -> [InvoiceAdjustment] {
        let since =
            "(SELECT max(n.number) FROM case_operation o JOIN run n ON n.id = o.run "
            + "WHERE o.case_ref = ?2 AND o.op = 'NEW')"
        var adjustments: [InvoiceAdjustment] = []
        try prepared(
            """
            SELECT i.number, c.amount FROM credit c JOIN run r ON r.id = c.run
            JOIN invoice i ON i.id = c.credit_invoice
            WHERE c.invoice = ?1 AND r.number > \(since) ORDER BY c.id
            """
        ).each(.integer(invoice), .text(caseReference)) { row in
            adjustments.append(InvoiceAdjustment(cause: .creditNote(row.text(0)), amount: row.int(1)))
        }
        try prepared(
            """
            SELECT w.kind, coalesce(d.entry, 0), w.amount FROM write_off w JOIN run r ON r.id = w.run
            LEFT JOIN match_decision d ON d.id = w.decision
            WHERE w.invoice = ?1 AND r.number > \(since) ORDER BY w.id
            """
        ).each(.integer(invoice), .text(caseReference)) { row in
            adjustments.append(
                InvoiceAdjustment(
                    cause: .writeOff(kind: row.text(0), movement: row.int(1)), amount: row.int(2)))
        }
        return adjustments
    }

    /// The adjustments that agencies were told of, in order.
    public func toldAdjustments() throws -> [ToldAdjustment] {
        var adjustments: [ToldAdjustment] = []
        try prepared(
            """
            SELECT o.case_ref, o.invoice, o.amount,
              (SELECT min(json_extract(y.json, '$.header.businessDate')) FROM agency_answer w
                JOIN partner_payload y ON y.package = w.package
                WHERE w.operation = o.case_ref || '.' || o.version AND w.status IN ('ACCP', 'ACWC', 'DUPL')),
              o.reason
            FROM case_operation o WHERE o.op = 'ADJ' ORDER BY o.id
            """
        ).each { row in
            adjustments.append(
                ToldAdjustment(
                    caseReference: row.text(0), invoice: row.int(1), amount: row.int(2),
                    charge: LateCharge(rawValue: row.text(4)),
                    taken: row.isNull(3) ? nil : Day(iso: row.text(3))))
        }
        return adjustments
    }
}
