extension Oracle {
    /// What the numbers in a text come to.
    enum Listed {
        case clear
        /// The invoices that an unclear number can also mean.
        case unclear([Int])
    }

    /// Whether every number can mean only its own invoice; one that cannot be read may follow from the
    /// others.
    func listed(_ movement: Movement, _ candidates: Candidates?, _ open: OpenItems) -> Listed {
        var unclear: [WrittenNumber] = []
        var rivals: [Int] = []
        for written in movement.written {
            switch reading(written, movement, candidates, open) {
            case .clear: break
            case .unclear(let others):
                unclear.append(written)
                rivals += others
            }
        }
        if unclear.isEmpty { return .clear }
        guard unclear.count == 1, movement.written.count > 1 else { return .unclear(rivals) }
        return followsFromRest(unclear[0].invoice, movement, open) ? .clear : .unclear(rivals)
    }

    private func reading(
        _ written: WrittenNumber, _ movement: Movement, _ candidates: Candidates?, _ open: OpenItems
    ) -> Listed {
        let today = Int16(movement.day)
        let readings = reader.readings(written.text).filter {
            book.issued[$0] <= today || $0 == written.invoice
        }
        if readings == [written.invoice] { return .clear }
        let digits = reader.digits(written.text)
        let isOnly = movement.written.count == 1
        if readings.contains(written.invoice) {
            let fitting = readings.filter { fits($0, movement, candidates, open, isOnly: isOnly) }
            return fitting == [written.invoice] ? .clear : .unclear(readings)
        }
        if !readings.isEmpty { return .unclear(readings) }
        if let candidates {
            let near = candidates.customers.flatMap { open.invoices(of: $0) }
                .filter { reader.isNear(digits, $0) }
            return near == [written.invoice] ? .clear : .unclear(near)
        }
        let near = neighbours(digits).filter {
            book.issued[$0] <= today && Int(open.balance[$0]) == movement.amount
        }
        return near == [written.invoice] && isOnly ? .clear : .unclear(near)
    }

    /// Whether payer or amount speak for one of several readings.
    private func fits(
        _ invoice: Int, _ movement: Movement, _ candidates: Candidates?, _ open: OpenItems, isOnly: Bool
    ) -> Bool {
        guard open.balance[invoice] != 0 else { return false }
        if let candidates { return candidates.customers.contains(Int(book.customer[invoice])) }
        return isOnly && Int(open.balance[invoice]) == movement.amount
    }

    /// All invoices from whose counter one slip leads to these digits.
    private func neighbours(_ digits: String) -> [Int] {
        guard book.numbers.style != .alphanumeric else { return [] }
        let characters = Array(digits)
        var texts: [String] = []
        for place in 0...characters.count {
            for digit in "0123456789" {
                texts.append(String(characters[..<place]) + String(digit) + String(characters[place...]))
            }
        }
        for place in characters.indices.dropLast() {
            var swapped = characters
            swapped.swapAt(place, place + 1)
            texts.append(String(swapped))
        }
        var found: [Int] = []
        for counter in texts.compactMap({ Int($0) }) {
            for series in book.numbers.seriesInUse {
                guard let invoice = book.numbers.invoice(counter: counter, series: series) else { continue }
                if !found.contains(invoice) { found.append(invoice) }
            }
        }
        return found
    }

    /// What the clear numbers leave of the amount is exactly one open invoice of their customers.
    private func followsFromRest(_ invoice: Int, _ movement: Movement, _ open: OpenItems) -> Bool {
        let clear = movement.written.map(\.invoice).filter { $0 != invoice }
        let left = movement.amount - clear.reduce(0) { $0 + Int(open.balance[$1]) }
        var owners: [Int] = []
        for owner in clear.map({ Int(book.customer[$0]) }) where !owners.contains(owner) {
            owners.append(owner)
        }
        let fitting = owners.flatMap { open.invoices(of: $0) }
            .filter { Int(open.balance[$0]) == left && !clear.contains($0) }
        return fitting == [invoice]
    }
}
