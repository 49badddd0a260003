public import Domain

/// Plans tonight's steps: at most one an invoice, one rung above the last, and only through its gate.
///
/// Pure and independent of the order of its inputs.
public enum LadderPlanner {
    /// What a night is planned from.
    public struct Night {
        /// Open and closed invoices; what is not a debt or is paid is passed over.
        public var items: [OpenItem]
        /// The debtor of a key; where it answers `nil`, what the invoice says is used.
        public var customers: (String) -> Customer?
        /// How the customer of a key has paid until now.
        public var histories: (String) -> CustomerHistory = { _ in CustomerHistory() }
        /// Asked only for invoices whose next step has come.
        public var verdicts: (OpenItem) -> Verdict
        /// What the registry's own gate says against listing a verified invoice; empty is open.
        public var registryObjections: (OpenItem, Verdict) -> [HoldReason] = { _, _ in [] }
        /// All steps ever taken, also later ones and in other cases: no kind is repeated.
        public var steps: [StepFact]
        /// Days on which the debtor was written to about an invoice besides the steps: reminders of
        /// instalments.
        public var otherContacts: (Int64) -> [Day] = { _ in [] }
        /// The day that is planned.
        public var asOf: Day
        /// What each step asks for, by kind of debtor. A rung whose gate is closed is not on that debtor's
        /// ladder.
        public var gates: GateTable
        /// The creditor's ladders.
        public var policy = LadderPolicy()
        /// Channels that the creditor can use; what would go by another one becomes a letter.
        public var channels = Set(Channel.allCases)
        /// The creditor's country, ISO 3166 alpha-2: telephone numbers without one are of it.
        public var country = "ES"
        /// Of the reasons to hold a step, ISO 639-1: `es` or `en`; any other reads English. What verdicts and
        /// the registry's gate say comes worded.
        public var language = "en"

        /// A night of these invoices.
        public init(
            items: [OpenItem], customers: @escaping (String) -> Customer?,
            verdicts: @escaping (OpenItem) -> Verdict, steps: [StepFact], gates: GateTable, asOf: Day
        ) {
            self.items = items
            self.customers = customers
            self.verdicts = verdicts
            self.steps = steps
            self.gates = gates
            self.asOf = asOf
        }
    }

    /// The cases in which a step is due tonight, taken or held back, by case reference.
    public static func plan(_ night: Night) -> [PlannedCase] {
        var cases: [PlannedCase] = []
        plan(night) { cases.append($0) }
        return cases
    }

    /// The same, case by case: the cases of a big ledger never exist at once.
    public static func plan(_ night: Night, each: (PlannedCase) throws -> Void) rethrows {
        let words = HoldWords.of(night.language)
        let history = Dictionary(grouping: night.steps, by: \.invoice)
        var pending = pending(night, history)
        let known = history.isEmpty ? [:] : references(of: night.items, in: history) { pending[$0] != nil }
        let cases = pending.keys.map {
            (reference: known[$0] ?? CaseReference.derived(from: $0), customer: $0)
        }
        for (reference, key) in cases.sorted(by: { ($0.reference, $0.customer) < ($1.reference, $1.customer) }
        ) {
            guard var due = pending.removeValue(forKey: key) else { continue }
            due.steps.sort { order(night.items[$0.index], $0.step) < order(night.items[$1.index], $1.step) }
            let decided = due.steps.map { pending in
                let item = night.items[pending.index]
                return Decided(
                    item: item, step: pending.step,
                    reasons: reasons(against: pending.step.kind, item, night, due, words: words))
            }
            try each(plannedCase(reference, due, decided: decided, night, words: words))
        }
    }

    /// The steps that have come, by customer.
    private static func pending(_ night: Night, _ history: [Int64: [StepFact]]) -> [String: Due] {
        let earliest = night.policy.earliestDays
        var debts: [String: [Int]] = [:]
        for (index, item) in night.items.enumerated() where isDebt(item) {
            guard night.asOf.days(since: dueDay(of: item, night.policy)) >= earliest else { continue }
            debts[item.customer, default: []].append(index)
        }
        var pending: [String: Due] = [:]
        for (key, indexes) in debts {
            if let due = due(key, indexes, night, history) { pending[key] = due }
        }
        return pending
    }

