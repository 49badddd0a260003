import Domain
import Foundation
import Testing

@testable import Handover

/// What people ask of a case that an agency has: to take it back, to move it, to answer the agency.
@Suite struct RecallNightTests {
    private let one = "C-A58818501.1"

    /// A case that the agency took on 2026-02-09.
    private func placed(_ scratch: Scratch, more: String = "") throws -> AgencyStory {
        let story = try AgencyStory(scratch, more: more)
        let batch = try story.place()
        _ = try story.answer(batch, 1, "2026-02-09", .accepted)
        #expect(try story.told(story.night("2026-02-09")) == [])
        return story
    }

    private func state(_ story: AgencyStory, _ fact: String, _ day: String, _ more: String...) throws {
        let stated = try Recobro.run(
            ["case", story.workspace, one, fact, "--author", "Ana", "--as-of", day] + more)
        #expect(stated.code == 0, "\(stated.complaint)")
    }

    @Test func aRecallIsAnnouncedAndFinalAfterTheDaysToObject() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        try state(story, "recalled", "2026-02-10", "--code", "commercial-decision", "--until", "2026-02-13")
        let announced = try story.night("2026-02-10")
        #expect(try story.told(announced) == ["RCP \(one).2"])
        let operation = try #require(try story.packages(announced).flatMap(story.operations).first)
        #expect(
            operation.content
                == .announcedRecall(.commercialDecision, objectionUntil: try #require(Day(iso: "2026-02-13")))
        )
        #expect(story.table(announced, "cases").contains("RECALL_PENDING"))
        // Money is told meanwhile: the agency still has the case.
        let paid = try story.night("2026-02-11", credit: (50_000, "Factura F2026-0002"))
        #expect(try story.told(paid) == ["PAY \(one).3"])
        #expect(try story.told(story.night("2026-02-13")) == [])
        #expect(try story.told(story.night("2026-02-14")) == ["RCF \(one).4"])
        // It is not placed again, whatever the ladder says, until a person lets it.
        #expect(try story.told(story.night("2026-02-15")) == ["RCF \(one).4"])
        try state(story, "recall-cancelled", "2026-02-16")
        let unheard = try story.night("2026-02-16")
        #expect(try story.told(unheard) == ["RCF \(one).4"])
        // Nor before the agency has said that it gave it back: a debt is never in two cases.
        _ = try story.answer(try #require(story.packages(unheard).first), 2, "2026-02-17", .accepted)
        let again = try story.night("2026-02-17")
        #expect(try story.told(again) == ["NEW C-A58818501.2.1"])
        let new = try #require(try story.packages(again).flatMap(story.operations).last)
        #expect(new.isReopened)
        #expect(try story.auditHolds)
    }

    @Test func anObjectionStopsTheRecallUntilAPersonAnswersIt() throws {
        for insists in [true, false] {
            let scratch = try Scratch()
            let story = try placed(scratch)
            try state(story, "recalled", "2026-02-10", "--code", "contract-end", "--until", "2026-02-12")
            #expect(try story.told(story.night("2026-02-10")) == ["RCP \(one).2"])
            var objection = try story.event("E-1", "2026-02-12", .recallObjected, version: 2)
            objection.reason = "the debtor pays on Friday"
            _ = try story.report([objection], 1, "2026-02-12")
            let objected = try story.night("2026-02-13")
            #expect(try story.told(objected) == [])
            #expect(story.table(objected, "todo").contains("agency,\(one),2026-02-12"))
            #expect(try story.told(story.night("2026-02-20")) == [])
            if insists {
                try state(story, "recalled", "2026-02-21", "--code", "contract-end")
                #expect(try story.told(story.night("2026-02-21")) == ["RCF \(one).3"])
            } else {
                try state(story, "recall-cancelled", "2026-02-21")
                let kept = try story.night("2026-02-21")
                #expect(try story.told(kept) == ["RES \(one).3"])
                #expect(story.table(kept, "cases").contains("\(one),88123,WORKING"))
                #expect(!story.table(kept, "todo").contains("agency,\(one)"))
                // A later recall is announced anew: the old objection is not against it.
                try state(story, "recalled", "2026-02-22", "--code", "contract-end", "--until", "2026-02-23")
                #expect(try story.told(story.night("2026-02-22")) == ["RCP \(one).4"])
                #expect(try story.told(story.night("2026-02-24")) == ["RCF \(one).5"])
            }
            #expect(try story.auditHolds)
        }
    }

