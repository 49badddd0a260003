public import Domain
internal import Ledger
internal import Recovery
internal import Verification

/// `recobro quote`: what handing the verified debts over would cost, agency by agency, before anything is
/// handed over. It changes nothing.
public enum Quoting {
    /// A line an agency, and what none takes with the reasons.
    public static func lines(of workspace: Workspace, asOf: Day?) throws -> [String] {
        try workspace.reading { reader, configuration in
            guard !configuration.agencies.isEmpty else {
                throw RunError.usage("recobro.yaml names no agency")
            }
            let day = try asOf ?? reader.lastRun()?.asOf ?? Day(number: 0)
            let judgement = try DebtJudgement(
                reader, configuration: configuration, asOf: day, plans: false)
            let placed = try Placements(reader.caseOperations())
            let choice = AgencyChoice(
                cases(judgement, placed, configuration, day), offers: configuration.agencies.map(\.offer),
                placed: placed.casesByAgency)
            return text(choice, configuration, day)
        }
    }

    /// The verified debts that no agency has, a debtor a case, in the creditor's currency.
    private static func cases(
        _ judgement: DebtJudgement, _ placed: Placements, _ configuration: Configuration, _ day: Day
    ) -> [PlaceableCase] {
        let gates = judgement.law.gates(on: day, language: configuration.language)
        var debts: [String: [OpenItem]] = [:]
        for item in judgement.items
        where item.currency == configuration.currency && !placed.invoices.contains(item.id)
            && judgement.isOverdue(item) && judgement.isVerified(item)
        {
            if case .closed = gates[.agency, judgement.verifier.standing(of: item)] { continue }
            debts[item.customer, default: []].append(item)
        }
        return debts.keys.sorted().compactMap { key in
            guard let items = debts[key], let first = items.first else { return nil }
            var customer =
                judgement.customers[key] ?? Customer(key: key, party: PartyRecord(), holder: nil)
            customer.kind = judgement.verifier.standing(of: first)
            return CaseChoice.placeable(
                key, customer, items, configuration: configuration, judgement, day)
        }
    }

    private static func text(
        _ choice: AgencyChoice, _ configuration: Configuration, _ day: Day
    ) -> [String] {
        let terms =
            configuration.routes.first { $0.route == .agencyCommission }
            ?? configuration.routes.first { $0.route == .agencyFlat }
        let quote = AgencyQuote(choice, offers: configuration.agencies.map(\.offer)) {
            terms?.success(ageDays: $0) ?? 0
        }
        func money(_ amount: Int64) -> String {
            "\(Money(minorUnits: amount, currency: configuration.currency).decimalString) \(configuration.currency)"
        }
        var lines = ["Quote as of \(day): verified debts that no agency has"]
        for row in quote.rows where !row.agency.isEmpty {
            lines.append(
                "  \(row.agency): \(row.debtors) debtors, \(row.invoices) invoices, \(money(row.principal)); "
                    + "expected \(money(row.expected)), cost \(money(row.cost)), left \(money(row.net))")
        }
        for placement in choice.placements where placement.agency == nil {
            lines.append(
                "  nobody takes \(placement.debt.customer), \(money(placement.debt.principal)): "
                    + placement.objections.joined(separator: "; "))
        }
        lines.append(
            "  expected: by the chances of 'routes' in recobro.yaml; cost: by price lists, before tax")
        return lines
    }
}

/// What agencies have now, from what they were told.
private struct Placements {
    /// The ledger's numbers of the invoices.
    var invoices: Set<Int64> = []
    /// Open cases by the agency's code.
    var casesByAgency: [String: Int] = [:]

    init(_ facts: [CaseOperationFact]) {
        let recalled = Set(facts.filter { $0.operation == "RCF" }.map(\.caseReference))
        var cases: Set<String> = []
        for fact in facts where fact.operation == "NEW" && !recalled.contains(fact.caseReference) {
            invoices.insert(fact.invoice)
            // CREDITOR.AGENCY.CASE.000001
            let parts = fact.batch.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 4, cases.insert(fact.caseReference).inserted else { continue }
            casesByAgency[String(parts[1]), default: 0] += 1
        }
    }
}
