import Domain

/// The invoices while decisions are being made: what is open of each on the day that is being looked at.
///
/// A movement is judged by what was owed on its booking day, whenever it is looked at: money that came later
/// neither frees nor takes an invoice. So a year read in one night and read night by night give the same.
final class OpenBook {
    let table: InvoiceTable
    /// Invoice numbers as plain capitals and digits.
    private(set) var keyArena = TextArena()
    private(set) var keys: [TextSlice] = []
    /// What changes of an invoice, and what is asked most often, side by side.
    private struct State {
        /// What is open now, minor units.
        var outstanding: Int64
        var issued: Int32
        /// -1 for what asks for no money.
        var currency: Int32
        /// First of the postings of days that are looked at, and the last of their days.
        var later: Int32 = -1
        var lastLater: Int32 = .min
        /// Whether one of them takes a payment back: then it is closed on some days and open on later ones.
        var isReopened = false
    }

    /// Customer by customer: whoever asks for one's open invoices finds them in one place.
    private var states: [State]
    /// Where each item's state stands.
    private let places: [Int32]
    /// Posted minor units by item: what a returned debit can take back.
    private(set) var paid: [Int64]
    private var byCustomer: GroupedRows
    private var byAmount: GroupedRows
    private var amountGroups = RowIndex()
    private var byPayable: GroupedRows
    private var payableGroups = RowIndex()
    /// How often a payment was short of its invoice by so much: what transfers cost this creditor's
    /// customers.
    private var shortfalls: [Int64: Int] = [:]
    /// How often a payment was short of its invoice by a rate of early-payment discount, by tenths of a
    /// percent: the creditor's terms, as its customers use them.
    private var discounts: [Int64: Int] = [:]
    /// Items that are open at an amount which no invoice had from the start.
    private var changed: [Int64: [Int32]] = [:]
    private var indexes: ItemNumbers
    /// Postings of movements booked on the day of the first one that is looked at or later, a chain an item.
    private var later: [(next: Int32, day: Int32, amount: Int64)] = []
    private(set) var delays = PaymentDelays()
    let subsets = SubsetSearch()
    /// How many invoices were issued up to the last day that was asked for.
    private var issuedUntil: (day: Int32, count: Int) = (.min, 0)
    /// The day that is looked at; `Int32.max` means now.
    private(set) var day: Int32 = .max
    /// What was posted and is not learned from yet, by the booking day of its movement: of the ledger, and of
    /// this run.
    private var unlearned: [Lesson] = []
    private var ownUnlearned: [Lesson] = []
    private var learned = 0
    private var ownLearned = 0

    private struct Lesson {
        let booked: Int32
        let item: Int32
        let amount: Int64
    }

    init(_ invoices: consuming InvoiceTable, from firstDay: Int32) {
        invoices.sort()
        table = invoices
        byCustomer = GroupedRows(table.customers, groups: table.customerNumbers.count)
        states = byCustomer.members.map { [table] member in
            let item = Int(member)
            return State(
                outstanding: table.outstanding[item], issued: table.issued[item],
                currency: table.flags[item].contains(.isDead) ? -1 : table.currencies[item])
        }
        var places = [Int32](repeating: 0, count: table.count)
        for (place, item) in byCustomer.members.enumerated() { places[Int(item)] = Int32(place) }
        self.places = places
        paid = Array(repeating: 0, count: table.count)
        byAmount = Self.group(table.outstanding, &amountGroups)
        // Where nothing is paid yet both are the same.
        (byPayable, payableGroups) = (byAmount, amountGroups)
        if table.payable != table.outstanding {
            payableGroups = RowIndex()
            byPayable = Self.group(table.payable, &payableGroups)
        }
        indexes = ItemNumbers(table.ids)
        keys.reserveCapacity(table.count)
        for item in 0..<table.count {
            keys.append(keyArena.add(FoldedText(table.arena[table.numbers[item]]).bytes[...]))
        }
        var touched: [Int] = []
        for posted in table.posted {
            if let item = notePosted(posted, from: firstDay) { touched.append(item) }
        }
        for item in touched { noteEarlierAmounts(item) }
        unlearned.sort { $0.booked < $1.booked }
    }

    /// Looks at a day. What people usually do is learned from the days before it, never from the day itself
    /// or later: so a movement is judged alike whenever it is looked at.
    func turn(to day: Int32) {
        guard day != self.day else { return }
        self.day = day
        while learned < unlearned.count, unlearned[learned].booked < day {
            learn(unlearned[learned])
            learned += 1
        }
        while ownLearned < ownUnlearned.count, ownUnlearned[ownLearned].booked < day {
            learn(ownUnlearned[ownLearned])
            ownLearned += 1
        }
    }

