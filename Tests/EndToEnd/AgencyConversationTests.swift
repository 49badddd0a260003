import Domain
import Foundation
import Testing

@testable import Handover

/// What an agency answers and reports, and what the nights make of it.
@Suite struct AgencyConversationTests {
    private let one = "C-A58818501.1"

    @Test func moneyThatComesBeforeTheAnswerIsToldAfterIt() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        let batch = try story.place()
        #expect(try story.operations(batch).map(\.opId) == ["\(one).1"])
        // It has the file, and has not looked at the case yet.
        _ = try story.answer(batch, 1, "2026-02-09")
        let received = try story.night("2026-02-09", credit: (50_000, "Factura F2026-0002"))
        #expect(
            try Recobro.run("export", "matches", story.workspace).output.contains("F2026-0002,50000,auto"))
        #expect(try story.told(received) == [])
        #expect(story.table(received, "cases").contains("\(one),,SENT,1000.00,EUR,2026-02-08,NEW\n"))
        _ = try story.answer(batch, 2, "2026-02-10", .accepted)
        let accepted = try story.night("2026-02-10")
        #expect(try story.told(accepted) == ["PAY \(one).2"])
        let package = try #require(story.packages(accepted).first)
        let told = try #require(try story.operations(package).first)
        guard case .payment(let payment, let after) = told.content else {
            Issue.record("no payment is told")
            return
        }
        #expect(payment.amount == 50_000 && after.total == 100_000)
        #expect(story.table(accepted, "cases").contains("\(one),88123,ACCEPTED,1000.00,EUR,2026-02-10,PAY\n"))
        #expect(try story.explain("C-A58818501").contains("\(one) (88123) is ACCEPTED"))
        #expect(try story.auditHolds)
    }

    @Test func aRefusedCaseComesBackOnlyWhenAPersonSaysSo() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        let batch = try story.place()
        _ = try story.answer(batch, 1, "2026-02-09", .rejected, reason: .territory)
        let rejected = try story.night("2026-02-09")
        #expect(try story.told(rejected) == [])
        let toDo = story.table(rejected, "todo")
        #expect(
            toDo.contains("agency,\(one),2026-02-09,1500.00,EUR") && toDo.contains("TERRITORY"), "\(toDo)")
        #expect(try story.told(story.night("2026-02-10")) == [])
        try story.state("resumed", "2026-02-11")
        let again = try story.night("2026-02-11")
        #expect(try story.told(again) == ["NEW C-A58818501.2.1"])
        #expect(!story.table(again, "todo").contains("TERRITORY"))
        #expect(try story.auditHolds)
    }

    @Test func anotherBalanceFreezesTheCase() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        let batch = try story.place()
        _ = try story.answer(batch, 1, "2026-02-09", .accepted, held: 140_000)
        let drifted = try story.night("2026-02-09", credit: (50_000, "Factura F2026-0002"))
        #expect(try story.told(drifted) == [])
        #expect(story.table(drifted, "cases").contains("ACCEPTED FROZEN"))
        #expect(story.table(drifted, "todo").contains("tiene 1.400,00\u{A0}€, se le envió 1.500,00\u{A0}€"))
        _ = try story.answer(batch, 2, "2026-02-10", .accepted)
        let mended = try story.night("2026-02-10")
        #expect(try story.told(mended) == ["PAY \(one).2"])
        #expect(!story.table(mended, "cases").contains("FROZEN"))
    }

    @Test func foreignStatusCodesMeanWhatTheirTableSays() throws {
        let scratch = try Scratch()
        let table = "\(scratch.path)/colco.json"
        let story = try AgencyStory(scratch, more: "  statusCodes: \(table)\n")
        func write(_ trust: String) throws {
            let text = """
                {"profile": "COLCO", "status": "\(trust)", "source": "manual 3.1", "codes": {"10": "CONTACT"}}
                """
            try Data(text.utf8).write(to: URL(fileURLWithPath: table))
        }
        try write("DOCUMENTED")
        let batch = try story.place()
        _ = try story.answer(batch, 1, "2026-02-09", .accepted)
        var events = [
            try story.event("E-1", "2026-02-10", .contact), try story.event("E-2", "2026-02-11", .contact),
        ]
        events[0].status = .unmapped("10")
        events[1].status = .unmapped("99")
        _ = try story.report(events, 1, "2026-02-11")
        let night = try story.night("2026-02-11")
        #expect(story.table(night, "cases").contains("WORKING"), "\(story.table(night, "cases"))")
        #expect(story.table(night, "cases").contains("UNMAPPED (99)"))
        #expect(story.table(night, "todo").contains("99"))
        // What is only assumed is for tests.
        try write("ASSUMED")
        let path = "\(story.workspace)/recobro.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacing("agency:\n", with: "agency:\n  environment: P\n")
            .write(toFile: path, atomically: true, encoding: .utf8)
        let refused = try Recobro.run("run", story.workspace, "--as-of", "2026-02-12")
        #expect(refused.code == 2 && refused.complaint.contains("ASSUMED"), "\(refused.complaint)")
    }

    @Test func packagesAreTakenOnceInOrderAndWhole() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        let batch = try story.place()
        let contact = try story.report([try story.event("E-1", "2026-02-09", .contact)], 2, "2026-02-09")
        _ = try story.answer(batch, 1, "2026-02-09", .accepted)
        let first = try story.night("2026-02-09")
        // The second batch of events waits for the first; nothing of it counts yet.
        #expect(story.table(first, "problems").contains("SEQUENCE_GAP"))
        #expect(story.table(first, "cases").contains("ACCEPTED"))
        #expect(!FileManager.default.fileExists(atPath: contact))
        #expect(story.table(first, "todo").contains("agency,DHX1_T_COLCO_ESB12345674_STAT_000002"))
        let damaged = try story.report([try story.event("E-0", "2026-02-08", .open)], 1, "2026-02-09")
        var bytes = try story.bytes("\(damaged)/data/batch.json")
        bytes[bytes.count / 2] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: "\(damaged)/data/batch.json"))
        let second = try story.night("2026-02-10")
        #expect(story.table(second, "problems").contains("CHECKSUM"))
        #expect(story.table(second, "cases").contains("ACCEPTED"))
        let rejected = try tree("\(story.workspace)/rejected").keys
        #expect(rejected.contains { $0.hasSuffix("_STAT_000001/data/batch.json") })
        #expect(rejected.contains { $0.hasSuffix("_STAT_000001.errors.csv") })
        // Again, whole: both are taken, in order. The answer that comes a second time changes nothing.
        _ = try story.report([try story.event("E-0", "2026-02-08", .open)], 1, "2026-02-09")
        _ = try story.answer(batch, 1, "2026-02-09", .accepted)
        let third = try story.night("2026-02-11")
        #expect(
            story.table(third, "cases").contains("WORKING") && story.table(third, "cases").contains("CONTACT")
        )
        #expect(!story.table(third, "todo").contains("rejected-file"))
        #expect(!story.table(third, "todo").contains("STAT_000002"))
        // The same id with another content, and an old number.
        _ = try story.answer(batch, 1, "2026-02-09", .rejected, reason: .territory)
        let fourth = try story.night("2026-02-12")
        #expect(story.table(fourth, "problems").contains("BATCH_ID_REUSED"))
        #expect(story.table(fourth, "cases").contains("WORKING"))
        #expect(try tree("\(story.workspace)/inbox").isEmpty)
        #expect(try story.auditHolds)
    }

    @Test func aDisputeRecallsAndTheRecallIsSaidUntilItIsHeard() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        let batch = try story.place()
        _ = try story.answer(batch, 1, "2026-02-09", .accepted)
        var dispute = try story.event("E-1", "2026-02-09", .disputed)
        dispute.dispute = StatusEvent.Dispute(
            ground: .quality, raisedAt: try #require(Day(iso: "2026-02-09")))
        _ = try story.report([dispute], 1, "2026-02-09")
        let disputed = try story.night("2026-02-09")
        #expect(try story.told(disputed) == ["RCF \(one).2"])
        #expect(try story.explain("F2026-0001").contains("disputed on 2026-02-09 by agency COLCO"))
        let repeated = try story.night("2026-02-10")
        #expect(try story.told(repeated) == ["RCF \(one).2"])
        let again = try #require(story.packages(repeated).first)
        _ = try story.answer(again, 2, "2026-02-11", .accepted)
        let heard = try story.night("2026-02-11")
        #expect(try story.told(heard) == [])
        #expect(story.table(heard, "cases").contains(",RECALLED,"))
        #expect(try story.auditHolds)
    }

    @Test func aPromiseToTheCreditorPausesAndAClosedCaseWaits() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        let batch = try story.place()
        _ = try story.answer(batch, 1, "2026-02-09", .accepted)
        try story.night("2026-02-09")
        try story.state("promised", "2026-02-10", "--until", "2026-02-12", "--grace", "0")
        let paused = try story.night("2026-02-10")
        #expect(try story.told(paused) == ["HLD \(one).2"])
        #expect(story.table(paused, "cases").contains(",HELD,"))
        #expect(try story.told(story.night("2026-02-11")) == [])
        #expect(try story.told(story.night("2026-02-13")) == ["RES \(one).3"])
        var closed = try story.event("E-9", "2026-02-14", .closed, version: 3)
        let balance = CaseBalance(
            asOf: closed.at.day, principal: 150_000, interest: 0, fixedComp: 0, costs: 0, total: 150_000)
        closed.close = StatusEvent.Close(reason: .exhaustedWithContact, balanceAtClose: balance)
        _ = try story.report([closed], 1, "2026-02-14")
        let ended = try story.night("2026-02-14")
        #expect(try story.told(ended) == [])
        #expect(story.table(ended, "cases").contains(",CLOSED,"))
        #expect(story.table(ended, "todo").contains("EXHAUSTED_CONTACT"))
        #expect(try story.told(story.night("2026-02-15")) == [])
    }

    /// What an event states of the debtor counts the same night.
    @Test func whatTheAgencyFindsOutBecomesAFact() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        let batch = try story.place()
        _ = try story.answer(batch, 1, "2026-02-09", .accepted)
        var promise = try story.event("E-1", "2026-02-09", .promise)
        (promise.amount, promise.dueDate) = (30_000, Day(iso: "2026-02-20"))
        var strange = try story.event("E-2", "2026-02-09", .contact)
        strange.status = .unmapped("X9")
        _ = try story.report([promise, strange], 1, "2026-02-09")
        let promised = try story.night("2026-02-09")
        #expect(try story.told(promised) == [])
        #expect(
            try story.explain("F2026-0001").contains("promised on 2026-02-09 by agency COLCO: amount=300.00"))
        #expect(story.table(promised, "todo").contains("UNMAPPED"))
        var insolvent = try story.event("E-3", "2026-02-10", .insolvent)
        var court = StatusEvent.Court(court: "Juzgado de lo Mercantil 1 de Zaragoza")
        (court.caseNumber, court.claimBy) = ("77/2026", Day(iso: "2026-03-10"))
        insolvent.court = court
        // The first event again changes nothing.
        _ = try story.report([promise, insolvent], 2, "2026-02-10")
        let found = try story.night("2026-02-10")
        // The agency says so; that it is so a person states, and only then the case is called back.
        #expect(try story.told(found) == [])
        #expect(
            try story.explain("F2026-0001").contains("reason on 2026-02-10 by agency COLCO: code=insolvent"))
        #expect(story.table(found, "todo").contains("agency,\(one),2026-03-10"))
        try story.state("insolvency", "2026-02-11")
        #expect(try story.told(story.night("2026-02-11")) == ["RCF \(one).2"])
        #expect(try story.auditHolds)
    }

    /// A removal is in every night's file until the registry says that it has it.
    @Test func aRegistryThatAnswersIsToldOnce() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(
            scratch,
            steps: "    - { step: registry, afterDueDays: 20, minimumDaysSincePrevious: 0, channel: file }\n",
            more: """
                registry:
                  name: Fichero Ejemplo
                  code: EJEMPLO
                  profile: example-fixed-200
                  reporter: "0099"
                  requiresRelease: false

                """)
        let batch = try story.place()
        _ = try story.answer(batch, 1, "2026-02-09", .accepted)
        try story.night("2026-02-09")
        try story.night("2026-02-10")
        let registry = try FileManager.default.subpathsOfDirectory(atPath: "\(story.workspace)/outbox")
        #expect(
            registry.contains { $0.hasSuffix("_REGY_000001") }, "\(registry.filter { $0.contains("REGY") })")
        try story.state("disputed", "2026-02-11")
        let removed = try story.night("2026-02-11")
        let file = try #require(story.packages(removed, "REGY").first)
        #expect(story.packages(try story.night("2026-02-12"), "REGY").count == 1)
        _ = try story.answer(registry: file, 1, "2026-02-12")
        #expect(story.packages(try story.night("2026-02-13"), "REGY") == [])
        #expect(try story.auditHolds)
    }
}
