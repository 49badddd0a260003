internal import Domain
internal import Ledger
internal import Recovery
internal import Verification

/// Finds the plans of which something is overdue tonight, though they still run.
struct InstalmentReminding {
    let configuration: Configuration
    let asOf: Day

    /// The reminders by case; one a customer and night, and none to who gets a step of the ladder tonight.
    ///
    /// - Parameter written: keys of those customers.
    func due(
        _ judgement: DebtJudgement, except written: Set<String>, _ reader: LedgerReader
    ) throws -> [InstalmentReminder] {
        var plans: [Int64: DecisionFact] = [:]
        for fact in judgement.decisions where fact.kind == .planAgreed {
            guard case .running(let overdue, _) = AgreementRules.state(of: fact, asOf: asOf), overdue > 0,
                plans[fact.number] == nil
            else { continue }
            plans[fact.number] = fact
        }
        guard !plans.isEmpty else { return [] }
        let reminded = try Self.reminded(reader, before: asOf)
        var customers = written
        var reminders: [InstalmentReminder] = []
        for (_, plan) in plans.sorted(by: { ($0.value.day, $0.key) < ($1.value.day, $1.key) }) {
            guard let reminder = reminder(of: plan, judgement, reminded),
                mayWrite(reminder, judgement, reminded), customers.insert(reminder.customer.key).inserted
            else { continue }
            reminders.append(reminder)
        }
        return reminders.sorted { $0.caseReference < $1.caseReference }
    }

    /// Days of earlier reminders by invoice: the register of mailings has them.
    static func reminded(_ reader: LedgerReader, before asOf: Day) throws -> [Int64: [Day]] {
        var days: [Int64: [Day]] = [:]
        try reader.mailedInvoices(asOf: asOf) { mailed in
            guard mailed.kind == LetterKind.instalmentReminder.rawValue, mailed.day < asOf else { return }
            days[mailed.invoice, default: []].append(mailed.day)
        }
        return days
    }

    private func reminder(
        of plan: DecisionFact, _ judgement: DebtJudgement, _ reminded: [Int64: [Day]]
    ) -> InstalmentReminder? {
        let items = (plan.balance?.invoices ?? []).compactMap { judgement.item($0) }
        guard let key = items.first?.customer, !key.isEmpty, items.allSatisfy({ $0.customer == key }),
            let customer = judgement.customers[key]
        else { return nil }
        let known = items.lazy.flatMap { judgement.steps(of: $0.id) }.first?.caseReference
        return InstalmentReminder(
            of: plan, caseReference: known ?? CaseReference.derived(from: key), customer: customer,
            items: items, reminded: items.flatMap { reminded[$0.id] ?? [] }, asOf: asOf)
    }

    /// Whether nothing but the plan stands against writing, a letter is worth its cost, and a consumer was
    /// not written to too often.
    private func mayWrite(
        _ reminder: InstalmentReminder, _ judgement: DebtJudgement, _ reminded: [Int64: [Day]]
    ) -> Bool {
        guard reminder.overdue >= configuration.recovery.minimumToWrite else { return false }
        let gates = judgement.law.gates(on: asOf, language: configuration.language)
        for item in reminder.items {
            guard
                InstalmentReminder.mayRemind(
                    judgement.outcomes(of: item), of: reminder.customer.standing, gates: gates),
                onlyThePlanHolds(item, reminder.planDay, judgement)
            else { return false }
        }
        let own = judgement.items.filter { $0.customer == reminder.customer.key }
        let steps = own.flatMap { judgement.steps(of: $0.id) }.filter { $0.channel != .file }.map(\.day)
        let contacts = Set(steps + own.flatMap { reminded[$0.id] ?? [] }).sorted()
        return !judgement.contactLimits(configuration).isTooOften(
            contacts, on: asOf, isConsumer: reminder.customer.standing == .consumer)
    }

    /// Another promise, an open offer or one that was taken holds the invoice back for its own reason.
    private func onlyThePlanHolds(_ item: OpenItem, _ planDay: Day, _ judgement: DebtJudgement) -> Bool {
        let running = judgement.facts.agreements(for: item.id).filter { fact, state in
            state.isRunning || (fact.kind == .discountOffered && state == .kept)
        }
        return running.count == 1
            && running.allSatisfy { $0.fact.kind == .planAgreed && $0.fact.day == planDay }
    }
}
