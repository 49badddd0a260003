public import Domain
internal import Foundation
internal import Handover

/// `recobro handover status`: what happened to the cases, from a table, as a STAT package.
public struct StatusReporting: Sendable {
    /// The columns of the table; the first three are mandatory.
    public static let columns = [
        "case_ref", "status", "at", "amount", "due_date", "reason", "phase", "event_id", "plan_total",
        "plan_first", "plan_last", "plan_instalments", "plan_amount", "plan_frequency", "dispute_ground",
        "dispute_raised", "dispute_lines", "dispute_amount", "court", "court_number", "filed_at", "claim_by",
        "action", "action_by", "action_documents", "cost_estimate", "close_reason",
    ]
    /// The statuses that the table may name.
    public static let statuses = EventStatus.allCases.map(\.rawValue).joined(separator: ", ")

    public var table: String
    public var asOf: Day
    /// Folder for a copy of the package.
    public var out: String?

    public init(table: String, asOf: Day) {
        self.table = table
        self.asOf = asOf
    }

    /// One wrong row refuses the table: a half reported one would be repaired twice.
    public func run(in desk: Desk) throws -> AgencyOutcome {
        var session = try DeskSession(desk, asOf: asOf, out: out)
        let rows: [AgencyTable.Row]
        do {
            rows = try AgencyTable(
                path: table, columns: Self.columns, required: Array(Self.columns.prefix(3))
            ).rows
        } catch let finding as AgencyFinding {
            return .refused([finding])
        }
        let header = session.header(.status)
        var findings: [AgencyFinding] = []
        var events: [StatusEvent] = []
        var known: [String] = []
        var new: Set<String> = []
        for row in rows {
            do throws(AgencyFinding) {
                let event = try StatusRow(row: row, session: session).event(header)
                guard session.state.events[event.eventId] == nil, new.insert(event.eventId).inserted else {
                    known.append(event.eventId)
                    continue
                }
                session.apply(event)
                events.append(event)
            } catch {
                findings.append(error)
            }
        }
        guard findings.isEmpty else { return .refused(findings) }
        return try publish(events, known, header, &session)
    }

    private func publish(
        _ events: [StatusEvent], _ known: [String], _ header: BatchHeader, _ session: inout DeskSession
    ) throws -> AgencyOutcome {
        var outcome = AgencyOutcome()
        if !known.isEmpty { outcome.lines.append("\(known.count) events were reported before") }
        guard !events.isEmpty else {
            // The same table again: what was sent for it is handed over again.
            for folder in Set(known.compactMap { session.state.events[$0] }).sorted() {
                outcome.lines.append("nothing new: \(try session.hand(over: folder))")
            }
            if known.isEmpty { outcome.lines.append("no events") }
            return outcome
        }
        let batch = StatusBatch(header: header, events: events.sorted(by: StatusEvent.precedes))
        try session.stage(header) { producer, key in
            FeedbackPackage.files(batch, producer: producer, signingKey: key)
        }
        for event in events { session.state.events[event.eventId] = header.folderName }
        let path = try session.commit()
        outcome.lines.append("\(events.count) events: \(path)")
        return outcome
    }
}

extension DeskSession {
    /// What an event changes of the case itself.
    mutating func apply(_ event: StatusEvent) {
        guard var held = state.cases[event.caseRef], let status = event.status.status else { return }
        held.isWorked = true
        held.phase = event.phase.rawValue
        switch status {
        case .closed:
            held.state = CaseState.closed.rawValue
            held.closedAt = event.at.day
        case .onHold: held.state = CaseState.held.rawValue
        case .informationRequested: held.state = CaseState.pendingInformation.rawValue
        default: if held.inventoryState == .accepted { held.resume() }
        }
        state.cases[event.caseRef] = held
    }
}

/// One row of the table as an event.
private struct StatusRow {
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
            at: try time(), phase: try phase(status, held), status: .known(status), currency: held.currency)
        event.reason = row.text("reason")
        event.amount = try row.amount("amount", held.currency)
        event.dueDate = try row.day("due_date")
        event.plan = try plan(held.currency)
        event.dispute = try dispute(held.currency)
        event.court = try court()
        event.actionRequired = try action(held.currency)
        event.close = try close(held, event.at.day)
        try check(event, header)
        return event
    }

    /// A day, or the instant `2026-02-28T09:15:00Z`.
    private func time() throws(AgencyFinding) -> PinnedTime {
        let text = try row.required("at")
        if let day = AgencyNumber.day(text) { return PinnedTime(day) }
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
