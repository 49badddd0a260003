import Domain
import Foundation
import Testing

@testable import Handover

/// What the agency pays out, to the cent; packages by a shared folder; a night that is killed.
@Suite struct RemittanceNightTests {
    private let one = "C-A58818501.1"

    /// 500.00 of the second invoice, fee 15 %, VAT 21 %, paid out net: 409.25.
    func statement(_ story: AgencyStory) throws -> RemittanceStatement {
        let day = try #require(Day(iso: "2026-02-20"))
        var line = RemittanceLine(
            number: 1, kind: .collected, movementId: "MV-1", caseRef: one, agencyCaseRef: "88123", date: day,
            gross: 50_000, fee: 7_500)
        line.lineRef = "L2"
        line.allocation = RemittanceLine.Allocation(principal: 50_000)
        (line.feeBase, line.feeRateBasisPoints, line.balanceAfter) = (50_000, 1_500, 100_000)
        let end = try #require(Day(iso: "2026-02-28"))
        let statement = RemittanceStatement(
            header: try story.header(.remittance, 1, "2026-03-01"), statementId: "REM-2026-02", method: .net,
            currency: .eur, periodFrom: try #require(Day(iso: "2026-02-01")), periodTo: end, opening: 0,
            payout: RemittanceStatement.Payout(
                amount: 0, date: end.adding(days: 2), reference: "REM-2026-02"),
            lines: [line],
            totals: RemittanceStatement.Totals(
                lines: 1, collected: 0, direct: 0, retained: 0, fees: 0, feeVAT: 0, expenses: 0,
                adjustments: 0, closing: 0))
        return try #require(
            statement.settled(
                SettlementTerms(
                    invoiceNumber: "A26-1", invoiceDate: end, vatCategory: "S", vatRateBasisPoints: 2_100,
                    minimumPayout: 0)))
    }

    @Test func aNetPayoutIsReconciledAndProposedToTheCent() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        let batch = try story.place()
        _ = try story.answer(batch, 1, "2026-02-09", .accepted)
        var paid = try story.event("E-1", "2026-02-20", .partPaid)
        paid.amount = 50_000
        _ = try story.report([paid], 1, "2026-02-20")
        _ = try story.remit(try statement(story))
        // Stated, not there yet: nothing is booked by it.
        let stated = try story.night("2026-03-01")
        #expect(story.table(stated, "remittances").contains("REM-2026-02,MV-1,COLL,\(one)"))
        #expect(story.table(stated, "aged").contains("F2026-0002"))
        #expect(try story.told(stated) == [])
        let arrived = try story.night("2026-03-02", credit: (40_925, "REM-2026-02 LIQUIDACION"))
        let rows = story.table(arrived, "remittances")
        #expect(
            rows.hasSuffix("\nREM-2026-02,MV-1,COLL,\(one),2026-02-20,500.00,EUR,75.00,,,COLCO\n"), "\(rows)")
        let postings = try String(
            contentsOfFile: "\(arrived)/remittances/REM-2026-02.postings.csv", encoding: .utf8)
        for row in ["BANK,DEBIT,409.25", "COMMISSION,DEBIT,75.00", "INPUT_VAT,DEBIT,15.75"] {
            #expect(postings.contains(row), "\(postings)")
        }
        let review = try String(
            contentsOfFile: "\(arrived)/remittances/REM-2026-02.review.csv", encoding: .utf8)
        #expect(review.contains("F2026-0002=409.25 difference=fee:90.75"), "\(review)")
        // Unsigned it decides nothing; signed it settles the invoice, and the agency is not told its own money.
        let signed = review.replacing("difference=fee:90.75;;", with: "difference=fee:90.75;Ana;")
        #expect(signed != review)
        try Data(signed.utf8).write(to: URL(fileURLWithPath: "\(story.workspace)/inbox/liquidacion.csv"))
        let booked = try story.night("2026-03-03")
        #expect(!story.table(booked, "aged").contains("F2026-0002"))
        #expect(try story.told(booked) == [])
        #expect(!FileManager.default.fileExists(atPath: "\(booked)/remittances"))
        #expect(try story.auditHolds)
    }

    /// March: 600.00 of the first invoice, and the 500.00 of February bounced; 81.85 net.
    private func bounced(_ story: AgencyStory) throws -> RemittanceStatement {
        var later = try statement(story)
        later.header = try story.header(.remittance, 2, "2026-04-01")
        later.statementId = "REM-2026-03"
        later.periodFrom = try #require(Day(iso: "2026-03-01"))
        later.periodTo = try #require(Day(iso: "2026-03-31"))
        later.payout.date = later.periodTo.adding(days: 2)
        later.payout.reference = "REM-2026-03"
        let day = try #require(Day(iso: "2026-03-20"))
        func line(_ kind: RemittanceLine.Kind, _ number: Int, _ gross: Int64, _ after: Int64)
            -> RemittanceLine
        {
            var line = RemittanceLine(
                number: number, kind: kind, movementId: "MV-\(number + 1)", caseRef: one,
                agencyCaseRef: "88123", date: day, gross: gross, fee: gross * 15 / 100)
            line.lineRef = kind == .collected ? "L1" : "L2"
            line.allocation = RemittanceLine.Allocation(principal: gross)
            (line.feeBase, line.feeRateBasisPoints, line.balanceAfter) = (gross, 1_500, after)
            return line
        }
        var reversal = line(.collectedReversal, 2, -50_000, 90_000)
        reversal.reversesId = "MV-1"
        reversal.reason = "the debit came back"
        later.lines = [line(.collected, 1, 60_000, 40_000), reversal]
        return try #require(
            later.settled(
                SettlementTerms(
                    invoiceNumber: "A26-2", invoiceDate: later.periodTo, vatCategory: "S",
                    vatRateBasisPoints: 2_100, minimumPayout: 0)))
    }

    @Test func aPaymentThatBouncedOpensItsInvoiceAgain() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        let batch = try story.place()
        _ = try story.answer(batch, 1, "2026-02-09", .accepted)
        var paid = try story.event("E-1", "2026-02-20", .partPaid)
        paid.amount = 50_000
        _ = try story.report([paid], 1, "2026-02-20")
        _ = try story.remit(try statement(story))
        func sign(_ night: String, _ name: String, _ last: String) throws {
            let review = try String(
                contentsOfFile: "\(night)/remittances/\(name).review.csv", encoding: .utf8)
            #expect(review.contains("\(last);;"), "\(review)")
            try Data(review.replacing("\(last);;", with: "\(last);Ana;").utf8)
                .write(to: URL(fileURLWithPath: "\(story.workspace)/inbox/\(name).csv"))
        }
        let first = try story.night("2026-03-02", credit: (40_925, "REM-2026-02 LIQUIDACION"))
        try sign(first, "REM-2026-02", "F2026-0002=409.25 difference=fee:90.75")
        #expect(!story.table(try story.night("2026-03-03"), "aged").contains("F2026-0002"))
        var more = try story.event("E-2", "2026-03-20", .partPaid)
        more.amount = 60_000
        _ = try story.report([more], 2, "2026-03-20")
        _ = try story.remit(try bounced(story))
        let second = try story.night("2026-04-02", credit: (8_185, "REM-2026-03 LIQUIDACION"))
        try sign(
            second, "REM-2026-03",
            "F2026-0002=-409.25 difference=fee:-90.75+F2026-0001=491.10 difference=fee:108.90")
        let booked = try story.night("2026-04-03")
        let aged = story.table(booked, "aged")
        #expect(aged.contains("F2026-0002") && aged.contains("500.00") && aged.contains("400.00"), "\(aged)")
        #expect(story.table(booked, "cases").contains("\(one),88123,WORKING,900.00"))
        #expect(try story.told(booked) == [])
        #expect(try story.auditHolds)
    }

    @Test func aFeeThatNobodyAgreedIsABreak() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        let batch = try story.place()
        _ = try story.answer(batch, 1, "2026-02-09", .accepted)
        var wrong = try statement(story)
        (wrong.lines[0].feeRateBasisPoints, wrong.lines[0].fee) = (2_000, 10_000)
        wrong = try #require(
            wrong.settled(
                SettlementTerms(
                    invoiceNumber: "A26-1", invoiceDate: wrong.periodTo, vatCategory: "S",
                    vatRateBasisPoints: 2_100, minimumPayout: 0)))
        _ = try story.remit(wrong)
        let night = try story.night("2026-03-10")
        let rows = story.table(night, "remittances")
        for code in ["FEE_RATE", "MONEY_WITHOUT_STATUS", "PAYOUT_LATE"] {
            #expect(rows.contains(code), "\(rows)")
            #expect(story.table(night, "todo").contains(code))
        }
    }

    /// An electronic invoice of the agency: `A26-1` over 75.00 and 21 % VAT, unless something is replaced.
    private func feeInvoice(_ replacements: [(String, String)] = []) throws -> Data {
        let sample = Recobro.sampleData.appendingPathComponent("problems/seller-not-creditor/recibida.xml")
        var text = try String(contentsOf: sample, encoding: .utf8)
        let known = [
            ("B00990283", "B00000000"), ("F2025-9001", "A26-1"), ("121.00", "90.75"), ("100.00", "75.00"),
            ("<TaxAmount><TotalAmount>21.00", "<TaxAmount><TotalAmount>15.75"),
            ("<TotalTaxOutputs>21.00", "<TotalTaxOutputs>15.75"),
        ]
        for (old, new) in known + replacements { text = text.replacing(old, with: new) }
        return Data(text.utf8)
    }

    /// Whether the list of what is to do asks for the fee invoice.
    private func asks(_ story: AgencyStory, _ night: String, _ word: String = "FEE") -> Bool {
        story.table(night, "todo").split(separator: "\n").contains {
            $0.contains("(FEE_INVOICE_MISSING), A26-1") && $0.contains(word)
        }
    }

    @Test func theFeeInvoiceIsAskedForUntilItIsThere() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        let batch = try story.place()
        _ = try story.answer(batch, 1, "2026-02-09", .accepted)
        _ = try story.remit(try statement(story))
        #expect(asks(story, try story.night("2026-03-01")) == false)
        // Five days of the calendar, then every night.
        #expect(asks(story, try story.night("2026-03-06")) == false)
        #expect(asks(story, try story.night("2026-03-07"), "no ha llegado"))
        let inbox = "\(story.workspace)/inbox"
        // Another agency's invoice, and one of another number, are not it.
        try feeInvoice([("B00000000", "B00000018")]).write(to: URL(fileURLWithPath: "\(inbox)/otra.xml"))
        try feeInvoice([("A26-1", "A26-11")]).write(to: URL(fileURLWithPath: "\(inbox)/once.xml"))
        let other = try story.night("2026-03-08")
        #expect(asks(story, other, "no ha llegado"))
        #expect(story.table(other, "problems").contains("otra.xml"))
        #expect(!story.table(other, "problems").contains("once.xml"))
        try feeInvoice([("90.75", "90.76"), ("15.75", "15.76")])
            .write(to: URL(fileURLWithPath: "\(inbox)/a.xml"))
        #expect(asks(story, try story.night("2026-03-09"), "otros importes"))
        try feeInvoice().write(to: URL(fileURLWithPath: "\(inbox)/b.xml"))
        let there = try story.night("2026-03-10")
        #expect(!asks(story, there) && !story.table(there, "files").contains(",true\n"))
        #expect(try story.auditHolds)
    }

    @Test(arguments: ["package", "file", "early", "stranger"])
    func aDocumentOfTheFeeInvoiceIsEnough(origin: String) throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        let batch = try story.place()
        _ = try story.answer(batch, 1, "2026-02-09", .accepted)
        var sent = try statement(story)
        if origin == "package" { sent.feeInvoice?.docRef = "DOC-7" }
        let documents =
            origin == "package" ? [OutputFile(path: "DOC-7.pdf", bytes: Array("%PDF-1.4".utf8))] : []
        let isNamed = ["file", "early"].contains(origin)
        let name = isNamed ? "Factura A26 1 comisiones.pdf" : "Factura A26-12.pdf"
        try Data("%PDF-1.4 nothing to read".utf8).write(
            to: URL(fileURLWithPath: "\(story.workspace)/inbox/\(name)"))
        // Before its statement nobody knows what it is.
        if origin == "early" { try story.night("2026-02-28") }
        _ = try story.write(
            FeedbackPackage.files(
                sent, producer: Producer(software: "desk", version: "1"), documents: documents))
        // It comes in the night of its statement.
        let night = try story.night("2026-03-01")
        #expect(story.table(night, "files").contains("evidence") == (origin == "file"))
        let later = try story.night("2026-03-10")
        #expect(asks(story, later) == (origin == "stranger"), "\(story.table(later, "todo"))")
        #expect(try story.auditHolds)
    }

    @Test func aKilledNightIsFinishedAsIfNothingHadHappened() throws {
        let scratch = try Scratch()
        var outcomes: [[String: Data]] = []
        var killed = 0
        for name in ["whole", "killed"] {
            let story = try AgencyStory(scratch, name: name)
            let batch = try story.place()
            _ = try story.answer(batch, 1, "2026-02-09", .accepted)
            _ = try story.report([try story.event("E-1", "2026-02-09", .contact)], 1, "2026-02-09")
            try story.bank("2026-02-09", credit: (50_000, "Factura F2026-0002"))
            if name == "killed" {
                for milliseconds in [60, 120, 180, 240, 300, 400, 500] {
                    let started = try Recobro.start(["run", story.workspace, "--as-of", "2026-02-09"])
                    Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
                    if started.process.isRunning { killed += 1 }
                    kill(started.process.processIdentifier, SIGKILL)
                    started.process.waitUntilExit()
                }
            }
            _ = try story.run("2026-02-09")
            var files = try tree("\(story.workspace)/outbox").mapKeys { "outbox/\($0)" }
            files.merge(try tree("\(story.workspace)/archive").mapKeys { "archive/\($0)" }) { $1 }
            #expect(try tree("\(story.workspace)/inbox").isEmpty)
            files["audit"] = Data(try Recobro.run("audit", story.workspace, "--json").output.utf8)
            outcomes.append(files)
        }
        #expect(killed > 0)
        #expect(outcomes[0].keys.sorted() == outcomes[1].keys.sorted())
        for (path, bytes) in outcomes[0] where outcomes[1][path] != bytes {
            Issue.record("\(path) differs")
        }
    }

    @Test func aSharedFolderCarriesBothSides() throws {
        let scratch = try Scratch()
        let shared = "\(scratch.path)/shared"
        let story = try AgencyStory(scratch, more: "  drop: \(shared)\n")
        let batch = try story.place()
        let name = try #require(batch.split(separator: "/").last)
        let put = try tree("\(shared)/T/COLCO/out/\(name)")
        #expect(put == (try tree(batch)))
        let answer = try story.answer(
            batch, 1, "2026-02-09", .accepted, into: "\(shared)/T/COLCO/in")
        // A night that is only tried leaves the folder alone.
        try story.bank("2026-02-09")
        #expect(try Recobro.run("run", story.workspace, "--as-of", "2026-02-09", "--dry-run").code <= 1)
        #expect(FileManager.default.fileExists(atPath: answer))
        let night = try story.run("2026-02-09")
        #expect(story.table(night, "cases").contains("ACCEPTED"))
        #expect(!FileManager.default.fileExists(atPath: answer))
        #expect(
            try tree("\(story.workspace)/archive").keys.contains { $0.hasSuffix("_ACK_000001/manifest.json") }
        )
    }
}
