import Domain

/// The invoices while decisions are being made: what is open of each, and which are open at an amount.
struct OpenBook {
    let items: [OpenItem]
    /// Outstanding minor units by item index.
    private(set) var outstanding: [Int64]
    private let indexById: [Int64: Int]
    private let indexesByCustomer: [String: [Int]]
    /// Items that were open at an amount when last looked at; checked again on use.
    private var indexesByAmount: [Int64: [Int]] = [:]
    /// Credits that nobody has decided yet, by the customer they seem to come from and their amount.
    private var waiting: [WaitingKey: [WaitingCredit]] = [:]
    /// Posted minor units by item index: what a returned debit can take back.
    private(set) var paid: [Int: Int64] = [:]

    init(items: [OpenItem], posted: [PostedAllocation]) {
        let ordered = items.sorted { ($0.issued, $0.number, $0.id) < ($1.issued, $1.number, $1.id) }
        self.items = ordered
        outstanding = ordered.map(\.outstanding)
        var byId: [Int64: Int] = [:]
        var byCustomer: [String: [Int]] = [:]
        for (index, item) in ordered.enumerated() {
            byId[item.id] = index
            byCustomer[item.customer, default: []].append(index)
        }
        indexById = byId
        indexesByCustomer = byCustomer
        for index in ordered.indices where isClaimable(index) { remember(index) }
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
        (indexesByCustomer[customer] ?? []).filter { isOpen($0, for: movement) }
    }

    /// Items open to this movement at exactly `amount`, oldest first.
    func open(amount: Int64, for movement: Movement) -> [Int] {
        (indexesByAmount[amount] ?? []).filter { outstanding[$0] == amount && isOpen($0, for: movement) }
    }

    /// Applies a decision.
    mutating func post(_ decision: MatchDecision) {
        for allocation in decision.allocations {
            guard let index = indexById[allocation.invoice] else { continue }
            outstanding[index] -= allocation.amount
            paid[index, default: 0] += allocation.amount
            if isClaimable(index) { remember(index) }
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

    private mutating func remember(_ index: Int) {
        let amount = outstanding[index]
        var list = indexesByAmount[amount] ?? []
        guard !list.contains(index) else { return }
        indexesByAmount[amount] = nil
        if let last = list.last, last > index {
            list.insert(index, at: list.firstIndex { $0 > index } ?? list.endIndex)
        } else {
            list.append(index)
        }
        indexesByAmount[amount] = list
    }
}
