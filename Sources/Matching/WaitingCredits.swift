/// Credits that nobody has decided yet: each may be the payment of something that a later one names again.
final class WaitingCredits {
    fileprivate struct Credit {
        let booked: Int32
        let items: [Int]
        let words: [[UInt8]]
    }

    private struct Key: Hashable {
        /// Number of the customer, or the hash of what the bank prints of the payer.
        let payer: UInt64
        let amount: Int64
    }

    private var credits: [Key: [Credit]] = [:]
    /// Items that an undecided credit names clearly.
    private var named: Set<Int> = []
    /// Days within which the same amount again is taken for the same payment twice: a payment run that is
    /// repeated, a transfer sent again because it seemed lost.
    static let repeatedWithin: Int32 = 15

    /// Notes a credit that stays undecided, under the payer and the customers it seems to come from.
    func note(_ payment: Payment, amount: Int64, _ reading: Reading, _ book: OpenBook) {
        let items = reading.mentions.flatMap { $0.references.map(\.item) }
        for reference in reading.mentions.flatMap(\.references) where reference.grade >= .full {
            named.insert(reference.item)
        }
        let credit = Credit(booked: payment.booked, items: items, words: reading.unexplained)
        // All that it can come from: a cut name may be that of a customer with a longer one.
        var customers = Array(reading.payer.candidates.prefix(12))
        for item in items where customers.count < 20 {
            let customer = book.table.customers[item]
            if !customers.contains(customer) { customers.append(customer) }
        }
        for customer in customers {
            credits[Key(payer: UInt64(customer), amount: amount), default: []].append(credit)
        }
        if let payer = Self.payer(reading) {
            credits[Key(payer: payer, amount: amount), default: []].append(credit)
        }
    }

    private static func payer(_ reading: Reading) -> UInt64? {
        guard !reading.printed.isEmpty else { return nil }
        return hash(reading.printed.spelling[...]) | 1 << 63
    }

    /// Whether an undecided credit of this amount may already have paid one of the items, so that one more
    /// payment is perhaps a second one: it came shortly before, it seems to name the item, or there are as
    /// many such credits as open items of the amount. A part may come again as long as the invoice owes
    /// enough for both.
    func mayHavePaid(
        _ hypothesis: Hypothesis, isPart: Bool, isWhole: Bool, for payment: Payment, _ reading: Reading,
        _ hypotheses: Hypotheses
    ) -> Bool {
        let book = hypotheses.book
        let candidates = hypothesis.items
        // Whatever its amount: a list that names the invoice waits for a person.
        if !isPart, candidates.contains(where: { named.contains($0) }) { return true }
        var all = credits[Key(payer: UInt64(hypothesis.customer), amount: payment.amount)] ?? []
        if let payer = Self.payer(reading), let same = credits[Key(payer: payer, amount: payment.amount)] {
            all += same
        }
        guard !all.isEmpty else { return false }
        let earlier = all.filter { credit in
            candidates.contains { book.table.issued[$0] <= credit.booked }
        }
        if earlier.isEmpty { return false }
        if isPart, candidates.count == 1, let item = candidates.first {
            return book.owed(item) < payment.amount * Int64(earlier.count + 1)
        }
        if !isWhole || earlier.contains(where: { payment.booked - $0.booked <= Self.repeatedWithin }) {
            return true
        }
        let equal = hypotheses.open(hypothesis.customer).count { book.owed($0) == payment.amount }
        if equal > 0, earlier.count >= equal { return true }
        return earlier.contains { credit in candidates.contains { credit.seemsToName($0, book) } }
    }
}

extension WaitingCredits.Credit {
    fileprivate func seemsToName(_ item: Int, _ book: OpenBook) -> Bool {
        if items.contains(item) { return true }
        let key = Array(book.key(item))
        return words.contains {
            key.suffix($0.count).elementsEqual($0) || typingDistance($0, key, limit: 2) <= 2
        }
    }
}
