import Domain
import Foundation
import Testing

@testable import Handover

/// What lowers a placed debt without money: the agency is told (ADJ), once, and its balance stays ours.
@Suite struct AdjustmentNightTests {
    private let one = "C-A58818501.1"

    /// A case of 1,500.00 that the agency took on 2026-02-09.
    private func placed(_ scratch: Scratch, writesOffCents: Bool = false) throws -> AgencyStory {
        let story = try AgencyStory(scratch)
        let path = "\(story.workspace)/recobro.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try Data(text.replacing("cents: false", with: "cents: \(writesOffCents)").utf8)
            .write(to: URL(fileURLWithPath: path))
        _ = try story.answer(try story.place(), 1, "2026-02-09", .accepted)
        #expect(try story.told(story.night("2026-02-09")) == [])
        return story
    }

    private func invoices(_ story: AgencyStory, _ name: String, _ rows: String...) throws {
        let header = "Número;Fecha;Vencimiento;NIF;Cliente;Total;Divisa;Tipo;Rectifica"
        try Data(([header] + rows + [""]).joined(separator: "\n").utf8)
            .write(to: URL(fileURLWithPath: "\(story.workspace)/inbox/\(name).csv"))
    }

    private func credit(_ story: AgencyStory, _ number: String, _ cents: String, of invoice: String) throws {
        try invoices(
            story, number,
            "\(number);09/02/2026;;A58818501;Dos Tres S.A.;-\(cents);EUR;Rectificativa;\(invoice)")
    }

    /// Kind, amount, balance after it and note of each ADJ of a night.
    private func adjustments(_ story: AgencyStory, _ night: String) throws -> [String] {
        try story.packages(night).flatMap(story.operations).compactMap { operation in
            guard case .adjustment(let adjustment, let after) = operation.content else { return nil }
            let shares = adjustment.shares.map { "\($0.ref)=\($0.amount)" }.joined(separator: "+")
            return
                "\(adjustment.kind.rawValue) \(adjustment.amount) \(shares) -> \(after.total): \(operation.note)"
        }
    }

    @Test func aCreditNoteIsToldOnceAndTheAgencyHoldsWhatIsOwed() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        try credit(story, "R2026-0001", "200,00", of: "F2026-0001")
        let told = try story.night("2026-02-10")
        #expect(try story.told(told) == ["ADJ \(one).2"])
        #expect(
            try adjustments(story, told) == ["CREDIT_NOTE -20000 L1=-20000 -> 130000: credit note R2026-0001"]
        )
        // The agency takes it and holds the same: nothing is frozen, and money goes on being told.
        _ = try story.answer(
            try #require(story.packages(told).first), 2, "2026-02-11", .accepted, held: 130_000)
        #expect(try story.told(story.night("2026-02-11")) == [])
        let paid = try story.night("2026-02-12", credit: (50_000, "Factura F2026-0002"))
        #expect(try story.told(paid) == ["PAY \(one).3"])
        guard
            case .payment(_, let after)? = try story.packages(paid).flatMap(story.operations).first?.content
        else {
            Issue.record("no payment")
            return
        }
        #expect(after.total == 80_000)
        // A second one is told as what it is, not as the sum of both.
        try credit(story, "R2026-0002", "50,00", of: "F2026-0001")
        #expect(
            try adjustments(story, story.night("2026-02-13"))
                == ["CREDIT_NOTE -5000 L1=-5000 -> 75000: credit note R2026-0002"])
        #expect(try story.auditHolds)
    }

    @Test func aDebtThatIsCreditedInFullComesBackUnpaid() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        try credit(story, "R2026-0001", "1.000,00", of: "F2026-0001")
        try credit(story, "R2026-0002", "500,00", of: "F2026-0002")
        let night = try story.night("2026-02-10")
        #expect(
            try adjustments(story, night) == [
                "CREDIT_NOTE -100000 L1=-100000 -> 50000: credit note R2026-0001",
                "CREDIT_NOTE -50000 L2=-50000 -> 0: credit note R2026-0002",
            ])
        let last = try #require(try story.packages(night).flatMap(story.operations).last)
        #expect(last.content == .finalRecall(.commercialDecision))
        #expect(last.caseVersion == 4)
    }

    @Test func whatAPaymentLeavesAndTheCreditorWritesOffIsToldWithIt() throws {
        let scratch = try Scratch()
        let story = try placed(scratch, writesOffCents: true)
        let night = try story.night("2026-02-10", credit: (49_998, "Factura F2026-0002"))
        #expect(try story.told(night) == ["PAY \(one).2", "ADJ \(one).3"])
        #expect(try adjustments(story, night) == ["WRITE_OFF -2 L2=-2 -> 100000: written off: cents"])
    }

    @Test func aCorrectedInvoiceIsACorrection() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        try invoices(
            story, "corregida", "F2026-0002;02/01/2026;12/01/2026;A58818501;Dos Tres S.A.;450,00;EUR;;")
        let night = try story.night("2026-02-10")
        #expect(
            try adjustments(story, night) == [
                "CORRECTION -5000 L2=-5000 -> 145000: invoice F2026-0002 was corrected"
            ])
    }

    /// What came before the agency answered waits for its answer, like money.
    @Test func aCreditNoteBeforeTheAnswerIsToldAfterIt() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        let batch = try story.place()
        // It has the file, and has not looked at the case yet.
        _ = try story.answer(batch, 1, "2026-02-09")
        try credit(story, "R2026-0001", "200,00", of: "F2026-0001")
        let early = try story.night("2026-02-09")
        _ = try story.answer(batch, 2, "2026-02-10", .accepted)
        let late = try story.night("2026-02-10")
        #expect(try story.told(early) == [])
        #expect(try story.told(late) == ["ADJ \(one).2"])
    }
}
