internal import Domain
internal import Support

/// How each behaviour goes, from the day on which the invoice is due or first seen.
extension SimulatedWorld {
    mutating func tell(_ index: Int, from start: Int) {
        let invoice = invoices[index]
        let late = start + 1 + chance.below(40)
        switch invoice.behaviour {
        case .inTime: pay(index, on: max(invoice.issued + 1, invoice.due - chance.below(10)))
        case .late: pay(index, on: late)
        case .veryLate: pay(index, on: start + 25 + chance.below(60))
        case .nameOnly: payByName(index, on: invoice.due - 5 + chance.below(30))
        case .parts:
            let first = invoice.amount * Int64(20 + chance.below(60)) / 100
            let night = max(invoice.issued + 1, invoice.due - 5) + chance.below(20)
            pay(index, first, on: night, text: "A CUENTA FACTURA \(invoice.number)")
            pay(
                index, invoice.amount - first, on: night + 10 + chance.below(30),
                text: "RESTO FACTURA \(invoice.number)")
        case .thirdParty: payByStranger(index, on: late, text: "PAGO FACTURA \(invoice.number)")
        case .thirdPartyWithoutNumber: payByStranger(index, on: late, text: "TRANSFERENCIA")
        case .never, .together: break
        case .wrongNumber: pay(index, on: late, text: "PAGO FACTURA \(misspelt(invoice.number))")
        case .shortPaid: pay(index, invoice.amount - 1_250, on: late)
        case .promiseKept, .promiseBroken: promise(index, on: late)
        case .planKept, .planBroken: plan(index, on: late)
        case .disputeSettled, .disputeForever: dispute(index, on: start + 3 + chance.below(70))
        case .insolvent: blockCustomer(of: index, "concurso", on: start + 5 + chance.below(70))
        case .deceased: blockCustomer(of: index, "fallecido", on: start + 5 + chance.below(70))
        case .held: hold(index, on: late)
        case .beforeMissingStatement:
            if let outage = calendar.nextOutage(after: start) {
                pay(index, on: outage.night + chance.below(3), account: outage.account)
            }
        case .directDebit, .directDebitReturned, .directDebitReturnedThenPaid: collectLater(index)
        }
    }

    private mutating func pay(
        _ index: Int, _ amount: Int64? = nil, on night: Int, account: Int? = nil, text: String? = nil
    ) {
        let invoice = invoices[index]
        let customer = customers[invoice.customer]
        book(
            [(index, amount ?? invoice.amount)], on: night, account: account,
            payer: customer.name.uppercased(), payerAccount: customer.iban,
            text: text ?? "PAGO FACTURA \(invoice.number)")
    }

    private mutating func payByName(_ index: Int, on night: Int) {
        let invoice = invoices[index]
        let customer = customers[invoice.customer]
        book(
            [(index, invoice.amount)], on: max(night, invoice.issued + 1), payer: customer.name.uppercased(),
            payerAccount: chance.below(2) == 0 ? customer.iban : "", text: "TRANSFERENCIA A SU FAVOR")
    }

    /// Several invoices by one transfer; every other payer lists their numbers.
    mutating func payTogether(_ indexes: [Int], on night: Int) {
        let customer = customers[invoices[indexes[0]].customer]
        let numbers = indexes.map { invoices[$0].number }.joined(separator: " Y ")
        book(
            indexes.map { ($0, invoices[$0].amount) }, on: max(night, invoices[indexes[0]].issued + 1),
            payer: customer.name.uppercased(), payerAccount: customer.iban,
            text: chance.below(2) == 0 ? "FACTURAS \(numbers)" : "PAGO FACTURAS")
    }

    /// Its last two digits in the other order: often another customer's number.
    private func misspelt(_ number: String) -> String {
        number.dropLast(2) + String(number.suffix(2).reversed())
    }

    private mutating func payByStranger(_ index: Int, on night: Int, text: String) {
        book(
            [(index, invoices[index].amount)], on: night, payer: "GESTORIA \(index % 40) INTEGRAL SL",
            text: text)
    }

    private mutating func promise(_ index: Int, on night: Int) {
        let until = night + 5 + chance.below(15)
        state(
            SimulatedFact(
                night: night, subject: invoices[index].number, decision: "promesa", until: until))
        // The usual days of grace are three.
        invoices[index].blocks.append(.init(kind: "promise", nights: night...until + 3))
        if invoices[index].behaviour == .promiseKept { pay(index, on: until - chance.below(4)) }
    }

    private mutating func plan(_ index: Int, on night: Int) {
        let amount = invoices[index].amount
        let dues = [night + 10, night + 40, night + 70]
        let parts = [amount / 3, amount / 3, amount - amount / 3 * 2]
        state(
            SimulatedFact(
                night: night, subject: invoices[index].number, decision: "plan de pagos",
                instalments: zip(dues, parts).map { (due: $0, amount: $1) }))
        let paid = invoices[index].behaviour == .planKept ? 3 : chance.below(3)
        for instalment in 0..<paid {
            pay(
                index, parts[instalment], on: dues[instalment] - chance.below(4),
                text: "PLAZO \(instalment + 1) FACTURA \(invoices[index].number)")
        }
        // Broken after the days of grace of the first instalment that does not come.
        invoices[index].blocks.append(
            .init(kind: "plan", nights: night...(paid == 3 ? dues[2] : dues[paid] + 3)))
    }

    private mutating func dispute(_ index: Int, on night: Int) {
        let subject = invoices[index].number
        state(SimulatedFact(night: night, subject: subject, decision: "disputa"))
        var end = Int.max
        if invoices[index].behaviour == .disputeSettled {
            end = night + 10 + chance.below(40)
            state(SimulatedFact(night: end, subject: subject, decision: "disputa resuelta"))
            if chance.below(2) == 0 { pay(index, on: end + 5 + chance.below(20)) }
        }
        invoices[index].blocks.append(.init(kind: "dispute", nights: night...end - 1))
    }

    private mutating func blockCustomer(of index: Int, _ decision: String, on night: Int) {
        let customer = invoices[index].customer
        state(SimulatedFact(night: night, subject: customers[customer].taxId, decision: decision))
        customerBlocks[customer, default: []].append(.init(kind: decision, nights: night...Int.max - 1))
    }

    private mutating func hold(_ index: Int, on night: Int) {
        let until = night + 10 + chance.below(30)
        state(
            SimulatedFact(
                night: night, subject: invoices[index].number, decision: "suspendida", until: until))
        invoices[index].blocks.append(.init(kind: "hold", nights: night...until))
    }

    /// Collected on the due day in a batch; some come back after ten days, and half of those are paid then.
    private mutating func collectLater(_ index: Int) {
        let invoice = invoices[index]
        collections[invoice.due, default: []].append(index)
        guard invoice.behaviour != .directDebit else { return }
        book(
            [(index, -invoice.amount)], on: invoice.due + 10, account: 0,
            text: "DEVOLUCION RECIBO \(invoice.number)",
            batch: batchName(invoice.due), endToEnd: endToEnd(index))
        if invoice.behaviour == .directDebitReturnedThenPaid {
            pay(index, on: invoice.due + 12 + chance.below(60))
        }
    }

    func endToEnd(_ index: Int) -> String { "E2E-\(index + 1)" }
}
