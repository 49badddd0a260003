internal import Domain

/// Credits that no invoice explains, found by invoice, by customer and by exact amount.
struct UnexplainedMoney: Sendable {
    private struct Amount: Hashable {
        let currency: Currency
        let minorUnits: Int64
    }

    /// By booking day, then movement.
    private let credits: [UnexplainedCredit]
    private var byInvoice: [Int64: [Int]] = [:]
    private var byCustomer: [String: [Int]] = [:]
    private var byAmount: [Amount: [Int]] = [:]

    init(_ unexplained: [UnexplainedCredit]) {
        credits = unexplained.sorted { ($0.booked, $0.movement) < ($1.booked, $1.movement) }
        for (index, credit) in credits.enumerated() {
            for invoice in Set(credit.invoices) { byInvoice[invoice, default: []].append(index) }
            for customer in Set(credit.customers) { byCustomer[customer, default: []].append(index) }
            byAmount[Amount(currency: credit.currency, minorUnits: credit.amount), default: []].append(index)
        }
    }

    /// Credits that name the invoice.
    func naming(invoice: Int64) -> Credits {
        Credits(all: credits, indices: byInvoice[invoice].map { $0[...] })
    }

    /// Credits that name the customer, whenever they came: an advance pays too.
    func naming(customer: String) -> Credits {
        Credits(all: credits, indices: customer.isEmpty ? nil : byCustomer[customer].map { $0[...] })
    }

    /// Credits of exactly an amount, booked on or after a day.
    func exactly(_ minorUnits: Int64, _ currency: Currency, from day: Day) -> Credits {
        guard let indices = byAmount[Amount(currency: currency, minorUnits: minorUnits)] else {
            return Credits(all: credits, indices: nil)
        }
        var low = 0
        var high = indices.count
        while low < high {
            let middle = (low + high) / 2
            if credits[indices[middle]].booked < day { low = middle + 1 } else { high = middle }
        }
        return Credits(all: credits, indices: indices[low...])
    }

    /// Some of the credits, in order.
    struct Credits {
        fileprivate let all: [UnexplainedCredit]
        fileprivate let indices: ArraySlice<Int>?

        var count: Int { indices?.count ?? 0 }

        /// The count and at most three labels: enough to look them up.
        var text: String {
            let labels = (indices ?? []).prefix(3).map { all[$0].label }.joined(separator: ", ")
            return "\(count) (\(labels)\(count > 3 ? ", …" : ""))"
        }
    }
}

extension DebtVerifier {
    /// No unexplained money names the invoice or its customer, or has exactly an amount that would pay it.
    func noUnexplainedMoney(_ claim: Claim) -> ConditionResult {
        let item = claim.item
        var found: [String] = []
        let named = facts.money.naming(invoice: item.id)
        if named.count > 0 { found.append("credits that name the invoice: \(named.text)") }
        let fromCustomer = facts.money.naming(customer: item.customer)
        if fromCustomer.count > 0 { found.append("credits of the customer: \(fromCustomer.text)") }
        let amounts = Set([item.outstanding, item.payable] + item.instalments.map(\.amount)).filter { $0 > 0 }
        for amount in amounts.sorted() {
            let exact = facts.money.exactly(amount, item.currency, from: item.issued)
            guard exact.count > 0 else { continue }
            let money = Money(minorUnits: amount, currency: item.currency)
            found.append("credits of exactly \(money.decimalString) \(item.currency): \(exact.text)")
        }
        guard found.isEmpty else {
            return ConditionResult(
                .noUnexplainedMoney, named.count > 0 ? .failed : .unknown, evidence: listed(found),
                missing: "a decision what these credits paid")
        }
        return .passed(
            .noUnexplainedMoney, evidence: "no unexplained credit points to it as of \(facts.asOf)")
    }
}
