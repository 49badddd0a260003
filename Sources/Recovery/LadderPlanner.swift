public import Domain

/// Plans tonight's steps: at most one an invoice, one rung above the last, and only through its gate.
///
/// Pure and independent of the order of its inputs.
public enum LadderPlanner {
    /// The cases in which a step is due tonight, taken or held back, by case reference.
    ///
    /// - Parameters:
    ///   - items: open and closed invoices; what is not a debt or is paid is passed over.
    ///   - customers: the debtor of a key; where it answers `nil`, what the invoice says is used.
    ///   - verdicts: asked only for invoices whose next step has come.
    ///   - registryObjections: what the registry's own gate says against listing a verified invoice; empty is
    ///     open.
    ///   - steps: all steps ever taken, also later ones and in other cases: no kind is repeated.
    ///   - language: of the reasons to hold a step, ISO 639-1: `es` or `en`; any other reads English. What
    ///     verdicts and the registry's gate say comes worded.
    public static func plan(
        items: [OpenItem], customers: (String) -> Customer?, verdicts: (OpenItem) -> Verdict,
        registryObjections: (OpenItem, Verdict) -> [HoldReason], steps: [StepFact], asOf: Day,
        policy: LadderPolicy = LadderPolicy(), language: String = "en"
    ) -> [PlannedCase] {
        var cases: [PlannedCase] = []
        plan(
            items: items, customers: customers, verdicts: verdicts, registryObjections: registryObjections,
            steps: steps, asOf: asOf, policy: policy, language: language, each: { cases.append($0) })
        return cases
    }

    /// The same, case by case: the cases of a big ledger never exist at once.
    public static func plan(
        items: [OpenItem], customers: (String) -> Customer?, verdicts: (OpenItem) -> Verdict,
        registryObjections: (OpenItem, Verdict) -> [HoldReason], steps: [StepFact], asOf: Day,
        policy: LadderPolicy, language: String, each: (PlannedCase) throws -> Void
    ) rethrows {
        let words = HoldWords.of(language)
        let history = Dictionary(grouping: steps, by: \.invoice)
        var pending: [String: [Pending]] = [:]
        for (index, item) in items.enumerated() {
            let taken = history[item.id] ?? []
            guard let step = stepDue(for: item, taken: taken, asOf: asOf, policy: policy) else { continue }
            pending[item.customer, default: []].append(Pending(index: index, step: step))
        }
        let known = history.isEmpty ? [:] : references(of: items, in: history) { pending[$0] != nil }
        let cases = pending.keys.map {
            (reference: known[$0] ?? CaseReference.derived(from: $0), customer: $0)
        }
        for (reference, key) in cases.sorted(by: { ($0.reference, $0.customer) < ($1.reference, $1.customer) }
        ) {
            guard let due = pending.removeValue(forKey: key) else { continue }
            let sorted = due.map { (item: items[$0.index], step: $0.step) }
                .sorted { order($0.item, $0.step) < order($1.item, $1.step) }
            let customer = customers(key) ?? fallback(key, item: sorted[0].item)
            let decided = sorted.map { item, step in
                Decided(
                    item: item, step: step,
                    reasons: reasons(
                        against: step.kind, item, verdict: verdicts(item),
                        registryObjections: registryObjections, words: words))
            }
            try each(
                plannedCase(reference, customer, decided: decided, asOf: asOf, policy: policy, words: words))
        }
    }

    /// The reference of the first step ever taken against each customer that is asked for.
    private static func references(
        of items: [OpenItem], in history: [Int64: [StepFact]], where isAsked: (String) -> Bool
    ) -> [String: String] {
        var first: [String: StepFact] = [:]
        for item in items {
            guard let taken = history[item.id], isAsked(item.customer) else { continue }
            for step in taken where !step.caseReference.isEmpty {
                guard let earlier = first[item.customer],
                    (earlier.day, earlier.caseReference) <= (step.day, step.caseReference)
                else {
                    first[item.customer] = step
                    continue
                }
            }
        }
        return first.mapValues(\.caseReference)
    }

