public import Domain

/// How long a debt is overdue, in the bands accountants use (antigüedad de la deuda).
public enum AgeBand: String, Sendable, CaseIterable, Comparable {
    case notDue = "not-due"
    case days1To30 = "days-1-30"
    case days31To60 = "days-31-60"
    case days61To90 = "days-61-90"
    case days91To180 = "days-91-180"
    case days181To360 = "days-181-360"
    case over360 = "over-360"
    /// No document gives a due date.
    case noDueDate = "no-due-date"
    /// The customer has money to its favour: a credit note that nothing nets yet.
    case credit

    /// The bands of a debt by days since its due date: what a chart draws.
    public static let byDays: [AgeBand] = [
        .notDue, .days1To30, .days31To60, .days61To90, .days91To180, .days181To360, .over360,
    ]

    /// The band of an amount on a day. A debt is overdue from the day after its due date.
    public init(outstanding: Int64, due: Day?, asOf: Day) {
        guard outstanding >= 0 else {
            self = .credit
            return
        }
        guard let due else {
            self = .noDueDate
            return
        }
        switch asOf.days(since: due) {
        case ...0: self = .notDue
        case ...30: self = .days1To30
        case ...60: self = .days31To60
        case ...90: self = .days61To90
        case ...180: self = .days91To180
        case ...360: self = .days181To360
        default: self = .over360
        }
    }

    /// True for the bands after the due date.
    public var isOverdue: Bool {
        switch self {
        case .notDue, .noDueDate, .credit: false
        default: true
        }
    }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    public static func < (a: AgeBand, b: AgeBand) -> Bool { a.rank < b.rank }
}

/// Invoices and what is outstanding of them, in one currency.
public struct BandTotal: Sendable, Equatable {
    public private(set) var invoices = 0
    /// Minor units.
    public private(set) var amount: Int64 = 0

    public init() {}

    mutating func add(_ outstanding: Int64) throws(MoneyError) {
        amount = try amount.addingExactly(outstanding)
        invoices += 1
    }
}

/// What one customer owes in one currency.
public struct DebtorTotal: Sendable, Equatable {
    /// The ledger's key of the customer.
    public let key: String
    public let name: String
    /// What is owed, credits left out: never less than what of it is overdue.
    public private(set) var debt = BandTotal()
    /// What of it is past its due date.
    public private(set) var overdue = BandTotal()
    /// Credits that nothing nets yet, zero or negative.
    public private(set) var credits = BandTotal()
    /// Days since the oldest due date, 0 when nothing is overdue.
    public private(set) var overdueDaysMax = 0

    init(key: String, name: String) {
        self.key = key
        self.name = name
    }

    mutating func add(_ outstanding: Int64, overdueDays: Int) throws(MoneyError) {
        guard outstanding >= 0 else { return try credits.add(outstanding) }
        try debt.add(outstanding)
        guard overdueDays > 0 else { return }
        try overdue.add(outstanding)
        overdueDaysMax = max(overdueDaysMax, overdueDays)
    }
}

/// The age of all open debt on a day, each currency apart.
///
/// Every invoice with something outstanding stands in exactly one band, so the bands of a currency sum to the
/// outstanding of its control total. An invoice with instalments counts by its last due date.
public struct AgedDebt: Sendable {
    public let asOf: Day
    private var bands: [Currency: [AgeBand: BandTotal]] = [:]
    private var openTotals: [Currency: BandTotal] = [:]
    private var debtTotals: [Currency: BandTotal] = [:]
    private var overdueTotals: [Currency: BandTotal] = [:]
    private var debtors: [Currency: [String: DebtorTotal]] = [:]

    public init(asOf: Day) { self.asOf = asOf }

    /// Adds an invoice; one with nothing outstanding changes nothing. An error when a sum does not fit.
    public mutating func add(_ item: OpenItem) throws(MoneyError) {
        guard item.outstanding != 0 else { return }
        let band = AgeBand(outstanding: item.outstanding, due: item.due, asOf: asOf)
        try Self.add(item, to: &bands[item.currency, default: [:]][band])
        try Self.add(item, to: &openTotals[item.currency])
        if band != .credit { try Self.add(item, to: &debtTotals[item.currency]) }
        if band.isOverdue { try Self.add(item, to: &overdueTotals[item.currency]) }
        let days = band.isOverdue ? item.due.map(asOf.days(since:)) ?? 0 : 0
        let name = item.customerName.isEmpty ? item.customer : item.customerName
        var debtor = debtors[item.currency]?[item.customer] ?? DebtorTotal(key: item.customer, name: name)
        try debtor.add(item.outstanding, overdueDays: days)
        debtors[item.currency, default: [:]][item.customer] = debtor
    }

    private static func add(_ item: OpenItem, to total: inout BandTotal?) throws(MoneyError) {
        var sum = total ?? BandTotal()
        try sum.add(item.outstanding)
        total = sum
    }

    /// The currencies with open debt, by code.
    public var currencies: [Currency] { bands.keys.sorted() }

    /// What stands in one band.
    public func total(_ band: AgeBand, _ currency: Currency) -> BandTotal {
        bands[currency]?[band] ?? BandTotal()
    }

    /// All that is open in a currency, credits netted.
    public func open(_ currency: Currency) -> BandTotal { openTotals[currency] ?? BandTotal() }

    /// All that is owed, credits left out.
    public func debt(_ currency: Currency) -> BandTotal { debtTotals[currency] ?? BandTotal() }

    /// All credits that nothing nets yet, zero or negative: `debt` and `credits` sum to `open`.
    public func credits(_ currency: Currency) -> BandTotal { total(.credit, currency) }

    /// All that is past its due date, a part of `debt`.
    public func overdue(_ currency: Currency) -> BandTotal { overdueTotals[currency] ?? BandTotal() }

    /// The customers that owe most, credits left out, largest first.
    public func largestDebtors(_ currency: Currency, max: Int) -> [DebtorTotal] {
        let sorted = (debtors[currency] ?? [:]).values.sorted {
            $0.debt.amount != $1.debt.amount ? $0.debt.amount > $1.debt.amount : $0.key < $1.key
        }
        return Array(sorted.prefix(max).filter { $0.debt.amount > 0 })
    }
}
