import Domain

/// Somebody else pays: a relative, a firm of the same group, anybody who quotes the number.
extension Question {
    /// Clear numbers and the exact sum of one customer's invoices, and no other open invoice that could be
    /// meant; of a relative or a firm of the same group also a part or a difference with a name.
    func byThirdParty(_ named: [Hypothesis]) -> Answer? {
        let exact = named.filter { $0.fit.grade == .exact }
        guard let hypothesis = exact.count == 1 ? exact[0] : named.count == 1 ? named[0] : nil,
            let weakest = hypothesis.weakest, hypothesis.unread == 0, !hypothesis.isAmbiguous,
            !mayBePaid(hypothesis), !payerOwes()
        else { return nil }
        let isRelated = isRelated(hypothesis.customer)
        if hypothesis.fit.grade != .exact {
            // What a bank may have kept is no proof: nearly any amount is short by something.
            guard isRelated, hypothesis.items.count == 1, weakest >= .full,
                hypothesis.fit.isCommonlyShort, hypothesis.fit.grade != .fee,
                !hasNeighbour(hypothesis, relatedOnly: false)
            else { return nil }
        }
        // A short number may be anybody's.
        guard hypothesis.items.allSatisfy({ gate.numbers.surprise($0) >= Self.surpriseOfStrangers }) else {
            return nil
        }
        if hypothesis.items.count > 1 {
            let wholes = hypothesis.grades.count { ($0 ?? .counter) >= .full }
            guard weakest >= .full || (wholes > 0 && weakest > .counter) else { return nil }
        } else {
            guard weakest >= .form, !hasNeighbour(hypothesis, relatedOnly: isRelated) else { return nil }
            guard
                reading.payer.isNamed || weakest == .structured
                    || weakest == .full
                        && book.open(amount: payment.amount, for: payment, limit: 2).count == 1
            else { return nil }
        }
        let amount = hypothesis.fit.difference?.rawValue ?? (hypothesis.fit.grade == .exact ? "sum" : "part")
        return Answer(hypothesis: hypothesis, pattern: pattern(weakest, amount, hypothesis))
    }

    private func mayBeMeant(_ customer: Int32) -> Bool {
        hypotheses.payerFits(customer) || isRelated(customer)
    }

    private static var comparedMax: Int { 40 }

    /// Bits that a number must surprise by where nothing but the number speaks for the customer.
    static var surpriseOfStrangers: Int { 9 }

    /// A relative, a firm of the same group, or a payer who a person said paid for the customer.
    private func isRelated(_ customer: Int32) -> Bool {
        gate.memory.hasPaid(for: customer, payment)
            || gate.payers.isRelated(reading.printed, customer: customer)
    }

    /// Whether the payer is itself a customer who owes this amount.
    func payerOwes() -> Bool {
        reading.payer.customers.contains { customer in
            let open = hypotheses.open(customer).map { book.owed($0) }
            return book.subsets.exists(of: payment.amount, in: open)
        }
    }

    /// Whether another open invoice of the same amount has a number that one typing error turns into the one
    /// read; for a payer who is related to the customer, one of a customer it could pay for as well. Its
    /// neighbours are spelled out: among a hundred thousand equal amounts nobody compares them all.
    private func hasNeighbour(_ hypothesis: Hypothesis, relatedOnly: Bool) -> Bool {
        guard let item = hypothesis.items.first else { return true }
        // Where the amount does not say so itself, any neighbour that it fits was perhaps meant.
        let isWhole = (hypothesis.weakest ?? .counter) >= .full && hypothesis.fit.grade == .exact
        let amounts = hypotheses.amounts
        var isFound = false
        // Of a rare amount the others are looked at one by one.
        if isWhole {
            let equal = book.open(amount: book.owed(item), for: payment, limit: Self.comparedMax + 1)
            if equal.count <= Self.comparedMax {
                return equal.contains { rival in
                    rival != item && TypingErrors.isOne(between: book.key(rival), book.key(item))
                        && (!relatedOnly || mayBeMeant(book.table.customers[rival]))
                }
            }
        }
        func look(_ key: [UInt8]) {
            guard !isFound else { return }
            for rival in gate.numbers.whole(key[...]) where rival != item && book.isOpen(rival, for: payment)
            {
                guard !relatedOnly || mayBeMeant(book.table.customers[rival]) else { continue }
                let fit = amounts.fit(rival)
                if book.owed(rival) == book.owed(item)
                    || (!isWhole && (fit.isNamed || fit.isCommonlyShort || fit.grade == .slightlyOver))
                {
                    isFound = true
                }
            }
        }
        TypingErrors.each(of: Array(book.key(item)), body: look)
        // What was not read whole may lack a digit instead of zeros.
        if !isWhole, let seen = hypothesis.seen.first { TypingErrors.each(of: seen, body: look) }
        return isFound
    }
}

/// The spellings that one typing error makes of a number: another digit, two swapped, one too few, one too
/// many.
enum TypingErrors {
    /// Whether one of them lies between two different numbers.
    static func isOne(between a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>) -> Bool {
        let (short, long) = a.count <= b.count ? (a, b) : (b, a)
        guard long.count - short.count <= 1 else { return false }
        var (i, j) = (short.startIndex, long.startIndex)
        while i < short.endIndex, short[i] == long[j] { (i, j) = (i + 1, j + 1) }
        guard j < long.endIndex, isDigit(long[j]) else { return false }
        if short.count < long.count { return short[i...].elementsEqual(long[(j + 1)...]) }
        guard isDigit(short[i]) else { return false }
        if short[(i + 1)...].elementsEqual(long[(j + 1)...]) { return true }
        return i + 1 < short.endIndex && short[i] == long[j + 1] && short[i + 1] == long[j]
            && short[(i + 2)...].elementsEqual(long[(j + 2)...])
    }

    static func each(of key: [UInt8], body: ([UInt8]) -> Void) {
        for index in key.indices where isDigit(key[index]) {
            for digit in UInt8(0x30)...0x39 where digit != key[index] {
                var changed = key
                changed[index] = digit
                body(changed)
            }
            if index + 1 < key.count, isDigit(key[index + 1]), key[index] != key[index + 1] {
                var swapped = key
                swapped.swapAt(index, index + 1)
                body(swapped)
            }
            var shorter = key
            shorter.remove(at: index)
            body(shorter)
            for digit in UInt8(0x30)...0x39 { body(Array(key[..<index]) + [digit] + key[index...]) }
        }
        for digit in UInt8(0x30)...0x39 { body(key + [digit]) }
    }
}