    /// What has come for one customer; `nil` where nothing is to do tonight.
    private static func due(
        _ key: String, _ indexes: [Int], _ night: Night, _ history: [Int64: [StepFact]]
    ) -> Due? {
        let policy = night.policy
        func steps(of ladder: [LadderStep]) -> [Pending] {
            indexes.compactMap { index in
                let item = night.items[index]
                let step = stepDue(for: item, taken: history[item.id] ?? [], night.asOf, policy, of: ladder)
                return step.map { Pending(index: index, step: $0) }
            }
        }
        // Who the customer is is asked only where there are segments, or where a step has come.
        if policy.segments.isEmpty, steps(of: policy.steps).isEmpty { return nil }
        var found = chosen(key, indexes, night, history)
        found.steps = steps(of: found.ladder)
        guard !found.steps.isEmpty else { return nil }
        // Calls and text messages to consumers wait for a working day (LGDCU 96.2); nobody is disturbed by a
        // letter.
        if found.isConsumer, !policy.limits.isWorkingDay(night.asOf) {
            found.steps.removeAll { [.sms, .callList].contains($0.step.channel) }
        }
        return found.steps.isEmpty ? nil : found
    }

    /// The customer's ladder: that of the first segment that fits, else the usual one.
    private static func chosen(
        _ key: String, _ indexes: [Int], _ night: Night, _ history: [Int64: [StepFact]]
    ) -> Due {
        let policy = night.policy
        let customer = night.customers(key) ?? fallback(key, item: night.items[indexes[0]])
        let classification = PayerClassification(night.histories(key))
        var owed: Int64 = 0
        var age = 0
        var contacts: Set<Day> = []
        for index in indexes {
            let item = night.items[index]
            for step in history[item.id] ?? [] where step.channel != .file { contacts.insert(step.day) }
            contacts.formUnion(night.otherContacts(item.id))
            let days = night.asOf.days(since: dueDay(of: item, policy))
            guard days > 0 else { continue }
            age = max(age, days)
            if item.currency == policy.currency {
                let sum = owed.addingReportingOverflow(item.outstanding)
                owed = sum.overflow ? .max : sum.partialValue
            }
        }
        let subject = LadderSegment.Subject(
            customer: customer, classification: classification, owed: owed, ageDays: age)
        let segment = policy.segments.first { $0.fits(subject) }
        let isConsumer = customer.standing == .consumer
        let ladder = (segment?.steps ?? policy.steps).filter { step in
            if case .closed = night.gates[Gate(step.kind), customer.standing] { return false }
            return true
        }
        return Due(
            customer: customer, classification: classification, segment: segment?.name ?? "",
            ladder: ladder, isConsumer: isConsumer,
            isContactedTooOften: policy.limits.isTooOften(
                contacts.sorted(), on: night.asOf, isConsumer: isConsumer))
    }

    /// A customer with what has come tonight.
    private struct Due {
        let customer: Customer
        let classification: PayerClassification
        let segment: String
        let ladder: [LadderStep]
        let isConsumer: Bool
        let isContactedTooOften: Bool
        var steps: [Pending] = []
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

    private static func isDebt(_ item: OpenItem) -> Bool {
        switch item.kind {
        case .invoice, .corrective, .replacement: item.outstanding > 0
        case .creditNote, .copy, .cancelled: false
        }
    }

    private static func dueDay(of item: OpenItem, _ policy: LadderPolicy) -> Day {
        item.due ?? item.issued.adding(days: policy.undatedTermDays)
    }

