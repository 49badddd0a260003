/// What is truly open on the day that is being told, by customer and by amount.
struct OpenItems {
    private(set) var balance: [Int32]
    private var next: [Int32]
    private var previous: [Int32]
    private var head: [Int32]
    /// How many invoices are open with exactly this balance, and the currency in the last two bits.
    private var countByBalance: [Int: Int32] = [:]
    private let currencies: [AccountCurrency]
    /// Invoices that were ever open, in the order of opening.
    private var isListed: [Bool]

    init(invoices: Int, customers: [Customer]) {
        currencies = customers.map(\.currency)
        balance = Array(repeating: 0, count: invoices)
        next = Array(repeating: -1, count: invoices)
        previous = Array(repeating: -1, count: invoices)
        isListed = Array(repeating: false, count: invoices)
        head = Array(repeating: -1, count: customers.count)
    }

    /// Sets what is open of an invoice; zero closes it.
    mutating func set(_ invoice: Int, of customer: Int, to cents: Int) {
        let old = Int(balance[invoice])
        let currency = currencies[customer]
        if old > 0 {
            let key = Self.key(old, currency)
            countByBalance[key, default: 0] -= 1
            if countByBalance[key] == 0 { countByBalance[key] = nil }
        }
        balance[invoice] = Int32(truncatingIfNeeded: cents)
        if cents > 0 { countByBalance[Self.key(cents, currency), default: 0] += 1 }
        if cents != 0, !isListed[invoice] { insert(invoice, customer) }
        if cents == 0, isListed[invoice] { remove(invoice, customer) }
    }

    private mutating func insert(_ invoice: Int, _ customer: Int) {
        isListed[invoice] = true
        let first = head[customer]
        next[invoice] = first
        previous[invoice] = -1
        if first >= 0 { previous[Int(first)] = Int32(truncatingIfNeeded: invoice) }
        head[customer] = Int32(truncatingIfNeeded: invoice)
    }

    private mutating func remove(_ invoice: Int, _ customer: Int) {
        isListed[invoice] = false
        let (before, after) = (previous[invoice], next[invoice])
        if before >= 0 { next[Int(before)] = after } else { head[customer] = after }
        if after >= 0 { previous[Int(after)] = before }
    }

    func count(withBalance cents: Int, _ currency: AccountCurrency) -> Int {
        Int(countByBalance[Self.key(cents, currency)] ?? 0)
    }

    private static func key(_ cents: Int, _ currency: AccountCurrency) -> Int { cents << 2 | currency.place }

    /// The customer's open invoices and credit notes, the newest opened first.
    func invoices(of customer: Int) -> [Int] {
        var invoices: [Int] = []
        var place = head[customer]
        while place >= 0 {
            invoices.append(Int(place))
            place = next[Int(place)]
        }
        return invoices
    }
}
