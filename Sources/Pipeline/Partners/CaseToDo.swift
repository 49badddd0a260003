internal import Domain
internal import Handover
internal import Ledger
internal import Reports

/// What of one case at an agency waits for a person.
extension PartnerReport {
    func invoices(_ known: AgencyCase) -> [Int64] { (placed[known.reference] ?? []).map(\.invoice) }

    func rows(of known: AgencyCase) -> [ToDoRow] {
        let invoices = invoices(known)
        guard !known.state.isOver else { return ended(known, invoices) }
        var rows: [ToDoRow] = []
        if isFrozen(known), let (held, sent, day) = known.balances {
            rows.append(row(known, "balance", [money(held, known), money(sent, known)], day, sent))
        }
        let asked = known.pendingOperation
        if known.state == .pendingInformation, !asked.isEmpty,
            !judgement.answers(invoices).contains(where: { $0.terms.reference == asked })
        {
            rows.append(
                row(
                    known, "information", [.text(asked), .codes(known.reasons)],
                    known.answerBy ?? known.last.day))
        }
        for fact in unanswerable(known, invoices) {
            rows.append(
                row(
                    known, "unanswerable", [.text("#\(fact.number)"), .text(fact.terms.reference)], fact.day))
        }
        if let older = olderVersion(known, invoices) { rows.append(older) }
        for event in known.latestEvents where isOpen(event, invoices) {
            guard let code = Self.code(of: event, known) else { continue }
            rows.append(row(known, code, parts(of: event, code), event.due ?? event.day, event.amount))
        }
        return rows
    }

    private func row(
        _ known: AgencyCase, _ code: String, _ parts: [ToDoPart], _ day: Day?, _ amount: Int64? = nil
    ) -> ToDoRow {
        ToDoRow(
            kind: .agency, subject: known.reference, detail: code, parts, day: day,
            amount: amount.map { Money(minorUnits: $0, currency: known.currency) })
    }

    private func money(_ amount: Int64, _ known: AgencyCase) -> ToDoPart {
        .amount(Money(minorUnits: amount, currency: known.currency))
    }

    private func parts(of event: AgencyEventFact, _ code: String) -> [ToDoPart] {
        let codes = ([event.code] + event.detail.split(separator: " ").map(String.init))
            .filter { !$0.isEmpty }.joined(separator: ", ")
        let words: [ToDoPart] = [.codes(codes), .text(texts.reason(event))]
        switch code {
        // An answer must name the event.
        case "question", "legal": return [.text(event.event)] + words
        case "unmapped": return [.text(event.status)] + words
        default: return words
        }
    }

    // MARK: Cases that are over

    /// What ended by the agency's will while something is owed, and how the agency's last balance differs.
    private func ended(_ known: AgencyCase, _ invoices: [Int64]) -> [ToDoRow] {
        var rows: [ToDoRow] = []
        let open = owed(known)
        let isResumed = invoices.contains { judgement.isResumed($0, after: known.endedAfterFact) }
        if known.waitsForPerson, open > 0, !isResumed {
            let reason = CloseReason(rawValue: known.reasons)
            let isPaid = reason == .paidInFull || reason == .settled
            let code = known.state == .rejected ? "rejected" : isPaid ? "closed-paid" : "closed"
            // An agency that calls a case paid and says that it still held something contradicts itself.
            let held = isPaid ? known.closing?.amount : nil
            rows.append(
                row(
                    known, code, [.codes(known.reasons)] + (held.map { [money($0, known)] } ?? []),
                    known.endedDay, open))
        }
        if let closing = known.closing, let theirs = closing.amount, isOpen(closing, invoices) {
            let ours = balance(known, at: closing)
            // Money that it announced it has taken off already, and its statement will say so. Charges that
            // are left when no principal is are pursued by nobody.
            let now = principal(known)
            let isEqual = theirs == ours || theirs == now + charges(known) || theirs == 0 && now == 0
            if !isEqual, !known.announces(ours - theirs, by: closing.day) {
                rows.append(
                    row(
                        known, "closed-balance", [money(theirs, known), money(ours, known)], closing.day, ours
                    )
                )
            }
        }
        return rows
    }

    /// What the agency should have held when it closed a case: what it should hold now, with the money that
    /// has come since from elsewhere. Payouts of its own statements it had taken off before.
    private func balance(_ known: AgencyCase, at closing: AgencyEventFact) -> Int64 {
        let payouts = remittances.payouts
        let since = (applied[known.reference] ?? []).filter {
            $0.day >= closing.day && !payouts.contains($0.movement)
        }
        return principal(known) + charges(known) + since.reduce(0) { $0 + $1.amount }
    }

    // MARK: Events

    /// Answers of people to an event that the agency never sent, or approvals of what it did not propose.
    private func unanswerable(_ known: AgencyCase, _ invoices: [Int64]) -> [DecisionFact] {
        judgement.answers(invoices).filter { fact in
            let event = known.events.last { $0.event == fact.terms.reference }
            return fact.kind == .agencyAnswered
                ? known.question(fact) == nil : event?.status != EventStatus.legalRecommended.rawValue
        }
    }

    /// The last event, where the agency wrote it without what it had been told the day before or earlier.
    private func olderVersion(_ known: AgencyCase, _ invoices: [Int64]) -> ToDoRow? {
        guard let event = known.events.last, let unseen = unseen(event), isOpen(event, invoices) else {
            return nil
        }
        return row(
            known, "older-version",
            [
                .codes(event.status), .text(String(event.version)), .text(String(unseen.version)),
                .day(unseen.day),
            ], event.day)
    }

    /// What an agency had been told before the day of an event and does not show to know.
    func unseen(_ event: AgencyEventFact) -> CaseTelling? {
        guard event.isOlder else { return nil }
        return tellings.last {
            $0.caseReference == event.caseReference && $0.version > event.version && $0.day < event.day
        }
    }

    /// Whether nobody has spoken to the debtor or let the claim go on since the event.
    func isOpen(_ event: AgencyEventFact, _ invoices: [Int64]) -> Bool {
        !invoices.contains { invoice in
            judgement.decisions(of: invoice).contains { fact in
                fact.number > event.afterFact && Self.closing(event.known, fact, event.event)
                    && !fact.author.hasPrefix("agency ")
            }
        }
    }

    /// Whether a person's fact is what an event waits for.
    private static func closing(_ status: EventStatus?, _ fact: DecisionFact, _ event: String) -> Bool {
        switch fact.kind {
        case .resumed, .contacted: true
        case .recalled: status == .recallObjected || status == .legalRecommended
        case .recallCancelled: status == .recallObjected
        case .agencyAnswered, .legalApproved: fact.terms.reference == event
        default: false
        }
    }

    /// The kind of thing an event leaves to a person; `nil` for one that leaves nothing.
    private static func code(of event: AgencyEventFact, _ known: AgencyCase) -> String? {
        guard let status = event.known else { return "unmapped" }
        let isLast = known.events.last?.event == event.event
        switch status {
        case .informationRequested: return "question"
        case .legalRecommended: return "legal"
        case .untraceable: return "untraceable"
        case .vulnerable: return "vulnerable"
        case .insolvent: return "insolvent"
        case .deceased: return "deceased"
        case .recallObjected: return known.state == .recallPending ? "objected" : nil
        case .promiseBroken: return isLast ? "promise-broken" : nil
        case .planBroken: return isLast ? "plan-broken" : nil
        default: return nil
        }
    }
}
