import Domain

/// What earlier payments, undecided as well, would pay of the invoices by what is shown of them.
struct EarlierClaims {
    private let book: OpenBook
    /// Items that the first suggestion of an earlier payment would close.
    private var claimed: Set<Int> = []
    /// Minor units by item that first suggestions would pay as parts.
    private var begun: [Int: Int64] = [:]
    /// Amounts that earlier payments may be parts of an item by; whether a suggestion says so.
    private var parts: [Part: Bool] = [:]

    private struct Part: Hashable {
        let item: Int
        let amount: Int64
    }

    init(_ book: OpenBook) { self.book = book }

    /// Notes what may explain a payment, the likeliest first.
    mutating func note(_ ranked: some Collection<Hypothesis>, shown: Int, _ payment: Payment) {
        for (rank, hypothesis) in ranked.prefix(Self.notedMax).enumerated() {
            guard let item = partlyPaid(hypothesis) else { continue }
            let part = Part(item: item, amount: payment.amount)
            parts[part] = parts[part, default: false] || rank < shown
        }
        guard let best = ranked.first else { return }
        if best.fit.isNamed, best.items.allSatisfy({ book.owed($0) >= 0 }) { claimed.formUnion(best.items) }
        guard let item = partlyPaid(best) else { return }
        begun[item, default: 0] += payment.amount
        if begun[item, default: 0] >= book.owed(item) { claimed.insert(item) }
    }

    /// Notes what an earlier payment would close.
    mutating func claim(_ items: [Int]) { claimed.formUnion(items) }

    /// Centibits that earlier payments give the hypothesis, or take from it; `amount` is what its amount
    /// weighs.
    func weigh(_ hypothesis: Hypothesis, _ payment: Payment, amount: Int) -> Int {
        if let item = partlyPaid(hypothesis), let other = otherPart(item, payment), other > amount {
            return other - amount
        }
        guard !hypothesis.isNamed, hypothesis.items.contains(where: claimed.contains) else { return 0 }
        return -Self.claimedWeight
    }

    /// Centibits for an amount that is to the cent what earlier parts leave of the invoice, or the same part
    /// again.
    private func otherPart(_ item: Int, _ payment: Payment) -> Int? {
        let rest = book.owed(item) - payment.amount
        let begun = begun[item, default: 0]
        if begun == rest { return 950 }
        let other = parts[Part(item: item, amount: rest)]
        if other == true { return 800 }
        if begun > 0, begun < rest, begun % payment.amount == 0 { return 750 }
        return other == nil ? nil : 650
    }

    /// The one invoice that the hypothesis pays a part of.
    private func partlyPaid(_ hypothesis: Hypothesis) -> Int? {
        guard hypothesis.items.count == 1, hypothesis.fit.short > 0, !hypothesis.fit.isNamed else {
            return nil
        }
        return hypothesis.items.first
    }

    /// Hypotheses of a payment that are remembered.
    private static let notedMax = 24
    /// Centibits that a likely earlier payment takes from a later claim.
    private static let claimedWeight = 250
}
