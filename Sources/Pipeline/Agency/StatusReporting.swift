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
    /// In which form copies are made.
    public var form = PackageForm.folder

    public init(table: String, asOf: Day) {
        self.table = table
        self.asOf = asOf
    }

    /// One wrong row refuses the table: a half reported one would be repaired twice.
    public func run(in desk: Desk) throws -> AgencyOutcome {
        var session = try DeskSession(desk, asOf: asOf, out: out, form: form)
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
        var lines: [String: Int] = [:]
        for row in rows {
            do throws(AgencyFinding) {
                let event = try StatusRow(row: row, session: session).event(header)
                if let line = lines.updateValue(row.line, forKey: event.eventId) {
                    throw row.finding(
                        "EVENT_DUPLICATE", "event_id", found: "the event of line \(line) again",
                        expected: "each event once; a second one has an event_id or a time of its own")
                }
                guard session.state.events[event.eventId] == nil else {
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
        held.eventSeconds[event.at.day.description, default: 0] = max(
            event.at.secondOfDay, held.eventSeconds[event.at.day.description] ?? 0)
        held.phase = event.phase.rawValue
        switch status {
        case .closed:
            held.state = CaseState.closed.rawValue
            held.closedAt = event.at.day
        // An announced recall is not undone by what was done before it was read.
        case .onHold, .informationRequested:
            guard held.inventoryState != .recallPending else { break }
            held.state = (status == .onHold ? CaseState.held : .pendingInformation).rawValue
        default: if held.inventoryState == .accepted { held.resume() }
        }
        state.cases[event.caseRef] = held
    }
}
