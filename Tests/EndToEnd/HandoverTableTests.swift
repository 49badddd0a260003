import Foundation
import Testing

/// What a person may write in the tables of an agency, and what the desk makes of it.
@Suite struct HandoverTableTests {
    private func status(_ desk: String, _ table: String, _ day: String = "2026-03-31") throws
        -> Recobro.Result
    {
        try Recobro.run("handover", "status", desk, table, "--as-of", day)
    }

    private func events(_ scratch: Scratch, _ heading: String, _ rows: [String]) throws -> String {
        let path = "\(scratch.path)/events.csv"
        try (["case_ref,status,at" + heading] + rows).joined(separator: "\n")
            .write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test(arguments: ["1.600", "1,600", "2.500", "1.000"])
    func anAmountOfTwoReadingsIsRefused(_ amount: String) throws {
        let scratch = try Scratch()
        let (desk, open) = try HandoverFixture.workedDesk(scratch, batches: 1)
        let before = try tree(desk)
        let table = try events(scratch, ",amount", ["\(open[0]),PART_PAID,2026-03-05,\"\(amount)\""])
        let refused = try status(desk, table)
        #expect(refused.code == 65)
        let whole = amount.filter(\.isNumber)
        #expect(
            refused.complaint.contains(
                "events.csv line 2 amount: found '\(amount)', expected \(whole).00, \(whole),00 or "),
            "\(refused.complaint)")
        #expect(try tree(desk) == before)
        let founded = try Recobro.run(
            "handover", "desk", "init", "\(scratch.path)/other", "--code", "COLCO", "--identifier", "ESB1",
            "--creditor", "ESB2", "--agreement", "A", "--processor-agreement", "D", "--environment", "T",
            "--minimum-payout", amount)
        #expect(founded.code == 2)
        #expect(founded.complaint.contains("\(whole),00"), "\(founded.complaint)")
    }

    @Test func spanishTablesAreRead() throws {
        let scratch = try Scratch()
        let (desk, open) = try HandoverFixture.workedDesk(scratch, batches: 1)
        let path = "\(scratch.path)/events.csv"
        let text = """
            case_ref;status;at;amount;due_date;reason
            \(open[0]);PROMISE;05/03/2026;1.600,00;20/03/2026;pagará después
            """
        try #require(text.data(using: .windowsCP1252)).write(to: URL(fileURLWithPath: path))
        let reported = try status(desk, path)
        #expect(reported.code == 0, "\(reported.complaint)")
        let event = try #require(try HandoverFixture.batch(desk, "STAT", 1).list("events").first)
        #expect(event.text("amount") == "1600.00")
        #expect(event.text("reason") == "pagará después")
        #expect(event.text("dueDate") == "2026-03-20")
    }

    @Test func eventsOfADayKeepTheOrderOfTheRows() throws {
        let scratch = try Scratch()
        let (desk, open) = try HandoverFixture.workedDesk(scratch, batches: 1)
        let columns = ",dispute_ground,dispute_raised,amount,due_date"
        var rows = [
            "\(open[0]),DISPUTED,2026-03-05,QUALITY,2026-03-05,,", "\(open[1]),CONTACT,2026-03-05,,,,",
            "\(open[0]),DISPUTE_RESOLVED,2026-03-05,,,,",
        ]
        #expect(try status(desk, try events(scratch, columns, rows)).code == 0)
        let first = try HandoverFixture.batch(desk, "STAT", 1).list("events").map {
            "\($0.text("status")) \($0.text("at"))"
        }
        #expect(first.contains("DISPUTED 2026-03-05T00:00:00Z"))
        #expect(first.contains("CONTACT 2026-03-05T00:00:00Z"))
        #expect(first.last == "DISPUTE_RESOLVED 2026-03-05T00:00:01Z")
        // The table grows by an event of the same day: it comes after those that were reported.
        rows.append("\(open[0]),PROMISE,2026-03-05,,,100.00,2026-03-20")
        let grown = try status(desk, try events(scratch, columns, rows))
        #expect(grown.code == 0 && grown.output.contains("3 events were reported before"))
        let second = try HandoverFixture.batch(desk, "STAT", 2).list("events")
        #expect(second.map { $0.text("at") } == ["2026-03-05T00:00:02Z"])
    }

