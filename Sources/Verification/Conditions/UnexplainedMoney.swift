internal import Domain

/// Credits that no invoice explains, found by invoice, by customer and by exact amount.
struct UnexplainedMoney: Sendable {
    private struct Amount: Hashable {
        let currency: Currency
        let minorUnits: Int64
    }

    /// By booking day, then movement.
    let credits: [UnexplainedCredit]
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

    /// Credits that a suggestion or a number in their text assigns to the invoice.
    func mayPay(invoice: Int64) -> Credits {
        Credits(indices: byInvoice[invoice].map { $0[...] })
    }

    /// Credits that may come from a customer, whenever they came, by customer: an advance pays too.
    var fromCustomers: [String: Credits] { byCustomer.mapValues { Credits(indices: $0[...]) } }

    /// Credits of exactly an amount, booked on or after a day.
    func exactly(_ minorUnits: Int64, _ currency: Currency, from day: Day) -> Credits {
        guard let indices = byAmount[Amount(currency: currency, minorUnits: minorUnits)] else {
            return Credits(indices: nil)
        }
        var low = 0
        var high = indices.count
        while low < high {
            let middle = (low + high) / 2
            if credits[indices[middle]].booked < day { low = middle + 1 } else { high = middle }
        }
        return Credits(indices: indices[low...])
    }

    /// Some of the credits, in order.
    struct Credits {
        fileprivate let indices: ArraySlice<Int>?

        var count: Int { indices?.count ?? 0 }

        /// The count and at most three labels: enough to look them up.
        ///
        /// - Parameter credits: the labels of all credits.
        func text(_ words: VerdictWords, labels credits: [String]) -> String {
            if words.isSilent { return "" }
            let labels = (indices ?? []).prefix(3).map { credits[$0] } + (count > 3 ? ["…"] : [])
            return words(
                .moneyCredits, ["count": words.count(count), "labels": labels.joined(separator: ", ")])
        }
    }
}

extension DebtVerifier {
    /// No unexplained money is assigned to the invoice or may come from its customer, or has exactly an
    /// amount that would pay it; and no agency says that it has money for it.
    func noUnexplainedMoney(_ claim: Claim) -> ConditionResult {
        let item = claim.item
        var found: [String] = []
        let assigned = facts.money.mayPay(invoice: item.id)
        if assigned.count > 0 {
            found.append(words(.moneyInvoice, ["credits": assigned.text(words, labels: creditLabels)]))
        }
        if let credits = customerCredits[item.customer], !item.customer.isEmpty { found.append(credits) }
        for amount in payingAmounts(item) {
            let exact = facts.money.exactly(amount, item.currency, from: item.issued)
            guard exact.count > 0 else { continue }
            let money = words.money(amount, item.currency)
            found.append(
                words(.moneyExact, ["amount": money, "credits": exact.text(words, labels: creditLabels)]))
        }
        let isHere = !found.isEmpty
        let collected = facts.collected(for: item.id)
        func booked(_ phrase: Phrase) -> [String] {
            collected.map { money in
                let amount = words.money(money.amount, item.currency)
                return words(
                    phrase, ["amount": amount, "agency": money.agency, "reference": money.reference])
            }
        }
        found += booked(.moneyCollected)
        guard found.isEmpty else {
            return ConditionResult(
                .noUnexplainedMoney, assigned.count > 0 || !collected.isEmpty ? .failed : .unknown,
                evidence: words.list(found),
                missing: words.list((isHere ? [words(.moneyDecision)] : []) + booked(.moneyStatement)))
        }
        return .passed(
            .noUnexplainedMoney, evidence: words(.moneyNone, ["day": words.day(facts.asOf)]))
    }

    /// Amounts that would pay the invoice or a part of it that is due by itself, ascending.
    private func payingAmounts(_ item: OpenItem) -> [Int64] {
        let whole = item.outstanding == item.payable ? [item.payable] : [item.outstanding, item.payable]
        let amounts = item.instalments.isEmpty ? whole : Array(Set(whole + item.instalments.map(\.amount)))
        return amounts.filter { $0 > 0 }.sorted()
    }
}
