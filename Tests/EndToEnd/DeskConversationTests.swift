import Domain
import Foundation
import Testing

@testable import Handover

/// The creditor's nights and the agency's desk, both by their commands, night after night.
@Suite struct DeskConversationTests {
    private let one = "C-A58818501.1"

    /// A desk of the story's agency, which answers and reports into the creditor's inbox.
    private struct Agency {
        let scratch: Scratch
        let story: AgencyStory
        let desk: String
        let inbox: String

        init(_ scratch: Scratch) throws {
            self.scratch = scratch
            story = try AgencyStory(scratch)
            desk = "\(scratch.path)/desk"
            inbox = "\(story.workspace)/inbox"
            let made = try Recobro.run(
                "handover", "desk", "init", desk, "--code", "COLCO", "--identifier", "ESB00000000",
                "--creditor", "ESB12345674", "--agreement", "AGR-2026-01", "--processor-agreement",
                "DPA-2026-01", "--fee", "15.00", "--environment", "T")
            #expect(made.code == 0, "\(made.complaint)")
        }

        func ask(_ command: String, _ what: String, _ day: String, _ more: String...) throws {
            let done = try Recobro.run(
                ["handover", command, desk, what, "--as-of", day, "--out", inbox] + more)
            #expect(done.code == 0, "\(command): \(done.output) \(done.complaint)")
        }

