import Domain
import Foundation
import Testing

@testable import Handover

/// Answers in unusual forms: as XML alone, to what an agency lacks, and recalls whose batch is gone.
@Suite struct AnswerNightTests {
    private let one = "C-A58818501.1"

    private func state(_ story: AgencyStory, _ fact: String, _ day: String, _ more: String...) throws {
        let stated = try Recobro.run(
            ["case", story.workspace, one, fact, "--author", "Ana", "--as-of", day] + more)
        #expect(stated.code == 0, "\(stated.complaint)")
    }

    @Test func whatACaseLacksIsAnsweredByItsOperation() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        let batch = try story.place()
        _ = try story.answer(batch, 1, "2026-02-09", .pending, missing: [.deliveryNote])
        let asked = try story.night("2026-02-09")
        #expect(story.table(asked, "todo").contains("\(one).1"), "\(story.table(asked, "todo"))")
        let note = "\(scratch.path)/albaran.pdf"
        try Data("%PDF-1.4 signed".utf8).write(to: URL(fileURLWithPath: note))
        // Of another operation it answers nothing.
        try state(story, "agency-answered", "2026-02-10", "--reference", "\(one).7", "--code", "other")
        #expect(try story.told(story.night("2026-02-10")) == [])
        try state(
            story, "agency-answered", "2026-02-11", "--reference", "\(one).1", "--code", "delivery-note",
            "--evidence", note)
        let answered = try story.night("2026-02-11")
        #expect(try story.told(answered) == ["ANS \(one).2"])
        let package = try #require(story.packages(answered).first)
        guard
            case .answer(let event, let documents) = try #require(try story.operations(package).first).content
        else {
            Issue.record("no answer is told")
            return
        }
        #expect(event == "\(one).1" && documents.map(\.kind) == [.deliveryNote])
        #expect(try Recobro.run("handover", "check", package).code == 0)
        #expect(try story.told(story.night("2026-02-12")) == [])
    }

    @Test func aRecallWhoseBatchIsGoneIsSaidAllTheSame() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        _ = try story.answer(try story.place(), 1, "2026-02-09", .accepted)
        _ = try story.night("2026-02-09")
        try state(story, "recalled", "2026-02-10", "--code", "placed-in-error", "--note", "not theirs")
        let night = try story.night("2026-02-10")
        #expect(try story.told(night) == ["RCF \(one).2"])
        try FileManager.default.removeItem(atPath: try #require(story.packages(night).first))
        let again = try story.night("2026-02-11")
        #expect(try story.told(again) == ["RCF \(one).2"])
        let operation = try #require(try story.packages(again).flatMap(story.operations).first)
        #expect(operation.content == .finalRecall(.placedInError))
    }

    @Test func anAgencyMayAnswerInXMLAlone() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(scratch)
        let batch = try story.place()
        let written = try story.answer(batch, 1, "2026-02-09", .accepted, into: scratch.path)
        let answer = try #require(
            Acknowledgement.read(try story.bytes("\(written)/data/batch.json"), file: "x").value)
        let header = answer.header
        let bag = BagItPackage(
            folder: header.folderName, identifier: header.batchId, baggingDate: header.businessDate,
            payload: [OutputFile(path: "data/batch.xml", bytes: answer.xmlBytes)])
        let manifest = BusinessManifest(
            header: header, totals: try #require(answer.tree["counts"]),
            producer: Producer(software: "desk", version: "1")
        ).file(payloadManifest: bag.payloadManifest)
        let text = String(decoding: manifest.bytes, as: UTF8.self)
        var package = HandoverPackage()
        package.files = bag.files(
            businessManifest: OutputFile(
                path: manifest.path, text: text.replacing("\"format\": \"JSON\"", with: "\"format\": \"XML\"")
            ),
            signingKey: nil)
        let dropped = try story.write(package)
        #expect(!FileManager.default.fileExists(atPath: "\(dropped)/data/batch.json"))
        let night = try story.night("2026-02-09")
        #expect(
            story.table(night, "cases").contains("\(one),88123,ACCEPTED"), "\(story.table(night, "cases"))")
        #expect(
            story.table(night, "problems").split(separator: "\n").count <= 1,
            "\(story.table(night, "problems"))")
        #expect(try story.auditHolds)
    }
}
