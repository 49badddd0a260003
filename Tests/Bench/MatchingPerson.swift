import Domain
import Matching

/// The simulated accountant: decides every suggestion by the truth, but is wrong now and then.
struct MatchingPerson {
    /// How the decisions came about.
    struct Counts {
        var accepted = 0
        var acceptedLater = 0
        var byHand = 0
        var unrelated = 0
        var errors = 0
        /// Movements whose right answer could not be booked on some evening: something wrong closed its invoice.
        var blocked: Set<Int64> = []

        var decisions: Int { accepted + acceptedLater + byHand + unrelated + errors }
    }

    private let truth: MatchingTruth
    /// One decision in so many is wrong.
    private let errors: Int
    private var dice: Dice
    private(set) var counts = Counts()
    /// Movements that were decided wrongly.
    private(set) var mistaken: [Int64] = []

    init(truth: MatchingTruth, errors: Int, seed: Int) {
        self.truth = truth
        self.errors = errors
        dice = Dice(.decision, seed)
    }

    /// The decision on one movement, from what was shown of it by rank; `nil` where it must wait.
    mutating func decide(_ shown: ArraySlice<MatchDecision>, on day: Day, _ books: MatchingBooks)
        -> Adjudication?
    {
        guard let first = shown.first else { return nil }
        let parts = truth.answer(first.movement)
        var decision = Adjudication(
            id: Int64(books.adjudications.count + 1), movement: first.movement, verdict: .unrelated, day: day,
            author: "accountant", shownPattern: first.pattern)
        if dice.below(errors) == 0, err(&decision, shown, books) { return decision }
        guard !parts.isEmpty else {
            counts.unrelated += 1
            return decision
        }
        (decision.allocations, decision.differences) = books.possible(parts)
        guard decision.allocations.count == parts.count else {
            counts.blocked.insert(first.movement)
            return nil
        }
        decision = applied(decision)
        decision.agreesWithShown = truth.isRight(first)
        if decision.agreesWithShown {
            counts.accepted += 1
        } else if shown.contains(where: truth.isRight) {
            counts.acceptedLater += 1
        } else {
            counts.byHand += 1
        }
        return decision
    }

    /// Takes a shown set that is not the right one; where only the right one was shown, says it is nobody's.
    private mutating func err(
        _ decision: inout Adjudication, _ shown: ArraySlice<MatchDecision>, _ books: MatchingBooks
    ) -> Bool {
        let wrong = shown.filter { !truth.isRight($0) }
        if !wrong.isEmpty {
            let chosen = dice.pick(wrong)
            let parts = chosen.allocations.map {
                MatchingTruth.Part(invoice: $0.invoice, cents: $0.amount, writeOff: 0, writeOffKind: "")
            }
            let allocations = books.possible(parts).allocations
            guard allocations.count == parts.count else { return false }
            decision = applied(decision)
            decision.allocations = allocations
            decision.agreesWithShown = chosen.rank == 1
        } else if truth.answer(decision.movement).isEmpty {
            return false
        }
        counts.errors += 1
        mistaken.append(decision.movement)
        return true
    }

    private func applied(_ decision: Adjudication) -> Adjudication {
        Adjudication(
            id: decision.id, movement: decision.movement, verdict: .applied, day: decision.day,
            author: decision.author, allocations: decision.allocations, differences: decision.differences,
            shownPattern: decision.shownPattern)
    }
}
