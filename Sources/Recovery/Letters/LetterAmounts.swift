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
