import Foundation
import Testing

/// Both sides by their commands alone: the creditor's nights and the agency's desk, over the inbox.
@Suite struct HandoverConversationTests {
    @Test func bothSidesHoldTheSame() throws {
        let scratch = try Scratch()
        let workspace = try scratch.sampleWorkspace()
        let settings = "\(workspace)/recobro.yaml"
        let text = try String(contentsOfFile: settings, encoding: .utf8)
        let fees = "  fees:\n    - { phase: PRE_LEGAL, fromDays: 0, percent: \"15.00\" }\n"
        try text.replacing("  feeSchedule: STD\n", with: "  feeSchedule: STD\n\(fees)")
            .write(toFile: settings, atomically: true, encoding: .utf8)
        let desk = try HandoverFixture.desk(scratch)
        let inbox = "\(workspace)/inbox"
        for night in try SampleNights.all() {
            try scratch.deliver(night.folder, to: workspace)
            let result = try Recobro.run("run", workspace, "--as-of", night.day)
            #expect(result.code == 1, "\(result.complaint)")
            let outbox = "\(workspace)/outbox/\(night.day)-1"
            for name in try FileManager.default.contentsOfDirectory(atPath: outbox)
            where name.contains("_CASE_") {
                let taken = try Recobro.run(
                    "handover", "ack", desk, "\(outbox)/\(name)", "--as-of", night.day, "--out", inbox)
                #expect(taken.code == 0, "\(taken.output)")
            }
        }
        try report(desk, scratch, to: inbox)
        let heard = try Recobro.run("run", workspace, "--as-of", "2026-06-01")
        #expect(heard.output.contains("0 refused"), "\(heard.output)")
        let report = "\(workspace)/outbox/2026-06-01-1/report"
        // Every movement is on the creditor's books with the agency's balance, day and fee: nothing breaks.
        let movements = try rows("\(report)/remittances.csv")
        #expect(movements.count == 9)
        #expect(movements.allSatisfy { ($0["break"] ?? "").isEmpty }, "\(movements)")
        let cases = try rows("\(report)/cases.csv")
        let shown = try Recobro.run("handover", "desk", "show", desk).output
        for row in cases {
            let known = "\(row["case"] ?? "") \(row["agency_case"] ?? "") "
            #expect(shown.contains(known), "\(known)")
        }
        #expect(cases.count == 15)
    }

    /// What the agency collected, as events and as a statement.
    private func report(_ desk: String, _ scratch: Scratch, to inbox: String) throws {
        let events = "\(scratch.path)/events.csv"
        try """
        case_ref,status,at,amount
        C-5DA7ASP6FEDHW.1,PART_PAID,2026-05-05,100.33
        C-98T9EX21XW67H.1,PART_PAID,2026-05-06,1500.00
        """.write(toFile: events, atomically: true, encoding: .utf8)
        let movements = "\(scratch.path)/movements.csv"
        try """
        type,case_ref,date,amount
        COLL,C-5DA7ASP6FEDHW.1,2026-05-05,100.33
        COLL,C-98T9EX21XW67H.1,2026-05-06,1500.00
        """.write(toFile: movements, atomically: true, encoding: .utf8)
        let told = try Recobro.run(
            "handover", "status", desk, events, "--as-of", "2026-05-08", "--out", inbox)
        #expect(told.code == 0, "\(told.complaint)")
        let settled = try Recobro.run(
            "handover", "remit", desk, movements, "--method", "NET", "--invoice", "A26-1", "--as-of",
            "2026-05-31", "--out", inbox)
        #expect(settled.code == 0, "\(settled.complaint)")
        #expect(settled.output.contains("payout 235.69"), "\(settled.output)")
    }

    private func rows(_ path: String) throws -> [[String: String]] {
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
        let heading = (lines.first ?? "").split(separator: ",", omittingEmptySubsequences: false).map(
            String.init)
        return lines.dropFirst().map { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            return Dictionary(zip(heading, cells), uniquingKeysWith: { first, _ in first })
        }
    }
}
