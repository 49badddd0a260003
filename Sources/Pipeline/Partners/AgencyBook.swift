internal import Domain
internal import Handover
internal import Ledger

/// One case as the creditor sees it at the agency.
struct AgencyCase {
    let reference: String
    let currency: Currency
    /// The agency's own number; empty while it has given none.
    var agencyCase = ""
    var state = CaseState.sent
    /// What happened last, by the creditor or the agency, with its day.
    var last: (day: Day, text: String)
    /// Whether the hold that lasts is the creditor's own.
    var isHeldByCreditor = false
    /// Whether anything was answered to NEW: before that its balance is not agreed.
    var isAnswered = false
    /// Why it was rejected or closed, or how balances differ.
    var reasons = ""
    /// The last fact of a person when it was rejected or closed: only a later one lets it be placed again.
    var endedAfterFact: Int64 = 0
    var endedDay: Day?
    /// Held and sent in the last answer in which they differ, minor units, with its day.
    var balances: (held: Int64, sent: Int64, day: Day)?
    var frozenAfterFact: Int64 = 0
    /// Until when the agency waits for what it asks for.
    var answerBy: Day?
    /// The operation that it took only until documents come, empty for none: an answer may name it.
    var pendingOperation = ""
    /// In the order in which they count.
    var events: [AgencyEventFact] = []
}

/// The cases of one agency, from what it was told, what it answered and what it reported.
struct AgencyBook {
    /// Whether it has answered any batch. One that never did is told as if it had taken everything.
    let hasAnswered: Bool
    /// By reference.
    private(set) var cases: [String: AgencyCase] = [:]
    /// In the order in which they were placed.
    private(set) var order: [String] = []
    /// Operations and records that the agency or the registry knows it has.
    private(set) var acknowledged: Set<String> = []
    /// Batches that were refused or that an answer does not fit.
    private(set) var batchFindings: [AgencyAnswerFact] = []
    /// Operations of open cases and records that were refused, and not taken since.
    private(set) var refusals: [AgencyAnswerFact] = []

    /// - Parameter recipient: how the batch ids of the agency begin.
    init(_ reader: LedgerReader, agency code: String, recipient: String) throws {
        hasAnswered = try reader.hasAnswered(sender: code)
        // Of several agencies each answers its own batches; registries answer theirs.
        let answers = try reader.agencyAnswers().filter {
            $0.batch.hasPrefix(recipient) || !$0.batch.contains(".\(HandoverFlow.cases.rawValue).")
        }
        let events = try reader.agencyEvents()
        // Of one that never spoke nothing follows but what it was told.
        guard hasAnswered || !answers.isEmpty || !events.isEmpty else { return }
        let tellings = try reader.caseTellings().filter { $0.batch.hasPrefix(recipient) }
        for answer in answers {
            let status = AnswerStatus(rawValue: answer.status)
            if status?.isAccepted == true || status == .duplicate { acknowledged.insert(answer.operation) }
            if answer.operation.isEmpty {
                // That a repeated recall has been seen before is no news.
                if status != .duplicate { batchFindings.append(answer) }
            } else {
                // What was missing or damaged has come whole since.
                batchFindings.removeAll { $0.batch == answer.batch }
            }
        }
        fold(tellings, answers, events)
        refusals = answers.filter { answer in
            // A refused case is one; what else was refused of a case that is over asks for nothing.
            answer.status == AnswerStatus.rejected.rawValue && !answer.operation.isEmpty
                && !acknowledged.contains(answer.operation)
                && cases[answer.caseReference]?.state.isOver != true
        }
    }

    /// Turns in the order of nights; what came in a night before what was told in it. An event that is older
    /// than one that counted already changes no state, unless it closes the case.
    private mutating func fold(
        _ tellings: [CaseTelling], _ answers: [AgencyAnswerFact], _ events: [AgencyEventFact]
    ) {
        var operations: [String: CaseOperation.Code] = [:]
        var nights: Set<Int> = []
        for telling in tellings {
            operations[telling.opId] = CaseOperation.Code(rawValue: telling.operation)
            nights.insert(telling.night)
        }
        nights.formUnion(answers.map(\.night) + events.map(\.night))
        let told = Dictionary(grouping: tellings, by: \.night)
        let answered = Dictionary(grouping: answers, by: \.night)
        let reported = Dictionary(grouping: events, by: \.night)
        for night in nights.sorted() {
            for answer in answered[night] ?? [] {
                if let code = operations[answer.operation] { take(answer, code) }
            }
            for event in (reported[night] ?? []).sorted(by: AgencyEventFact.precedes) { take(event) }
            for telling in told[night] ?? [] { take(telling) }
        }
    }

