import Domain
import Testing

@testable import Handover

enum Statuses {
    static let text =
        "{\n" + Example.header("STAT", sequence: 113, digits: "000113") + """

             "events": [
              {
               "eventId": "E1",
               "caseRef": "C-2026-0007",
               "agencyCaseRef": "88123",
               "caseVersionSeen": 1,
               "at": "2026-07-10T09:12:00Z",
               "phase": "PRE_LEGAL",
               "status": "PROMISE",
               "amount": "500.00",
               "dueDate": "2026-07-20"
              }
             ],
             "totals": {
              "events": 1
             }
            }

            """
    static let tree = Example.tree(text)

    static func read(_ tree: JSONValue, table: StatusCodeTable? = nil) -> HandoverReading<StatusBatch> {
        StatusBatch.read(Example.bytes(tree), file: "stat.json", table: table)
    }

    static func object(_ text: String) -> JSONValue { Example.tree(text) }

    static let balance = """
        {"asOf": "2026-07-12", "principal": "90.00", "interest": "0.00", "fixedComp": "0.00", "costs": "0.00",
         "total": "90.00"}
        """

    /// What each status needs at least.
    static func extras(_ status: EventStatus) -> [(String, JSONValue)] {
        switch status {
        case .informationRequested:
            let action = #"{"code": "SEND_DOCS", "by": "2026-07-25", "docTypes": ["DELIVERY_NOTE"]}"#
            return [("actionRequired", object(action))]
        case .promise: return [("amount", .string("5.00")), ("dueDate", .string("2026-07-20"))]
        case .plan:
            let plan = """
                {"total": "100.00", "first": "2026-07-31", "last": "2026-09-30", "instalments": 3,
                 "amount": "40.00", "frequency": "M"}
                """
            return [("plan", object(plan))]
        case .promiseBroken, .planBroken, .recallObjected: return [("reason", .string("no payment came"))]
        case .partPaid, .paid, .settled: return [("amount", .string("5.00"))]
        case .disputed: return [("dispute", object(#"{"ground": "QUALITY", "raisedAt": "2026-07-11"}"#))]
        case .insolvent:
            return [("court", object(#"{"court": "Mercantil 1 Sevilla", "claimBy": "2026-08-11"}"#))]
        case .legalRecommended:
            return [("actionRequired", object(#"{"code": "APPROVE_LEGAL", "costEstimate": "300.00"}"#))]
        case .legalFiled, .judgment, .enforcing:
            let court = #"{"court": "Instancia 4", "caseNumber": "12/2026", "filedAt": "2026-07-09"}"#
            return [("court", object(court))]
        case .closed:
            return [("close", object(#"{"reason": "UNTRACEABLE", "balanceAtClose": \#(balance)}"#))]
        default: return []
        }
    }

    static func with(_ status: EventStatus) -> JSONValue {
        var tree = tree.setting("events.0.status", .string(status.rawValue))
            .setting("events.0.amount", nil).setting("events.0.dueDate", nil)
        for (name, value) in extras(status) { tree = tree.setting("events.0.\(name)", value) }
        return tree
    }

    static func event(_ id: String, at: String, version: Int = 1, case ref: String = "C-1") -> StatusEvent {
        StatusEvent(
            eventId: id, caseRef: ref, agencyCaseRef: "8", caseVersionSeen: version,
            at: PinnedTime(utc: at) ?? PinnedTime(Day(number: 0)), phase: .preLegal, status: .known(.contact))
    }
}

@Suite("A status batch")
struct StatusTests {
    @Test("is read and written again byte for byte")
    func roundTrip() throws {
        let reading = StatusBatch.read(Array(Statuses.text.utf8), file: "stat.json")
        #expect(reading.faults == [])
        let batch = try #require(reading.value)
        #expect(batch.events[0].amount == 50_000)
        #expect(String(decoding: batch.jsonBytes, as: UTF8.self) == Statuses.text)
    }

    @Test("is the one that the fact sheet ships", Shared.isThere)
    func sharedExample() throws {
        let bytes = try #require(Shared.file("spec/dhx-examples/04-status.json"))
        let reading = StatusBatch.read(bytes, file: "04-status.json")
        #expect(reading.faults == [])
        #expect(reading.value?.jsonBytes == bytes + [0x0A])
    }

    @Test("knows 26 statuses, 15 close reasons and 9 grounds")
    func codeLists() {
        #expect(EventStatus.allCases.count == 26)
        #expect(CloseReason.allCases.count == 15)
        #expect(DisputeGround.allCases.count == 9)
        #expect(DisputeGround.allCases.filter(\.isFormalClaim) == [.court])
    }

    @Test("needs with each status what the fact sheet says", arguments: EventStatus.allCases)
    func extras(_ status: EventStatus) throws {
        let tree = Statuses.with(status)
        let reading = Statuses.read(tree)
        #expect(reading.faults == [])
        let batch = try #require(reading.value)
        #expect(batch.events.map(\.status) == [.known(status)])
        // Written and read again it is the same batch.
        #expect(StatusBatch.read(batch.jsonBytes, file: "stat.json").value == batch)
        for (name, _) in Statuses.extras(status) {
            let without = Statuses.read(tree.setting("events.0.\(name)", nil))
            #expect(without.value?.events == [])
            #expect(without.faults.map(\.code) == [.fieldMissing])
            #expect(without.faults.first?.path == "$.events[0].\(name)")
        }
    }

    @Test("needs the inner parts of an extra too")
    func innerParts() {
        let missing: [(EventStatus, String)] = [
            (.informationRequested, "actionRequired.by"), (.informationRequested, "actionRequired.docTypes"),
            (.insolvent, "court.claimBy"), (.legalFiled, "court.caseNumber"), (.judgment, "court.filedAt"),
            (.legalRecommended, "actionRequired.costEstimate"), (.closed, "close.balanceAtClose"),
            (.disputed, "dispute.ground"), (.plan, "plan.frequency"),
        ]
        for (status, path) in missing {
            let faults = Statuses.read(Statuses.with(status).setting("events.0." + path, nil)).faults
            #expect(faults.map(\.path) == ["$.events[0]." + path])
        }
        let wrong = Statuses.with(.legalRecommended).setting("events.0.actionRequired.code", .string("HELP"))
        #expect(Statuses.read(wrong).faults.first?.expected == "APPROVE_LEGAL with LEGAL_RECOMMENDED")
    }

    @Test("knows every close reason and every ground")
    func reasons() {
        for reason in CloseReason.allCases {
            let tree = Statuses.with(.closed).setting("events.0.close.reason", .string(reason.rawValue))
            #expect(Statuses.read(tree).value?.events.first?.close?.reason == reason)
        }
        for ground in DisputeGround.allCases {
            let tree = Statuses.with(.disputed).setting("events.0.dispute.ground", .string(ground.rawValue))
            #expect(Statuses.read(tree).value?.events.first?.dispute?.ground == ground)
        }
    }

    @Test("sets a bad event aside and keeps the rest; a bad count refuses the file")
    func setAside() throws {
        let second = try #require(Statuses.tree["events"]?[0]).setting("eventId", .string("E2"))
            .setting("phase", .string("SOON"))
        let two = Statuses.tree.setting("events.1", second).setting("totals.events", .integer(2))
        let reading = Statuses.read(two)
        #expect(reading.value?.events.map(\.eventId) == ["E1"])
        #expect(reading.faults.map(\.path) == ["$.events[1].phase"])
        #expect(reading.problems.map(\.severity) == [.setAside])
        let refused = Statuses.read(two.setting("totals.events", .integer(1)))
        #expect(refused.value == nil)
        #expect(refused.faults.map(\.path) == ["$.events[1].phase", "$.totals.events"])
    }

    @Test("keeps a document only under evidence/")
    func documents() {
        let document = """
            {"docRef": "D1", "type": "COURT", "path": "evidence/C-2026-0007/01_court.pdf",
             "sha256": "\(String(repeating: "a", count: 64))", "bytes": 12, "mediaType": "application/pdf"}
            """
        let tree = Statuses.tree.setting("events.0.documents", .array([Statuses.object(document)]))
        #expect(Statuses.read(tree).faults == [])
        for path in ["/etc/passwd", "evidence/../x", "evidence//x", "evidence", "evidence\\x/y", "data/x"] {
            let bad = tree.setting("events.0.documents.0.path", .string(path))
            #expect(Statuses.read(bad).faults.map(\.path) == ["$.events[0].documents[0].path"])
        }
    }
}

@Suite("Status codes of an agency")
struct StatusCodeTableTests {
    static let profile = #"""
        {"profile": "COLCO", "status": "ASSUMED", "source": "their manual 3.1",
         "codes": {"10": "CONTACT", "99": "CLOSED"}}
        """#

    @Test("go through its table, and what is not in it stays raw")
    func mapping() throws {
        let table = try #require(StatusCodeTable.read(Array(Self.profile.utf8), file: "colco.json").value)
        #expect(table.meaning(of: "10") == .known(.contact))
        // Not even a word of our own list is guessed where the agency has a table.
        for code in ["11", "CLOSED", "contact"] { #expect(table.meaning(of: code) == .unmapped(code)) }
        let tree = Statuses.tree.setting("events.0.status", .string("77"))
        let batch = try #require(Statuses.read(tree, table: table).value)
        #expect(batch.events[0].status.display == "UNMAPPED (77)")
        #expect(batch.tree["events"]?[0]?["status"] == .string("77"))
        let history = StatusHistory(batch.events)
        #expect(history.unmapped.map(\.event.eventId) == ["E1"])
    }

    @Test("without a table are those of DHX, and an unknown one is unmapped")
    func withoutTable() {
        let reading = Statuses.read(Statuses.tree.setting("events.0.status", .string("WAITING")))
        #expect(reading.faults == [])
        #expect(reading.value?.events.first?.status == .unmapped("WAITING"))
    }

    @Test("in a wrong table are refused with their place")
    func faults() {
        let wrong = Self.profile.replacing("\"CLOSED\"", with: "\"DONE\"")
        let reading = StatusCodeTable.read(Array(wrong.utf8), file: "colco.json")
        #expect(reading.value == nil)
        #expect(reading.faults.map(\.path) == ["$.codes.99"])
        #expect(reading.faults.map(\.found) == ["'DONE'"])
    }
}

@Suite("The history of events")
struct StatusHistoryTests {
    @Test("is in the order of time, then of ids, whatever the order of arrival")
    func order() {
        let events = [
            Statuses.event("E3", at: "2026-07-11T10:00:00Z"),
            Statuses.event("E2", at: "2026-07-11T10:00:00Z"),
            Statuses.event("E9", at: "2026-07-11T09:59:59Z"),
            Statuses.event("E1", at: "2026-07-12T00:00:00Z"),
        ]
        let history = StatusHistory(events)
        #expect(history.entries.map(\.event.eventId) == ["E9", "E2", "E3", "E1"])
        #expect(StatusHistory(events.reversed()).entries == history.entries)
    }

    @Test("ignores replays and shows an id that came with another content")
    func replays() {
        let event = Statuses.event("E1", at: "2026-07-11T10:00:00Z")
        var other = event
        other.reason = "another"
        let old = Statuses.event("E0", at: "2026-07-01T10:00:00Z")
        let history = StatusHistory([event, event, other, old], appliedEventIds: ["E0"])
        #expect(history.entries.map(\.event) == [event])
        #expect(history.replays == ["E1", "E0"])
        #expect(history.conflicts == ["E1"])
    }

    @Test("keeps an event of an older version, flagged")
    func olderVersion() {
        let events = [
            Statuses.event("E1", at: "2026-07-11T10:00:00Z", version: 2),
            Statuses.event("E2", at: "2026-07-11T11:00:00Z", version: 3),
            Statuses.event("E3", at: "2026-07-11T12:00:00Z", case: "C-9"),
        ]
        let history = StatusHistory(events, caseVersions: ["C-1": 3])
        #expect(history.entries.map(\.isOlderVersion) == [true, false, false])
        #expect(history.entries.map(\.isUnknownCase) == [false, false, true])
    }

    @Test("expects a plan's instalments date to date, the rest with the last")
    func plan() {
        func plan(_ count: Int, _ frequency: PlanFrequency, last: String) -> StatusEvent.Plan {
            StatusEvent.Plan(
                total: 10_000, first: Sample.day("2026-08-31"), last: Sample.day(last), instalments: count,
                amount: 4_000, frequency: frequency)
        }
        let monthly = plan(3, .monthly, last: "2026-10-31").expectedReceipts
        #expect(monthly.map(\.day.description) == ["2026-08-31", "2026-09-30", "2026-10-31"])
        #expect(monthly.map(\.amount) == [4_000, 4_000, 2_000])
        let weekly = plan(3, .weekly, last: "2026-09-14").expectedReceipts
        #expect(weekly.map(\.day.description) == ["2026-08-31", "2026-09-07", "2026-09-14"])
        #expect(plan(2, .weekly, last: "2026-09-14").expectedReceipts.isEmpty)
        #expect(plan(4, .weekly, last: "2026-09-14").expectedReceipts.isEmpty)
    }
}
