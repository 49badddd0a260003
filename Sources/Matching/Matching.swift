public import Domain

/// What matching decided.
public struct MatchingResult: Sendable {
    /// To be posted, in the order they were decided (booking day, then content).
    public var posted: [MatchDecision] = []
    /// For a person, by movement and rank.
    public var suggestions: [MatchDecision] = []
    /// Credits with money left that no posted invoice explains, by movement.
    public var unexplained: [UnexplainedCredit] = []
    /// What persons' decisions have earned each pattern, by its name.
    public var licences: [Licence] = []
    /// What they taught of payers, by their text.
    public var payers: [LearnedPayer] = []
    /// Patterns that post nothing alone since a person took back what they had posted, by their name.
    public var suspensions: [Suspension] = []
    /// Movements that a rule of the accountant decided on, by movement.
    public var ruled: [RuledMovement] = []

    public init() {}
}

/// The rule set's name in every posted decision.
public let matchingRules = "recobro-match/2"

/// The engine: from open items and movements to decisions, as a pure function.
///
/// Movements are taken in the order of their booking day and content, never of their row numbers, so that the
/// order in which files arrived does not change a decision. Each is posted alone only where nothing rivals it
/// and nothing contradicts it; everything else becomes ranked suggestions with their reasons.
public func match(_ input: consuming MatchingInput) -> MatchingResult {
    var result = MatchingResult()
    result.suspensions = suspendedPatterns(input.adjudications)
    (result.licences, result.payers) = match(input) {
        result.posted.append($0)
    } suggested: {
        result.suggestions.append($0)
    } unexplained: {
        result.unexplained.append($0)
    } ruled: {
        result.ruled.append($0)
    }
    result.ruled.sort { $0.movement < $1.movement }
    result.suggestions.sort { ($0.movement, $0.rank) < ($1.movement, $1.rank) }
    result.unexplained.sort { $0.movement < $1.movement }
    return result
}

/// The same, one decision at a time: first all that is posted, then, movement by movement in the order of
/// their days, what is suggested and what stays unexplained; last, what rules decided. Nothing is kept.
public func match(
    _ input: consuming MatchingInput, posted: (MatchDecision) throws -> Void,
    suggested: (MatchDecision) throws -> Void, unexplained: (UnexplainedCredit) throws -> Void,
    ruled: (RuledMovement) -> Void = { _ in }
) rethrows -> (licences: [Licence], payers: [LearnedPayer]) {
    var engine = Engine(input)
    try engine.decide(posted: posted)
    try engine.suggest(suggested, unexplained: unexplained)
    for one in engine.ruled { ruled(one) }
    return (engine.licences.all, engine.memory.learned(engine.book))
}

/// What persons' decisions have taught so far, without matching anything: the licences of patterns, and
/// payers.
public func learned(from input: consuming MatchingInput) -> (licences: [Licence], payers: [LearnedPayer]) {
    let engine = Engine(input)
    return (engine.licences.all, engine.memory.learned(engine.book))
}

/// The stages of matching: read a movement, build its hypotheses, let the gate post what is beyond doubt, and
/// rank the rest at the end, when everything that could be posted is.
struct Engine {
    private let movements: Movements
    let book: OpenBook
    private let numbers: NumberIndex
    private let payers: PayerIndex
    private let debits: DirectDebitIndex
    private let policy: MatchingPolicy
    let memory: PayerMemory
    let licences: Licences
    private let suspensions: Suspensions
    private let rules: Rules
    private(set) var ruled: [RuledMovement] = []
    private let waiting = WaitingCredits()
    private let gate: Gate
    /// Invoice currency by movement currency, -1 where no invoice has it.
    private let currencies: [Int32]
    /// Sets of invoices that persons refused for a movement: it waits for a person, and they are not shown
    /// again.
    private let refused: [Int64: Set<Set<Int64>>]
    /// Credits with money left, in order: the row and how much.
    private var undecided: [Undecided] = []

    private struct Undecided {
        let row: Int32
        let left: Int64
        /// `nil` for what is left of a movement that was applied in part.
        let shown: Licensable?
    }

