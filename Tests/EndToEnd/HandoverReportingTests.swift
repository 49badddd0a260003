import Foundation
import Testing

/// What the agency reports: events, money, inventory.
@Suite struct HandoverReportingTests {
    @Test func eventsBecomeAStatusBatch() throws {
        let scratch = try Scratch()
        let (desk, open) = try HandoverFixture.workedDesk(scratch, batches: 1)
        let events = try HandoverFixture.table(
            scratch, "events.csv", "case_ref;status;at;amount;due_date;close_reason",
            "\(open[0]);PROMISE;2026-03-05;500,00;20/03/2026;", "\(open[1]);CONTACT;2026-03-06T09:15:00Z;;;",
            "\(open[2]);CLOSED;2026-03-07;;;UNTRACEABLE")
        let reported = try Recobro.run("handover", "status", desk, events, "--as-of", "2026-03-08")
        #expect(reported.code == 0, "\(reported.complaint)")
        let batch = try HandoverFixture.batch(desk, "STAT", 1)
        #expect(batch.list("events").map { $0.text("status") } == ["PROMISE", "CONTACT", "CLOSED"])
        #expect(batch.list("events")[0].text("amount") == "500.00")
        #expect(batch.list("events")[0].text("dueDate") == "2026-03-20")
        #expect(try Recobro.run("handover", "check", "\(desk)/out").code == 0)
        let before = try tree(desk)
        let again = try Recobro.run("handover", "status", desk, events, "--as-of", "2026-03-09")
        #expect(again.code == 0)
        #expect(again.output.contains("nothing new"))
        #expect(try tree(desk) == before)
    }

    @Test func wrongRowsRefuseTheTableWithTheirLine() throws {
        let scratch = try Scratch()
        let (desk, open) = try HandoverFixture.workedDesk(scratch, batches: 1)
        let before = try tree(desk)
        let events = try HandoverFixture.table(
            scratch, "events.csv", "case_ref,status,at,amount", "C-NOBODY,CONTACT,2026-03-05,",
            "\(open[0]),PROMISSE,2026-03-05,", "\(open[0]),PROMISE,2026-03-05,500.00",
            "\(open[1]),CONTACT,2026-03-06,")
        let refused = try Recobro.run("handover", "status", desk, events, "--as-of", "2026-03-08")
        #expect(refused.code == 65)
        #expect(refused.complaint.contains("UNKNOWN_CASE events.csv line 2 case_ref: found 'C-NOBODY'"))
        #expect(refused.complaint.contains("CODE_UNKNOWN events.csv line 3 status: found 'PROMISSE'"))
        #expect(refused.complaint.contains("FIELD_MISSING events.csv line 4 dueDate"))
        #expect(try tree(desk) == before)
    }

    @Test func aNetStatementIsRightToTheCent() throws {
        let scratch = try Scratch()
        let (desk, open) = try HandoverFixture.workedDesk(scratch)
        let movements = try HandoverFixture.table(
            scratch, "movements.csv", "type,case_ref,date,amount,movement_id",
            "COLL,\(open[0]),2026-05-05,100.33,B-1", "COLL,\(open[1]),2026-05-06,50.00,B-2",
            "EXPN,\(open[0]),2026-05-06,24.20,B-3")
        let noInvoice = try Recobro.run(
            "handover", "remit", desk, movements, "--method", "NET", "--as-of", "2026-05-31")
        #expect(noInvoice.code == 2)
        let sent = try Recobro.run(
            "handover", "remit", desk, movements, "--method", "NET", "--invoice", "A26-1", "--as-of",
            "2026-05-31")
        #expect(sent.code == 0, "\(sent.complaint)")
        let batch = try HandoverFixture.batch(desk, "REMT", 1)
        let lines = batch.list("lines")
        let direct = lines.filter { $0.text("type") == "DIRC" }
        // The seven payments that the creditor reported are echoed without a row.
        #expect(direct.count == 7)
        #expect(lines.count == 10)
        func cents(_ text: String) -> Int { Int(text.replacing(".", with: "")) ?? 0 }
        let fees = lines.map { cents($0.text("fee")) }.reduce(0, +)
        let directFees = direct.filter { $0["feeBase"] != nil }.map {
            (cents($0.text("gross")) * 15 + 50) / 100
        }
        #expect(fees == 1505 + 750 + directFees.reduce(0, +))
        let vat = (fees * 21 + 50) / 100
        let due = 10033 + 5000 - fees - vat - 2420
        let statement = batch.object("statement")
        #expect(cents(statement.object("payout").text("amount")) == max(0, due))
        #expect(cents(batch.object("totals").text("closing")) == min(0, due))
        #expect(cents(statement.object("feeInvoice").text("gross")) == fees + vat)
        #expect(try Recobro.run("handover", "check", "\(desk)/out").code == 0)
        try expectNoSecondStatement(desk, movements)
        try expectReversal(desk, scratch, open, due: due)
    }

