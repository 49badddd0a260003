import Domain

/// The short ranked list that a person sees for a movement that was not posted, each with its reasons and
/// with what kept it from being posted.
///
/// It is made twice, in the same order of movements: first to learn what each movement may be, so that all
/// can be weighed against each other (`JointAssignment`), then to be shown.
struct Suggestions {
    let book: OpenBook
    let policy: MatchingPolicy
    private var parts: EarlierParts
    /// Shown at most.
    static let shownMax = 3
    /// Customers whose name a cut one may be that are looked at: what they owe tells them apart.
    private static let namesakesMax = 64
    /// Centibits that what a pattern found has over everything else.
    static let patternWeight = 1000

    init(book: OpenBook, policy: MatchingPolicy) {
        self.book = book
        self.policy = policy
        parts = EarlierParts(book)
    }

    /// What may explain a movement, the likeliest first.
    struct Ranking {
        fileprivate let found: [Hypothesis]
        fileprivate var scored: [Scored] = []
        /// What a pattern found when the payment came stands first, if it can still be paid.
        fileprivate let first: Answer?
        fileprivate let refusal: String
    }

    fileprivate struct Scored {
        let index: Int
        var score: Int
        /// Centibits that an earlier part gives.
        let part: Int
        /// Centibits that other payments lose if it is true.
        var loss = 0
    }

    /// - Parameter isNoted: Whether it says something of later payments of parts.
    mutating func ranking(
        _ hypotheses: Hypotheses, _ shown: Licensable, refused: Set<Set<Int64>>, isNoted: Bool = true
    ) -> Ranking {
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
        var ranking = Ranking(found: found, first: first, refusal: refusal)
        ranking.scored = scored(found, hypotheses)
        sort(&ranking)
        if isNoted {
            parts.note(
                ranking.scored.lazy.map { found[$0.index] }, shown: Self.shownMax, hypotheses.payment)
        }
        return ranking
    }

    /// What the likeliest ones take of their invoices.
    func candidates(of ranking: Ranking, _ payment: Payment) -> [(
        score: Int, claims: [JointAssignment.Claim]
    )] {
        let best = ranking.scored.first?.score ?? 0
        return ranking.scored.prefix(JointAssignment.candidatesMax)
            .filter { best - $0.score <= JointAssignment.candidatesWithin }
            .map { one in
                let hypothesis = ranking.found[one.index]
                let isFirst = hypothesis.items == ranking.first?.hypothesis.items
                let claims = Application(book: book, payment: payment, policy: policy).shares(hypothesis)
                    .map { share in
                        // A difference with a name closes the invoice.
                        let amount = hypothesis.fit.isNamed ? book.owed(share.item) : share.amount
                        return JointAssignment.Claim(item: Int32(share.item), amount: amount)
                    }
                return (one.score + (isFirst ? Self.patternWeight : 0), claims)
            }
    }

    /// The list to be shown.
    ///
    /// - Parameter loss: centibits that other payments lose if the hypothesis of this rank is true.
    func shown(_ ranking: Ranking, _ hypotheses: Hypotheses, loss: (Int) -> Int) -> [MatchDecision] {
        var ranking = ranking
        for rank in ranking.scored.indices.prefix(JointAssignment.candidatesMax) {
            ranking.scored[rank].loss = loss(rank)
            ranking.scored[rank].score -= ranking.scored[rank].loss
        }
        sort(&ranking)
        let best = ranking.scored.first?.score ?? 0
        let second = ranking.scored.count > 1 ? ranking.scored[1].score : 0
        return ranking.scored.prefix(Self.shownMax).enumerated().map { rank, one in
            let hypothesis = ranking.found[one.index]
            var decision = decision(hypothesis, one, hypotheses, ranking.refusal)
            decision.rank = rank + 1
            decision.margin = rank == 0 ? best - second : one.score - best
            // The pattern belongs to what it found: what a person decides of another set teaches it nothing.
            if let first = ranking.first, first.hypothesis.items == hypothesis.items {
                decision.pattern = first.pattern
            }
            return decision
        }
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
        // An invoice that is there stands before one that came later, by its age.
        unnamed += hypotheses.prepaid()
        guard !named.isEmpty else {
            return unnamed.isEmpty ? hypotheses.byAmount(limit: Self.shownMax) : unnamed
        }
        var seen: Set<[Int]> = []
        named.removeAll { !seen.insert($0.items.sorted()).inserted }
        unnamed.removeAll { seen.contains($0.items) }
        return named + unnamed
    }

    private func scored(_ found: [Hypothesis], _ hypotheses: Hypotheses) -> [Scored] {
        let scoring = Scoring(hypotheses: hypotheses)
        return found.enumerated().map { index, hypothesis in
            let part = parts.weigh(
                hypothesis, hypotheses.payment, amount: scoring.amountWeight(hypothesis).weight)
            return Scored(index: index, score: scoring.weigh(hypothesis) + part, part: part)
        }
    }

    /// The best first; of equal ones the older invoices.
    private func sort(_ ranking: inout Ranking) {
        let found = ranking.found
        let first = ranking.first?.hypothesis.items
        ranking.scored.sort { a, b in
            if let first {
                let (isA, isB) = (found[a.index].items == first, found[b.index].items == first)
                if isA != isB { return isA }
            }
            if a.score != b.score { return a.score > b.score }
            return found[a.index].items.lexicographicallyPrecedes(found[b.index].items)
        }
    }

    private func decision(
        _ hypothesis: Hypothesis, _ scored: Scored, _ hypotheses: Hypotheses, _ refusal: String
    ) -> MatchDecision {
        let payment = hypotheses.payment
        var evidence = Scoring(hypotheses: hypotheses).evidence(hypothesis)
        if scored.part > 0 {
            evidence.append(Evidence(code: "other-part", field: "", seen: "", centibits: scored.part))
        }
        if scored.loss > 0 {
            evidence.append(Evidence(code: "rival-payment", field: "", seen: "", centibits: -scored.loss))
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
        if hypothesis.items.contains(where: { book.table.issued[$0] > hypotheses.payment.booked }) {
            add("issued-later")
        }
        return vetoes
    }
}
