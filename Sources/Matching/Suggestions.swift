import Domain

/// The short ranked list that a person sees for a movement that was not posted, each with its reasons and
/// with what kept it from being posted.
struct Suggestions {
    let book: OpenBook
    let payers: PayerIndex
    let policy: MatchingPolicy
    /// Shown at most.
    private static let shownMax = 3

    func rank(_ payment: Payment, _ reading: Reading, _ hypotheses: Hypotheses) -> [MatchDecision] {
        var found: [Hypothesis] = []
        for customer in hypotheses.customers {
            found += hypotheses.named(customer)
            if hypotheses.payerFits(customer) { found += hypotheses.unnamed(customer) }
        }
        if found.isEmpty { found = hypotheses.byAmount(limit: Self.shownMax) }
        let scoring = Scoring(book: book, payers: payers, payment: payment, reading: reading)
        var scored: [Hypothesis] = []
        var seen: Set<[Int]> = []
        // A named set stands before the same one unnamed.
        for hypothesis in found where seen.insert(hypothesis.items).inserted {
            scored.append(scoring.score(hypothesis))
        }
        scored.sort { a, b in
            a.score != b.score ? a.score > b.score : a.items.lexicographicallyPrecedes(b.items)
        }
        let best = scored.first?.score ?? 0
        let second = scored.count > 1 ? scored[1].score : 0
        return scored.prefix(Self.shownMax).enumerated().map { rank, hypothesis in
            let (allocations, differences) = Application(book: book, payment: payment, policy: policy)
                .apply(hypothesis)
            return MatchDecision(
                movement: payment.id, status: .suggested, rank: rank + 1, kind: hypothesis.kind(book),
                pattern: "suggestion", margin: rank == 0 ? best - second : hypothesis.score - best,
                allocations: allocations, evidence: hypothesis.evidence,
                vetoes: vetoes(hypothesis, reading, hypotheses, rivals: scored.count - 1),
                differences: differences)
        }
    }

    /// Why it was not posted alone.
    private func vetoes(
        _ hypothesis: Hypothesis, _ reading: Reading, _ hypotheses: Hypotheses, rivals: Int
    ) -> [String] {
        var vetoes: [String] = []
        if rivals > 0 { vetoes.append("rival") }
        if hypothesis.unread > 0 { vetoes.append("unknown-number") }
        if reading.payer.isNamed, !hypotheses.payerFits(hypothesis.customer) {
            vetoes.append("payer-contradicts")
        }
        if reading.payer.customers.count > 1 { vetoes.append("homonym") }
        if reading.mentions.isEmpty, reading.payer.means == .name { vetoes.append("name-only") }
        if reading.payer.means == .none { vetoes.append("payer-unknown") }
        if hypothesis.fit.grade != .exact { vetoes.append("amount-differs") }
        return vetoes
    }
}
