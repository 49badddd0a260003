extension Invoicing {
    /// What a new invoice is for beyond itself, where anything.
    func drawPurpose(_ customer: Int, _ chance: inout Chance) -> Kind? {
        for (kind, weight) in shares.purposes {
            guard chance.happens(weight) else { continue }
            if kind == .homonymEqual, sibling(of: customer) == nil { continue }
            return kind
        }
        return nil
    }

    /// Somebody else of the customer's name.
    func sibling(of customer: Int) -> Int? {
        let first = customers[customer].namesake
        for other in [first + 1, first + 2, first] where other != customer && other < customers.count {
            if customers[other].namesake == first { return other }
        }
        return nil
    }

    /// Writes or orders the invoices that belong to the trap that the last written one begins.
    mutating func plant(_ kind: Kind, _ line: InvoiceBook.Line, _ chance: inout Chance) {
        let first = book.count - 1
        switch kind {
        case .twin: pair(first, line, with: draw(&chance), kind)
        case .homonymEqual: if let other = sibling(of: line.customer) { pair(first, line, with: other, kind) }
        case .lookalike: order(first, line, at: first + chance.pick([1, 10, 100]), kind)
        case .lookalikeTypo:
            let counter = Int(book.numbers.counters[first])
            let (tens, units) = (counter / 10 % 10, counter % 10)
            if units > tens { order(first, line, at: first + 9 * (units - tens), kind) }
        case .listShort, .listRange, .listWords: list(first, line, kind, &chance)
        default: break
        }
    }

    /// The same invoice to somebody else.
    private mutating func pair(_ first: Int, _ line: InvoiceBook.Line, with other: Int, _ kind: Kind) {
        guard other != line.customer, customers[other].currency == .euro, customers[other].subscription == nil
        else { return }
        var twin = line
        twin.customer = other
        book.append(twin, isCredit: false)
        mark(first, kind, partner: first + 1)
        mark(first + 1, kind, partner: first)
    }

    /// A later invoice will cost the same.
    private mutating func order(_ first: Int, _ line: InvoiceBook.Line, at later: Int, _ kind: Kind) {
        ordered[Int32(truncatingIfNeeded: later)] = (line, Int32(truncatingIfNeeded: first), kind)
    }

    /// The line of an invoice that was ordered earlier, where this customer can have it.
    mutating func takeOrdered(_ index: Int, _ customer: Int) -> InvoiceBook.Line? {
        guard let order = ordered.removeValue(forKey: Int32(truncatingIfNeeded: index)),
            order.line.customer != customer, customers[customer].currency == .euro
        else { return nil }
        var line = order.line
        line.customer = customer
        mark(Int(order.first), order.kind, partner: index)
        if order.kind == .lookalike { mark(index, order.kind, partner: Int(order.first)) }
        return line
    }

    /// Consecutive invoices of one customer, paid at once.
    private mutating func list(
        _ first: Int, _ line: InvoiceBook.Line, _ kind: Kind, _ chance: inout Chance
    ) {
        let size = kind == .listRange ? chance.between(3, 6) : kind == .listShort ? chance.between(3, 4) : 2
        let counter = Int(book.numbers.counters[first])
        if kind == .listShort, counter % 100 + size > 100 || counter < 1_000 { return }
        if book.numbers.style == .alphanumeric, kind != .listWords { return }
        let group = Int32(truncatingIfNeeded: groups.count)
        groups.append([])
        groupKinds[group] = kind
        for member in 0..<size {
            if member > 0 {
                var next = line
                next.base = Price.draw(&chance)
                book.append(next, isCredit: false)
            }
            join(first + member, group)
        }
    }
}
