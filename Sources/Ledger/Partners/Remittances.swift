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
    /// Whether any of it is applied to invoices.
    public let isApplied: Bool
    /// Whether a person said that no invoice is for it.
    public let isUnrelated: Bool
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
    /// The statements of an agency, in the order in which they were taken.
    ///
    /// - Parameter sender: its code.
    public func remittances(sender: String) throws -> [RemittanceFact] {
        var facts: [RemittanceFact] = []
        try prepared(
            """
            SELECT m.package, m.statement, m.currency, m.period_from, m.period_to, m.payout,
              m.payout_reference, m.payout_day
            FROM remittance m JOIN partner_package p ON p.id = m.package WHERE p.sender = ? ORDER BY m.id
            """
        ).each(.text(sender)) { row in
            facts.append(
                RemittanceFact(
                    package: row.int(0), statement: row.text(1), currency: try row.currency(2),
                    periodFrom: row.day(3), periodTo: row.day(4), payout: row.int(5),
                    payoutReference: row.text(6), payoutDay: row.day(7)))
        }
        return facts
    }

    /// The agency that was first to send a statement of this id.
    public func firstSender(ofStatement statement: String) throws -> String? {
        var sender: String?
        try prepared(
            """
            SELECT p.sender FROM remittance m JOIN partner_package p ON p.id = m.package
            WHERE m.statement = ? ORDER BY m.id LIMIT 1
            """
        ).each(.text(statement)) { sender = $0.text(0) }
        return sender
    }

    /// The bank credits booked in a span of days, with their texts.
    public func creditTexts(from: Day, to: Day) throws -> [CreditText] {
        var credits: [CreditText] = []
        try prepared(
            """
            SELECT e.id, e.booked, e.amount, e.currency,
              e.text || ' ' || e.reference || ' ' || e.bank_reference || ' ' || e.end_to_end || ' '
              || e.structured || ' ' || coalesce((SELECT group_concat(d.text || ' ' || d.end_to_end || ' '
                || d.structured, ' ') FROM entry_detail d WHERE d.entry = e.id), ''),
              coalesce((SELECT sum(a.amount) FROM allocation a WHERE a.entry = e.id), 0) <> 0,
              EXISTS (SELECT 1 FROM adjudication a WHERE a.entry = e.id AND a.verdict = 'unrelated'
                AND NOT EXISTS (SELECT 1 FROM reversal r WHERE r.adjudication = a.id))
            FROM entry e WHERE e.amount > 0 AND e.booked BETWEEN ? AND ? ORDER BY e.booked, e.id
            """
        ).each(.day(from), .day(to)) { row in
            credits.append(
                CreditText(
                    movement: row.int(0), booked: row.day(1),
                    amount: Money(minorUnits: row.int(2), currency: try row.currency(3)), text: row.text(4),
                    isApplied: row.flag(5), isUnrelated: row.flag(6)))
        }
        return credits
    }
}

/// An invoice of a case as it was placed.
public struct PlacedInvoice: Sendable, Equatable {
    public let caseReference: String
    public let invoice: Int64
    public let number: String
    /// Principal when it was placed, minor units.
    public let amount: Int64
    public let due: Day?
    /// The day it was placed.
    public let day: Day
}

/// A payment that an agency was told of (operation PAY).
public struct ToldPayment: Sendable, Equatable {
    public let caseReference: String
    /// The ledger's number of the movement, and of the first of the allocations that were told.
    public let movement: Int64
    public let allocation: Int64
    public let booked: Day
    /// Of the whole movement, minor units.
    public let amount: Int64
    /// Whether it is money that was taken back.
    public let givesBack: Bool
    /// The day on which the agency's answer to it was read; `nil` while there is none.
    public let answered: Day?
}

extension LedgerReader {
    /// The invoices of all cases of a recipient, in the order in which they were placed.
    ///
    /// - Parameter recipient: how its batch ids begin.
    public func placedInvoices(recipient: String) throws -> [PlacedInvoice] {
        var invoices: [PlacedInvoice] = []
        try prepared(
            """
            SELECT o.case_ref, o.invoice, i.number, o.amount, r.as_of,
              (SELECT v.due FROM invoice_version v WHERE v.invoice = o.invoice ORDER BY v.version DESC LIMIT 1)
            FROM case_operation o JOIN invoice i ON i.id = o.invoice JOIN run r ON r.id = o.run
            WHERE o.op = 'NEW' AND substr(o.batch, 1, length(?1)) = ?1 ORDER BY o.id
            """
        ).each(.text(recipient)) { row in
            invoices.append(
                PlacedInvoice(
                    caseReference: row.text(0), invoice: row.int(1), number: row.text(2), amount: row.int(3),
                    due: row.optionalDay(5), day: row.day(4)))
        }
        return invoices
    }

    /// The payments that agencies were told of, in order: of each movement what is for the case.
    public func toldPayments() throws -> [ToldPayment] {
        var payments: [ToldPayment] = []
        try prepared(
            """
            SELECT o.case_ref, a.entry, min(o.allocation), e.booked, abs(sum(o.amount)),
              (SELECT min(n.as_of) FROM agency_answer w JOIN run n ON n.id = w.run
                WHERE w.operation = o.case_ref || '.' || o.version),
              a.id > coalesce((SELECT t.after_allocation FROM reversal t WHERE t.decision = a.decision),
                9223372036854775807)
            FROM case_operation o JOIN allocation a ON a.id = o.allocation
            JOIN entry e ON e.id = a.entry WHERE o.op = 'PAY'
            GROUP BY o.batch, o.case_ref, o.version ORDER BY min(o.id)
            """
        ).each { row in
            payments.append(
                ToldPayment(
                    caseReference: row.text(0), movement: row.int(1), allocation: row.int(2),
                    booked: row.day(3), amount: row.int(4), givesBack: row.flag(6),
                    answered: row.optionalDay(5)))
        }
        return payments
    }

    /// The last run that put out a file of this path.
    public func run(ofOutput path: String) throws -> String? {
        var run: String?
        try prepared("SELECT run FROM output WHERE path = ? ORDER BY id").each(.text(path)) {
            run = $0.text(0)
        }
        return run
    }

    /// Whether any run put out a file of this path.
    public func isPutOut(_ path: String) throws -> Bool {
        try integer("SELECT 1 FROM output WHERE path = ? LIMIT 1", .text(path)) != nil
    }
}
