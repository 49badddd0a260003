internal import Domain
internal import Support

/// The company's whole time, invented at once: what happens does not depend on what the program does, but for
/// the arrival of its formal claims and the accountant's answers.
struct SimulatedWorld {
    let options: SimulationOptions
    let customers: [SimulatedCustomer]
    let calendar: BankCalendar
    var invoices: [SimulatedInvoice] = []
    var movements: [SimulatedMovement] = []
    var facts: [Int: [SimulatedFact]] = [:]
    /// What is about the customer, whatever the invoice.
    var customerBlocks: [Int: [SimulatedInvoice.Block]] = [:]
    /// Invoices that are collected, by night of collection.
    var collections: [Int: [Int]] = [:]
    /// Nights on which money moved, by account.
    private(set) var moving: [Set<Int>] = BankCalendar.accounts.map { _ in [] }
    var chance: SplitMix64

    init(_ options: SimulationOptions) {
        self.options = options
        var chance = SplitMix64(seed: options.seed)
        customers = (0..<options.customers).map { SimulatedCustomer($0, chance: &chance) }
        calendar = BankCalendar(nights: options.nights, chance: &chance)
        self.chance = chance
        invent()
    }

    /// The invoice with a number that the company gave; `nil` for another's.
    func invoice(_ number: String) -> SimulatedInvoice? {
        let index = (Int(number.suffix(6)) ?? 0) - 1
        return invoices.indices.contains(index) && invoices[index].number == number ? invoices[index] : nil
    }

    func day(_ night: Int) -> Day { options.first.adding(days: night) }

    private mutating func invent() {
        for customer in customers {
            if chance.below(3) == 0 { addOpening(customer) }
            for night in 0..<options.nights where chance.below(365) < customer.invoicesAYear {
                let behaviour: Behaviour =
                    customer.paysByDirectDebit
                    ? [.directDebitReturned, .directDebitReturnedThenPaid].randomElement(
                        using: &chance, one: 12, otherwise: .directDebit)
                    : .drawn(Behaviour.shares, chance.below(1_000))
                add(customer, issued: night, due: night + (chance.below(2) == 0 ? 15 : 30), behaviour)
            }
        }
        for night in collections.keys.sorted() { collect(night) }
        for night in 0..<options.nights { addNoise(night) }
        movements.sort { ($0.booked, $0.index) < ($1.booked, $1.index) }
    }

    /// What is open on the first night: some of it overdue for weeks, some for years.
    private mutating func addOpening(_ customer: SimulatedCustomer) {
        let age: Int
        switch chance.below(10) {
        case 0: age = 5 * 365 + chance.below(300)  // beyond every term
        case 1: age = 4 * 365 + chance.below(360)  // a company's term ends within the year
        case 2: age = 2 * 365 + chance.below(360)  // a person's
        default: age = 20 + chance.below(60)
        }
        add(
            customer, issued: -age - 30, due: -age,
            .drawn(Behaviour.openingShares, chance.below(1_000)))
    }

    private mutating func add(
        _ customer: SimulatedCustomer, issued: Int, due: Int, _ behaviour: Behaviour, twin: Int? = nil
    ) {
        let index = invoices.count
        let amount = chance.below(25) == 0 ? 2_000 + chance.below(3_000) : 5_000 + chance.below(295_000)
        invoices.append(
            SimulatedInvoice(
                index: index, number: "F\(day(issued).civil.year)-\(padded(index + 1, 6))",
                customer: customer.index, issued: issued, due: due, amount: Int64(amount),
                behaviour: behaviour))
        tell(index, from: max(due, 0))
        // Its twin is paid with it.
        if behaviour == .together, twin == nil {
            add(customer, issued: issued, due: due, behaviour, twin: index)
        } else if let twin {
            payTogether([twin, index], on: due - 3 + chance.below(25))
        }
    }

    /// A movement, with the truth written on each of its invoices.
    mutating func book(
        _ parts: [(invoice: Int, amount: Int64)], on night: Int, account: Int? = nil, payer: String = "",
        payerAccount: String = "", text: String, batch: String = "", endToEnd: String = "", sum: Int64? = nil
    ) {
        guard night >= 0 else { return }
        let account = account ?? chance.below(BankCalendar.accounts.count)
        let index = movements.count + 1
        movements.append(
            SimulatedMovement(
                index: index, account: account, booked: night,
                amount: sum ?? parts.reduce(0) { $0 + $1.amount }, payer: payer, payerAccount: payerAccount,
                text: text, parts: parts, batch: batch, endToEnd: endToEnd))
        moving[account].insert(night)
        for part in parts {
            invoices[part.invoice].money.append(
                .init(
                    movement: index, amount: part.amount, booked: night,
                    delivered: calendar.delivered(account: account, booked: night)))
        }
    }

    mutating func state(_ fact: SimulatedFact) { facts[fact.night, default: []].append(fact) }

    /// Wages, suppliers, and now and then a credit that is nobody's.
    private mutating func addNoise(_ night: Int) {
        for _ in 0..<chance.below(3) {
            book(
                [], on: night, payer: "PROVEEDOR \(chance.below(30))", text: "RECIBO SUMINISTROS",
                sum: -Int64(1_000 + chance.below(90_000)))
        }
        if chance.below(15) == 0 {
            book(
                [], on: night, payer: "AGENCIA TRIBUTARIA", text: "DEVOLUCION TRIBUTOS",
                sum: Int64(1_000 + chance.below(90_000)))
        }
    }

    private mutating func collect(_ night: Int) {
        let collected = collections[night] ?? []
        let batch = batchName(night)
        book(
            collected.map { (invoice: $0, amount: invoices[$0].amount) }, on: night, account: 0,
            text: "REMESA \(batch)", batch: batch)
    }

    func batchName(_ night: Int) -> String { "REMESA-\(padded(night, 4))" }
}

extension [Behaviour] {
    /// Any of them in one case of so many.
    fileprivate func randomElement(
        using chance: inout SplitMix64, one cases: Int, otherwise usual: Behaviour
    ) -> Behaviour {
        chance.below(cases) == 0 ? self[chance.below(count)] : usual
    }
}
