extension Teller {
    /// `1023/24/25`, `1023 A 1027`, `1023 Y 1025`.
    func shortList(_ movement: inout Movement, _ chance: inout Chance) -> String {
        let numbers = movement.links.map { book.number($0.invoice) }
        for (link, number) in zip(movement.links, numbers) {
            movement.written.append(WrittenNumber(text: number.bareCounter, invoice: link.invoice))
        }
        let isFull = chance.below(2) == 0 || book.numbers.style == .alphanumeric
        func shown(_ place: Int) -> String { isFull ? numbers[place].text : numbers[place].bareCounter }
        if isFull {
            movement.written = zip(movement.links, numbers).map {
                WrittenNumber(text: $1.text, invoice: $0.invoice)
            }
        }
        let word = chance.pick(["FRAS ", "FACTURAS ", "PAGO FRAS. ", "PAGO FACTURAS "])
        guard let last = numbers.indices.last, last > 0, movement.kind != .listWords else {
            return word + numbers.indices.map(shown).joined(separator: " Y ")
        }
        if movement.kind == .listRange {
            return chance.below(2) == 0
                ? "\(word)\(shown(0)) A \(shown(last))" : "\(word)DEL \(shown(0)) AL \(shown(last))"
        }
        return word + shown(0) + numbers.dropFirst().map { "/" + $0.counter.suffix(2) }.joined()
    }

    /// A text with a number that is no invoice, though one of somebody else may have it.
    func stray(_ movement: inout Movement, _ chance: inout Chance) -> String {
        var counter = String(1 + chance.below(max(1, issuedCount)))
        for _ in 0..<20 {
            let other = chance.below(max(1, issuedCount))
            guard open.balance[other] > 0, owner(other) != owner(movement.links[0].invoice) else { continue }
            let number = book.number(other)
            counter = chance.below(2) == 0 ? number.counter : number.bareCounter
            break
        }
        movement.strays = [counter]
        switch movement.kind {
        case .strayPhone: return chance.pick(["TEL ", "TLF. ", "EXT. "]) + counter
        case .strayOrder: return chance.pick(["PEDIDO ", "S/PEDIDO N. ", "NUESTRO PEDIDO "]) + counter
        case .strayDelivery: return chance.pick(["ALBARAN ", "ALB. ", "PAGO ALBARAN NUM. "]) + counter
        case .strayContract: return chance.pick(["CONTRATO ", "CONTRATO N. ", "EXPEDIENTE "]) + counter
        default:
            let date = calendar.slashedDay(max(0, movement.day - chance.below(60)))
            let short = date.prefix(6) + date.suffix(2)
            let joined = date.filter { $0 != "/" }
            movement.strays = [joined, String(joined.prefix(4)), String(date.prefix(2))]
            return chance.pick(["VTO. ", "FECHA ", "PAGO ", "RECIBO "])
                + chance.pick([date, String(short), joined])
        }
    }

    /// Names an invoice that is not the one that is paid: one paid before, or one of the same amount.
    func mistake(_ movement: inout Movement, _ invoice: Int, _ chance: inout Chance) {
        let other =
            movement.kind == .lookalikeTypo
            ? partners[Int32(truncatingIfNeeded: invoice)] ?? -1 : lastClosed[owner(invoice)]
        if other < 0 {
            // Nothing to mistake it for: it is written as it should be.
            (movement.kind, movement.reference) = (.single, .clean)
        }
        let text = book.number(other < 0 ? invoice : Int(other)).text
        movement.written = [WrittenNumber(text: text, invoice: invoice)]
        movement.lines = [Remittance.framed(text, &chance)]
    }