    @Test func aClaimInCourtTakesTheCaseFromTheAgency() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        try story.state("claim-filed", "2026-02-10")
        #expect(try story.told(story.night("2026-02-10")) == ["RCF \(one).2"])
        // It is not placed again.
        #expect(try story.told(story.night("2026-02-11")) == ["RCF \(one).2"])
    }

    @Test func whatWasPlacedInErrorComesBackAtOnce() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        try state(story, "recalled", "2026-02-10", "--code", "placed-in-error")
        let night = try story.night("2026-02-10")
        #expect(try story.told(night) == ["RCF \(one).2"])
        let operation = try #require(try story.packages(night).flatMap(story.operations).first)
        #expect(operation.content == .finalRecall(.placedInError))
    }

    @Test func aCaseMovesToAnotherAgencyOnlyWhenTheFirstHasGivenItBack() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        let path = "\(story.workspace)/recobro.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let start = try #require(text.range(of: "agency:\n"))
        let section = text[start.upperBound...].split(separator: "\n").map { "  \($0)" }
            .joined(separator: "\n")
        let first = section.replacing("    name:", with: "  - name:", maxReplacements: 1)
        let agencies = "agencies:\n\(first)\n\(first.replacing("COLCO", with: "OTRA"))\n"
        try (text[..<start.lowerBound] + agencies).write(toFile: path, atomically: true, encoding: .utf8)
        try state(
            story, "recalled", "2026-02-10", "--code", "another-agency", "--until", "2026-02-11",
            "--reference", "OTRA")
        #expect(try story.told(story.night("2026-02-10")) == ["RCP \(one).2"])
        let final = try story.night("2026-02-12")
        #expect(try story.told(final) == ["RCF \(one).3"])
        // The first has not said that it gave it back: nobody else gets it.
        #expect(try story.told(story.night("2026-02-13")) == ["RCF \(one).3"])
        _ = try story.answer(try #require(story.packages(final).first), 2, "2026-02-14", .accepted)
        let moved = try story.night("2026-02-14")
        #expect(try story.told(moved) == ["NEW C-A58818501.2.1"])
        #expect(try #require(story.packages(moved).first).contains("_OTRA_"))
        // The same request does not take it from the second one.
        #expect(try story.told(story.night("2026-02-15")) == [])
        #expect(try story.auditHolds)
    }

    @Test func whatTheAgencyAsksForIsAnsweredWithItsDocument() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        var asked = try story.event("E-1", "2026-02-10", .informationRequested)
        asked.actionRequired = StatusEvent.Action(code: "SEND_DOC", by: Day(iso: "2026-02-20"))
        asked.actionRequired?.documentTypes = [.deliveryNote]
        _ = try story.report([asked], 1, "2026-02-10")
        let night = try story.night("2026-02-10")
        #expect(story.table(night, "todo").contains("SEND_DOC, albarán (DELIVERY_NOTE)"))
        let note = "\(scratch.path)/albaran.pdf"
        try Data("%PDF-1.4 signed".utf8).write(to: URL(fileURLWithPath: note))
        try state(
            story, "agency-answered", "2026-02-11", "--reference", "E-1", "--code", "delivery-note",
            "--evidence", note, "--note", "signed by the warehouse")
        let answered = try story.night("2026-02-11")
        #expect(try story.told(answered) == ["ANS \(one).2"])
        #expect(!story.table(answered, "todo").contains("SEND_DOC"))
        let package = try #require(story.packages(answered).first)
        let operation = try #require(try story.operations(package).first)
        guard case .answer(let event, let documents) = operation.content else {
            Issue.record("no answer is told")
            return
        }
        #expect(event == "E-1" && documents.map(\.kind) == [.deliveryNote])
        #expect(operation.note == "signed by the warehouse")
        let path = try #require(documents.first?.filed?.path)
        #expect(
            try String(contentsOfFile: "\(package)/data/\(path)", encoding: .utf8) == "%PDF-1.4 signed")
        // It is told once.
        #expect(try story.told(story.night("2026-02-12")) == [])
        #expect(try Recobro.run("handover", "check", package).code == 0)
    }

    @Test func legalActionIsApprovedWhereTheAgencyProposedIt() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        var proposed = try story.event("E-1", "2026-02-10", .legalRecommended)
        proposed.actionRequired = StatusEvent.Action(code: "APPROVE_LEGAL", by: Day(iso: "2026-02-20"))
        proposed.actionRequired?.costEstimate = 40_000
        let contact = try story.event("E-2", "2026-02-10", .contact)
        _ = try story.report([proposed, contact], 1, "2026-02-10")
        #expect(story.table(try story.night("2026-02-10"), "todo").contains("APPROVE_LEGAL"))
        // What nobody proposed is not approved; a person is told.
        try state(story, "legal-approved", "2026-02-11", "--reference", "E-2", "--amount", "100.00")
        let wrong = try story.night("2026-02-11")
        #expect(try story.told(wrong) == [])
        #expect(story.table(wrong, "todo").contains("E-2"))
        try state(story, "legal-approved", "2026-02-12", "--reference", "E-1", "--amount", "350.00")
        let approved = try story.night("2026-02-12")
        #expect(try story.told(approved) == ["LGA \(one).2"])
        let operation = try #require(try story.packages(approved).flatMap(story.operations).first)
        #expect(operation.content == .legalApproval(eventId: "E-1", budgetLimit: 35_000))
        #expect(!story.table(approved, "todo").contains("APPROVE_LEGAL"))
    }

    @Test func aCaseMovesToNoAgencyThatIsUnknown() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        let stated = try Recobro.run(
            "case", story.workspace, one, "recalled", "--code", "another-agency", "--reference", "NADIE",
            "--author", "Ana", "--as-of", "2026-02-10")
        #expect(stated.code == 2 && stated.complaint.contains("'NADIE'"), "\(stated.complaint)")
    }

    @Test func theDeathOfTheDebtorIsNoErrorOfThePlacement() throws {
        let scratch = try Scratch()
        let story = try placed(scratch)
        try state(story, "deceased", "2026-02-10")
        let operation = try #require(
            try story.packages(story.night("2026-02-10")).flatMap(story.operations).last)
        #expect(operation.content == .finalRecall(.commercialDecision))
        #expect(operation.note == "the debtor has died")
    }
}
