/// Payments that want money of the same invoices, and the best that they can be explained by together:
/// weighted set packing, searched depth first with the best that is still to come as bound.
struct ComponentSearch {
    /// One way to explain a payment.
    struct Candidate {
        /// Centibits.
        let score: Int
        /// What it takes of each item, minor units; negative of a credit note.
        let claims: [(slot: Int, amount: Int64)]
    }

    /// The candidates of each payment.
    private let payments: [[Candidate]]
    /// Minor units of each item that nobody has taken.
    private var left: [Int64]
    private var best = 0
    private var steps = 0
    /// Steps of one search: beyond them nothing is concluded.
    private static let stepsMax = 20_000

    /// - Parameter owed: of each slot, minor units.
    init(payments: [[Candidate]], owed: [Int64]) {
        self.payments = payments
        left = owed
    }

    /// Centibits that the other payments lose, by candidate of a payment: the best that they can be explained
    /// by less the best that they can once it is taken; 0 where the search is too long.
    mutating func losses(of payment: Int) -> [Int] {
        let others = payments.indices.filter { $0 != payment }
        guard let free = best(of: others) else { return payments[payment].map { _ in 0 } }
        return payments[payment].map { candidate in
            guard take(candidate) else { return 0 }
            defer { giveBack(candidate) }
            return best(of: others).map { free - $0 } ?? 0
        }
    }

    private mutating func best(of order: [Int]) -> Int? {
        // What is still to come at best, from each position on.
        var bounds = [0]
        for payment in order.reversed() {
            bounds.append(bounds[bounds.count - 1] + max(0, payments[payment].map(\.score).max() ?? 0))
        }
        bounds.reverse()
        (best, steps) = (0, 0)
        search(order[...], bounds[...], sum: 0)
        return steps > Self.stepsMax ? nil : best
    }

    private mutating func search(_ order: ArraySlice<Int>, _ bounds: ArraySlice<Int>, sum: Int) {
        steps += 1
        best = max(best, sum)
        guard steps <= Self.stepsMax, let payment = order.first, let bound = bounds.first,
            sum + bound > best
        else { return }
        for candidate in payments[payment] where candidate.score > 0 && take(candidate) {
            search(order.dropFirst(), bounds.dropFirst(), sum: sum + candidate.score)
            giveBack(candidate)
        }
        // Or nothing explains it.
        search(order.dropFirst(), bounds.dropFirst(), sum: sum)
    }

    /// Takes what the candidate claims, all of it or nothing.
    private mutating func take(_ candidate: Candidate) -> Bool {
        for claim in candidate.claims {
            let rest = left[claim.slot]
            if claim.amount > 0 ? rest < claim.amount : rest > claim.amount { return false }
        }
        for claim in candidate.claims { left[claim.slot] -= claim.amount }
        return true
    }

    private mutating func giveBack(_ candidate: Candidate) {
        for claim in candidate.claims { left[claim.slot] += claim.amount }
    }
}
