import Domain

/// The short ranked list that a person sees for a movement that was not posted, each with its reasons and
/// with what kept it from being posted.
struct Suggestions {
    let book: OpenBook
    let policy: MatchingPolicy
    var claims: EarlierClaims
    /// Shown at most.
    static let shownMax = 3
    /// Customers whose name a cut one may be that are looked at: what they owe tells them apart.
    private static let namesakesMax = 64

    init(book: OpenBook, policy: MatchingPolicy) {
        self.book = book
        self.policy = policy
        claims = EarlierClaims(book)
    }

    /// - Parameter claims: Whether what stands first makes later payments of the same less likely.
    mutating func rank(
        _ hypotheses: Hypotheses, _ shown: Licensable, refused: Set<Set<Int64>>,
        claims isClaiming: Bool = true
    ) -> [MatchDecision] {
        // What a pattern found when the payment came stands first, if it can still be paid.
        var first: Answer?
        var refusal = "unlicensed"
        switch shown {
        case .answer(let answer): first = isOpen(answer.hypothesis) ? answer : nil
        case .refused(let code), .held(_, let code): refusal = code
        }
        var found = candidates(hypotheses, first?.hypothesis)
        if !refused.isEmpty {
            found.removeAll { refused.contains(Set($0.items.map { book.table.ids[$0] })) }
        }
        let scored = scored(found, hypotheses, first?.hypothesis.items)
        if isClaiming {
            claims.note(scored.lazy.map { found[$0.index] }, shown: Self.shownMax, hypotheses.payment)
        }
        let best = scored.first?.score ?? 0
        let second = scored.count > 1 ? scored[1].score : 0
        return scored.prefix(Self.shownMax).enumerated().map { rank, one in
            var decision = decision(found[one.index], one, hypotheses, refusal)
            decision.rank = rank + 1
            decision.margin = rank == 0 ? best - second : one.score - best
            // The pattern belongs to what it found: what a person decides of another set teaches it nothing.
            if let first, first.hypothesis.items == found[one.index].items {
                decision.pattern = first.pattern
            }
            return decision
        }
    }

    private struct Scored {
        let index: Int
        let score: Int
        /// Centibits that earlier payments give or take.
        let earlier: Int
    }

    /// Every set that is worth a look, each once: a named one stands before the same one unnamed.
    private func candidates(_ hypotheses: Hypotheses, _ first: Hypothesis?) -> [Hypothesis] {
        var named = first.map { [$0] } ?? []
        var unnamed: [Hypothesis] = []
        var looked: [Int32] = []
        for customer in hypotheses.customers {
            named += hypotheses.named(customer)
            guard hypotheses.payerFits(customer) else { continue }
            unnamed += hypotheses.unnamed(customer, withAnyPart: true)
            looked.append(customer)
        }
        if let joint = hypotheses.joint() { named.append(joint) }
        let payer = hypotheses.reading.payer
        for customer in payer.candidates.prefix(Self.namesakesMax) where !looked.contains(customer) {
            unnamed += hypotheses.unnamed(customer, withAnyPart: true)
        }
        guard !named.isEmpty else {
            return unnamed.isEmpty ? hypotheses.byAmount(limit: Self.shownMax) : unnamed
        }
        var seen: Set<[Int]> = []
        named.removeAll { !seen.insert($0.items.sorted()).inserted }
        unnamed.removeAll { seen.contains($0.items) }
        return named + unnamed
    }

    /// The best first; of equal ones the older invoices.
    private func scored(
        _ found: [Hypothesis], _ hypotheses: Hypotheses, _ first: [Int]?
    ) -> [Scored] {
        let scoring = Scoring(hypotheses: hypotheses)
        var scored: [Scored] = []
        scored.reserveCapacity(found.count)
        for (index, hypothesis) in found.enumerated() {
            let earlier = claims.weigh(
                hypothesis, hypotheses.payment, amount: scoring.amountWeight(hypothesis).weight)
            scored.append(
                Scored(index: index, score: scoring.weigh(hypothesis) + earlier, earlier: earlier))
        }
        scored.sort { a, b in
            if let first {
                let (isA, isB) = (found[a.index].items == first, found[b.index].items == first)
                if isA != isB { return isA }
            }
            if a.score != b.score { return a.score > b.score }
            return found[a.index].items.lexicographicallyPrecedes(found[b.index].items)
        }
        return scored
    }

    private func decision(
        _ hypothesis: Hypothesis, _ scored: Scored, _ hypotheses: Hypotheses, _ refusal: String
    ) -> MatchDecision {
        let payment = hypotheses.payment
        var evidence = Scoring(hypotheses: hypotheses).evidence(hypothesis)
        if scored.earlier != 0 {
            let code = scored.earlier < 0 ? "claimed-earlier" : "other-part"
            evidence.append(Evidence(code: code, field: "", seen: "", centibits: scored.earlier))
        }
        let (allocations, differences) = Application(book: book, payment: payment, policy: policy)
            .apply(hypothesis)
        return MatchDecision(
            movement: payment.id, status: .suggested, kind: hypothesis.kind(book), pattern: "suggestion",
            margin: 0, allocations: allocations, evidence: evidence,
            vetoes: vetoes(hypothesis, hypotheses, refusal), differences: differences)
    }

    private func isOpen(_ hypothesis: Hypothesis) -> Bool {
        hypothesis.items.allSatisfy { book.outstanding($0) != 0 }
    }

    /// Why it was not posted alone.
    private func vetoes(
        _ hypothesis: Hypothesis, _ hypotheses: Hypotheses, _ refusal: String
    ) -> [String] {
        let reading = hypotheses.reading
        var vetoes = [refusal]
        func add(_ code: String) { if !vetoes.contains(code) { vetoes.append(code) } }
        if hypothesis.unread > 0 { add("unknown-number") }
        if reading.payer.isNamed, !hypothesis.isJoint, !hypotheses.payerFits(hypothesis.customer) {
            add("payer-contradicts")
        }
        if reading.payer.customers.count > 1 { add("homonym") }
        if reading.mentions.isEmpty, reading.payer.means == .name { add("name-only") }
        if reading.payer.means == .none { add("payer-unknown") }
        if hypothesis.fit.grade != .exact { add("amount-differs") }
        return vetoes
    }
}
