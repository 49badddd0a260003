import Foundation
import Testing

/// What the agency reports: events, money, inventory.
@Suite struct HandoverReportingTests {
    /// A desk with the cases of the first batches, and the references of the cases that owe something.
    private func desk(_ scratch: Scratch, batches: Int = 3) throws -> (path: String, open: [String]) {
        let incoming = try HandoverFixture.packages(1, 2, 3, in: scratch)
        let desk = try HandoverFixture.desk(scratch)
        for sequence in 1...batches {
            let package = "\(incoming)/\(HandoverFixture.name(sequence))"
            let taken = try Recobro.run("handover", "ack", desk, package, "--as-of", "2026-05-04")
            #expect(taken.code == 0, "\(taken.output)")
        }
        let shown = try Recobro.run("handover", "desk", "show", desk).output
        let open = shown.split(separator: "\n").filter {
            $0.contains(" ACCEPTED ") && !$0.contains("owes 0.00")
        }
        return (desk, open.compactMap { $0.split(separator: " ").first.map(String.init) })
    }

    private func table(_ scratch: Scratch, _ name: String, _ lines: String...) throws -> String {
        let path = "\(scratch.path)/\(name)"
        try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test func eventsBecomeAStatusBatch() throws {
        let scratch = try Scratch()
        let (desk, open) = try desk(scratch, batches: 1)
        let events = try table(
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
        let (desk, open) = try desk(scratch, batches: 1)
        let before = try tree(desk)
        let events = try table(
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
        let (desk, open) = try desk(scratch)
        let movements = try table(
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
        let movements = try table(
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
            try table(
                scratch, "july.csv", "type,case_ref,date,amount,reverses",
                "REVC,\(open[1]),2026-07-02,50.00,B-2"),
            "--method", "NET", "--invoice", "A26-3", "--as-of", "2026-07-31")
        #expect(orphan.code == 65)
        #expect(orphan.complaint.contains("REVERSAL_ORPHAN july.csv line 2"))
    }

    @Test func everyCaseStandsInTheInventory() throws {
        let scratch = try Scratch()
        let (desk, _) = try desk(scratch)
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
