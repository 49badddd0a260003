import Domain
import Foundation
import Testing

@testable import Handover

/// Payouts that do not name their invoices, or carry what an earlier statement left; and what the books say
/// of a debt while the agency has the money.
@Suite struct PayoutNightTests {
    private let one = "C-A58818501.1"

    /// A case of 1,500.00 that the agency took.
    private func placed(_ scratch: Scratch) throws -> AgencyStory {
        let story = try AgencyStory(scratch)
        _ = try story.answer(try story.place(), 1, "2026-02-09", .accepted)
        return story
    }

    /// A NET statement of a month with one collection, fee 15 %.
    private func statement(
        _ story: AgencyStory, _ month: Int, gross: Int64, line: String, after: Int64, opening: Int64 = 0,
        minimum: Int64 = 0, interest: Int64 = 0
    ) throws -> RemittanceStatement {
        let first = try #require(Day(iso: "2026-0\(month)-01"))
        let end = try #require(Day(iso: "2026-0\(month + 1)-01")).adding(days: -1)
        var collected = RemittanceLine(
            number: 1, kind: .collected, movementId: "MV-\(month)", caseRef: one, agencyCaseRef: "88123",
            date: first.adding(days: 19), gross: gross, fee: gross * 15 / 100)
        collected.lineRef = line
        collected.allocation = RemittanceLine.Allocation(principal: gross - interest, interest: interest)
        (collected.feeBase, collected.feeRateBasisPoints, collected.balanceAfter) = (gross, 1_500, after)
        let id = "REM-2026-0\(month)"
        let statement = RemittanceStatement(
            header: try story.header(.remittance, month - 1, "2026-0\(month + 1)-01"), statementId: id,
            method: .net, currency: .eur, periodFrom: first, periodTo: end, opening: opening,
            payout: RemittanceStatement.Payout(amount: 0, date: end.adding(days: 2), reference: id),
            lines: [collected],
            totals: RemittanceStatement.Totals(
                lines: 1, collected: 0, direct: 0, retained: 0, fees: 0, feeVAT: 0, expenses: 0,
                adjustments: 0, closing: 0))
        return try #require(
            statement.settled(
                SettlementTerms(
                    invoiceNumber: "A26-\(month)", invoiceDate: end, vatCategory: "S",
                    vatRateBasisPoints: 2_100, minimumPayout: minimum)))
    }

    private func announce(_ story: AgencyStory, _ id: String, _ day: String, _ amount: Int64) throws {
        var paid = try story.event(id, day, .partPaid)
        paid.amount = amount
        _ = try story.report([paid], Int(id.suffix(1)) ?? 1, day)
    }

    private func review(_ night: String, _ name: String) throws -> String {
        try String(contentsOfFile: "\(night)/remittances/\(name).review.csv", encoding: .utf8)
    }

    @Test func aPayoutWithoutLinesIsProposedForTheOldestInvoicesFirst() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        try announce(story, "E-1", "2026-02-20", 120_000)
        _ = try story.remit(statement(story, 2, gross: 120_000, line: "", after: 30_000))
        let night = try story.night("2026-03-02", credit: (98_220, "REM-2026-02 LIQUIDACION"))
        let table = try review(night, "REM-2026-02")
        #expect(
            table.contains("F2026-0001=782.20 difference=fee:217.80+F2026-0002=200.00;;"), "\(table)")
        #expect(story.table(night, "todo").contains("la propuesta espera una firma"))
        try Data(table.replacing("=200.00;;", with: "=200.00;Ana;").utf8)
            .write(to: URL(fileURLWithPath: "\(story.workspace)/inbox/liquidacion.csv"))
        let booked = try story.night("2026-03-03")
        #expect(!story.table(booked, "aged").contains("F2026-0001"))
        #expect(story.table(booked, "aged").contains("300.00"))
        #expect(!story.table(booked, "todo").contains("la propuesta espera una firma"))
        #expect(try story.told(booked) == [])
        #expect(try story.auditHolds)
    }

    @Test func aBalanceThatIsCarriedOnIsBookedWithThePayoutThatSettlesIt() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        try announce(story, "E-1", "2026-02-20", 50_000)
        _ = try story.remit(
            statement(story, 2, gross: 50_000, line: "L2", after: 100_000, minimum: 90_000))
        let first = try story.night("2026-03-02")
        // It has entries of its own, and nothing to book: there is no payout.
        let postings = "\(first)/remittances/REM-2026-02.postings.csv"
        #expect(try String(contentsOfFile: postings, encoding: .utf8).contains("COMMISSION,DEBIT,75.00"))
        #expect(!FileManager.default.fileExists(atPath: "\(first)/remittances/REM-2026-02.review.csv"))
        try announce(story, "E-2", "2026-03-20", 60_000)
        _ = try story.remit(
            statement(story, 3, gross: 60_000, line: "L1", after: 40_000, opening: 40_925))
        let second = try story.night("2026-04-02", credit: (90_035, "REM-2026-03 LIQUIDACION"))
        let table = try review(second, "REM-2026-03")
        #expect(
            table.contains("F2026-0002=300.35 difference=fee:199.65+F2026-0001=600.00;;"), "\(table)")
        try Data(table.replacing("=600.00;;", with: "=600.00;Ana;").utf8)
            .write(to: URL(fileURLWithPath: "\(story.workspace)/inbox/liquidacion.csv"))
        let booked = try story.night("2026-04-03")
        #expect(!story.table(booked, "aged").contains("F2026-0002"))
        #expect(story.table(booked, "aged").contains("400.00"))
        #expect(try story.told(booked) == [])
        #expect(try story.auditHolds)
    }

    /// Interest that nobody told the agency to claim a person must look at: how much it is stands in the
    /// list.
    @Test func interestThatWasNotClaimedIsForAPerson() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        try announce(story, "E-1", "2026-02-20", 50_000)
        _ = try story.remit(statement(story, 2, gross: 50_000, line: "L2", after: 100_000, interest: 5_000))
        let night = try story.night("2026-03-02", credit: (40_925, "REM-2026-02 LIQUIDACION"))
        #expect(!FileManager.default.fileExists(atPath: "\(night)/remittances/REM-2026-02.review.csv"))
        let todo = story.table(night, "todo")
        #expect(
            todo.contains("de lo cobrado, 450,00\u{A0}€ son principal y 50,00\u{A0}€ intereses"), "\(todo)")
        #expect(try story.auditHolds)
    }

    /// Who paid the agency has paid: until that is booked the debt is none that may be claimed or listed.
    @Test func whatTheAgencyCollectedIsNoVerifiedDebt() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        func verdict(_ number: String) throws -> String { try story.explain(number) }
        try story.night("2026-02-10")
        #expect(try !verdict("F2026-0001").contains("dice haber cobrado"))
        try announce(story, "E-1", "2026-02-20", 100_000)
        try story.night("2026-02-20")
        let said = try verdict("F2026-0001")
        #expect(said.contains("1.000,00 EUR que COLCO dice haber cobrado (E-1)"), "\(said)")
        #expect(try !verdict("F2026-0002").contains("dice haber cobrado"))
        // A person who knows better lets the claim go on.
        let stated = try Recobro.run(
            "case", story.workspace, one, "resumed", "--author", "Ana", "--as-of", "2026-02-21")
        #expect(stated.code == 0, "\(stated.complaint)")
        try story.night("2026-02-21")
        #expect(try !verdict("F2026-0001").contains("dice haber cobrado"))
        // Its statement names the invoice.
        _ = try story.remit(statement(story, 2, gross: 50_000, line: "L2", after: 100_000))
        try story.night("2026-03-01")
        #expect(try verdict("F2026-0002").contains("500,00 EUR que COLCO dice haber cobrado (REM-2026-02)"))
        #expect(try !verdict("F2026-0001").contains("dice haber cobrado"))
    }
}
