/// Decides how every invoice is paid, and lays the movements out over the days.
struct Settlement {
    let seed: UInt64
    let shares: Shares
    let calendar: Calendar
    let customers: [Customer]
    let book: InvoiceBook
    let invoicing: Invoicing
    var events: [Event] = []
    var groups = Groups()
    /// Invoices that wait for others to be paid with, by who will pay them.
    var queues: [[Int]]
    /// Per month of issue, the invoices that are collected by direct debit.
    private var debits: [[Int]]

    init(seed: UInt64, shares: Shares, invoicing: Invoicing) {
        (self.seed, self.shares, calendar, customers) = (
            seed, shares, invoicing.calendar, invoicing.customers
        )
        (book, self.invoicing) = (invoicing.book, invoicing)
        queues = Array(repeating: [], count: invoicing.customers.count / 60 + 2)
        debits = Array(repeating: [], count: 14)
    }

    /// The plan of a set with about `payments` movements.
    mutating func plan(payments: Int) -> Plan {
        for invoice in 0..<book.count where !book.isCredit[invoice] { plan(invoice) }
        flushQueues()
        let batches = planBatches()
        planStrangers(payments)
        return Plan(events, groups: groups, batches: batches, seed: seed)
    }

    private mutating func plan(_ invoice: Int) {
        var chance = Chance(seed, .settlement, invoice)
        let key = Int32(truncatingIfNeeded: invoice)
        if let group = invoicing.groupOf[key] {
            let members = invoicing.groups[Int(group)]
            if members.first == key {
                planGroup(members.map { Int($0) }, invoicing.groupKinds[group], &chance)
            }
            return
        }
        if planPurpose(invoice, &chance) { return }
        let isSubscription = customers[Int(book.customer[invoice])].subscription != nil
        if chance.happens(isSubscription ? shares.unpaid.subscription : shares.unpaid.trade) { return }
        if book.creditNotes[key] != nil { return planOne(invoice, .creditNote, &chance) }
        let isEuro = customers[Int(book.customer[invoice])].currency == .euro
        if isEuro, chance.happens(isSubscription ? shares.directDebit.subscription : shares.directDebit.trade)
        {
            debits[min(13, calendar.month(Int(book.issued[invoice])))].append(invoice)
            return
        }
        if !isEuro { return planForeignCurrency(invoice, &chance) }
        planOne(
            invoice, chance.weighted(isSubscription ? shares.subscriptionKinds : shares.tradeKinds), &chance)
    }

    private mutating func planGroup(_ invoices: [Int], _ forced: Kind?, _ chance: inout Chance) {
        let groupShare = shares.listedGroups * 10_000 / (shares.listedGroups + shares.unlistedGroups)
        let drawn = chance.happens(groupShare) ? Kind.multiListed : .multiUnlisted
        let kind = forced ?? drawn
        var members = invoices
        guard let last = members.last else { return }
        if forced == nil { chance.shuffle(&members) }
        let day = Int(book.issued[last]) + delay(&chance)
        add(kind, reference(for: kind, &chance), day: day, subject: groups.append(members))
    }

    /// Days from issue to payment: at once, after a month or after two, and now and then much later.
    func delay(_ chance: inout Chance) -> Int {
        let days =
            switch chance.below(100) {
            case 0..<19: chance.below(9)
            case 19..<64: chance.between(24, 38)
            case 64..<94: chance.between(50, 68)
            default: 40 + chance.below(60)
            }
        return chance.below(100) < 4 ? days + chance.below(90) + chance.below(90) : days
    }

    func reference(for kind: Kind, _ chance: inout Chance) -> Reference {
        if let fixed = wildReference(for: kind, &chance) { return fixed }
        while true {
            let reference = chance.weighted(shares.references)
            switch kind {
            case .multiListed: if reference.isListed { return reference }
            case .multiUnlisted: if !reference.isListed && reference != .thirdSilent { return reference }
            default: return reference
            }
        }
    }

    mutating func add(
        _ kind: Kind, _ reference: Reference, day: Int, subject: Int, part: Int = 0, parts: Int = 1
    ) {
        guard day < Calendar.days else { return }
        events.append(
            Event(
                day: Int16(day), kind: kind, reference: reference, part: UInt8(part),
                parts: UInt8(parts), subject: Int32(truncatingIfNeeded: subject)))
    }

