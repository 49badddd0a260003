/// Tells the movements of the plan day by day: amounts, texts, payers, and what of them can be known.
struct Teller {
    let seed: UInt64
    let shares: Shares
    let creditor: Creditor
    let calendar: Calendar
    let customers: [Customer]
    let book: InvoiceBook
    let plan: Plan
    let oracle: Oracle
    var open: OpenItems
    /// Invoices issued up to the day that is being told.
    private(set) var issuedCount = 0
    /// The other invoices of traps; invoices that were paid before they were written; per customer, the last
    /// invoice that was closed.
    let partners: [Int32: Int32]
    private var prepaid: Set<Int> = []
    private(set) var lastClosed: [Int32]
    /// Invoices of which nobody can know that they were paid.
    private var undecided: Set<Int> = []
    /// Of traps: invoices whose own payment nobody can tell from their counterpart's.
    private var doubtful: Set<Int> = []

    init(seed: UInt64, shares: Shares, creditor: Creditor, settlement: Settlement, plan: Plan) {
        (self.seed, self.shares, self.creditor, self.plan) = (seed, shares, creditor, plan)
        (calendar, customers, book) = (settlement.calendar, settlement.customers, settlement.book)
        oracle = Oracle(book: book, customers: customers)
        open = OpenItems(invoices: book.count, customers: customers)
        partners = settlement.invoicing.partners
        lastClosed = Array(repeating: -1, count: customers.count)
    }

    /// The day's movements, in their order on the statement.
    mutating func movements(onDay day: Int) -> [Movement] {
        while issuedCount < book.count, Int(book.issued[issuedCount]) <= day {
            if !prepaid.contains(issuedCount) { settle(issuedCount, to: Int(book.total[issuedCount])) }
            issuedCount += 1
        }
        var movements: [Movement] = []
        for event in plan.events(onDay: day) {
            if let movement = movement(of: event) { movements.append(movement) }
        }
        return movements
    }

    func owner(_ invoice: Int) -> Int { Int(book.customer[invoice]) }

    mutating func settle(_ invoice: Int, to cents: Int) { open.set(invoice, of: owner(invoice), to: cents) }

    private mutating func movement(of event: Event) -> Movement? {
        var chance = Chance(
            seed, .movement, Int(event.subject) &* 64 + Int(event.part) * 7 + event.kind.place)
        if event.kind == .prepayment, Int(book.issued[Int(event.subject)]) > day(event) {
            // What the customer owes is agreed; only its number is still missing.
            settle(Int(event.subject), to: total(event))
            prepaid.insert(Int(event.subject))
        }
        guard var movement = bare(event, &chance) else { return nil }
        movement.valueOffset = chance.below(100) < 58 ? 0 : chance.pick([-2, -1, 1, 2])
        switch event.reference {
        case .batch: announceBatch(&movement, Int(event.subject), &chance)
        case .returned: announceReturn(&movement, &chance)
        default: if movement.concept.isEmpty { describe(&movement, event, &chance) }
        }
        if movement.links.isEmpty, isMisleading(movement) { return nil }
        movement.evidence = oracle.evidence(of: movement, open: open, isTable: false)
        movement.tableEvidence = oracle.evidence(of: movement, open: open, isTable: true)
        doubtCounterpart(&movement)
        for link in movement.links {
            settle(link.invoice, to: Int(open.balance[link.invoice]) - link.cents - link.writeOff)
            if open.balance[link.invoice] == 0, link.cents > 0 {
                if Self.isDecided(movement) {
                    lastClosed[owner(link.invoice)] = Int32(truncatingIfNeeded: link.invoice)
                } else {
                    undecided.insert(link.invoice)
                }
            }
        }
        return movement
    }

    /// With and without the payer's account, it can be known what was paid.
    private static func isDecided(_ movement: Movement) -> Bool {
        [movement.evidence, movement.tableEvidence].allSatisfy { $0 == .ref || $0 == .iban || $0 == .name }
    }

    /// A payment of nothing that everything visible makes a payment of something: no fair question.
    private func isMisleading(_ movement: Movement) -> Bool {
        if let about = movement.about, undecided.contains(about) || open.balance[about] != 0 { return true }
        guard movement.kind == .duplicate || movement.kind == .foreignInvoice, !movement.reference.isListed
        else { return false }
        guard let payer = movement.payer else { return open.count(withBalance: movement.amount, .euro) > 0 }
        return oracle.named(payer.base, isCutOff: payer.isCutOff).contains { customer in
            let found = Explanations(book: book, open: open, customer: customer).of(movement.amount, .exact)
            return !found.answers.isEmpty || found.isTooMany
        }
    }

    /// What is left of two equal invoices says nothing where it was not known which of them was paid first.
    private mutating func doubtCounterpart(_ movement: inout Movement) {
        guard movement.kind == .homonymEqual || movement.kind == .twin,
            let invoice = movement.links.first?.invoice
        else { return }
        let isDoubtful =
            partners[Int32(truncatingIfNeeded: invoice)].map { doubtful.contains(Int($0)) } ?? false
        let isWeak = { (evidence: Evidence) in evidence == .amount || evidence == .name }
        if isDoubtful, isWeak(movement.evidence) { movement.evidence = .ambiguous }
        if isDoubtful, isWeak(movement.tableEvidence) { movement.tableEvidence = .ambiguous }
        if movement.tableEvidence == .ambiguous { doubtful.insert(invoice) }
    }

    /// Amount and truth; nil where an earlier movement has left nothing to pay.
    private func bare(_ event: Event, _ chance: inout Chance) -> Movement? {
        switch event.kind {
        case .unrelated: return Strangers.unrelated(event, creditor, &chance, isWild: shares.isWild)
        case .strayEqual, .straySum, .agencyUnlisted, .foreignNumber: return stray(event, &chance)
        case .foreignInvoice: return foreign(event, &chance)
        case .duplicate:
            var movement = Movement(.duplicate, event.reference, amount: total(event), day: Int(event.day))
            movement.currency = customers[owner(Int(event.subject))].currency
            movement.about = Int(event.subject)
            movement.taxId = customers[owner(Int(event.subject))].taxId
            return movement
        default:
            let links = Amounts.links(event, book: book, open: open, plan: plan, &chance)
            guard !links.isEmpty else { return nil }
            let excess =
                event.kind == .overpay || event.kind == .rounding
                ? Amounts.excess(event, links[0], &chance) : 0
            let amount = links.reduce(excess) { $0 + $1.cents }
            guard amount > 0 || event.kind == .directDebitReturn else { return nil }
            var movement = Movement(event.kind, event.reference, amount: amount, day: Int(event.day))
            movement.links = links
            movement.currency = customers[owner(links[0].invoice)].currency
            movement.taxId = customers[owner(links[0].invoice)].taxId
            return movement
        }
    }

    private func total(_ event: Event) -> Int { Int(book.total[Int(event.subject)]) }

    private func day(_ event: Event) -> Int { Int(event.day) }

    /// A payment of somebody else's invoice, or of one from before the set begins.
    private func foreign(_ event: Event, _ chance: inout Chance) -> Movement {
        let base = Price.draw(&chance)
        var movement = Movement(
            .foreignInvoice, event.reference, amount: base + InvoiceBook.rounded(base * 21, 100),
            day: Int(event.day))
        let customer = chance.below(customers.count)
        if chance.below(100) < 58, customers[customer].currency == .euro {
            movement.knownCustomer = customer
            movement.taxId = customers[customer].taxId
        }
        return movement
    }
}

extension Kind {
    /// Its place among all kinds.
    var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
