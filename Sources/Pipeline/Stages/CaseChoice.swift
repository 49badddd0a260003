internal import Domain
internal import Ledger
internal import Recovery

/// Debts that reached the agency's rung and that no agency has: one case a debtor, night and currency.
struct WaitingCase {
    /// The debtor's own case reference, without the number of the placement.
    let stem: String
    let customer: Customer
    /// By the ledger's number.
    let items: [OpenItem]
}

/// Which agency gets which new case tonight.
struct CaseChoice {
    let configuration: Configuration
    let run: RunRecord
    let judgement: DebtJudgement

    /// The new cases by the code of the agency that gets them; what none takes waits.
    func chosen(among desks: [(agency: AgencySettings, book: PlacementBook)]) -> [String: [WaitingCase]] {
        let waiting = waiting(desks.map(\.book))
        guard !waiting.isEmpty else { return [:] }
        var placed: [String: Int] = [:]
        for desk in desks { placed[desk.agency.code] = desk.book.open.count }
        let cases = waiting.map { key, one in
            var debt = Self.placeable(
                key, one.customer, one.items, configuration: configuration, judgement, run.asOf)
            // Who sent it back gets it again only where nobody else takes it.
            debt.returnedBy = Set(
                desks.filter { desk in one.items.contains { desk.book.returned[$0.id] != nil } }
                    .map(\.agency.code))
            for move in one.items.compactMap({ judgement.standingRecall($0.id) }) {
                if !move.terms.reference.isEmpty { debt.onlyFor = move.terms.reference }
            }
            debt.takenFrom = Set(
                desks.filter { desk in
                    one.items.contains {
                        desk.book.givenBack[$0.id] != nil && judgement.standingRecall($0.id) != nil
                    }
                }.map(\.agency.code))
            return debt
        }
        let choice = AgencyChoice(cases, offers: desks.map(\.agency.offer), placed: placed)
        var chosen: [String: [WaitingCase]] = [:]
        for placement in choice.placements {
            guard let agency = placement.agency, let one = waiting[placement.debt.customer] else { continue }
            chosen[agency, default: []].append(one)
        }
        return chosen
    }

    /// By case and currency.
    private func waiting(_ books: [PlacementBook]) -> [String: WaitingCase] {
        var items: [String: [OpenItem]] = [:]
        for step in judgement.steps where step.kind == .agency {
            // What is before the court is not the agency's any more.
            guard !books.contains(where: { $0.placed.contains(step.invoice) }),
                let item = judgement.item(step.invoice), !isReturned(item.id, books),
                !isKept(item.id, books),
                judgement.verdict(for: item).isVerified,
                !judgement.steps(of: item.id).contains(where: { $0.kind == .court })
            else { continue }
            items["\(step.caseReference)|\(item.currency)", default: []].append(item)
        }
        var waiting: [String: WaitingCase] = [:]
        for (key, found) in items {
            guard let first = found.first, let customer = judgement.customers[first.customer] else {
                continue
            }
            waiting[key] = WaitingCase(
                stem: String(key.prefix { $0 != "|" }), customer: customer,
                items: found.sorted { $0.id < $1.id })
        }
        return waiting
    }

    /// Whether an agency sent the invoice back and nobody has said since that it goes on: else it would be
    /// placed and rejected every night.
    private func isReturned(_ invoice: Int64, _ books: [PlacementBook]) -> Bool {
        books.contains { book in
            guard let ended = book.returned[invoice] else { return false }
            return !judgement.isResumed(invoice, after: ended.endedAfterFact)
        }
    }

    /// Whether the creditor wants the invoice back from agencies, or the one that had it has not confirmed
    /// yet that it gave it back: a debt is never in two cases.
    private func isKept(_ invoice: Int64, _ books: [PlacementBook]) -> Bool {
        if books.contains(where: { $0.givenBack[invoice] == false }) { return true }
        guard let recall = judgement.standingRecall(invoice) else { return false }
        return recall.recallCause != .anotherAgency
    }

    /// Debts as agencies' rules look at them.
    static func placeable(
        _ name: String, _ customer: Customer, _ items: [OpenItem], configuration: Configuration,
        _ judgement: DebtJudgement, _ day: Day
    ) -> PlaceableCase {
        let country = customer.party.country
        return PlaceableCase(
            customer: name, country: country.isEmpty ? configuration.creditor.country : country,
            debtor: customer.standing, principal: items.reduce(0) { $0 + $1.outstanding },
            ageDays: items.map { day.days(since: $0.due ?? $0.issued) }.max() ?? 0, invoices: items.count)
    }
}
