/// The ways in which a customer's open items add up to an amount.
struct Explanations {
    /// From the plain to the far-fetched; a later tier only counts where no earlier one explains anything.
    enum Tier: CaseIterable {
        /// Open balances to the cent, credit notes netted.
        case exact
        /// One invoice less or more what banks, tax law and habits explain.
        case nearly
        /// Part of one invoice, or more than it.
        case partly
    }

    /// Found answers, each in order of invoices.
    struct Found {
        var answers: [[Int]] = []
        /// There may be more than were looked for.
        var isTooMany = false
    }

    static let fees = [30, 50, 90, 120, 150, 200, 300, 350, 500, 600, 1_200, 1_500]
    /// Early payment discounts and retentions, in per mille of the total.
    static let rates = [10, 15, 20, 30, 50]
    static let excesses = [1, 2, 3, 4, 5, 100, 200, 1_000, 5_000]

    private let book: InvoiceBook
    private let invoices: [Int]
    private let balances: [Int]

    init(book: InvoiceBook, open: OpenItems, customer: Int) {
        self.book = book
        invoices = open.invoices(of: customer)
        balances = invoices.map { Int(open.balance[$0]) }
    }

    func of(_ amount: Int, _ tier: Tier) -> Found {
        switch tier {
        case .exact: exact(amount)
        case .nearly: single { isNearly(amount, $0, $1) }
        case .partly: single { _, balance in balance > 0 }
        }
    }

    private func single(_ fits: (Int, Int) -> Bool) -> Found {
        var found = Found()
        for (invoice, balance) in zip(invoices, balances) where fits(invoice, balance) {
            found.answers.append([invoice])
        }
        return found
    }

    private func isNearly(_ amount: Int, _ invoice: Int, _ balance: Int) -> Bool {
        guard balance > 0 else { return false }
        let less = balance - amount
        if Self.fees.contains(less) || (1...99).contains(less) && amount % 100 == 0 || (1...5).contains(less)
        {
            return true
        }
        if Self.excesses.contains(-less) || amount == 2 * balance { return true }
        let total = Int(book.total[invoice])
        if balance == total, !book.isWithheld[invoice],
            less == InvoiceBook.rounded(Int(book.base[invoice]) * 15, 100)
        {
            return true
        }
        if less == InvoiceBook.rounded(Int(book.base[invoice]) * 5, 100) { return true }
        return Self.rates.contains { less == InvoiceBook.rounded(total * $0, 1_000) }
    }

    private func exact(_ amount: Int) -> Found {
        var found = Found()
        let notes = balances.indices.filter { balances[$0] < 0 }.prefix(4)
        let debts = balances.indices.filter { balances[$0] > 0 }.sorted {
            (balances[$1], $0) < (balances[$0], $1)
        }
        var rest = Array(repeating: 0, count: debts.count + 1)
        for place in debts.indices.reversed() { rest[place] = rest[place + 1] + balances[debts[place]] }
        var search = SubsetSearch(values: debts.map { balances[$0] }, rest: rest)
        for choice in 0..<(1 << notes.count) {
            let netted = notes.enumerated().filter { choice >> $0.offset & 1 == 1 }.map(\.element)
            let goal = amount - netted.reduce(0) { $0 + balances[$1] }
            search.find(goal)
            for answer in search.takeFound() {
                found.answers.append(
                    (answer.map { invoices[debts[$0]] } + netted.map { invoices[$0] }).sorted())
            }
            if found.answers.count > 1 || search.isExhausted { break }
        }
        found.isTooMany = search.isExhausted
        return found
    }
}

/// Sets of values with a given sum: two of them are enough to know that it is not the only one.
struct SubsetSearch {
    let values: [Int]
    /// Per place, the sum from there on.
    let rest: [Int]
    private var chosen: [Int] = []
    private var found: [[Int]] = []
    private var steps = 0

    init(values: [Int], rest: [Int]) { (self.values, self.rest) = (values, rest) }

    /// The search was given up; there may be sets that it has not seen.
    var isExhausted: Bool { steps > 20_000 }

    mutating func find(_ goal: Int) { descend(0, goal) }

    mutating func takeFound() -> [[Int]] {
        defer { found = [] }
        return found
    }

    private mutating func descend(_ start: Int, _ goal: Int) {
        if goal == 0, !chosen.isEmpty { found.append(chosen) }
        if goal <= 0 { return }
        for place in start..<values.count {
            steps += 1
            if rest[place] < goal || found.count > 1 || isExhausted { return }
            if values[place] > goal { continue }
            chosen.append(place)
            descend(place + 1, goal - values[place])
            chosen.removeLast()
        }
    }
}
