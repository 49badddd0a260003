/// What each kind of payment pays of its invoices.
enum Amounts {
    static func links(
        _ event: Event, book: InvoiceBook, open: OpenItems, plan: Plan, _ chance: inout Chance
    ) -> [Link] {
        let subject = Int(event.subject)
        switch event.kind {
        case .multiListed, .multiUnlisted, .listShort, .listRange, .listWords, .agent:
            return whole(plan.groups[subject], open)
        case .agencyListed: return lessCommission(whole(plan.groups[subject], open), chance.between(5, 15))
        case .directDebitBatch: return whole(plan.batches[subject], open)
        case .directDebitReturn: return [Link(invoice: subject, cents: -Int(book.total[subject]))]
        case .creditNote:
            let note = book.creditNotes[event.subject].map { Int($0) }
            return whole([subject] + (note.map { [$0] } ?? []), open)
        default: return single(event, book: book, left: Int(open.balance[subject]), &chance)
        }
    }

    private static func whole(_ invoices: [Int], _ open: OpenItems) -> [Link] {
        invoices.filter { open.balance[$0] != 0 }.map { Link(invoice: $0, cents: Int(open.balance[$0])) }
    }

    /// The agency keeps a percentage of every debt.
    private static func lessCommission(_ links: [Link], _ percent: Int) -> [Link] {
        links.map { link in
            let kept = InvoiceBook.rounded(link.cents * percent, 100)
            return Link(invoice: link.invoice, cents: link.cents - kept, writeOff: kept, writeOffKind: "fee")
        }
    }

    private static func single(
        _ event: Event, book: InvoiceBook, left: Int, _ chance: inout Chance
    ) -> [Link] {
        let invoice = Int(event.subject)
        let total = Int(book.total[invoice])
        guard left > 0 else { return [] }
        func lessened(by cents: Int, _ kind: String) -> [Link] {
            guard cents > 0, cents < left else { return [Link(invoice: invoice, cents: left)] }
            return [Link(invoice: invoice, cents: left - cents, writeOff: cents, writeOffKind: kind)]
        }
        switch event.kind {
        case .partial, .instalment:
            if event.part + 1 == event.parts { return [Link(invoice: invoice, cents: left)] }
            return [Link(invoice: invoice, cents: max(1, min(left, part(event, total))))]
        case .discount: return lessened(by: InvoiceBook.rounded(total * 2, 100), "discount")
        case .earlyDiscount:
            return lessened(
                by: InvoiceBook.rounded(total * chance.pick([10, 15, 30, 50]), 1_000), "discount")
        case .retention:
            let kept = InvoiceBook.rounded(Int(book.base[invoice]) * 5, 100)
            return kept < left ? [Link(invoice: invoice, cents: left - kept)] : []
        case .bankFee:
            let fee = chance.pick(Explanations.fees)
            return lessened(by: fee * 4 < left ? fee : 30, "fee")
        case .irpf:
            let isTwice = book.isWithheld[invoice]
            return lessened(by: isTwice ? 0 : InvoiceBook.rounded(Int(book.base[invoice]) * 15, 100), "irpf")
        case .rounding:
            let choice = chance.below(100)
            if choice < 35 { return lessened(by: 0, "") }
            return lessened(by: choice < 52 && left % 100 > 0 ? left % 100 : chance.between(1, 5), "cents")
        default: return [Link(invoice: invoice, cents: left)]
        }
    }

    /// The first parts of a payment in parts.
    private static func part(_ event: Event, _ total: Int) -> Int {
        if event.kind == .instalment { return InvoiceBook.rounded(total, Int(event.parts)) }
        // The same for both parts, and cheap: from the invoice's own number.
        return switch event.subject &* 31 % 4 {
        case 0, 1: InvoiceBook.rounded(total, 2)
        case 2: InvoiceBook.rounded(total * 3, 10)
        default: InvoiceBook.rounded(total, 3)
        }
    }

    /// What is paid beyond the invoice.
    static func excess(_ event: Event, _ link: Link, _ chance: inout Chance) -> Int {
        if event.kind == .rounding { return link.writeOff == 0 ? chance.between(1, 5) : 0 }
        return chance.pick([1, 100, 200, 5_000, link.cents])
    }
}
