import Domain
import Matching

/// The creditor's books in memory: what is posted and decided so far. It stands for the ledger.
struct MatchingBooks {
    enum State {
        case waiting, posted, decided
        /// Settled before our time, by the books that were kept then: matching never sees the movement.
        case past
    }

    /// By movement number less one.
    private(set) var states: [State]
    private(set) var unallocated: [Int64]
    /// By invoice number less one.
    private(set) var outstanding: [Int64]
    private var allocated: [Int64]
    private var posted: [(allocation: PostedAllocation, booked: Day)] = []
    private(set) var adjudications: [Adjudication] = []
    private let set: MatchingSet
    private let policy: MatchingPolicy

    init(_ set: MatchingSet, _ policy: MatchingPolicy) {
        self.set = set
        self.policy = policy
        states = Array(repeating: .waiting, count: set.movements.count)
        unallocated = Array(repeating: 0, count: set.movements.count)
        for movement in set.movements { unallocated[Int(movement.id) - 1] = movement.unallocated }
        outstanding = set.invoices.map(\.outstanding)
        allocated = Array(repeating: 0, count: set.invoices.count)
    }

    /// What the ledger would give matching on the evening of `day`, of the first `count` movements.
    func input(on day: Day, movements count: Int) -> MatchingInput {
        var input = MatchingInput()
        input.policy = policy
        for var item in set.invoices where item.issued <= day {
            item.outstanding = outstanding[Int(item.id) - 1]
            item.isPaidInPart = allocated[Int(item.id) - 1] != 0
            input.append(item)
        }
        for var movement in set.movements.prefix(count) {
            movement.unallocated = unallocated[Int(movement.id) - 1]
            switch states[Int(movement.id) - 1] {
            case .past: continue
            case .decided: input.append(movement)
            case .waiting, .posted: if movement.unallocated != 0 { input.append(movement) }
            }
        }
        for (allocation, booked) in posted { input.append(allocation, booked: booked) }
        input.directDebits = set.directDebits.filter { $0.collected <= day }
        input.adjudications = adjudications
        return input
    }

    /// Posts what matching decided alone.
    mutating func post(_ decision: MatchDecision, booked: Day) {
        apply(decision.allocations, decision.differences, of: decision.movement, booked: booked)
        states[Int(decision.movement) - 1] = .posted
    }

    /// Takes a payment of the time before as settled: no decision that anything could be learned from.
    mutating func settle(_ parts: [MatchingTruth.Part], of movement: Int64, booked: Day) {
        let (allocations, differences) = possible(parts)
        apply(allocations, differences, of: movement, booked: booked)
        states[Int(movement) - 1] = .past
    }

    /// Books a person's decision; what it frees of the movement stays open, unless it is nobody's invoice.
    mutating func decide(_ decision: Adjudication, booked: Day) {
        apply(decision.allocations, decision.differences, of: decision.movement, booked: booked)
        if decision.verdict == .unrelated { unallocated[Int(decision.movement) - 1] = 0 }
        states[Int(decision.movement) - 1] = .decided
        adjudications.append(decision)
    }

    /// What of the parts can be booked: never more than is open of an invoice.
    func possible(_ parts: [MatchingTruth.Part]) -> (
        allocations: [Allocation], differences: [NamedDifference]
    ) {
        var allocations: [Allocation] = []
        var differences: [NamedDifference] = []
        for part in parts {
            let open = outstanding[Int(part.invoice) - 1]
            // Money that goes back opens the invoice again.
            let isReturn = (part.cents < 0) != (set.invoices[Int(part.invoice) - 1].payable < 0)
            let cents = isReturn ? part.cents : part.cents < 0 ? max(part.cents, open) : min(part.cents, open)
            guard cents != 0 else { continue }
            allocations.append(Allocation(invoice: part.invoice, amount: cents))
            let writeOff = min(part.writeOff, open - cents)
            guard writeOff > 0, let kind = Self.differenceKinds[part.writeOffKind] else { continue }
            differences.append(NamedDifference(kind: kind, invoice: part.invoice, amount: writeOff))
        }
        return (allocations.sorted { $0.invoice < $1.invoice }, differences)
    }

    /// The truth's words for why an invoice is closed with less.
    private static let differenceKinds: [String: NamedDifference.Kind] = [
        "cents": .cents, "discount": .discount, "fee": .fee, "irpf": .withholding, "retention": .retention,
    ]

    private mutating func apply(
        _ allocations: [Allocation], _ differences: [NamedDifference], of movement: Int64, booked: Day
    ) {
        for allocation in allocations {
            outstanding[Int(allocation.invoice) - 1] -= allocation.amount
            allocated[Int(allocation.invoice) - 1] += allocation.amount
            unallocated[Int(movement) - 1] -= allocation.amount
            posted.append(
                (
                    PostedAllocation(
                        movement: movement, invoice: allocation.invoice, amount: allocation.amount), booked
                ))
        }
        for difference in differences { outstanding[Int(difference.invoice) - 1] -= difference.amount }
    }
}
