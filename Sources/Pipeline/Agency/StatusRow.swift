internal import Domain
internal import Handover

/// One row of the table as an event.
struct StatusRow {
    let row: AgencyTable.Row
    let session: DeskSession

    func event(_ header: BatchHeader) throws(AgencyFinding) -> StatusEvent {
        let name = try row.required("case_ref")
        guard let caseRef = session.caseRef(name), let held = session.state.cases[caseRef] else {
            throw row.finding(
                "UNKNOWN_CASE", "case_ref", found: "'\(name.prefix(40))'",
                expected: "a case of the desk, by the creditor's reference or the agency's")
        }
        _ = try row.required("status")
        guard let status = try row.code("status", EventStatus.self) else {
            throw row.finding("FIELD_MISSING", "status", found: "nothing", expected: "a status")
        }
        let id = row.cells["event_id"] ?? session.derivedId("E", ["event", row.text])
        guard !held.inventoryState.isOver || session.state.events[id] != nil else {
            throw row.finding(
                "CASE_CLOSED", "case_ref", found: "\(name) is \(held.state)", expected: "an open case")
        }
        var event = StatusEvent(
            eventId: id, caseRef: caseRef, agencyCaseRef: held.agencyCaseRef, caseVersionSeen: held.version,
            at: try time(held), phase: try phase(status, held), status: .known(status),
            currency: held.currency)
        event.reason = row.text("reason")
        event.amount = try row.amount("amount", held.currency)
        event.dueDate = try row.day("due_date")
        event.plan = try plan(held.currency)
        event.dispute = try dispute(held.currency)
        event.court = try court()
        event.actionRequired = try action(held.currency)
        event.close = try close(held, event.at.day)
        try check(event, header)
        // What was reported is past judging: the same table may come again after the case has moved on.
        if session.state.events[id] == nil { try checkSense(of: event, held) }
        return event
    }

    /// A day, or the instant `2026-02-28T09:15:00Z`. Events are applied by their time: those of which only
    /// the day is known keep the order of the rows, each a second after the case's last one of that day.
    private func time(_ held: DeskCase) throws(AgencyFinding) -> PinnedTime {
        let text = try row.required("at")
        if let day = AgencyNumber.day(text) {
            let last = held.eventSeconds[day.description]
            return PinnedTime(day, secondOfDay: last.map { $0 + 1 } ?? 0)
        }
        let parts = text.split(separator: "T", omittingEmptySubsequences: false)
        let clock = parts.last?.split(separator: ":").compactMap { Int($0.prefix { $0 != "Z" }) } ?? []
        if parts.count == 2, clock.count == 3, clock.allSatisfy({ (0..<60).contains($0) }),
            let day = Day(iso: parts[0])
        {
            let time = PinnedTime(day, secondOfDay: (clock[0] * 60 + clock[1]) * 60 + clock[2])
            if time.description == text { return time }
        }
        throw row.finding(
            "WRONG_FORM", "at", found: "'\(text.prefix(40))'",
            expected: "a day as 2026-02-28 or an instant as 2026-02-28T09:15:00Z")
    }

    private func phase(
        _ status: EventStatus, _ held: DeskCase
    ) throws(AgencyFinding) -> DebtCase.Phase {
        if let stated = try row.code("phase", DebtCase.Phase.self) { return stated }
        switch status {
        case .legalFiled, .judgment: return .legal
        case .enforcing: return .enforcement
        default: return DebtCase.Phase(rawValue: held.phase) ?? .preLegal
        }
    }

    private func plan(_ currency: Currency) throws(AgencyFinding) -> StatusEvent.Plan? {
        guard let total = try row.amount("plan_total", currency) else { return nil }
        guard let instalments = try row.integer("plan_instalments"),
            let amount = try row.amount("plan_amount", currency),
            let frequency = try row.code("plan_frequency", PlanFrequency.self)
        else {
            throw row.finding(
                "FIELD_MISSING", "plan_instalments", found: "an incomplete plan",
                expected: "plan_first, plan_last, plan_instalments, plan_amount and plan_frequency")
        }
        return StatusEvent.Plan(
            total: total, first: try row.requiredDay("plan_first"), last: try row.requiredDay("plan_last"),
            instalments: instalments, amount: amount, frequency: frequency)
    }

    private func dispute(_ currency: Currency) throws(AgencyFinding) -> StatusEvent.Dispute? {
        guard let ground = try row.code("dispute_ground", DisputeGround.self) else { return nil }
        return StatusEvent.Dispute(
            ground: ground, raisedAt: try row.requiredDay("dispute_raised"), lineRefs: words("dispute_lines"),
            amount: try row.amount("dispute_amount", currency))
    }

    private func court() throws(AgencyFinding) -> StatusEvent.Court? {
        guard let name = row.cells["court"] else { return nil }
        var court = StatusEvent.Court(court: name)
        court.caseNumber = row.text("court_number")
        court.filedAt = try row.day("filed_at")
        court.claimBy = try row.day("claim_by")
        return court
    }

    private func action(_ currency: Currency) throws(AgencyFinding) -> StatusEvent.Action? {
        guard let code = row.cells["action"] else { return nil }
        var action = StatusEvent.Action(code: code, by: try row.day("action_by"))
        for word in words("action_documents") {
            guard let kind = CaseDocument.Kind(rawValue: word) else {
                throw row.finding(
                    "CODE_UNKNOWN", "action_documents", found: "'\(word.prefix(40))'",
                    expected: CaseDocument.Kind.allCases.map(\.rawValue).joined(separator: ", "))
            }
            action.documentTypes.append(kind)
        }
        action.costEstimate = try row.amount("cost_estimate", currency)
        return action
    }

    /// The balance at the end is the desk's own.
    private func close(_ held: DeskCase, _ day: Day) throws(AgencyFinding) -> StatusEvent.Close? {
        guard let reason = try row.code("close_reason", CloseReason.self) else { return nil }
        guard let balance = try? held.balance.balance(asOf: day) else { return nil }
        return StatusEvent.Close(reason: reason, balanceAtClose: balance)
    }

    /// What the creditor's reader would not take is said here, with the line of the table.
    private func check(_ event: StatusEvent, _ header: BatchHeader) throws(AgencyFinding) {
        let bytes = StatusBatch(header: header, events: [event]).jsonBytes
        let currencies = CaseCurrencies([event.caseRef: event.currency])
        let reading = StatusBatch.read(bytes, file: "event", currencies: currencies)
        guard let fault = reading.faults.first else { return }
        throw row.finding(
            fault.code.rawValue, fault.path.replacing("$.events[0].", with: ""), found: fault.found,
            expected: fault.expected)
    }

    private func words(_ column: String) -> [String] {
        row.text(column).split(separator: " ").map(String.init)
    }
}
