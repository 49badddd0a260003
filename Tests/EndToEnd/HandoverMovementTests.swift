import Domain
import Foundation
import Testing

@testable import Handover
@testable import Pipeline

/// What a person may write in a table of movements, and what the desk makes of it.
@Suite struct HandoverMovementTests {
    private func remit(
        _ desk: String, _ table: String, _ day: String = "2026-05-31", _ more: String...
    ) throws -> Recobro.Result {
        try Recobro.run(
            ["handover", "remit", desk, table, "--method", "NET", "--invoice", "A-\(day)", "--as-of", day]
                + more)
    }

    /// A case with one invoice and one with several, by what the desk's state says.
    private func cases(_ desk: String, _ open: [String]) throws -> (one: String, several: [String: String]) {
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(desk)/state.json"))
        let state = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        var several: [String: String] = [:]
        var one = ""
        for caseRef in open {
            let held = state.object("cases").object(caseRef)
            let invoices = held.list("invoices")
            if invoices.count == 1 {
                one = caseRef
            } else if several.isEmpty {
                several = ["case": caseRef, "line": invoices[0].text("lineRef")]
                several["number"] = invoices[0].text("number")
                several["open"] = invoices[0].text("open").split(separator: " ").first.map(String.init)
            }
        }
        return (one, several)
    }

    @Test func whatCannotBeIsRefusedInTheOrderOfTheRows() throws {
        let scratch = try Scratch()
        let (desk, open) = try HandoverFixture.workedDesk(scratch)
        let (one, several) = try cases(desk, open)
        let many = several["case"] ?? ""
        let before = try tree(desk)
        let good = (2...8).map { "COLL,\(one),2026-05-0\($0),1.00,," }
        let table = try HandoverFixture.table(
            scratch, "m.csv",
            ([
                "type,case_ref,date,amount,line_ref,reason", "COLL,\(one),2026-05-10,0.00,,",
                "EXPN,\(one),2026-05-10,-3.00,,", "COLL,\(one),2020-01-01,5.00,,",
            ] + good + [
                "COLL,\(many),2026-05-01,5.00,L999,", "COLL,\(many),2026-05-04,99999.00,,",
                "COLL,\(one),2026-05-02,\"1,600\",,", "COLL,\(one),2026-06-01,5.00,,",
            ]).joined(separator: "\n"))
        let refused = try remit(desk, table)
        #expect(refused.code == 65)
        let lines = refused.complaint.split(separator: "\n").map(String.init)
        let expected = [
            "WRONG_FORM m.csv line 2 amount: found 0.00, expected an amount that is not 0",
            "WRONG_FORM m.csv line 3 amount: found -3.00, expected more than 0 with EXPN",
            "PERIOD m.csv line 4 date: found 2020-01-01, expected a day from ",
            "LINE_UNKNOWN m.csv line 12 line_ref: found 'L999'",
            "OVERPAID m.csv line 13 amount: found 99999.00, ",
            "WRONG_FORM m.csv line 14 amount: found '1,600', expected 1600.00, ",
            "PERIOD m.csv line 15 date: found 2026-06-01, expected a day up to 2026-05-31",
        ]
        #expect(lines.count == expected.count, "\(refused.complaint)")
        for (line, expected) in zip(lines, expected) { #expect(line.hasPrefix(expected), "\(line)") }
        #expect(lines.contains { $0.contains("\(several["line"] ?? "?") (\(several["number"] ?? "?"))") })
        #expect(try tree(desk) == before)
    }

    @Test func anInvoiceIsNamedAndNotOverpaid() throws {
        let scratch = try Scratch()
        let (desk, open) = try HandoverFixture.workedDesk(scratch)
        let several = try cases(desk, open).several
        let (many, number, owed) = (several["case"] ?? "", several["number"] ?? "", several["open"] ?? "")
        let heading = "type,case_ref,date,amount,line_ref,principal"
        let tooMuch = try HandoverFixture.table(
            scratch, "m.csv", heading, "COLL,\(many),2026-05-05,\(owed),\(number),\(owed)",
            "COLL,\(many),2026-05-06,0.01,\(number),0.01")
        let refused = try remit(desk, tooMuch)
        #expect(refused.code == 65)
        #expect(
            refused.complaint.hasPrefix("OVERPAID m.csv line 3 line_ref: found 0.01 of principal, "),
            "\(refused.complaint)")
        let right = try HandoverFixture.table(
            scratch, "m.csv", heading, "COLL,\(many),2026-05-05,\(owed),\(number),\(owed)")
        #expect(try remit(desk, right).code == 0)
        let line = try HandoverFixture.batch(desk, "REMT", 1).list("lines").first {
            $0.text("type") == "COLL"
        }
        #expect(line?.text("lineRef") == several["line"])
        // What comes back comes back to the same invoice.
        let back = try HandoverFixture.table(
            scratch, "b.csv", "type,case_ref,date,amount,reverses",
            "REVC,\(many),2026-06-02,\(owed),\(line?.text("movementId") ?? "")")
        #expect(try remit(desk, back, "2026-06-30").code == 0)
        let reversal = try HandoverFixture.batch(desk, "REMT", 2).list("lines").first
        #expect(reversal?.text("lineRef") == several["line"])
        let again = try HandoverFixture.table(
            scratch, "c.csv", heading, "COLL,\(many),2026-07-05,\(owed),\(number),\(owed)")
        #expect(try remit(desk, again, "2026-07-31").code == 0)
    }

