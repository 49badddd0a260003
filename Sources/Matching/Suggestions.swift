import Domain

/// The short ranked list that a person sees for a movement that was not posted, each with its reasons and
/// with what kept it from being posted.
struct Suggestions {
    let book: OpenBook
    let payers: PayerIndex
    let policy: MatchingPolicy
    /// Invoices that the first suggestion of an earlier payment would pay.
    var claimed: Set<Int> = []
    /// Shown at most.
    static let shownMax = 3

    init(book: OpenBook, payers: PayerIndex, policy: MatchingPolicy) {
        self.book = book
        self.payers = payers
        self.policy = policy
    }

    mutating func rank(
        _ payment: Payment, _ reading: Reading, _ hypotheses: Hypotheses, _ shown: Licensable,
        refused: Set<Set<Int64>>
    ) -> [MatchDecision] {
        var found: [Hypothesis] = []
        // What a pattern found when the payment came stands first, if it can still be paid.
        var pattern = "suggestion"
        var refusal = "unlicensed"
        switch shown {
        case .answer(let answer):
            if isOpen(answer.hypothesis) { (found, pattern) = ([answer.hypothesis], answer.pattern) }
        case .refused(let code), .held(_, let code): refusal = code
        }
        let first = found.first?.items
        for customer in hypotheses.customers {
            found += hypotheses.named(customer)
            if hypotheses.payerFits(customer) { found += hypotheses.unnamed(customer) }
        }
        for customer in reading.payer.candidates.prefix(6) where !reading.payer.customers.contains(customer) {
            found += hypotheses.unnamed(customer)
        }
        if found.isEmpty { found = hypotheses.byAmount(limit: Self.shownMax) }
        let scoring = Scoring(book: book, payers: payers, payment: payment, reading: reading)
        var scored: [Hypothesis] = []
        var seen: Set<[Int]> = []
        // A named set stands before the same one unnamed.
        for hypothesis in found where seen.insert(hypothesis.items.sorted()).inserted {
            if refused.contains(Set(hypothesis.items.map { book.table.ids[$0] })) { continue }
            var one = scoring.score(hypothesis)
            if !hypothesis.isNamed, hypothesis.items.contains(where: claimed.contains) {
                one.evidence.append(
                    Evidence(code: "claimed-earlier", field: "", seen: "", centibits: -Self.claimedWeight))
                one.score -= Self.claimedWeight
            }
            scored.append(one)
        }
        scored.sort { a, b in
            if let first, (a.items == first) != (b.items == first) { return a.items == first }
            return a.score != b.score ? a.score > b.score : a.items.lexicographicallyPrecedes(b.items)
        }
        if let best = scored.first, best.fit.isNamed, best.items.allSatisfy({ book.owed($0) >= 0 }) {
            claimed.formUnion(best.items)
        }
        let best = scored.first?.score ?? 0
        let second = scored.count > 1 ? scored[1].score : 0
        return scored.prefix(Self.shownMax).enumerated().map { rank, hypothesis in
            let (allocations, differences) = Application(book: book, payment: payment, policy: policy)
                .apply(hypothesis)
            return MatchDecision(
                movement: payment.id, status: .suggested, rank: rank + 1, kind: hypothesis.kind(book),
                // The pattern belongs to what it found: what a person decides of another set teaches it
                // nothing.
                pattern: hypothesis.items == first ? pattern : "suggestion",
                margin: rank == 0 ? best - second : hypothesis.score - best,
                allocations: allocations, evidence: hypothesis.evidence,
                vetoes: vetoes(hypothesis, reading, hypotheses, refusal),
                differences: differences)
        }
    }

    /// Centibits that a likely earlier payment takes from a later claim.
    private static let claimedWeight = 250

    private func isOpen(_ hypothesis: Hypothesis) -> Bool {
        hypothesis.items.allSatisfy { book.outstanding[$0] != 0 }
    }

    /// Why it was not posted alone.
    private func vetoes(
        _ hypothesis: Hypothesis, _ reading: Reading, _ hypotheses: Hypotheses, _ refusal: String
    ) -> [String] {
        var vetoes = [refusal]
        func add(_ code: String) { if !vetoes.contains(code) { vetoes.append(code) } }
        if hypothesis.unread > 0 { add("unknown-number") }
        if reading.payer.isNamed, !hypotheses.payerFits(hypothesis.customer) { add("payer-contradicts") }
        if reading.payer.customers.count > 1 { add("homonym") }
        if reading.mentions.isEmpty, reading.payer.means == .name { add("name-only") }
        if reading.payer.means == .none { add("payer-unknown") }
        if hypothesis.fit.grade != .exact { add("amount-differs") }
        return vetoes
    }
}
