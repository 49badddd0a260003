import Domain

/// What earlier payments, undecided as well, would pay of the invoices by what is shown of them.
struct EarlierClaims {
    private let book: OpenBook
    /// Items that the first suggestion of an earlier payment would close.
    private var claimed: Set<Int> = []
    /// Minor units by item that first suggestions would pay as parts.
    private var begun: [Int: Int64] = [:]
    /// Earlier payments, minor units, that a suggestion, or any other hypothesis, takes for a part of the item.
    private var parts: [Int: [(amount: Int64, isShown: Bool)]] = [:]

    init(_ book: OpenBook) { self.book = book }

    /// Notes what may explain a payment, the likeliest first.
    mutating func note(_ ranked: [Hypothesis], shown: Int, _ payment: Payment) {
        for (rank, hypothesis) in ranked.enumerated() {
            guard let item = partlyPaid(hypothesis) else { continue }
            parts[item, default: []].append((payment.amount, rank < shown))
        }
        guard let best = ranked.first else { return }
        if best.fit.isNamed, best.items.allSatisfy({ book.owed($0) >= 0 }) { claimed.formUnion(best.items) }
        guard let item = partlyPaid(best) else { return }
        begun[item, default: 0] += payment.amount
        if begun[item, default: 0] >= book.owed(item) { claimed.insert(item) }
    }

    /// What an earlier payment says for or against the hypothesis; `weight` is that of its amount.
    func evidence(_ hypothesis: Hypothesis, _ payment: Payment, weight: Int) -> Evidence? {
        if let item = partlyPaid(hypothesis), let other = otherPart(item, payment), other > weight {
            return Evidence(code: "other-part", field: "", seen: "", centibits: other - weight)
        }
        guard !hypothesis.isNamed, hypothesis.items.contains(where: claimed.contains) else { return nil }
        return Evidence(code: "claimed-earlier", field: "", seen: "", centibits: -Self.claimedWeight)
    }

    /// Centibits for an amount that is to the cent what earlier parts leave of the invoice, or the same part
    /// again.
    private func otherPart(_ item: Int, _ payment: Payment) -> Int? {
        let rest = book.owed(item) - payment.amount
        let begun = begun[item, default: 0]
        if begun == rest { return 950 }
        let fitting = parts[item]?.filter { $0.amount == rest } ?? []
        if fitting.contains(where: \.isShown) { return 800 }
        if begun > 0, begun < rest, begun % payment.amount == 0 { return 750 }
        return fitting.isEmpty ? nil : 650
    }

    /// The one invoice that the hypothesis pays a part of.
    private func partlyPaid(_ hypothesis: Hypothesis) -> Int? {
        guard hypothesis.items.count == 1, hypothesis.fit.short > 0, !hypothesis.fit.isNamed else {
            return nil
        }
        return hypothesis.items.first
    }

    /// Centibits that a likely earlier payment takes from a later claim.
    private static let claimedWeight = 250
}