    init(_ input: consuming MatchingInput) {
        var table = MovementTable()
        swap(&table, &input.movements)
        movements = Movements(table)
        table = MovementTable()
        var invoices = InvoiceTable()
        swap(&invoices, &input.invoices)
        let sorted = movements.table
        currencies = sorted.currencyCodes.map { code in
            Int32(invoices.currencyCodes.firstIndex(of: code) ?? -1)
        }
        book = OpenBook(invoices, from: sorted.rows.first?.booked ?? .max)
        numbers = NumberIndex(
            book, caseInvoices: input.caseInvoices, claimedInvoices: input.claimedInvoices)
        payers = PayerIndex(book.table)
        debits = DirectDebitIndex(items: input.directDebits, rejects: input.rejects, book: book)
        policy = input.policy
        refused = input.adjudications.filter { $0.verdict == .rejected && !$0.isReversed }
            .reduce(into: [:]) { $0[$1.movement, default: []].insert(Set($1.allocations.map(\.invoice))) }
        memory = PayerMemory(input.adjudications, sorted, book)
        suspensions = Suspensions(input.adjudications)
        rules = Rules(policy.rules, book.table)
        let licences = Licences(input.adjudications, book, policy: policy)
        licences.isOpen = policy.grantsAllLicences
        self.licences = licences
        gate = Gate(
            book: book, numbers: numbers, payers: payers, debits: debits, waiting: waiting, policy: policy,
            memory: memory, licences: licences)
    }

    private func payment(_ row: MovementTable.Row) -> Payment {
        Payment(row, movements, currency: currencies[Int(row.currency)])
    }

    /// Posts what is beyond doubt, day by day.
    mutating func decide(posted: (MatchDecision) throws -> Void) rethrows {
        for index in movements.table.rows.indices {
            let row = movements.table.rows[index]
            // A movement partly posted before is not touched again: its rest is a person's.
            let isWhole = row.unallocated == row.amount && row.amount != 0
            guard isWhole || row.unallocated > 0 else { continue }
            let payment = payment(row)
            book.turn(to: row.booked)
            let reading = read(payment)
            let outcome: GateOutcome =
                !isWhole
                ? .shown(.refused("partly-applied"))
                : refused[row.id] != nil ? .shown(.refused("refused-before")) : decide(payment, reading)
            if isWhole, let ruling = reading.ruling?.settled(outcome) {
                ruled.append(ruling)
                if ruling.outcome == .unrelated { continue }
            }
            var left = row.unallocated
            var shown: Licensable?
            switch outcome {
            case .posted(let decision):
                book.post(decision, booked: row.booked)
                try posted(decision)
                left -= decision.allocations.reduce(0) { $0 + $1.amount }
            case .shown(let licensable): shown = isWhole ? licensable : nil
            }
            if left > 0 { waiting.note(payment, amount: left, reading, book) }
            // Of debits only those that would have been posted are a person's.
            guard left > 0 || shown?.isHeld == true else { continue }
            undecided.append(Undecided(row: Int32(index), left: left, shown: shown))
        }
        book.turn(to: .max)
    }

    private func read(_ payment: Payment) -> Reading {
        let reading = Reading(of: payment, numbers: numbers, payers: payers, memory: memory, book: book)
        reading.follow(rules, payment)
        return reading
    }

    /// What the gate says, unless something holds it back.
    private func decide(_ payment: Payment, _ reading: Reading) -> GateOutcome {
        let outcome = ask(payment, reading)
        guard case .posted(let decision) = outcome else { return outcome }
        if let veto = reading.ruling?.veto(of: decision) { return .shown(.held(decision, veto: veto)) }
        guard suspensions.holds(decision.pattern) else { return outcome }
        return .shown(.held(decision, veto: "pattern-suspended"))
    }

