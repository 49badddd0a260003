extension Teller {
    /// Texts and payers that only the wild sets have; false where the usual ones will do.
    func describeWild(_ movement: inout Movement, _ event: Event, _ chance: inout Chance) -> Bool {
        guard let invoice = movement.links.first?.invoice, shares.isWild else { return false }
        let customer = customers[owner(invoice)]
        switch movement.reference {
        case .taxId, .account: namedByKey(&movement, customer, invoice, &chance)
        case .customerNamed: namedByText(&movement, customer, event, &chance)
        case .stray:
            movement.payer = known(customer, movement, chance.happens(shares.accountOnMovement), &chance)
            movement.lines = [stray(&movement, &chance)]
        case .mistaken:
            movement.payer = known(customer, movement, chance.happens(shares.accountOnMovement), &chance)
            mistake(&movement, invoice, &chance)
        default:
            switch movement.kind {
            case .listShort, .listRange, .listWords:
                movement.payer = known(customer, movement, chance.happens(shares.accountOnMovement), &chance)
                movement.lines = [shortList(&movement, &chance)]
            case .prepayment:
                movement.payer = known(customer, movement, chance.happens(shares.accountOnMovement), &chance)
                movement.lines = [
                    chance.pick([
                        "ANTICIPO PEDIDO", "PAGO ANTICIPADO", "PAGO PROFORMA", "PAGO A CUENTA PEDIDO",
                    ])
                ]
            default: return false
            }
        }
        finish(&movement)
        return true
    }

    /// The table's texts from what camt has.
    private func finish(_ movement: inout Movement) {
        movement.observations = movement.lines.joined(separator: " ")
        guard let payer = movement.payer else {
            movement.concept = "TRANSFERENCIA A SU FAVOR"
            return
        }
        movement.concept = "TRANSFERENCIA DE " + payer.plain
    }

    /// The customer's tax number or account, and who pays is not printed or is somebody else.
    private func namedByKey(
        _ movement: inout Movement, _ customer: Customer, _ invoice: Int, _ chance: inout Chance
    ) {
        if chance.below(2) == 0 {
            let name = Strangers.third(for: customer, &chance)
            movement.payer = Payer(printed: name, plain: name, base: name)
        }
        if movement.reference == .taxId {
            let id = customer.taxId
            let parted = "\(id.prefix(1))-\(id.dropFirst())"
            movement.lines = [
                chance.pick([
                    "PAGO CLIENTE NIF \(id)", "NIF \(id)", "FACTURA CIF/NIF: \(id)", "\(id) PAGO",
                    "NIF \(parted)",
                ])
            ]
            movement.mentioned = [owner(invoice)]
            return
        }
        var spaced = ""
        for (place, character) in customer.iban.enumerated() {
            if place > 0, place % 4 == 0 { spaced.append(" ") }
            spaced.append(character)
        }
        let iban = chance.below(2) == 0 ? spaced : customer.iban
        movement.lines = [chance.pick(["CTA. ", "PAGO DESDE CUENTA ", "TRASPASO DE "]) + iban]
        // Only accounts that are on invoices tell whose they are.
        if customer.showsAccount {
            (movement.mentioned, movement.mentionEvidence) = ([owner(invoice)], .iban)
        }
    }

    /// Family or a mother company says for whom it pays.
    private func namedByText(
        _ movement: inout Movement, _ customer: Customer, _ event: Event, _ chance: inout Chance
    ) {
        movement.payer = steadyPayer(movement, event)
        if !chance.happens(shares.accountOnMovement) { movement.payer?.iban = "" }
        let words = chance.pick(["POR CUENTA DE ", "PAGO FRA DE ", "PAGO FACTURA CLIENTE ", "EN NOMBRE DE "])
        movement.lines = [words + customer.plainName]
        movement.mentioned = oracle.named(customer.base, isCutOff: false)
    }

    /// Payers that come again: the customer's gestoría, its mother company, its spouse, another customer, the
    /// agency.
    func steadyPayer(_ movement: Movement, _ event: Event) -> Payer? {
        guard shares.isWild, let invoice = movement.links.first?.invoice else { return nil }
        let owner = owner(invoice)
        let customer = customers[owner]
        switch movement.kind {
        case .agent:
            let count = customers.count / 60 + 1
            return Agents.payer(Agents.index(of: owner, count), seed: seed) { chance in
                let surname = chance.pick(Names.surnames)
                return chance.pick([
                    "Gestoría Administrativa \(surname) SLP", "Asesores \(surname) Tributarios SLP",
                ])
            }
        case .agencyListed: return agency
        case .parent:
            return Agents.payer(1_000_000 + owner, seed: seed) { chance in
                let kind = chance.pick(["Grupo", "Corporación", "Inversiones"])
                return "\(kind) \(chance.pick(Names.surnames)) Holding S.A."
            }
        case .spouse:
            return Agents.payer(20_000_000 + owner, seed: seed) { chance in
                Strangers.third(for: customer, isFamily: true, &chance)
            }
        case .accountMoved: return otherCustomer(than: owner, event)
        default: return nil
        }
    }

    var agency: Payer { Agents.payer(0, seed: seed) { _ in "Gestión de Impagados Ibérica SL" } }

    /// A customer whose account is on its own invoices.
    private func otherCustomer(than owner: Int, _ event: Event) -> Payer? {
        var chance = Chance(seed, .trap, 5_000_000_000 + Int(event.subject))
        for _ in 0..<60 {
            let other = chance.below(customers.count)
            guard other != owner, customers[other].showsAccount, customers[other].currency == .euro else {
                continue
            }
            let customer = customers[other]
            return Payer(
                printed: customer.plainName, plain: customer.plainName, base: customer.base,
                iban: customer.iban)
        }
        return nil
    }

    /// What is added to the usual text.
    func addition(to kind: Kind, _ chance: inout Chance) -> String? {
        guard chance.below(2) == 0 else { return nil }
        return switch kind {
        case .retention: "RETENCION GARANTIA"
        case .retentionRelease: chance.pick(["LIBERACION RETENCION", "DEVOLUCION GARANTIA"])
        case .earlyDiscount: "DTO PP"
        default: nil
        }
    }
}
