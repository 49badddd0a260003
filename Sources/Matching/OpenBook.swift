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
    /// What is open now, minor units by item.
    private(set) var outstanding: [Int64]
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
    /// Items that are open at an amount which no invoice had from the start.
    private var changed: [Int64: [Int32]] = [:]
    private var indexes = RowIndex()
    /// Postings of movements booked on the day of the first one that is looked at or later, a chain an item.
    private var laterFirst: [Int32] = []
    private var later: [(next: Int32, day: Int32, amount: Int64)] = []
    private(set) var delays = PaymentDelays()
    let subsets = SubsetSearch()
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
        outstanding = table.outstanding
        paid = Array(repeating: 0, count: table.count)
        byCustomer = GroupedRows(table.customers, groups: table.customerNumbers.count)
        byAmount = Self.group(table.outstanding, &amountGroups)
        byPayable = Self.group(table.payable, &payableGroups)
        indexes = RowIndex(capacity: table.count)
        keys.reserveCapacity(table.count)
        for item in 0..<table.count {
            indexes.insert(UInt64(bitPattern: table.ids[item]), Int32(item))
            keys.append(keyArena.add(FoldedText(table.arena[table.numbers[item]]).bytes[...]))
        }
        for posted in table.posted { notePosted(posted, from: firstDay) }
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
        let count = rows.count <= 2 ? rows.count : rows.partition { table.issued[Int($0)] > day }
        let all = table.issued.partition { $0 > day }
        return count > max(2, all / Self.commonShare)
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

    private func noteShortfall(_ amount: Int64, _ item: Int) {
        let short = table.payable[item] - amount
        if short > 0, short <= 1500, amount > 0 { shortfalls[short, default: 0] += 1 }
    }

    private func notePosted(_ posted: InvoiceTable.Posted, from firstDay: Int32) {
        guard let item = index(of: posted.invoice) else { return }
        paid[item] += posted.amount
        if posted.amount > 0 {
            unlearned.append(Lesson(booked: posted.booked, item: Int32(item), amount: posted.amount))
        }
        guard posted.booked >= firstDay else { return }
        noteTaken(posted.amount, item, posted.booked)
        let owedBefore = outstanding[item] + posted.amount
        changed[owedBefore, default: []].append(Int32(item))
    }

    private func noteTaken(_ amount: Int64, _ item: Int, _ booked: Int32) {
        if laterFirst.isEmpty { laterFirst = Array(repeating: -1, count: table.count) }
        later.append((laterFirst[item], booked, amount))
        laterFirst[item] = Int32(later.count - 1)
    }

    func index(of invoice: Int64) -> Int? {
        let link = indexes.first(UInt64(bitPattern: invoice))
        return link < 0 ? nil : Int(indexes.row(link))
    }

    func key(_ item: Int) -> ArraySlice<UInt8> { keyArena[keys[item]] }
    func number(_ item: Int) -> String { table.arena.string(table.numbers[item]) }
    func customerKey(_ customer: Int32) -> String { table.customerNumbers.string(customer) }

    /// What is open of the item at the beginning of the day that is looked at.
    func owed(_ item: Int) -> Int64 {
        guard !laterFirst.isEmpty, day != .max else { return outstanding[item] }
        var amount = outstanding[item]
        var link = laterFirst[item]
        while link >= 0 {
            let posting = later[Int(link)]
            if posting.day >= day { amount += posting.amount }
            link = posting.next
        }
        return amount
    }

    /// Whether money of this day or a later one was applied to the item already.
    func isTakenLater(_ item: Int) -> Bool { owed(item) != outstanding[item] }

    /// Open, in the currency, and issued by the day money came in.
    func isOpen(_ item: Int, for payment: Payment) -> Bool {
        table.issued[item] <= payment.booked && table.currencies[item] == payment.currency
            && !table.flags[item].contains(.isDead) && owed(item) != 0
    }

    /// Whether the item is a credit note of which nothing is left.
    func isUsedCredit(_ item: Int) -> Bool { table.payable[item] < 0 && owed(item) == 0 }

    /// The customer's items open to this payment, oldest first; the first `limit` of them.
    func open(customer: Int32, for payment: Payment, limit: Int = .max) -> [Int] {
        var found: [Int] = []
        byCustomer.each(Int(customer), isGone: isGone) { row in
            let item = Int(row)
            if table.issued[item] > payment.booked || found.count >= limit { return false }
            if isOpen(item, for: payment) { found.append(item) }
            return true
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
    private func isGone(_ row: Int32) -> Bool { owed(Int(row)) == 0 }

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
        outstanding[item] -= amount
        guard outstanding[item] != 0 else { return }
        changed[outstanding[item], default: []].append(Int32(item))
        byCustomer.comesBack(Int32(item), group: Int(table.customers[item]))
        let link = amountGroups.first(UInt64(bitPattern: table.outstanding[item]))
        if link >= 0 { byAmount.comesBack(Int32(item), group: Int(amountGroups.row(link))) }
    }
}

/// Rows by group, ascending in each, with the closed ones at the front skipped for good.
struct GroupedRows {
    private var start: [Int32]
    private var members: [Int32]
    private var from: [Int32]

    init(_ groups: [Int32], groups count: Int) {
        start = Array(repeating: 0, count: count + 1)
        for group in groups { start[Int(group) + 1] += 1 }
        for index in 0..<count { start[index + 1] += start[index] }
        from = Array(start.prefix(count))
        members = Array(repeating: 0, count: groups.count)
        var fill = from
        for (row, group) in groups.enumerated() {
            members[Int(fill[Int(group)])] = Int32(row)
            fill[Int(group)] += 1
        }
    }

    func rows(_ group: Int) -> ArraySlice<Int32> { members[Int(start[group])..<Int(start[group + 1])] }

    /// Calls `body` for the group's rows until it says stop.
    mutating func each(_ group: Int, isGone: (Int32) -> Bool, body: (Int32) -> Bool) {
        let end = start[group + 1]
        while from[group] < end, isGone(members[Int(from[group])]) { from[group] += 1 }
        var index = from[group]
        while index < end, body(members[Int(index)]) { index += 1 }
    }

    /// A row that was closed is open again.
    mutating func comesBack(_ row: Int32, group: Int) {
        var low = Int(start[group])
        var high = Int(start[group + 1])
        while low < high {
            let middle = (low + high) / 2
            if members[middle] < row { low = middle + 1 } else { high = middle }
        }
        from[group] = min(from[group], Int32(low))
    }
}

extension RandomAccessCollection where Index == Int {
    /// How many elements stand before the first one of which `isLater` holds, in a sorted collection.
    func partition(isLater: (Element) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = (low + high) / 2
            if isLater(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low - startIndex
    }
}