    @Test func aRemittedMovementIsNotCollectedAgain() throws {
        let scratch = try Scratch()
        let (desk, open) = try HandoverFixture.workedDesk(scratch)
        let one = try cases(desk, open).one
        let heading = "type,case_ref,date,amount,movement_id"
        let rows = ["COLL,\(one),2026-05-05,5.00", "EXPN,\(one),2026-05-05,2.00"]
        let first = try HandoverFixture.table(
            scratch, "m.csv", heading, rows[0] + ",MV-1", rows[1] + ",MV-2")
        #expect(try remit(desk, first).code == 0)
        let before = try tree(desk)
        let bare = try HandoverFixture.table(scratch, "m.csv", heading, rows[0] + ",", rows[1] + ",")
        let again = try remit(desk, bare, "2026-06-30")
        #expect(again.code == 0 && again.output.contains("nothing new"), "\(again.output)")
        #expect(try tree(desk) == before)
        // Beside a new movement nobody can tell whether it is a second payment.
        let mixed = try HandoverFixture.table(
            scratch, "m.csv", heading, rows[0] + ",", "COLL,\(one),2026-06-05,6.00,")
        let refused = try remit(desk, mixed, "2026-06-30")
        #expect(refused.code == 65)
        #expect(refused.complaint.hasPrefix("MOVEMENT_DUPLICATE m.csv line 2"), "\(refused.complaint)")
        // What comes late needs an id.
        let late = try HandoverFixture.table(scratch, "m.csv", heading, "COLL,\(one),2026-05-06,7.00,")
        let early = try remit(desk, late, "2026-06-30")
        #expect(early.code == 65)
        #expect(early.complaint.contains("PERIOD m.csv line 2 date: found 2026-05-06"), "\(early.complaint)")
        #expect(try tree(desk) == before)
        let named = try HandoverFixture.table(scratch, "m.csv", heading, "COLL,\(one),2026-05-06,7.00,MV-3")
        let unpaid = try remit(desk, named, "2026-06-30", "--payout-date", "2026-05-30")
        #expect(unpaid.code == 2 && unpaid.complaint.contains("payout date"), "\(unpaid.complaint)")
        #expect(try remit(desk, named, "2026-06-30").code == 0)
    }

    @Test func anInvoiceIsInOneOpenCase() throws {
        let scratch = try Scratch()
        let package = try HandoverFixture.packages(1, in: scratch) + "/" + HandoverFixture.name(1)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(package)/data/batch.json"))
        let new = try #require(
            try CaseBatchFile(json: Array(bytes)).operations.first { $0.code == .new })
        var twin = new
        twin.caseRef = "C-TWIN.1"
        let day = try #require(Day(iso: "2026-03-02"))
        var booking = DeskBooking(
            cases: [:], businessDate: day, asOf: day, decisions: DeskBooking.Decisions(), findings: [:])
        #expect(booking.answer(new, at: 0, digest: "a").status == .accepted)
        let answer = booking.answer(twin, at: 1, digest: "b")
        #expect(answer.status == .rejected)
        #expect(answer.reasons.map(\.code) == [.duplicateCase])
        // The next placement of a case may stand before the recall of the last one: 10 before 9.
        var (last, next) = (new, new)
        (last.caseRef, next.caseRef) = ("C-1.9", "C-1.10")
        var both = DeskBooking(
            cases: [:], businessDate: day, asOf: day, decisions: DeskBooking.Decisions(), findings: [:])
        #expect(both.answer(last, at: 0, digest: "a").status == .accepted)
        #expect(both.answer(next, at: 1, digest: "b").status == .accepted)
        // Of a case that is over the invoices may come again.
        var cases = booking.cases
        cases[new.caseRef]?.state = CaseState.recalled.rawValue
        var later = DeskBooking(
            cases: cases, businessDate: day, asOf: day, decisions: DeskBooking.Decisions(), findings: [:])
        #expect(later.answer(twin, at: 1, digest: "b").status == .accepted)
    }

    @Test func statesOfEarlierProgramsAreRead() throws {
        let scratch = try Scratch()
        let (desk, _) = try HandoverFixture.workedDesk(scratch, batches: 1)
        let path = "\(desk)/state.json"
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        var state = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        var cases = state.object("cases")
        for (caseRef, value) in cases {
            var held = try #require(value as? [String: Any])
            for added in ["invoices", "debtorIds", "eventSeconds"] { held[added] = nil }
            cases[caseRef] = held
        }
        state["cases"] = cases
        try JSONSerialization.data(withJSONObject: state).write(to: URL(fileURLWithPath: path))
        #expect(try Recobro.run("handover", "desk", "show", desk).code == 0)
        #expect(try Recobro.run("handover", "inventory", desk, "--as-of", "2026-05-31").code == 0)
    }
}
