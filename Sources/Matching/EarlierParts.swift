import Domain

/// Parts of invoices that earlier payments, undecided as well, seem to be: two parts that make up the whole
/// confirm each other.
struct EarlierParts {
    private let book: OpenBook
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
        guard let item = ranked.first.flatMap(partlyPaid) else { return }
        begun[item, default: 0] += payment.amount
    }

    /// Centibits that earlier payments give the hypothesis; `amount` is what its amount weighs by itself.
    func weigh(_ hypothesis: Hypothesis, _ payment: Payment, amount: Int) -> Int {
        guard let item = partlyPaid(hypothesis), let other = otherPart(item, payment) else { return 0 }
        return max(0, other - amount)
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
}
