/// Writes a year of invoices into a book: subscriptions month by month, the rest as trade has it.
struct Invoicing {
    let seed: UInt64
    let shares: Shares
    let calendar: Calendar
    let customers: [Customer]
    var book: InvoiceBook
    /// What an invoice was made for, where that is decided when it is written.
    private(set) var purposes: [Int32: Kind] = [:]
    /// Invoices that one payment will pay, and the group of each.
    var groups: [[Int32]] = []
    /// Of groups that were made for a kind.
    var groupKinds: [Int32: Kind] = [:]
    private(set) var groupOf: [Int32: Int32] = [:]
    /// The other invoice of a trap.
    private(set) var partners: [Int32: Int32] = [:]
    /// Invoices that are to cost what an earlier one does, by their index.
    var ordered: [Int32: (line: InvoiceBook.Line, first: Int32, kind: Kind)] = [:]
    /// Sums of the customers' weights, for drawing one.
    private var weights: [Int] = []
    /// Credit notes to come, by day: the invoice and the percentage of it that is credited.
    private var credits: [[(invoice: Int32, percent: Int)]]
    /// Further invoices of a group to come, by day.
    private var followers: [[(customer: Int32, group: Int32)]]
    private let movements: Int
    /// Of 10,000 invoices that are paid alone, how many are credited in part.
    private var creditShare = 0

    init(
        seed: UInt64, shares: Shares, calendar: Calendar, customers: [Customer], numbering: Numbering,
        count: Int,
        movements: Int
    ) {
        (self.seed, self.shares, self.calendar, self.customers) = (seed, shares, calendar, customers)
        book = InvoiceBook(numbering: numbering, invoices: count + count / 25)
        credits = Array(repeating: [], count: Calendar.invoiceDays)
        followers = Array(repeating: [], count: Calendar.invoiceDays)
        self.movements = movements
        var sum = 0
        for index in customers.indices {
            var chance = Chance(seed, .calendar, index)
            let size = (20 + chance.below(100)) * (20 + chance.below(100)) * (chance.below(250) == 0 ? 10 : 1)
            // A subscriber buys little else.
            sum += customers[index].subscription == nil ? size : size / 40
            weights.append(sum)
        }
    }

    private struct Buyer {
        var customer: Int
        var isSubscription = false
        var group: Int32?
    }

    mutating func writeYear(count: Int) {
        let subscriptions = subscriptionDays()
        let free = max(0, count - subscriptions.reduce(0) { $0 + $1.count })
        // None is started in the last four weeks.
        let groupCount = (shares.listedGroups + shares.unlistedGroups) * movements / 10_000 * 109 / 100
        // A group has 3.4 invoices on average: the first is drawn as all others are.
        let groupShare = groupCount * 10_000 / max(1, free - groupCount * 24 / 10)
        let single = max(1, free - groupCount * 34 / 10)
        creditShare = shares.creditNotes * movements / 10_000 * 12_000 / single
        var written = 0
        for day in 0..<Calendar.invoiceDays {
            var chance = Chance(seed, .order, day)
            let target = free * (day + 1) / Calendar.invoiceDays + chance.below(3)
            var buyers = subscriptions[day].map { Buyer(customer: Int($0), isSubscription: true) }
            buyers += followers[day].map { Buyer(customer: Int($0.customer), group: $0.group) }
            written += followers[day].count
            while written < target {
                let customer = draw(&chance)
                buyers.append(
                    Buyer(customer: customer, group: startGroup(customer, day, groupShare, &chance)))
                written += 1
            }
            chance.shuffle(&buyers)
            write(buyers, day: day, &chance)
        }
    }

    /// The day's invoices, its credit notes among them.
    private mutating func write(_ buyers: [Buyer], day: Int, _ chance: inout Chance) {
        var due = credits[day]
        for buyer in buyers {
            if let credit = due.last, chance.below(buyers.count) < 2 {
                write(credit: credit, day: day)
                due.removeLast()
            }
            write(buyer, day: day)
        }
        for credit in due { write(credit: credit, day: day) }
    }

    /// Now and then a first invoice of a group that is paid at once; the others follow within four weeks.
    private mutating func startGroup(_ customer: Int, _ day: Int, _ share: Int, _ chance: inout Chance)
        -> Int32?
    {
        guard chance.happens(share), day + 28 < Calendar.invoiceDays, customers[customer].currency == .euro
        else { return nil }
        let group = Int32(truncatingIfNeeded: groups.count)
        groups.append([])
        var size = 2
        while size < 12, chance.below(100) < 61 { size += 1 }
        for _ in 1..<size {
            followers[day + 1 + chance.below(27)].append((Int32(truncatingIfNeeded: customer), group))
        }
        return group
    }