    /// The same table again writes nothing.
    private func expectNoSecondStatement(_ desk: String, _ movements: String) throws {
        let before = try tree(desk)
        let again = try Recobro.run(
            "handover", "remit", desk, movements, "--method", "NET", "--invoice", "A26-1", "--as-of",
            "2026-06-01")
        #expect(again.code == 0, "\(again.complaint)")
        #expect(again.output.contains("nothing new"))
        #expect(try tree(desk) == before)
    }

    /// What went back goes back with its fee, and what was carried is settled.
    private func expectReversal(_ desk: String, _ scratch: Scratch, _ open: [String], due: Int) throws {
        let movements = try HandoverFixture.table(
            scratch, "june.csv", "type,case_ref,date,amount,movement_id,reverses",
            "REVC,\(open[1]),2026-06-02,50.00,B-4,B-2")
        let sent = try Recobro.run(
            "handover", "remit", desk, movements, "--method", "NET", "--invoice", "A26-2", "--as-of",
            "2026-06-30")
        #expect(sent.code == 0, "\(sent.complaint)")
        let batch = try HandoverFixture.batch(desk, "REMT", 2)
        #expect(batch.list("lines").map { $0.text("gross") } == ["-50.00"])
        #expect(batch.list("lines").map { $0.text("fee") } == ["-7.50"])
        // 50.00 back, 7.50 and its VAT 1.58 returned, beside what was carried.
        let carried = min(0, due) - 5000 + 750 + 158
        let closing = batch.object("totals").text("closing").replacing(".", with: "")
        #expect(Int(closing) == carried)
        let orphan = try Recobro.run(
            "handover", "remit", desk,
            try HandoverFixture.table(
                scratch, "july.csv", "type,case_ref,date,amount,reverses",
                "REVC,\(open[1]),2026-07-02,50.00,B-2"),
            "--method", "NET", "--invoice", "A26-3", "--as-of", "2026-07-31")
        #expect(orphan.code == 65)
        #expect(orphan.complaint.contains("REVERSAL_ORPHAN july.csv line 2"))
    }

    @Test func everyCaseStandsInTheInventory() throws {
        let scratch = try Scratch()
        let (desk, _) = try HandoverFixture.workedDesk(scratch)
        let listed = try Recobro.run("handover", "inventory", desk, "--as-of", "2026-05-31")
        #expect(listed.code == 0, "\(listed.complaint)")
        let cases = try HandoverFixture.batch(desk, "INVT", 1).list("cases")
        #expect(cases.count == 15)
        #expect(cases.filter { $0.text("status") == "RECALLED" }.count == 4)
        #expect(try Recobro.run("handover", "check", "\(desk)/out").code == 0)
        let again = try Recobro.run("handover", "inventory", desk, "--as-of", "2026-05-31")
        #expect(again.output.contains("nothing new"))
    }
}