    private func learn(_ lesson: Lesson) {
        let item = Int(lesson.item)
        delays.note(days: Int(lesson.booked - table.issued[item]))
        noteShortfall(lesson.amount, item)
    }

    private static func group(_ amounts: [Int64], _ index: inout RowIndex) -> GroupedRows {
        var groups: [Int32] = []
        groups.reserveCapacity(amounts.count)
        var count: Int32 = 0
        for amount in amounts {
            let key = UInt64(bitPattern: amount)
            let link = index.first(key)
            if link >= 0 {
                groups.append(index.row(link))
            } else {
                index.insert(key, count)
                groups.append(count)
                count += 1
            }
        }
        return GroupedRows(groups, groups: Int(count))
    }

    /// Whether so many invoices up to a day ask for this amount that meeting it proves little.
    func isCommon(_ amount: Int64, until day: Int32) -> Bool {
        let link = payableGroups.first(UInt64(bitPattern: amount))
        guard link >= 0 else { return false }
        let rows = byPayable.rows(Int(payableGroups.row(link)))
        guard rows.count > 2 else { return false }
        if issuedUntil.day != day { issuedUntil = (day, table.issued.partition { $0 > day }) }
        return rows.partition { table.issued[Int($0)] > day } > max(2, issuedUntil.count / Self.commonShare)
    }

    /// Whether the customer is invoiced this amount again and again: then it is the customer's own, however
    /// many others pay the same.
    func isHabitual(_ amount: Int64, customer: Int32, until day: Int32) -> Bool {
        var count = 0
        for row in byCustomer.rows(Int(customer)) {
            if table.issued[Int(row)] > day { break }
            if table.payable[Int(row)] == amount { count += 1 }
            if count >= 3 { return true }
        }
        return false
    }

    /// An amount that more than one invoice in so many asks for is common.
    private static let commonShare = 5000

    /// Whether customers' payments were short by this before.
    func isUsualShortfall(_ amount: Int64) -> Bool { shortfalls[amount, default: 0] >= 3 }

    /// Whether customers took a discount of this rate before.
    func isUsualDiscount(_ short: Int64, of sum: Int64) -> Bool {
        AmountReader.discountRate(short, of: sum).map { discounts[$0, default: 0] >= 3 } ?? false
    }

    private func noteShortfall(_ amount: Int64, _ item: Int) {
        let short = table.payable[item] - amount
        if amount > 0, let rate = AmountReader.discountRate(short, of: table.payable[item]) {
            discounts[rate, default: 0] += 1
        }
        if short > 0, short <= 1500, amount > 0 { shortfalls[short, default: 0] += 1 }
    }

    /// Returns the item where the days that are looked at come before the posting.
    private func notePosted(_ posted: InvoiceTable.Posted, from firstDay: Int32) -> Int? {
        guard let item = index(of: posted.invoice) else { return nil }
        paid[item] += posted.amount
        if posted.amount > 0 {
            unlearned.append(Lesson(booked: posted.booked, item: Int32(item), amount: posted.amount))
        }
        guard posted.booked >= firstDay else { return nil }
        noteTaken(posted.amount, item, posted.booked)
        return item
    }

    /// Everything that was owed of the item on the days before its postings, one after the other.
    private func noteEarlierAmounts(_ item: Int) {
        var postings: [(day: Int32, amount: Int64)] = []
        var link = states[Int(places[item])].later
        while link >= 0 {
            postings.append((later[Int(link)].day, later[Int(link)].amount))
            link = later[Int(link)].next
        }
        var owed = outstanding(item)
        for posting in postings.sorted(by: { ($0.day, $0.amount) > ($1.day, $1.amount) }) {
            owed += posting.amount
            changed[owed, default: []].append(Int32(item))
        }
    }

    private func noteTaken(_ amount: Int64, _ item: Int, _ booked: Int32) {
        let place = Int(places[item])
        later.append((states[place].later, booked, amount))
        states[place].later = Int32(later.count - 1)
        states[place].lastLater = max(states[place].lastLater, booked)
        if amount < 0 { states[place].isReopened = true }
    }

    func index(of invoice: Int64) -> Int? { indexes.item(invoice) }

    func key(_ item: Int) -> ArraySlice<UInt8> { keyArena[keys[item]] }
    func number(_ item: Int) -> String { table.arena.string(table.numbers[item]) }
    func customerKey(_ customer: Int32) -> String { table.customerNumbers.string(customer) }