    /// Per day, the customers whose subscription is billed on it.
    private func subscriptionDays() -> [[Int32]] {
        var days: [[Int32]] = Array(repeating: [], count: Calendar.invoiceDays)
        for index in customers.indices where customers[index].subscription != nil {
            var chance = Chance(seed, .subscription, index)
            for month in 0..<12 {
                let first = calendar.firstDay(ofMonth: month)
                let length = calendar.firstDay(ofMonth: month + 1) - first
                let day = min(Calendar.invoiceDays - 1, first + chance.below(length))
                days[day].append(Int32(truncatingIfNeeded: index))
            }
            for _ in 0..<shares.extraSubscriptions {
                days[chance.below(Calendar.invoiceDays)].append(Int32(truncatingIfNeeded: index))
            }
        }
        return days
    }

    func draw(_ chance: inout Chance) -> Int {
        let goal = chance.below(weights[weights.count - 1])
        var (low, high) = (0, weights.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if weights[middle] > goal { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private mutating func write(_ buyer: Buyer, day: Int) {
        let index = book.count
        var chance = Chance(seed, .invoice, index)
        let customer = customers[buyer.customer]
        let price = buyer.isSubscription ? customer.subscription : nil
        let tax = chance.weighted([(item: 21, weight: 882), (10, 78), (0, 22), (4, 18)])
        var line = InvoiceBook.Line(
            customer: buyer.customer, day: day, base: price ?? Price.draw(&chance),
            taxPercent: customer.currency != .euro ? 0 : price != nil ? 21 : tax,
            isWithheld: price == nil && customer.currency == .euro && chance.happens(320),
            isSecondYear: calendar.isSecondYear(day), choice: chance.below(100))
        if buyer.group == nil, price == nil, let made = takeOrdered(index, buyer.customer) {
            line = made
            line.day = day
            line.isSecondYear = calendar.isSecondYear(day)
            return book.append(line, isCredit: false)
        }
        book.append(line, isCredit: false)
        let key = Int32(truncatingIfNeeded: index)
        if let group = buyer.group { return join(index, group) }
        guard price == nil, customer.currency == .euro else { return }
        if let purpose = drawPurpose(buyer.customer, &chance) { return plant(purpose, line, &chance) }
        if chance.happens(creditShare), day + 11 < Calendar.invoiceDays {
            credits[day + 1 + chance.below(10)].append((key, chance.pick([5, 10, 10, 25, 50, 20])))
        }
    }

    /// Makes an invoice one of a group.
    mutating func join(_ invoice: Int, _ group: Int32) {
        groupOf[Int32(truncatingIfNeeded: invoice)] = group
        groups[Int(group)].append(Int32(truncatingIfNeeded: invoice))
    }

    /// Sets what an invoice is for, and its counterpart.
    mutating func mark(_ invoice: Int, _ kind: Kind, partner: Int) {
        purposes[Int32(truncatingIfNeeded: invoice)] = kind
        partners[Int32(truncatingIfNeeded: invoice)] = Int32(truncatingIfNeeded: partner)
    }

    private mutating func write(credit: (invoice: Int32, percent: Int), day: Int) {
        let invoice = Int(credit.invoice)
        let note = book.count
        book.append(
            InvoiceBook.Line(
                customer: Int(book.customer[invoice]), day: day,
                base: -(Int(book.base[invoice]) * credit.percent / 100),
                taxPercent: Int(book.taxPercent[invoice]), isWithheld: book.isWithheld[invoice],
                isSecondYear: calendar.isSecondYear(day), choice: 0), isCredit: true)
        book.link(creditNote: note, to: invoice)
    }
}

/// What things cost before tax, in cents.
enum Price {
    static let round = [
        5_000, 7_500, 10_000, 12_000, 15_000, 18_000, 20_000, 25_000, 30_000, 35_000, 50_000, 60_000, 75_000,
        100_000, 120_000, 150_000, 250_000, 300_000,
    ]
    /// Per mille of the other prices, and the price there: counted from the given sets, straight in between.
    private static let steps = [
        (0, 800), (10, 2_014), (50, 4_539), (100, 7_037), (250, 14_932), (500, 33_803), (750, 75_541),
        (900, 157_142), (950, 241_488), (990, 587_069), (999, 1_500_000), (1_000, 3_750_585),
    ]

    static func draw(_ chance: inout Chance) -> Int {
        if chance.happens(3_000) { return chance.pick(round) }
        let place = chance.below(1_000_000)
        var low = steps[0]
        for high in steps.dropFirst() {
            if place < high.0 * 1_000 {
                return low.1 + (high.1 - low.1) * (place - low.0 * 1_000) / ((high.0 - low.0) * 1_000)
            }
            low = high
        }
        return low.1
    }
}