        func table(_ name: String, _ lines: String...) throws -> String {
            let path = "\(scratch.path)/\(name)"
            try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path))
            return path
        }
    }

    @Test func onePaymentOfSeveralInvoicesIsOneEventAndALineEach() throws {
        let scratch = try Scratch()
        let agency = try Agency(scratch)
        let story = agency.story
        try agency.ask("ack", try story.place(), "2026-02-09")
        try story.night("2026-02-09")
        try agency.ask(
            "status",
            try agency.table(
                "events.csv", "case_ref,status,at,amount", "\(one),PART_PAID,2026-02-10,1200.00"),
            "2026-02-10")
        let movements = try agency.table(
            "m.csv", "type,case_ref,date,amount,movement_id", "COLL,\(one),2026-02-10,1200.00,MV-1")
        try agency.ask("remit", movements, "2026-02-28", "--method", "NET", "--invoice", "A26-1")
        let lines = try HandoverFixture.lines(agency.desk, "COLCO_ESB12345674_REMT_000001")
        #expect(lines.map { $0.text("lineRef") } == ["L1", "L2"])
        #expect(lines.map { $0.text("gross") } == ["1000.00", "200.00"])
        #expect(lines.map { $0.text("balanceAfter") } == ["500.00", "300.00"])
        #expect(lines.first?.text("movementId") == "MV-1")
        func expectNoBreaks(_ night: String, _ count: Int) {
            let rows = story.table(night, "remittances").split(separator: "\n").filter { $0.contains(one) }
            #expect(rows.count == count && rows.allSatisfy { $0.hasSuffix(",,,COLCO") }, "\(rows)")
        }
        expectNoBreaks(try story.night("2026-03-01"), 2)
        // The same table again is nothing new, and the whole of it may go back.
        try agency.ask("remit", movements, "2026-03-15", "--method", "NET", "--invoice", "A26-2")
        try agency.ask(
            "remit",
            try agency.table(
                "back.csv", "type,case_ref,date,amount,movement_id,reverses",
                "REVC,\(one),2026-03-10,1200.00,MV-2,MV-1"),
            "2026-03-31", "--method", "NET", "--invoice", "A26-2", "--payout-date", "2026-04-01")
        let back = try HandoverFixture.lines(agency.desk, "COLCO_ESB12345674_REMT_000002")
        #expect(back.map { $0.text("gross") } == ["-1000.00", "-200.00"])
        #expect(back.map { $0.text("lineRef") } == ["L1", "L2"])
        #expect(back.last?.text("balanceAfter") == "1500.00")
        expectNoBreaks(try story.night("2026-04-01"), 4)
    }

    @Test func bothSidesAgreeToTheCent() throws {
        let scratch = try Scratch()
        let agency = try Agency(scratch)
        let (story, inbox) = (agency.story, agency.inbox)
        func answer(_ night: String, _ day: String) throws {
            for package in story.packages(night) { try agency.ask("ack", package, day) }
        }
        try agency.ask("ack", try story.place(), "2026-02-09")
        let accepted = try story.night("2026-02-09")
        #expect(story.table(accepted, "cases").contains(",ACCEPTED,1500.00,"))
        // The agency collects; before its statement comes, the debtor pays the creditor too.
        try agency.ask(
            "status",
            try agency.table("events.csv", "case_ref,status,at,amount", "\(one),PART_PAID,2026-02-10,200.00"),
            "2026-02-10")
        let paid = try story.night("2026-02-11", credit: (50_000, "Factura F2026-0002"))
        #expect(try story.told(paid) == ["PAY \(one).2"])
        try answer(paid, "2026-02-12")
        try agency.ask(
            "remit",
            try agency.table(
                "movements.csv", "type,case_ref,date,amount,line_ref,movement_id",
                "COLL,\(one),2026-02-10,200.00,L1,MV-1"),
            "2026-02-28", "--method", "NET", "--invoice", "A26-1", "--payout-date", "2026-03-02",
            "--statement", "REM-2026-02")
        let stated = try story.night("2026-03-01")
        let cases = story.table(stated, "cases")
        #expect(cases.contains("WORKING") && !cases.contains("FROZEN"), "\(cases)")
        // 200.00 less 15 % of it and of 500.00, and 21 % VAT on that.
        let arrived = try story.night("2026-03-02", credit: (7_295, "REM-2026-02"))
        let rows = story.table(arrived, "remittances").split(separator: "\n").dropFirst()
        #expect(rows.count == 2 && rows.allSatisfy { $0.hasSuffix(",,,COLCO") }, "\(rows)")
        let agencyRows = story.table(arrived, "todo").split(separator: "\n").filter {
            $0.hasPrefix("agency,")
        }
        #expect(agencyRows.count == 1 && agencyRows[0].contains("espera una firma"), "\(agencyRows)")
        let review = try String(
            contentsOfFile: "\(arrived)/remittances/REM-2026-02.review.csv", encoding: .utf8)
        #expect(review.contains("F2026-0001=72.95 difference=fee:127.05"), "\(review)")
        let signed = review.replacing("difference=fee:127.05;;", with: "difference=fee:127.05;Ana;")
        try Data(signed.utf8).write(to: URL(fileURLWithPath: "\(inbox)/liquidacion.csv"))
        // All that is left is paid: the recall says so, and both hold nothing.
        let settled = try story.night("2026-03-03", credit: (80_000, "Resto factura F2026-0001"))
        let told = try story.told(settled)
        #expect(told == ["PAY \(one).3", "RCF \(one).4"])
        try answer(settled, "2026-03-04")
        let over = try story.night("2026-03-04")
        #expect(story.table(over, "cases").contains(",RECALLED,0.00,"))
        #expect(try story.told(over) == [])
        // The bank takes back what the agency had collected, long after: both sides take it.
        try agency.ask(
            "remit",
            try agency.table(
                "back.csv", "type,case_ref,date,amount,movement_id,reverses",
                "REVC,\(one),2026-03-10,200.00,MV-2,MV-1"),
            "2026-03-31", "--method", "NET", "--invoice", "A26-2", "--statement", "REM-2026-03")
        let back = try story.night("2026-04-01")
        let heard = story.table(back, "remittances").split(separator: "\n").filter { $0.contains("MV-2") }
        #expect(heard.count == 1 && !heard[0].contains("CASE_CLOSED"), "\(heard)")
        #expect(try story.auditHolds)
    }
}
