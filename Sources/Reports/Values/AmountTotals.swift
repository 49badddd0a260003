public import Domain

/// How many things there are and what they sum to, each currency apart: two currencies never add.
public struct AmountTotals: Sendable, Equatable {
    /// How many amounts were added.
    public private(set) var count = 0
    private var sums: [Currency: Int64] = [:]

    public init() {}

    /// Counts one thing of this amount; an error when the sum does not fit.
    public mutating func add(_ amount: Money) throws(MoneyError) {
        sums[amount.currency] = try (sums[amount.currency] ?? 0).addingExactly(amount.minorUnits)
        count += 1
    }

    /// One sum a currency, in the order of the currency codes.
    public var amounts: [Money] {
        sums.map { Money(minorUnits: $0.value, currency: $0.key) }.sorted { $0.currency < $1.currency }
    }
}
