import Domain
import Matching

/// Thirty nights with a simulated accountant, then the rest of the period with what was learned from it.
///
/// Before the first night the books were kept by hand: what was booked then is settled by the truth, so that
/// the open invoices are right, and nothing is learned from it. Invoices come on their issue day, movements
/// on their booking day.
struct MatchingNights {
    struct Options {
        var source = MatchingSource.camt
        var nights = 30
        /// Movements a night; `nil` for one booking day a night.
        var perNight: Int?
        var errors = 1000
        var seed = 1
        /// Day of the first night; `nil` for a month after the first movement.
        var from: Day?
        /// Prefix of the files that are written.
        var out = ""
        /// Whether the first night shows what was booked before it, to be decided too.
        var decidesBacklog = false
        var policy = MatchingPolicy()
    }

    private let set: MatchingSet
    private let truth: MatchingTruth
    private let options: Options
    private var books: MatchingBooks
    private var person: MatchingPerson
    /// What was posted, and what was shown on the evening of its decision.
    private var nightly: [MatchDecision] = []
    /// Evenings: how many movements are booked by then, and the last of their days.
    private var evenings: [(movements: Int, day: Day)] = []
    private var firstMovement = 0
    /// Booking day by movement number less one.
    private var days: [Day]

    static func run(_ folder: String, _ options: Options) throws {
        let set = try MatchingSet(folder: folder, source: options.source)
        var nights = MatchingNights(set, try MatchingTruth(folder: folder, of: set), options)
        let before = ProcessCost.cpuMicroseconds
        nights.begin()
        nights.simulate()
        let between = ProcessCost.cpuMicroseconds
        let rest = nights.finish()
        let after = ProcessCost.cpuMicroseconds
        try nights.write(rest)
        nights.report(rest, nightly: between - before, final: after - between)
    }

    private init(_ set: MatchingSet, _ truth: MatchingTruth, _ options: Options) {
        self.set = set
        self.truth = truth
        self.options = options
        books = MatchingBooks(set, options.policy)
        days = Array(repeating: Day(number: 0), count: set.movements.count)
        for movement in set.movements { days[Int(movement.id) - 1] = movement.entry.booked }
        person = MatchingPerson(truth: truth, errors: options.errors, seed: options.seed)
    }

    /// Cuts the period into evenings, and settles what lies before the first.
    private mutating func begin() {
        let movements = set.movements
        guard let first = movements.first?.entry.booked else { return }
        let from = options.from ?? first.adding(days: 31)
        firstMovement = movements.firstIndex { $0.entry.booked >= from } ?? movements.count
        var end = firstMovement
        while end < movements.count, evenings.count < options.nights {
            let start = end
            if let perNight = options.perNight {
                end = min(movements.count, start + perNight)
            } else {
                let day = movements[start].entry.booked
                while end < movements.count, movements[end].entry.booked == day { end += 1 }
            }
            evenings.append((end, movements[end - 1].entry.booked))
        }
        guard !options.decidesBacklog else { return }
        for movement in movements.prefix(firstMovement) {
            books.settle(truth.answer(movement.id), of: movement.id, booked: movement.entry.booked)
        }
    }

    private mutating func simulate() {
        for (count, day) in evenings {
            let result = match(books.input(on: day, movements: count))
            post(result.posted)
            nightly += result.posted
            var shown = result.suggestions[...]
            while let first = shown.first {
                let mine = shown.prefix { $0.movement == first.movement }
                shown = shown.dropFirst(mine.count)
                // An invoice that is not issued yet is not in the books of this evening.
                let parts = truth.answer(first.movement)
                guard parts.allSatisfy({ set.invoices[Int($0.invoice) - 1].issued <= day }),
                    let decision = person.decide(mine, on: day, books)
                else { continue }
                books.decide(decision, booked: booked(first.movement))
                nightly += mine
            }
        }
    }

    private func booked(_ movement: Int64) -> Day { days[Int(movement) - 1] }

    private mutating func post(_ decisions: [MatchDecision]) {
        for decision in decisions { books.post(decision, booked: booked(decision.movement)) }
    }

    /// The rest of the period in one go: nobody decides any more.
    private func finish() -> MatchingResult {
        let issued = set.invoices.map(\.issued).max() ?? Day(number: 0)
        let booked = set.movements.last?.entry.booked ?? issued
        return match(books.input(on: max(issued, booked), movements: set.movements.count))
    }

    /// Day after which nobody decided.
    private var lastEvening: Day { evenings.last?.day ?? Day(number: .max) }

    /// `OUT-after.csv` and `OUT-all.csv`, each with the truth of its payments. What a person decided stands
    /// in them as what was shown on that evening: it is no answer of ours.
    private func write(_ rest: MatchingResult) throws {
        guard !options.out.isEmpty else { return }
        let all = try MatchingRows("\(options.out)-all.csv", of: set)
        let after = try MatchingRows("\(options.out)-after.csv", of: set)
        for decision in nightly { all.write(decision) }
        for decision in rest.posted + rest.suggestions {
            all.write(decision)
            if isAfter(decision.movement) { after.write(decision) }
        }
        try all.close()
        try after.close()
        try truth.write("\(options.out)-after-truth.csv") { isAfter($0) }
        try truth.write("\(options.out)-all-truth.csv") { books.states[Int($0) - 1] != .past }
    }

    private func isAfter(_ movement: Int64) -> Bool { booked(movement) > lastEvening }

    private func report(_ rest: MatchingResult, nightly cost: Int64, final: Int64) {
        let counts = person.counts
        let late = rest.posted.filter { isAfter($0.movement) }
        print(
            "nights=\(evenings.count) first=\(evenings.first.map { "\($0.day)" } ?? "-") last=\(lastEvening) "
                + "movements=\((evenings.last?.movements ?? 0) - firstMovement) "
                + "decisions=\(counts.decisions) accepted=\(counts.accepted) acceptedLater=\(counts.acceptedLater) "
                + "byHand=\(counts.byHand) unrelated=\(counts.unrelated) errors=\(counts.errors) "
                + "blocked=\(counts.blocked.count)")
        print("posted in the nights: \(wrong(nightly.filter { $0.status == .auto }))")
        print("posted after them: \(wrong(late)) of \(set.movements.count { isAfter($0.id) }) movements")
        print(
            "cpu nights=\(ProcessCost.seconds(cost)) rest=\(ProcessCost.seconds(final)) "
                + "peak=\(ProcessCost.peakMegabytes)MB")
        let byPattern = Dictionary(grouping: late, by: \.pattern)
        for licence in rest.licences {
            print(
                "  \(licence.isGranted ? "licence" : "none   ") \(licence.pattern) decisions=\(licence.decisions) "
                    + "disagreements=\(licence.disagreements) bound=\(licence.bound) "
                    + "after: \(wrong(byPattern[licence.pattern] ?? []))")
        }
        let states = Dictionary(grouping: rest.payers, by: \.state).mapValues(\.count)
        print(
            "payers learned: "
                + [LearnedPayer.State.known, .pure, .hub, .tainted]
                .map { "\($0.rawValue)=\(states[$0] ?? 0)" }.joined(separator: " "))
    }

    /// How many, and how many of them have not exactly the right invoices.
    private func wrong(_ decisions: [MatchDecision]) -> String {
        let wrong = decisions.filter { !truth.isRight($0) }
        let decidable = wrong.count { truth.isDecidable($0.movement) }
        return
            "\(decisions.count), wrong \(decidable), wrong where nobody could know \(wrong.count - decidable)"
    }
}