    mutating func planOne(_ invoice: Int, _ kind: Kind, _ chance: inout Chance) {
        let issued = Int(book.issued[invoice])
        var day = issued + delay(&chance)
        let reference = reference(for: kind, &chance)
        switch kind {
        case .instalment:
            let parts = chance.pick([3, 4, 6])
            for part in 0..<parts {
                add(kind, reference, day: day, subject: invoice, part: part, parts: parts)
                day += chance.between(28, 33)
            }
        case .partial:
            add(kind, reference, day: day, subject: invoice, part: 0, parts: 2)
            if chance.below(100) < 69 {
                let second = reference == .thirdSilent ? Reference.thirdListed : reference
                add(kind, second, day: day + chance.between(8, 60), subject: invoice, part: 1, parts: 2)
            }
        case .discount:
            add(kind, reference, day: issued + chance.between(1, 9), subject: invoice)
        case .creditNote:
            if let note = book.creditNotes[Int32(truncatingIfNeeded: invoice)] {
                day = max(day, Int(book.issued[Int(note)]) + 1)
            }
            add(kind, reference, day: day, subject: invoice)
        case .agent, .agencyListed: queue(invoice, kind)
        case .prepayment: add(kind, reference, day: max(0, issued - chance.between(1, 15)), subject: invoice)
        case .retention:
            add(kind, reference, day: day, subject: invoice)
            if chance.below(2) == 0 {
                add(.retentionRelease, reference, day: day + chance.between(90, 200), subject: invoice)
            }
        default:
            add(kind, reference, day: day, subject: invoice)
            if kind == .single, chance.happens(shares.duplicate) {
                add(.duplicate, reference, day: day + 1 + chance.below(8), subject: invoice)
            }
        }
    }

    /// Lump credits of direct debits: a month's are collected in the first half of the next.
    private mutating func planBatches() -> Groups {
        var dated: [(day: Int, members: [Int])] = []
        for month in debits.indices where !debits[month].isEmpty {
            var chance = Chance(seed, .calendar, 10_000_000 + month)
            chance.shuffle(&debits[month])
            var left = debits[month][...]
            while !left.isEmpty {
                let size = chance.between(4, 25)
                dated.append(
                    (calendar.firstDay(ofMonth: month + 1) + 1 + chance.below(14), Array(left.prefix(size))))
                left = left.dropFirst(size)
            }
        }
        var batches = Groups()
        for (day, members) in dated {
            let batch = batches.append(members)
            add(.directDebitBatch, .batch, day: day, subject: batch)
            for invoice in members { planReturn(invoice, day) }
        }
        return batches
    }

    private mutating func planReturn(_ invoice: Int, _ day: Int) {
        var chance = Chance(seed, .settlement, 1_000_000_000 + invoice)
        guard chance.happens(shares.returned) else { return }
        let back = day + chance.between(2, 8)
        add(.directDebitReturn, .returned, day: back, subject: invoice)
        if chance.below(100) < 46 {
            let reference = reference(for: .afterReturn, &chance)
            add(.afterReturn, reference, day: back + 3 + chance.below(60), subject: invoice)
        }
    }

    /// Movements that have nothing to do with an invoice, and payments of invoices that are not ours.
    private mutating func planStrangers(_ payments: Int) {
        var chance = Chance(seed, .movement, 0)
        for number in 0..<(shares.unrelated * payments / 10_000) {
            add(.unrelated, .none, day: chance.below(Calendar.invoiceDays + 1), subject: number)
        }
        for number in 0..<(shares.foreign * payments / 10_000) {
            let reference = chance.below(3) < 2 ? Reference.clean : .name
            add(.foreignInvoice, reference, day: chance.below(Calendar.invoiceDays), subject: number)
        }
        for (kind, share) in shares.strangers {
            for number in 0..<(share * payments / 10_000) {
                add(kind, .none, day: chance.between(20, Calendar.invoiceDays - 1), subject: number)
            }
        }
    }
}
