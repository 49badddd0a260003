import Domain

/// Decides whether a movement is posted alone. Each rule is one named pattern of evidence; all of them refuse
/// where anything rivals or contradicts.
final class Gate {
    let book: OpenBook
    let numbers: NumberIndex
    let payers: PayerIndex
    let debits: DirectDebitIndex
    let waiting: WaitingCredits
    let policy: MatchingPolicy
    let memory: PayerMemory
    let licences: Licences

    init(
        book: OpenBook, numbers: NumberIndex, payers: PayerIndex, debits: DirectDebitIndex,
        waiting: WaitingCredits, policy: MatchingPolicy, memory: PayerMemory, licences: Licences
    ) {
        self.book = book
        self.numbers = numbers
        self.payers = payers
        self.debits = debits
        self.waiting = waiting
        self.policy = policy
        self.memory = memory
        self.licences = licences
    }

    /// What a credit's hypotheses allow to post; else what would be posted under a licence, or what stands
    /// against that.
    func decide(_ payment: Payment, _ reading: Reading, _ hypotheses: Hypotheses) -> GateOutcome {
        if let batch = directDebitBatch(payment, reading) ?? directDebitParts(payment) {
            let items = batch.allocations.compactMap { book.index(of: $0.invoice) }
            return isDoubtful(items) ? .shown(.refused("conflict")) : .posted(batch)
        }
        let question = Question(gate: self, payment: payment, reading: reading, hypotheses: hypotheses)
        var answer = question.answer()
        var shown = Licensable.refused("conflict")
        if answer == nil {
            shown = question.licensable()
            if case .answer(let licensed) = shown, licences.allows(licensed.pattern) { answer = licensed }
        }
        guard let answer else { return .shown(shown) }
        return isDoubtful(answer.hypothesis.items)
            ? .shown(.refused("conflict")) : .posted(decision(payment, hypotheses, answer))
    }

    /// While documents of one number contradict each other, or money that came later was applied to the
    /// invoice already, nothing is posted to it.
    private func isDoubtful(_ items: [Int]) -> Bool {
        items.contains { book.table.flags[$0].contains(.isInConflict) || book.isTakenLater($0) }
    }

    private func decision(_ payment: Payment, _ hypotheses: Hypotheses, _ answer: Answer) -> MatchDecision {
        let evidence = Scoring(hypotheses: hypotheses).evidence(answer.hypothesis)
        let (allocations, differences) = Application(book: book, payment: payment, policy: policy)
            .apply(answer.hypothesis)
        return MatchDecision(
            movement: payment.id, status: .auto, kind: answer.hypothesis.kind(book), pattern: answer.pattern,
            margin: answer.margin ?? evidence.reduce(0) { $0 + $1.centibits }, allocations: allocations,
            evidence: evidence, differences: differences)
    }

    // MARK: Direct debits

    /// A lump credit that names a batch of the creditor's own list, when the list adds up to it and is all
    /// open.
    private func directDebitBatch(_ payment: Payment, _ reading: Reading) -> MatchDecision? {
        guard let batch = debits.batch(named: payment, reading.text), batch.sum == payment.amount else {
            return nil
        }
        for (item, amount) in zip(batch.items, batch.amounts) {
            guard book.isOpen(item, for: payment), amount <= book.owed(item) else { return nil }
        }
        let evidence = [
            Evidence(code: "batch-id", field: "text", seen: batch.name, centibits: 3000),
            Evidence(code: "batch-sum", field: "amount", seen: payment.amountText, centibits: 2000),
        ]
        return MatchDecision(
            movement: payment.id, status: .auto, kind: .directDebitBatch, pattern: "batch-id+sum",
            margin: 3000, allocations: allocations(batch.items, batch.amounts), evidence: evidence)
    }

    /// A lump credit that names no batch of ours, when every part of it names its collection
    /// (camt `TxDtls`).
    private func directDebitParts(_ payment: Payment) -> MatchDecision? {
        guard let parts = payment.rare?.details, parts.count > 1, parts.allSatisfy({ $0.isFee != true })
        else {
            return nil
        }
        var items: [Int] = []
        var amounts: [Int64] = []
        for part in parts {
            guard let amount = part.amount, amount > 0,
                let collection = debits.collection(
                    endToEnd: part.endToEndId, amount: amount, until: Day(number: payment.booked)),
                book.isOpen(collection.item, for: payment), amount <= book.owed(collection.item),
                !items.contains(collection.item)
            else { return nil }
            items.append(collection.item)
            amounts.append(amount)
        }
        guard amounts.reduce(0, +) == payment.amount else { return nil }
        let evidence = [
            Evidence(code: "end-to-end", field: "details", seen: "\(parts.count)", centibits: 3000),
            Evidence(code: "batch-sum", field: "amount", seen: payment.amountText, centibits: 2000),
        ]
        return MatchDecision(
            movement: payment.id, status: .auto, kind: .directDebitBatch, pattern: "end-to-end+sum",
            margin: 3000, allocations: allocations(items, amounts), evidence: evidence)
    }

    func allocations(_ items: [Int], _ amounts: [Int64]) -> [Allocation] {
        zip(items, amounts).map { Allocation(invoice: book.table.ids[$0], amount: $1) }
            .sorted { $0.invoice < $1.invoice }
    }
}

/// What the gate does with a credit.
enum GateOutcome {
    case posted(MatchDecision)
    case shown(Licensable)
}

/// What the gate lets through, and by which pattern.
struct Answer {
    var hypothesis: Hypothesis
    var pattern: String
    var margin: Int?
}

/// Turns a hypothesis into amounts by invoice.
struct Application {
    let book: OpenBook
    let payment: Payment
    let policy: MatchingPolicy

    /// All of each invoice, the last one taking what is short; a difference that the creditor declared closes
    /// it, any other stays owed.
    func apply(_ hypothesis: Hypothesis) -> ([Allocation], [NamedDifference]) {
        var allocations: [Allocation] = []
        var differences: [NamedDifference] = []
        for (item, share) in shares(hypothesis) {
            let owed = book.owed(item)
            allocations.append(Allocation(invoice: book.table.ids[item], amount: share))
            if share < owed, let kind = hypothesis.fit.difference, policy.writesOff.contains(kind) {
                differences.append(
                    NamedDifference(kind: kind, invoice: book.table.ids[item], amount: owed - share))
            }
        }
        return (allocations.sorted { $0.invoice < $1.invoice }, differences)
    }

    /// What each item gets, minor units.
    func shares(_ hypothesis: Hypothesis) -> [(item: Int, amount: Int64)] {
        var rest = payment.amount
        // Credit notes first: what they give is there to be applied.
        let order = hypothesis.items.sorted {
            (book.owed($0) > 0 ? 1 : 0, $0) < (book.owed($1) > 0 ? 1 : 0, $1)
        }
        return order.map { item in
            let owed = book.owed(item)
            let share = owed < 0 ? owed : min(rest, owed)
            rest -= share
            return (item, share)
        }
    }
}

extension Hypothesis {
    func kind(_ book: OpenBook) -> MatchDecision.Kind {
        if items.contains(where: { book.owed($0) < 0 }) { return .creditNoteNetted }
        switch fit.grade {
        case .exact, .credited:
            return items.count == 1 ? .single : isNamed ? .listed : .unlistedGroup
        case .slightlyOver, .over: return .overpayment
        case .partial, .likelyPart, .evenPart, .instalment: return .partial
        default: return .difference
        }
    }
}
