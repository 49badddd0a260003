/// Credits that nobody has decided yet: each may be the payment of something that a later one names again.
struct WaitingCredits {
    private struct Credit {
        let booked: Int32
        let items: [Int]
        let words: [[UInt8]]
    }

    private struct Key: Hashable {
        let customer: Int32
        let amount: Int64
    }

    private var credits: [Key: [Credit]] = [:]

    /// Notes a credit that stays undecided, under the customers it seems to come from.
    mutating func note(_ payment: Payment, amount: Int64, _ reading: Reading, _ book: OpenBook) {
        let items = reading.mentions.flatMap { $0.references.map(\.item) }
        let credit = Credit(booked: payment.booked, items: items, words: reading.unexplained)
        var customers = reading.payer.customers
        for item in items where customers.count < 8 {
            let customer = book.table.customers[item]
            if !customers.contains(customer) { customers.append(customer) }
        }
        for customer in customers { credits[Key(customer: customer, amount: amount), default: []].append(credit) }
    }

    /// Whether an undecided credit of this amount may already have paid one of the items, so that one more
    /// payment is perhaps a second one: it seems to name it, or there are as many such credits as open items
    /// of the amount, or, for a number that was not read whole, there is one at all.
    func mayHavePaid(
        _ candidates: [Int], customer: Int32, isWhole: Bool, for payment: Payment, _ book: OpenBook
    ) -> Bool {
        let key = Key(customer: customer, amount: payment.amount)
        guard let all = credits[key] else { return false }
        let earlier = all.filter { credit in
            candidates.contains { book.table.issued[$0] <= credit.booked }
        }
        if earlier.isEmpty { return false }
        if !isWhole { return true }
        let equal = book.open(customer: customer, for: payment).count { book.owed($0) == payment.amount }
        if equal > 0, earlier.count >= equal { return true }
        return earlier.contains { credit in
            candidates.contains { item in
                if credit.items.contains(item) { return true }
                let key = Array(book.key(item))
                return credit.words.contains {
                    key.suffix($0.count).elementsEqual($0) || typingDistance($0, key, limit: 2) <= 2
                }
            }
        }
    }
}
