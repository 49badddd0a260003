/// Credits that nobody has decided yet: each may be the payment of something that a later one names again.
final class WaitingCredits {
    fileprivate struct Credit {
        let number: Int
        let amount: Int64
        let booked: Int32
        let items: [Int]
        let words: [[UInt8]]
    }

    /// A credit under one of those it can come from.
    private struct Entry {
        /// Number of the customer, or the hash of what the bank prints of the payer.
        let payer: UInt64
        let credit: Int32
    }

    private var credits: [Credit] = []
    private var entries: [Entry] = []
    /// Entries by payer and amount.
    private var index = RowIndex()
    /// Day of the latest undecided credit by customer that it can come from.
    private var latest: [Int32: Int32] = [:]
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
        credits.append(
            Credit(
                number: credits.count, amount: amount, booked: payment.booked, items: items,
                words: reading.unexplained))
        // All that it can come from: a cut name may be that of a customer with a longer one.
        var customers = Array(reading.payer.candidates.prefix(12))
        for item in items where customers.count < 20 {
            let customer = book.table.customers[item]
            if !customers.contains(customer) { customers.append(customer) }
        }
        for customer in customers {
            latest[customer] = payment.booked
            file(UInt64(customer), amount)
        }
        if let payer = Self.payer(reading) { file(payer, amount) }
    }

    private func file(_ payer: UInt64, _ amount: Int64) {
        entries.append(Entry(payer: payer, credit: Int32(credits.count - 1)))
        index.insert(Self.key(payer, amount), Int32(entries.count - 1))
    }

    private static func key(_ payer: UInt64, _ amount: Int64) -> UInt64 {
        (payer &* 0x9E37_79B9_7F4A_7C15) ^ UInt64(bitPattern: amount)
    }

    /// Adds the credits of this payer and amount.
    private func collect(_ payer: UInt64, _ amount: Int64, into found: inout [Credit]) {
        var link = index.first(Self.key(payer, amount))
        while link >= 0 {
            let entry = entries[Int(index.row(link))]
            let credit = credits[Int(entry.credit)]
            if entry.payer == payer, credit.amount == amount { found.append(credit) }
            link = index.next(link)
        }
    }

    /// Whether money that came since a day, and that nobody has decided, can be this customer's.
    func holdsMoney(of customer: Int32, since day: Int32) -> Bool {
        latest[customer].map { $0 >= day } ?? false
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
        var all: [Credit] = []
        collect(UInt64(hypothesis.customer), payment.amount, into: &all)
        if let payer = Self.payer(reading) { collect(payer, payment.amount, into: &all) }
        guard !all.isEmpty else { return false }
        let earlier = all.filter { credit in
            candidates.contains { book.table.issued[$0] <= credit.booked }
        }
        if earlier.isEmpty { return false }
        if isPart, candidates.count == 1, let item = candidates.first {
            return book.owed(item) < payment.amount * Int64(earlier.count + 1)
        }
        let equal = hypotheses.open(hypothesis.customer).count { book.owed($0) == payment.amount }
        // Money that names nothing does not take the invoice that the payer names (Código Civil 1172), where
        // there are others enough for it to pay: with two open, the number may be copied from that transfer.
        let isNamedNow = (hypothesis.weakest ?? .counter) >= .full && hypothesis.items.count == 1
        let areMute = earlier.allSatisfy { $0.items.isEmpty && $0.words.isEmpty }
        if isNamedNow, areMute, 2 * Set(earlier.map(\.number)).count < equal { return false }
        if !isWhole || earlier.contains(where: { payment.booked - $0.booked <= Self.repeatedWithin }) {
            return true
        }
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