    /// An item, by its position, whose next step has come.
    private struct Pending {
        let index: Int
        let step: LadderStep
    }

    /// A step that has come, with what stands against it.
    private struct Decided {
        let item: OpenItem
        let step: LadderStep
        let reasons: [HoldReason]
    }

    /// The next rung where its time has come; `nil` where nothing is to do tonight.
    private static func stepDue(
        for item: OpenItem, taken: [StepFact], asOf: Day, policy: LadderPolicy
    ) -> LadderStep? {
        switch item.kind {
        case .invoice, .corrective, .replacement: break
        case .creditNote, .copy, .cancelled: return nil
        }
        guard item.outstanding > 0, let step = policy.next(after: taken.map(\.kind).max()) else { return nil }
        let due = item.due ?? item.issued.adding(days: policy.undatedTermDays)
        guard asOf.days(since: due) >= step.afterDueDays else { return nil }
        if let last = taken.map(\.day).max(), asOf.days(since: last) < step.minimumDaysSincePrevious {
            return nil
        }
        return step
    }

    private static func reasons(
        against kind: StepKind, _ item: OpenItem, verdict: Verdict,
        registryObjections: (OpenItem, Verdict) -> [HoldReason], words: HoldWords
    ) -> [HoldReason] {
        guard verdict.invoice == item.id else {
            return [HoldReason(code: "verdict", text: words(.verdict))]
        }
        let reasons = LadderGate.objections(to: kind, verdict: verdict, words: words)
        guard reasons.isEmpty else { return reasons }
        if item.customer.isEmpty {
            return [HoldReason(code: "debtor-unknown", text: words(.debtorUnknown))]
        }
        return kind == .registry ? registryObjections(item, verdict) : []
    }

    private static func plannedCase(
        _ reference: String, _ customer: Customer, decided: [Decided], asOf: Day, policy: LadderPolicy,
        words: HoldWords
    ) -> PlannedCase {
        var sums: [Currency: Int64] = [:]
        for one in decided where one.reasons.isEmpty {
            let sum = sums[one.item.currency, default: 0].addingReportingOverflow(one.item.outstanding)
            sums[one.item.currency] = sum.overflow ? .max : sum.partialValue
        }
        var steps: [PlannedStep] = []
        var held: [HeldStep] = []
        for one in decided {
            var reasons = one.reasons
            let sum = sums[one.item.currency, default: 0]
            if reasons.isEmpty, sum < policy.minimumToWrite {
                let currency = one.item.currency
                let values: KeyValuePairs = [
                    "sum": words.money(sum, currency),
                    "minimum": words.money(policy.minimumToWrite, currency),
                ]
                reasons = [HoldReason(code: "minimum-to-write", text: words(.minimumToWrite, values))]
            }
            if reasons.isEmpty {
                let channel = reachable(one.step.channel, customer)
                steps.append(
                    PlannedStep(
                        caseReference: reference, item: one.item, kind: one.step.kind, channel: channel,
                        day: asOf))
            } else {
                held.append(HeldStep(item: one.item, kind: one.step.kind, reasons: reasons))
            }
        }
        return PlannedCase(reference: reference, customer: customer, steps: steps, held: held)
    }

    /// An e-mail to a customer without address becomes a letter.
    private static func reachable(_ channel: Channel, _ customer: Customer) -> Channel {
        channel == .email && customer.party.email.isEmpty ? .letter : channel
    }

    private static func order(_ item: OpenItem, _ step: LadderStep) -> (Int, Day, String, Int64) {
        (step.kind.rung, item.issued, item.number, item.id)
    }

    private static func fallback(_ key: String, item: OpenItem) -> Customer {
        var party = PartyRecord()
        party.name = item.customerName
        party.taxId = item.taxId
        return Customer(key: key, party: party, holder: TaxIdentifier(spanish: item.taxId)?.holder)
    }
}
