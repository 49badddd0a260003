internal import Domain

/// The sums of one letter, all of one currency.
struct LetterAmounts {
    let currency: Currency
    let principal: Money
    let interest: Money
    let compensation: Money
    let total: Money

    init(
        _ items: [OpenItem], _ details: LetterDetails, _ standing: LetterStanding
    ) throws(LetterError) {
        guard let first = items.first else { throw .nothingToWrite }
        let currency = first.currency
        self.currency = currency
        guard items.allSatisfy({ $0.currency == currency }) else { throw .amount }
        let principal = try Self.sum(items.map(\.outstanding), currency)
        let interest = try Self.sum(items.compactMap { details.interest[$0.id] }, currency)
        let compensation = try Self.sum(items.compactMap { details.compensation[$0.id] }, currency)
        guard interest.minorUnits >= 0, compensation.minorUnits >= 0 else { throw .amount }
        if compensation.minorUnits > 0, standing.kind == .person, !standing.isCommercial {
            throw .notAllowed("recovery costs of a consumer")
        }
        total = try Self.sum(
            [principal.minorUnits, interest.minorUnits, compensation.minorUnits], currency)
        (self.principal, self.interest, self.compensation) = (principal, interest, compensation)
    }

    /// What is overdue of a plan, and nothing of the invoices beyond it.
    init(overdue instalments: [Instalment], of items: [OpenItem]) throws(LetterError) {
        guard let currency = items.first?.currency, !instalments.isEmpty else { throw .nothingToWrite }
        guard items.allSatisfy({ $0.currency == currency }) else { throw .amount }
        self.currency = currency
        principal = try Self.sum(instalments.map(\.amount), currency)
        interest = Money(minorUnits: 0, currency: currency)
        compensation = interest
        total = principal
        let owed = try Self.sum(items.map(\.outstanding), currency)
        guard total.minorUnits > 0, total.minorUnits <= owed.minorUnits else { throw .amount }
    }

    /// Whether anything beyond the invoices is claimed.
    var hasExtras: Bool { total != principal }

    static func sum(_ amounts: [Int64], _ currency: Currency) throws(LetterError) -> Money {
        var total: Int64 = 0
        for amount in amounts {
            guard let sum = try? total.addingExactly(amount) else { throw .amount }
            total = sum
        }
        return Money(minorUnits: total, currency: currency)
    }
}