    private func ask(_ payment: Payment, _ reading: Reading) -> GateOutcome {
        if payment.amount < 0 {
            return gate.returnedDebit(payment, reading).map { .posted($0) }
                ?? .shown(.refused("payer-unknown"))
        }
        return gate.decide(payment, reading, Hypotheses(book, numbers, payers, payment, reading))
    }

    /// Ranks what is left, in the order of their days: first all are weighed against each other, then each is
    /// shown. They are found twice, for what the first round finds is more than memory should hold.
    func suggest(
        _ suggested: (MatchDecision) throws -> Void, unexplained: (UnexplainedCredit) throws -> Void
    ) rethrows {
        let joint = jointAssignment()
        var suggestions = Suggestions(book: book, policy: policy)
        for (number, undecided) in undecided.enumerated() {
            let payment = payment(movements.table.rows[Int(undecided.row)])
            let reading = read(payment)
            var shown: [MatchDecision] = []
            if let question = asked(undecided, payment, reading, suggestions) {
                let hypotheses = Hypotheses(book, numbers, payers, payment, reading)
                let refused = refused[payment.id] ?? []
                if case .held(let decision, let veto) = question {
                    shown = suggestions.shown(held: decision, veto, hypotheses, refused: refused)
                } else {
                    let ranking = suggestions.ranking(hypotheses, question, refused: refused)
                    shown = suggestions.shown(ranking, hypotheses) {
                        joint.loss(payment: number, candidate: $0)
                    }
                }
            }
            for decision in shown { try suggested(decision) }
            // Of a debit nothing is unexplained.
            guard undecided.left > 0 else { continue }
            try unexplained(credit(payment, undecided.left, reading, shown))
        }
    }

    private func jointAssignment() -> JointAssignment {
        var joint = JointAssignment(book)
        var suggestions = Suggestions(book: book, policy: policy)
        for undecided in undecided {
            let payment = payment(movements.table.rows[Int(undecided.row)])
            let reading = read(payment)
            switch asked(undecided, payment, reading, suggestions) {
            case nil: joint.add([])
            case .held(let decision, _): joint.add(suggestions.candidates(held: decision, payment))
            case .some(let question):
                let ranking = suggestions.ranking(
                    Hypotheses(book, numbers, payers, payment, reading), question,
                    refused: refused[payment.id] ?? [])
                joint.add(suggestions.candidates(of: ranking, payment))
            }
        }
        joint.solve()
        return joint
    }

    /// What is asked of an undecided movement; nothing where it was nobody's invoice every time that a person
    /// looked.
    private func asked(
        _ undecided: Undecided, _ payment: Payment, _ reading: Reading, _ suggestions: Suggestions
    ) -> Licensable? {
        switch undecided.shown {
        case nil: nil
        case .held(let decision, let veto): suggestions.asked(held: decision, veto, payment)
        case .some(let question): reading.mentions.isEmpty && memory.isNobodys(payment) ? nil : question
        }
    }

    private func distinct<Value: Comparable>(_ values: [Value]) -> [Value] {
        var found = values.sorted()
        var kept = 0
        for value in found where kept == 0 || found[kept - 1] != value {
            found[kept] = value
            kept += 1
        }
        found.removeLast(found.count - kept)
        return found
    }

    private func credit(
        _ payment: Payment, _ left: Int64, _ reading: Reading, _ suggestions: [MatchDecision]
    ) -> UnexplainedCredit {
        var items: [Int] = []
        for suggestion in suggestions {
            items += suggestion.allocations.compactMap { book.index(of: $0.invoice) }
        }
        for mention in reading.mentions { items += mention.references.map(\.item) }
        let customers = distinct(reading.payer.customers + items.map { book.table.customers[$0] })
        let reference = payment.string(payment.row.reference)
        let booked = Day(number: payment.booked)
        return UnexplainedCredit(
            movement: payment.id, booked: booked, amount: left,
            currency: movements.table.currencyCodes[Int(payment.row.currency)],
            label: "\(reference.isEmpty ? "movement" : reference) of \(booked)",
            customers: customers.map { book.customerKey($0) }.sorted(),
            invoices: distinct(items.map { book.table.ids[$0] }))
    }
}
