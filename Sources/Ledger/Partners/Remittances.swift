public import Domain

/// A remittance statement of an agency; what it says in full stands in its package.
public struct RemittanceFact: Sendable, Equatable {
    public let package: Int64
    public let statement: String
    public let currency: Currency
    public let periodFrom: Day
    public let periodTo: Day
    /// What the agency says it transfers, minor units, with the reference and the day it names.
    public let payout: Int64
    public let payoutReference: String
    public let payoutDay: Day

    public init(
        package: Int64, statement: String, currency: Currency, periodFrom: Day, periodTo: Day, payout: Int64,
        payoutReference: String, payoutDay: Day
    ) {
        self.package = package
        self.statement = statement
        self.currency = currency
        self.periodFrom = periodFrom
        self.periodTo = periodTo
        self.payout = payout
        self.payoutReference = payoutReference
        self.payoutDay = payoutDay
    }
}

/// A bank credit with all the texts that can hold a payout's reference.
public struct CreditText: Sendable, Equatable {
    /// The ledger's number of the movement.
    public let movement: Int64
    public let booked: Day
    public let amount: Money
    public let text: String
}

extension LedgerWriter {
    /// Records a statement.
    public func record(_ remittance: RemittanceFact, run: String) throws {
        _ = try insert(
            """
            INSERT INTO remittance (run, package, statement, currency, period_from, period_to, payout,
              payout_reference, payout_day) VALUES (?,?,?,?,?,?,?,?,?)
            """,
            .text(run), .integer(remittance.package), .text(remittance.statement),
            .currency(remittance.currency), .day(remittance.periodFrom), .day(remittance.periodTo),
            .integer(remittance.payout), .text(remittance.payoutReference), .day(remittance.payoutDay))
    }
}

extension LedgerReader {
    /// The statements of agencies, in the order in which they were taken.
    public func remittances() throws -> [RemittanceFact] {
        var facts: [RemittanceFact] = []
        try prepared(
            """
            SELECT package, statement, currency, period_from, period_to, payout, payout_reference, payout_day
            FROM remittance ORDER BY id
            """
        ).each { row in
            facts.append(
                RemittanceFact(
                    package: row.int(0), statement: row.text(1), currency: try row.currency(2),
                    periodFrom: row.day(3), periodTo: row.day(4), payout: row.int(5),
                    payoutReference: row.text(6), payoutDay: row.day(7)))
        }
        return facts
    }

    /// The bank credits booked in a span of days, with their texts.
    public func creditTexts(from: Day, to: Day) throws -> [CreditText] {
        var credits: [CreditText] = []
        try prepared(
            """
            SELECT e.id, e.booked, e.amount, e.currency,
              e.text || ' ' || e.reference || ' ' || e.bank_reference || ' ' || e.end_to_end || ' '
              || e.structured || ' ' || coalesce((SELECT group_concat(d.text || ' ' || d.end_to_end || ' '
                || d.structured, ' ') FROM entry_detail d WHERE d.entry = e.id), '')
            FROM entry e WHERE e.amount > 0 AND e.booked BETWEEN ? AND ? ORDER BY e.booked, e.id
            """
        ).each(.day(from), .day(to)) { row in
            credits.append(
                CreditText(
                    movement: row.int(0), booked: row.day(1),
                    amount: Money(minorUnits: row.int(2), currency: try row.currency(3)), text: row.text(4)))
        }
        return credits
    }
}