    /// Credits that look like payments of open invoices and are not.
    func stray(_ event: Event, _ chance: inout Chance) -> Movement? {
        var movement = Movement(event.kind, .none, amount: 0, day: Int(event.day))
        let invoices = randomOpen(event.kind == .agencyUnlisted ? chance.between(4, 9) : 1, &chance)
        guard let first = invoices.first else { return nil }
        switch event.kind {
        case .strayEqual: strayEqual(&movement, first, &chance)
        case .straySum:
            guard straySum(&movement, owner(first), &chance) else { return nil }
        case .agencyUnlisted:
            let sum = invoices.reduce(0) { $0 + Int(open.balance[$1]) }
            movement.amount = sum - InvoiceBook.rounded(sum * chance.between(5, 15), 100)
            movement.payer = agency
            movement.lines = [
                chance.pick(["LIQUIDACION RECOBROS ", "REMESA COBROS GESTION "]) + chance.digits(4)
            ]
        default:
            let base = Price.draw(&chance)
            movement.amount = base + InvoiceBook.rounded(base * 21, 100)
            let name = Strangers.anyone(&chance)
            movement.payer = Payer(printed: name, plain: name, base: name)
            movement.lines = [
                chance.pick([
                    "ABONO DE NUESTRA FACTURA ", "DEVOLUCION PROVEEDOR S/FRA ", "NUESTRA RECTIFICACION FRA ",
                ])
                    + book.number(first).text
            ]
        }
        movement.observations = movement.lines.joined(separator: " ")
        if movement.concept.isEmpty { movement.concept = "TRANSFERENCIA DE " + (movement.payer?.plain ?? "") }
        return movement
    }

    private func randomOpen(_ count: Int, _ chance: inout Chance) -> [Int] {
        var found: [Int] = []
        for _ in 0..<(60 * count) where found.count < count && issuedCount > 0 {
            let invoice = chance.below(issuedCount)
            let isWhole = open.balance[invoice] > 0 && open.balance[invoice] == book.total[invoice]
            if isWhole, customers[owner(invoice)].currency == .euro, !found.contains(invoice) {
                found.append(invoice)
            }
        }
        return found
    }

    private func strayEqual(_ movement: inout Movement, _ invoice: Int, _ chance: inout Chance) {
        movement.amount = Int(open.balance[invoice])
        if chance.below(3) == 0 {
            let name = Strangers.anyone(&chance)
            movement.payer = Payer(printed: name, plain: name, base: name)
            movement.lines = [
                chance.pick(["DEVOLUCION COMPRA", "ABONO RAPPEL", "DEVOLUCION FIANZA", "INDEMNIZACION"])
            ]
            return
        }
        let text = chance.pick([
            "DEVOLUCION AEAT IVA", "LIQUIDACION TPV COMERCIO " + chance.digits(8), "ABONO SEGURO SINIESTRO",
            "SUBVENCION AYUNTAMIENTO", "INTERESES A SU FAVOR",
        ])
        (movement.concept, movement.lines) = (text, [text])
        (movement.subfamily, movement.bankCode) = ("OTHR", "04 000")
    }

    /// A namesake's credit with the sum of exactly one choice of the customer's open invoices; false where
    /// none is.
    private func straySum(_ movement: inout Movement, _ customer: Int, _ chance: inout Chance) -> Bool {
        let debts = open.invoices(of: customer).filter { open.balance[$0] > 0 }
        guard debts.count > 1 else { return false }
        var chosen = debts
        chance.shuffle(&chosen)
        chosen = Array(chosen.prefix(chance.between(2, 3)))
        movement.amount = chosen.reduce(0) { $0 + Int(open.balance[$1]) }
        let found = Explanations(book: book, open: open, customer: customer).of(movement.amount, .exact)
        guard found.answers.count == 1, !found.isTooMany else { return false }
        let name = customers[customer].plainName
        movement.payer = Payer(
            printed: name, plain: name, base: customers[customer].base,
            iban: chance.below(2) == 0 ? Customer.account(&chance) : "")
        movement.lines = [
            chance.pick([
                "ALQUILER PLAZA GARAJE", "DEVOLUCION PRESTAMO", "FIANZA LOCAL", "VENTA VEHICULO",
                "APORTACION SOCIO",
            ])
        ]
        return true
    }
}
