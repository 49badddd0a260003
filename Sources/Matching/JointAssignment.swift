/// What undecided payments leave each other of the invoices that they compete for.
///
/// Payments that together want more of an invoice than is owed are one component; most stand alone. A small
/// component is solved exactly (`ComponentSearch`): of each hypothesis it is known what the others lose if it
/// is true. A hypothesis's weight less this loss is its min-marginal: what the best explanation of all
/// payments is worth with it, less the best in which the payment stays unexplained.
struct JointAssignment {
    /// What a hypothesis takes of one item, minor units; negative of a credit note.
    struct Claim {
        let item: Int32
        let amount: Int64
    }

    /// Candidates by payment, claims by candidate: in columns, for there may be a million.
    private var candidateStarts: [Int32] = [0]
    private var scores: [Int32] = []
    private var claimStarts: [Int32] = [0]
    private var claims: [Claim] = []
    /// Centibits that the others lose, by candidate.
    private var losses: [Int32] = []
    private let book: OpenBook

    /// Hypotheses of one payment that compete, and how far behind its best one, in centibits.
    static let candidatesMax = 5
    static let candidatesWithin = 600
    /// Payments that are solved together.
    private static let paymentsMax = 12
    /// The loss counts up to here: the others' money may be nobody's invoice after all. Measured on labelled
    /// sets: without a limit the first suggestion is right less often, with it more often than without loss.
    private static let lossMax = 500

    init(_ book: OpenBook) { self.book = book }

    private var count: Int { candidateStarts.count - 1 }

    /// Adds a payment with its likeliest hypotheses; none where nothing explains it.
    mutating func add(_ candidates: [(score: Int, claims: [Claim])]) {
        for candidate in candidates {
            scores.append(Int32(clamping: candidate.score))
            claims += candidate.claims
            claimStarts.append(Int32(claims.count))
        }
        candidateStarts.append(Int32(scores.count))
    }

    /// Centibits that the others lose if the candidate is true; payments and candidates count from 0 in the
    /// order in which they were added.
    func loss(payment: Int, candidate: Int) -> Int {
        let own = candidates(of: payment)
        return candidate < own.count ? min(Self.lossMax, Int(losses[own.lowerBound + candidate])) : 0
    }

    /// Solves what is small enough. Of a component that is too big only the likelier candidates compete.
    mutating func solve() {
        losses = [Int32](repeating: 0, count: scores.count)
        var waiting = Array(0..<count)
        for within in [Self.candidatesWithin, Self.candidatesWithin / 3, 0] {
            var tooBig: [Int] = []
            for component in components(of: waiting, within: within) {
                if component.count <= Self.paymentsMax {
                    solve(component, within: within)
                } else {
                    tooBig += component
                }
            }
            waiting = tooBig
        }
    }

    private func candidates(of payment: Int) -> Range<Int> {
        Int(candidateStarts[payment])..<Int(candidateStarts[payment + 1])
    }

    /// Those that are at most so far behind the best one.
    private func candidates(of payment: Int, within: Int) -> [Int] {
        let own = candidates(of: payment)
        let best = own.map { scores[$0] }.max() ?? 0
        return own.filter { best - scores[$0] <= within }
    }

    private func claims(of candidate: Int) -> ArraySlice<Claim> {
        claims[Int(claimStarts[candidate])..<Int(claimStarts[candidate + 1])]
    }

    // MARK: Components

    /// The most that a payment takes of an item.
    private struct Want {
        let item: Int32
        let payment: Int32
        let amount: Int64
    }

    /// Groups of two payments and more that compete, each ascending.
    private func components(of payments: [Int], within: Int) -> [[Int]] {
        let wants = wants(of: payments, within: within)
        var groups = UnionFind(count)
        var start = 0
        while start < wants.count {
            var end = start
            var sum: Int64 = 0
            while end < wants.count, wants[end].item == wants[start].item {
                let isMost = end == start || wants[end].payment != wants[end - 1].payment
                if isMost { sum += abs(wants[end].amount) }
                end += 1
            }
            if sum > abs(book.owed(Int(wants[start].item))) {
                for want in wants[start..<end] {
                    groups.unite(Int(wants[start].payment), Int(want.payment))
                }
            }
            start = end
        }
        return groups.members(of: payments).filter { $0.count > 1 }
    }

    /// By item and payment, the biggest first.
    private func wants(of payments: [Int], within: Int) -> [Want] {
        var wants: [Want] = []
        for payment in payments {
            for candidate in candidates(of: payment, within: within) {
                for claim in claims(of: candidate) {
                    wants.append(Want(item: claim.item, payment: Int32(payment), amount: claim.amount))
                }
            }
        }
        wants.sort { a, b in
            if a.item != b.item { return a.item < b.item }
            if a.payment != b.payment { return a.payment < b.payment }
            return abs(a.amount) > abs(b.amount)
        }
        return wants
    }

    private mutating func solve(_ component: [Int], within: Int) {
        var items: [Int32] = []
        let own = component.map { candidates(of: $0, within: within) }
        let payments = own.map { candidates in
            candidates.map { candidate in
                let claims = claims(of: candidate).map { claim in
                    let slot = items.firstIndex(of: claim.item) ?? items.count
                    if slot == items.count { items.append(claim.item) }
                    return (slot: slot, amount: claim.amount)
                }
                return ComponentSearch.Candidate(score: Int(scores[candidate]), claims: claims)
            }
        }
        var search = ComponentSearch(payments: payments, owed: items.map { book.owed(Int($0)) })
        for (payment, candidates) in own.enumerated() {
            for (candidate, loss) in zip(candidates, search.losses(of: payment)) {
                losses[candidate] = Int32(clamping: loss)
            }
        }
    }
}

/// Disjoint groups of numbers.
private struct UnionFind {
    private var parents: [Int32]

    init(_ count: Int) { parents = Array(0..<Int32(count)) }

    private mutating func root(_ number: Int) -> Int32 {
        var number = Int32(number)
        while parents[Int(number)] != number {
            parents[Int(number)] = parents[Int(parents[Int(number)])]
            number = parents[Int(number)]
        }
        return number
    }

    /// The smaller root stays: groups do not depend on the order in which they were united.
    mutating func unite(_ a: Int, _ b: Int) {
        let (a, b) = (root(a), root(b))
        parents[Int(max(a, b))] = min(a, b)
    }

    /// The groups, by their smallest member.
    mutating func members(of numbers: [Int]) -> [[Int]] {
        let rooted = numbers.map { (root: root($0), number: $0) }
            .sorted { ($0.root, $0.number) < ($1.root, $1.number) }
        var groups: [[Int]] = []
        for (index, one) in rooted.enumerated() {
            if index > 0, rooted[index - 1].root == one.root {
                groups[groups.count - 1].append(one.number)
            } else {
                groups.append([one.number])
            }
        }
        return groups
    }
}