    @Test func whatCannotBeIsRefusedWithItsLine() throws {
        let scratch = try Scratch()
        let (desk, open) = try HandoverFixture.workedDesk(scratch, batches: 1)
        let before = try tree(desk)
        let (one, two) = (open[0], open[1])
        let table = try events(
            scratch, ",amount,due_date,reason,dispute_ground,dispute_raised,dispute_lines,close_reason",
            [
                "\(one),CONTACT,2026-04-01,,,,,,,", "\(one),CONTACT,2020-03-01,,,,,,,",
                "\(one),PROMISE,2026-03-05,100.00,2026-03-04,,,,,", "\(one),PART_PAID,2026-03-05,0.00,,,,,,",
                "\(one),PAID,2026-03-05,-5.00,,,,,,", "\(one),DISPUTED,2026-03-05,,,,PRICE,2026-03-05,L999,",
                "\(one),RECALL_OBJECTED,2026-03-05,,,no,,,,", "\(two),CLOSED,2026-03-05,,,,,,,PAID_IN_FULL",
                "\(one),PART_PAID,2026-03-06,5.00,,,,,,", "\(one),PART_PAID,2026-03-06,5.00,,,,,,",
            ])
        let refused = try status(desk, table)
        #expect(refused.code == 65)
        let lines = refused.complaint.split(separator: "\n").map(String.init)
        let expected = [
            "PERIOD events.csv line 2 at: found 2026-04-01, expected a day up to 2026-03-31",
            "PERIOD events.csv line 3 at: found 2020-03-01, expected a day from ",
            "INCONSISTENT events.csv line 4 due_date: found 2026-03-04",
            "WRONG_FORM events.csv line 5 amount: found '0.00', expected more than 0",
            "WRONG_FORM events.csv line 6 amount: found '-5.00', expected more than 0",
            "LINE_UNKNOWN events.csv line 7 dispute_lines: found 'L999'",
            "INCONSISTENT events.csv line 8 status: found RECALL_OBJECTED and no recall",
            "INCONSISTENT events.csv line 9 close_reason: found PAID_IN_FULL and ",
            "EVENT_DUPLICATE events.csv line 11 event_id: found the event of line 10 again",
        ]
        #expect(lines.count == expected.count, "\(refused.complaint)")
        for (line, expected) in zip(lines, expected) { #expect(line.hasPrefix(expected), "\(line)") }
        #expect(try tree(desk) == before)
    }

    @Test func everyFlowIsCheckedAlone() throws {
        let scratch = try Scratch()
        let (desk, open) = try HandoverFixture.workedDesk(scratch)
        let table = try events(scratch, "", ["\(open[0]),CONTACT,2026-03-05"])
        #expect(try status(desk, table, "2026-05-05").code == 0)
        let none = try HandoverFixture.table(scratch, "none.csv", "type,case_ref,date,amount")
        let remitted = try Recobro.run(
            "handover", "remit", desk, none, "--method", "NET", "--invoice", "A1", "--as-of", "2026-05-31")
        #expect(remitted.code == 0, "\(remitted.complaint)")
        #expect(try Recobro.run("handover", "inventory", desk, "--as-of", "2026-05-31").code == 0)
        for (flow, text) in [
            ("ACK", "answers ESB32147290.COLCO.CASE.000001: ACCP"), ("STAT", "events: 1"),
            ("REMT", "statement COLCO-REMT-000001"), ("INVT", "cases: 15"),
        ] {
            let path = "\(desk)/out/\(HandoverFixture.folder(flow, 1))/data/batch.json"
            let checked = try Recobro.run("handover", "check", path)
            #expect(checked.code == 0, "\(flow): \(checked.output)")
            #expect(checked.output.contains(text), "\(flow): \(checked.output)")
        }
    }
}