    /// The next rung where its time has come; `nil` where nothing is to do tonight.
    private static func stepDue(
        for item: OpenItem, taken: [StepFact], _ asOf: Day, _ policy: LadderPolicy, of ladder: [LadderStep]
    ) -> LadderStep? {
        let days = asOf.days(since: dueDay(of: item, policy))
        guard let step = LadderPolicy.next(after: taken.map(\.kind).max(), isDue: days >= 0, of: ladder)
        else { return nil }
        guard days >= step.afterDueDays else { return nil }
        if let last = taken.map(\.day).max(), asOf.days(since: last) < step.minimumDaysSincePrevious {
            return nil
        }
        return step
    }

    private static func reasons(
        against kind: StepKind, _ item: OpenItem, _ night: Night, _ due: Due, words: HoldWords
    ) -> [HoldReason] {
        let verdict = night.verdicts(item)
        guard verdict.invoice == item.id else {
            return [HoldReason(code: "verdict", text: words(.verdict))]
        }
        let reasons = LadderGate.objections(
            to: kind, verdict: verdict, debtor: due.customer.standing, gates: night.gates, words: words)
        guard reasons.isEmpty else { return reasons }
        if item.customer.isEmpty {
            return [HoldReason(code: "debtor-unknown", text: words(.debtorUnknown))]
        }
        return kind == .registry ? night.registryObjections(item, verdict) : []
    }

    private static func plannedCase(
        _ reference: String, _ due: Due, decided: [Decided], _ night: Night, words: HoldWords
    ) -> PlannedCase {
        var sums: [Currency: Int64] = [:]
        for one in decided where one.reasons.isEmpty {
            let sum = sums[one.item.currency, default: 0].addingReportingOverflow(one.item.outstanding)
            sums[one.item.currency] = sum.overflow ? .max : sum.partialValue
        }
        var steps: [PlannedStep] = []
        var held: [HeldStep] = []
        for one in decided {
            let reasons =
                one.reasons.isEmpty
                ? limits(one, due, sums[one.item.currency, default: 0], night.policy, words) : one.reasons
            if reasons.isEmpty {
                steps.append(
                    PlannedStep(
                        caseReference: reference, item: one.item, kind: one.step.kind,
                        channel: reachable(one.step.channel, due.customer, night), day: night.asOf))
            } else {
                held.append(HeldStep(item: one.item, kind: one.step.kind, reasons: reasons))
            }
        }
        return PlannedCase(
            reference: reference, customer: due.customer, steps: steps, held: held, segment: due.segment,
            classification: due.classification)
    }

    /// What stands against writing to the customer tonight, whatever is owed.
    private static func limits(
        _ one: Decided, _ due: Due, _ sum: Int64, _ policy: LadderPolicy, _ words: HoldWords
    ) -> [HoldReason] {
        if sum < policy.minimumToWrite {
            let values: KeyValuePairs = [
                "sum": words.money(sum, one.item.currency),
                "minimum": words.money(policy.minimumToWrite, one.item.currency),
            ]
            return [HoldReason(code: "minimum-to-write", text: words(.minimumToWrite, values))]
        }
        if due.isContactedTooOften, one.step.channel != .file {
            let values: KeyValuePairs = [
                "count": "\(policy.limits.consumerMaximum)", "days": "\(policy.limits.periodDays)",
            ]
            return [HoldReason(code: "contacted-often", text: words(.contactedOften, values))]
        }
        return []
    }

    /// What cannot reach the customer becomes a letter: an e-mail without an address, a text message to a
    /// landline, a call without a number.
    private static func reachable(_ channel: Channel, _ customer: Customer, _ night: Night) -> Channel {
        guard night.channels.contains(channel) else { return .letter }
        let party = customer.party
        switch channel {
        case .letter, .file: return channel
        case .email: return EmailAddress(party.email) == nil ? .letter : channel
        case .sms, .callList:
            let country = party.country.isEmpty ? night.country : party.country
            guard let phone = PhoneNumber(party.phone, country: country) else { return .letter }
            return channel == .sms && phone.isMobile == false ? .letter : channel
        }
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