    /// What is open of the item at the beginning of the day that is looked at.
    func owed(_ item: Int) -> Int64 {
        owed(states[Int(places[item])])
    }

    @inline(__always)
    private func owed(_ state: State) -> Int64 {
        state.lastLater < day ? state.outstanding : owedBefore(state)
    }

    /// What is open now.
    func outstanding(_ item: Int) -> Int64 { states[Int(places[item])].outstanding }

    private func owedBefore(_ state: State) -> Int64 {
        var amount = state.outstanding
        var link = state.later
        while link >= 0 {
            let posting = later[Int(link)]
            if posting.day >= day { amount += posting.amount }
            link = posting.next
        }
        return amount
    }

    /// Whether money of this day or a later one was applied to the item already.
    func isTakenLater(_ item: Int) -> Bool { owed(item) != outstanding(item) }

    /// Open, in the currency, and issued by the day money came in.
    func isOpen(_ item: Int, for payment: Payment) -> Bool {
        isOpen(states[Int(places[item])], payment)
    }

    @inline(__always)
    private func isOpen(_ state: State, _ payment: Payment) -> Bool {
        state.issued <= payment.booked && state.currency == payment.currency && state.currency >= 0
            && owed(state) != 0
    }

    /// Whether the item is a credit note of which nothing is left.
    func isUsedCredit(_ item: Int) -> Bool { table.payable[item] < 0 && owed(item) == 0 }

    /// The customer's items open to this payment, oldest first.
    func open(customer: Int32, for payment: Payment) -> [Int] {
        var found: [Int] = []
        let places = byCustomer.left(Int(customer)) { isGone(states[$0]) }
        for place in places {
            let state = states[place]
            if state.issued > payment.booked { break }
            if isOpen(state, payment) { found.append(Int(byCustomer.members[place])) }
        }
        return found
    }

    /// All items of a customer issued by a day, open or not, oldest first.
    func all(customer: Int32) -> ArraySlice<Int32> { byCustomer.rows(Int(customer)) }

    /// Items open to this payment at exactly `amount`; the oldest `limit` of them.
    func open(amount: Int64, for payment: Payment, limit: Int) -> [Int] {
        var found: [Int] = []
        let link = amountGroups.first(UInt64(bitPattern: amount))
        if link >= 0 {
            byAmount.each(Int(amountGroups.row(link)), isGone: isGone) { row in
                let item = Int(row)
                if table.issued[item] > payment.booked || found.count >= limit { return false }
                if owed(item) == amount, isOpen(item, for: payment) { found.append(item) }
                return true
            }
        }
        for row in changed[amount] ?? [] where found.count < limit {
            let item = Int(row)
            if owed(item) == amount, isOpen(item, for: payment), !found.contains(item) { found.append(item) }
        }
        return found
    }

    /// Closed for good as far as days up to the present one are concerned.
    private func isGone(_ row: Int32) -> Bool { isGone(states[Int(places[Int(row)])]) }

    @inline(__always)
    private func isGone(_ state: State) -> Bool { !state.isReopened && owed(state) == 0 }

    /// Applies a decision.
    func post(_ decision: MatchDecision, booked: Int32) {
        for allocation in decision.allocations {
            apply(allocation.amount, to: allocation.invoice, booked)
            guard allocation.amount > 0, let item = index(of: allocation.invoice) else { continue }
            ownUnlearned.append(Lesson(booked: booked, item: Int32(item), amount: allocation.amount))
        }
        for difference in decision.differences { reduce(difference.amount, of: difference.invoice, booked) }
    }

    private func apply(_ amount: Int64, to invoice: Int64, _ booked: Int32) {
        guard let item = index(of: invoice) else { return }
        paid[item] += amount
        reduce(amount, of: invoice, booked)
    }

    private func reduce(_ amount: Int64, of invoice: Int64, _ booked: Int32) {
        guard let item = index(of: invoice) else { return }
        noteTaken(amount, item, booked)
        states[Int(places[item])].outstanding -= amount
        let rest = outstanding(item)
        guard rest != 0 else { return }
        changed[rest, default: []].append(Int32(item))
        byCustomer.comesBack(Int32(item), group: Int(table.customers[item]))
        let link = amountGroups.first(UInt64(bitPattern: table.outstanding[item]))
        if link >= 0 { byAmount.comesBack(Int32(item), group: Int(amountGroups.row(link))) }
    }
}
