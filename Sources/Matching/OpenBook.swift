import Domain

/// The invoices while decisions are being made: what is open of each, and which are open at an amount.
struct OpenBook {
    let items: [OpenItem]
    /// Outstanding minor units by item index.
    private(set) var outstanding: [Int64]
    private let indexById: [Int64: Int]
    private var openByCustomer: [String: OpenList] = [:]
    private var openByAmount: [Int64: OpenList] = [:]
    /// Credits that nobody has decided yet, by the customer they seem to come from and their amount.
    private var waiting: [WaitingKey: [WaitingCredit]] = [:]
    /// Posted minor units by item index: what a returned debit can take back.
    private(set) var paid: [Int: Int64] = [:]

    init(items: consuming [OpenItem], posted: [PostedAllocation]) {
        var ordered = items
        ordered.sort { ($0.issued, $0.number, $0.id) < ($1.issued, $1.number, $1.id) }
        self.items = ordered
        outstanding = ordered.map(\.outstanding)
        var byId: [Int64: Int] = [:]
        for (index, item) in ordered.enumerated() { byId[item.id] = index }
        indexById = byId
        for index in ordered.indices where isClaimable(index) {
            openByCustomer[ordered[index].customer, default: OpenList()].insert(index)
            openByAmount[outstanding[index], default: OpenList()].insert(index)
        }
        for allocation in posted {
            if let index = byId[allocation.invoice] { paid[index, default: 0] += allocation.amount }
        }
    }

    func index(of invoice: Int64) -> Int? { indexById[invoice] }

    /// Whether money can be applied to the item at all.
    private func isClaimable(_ index: Int) -> Bool {
        outstanding[index] != 0 && items[index].kind != .copy && items[index].kind != .cancelled
    }

    /// Open, in the currency, and issued by the day money came in.
    func isOpen(_ index: Int, for movement: Movement) -> Bool {
        isClaimable(index) && items[index].currency == movement.currency
            && items[index].issued <= movement.entry.booked
    }

    /// Whether the item is a credit note of which nothing is left.
    func isUsedCredit(_ index: Int) -> Bool { items[index].payable < 0 && outstanding[index] == 0 }

    /// The customer's items open to this movement, oldest first.
    func open(customer: String, for movement: Movement) -> [Int] {
        openByCustomer[customer]?.indexes.filter { isOpen($0, for: movement) } ?? []
    }

    /// Items open to this movement at exactly `amount`, oldest first; the first `limit` of them.
    func open(amount: Int64, for movement: Movement, limit: Int = .max) -> [Int] {
        var found: [Int] = []
        for index in openByAmount[amount]?.indexes ?? [] {
            // Oldest first: what follows was issued later still.
            if found.count >= limit || items[index].issued > movement.entry.booked { break }
            if outstanding[index] == amount, isOpen(index, for: movement) { found.append(index) }
        }
        return found
    }

    /// Whether exactly one item is open to this movement at exactly `amount`.
    func isOnlyOne(at amount: Int64, for movement: Movement) -> Bool {
        open(amount: amount, for: movement, limit: 2).count == 1
    }

    /// Applies a decision.
    mutating func post(_ decision: MatchDecision) {
        for allocation in decision.allocations {
            guard let index = indexById[allocation.invoice] else { continue }
            let before = outstanding[index]
            outstanding[index] -= allocation.amount
            paid[index, default: 0] += allocation.amount
            file(index, from: before)
        }
    }

    /// Puts an item whose open amount changed where it is found now.
    private mutating func file(_ index: Int, from before: Int64) {
        let now = outstanding[index]
        guard now != before else { return }
        let customer = items[index].customer
        if isClaimable(index) {
            openByCustomer[customer, default: OpenList()].insert(index)
            openByAmount[now, default: OpenList()].insert(index)
        } else if var list = openByCustomer.removeValue(forKey: customer) {
            list.noteLeaver { outstanding[$0] != 0 }
            openByCustomer[customer] = list
        }
        if var list = openByAmount.removeValue(forKey: before) {
            list.noteLeaver { outstanding[$0] == before }
            openByAmount[before] = list
        }
    }

    /// Notes a credit that stays undecided: it may be the payment of something that a later one names again.
    mutating func wait(_ movement: Movement, _ reading: Reading) {
        let credit = WaitingCredit(
            booked: movement.entry.booked, items: reading.references.map(\.item), words: reading.unexplained)
        for customer in reading.payer.customers {
            waiting[WaitingKey(customer: customer, amount: movement.unallocated), default: []].append(credit)
        }
    }

    /// Whether an undecided credit of this amount may already have paid one of the items, so that one more
    /// payment is perhaps a second one: it seems to name it, or there are as many such credits as open items
    /// of the amount, or, for a number that was not read whole, there is one at all.
    func mayBePaidAlready(
        _ candidates: [Int], customer: String, amount: Int64, isWhole: Bool, for movement: Movement
    ) -> Bool {
        let credits = (waiting[WaitingKey(customer: customer, amount: amount)] ?? []).filter { credit in
            candidates.contains { items[$0].issued <= credit.booked }
        }
        if credits.isEmpty { return false }
        if !isWhole { return true }
        let equal = open(customer: customer, for: movement).filter { outstanding[$0] == amount }
        if !equal.isEmpty, credits.count >= equal.count { return true }
        return credits.contains { credit in candidates.contains { credit.seemsToName($0, items[$0].number) } }
    }

    private struct WaitingCredit {
        let booked: Day
        let items: [Int]
        let words: [[UInt8]]

        func seemsToName(_ item: Int, _ number: String) -> Bool {
            if items.contains(item) { return true }
            let key = FoldedText(number).bytes
            return words.contains {
                key.suffix($0.count).elementsEqual($0) || typingDistance($0, key, limit: 2) <= 2
            }
        }
    }

    private struct WaitingKey: Hashable {
        let customer: String
        let amount: Int64
    }
}

/// Item indexes in ascending order. Leavers stay until half of the list has left, so that joining, leaving
/// and reading cost the same for ten and for a hundred thousand equal amounts; readers check what they
/// find.
private struct OpenList {
    private(set) var indexes: [Int] = []
    private var leavers = 0

    /// Adds an index unless it is there.
    mutating func insert(_ index: Int) {
        guard let last = indexes.last, last >= index else { return indexes.append(index) }
        var low = 0
        var high = indexes.count
        while low < high {
            let middle = (low + high) / 2
            if indexes[middle] < index { low = middle + 1 } else { high = middle }
        }
        if indexes[low] != index { indexes.insert(index, at: low) }
    }

    /// Counts one that left, and sweeps when most have.
    mutating func noteLeaver(stays: (Int) -> Bool) {
        leavers += 1
        guard leavers > 8, leavers * 2 > indexes.count else { return }
        indexes.removeAll { !stays($0) }
        leavers = 0
    }
}
