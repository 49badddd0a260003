import Foundation
import Testing

/// The agency's side of a night: what came, what it is worth, what is answered.
@Suite struct HandoverAgencyTests {
    @Test func aPackageIsCheckedAndOneByteIsMissed() throws {
        let scratch = try Scratch()
        let incoming = try HandoverFixture.packages(1, in: scratch)
        let sound = try Recobro.run("handover", "check", incoming)
        #expect(sound.code == 0, "\(sound.output)")
        #expect(sound.output.contains("operations: 11 (NEW 11)"))
        #expect(sound.output.contains("cases: 11, lines: 24, documents: 70"))
        #expect(sound.output.contains("placed: 26413.32 EUR"))
        let json = try Recobro.run("handover", "check", incoming, "--json")
        #expect(json.output.contains("\"controlSum\":\"26413.32\""))
        #expect(json.output.contains("\"findings\":[]"))
        let package = "\(incoming)/\(HandoverFixture.name(1))"
        let alone = try Recobro.run("handover", "check", "\(package)/data/batch.json")
        #expect(alone.code == 0, "\(alone.output)")
        let evidence = "\(package)/data/evidence"
        let folder = try #require(try FileManager.default.contentsOfDirectory(atPath: evidence).min())
        let file = try #require(
            try FileManager.default.contentsOfDirectory(atPath: "\(evidence)/\(folder)").max())
        try HandoverFixture.spoil("\(evidence)/\(folder)/\(file)")
        let spoilt = try Recobro.run("handover", "check", incoming)
        #expect(spoilt.code == 1)
        #expect(spoilt.output.contains("CHECKSUM data/evidence/\(folder)/\(file)"), "\(spoilt.output)")
        // The same batch lies beside it as XML, so that more can be said than that it is gone.
        try FileManager.default.removeItem(atPath: "\(package)/data/batch.json")
        let gone = try Recobro.run("handover", "check", package)
        #expect(
            gone.code == 1 && gone.output.contains("data/batch.json is not in the package"), "\(gone.output)")
        try FileManager.default.removeItem(atPath: "\(package)/data/batch.xml")
        #expect(try Recobro.run("handover", "check", package).code == 65)
    }

    @Test func aBatchOpensAsOnePageBesideIt() throws {
        let scratch = try Scratch()
        let incoming = try HandoverFixture.packages(1, in: scratch)
        let package = "\(incoming)/\(HandoverFixture.name(1))"
        let opened = try Recobro.run("handover", "open", package)
        #expect(opened.code == 0, "\(opened.complaint)")
        let page = try String(contentsOfFile: "\(package).html", encoding: .utf8)
        #expect(page.contains("Hormigones Bardena Gris S.A."))
        #expect(page.contains("href=\"\(HandoverFixture.name(1))/data/evidence/"))
        #expect(page.contains("Deudor principal"))
        #expect(!page.contains("<script"))
        _ = try Recobro.run("handover", "open", package, "--out", "\(scratch.path)/page.html")
        let other = try String(contentsOfFile: "\(scratch.path)/page.html", encoding: .utf8)
        #expect(other.contains("href=\"incoming/\(HandoverFixture.name(1))/data/"))
        #expect(try Recobro.run("handover", "open", package, "--out", "\(package)/index.html").code == 2)
        #expect(try Recobro.run("handover", "check", package).code == 0)
    }

    @Test func casesAreTakenOnceAndTheAnswerStays() throws {
        let scratch = try Scratch()
        let incoming = try HandoverFixture.packages(1, in: scratch)
        let desk = try HandoverFixture.desk(scratch)
        let first = try Recobro.run("handover", "ack", desk, incoming, "--as-of", "2026-03-02")
        #expect(first.code == 0, "\(first.output) \(first.complaint)")
        let answer = try HandoverFixture.batch(desk, "ACK", 1)
        #expect(answer.text("groupStatus") == "ACCP")
        #expect(answer.list("ops").count == 11)
        let held = answer.list("ops").compactMap { $0.object("balanceHeld")["total"] as? String }
        #expect(held.count == 11)
        let sum = held.compactMap { Int($0.replacing(".", with: "")) }.reduce(0, +)
        #expect(sum == 2_641_332)
        #expect(Set(answer.list("ops").map { $0.text("agencyCaseRef") }).count == 11)
        let checked = try Recobro.run("handover", "check", "\(desk)/out")
        #expect(checked.code == 0, "\(checked.output)")
        let before = (try tree("\(desk)/out"), try tree(desk))
        let again = try Recobro.run(
            "handover", "ack", desk, incoming, "--as-of", "2026-03-09", "--out", "\(scratch.path)/outgoing")
        #expect(again.code == 0)
        #expect(again.output.contains("DUPL, answered before"))
        #expect(try tree(desk) == before.1)
        #expect(try tree("\(scratch.path)/outgoing") == before.0)
        // A desk made anew answers with the same bytes.
        let other = try HandoverFixture.desk(scratch, "other")
        _ = try Recobro.run("handover", "ack", other, incoming, "--as-of", "2026-03-02")
        #expect(try tree("\(other)/out") == before.0)
    }

    @Test func damagedPackagesAreSentBackAndChangeNothing() throws {
        let scratch = try Scratch()
        let incoming = try HandoverFixture.packages(1, in: scratch)
        let package = "\(incoming)/\(HandoverFixture.name(1))"
        let desk = try HandoverFixture.desk(scratch)
        let batch = "\(package)/data/batch.json"
        let sound = try Data(contentsOf: URL(fileURLWithPath: batch))
        try HandoverFixture.spoil(batch)
        let spoilt = try Recobro.run("handover", "ack", desk, incoming, "--as-of", "2026-03-02")
        #expect(spoilt.code == 1)
        let answer = try HandoverFixture.batch(desk, "ACK", 1)
        #expect(answer.text("groupStatus") == "RJCT")
        #expect(answer.list("reasons").first?.text("code") == "CHECKSUM")
        #expect(try Recobro.run("handover", "desk", "show", desk).output.contains("0 cases"))
        // The whole one under the same number is taken.
        try sound.write(to: URL(fileURLWithPath: batch))
        let whole = try Recobro.run("handover", "ack", desk, incoming, "--as-of", "2026-03-02")
        #expect(whole.code == 0, "\(whole.output)")
        #expect(try HandoverFixture.batch(desk, "ACK", 2).text("groupStatus") == "ACCP")
        // A desk for production takes no test.
        let production = try HandoverFixture.desk(scratch, "production", "--environment", "P")
        let refused = try Recobro.run("handover", "ack", production, incoming, "--as-of", "2026-03-02")
        #expect(refused.code == 1)
        #expect(refused.output.contains("ENVIRONMENT"))
    }

    @Test func aGapIsHeldUntilItIsClosed() throws {
        let scratch = try Scratch()
        let incoming = try HandoverFixture.packages(1, 2, 3, in: scratch)
        func package(_ sequence: Int) -> String { "\(incoming)/\(HandoverFixture.name(sequence))" }
        let desk = try HandoverFixture.desk(scratch)
        for sequence in [3, 2] {
            let early = try Recobro.run("handover", "ack", desk, package(sequence), "--as-of", "2026-05-04")
            #expect(early.code == 1)
            #expect(early.output.contains("PDNG") && early.output.contains("SEQUENCE_GAP"))
        }
        #expect(try HandoverFixture.batch(desk, "ACK", 1).text("groupStatus") == "PDNG")
        let closed = try Recobro.run("handover", "ack", desk, package(1), "--as-of", "2026-05-04")
        #expect(closed.code == 0, "\(closed.output)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(desk)/held").isEmpty)
        // In order or not: the same cases.
        let other = try HandoverFixture.desk(scratch, "other")
        let inOrder = try Recobro.run("handover", "ack", other, incoming, "--as-of", "2026-05-04")
        #expect(inOrder.code == 0, "\(inOrder.output)")
        let shown = try Recobro.run("handover", "desk", "show", desk).output
        #expect(shown == (try Recobro.run("handover", "desk", "show", other).output))
        #expect(shown.contains("15 cases"))
        #expect(try Recobro.run("handover", "check", "\(desk)/out").code == 0)
    }

    /// Killed between the state and the name of a package: the next command gives it.
    @Test func aKilledCommandIsFinishedByTheNext() throws {
        let scratch = try Scratch()
        let incoming = try HandoverFixture.packages(1, in: scratch)
        let desk = try HandoverFixture.desk(scratch)
        _ = try Recobro.run("handover", "ack", desk, incoming, "--as-of", "2026-03-02")
        let whole = try tree(desk)
        let path = "\(desk)/out/\(HandoverFixture.folder("ACK", 1))"
        try FileManager.default.moveItem(atPath: path, toPath: path + ".part")
        let again = try Recobro.run("handover", "ack", desk, incoming, "--as-of", "2026-03-03")
        #expect(again.code == 0, "\(again.complaint)")
        #expect(try tree(desk) == whole)
        // And before the state: what was half written is written anew.
        let other = try HandoverFixture.desk(scratch, "other")
        let part = "\(other)/out/\(HandoverFixture.folder("ACK", 1)).part"
        try FileManager.default.createDirectory(atPath: part, withIntermediateDirectories: true)
        try "half".write(toFile: part + "/bagit.txt", atomically: true, encoding: .utf8)
        _ = try Recobro.run("handover", "ack", other, incoming, "--as-of", "2026-03-02")
        #expect(try tree("\(other)/out") == (try tree("\(desk)/out")))
    }

    @Test func aPersonDecidesAboutSingleCases() throws {
        let scratch = try Scratch()
        let incoming = try HandoverFixture.packages(1, in: scratch)
        let desk = try HandoverFixture.desk(scratch)
        let opened = try HandoverFixture.desk(scratch, "other")
        _ = try Recobro.run("handover", "ack", opened, incoming, "--as-of", "2026-03-02")
        let refs = try HandoverFixture.batch(opened, "ACK", 1).list("ops").map { $0.text("caseRef") }
        let decided = try Recobro.run(
            "handover", "ack", desk, incoming, "--as-of", "2026-03-02", "--reject", refs[0],
            "CONFLICT_OF_INTEREST", "--pending", refs[1], "--missing", "DELIVERY_NOTE", "--by", "2026-03-31")
        #expect(decided.code == 1)
        let answer = try HandoverFixture.batch(desk, "ACK", 1)
        #expect(answer.text("groupStatus") == "PART")
        #expect(answer.list("ops")[0].text("status") == "RJCT")
        #expect(answer.list("ops")[0].list("reasons").first?.text("code") == "CONFLICT_OF_INTEREST")
        #expect(answer.list("ops")[1].text("status") == "PDNG")
        #expect(answer.list("ops")[1].text("answerBy") == "2026-03-31")
        let shown = try Recobro.run("handover", "desk", "show", desk).output
        #expect(!shown.contains("\(refs[0]) "))
        #expect(shown.contains("PENDING_INFO"))
        #expect(try Recobro.run("handover", "check", "\(desk)/out").code == 0)
    }
}
