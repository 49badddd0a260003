public import Domain

/// A debt that passed every condition on the day of the report.
public struct VerifiedDebt: ShownRow, Equatable {
    public var invoiceNumber: String
    public var customerName: String
    public var due: Day
    /// Outstanding.
    public var amount: Money
    /// With their evidence, in the order of `Condition.allCases`.
    public var results: [ConditionResult]

    public init(
        invoiceNumber: String, customerName: String, due: Day, amount: Money, results: [ConditionResult]
    ) {
        self.invoiceNumber = invoiceNumber
        self.customerName = customerName
        self.due = due
        self.amount = amount
        self.results = results
    }

    public static let shownMax = 200

    /// By currency, the largest first, then by number.
    public static func comesBefore(_ a: VerifiedDebt, _ b: VerifiedDebt) -> Bool {
        if a.amount.currency != b.amount.currency { return a.amount.currency < b.amount.currency }
        let (sizeA, sizeB) = (a.amount.minorUnits, b.amount.minorUnits)
        return sizeA != sizeB ? sizeA > sizeB : a.invoiceNumber < b.invoiceNumber
    }
}

/// What invoices lack to be verified debts: one text and how many lack it.
public struct MissingGroup: Sendable, Hashable {
    public let condition: Condition
    public let outcome: ConditionResult.Outcome
    /// As verification says it.
    public let text: String
}

/// The verdicts of the day.
public struct VerdictOutcome: Sendable {
    /// Groups kept apart; what comes after is counted in `missingElsewhere`. Texts that name a day or an
    /// account are many, and a page of a thousand reasons explains nothing.
    public static let groupsMax = 1_000

    public private(set) var verified = ShownRows<VerifiedDebt>()
    public private(set) var verifiedTotals = AmountTotals()
    public private(set) var notVerified = 0
    public private(set) var missingElsewhere = 0
    private var counts: [Condition: [ConditionResult.Outcome: Int]] = [:]
    private var groups: [MissingGroup: Int] = [:]

    public init() {}

    /// Counts a verdict; `debt` gives the line of a verified one. An error when the sum does not fit.
    ///
    /// A verdict without results is nobody's proof: it counts as not verified.
    public mutating func add(_ verdict: Verdict, debt: @autoclosure () -> VerifiedDebt) throws(MoneyError) {
        for result in verdict.results { count(result) }
        guard verdict.isVerified, !verdict.results.isEmpty else {
            notVerified += 1
            return
        }
        let debt = debt()
        try verifiedTotals.add(debt.amount)
        verified.add(debt)
    }

    private mutating func count(_ result: ConditionResult) {
        counts[result.condition, default: [:]][result.outcome, default: 0] += 1
        guard result.outcome != .passed else { return }
        let group = MissingGroup(condition: result.condition, outcome: result.outcome, text: result.missing)
        if groups[group] != nil || groups.count < Self.groupsMax {
            groups[group, default: 0] += 1
        } else {
            missingElsewhere += 1
        }
    }

    /// Invoices with this outcome of a condition.
    public func count(_ condition: Condition, _ outcome: ConditionResult.Outcome) -> Int {
        counts[condition]?[outcome] ?? 0
    }

    /// What is missing, the most frequent first.
    public var missing: [(group: MissingGroup, invoices: Int)] {
        let order = Condition.allCases
        func rank(_ group: MissingGroup) -> (Int, String, String) {
            (order.firstIndex(of: group.condition) ?? 0, group.outcome.rawValue, group.text)
        }
        return groups.map { (group: $0.key, invoices: $0.value) }.sorted {
            $0.invoices != $1.invoices ? $0.invoices > $1.invoices : rank($0.group) < rank($1.group)
        }
    }
}
