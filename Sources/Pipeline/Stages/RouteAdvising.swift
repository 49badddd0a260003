internal import Domain
internal import Recovery
internal import Reports
internal import Verification

/// Which way next: the routes of each customer's verified debts, weighed by the creditor's own table.
struct RouteAdvising {
    let configuration: Configuration
    let judgement: DebtJudgement
    let asOf: Day
    private let gates: GateTable
    /// Verified debts by customer, in the order of the ledger.
    private var debts: [String: [OpenItem]] = [:]

    init(configuration: Configuration, _ judgement: DebtJudgement, asOf: Day) {
        self.configuration = configuration
        self.judgement = judgement
        self.asOf = asOf
        gates = judgement.law.gates(on: asOf, language: configuration.language)
    }

    /// Notes a verified debt; one in another currency than the creditor's cannot be weighed by its table.
    mutating func note(_ item: OpenItem) {
        guard item.currency == configuration.currency else { return }
        debts[item.customer, default: []].append(item)
    }

    /// By customer; of each the route that leaves most first.
    func rows() -> [RouteRow] {
        debts.keys.sorted().flatMap { key in rows(of: key, debts[key] ?? []) }
    }

    private func rows(of key: String, _ items: [OpenItem]) -> [RouteRow] {
        let customer = judgement.customers[key]
        let standing = customer?.standing ?? .consumer
        let tax = tax(in: items, standing)
        var debt = RouteAdvice.Debt(
            principal: items.reduce(0) { $0 + $1.outstanding }, debtor: standing,
            ageDays: items.map { asOf.days(since: $0.due ?? $0.issued) }.max() ?? 0, isVerified: true,
            isNegotiated: items.allSatisfy(isNegotiated))
        debt.tax = tax
        let advice = RouteAdvice(
            debt, table: table, gates: gates)
        return advice.estimates.map { estimate in
            var row = RouteRow(currency: configuration.currency)
            (row.customer, row.customerName) = (key, customer?.party.name ?? items[0].customerName)
            row.invoiceNumbers = items.map(\.number)
            (row.route, row.isRecommended) = (estimate.route.rawValue, estimate == advice.best)
            (row.principal, row.success) = (advice.principal, estimate.success)
            (row.expected, row.cost, row.net) = (estimate.expected, estimate.cost, estimate.net)
            (row.days, row.objections) = (estimate.days, estimate.objections)
            (row.tax, row.taxFrom, row.taxUntil) = (tax?.amount, tax?.opens, tax?.closes)
            return row
        }
    }

    private var table: RouteTable {
        let lawyer = judgement.law.row(.courtRoute, of: "lawyer-above", on: asOf)
        return RouteTable(
            terms: configuration.routes, withoutLawyerUpTo: lawyer.map { Int64($0.value) } ?? 0,
            requiresNegotiation: configuration.creditor.country == "ES")
    }

    /// Whether a negotiation was offered, and its days to answer are over.
    private func isNegotiated(_ item: OpenItem) -> Bool {
        judgement.steps(of: item.id).contains {
            $0.kind == .mediation && asOf.days(since: $0.day) >= configuration.letters.answerTermDays
        }
    }

    /// Tax that the law gives back of invoices whose window is open or still to come; the window that closes
    /// first counts, so that none is missed.
    private func tax(in items: [OpenItem], _ standing: CustomerKind) -> TaxRecovery? {
        var sum: Int64 = 0
        var window: (opens: Day, closes: Day)?
        for item in items {
            guard
                let after = judgement.law.row(
                    .taxRelief, of: "uncollectible-after", debtor: standing, on: asOf),
                let length = judgement.law.row(
                    .taxRelief, of: "window", debtor: standing, on: asOf),
                let opens = after.end(from: item.issued), let closes = length.end(from: opens),
                asOf <= closes,
                let share = TaxRecovery.share(
                    outstanding: item.outstanding, net: item.net, payable: item.payable)
            else { continue }
            sum += share
            if window.map({ closes < $0.closes }) ?? true { window = (opens, closes) }
        }
        return window.map { TaxRecovery(amount: sum, opens: $0.opens, closes: $0.closes) }
    }
}