    private mutating func take(_ telling: CaseTelling) {
        guard let code = CaseOperation.Code(rawValue: telling.operation) else { return }
        let last = (telling.day, telling.operation + (telling.reason.isEmpty ? "" : " \(telling.reason)"))
        guard var known = cases[telling.caseReference] else {
            order.append(telling.caseReference)
            cases[telling.caseReference] = AgencyCase(
                reference: telling.caseReference, currency: telling.currency, last: last)
            return
        }
        known.state = known.state.after(.told(code))
        if code == .hold { known.isHeldByCreditor = true }
        if code == .resume { known.isHeldByCreditor = false }
        known.last = last
        cases[telling.caseReference] = known
    }

    private mutating func take(_ answer: AgencyAnswerFact, _ code: CaseOperation.Code) {
        guard var known = cases[answer.caseReference], let status = AnswerStatus(rawValue: answer.status)
        else { return }
        let reasons = answer.reasons.split(separator: ",").compactMap {
            CaseReason(rawValue: $0.split(separator: " ").first.map(String.init) ?? "")
        }
        let before = known.state
        known.state = known.state.after(.answered(code, status, reasons))
        known.last = (answer.day, "\(answer.status) of \(code.rawValue)")
        if !answer.agencyCase.isEmpty { known.agencyCase = answer.agencyCase }
        if code == .new { known.isAnswered = true }
        if known.state != before || status == .pending { known.reasons = answer.reasons }
        known.answerBy = answer.answerBy
        if status == .pending {
            known.pendingOperation = answer.operation
        } else if known.state != .pendingInformation {
            known.pendingOperation = ""
        }
        if known.state.isOver, !before.isOver { known.end(after: answer.afterFact, on: answer.day) }
        if status.isAccepted, let held = answer.held, let sent = answer.sent {
            known.balances = held != sent ? (held, sent, answer.day) : nil
            known.frozenAfterFact = answer.afterFact
        }
        cases[answer.caseReference] = known
    }

    private mutating func take(_ event: AgencyEventFact) {
        guard var known = cases[event.caseReference] else { return }
        let isLate = known.events.last.map { AgencyEventFact.precedes(event, $0) } ?? false
        known.events.append(event)
        known.events.sort(by: AgencyEventFact.precedes)
        if known.agencyCase.isEmpty { known.agencyCase = event.agencyCase }
        let status = event.isKnown ? EventStatus(rawValue: event.status) : nil
        if !isLate { known.last = (event.day, status?.rawValue ?? "UNMAPPED (\(event.status))") }
        if let status, !isLate || status == .closed {
            let before = known.state
            known.state = known.state.after(.reported(status, CloseReason(rawValue: event.code)))
            if known.state.isOver, !before.isOver {
                known.reasons = event.code
                known.end(after: event.afterFact, on: event.day)
            }
            if known.state != .held { known.isHeldByCreditor = false }
        }
        cases[event.caseReference] = known
    }

    /// In the order in which they were placed.
    var all: [AgencyCase] { order.compactMap { cases[$0] } }
}

extension AgencyCase {
    fileprivate mutating func end(after fact: Int64, on day: Day) {
        endedAfterFact = fact
        endedDay = day
    }

    /// Whether the agency holds another balance than it was sent, and money that it announced does not
    /// explain it: nothing but a recall is told until a later answer or a person has settled it. Some
    /// agencies take money off when they announce it, some when they state it.
    var isFrozen: Bool {
        guard !state.isOver, let balances else { return false }
        return !announces(balances.sent - balances.held, by: balances.day)
    }

    /// Whether money that it announced one after the other until a day explains what is missing, minor units.
    /// It need not be the last: an answer may have been on its way while more was announced.
    func announces(_ missing: Int64, by day: Day) -> Bool {
        let amounts = events.filter { event in
            event.day <= day && event.isKnown
                && EventStatus(rawValue: event.status)?.announcesMoney == true
        }.map { $0.amount ?? 0 }
        return amounts.indices.contains { first in
            var sum: Int64 = 0
            return amounts[first...].contains { amount in
                sum += amount
                return sum == missing
            }
        }
    }

    /// The event or operation of the agency that an answer names; `nil` where it asked nothing by that name.
    func question(_ fact: DecisionFact) -> String? {
        let name = fact.terms.reference
        if let event = events.last(where: { $0.event == name }) { return event.event }
        return !name.isEmpty && name == pendingOperation ? name : nil
    }

    /// Whether it ended by the agency's will: then a person must say before its invoices are placed again.
    var waitsForPerson: Bool { state == .rejected || state == .closed }
}

extension DebtJudgement {
    /// Whether a person said after a fact that the claim of an invoice goes on.
    func isResumed(_ invoice: Int64, after fact: Int64) -> Bool {
        decisions(of: invoice).contains { $0.kind == .resumed && $0.number > fact }
    }
}
