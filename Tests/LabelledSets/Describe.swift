extension Teller {
    /// Payer, text, end-to-end id and codes of a transfer or a cash deposit.
    func describe(_ movement: inout Movement, _ event: Event, _ chance: inout Chance) {
        if describeWild(&movement, event, &chance) { return }
        let owner = owner(of: movement)
        if movement.reference == .none {
            let text = Remittance.cash(&chance)
            movement.lines = [text]
            movement.concept = text
            return
        }
        movement.payer = payer(movement, owner, event, &chance)
        if movement.reference.isListed {
            list(&movement, &chance)
        } else {
            let text = Remittance.silent(&chance)
            movement.lines = text.isEmpty ? [] : [text]
        }
        if let addition = addition(to: movement.kind, &chance), movement.lines.count < 2 {
            movement.lines = [(movement.lines + [addition]).joined(separator: " ")]
        }
        movement.observations = movement.lines.joined(separator: " ")
        if let payer = movement.payer {
            movement.concept = (payer.isCutOff ? "TRANSF. DE " : "TRANSFERENCIA DE ") + payer.plain
        }
        endToEnd(&movement, &chance)
    }

    private func owner(of movement: Movement) -> Customer? {
        if let invoice = movement.links.first?.invoice ?? movement.about { return customers[owner(invoice)] }
        return nil
    }

    private func endToEnd(_ movement: inout Movement, _ chance: inout Chance) {
        let choice = chance.below(100)
        let isClean = movement.reference == .clean || movement.reference == .thirdListed
        if choice >= 70, choice < 85, isClean, movement.links.count < 2 || movement.kind != .creditNote {
            let texts = movement.written.map(\.text)
            let isDisturbed = movement.written.contains { $0.text != book.number($0.invoice).text }
            if !isDisturbed, !texts.isEmpty {
                movement.endToEnd = String(texts.joined(separator: ", ").prefix(35))
            }
            return
        }
        if choice >= 70 { movement.endToEnd = chance.digits(12) }
    }

    /// Whom the statement names: the customer, in one spelling or another, or somebody who pays for it.
    private func payer(
        _ movement: Movement, _ owner: Customer?, _ event: Event, _ chance: inout Chance
    ) -> Payer {
        let isThird = movement.reference == .thirdListed || movement.reference == .thirdSilent
        let showsAccount = chance.happens(shares.accountOnMovement)
        if let fixed = steadyPayer(movement, event) {
            var payer = fixed
            if !showsAccount, movement.kind != .accountMoved { payer.iban = "" }
            return payer
        }
        if isThird || owner == nil {
            if let index = movement.knownCustomer {
                return known(customers[index], movement, showsAccount, &chance)
            }
            var third = Chance(seed, .trap, Int(event.subject))
            let name = isThird ? Strangers.third(for: owner, &third) : Strangers.anyone(&third)
            let account = Customer.account(&third)
            return Payer(printed: name, plain: name, base: name, iban: showsAccount ? account : "")
        }
        guard let owner else { return Payer(printed: "", plain: "", base: "") }
        return known(owner, movement, showsAccount, &chance)
    }

    func known(
        _ customer: Customer, _ movement: Movement, _ showsAccount: Bool, _ chance: inout Chance
    ) -> Payer {
        let iban = showsAccount ? customer.iban : ""
        if movement.reference == .nameTruncated { return cutOff(customer, iban, isReturn: false, &chance) }
        let isMixed = chance.below(100) < 15
        return Payer(
            printed: isMixed ? customer.name : customer.plainName, plain: customer.plainName,
            base: customer.base,
            iban: iban)
    }

    /// 22 characters of the name, its first word sometimes abbreviated.
    private func cutOff(_ customer: Customer, _ iban: String, isReturn: Bool, _ chance: inout Chance) -> Payer
    {
        var text = customer.base
        var saved = 0
        for (long, short) in Names.abbreviations
        where text.contains(long) && !isReturn && chance.below(100) < 60 {
            text.replace(long, with: short, maxReplacements: 1)
            saved = long.utf8.count - short.utf8.count
        }
        var printed = String(text.prefix(22))
        while printed.hasSuffix(" ") { printed.removeLast() }
        let base = String(customer.base.prefix(printed.utf8.count + saved))
        return Payer(printed: printed, plain: printed, base: base, isCutOff: true, iban: iban)
    }

    /// The numbers that the payer lists, as it writes them.
    private func list(_ movement: inout Movement, _ chance: inout Chance) {
        if movement.kind == .foreignInvoice {
            movement.lines = [Remittance.framed(Strangers.foreignNumber(book, &chance), &chance)]
            return
        }
        var invoices =
            movement.links.isEmpty ? movement.about.map { [$0] } ?? [] : movement.links.map(\.invoice)
        if movement.kind == .creditNote, chance.below(2) == 0 { invoices = Array(invoices.prefix(1)) }
        let isMangled =
            movement.reference == .mangled
            || movement.reference == .thirdListed && movement.kind != .lookalike
                && chance.happens(shares.thirdMangled)
        for invoice in invoices {
            let number = book.number(invoice)
            let text = isMangled ? chance.pick(Disturbance.usual).write(number, &chance) : number.text
            movement.written.append(WrittenNumber(text: text, invoice: invoice))
        }
        let texts = movement.written.map(\.text)
        let numbers = Remittance.list(texts, isMangled: isMangled, &chance)
        movement.lines =
            movement.reference == .split
            ? Remittance.torn(numbers, first: texts[0], &chance) : [Remittance.framed(numbers, &chance)]
    }

    func announceBatch(_ movement: inout Movement, _ batch: Int, _ chance: inout Chance) {
        movement.batch = "REM" + padded(batch + 1, 7)
        movement.batchCount = movement.links.count
        let isItemised = chance.happens(shares.itemisedBatch)
        movement.batchItems = isItemised ? movement.links.map(\.invoice) : []
        movement.concept = "REMESA RECIBOS SEPA CORE \(movement.batch)"
        movement.lines = isItemised ? [] : [movement.concept]
        (movement.family, movement.subfamily, movement.bankCode) = ("RDDT", "ESDD", "03 090")
        movement.endToEnd = ""
    }

    func announceReturn(_ movement: inout Movement, _ chance: inout Chance) {
        let reason = chance.weighted(Strangers.returnReasons)
        let invoice = movement.links[0].invoice
        let customer = customers[owner(invoice)]
        let number = book.number(invoice).text
        movement.endToEnd = number
        movement.returnReason = reason.code
        (movement.family, movement.subfamily, movement.bankCode) = ("RDDT", "UPDD", "14 091")
        if chance.below(3) < 2 {
            movement.written = [WrittenNumber(text: number, invoice: invoice)]
            movement.concept = "DEV. RECIBO \(number) \(reason.text)"
            movement.payer = Payer(
                printed: customer.plainName, plain: customer.plainName, base: customer.base,
                iban: customer.iban)
        } else {
            movement.concept = "DEVOLUCION RECIBO \(reason.text)"
            movement.payer = cutOff(customer, customer.iban, isReturn: true, &chance)
        }
        movement.lines = [movement.concept]
        movement.observations = movement.payer?.plain ?? ""
    }
}
