extension Settlement {
    /// Plans invoices that were written for a trap; false for all others.
    mutating func planPurpose(_ invoice: Int, _ chance: inout Chance) -> Bool {
        let key = Int32(truncatingIfNeeded: invoice)
        guard let kind = invoicing.purposes[key], let partner = invoicing.partners[key] else { return false }
        let later = max(Int(book.issued[invoice]), Int(book.issued[Int(partner)]))
        var shared = Chance(seed, .trap, min(invoice, Int(partner)))
        let together = later + delay(&shared)
        let reference = reference(for: kind, &chance)
        switch kind {
        case .twin: add(kind, reference, day: together, subject: invoice)
        case .lookalikeTypo: add(kind, reference, day: later + 1 + chance.below(4), subject: invoice)
        case .homonymEqual, .lookalike:
            // Most of them while the other is open too.
            if chance.below(100) < 85 {
                add(kind, reference, day: later + 1 + delay(&chance) / 2, subject: invoice)
            }
        default: return false
        }
        return true
    }

    /// What the texts of a kind are like, where they are always alike.
    func wildReference(for kind: Kind, _ chance: inout Chance) -> Reference? {
        switch kind {
        case .textTaxId: .taxId
        case .textAccount: .account
        case .parent, .spouse: chance.below(2) == 0 ? .thirdListed : .customerNamed
        case .agent, .agencyListed: .thirdListed
        case .accountMoved, .listShort, .listRange, .listWords: .clean
        case .prepayment: .name
        case .strayPhone, .strayOrder, .strayDelivery, .strayDate, .strayContract: .stray
        case .paidNumber, .lookalikeTypo: .mistaken
        case .lookalike: chance.below(2) == 0 ? .clean : .thirdListed
        case .twin: chance.pick([Reference.name, .name, .nameTruncated, .none])
        case .homonymEqual: chance.pick([.name, .name, .nameTruncated, .clean])
        default: nil
        }
    }

    mutating func planForeignCurrency(_ invoice: Int, _ chance: inout Chance) {
        let kind = customers[Int(book.customer[invoice])].currency == .dollar ? Kind.dollars : .pounds
        planOne(invoice, kind, &chance)
    }

    /// Leaves an invoice with the gestoría of its customer, or with the collection agency, until some have
    /// gathered.
    mutating func queue(_ invoice: Int, _ kind: Kind) {
        let place =
            kind == .agencyListed ? 0 : 1 + Agents.index(of: Int(book.customer[invoice]), queues.count - 1)
        queues[place].append(invoice)
        var chance = Chance(seed, .trap, 2_000_000_000 + invoice)
        let enough = kind == .agencyListed ? chance.between(3, 8) : chance.between(1, 4)
        if queues[place].count >= enough { flush(place) }
    }

    mutating func flushQueues() {
        for place in queues.indices where !queues[place].isEmpty { flush(place) }
    }

    private mutating func flush(_ place: Int) {
        let invoices = queues[place]
        queues[place] = []
        guard let last = invoices.last else { return }
        var chance = Chance(seed, .trap, 3_000_000_000 + last)
        let day = Int(book.issued[last]) + delay(&chance)
        add(place == 0 ? .agencyListed : .agent, .thirdListed, day: day, subject: groups.append(invoices))
    }
}

/// Who pays for several customers.
enum Agents {
    /// The gestoría of a customer.
    static func index(of customer: Int, _ count: Int) -> Int { customer &* 7_919 % max(1, count) }

    /// A payer that is always the same for the same number.
    static func payer(_ number: Int, seed: UInt64, _ name: (inout Chance) -> String) -> Payer {
        var chance = Chance(seed, .third, 4_000_000_000 + number)
        let plain = Names.plain(name(&chance))
        return Payer(printed: plain, plain: plain, base: plain, iban: Customer.account(&chance))
    }
}
