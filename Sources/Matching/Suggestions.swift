import Domain

/// The short ranked list that a person sees for a movement that was not posted, each with its reasons and
/// with what kept it from being posted.
struct Suggestions {
    let book: OpenBook
    let debits: DirectDebitIndex
    /// Shown at most.
    private let shownMax = 3
    /// Items of the payer that are looked at one by one.
    private let itemsMax = 40

    func rank(_ movement: Movement, _ reading: Reading) -> [MatchDecision] {
        guard movement.entry.amount > 0 else { return [] }
        var hypotheses: [[Int]: MatchDecision.Kind] = [:]
        addReferences(&hypotheses, movement, reading)
        for customer in reading.payer.customers { addCustomer(&hypotheses, customer, movement) }
        if hypotheses.isEmpty {
            let exact = book.open(amount: movement.entry.amount, for: movement, limit: shownMax + 1)
            if exact.count <= shownMax { for item in exact { hypotheses[[item]] = .single } }
        }
        var scored = hypotheses.map { items, kind in
            (items: items, kind: kind, evidence: evidence(items, kind, movement, reading))
        }
        scored.sort { a, b in
            let (scoreA, scoreB) = (score(a.evidence), score(b.evidence))
            if scoreA != scoreB { return scoreA > scoreB }
            return a.items.lexicographicallyPrecedes(b.items)
        }
        let best = scored.first.map { score($0.evidence) } ?? 0
        return scored.prefix(shownMax).enumerated().map { rank, hypothesis in
            MatchDecision(
                movement: movement.id, status: .suggested, rank: rank + 1, kind: hypothesis.kind,
                pattern: "suggestion",
                margin: rank == 0
                    ? best - (scored.count > 1 ? score(scored[1].evidence) : 0)
                    : score(hypothesis.evidence) - best,
                allocations: allocations(hypothesis.items, movement), evidence: hypothesis.evidence,
                vetoes: vetoes(hypothesis.items, movement, reading, rivals: scored.count - 1))
        }
    }

    private func score(_ evidence: [Evidence]) -> Int { evidence.reduce(0) { $0 + $1.centibits } }

    /// The mentioned items together, and each alone.
    private func addReferences(
        _ hypotheses: inout [[Int]: MatchDecision.Kind], _ movement: Movement, _ reading: Reading
    ) {
        let open = reading.references.map(\.item).filter { book.isOpen($0, for: movement) }
        for item in open.prefix(itemsMax) where book.outstanding[item] > 0 {
            hypotheses[[item]] = kind([item], movement)
        }
        let byMention = reading.mentions.compactMap { mention in
            mention.filter {
                book.isOpen($0.item, for: movement) && reading.payerFits(book.items[$0.item].customer)
            }
            .first?.item ?? mention.first { book.isOpen($0.item, for: movement) }?.item
        }
        let together = Set(byMention).sorted()
        if together.count > 1 { hypotheses[together] = kind(together, movement) }
    }

    /// The payer's items: each alone, and the groups that add up.
    private func addCustomer(
        _ hypotheses: inout [[Int]: MatchDecision.Kind], _ customer: String, _ movement: Movement
    ) {
        let open = Array(book.open(customer: customer, for: movement).prefix(itemsMax))
        for item in open where book.outstanding[item] > 0 { hypotheses[[item]] = kind([item], movement) }
        guard open.count <= SubsetSearch.amountsMax else { return }
        let groups = SubsetSearch.find(
            movement.entry.amount, in: open.map { book.outstanding[$0] }, sizes: 2...4, limit: shownMax)
        for group in groups { hypotheses[group.map { open[$0] }.sorted()] = .unlistedGroup }
        if open.count > 4, open.reduce(Int64(0), { $0 + book.outstanding[$1] }) == movement.entry.amount {
            hypotheses[open.sorted()] = .unlistedGroup
        }
    }

    private func kind(_ items: [Int], _ movement: Movement) -> MatchDecision.Kind {
        let sum = items.reduce(Int64(0)) { $0 + book.outstanding[$1] }
        if sum == movement.entry.amount { return items.count == 1 ? .single : .listed }
        return movement.entry.amount > sum ? .overpayment : .partial
    }

    private func evidence(
        _ items: [Int], _ kind: MatchDecision.Kind, _ movement: Movement, _ reading: Reading
    ) -> [Evidence] {
        var evidence = EvidenceList.of(items, movement, reading, book)
        if kind == .partial || kind == .overpayment, let item = items.first, items.count == 1 {
            evidence.append(closeness(item, movement))
        }
        if let item = items.first, items.count == 1, book.outstanding[item] == movement.entry.amount,
            book.isOnlyOne(at: movement.entry.amount, for: movement)
        {
            evidence.append(Evidence(code: "amount-unique", field: "amount", seen: "", centibits: 500))
        }
        return evidence
    }

    /// A difference that a fee, a discount, a withholding or a part payment usually leaves weighs more than
    /// any other.
    private func closeness(_ item: Int, _ movement: Movement) -> Evidence {
        let outstanding = book.outstanding[item]
        let gap = outstanding - movement.entry.amount
        let weight: Int
        if gap > 0, gap <= 100 {
            weight = 600
        } else if gap > 0, gap <= 1500 || gap * 100 <= outstanding * 3 {
            weight = 450
        } else if gap > 0,
            (2...12).contains(where: { part in
                abs(book.items[item].payable - movement.entry.amount * Int64(part)) <= Int64(part)
            })
        {
            weight = 400
        } else if gap < 0, -gap <= 10_000 {
            weight = 150
        } else {
            weight = gap > 0 ? 0 : -300
        }
        return Evidence(
            code: gap > 0 ? "amount-partial" : "amount-over", field: "amount", seen: "", centibits: weight)
    }

    private func allocations(_ items: [Int], _ movement: Movement) -> [Allocation] {
        var rest = movement.entry.amount
        let sum = items.reduce(Int64(0)) { $0 + book.outstanding[$1] }
        return items.map { item in
            let share =
                sum == movement.entry.amount ? book.outstanding[item] : min(rest, book.outstanding[item])
            rest -= share
            return Allocation(invoice: book.items[item].id, amount: share)
        }.sorted { $0.invoice < $1.invoice }
    }

    /// Why it was not posted alone.
    private func vetoes(_ items: [Int], _ movement: Movement, _ reading: Reading, rivals: Int) -> [String] {
        var vetoes: [String] = []
        let customers = Set(items.map { book.items[$0].customer })
        if rivals > 0 { vetoes.append("rival") }
        if !reading.unexplained.isEmpty { vetoes.append("unknown-number") }
        if customers.contains(where: reading.payerContradicts) { vetoes.append("payer-contradicts") }
        if reading.payer.customers.count > 1 { vetoes.append("homonym") }
        if reading.references.isEmpty, reading.payer.means == .name { vetoes.append("name-only") }
        if reading.payer.means == .none { vetoes.append("payer-unknown") }
        let sum = items.reduce(Int64(0)) { $0 + book.outstanding[$1] }
        if sum != movement.entry.amount { vetoes.append("amount-differs") }
        return vetoes
    }
}
