import Foundation
import Handover
import Testing

/// What others were told of a customer: they must have let go first, and be told afterwards.
@Suite struct EraseAgencyTests {
    private func erase(_ story: AgencyStory, _ day: String) throws -> Recobro.Result {
        try Recobro.run(
            "erase", story.workspace, "A58818501", "--reason", "solicitud", "--author", "Ana", "--as-of", day)
    }

    private func holds(_ workspace: String, _ text: String) throws -> [String] {
        try tree("\(workspace)/outbox").filter { $0.value.range(of: Data(text.utf8)) != nil }.keys.sorted()
    }

    @Test func aCaseWithAnAgencyIsErasedAfterItIsOver() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        let package = try story.place()
        let early = try erase(story, "2026-02-08")
        #expect(early.code == 65)
        #expect(
            early.complaint.contains("case C-A58818501.1 is with agency COLCO"), "\(early.complaint)")
        _ = try story.answer(package, 1, "2026-02-09", .accepted)
        try story.night("2026-02-09", credit: (150000, "F2026-0001 F2026-0002"))
        let told = try erase(story, "2026-02-09")
        #expect(told.code == 65 && !told.complaint.contains("is not settled"), "\(told.complaint)")
        let recall = try #require(story.packages("\(story.workspace)/outbox/2026-02-09-1").first)
        _ = try story.answer(recall, 2, "2026-02-10", .accepted)
        try story.night("2026-02-10")
        try story.night("2033-01-01")
        let erased = try erase(story, "2033-01-01")
        #expect(erased.code == 0, "\(erased.complaint)")
        #expect(
            erased.output.contains("agency COLCO (Cobros Ejemplo S.L.), case C-A58818501.1"),
            "\(erased.output)")
        for text in ["Dos Tres", "DOS TRES", "Carrer Nou"] {
            let left = try holds(story.workspace, text)
            #expect(left.isEmpty, "\(text): \(left)")
        }
        // The package is a package still, without the evidence of this customer; the case keeps its name.
        #expect(try !story.told("\(story.workspace)/outbox/2026-02-08-1").isEmpty)
        #expect(!FileManager.default.fileExists(atPath: "\(package)/data/evidence/C-A58818501.1"))
        #expect(try story.auditHolds)
        try story.night("2033-01-02")
        #expect(try story.auditHolds)
    }
}
