public import Domain

/// The fixed sum for recovery costs (cantidad fija, 40 EUR), for each invoice in default. Consumers owe none:
/// the pack has no row for them.
public struct RecoverySum: Sendable, Equatable {
    /// The sum for all invoices, euro.
    public let amount: Money
    /// How many invoices are in default.
    public let invoices: Int
    /// The rows that it rests on, once each.
    public let rows: [LawRow]

    /// How well it is known; `nil` where no invoice is in default.
    public var confidence: LawRow.Confidence? { rows.confidence }

    /// The sum for invoices by their due days; those not yet in default on `asOf` do not count.
    ///
    /// Error: no row for this kind of debtor on the first day of default, or none that gives the sum for each
    /// invoice where there are several.
    public init(dueDays: [Day], debtor: CustomerKind, asOf: Day, law: LawPack) throws(LawGap) {
        var cents: Int64 = 0
        var rows: [LawRow] = []
        let late = dueDays.filter { $0 < asOf }.sorted()
        for due in late {
            let row = try law.find(.fixedRecoverySum, debtor: debtor, on: due.adding(days: 1))
            cents += Int64(row.value)
            if !rows.contains(row) { rows.append(row) }
        }
        if late.count > 1 {
            rows.append(try law.find(.fixedRecoverySumPerInvoice, debtor: debtor, on: asOf))
        }
        amount = Money(minorUnits: cents, currency: .eur)
        invoices = late.count
        self.rows = rows
    }
}
