import Foundation
import Testing

/// Packages that come before their turn: the desk keeps copies, and every command may be killed.
@Suite("A package that is held")
struct HeldPackageTests {
    private struct Story {
        let scratch: Scratch
        let incoming: String

        init() throws {
            scratch = try Scratch()
            incoming = try HandoverFixture.packages(1, 2, 3, in: scratch)
        }

        func package(_ sequence: Int) -> String { "\(incoming)/\(HandoverFixture.name(sequence))" }

        func acknowledge(_ desk: String, _ sequence: Int) throws -> Recobro.Result {
            try Recobro.run("handover", "ack", desk, package(sequence), "--as-of", "2026-05-04")
        }

        func held(_ desk: String) throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: "\(desk)/held").sorted()
        }
    }

    @Test func staysWhenTheSenderEmptiesTheFolder() throws {
        let story = try Story()
        let desk = try HandoverFixture.desk(story.scratch)
        for sequence in [3, 2] {
            #expect(try story.acknowledge(desk, sequence).output.contains("SEQUENCE_GAP"))
            try FileManager.default.removeItem(atPath: story.package(sequence))
        }
        let held = try story.held(desk)
        #expect(held.map { String($0.prefix(36)) } == [HandoverFixture.name(2), HandoverFixture.name(3)])
        #expect(held.allSatisfy { $0.hasSuffix(".tar") })
        let closed = try story.acknowledge(desk, 1)
        #expect(closed.code == 0, "\(closed.output)")
        #expect(try story.held(desk).isEmpty)
        #expect(try Recobro.run("handover", "desk", "show", desk).output.contains("15 cases"))
        #expect(try HandoverFixture.batch(desk, "ACK", 5).text("groupStatus") == "ACCP")
    }

    @Test(arguments: ["changed", "cut", "gone"])
    func isNoticedWhereItsCopyIsAnother(damage: String) throws {
        let story = try Story()
        let desk = try HandoverFixture.desk(story.scratch)
        _ = try story.acknowledge(desk, 2)
        let copy = "\(desk)/held/\(try #require(try story.held(desk).first))"
        switch damage {
        case "changed": try HandoverFixture.spoil(copy)
        case "cut":
            let bytes = try Data(contentsOf: URL(fileURLWithPath: copy))
            try bytes.prefix(bytes.count - 1024).write(to: URL(fileURLWithPath: copy))
        default: try FileManager.default.removeItem(atPath: copy)
        }
        let first = try story.acknowledge(desk, 1)
        #expect(first.code == 1)
        #expect(first.output.contains("ACCP") && first.output.contains("fetch it again"), "\(first.output)")
        // Until it comes again nothing after it is taken, and each command says so.
        let third = try story.acknowledge(desk, 3)
        #expect(third.output.contains("SEQUENCE_GAP") && third.output.contains("fetch it again"))
        let second = try story.acknowledge(desk, 2)
        #expect(second.code == 0, "\(second.output)")
        #expect(try story.held(desk).isEmpty)
        #expect(try Recobro.run("handover", "desk", "show", desk).output.contains("15 cases"))
    }

    @Test func isKeptAgainWhereItsCopyIsGoneAndItComesAgain() throws {
        let story = try Story()
        let desk = try HandoverFixture.desk(story.scratch)
        _ = try story.acknowledge(desk, 2)
        let held = try tree(desk)
        try FileManager.default.removeItem(atPath: "\(desk)/held/\(try story.held(desk)[0])")
        #expect(try story.acknowledge(desk, 2).output.contains("DUPL"))
        #expect(try tree(desk) == held)
    }

    @Test func isNotDroppedForAnotherUnderItsNumber() throws {
        let story = try Story()
        let desk = try HandoverFixture.desk(story.scratch)
        _ = try story.acknowledge(desk, 2)
        // Another content under the same id: every digest is right.
        let other = "\(story.scratch.path)/other/\(HandoverFixture.name(2))"
        try FileManager.default.createDirectory(
            atPath: "\(story.scratch.path)/other", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: story.package(2), toPath: other)
        try HandoverFixture.spoil("\(other)/data/batch.json")
        let sent = try Recobro.run("handover", "ack", desk, other, "--as-of", "2026-05-04")
        #expect(sent.code == 1 && sent.output.contains("RJCT"))
        let closed = try story.acknowledge(desk, 1)
        #expect(closed.code == 0, "\(closed.output)")
        #expect(try story.held(desk).isEmpty)
    }

    /// As it lay in a desk of an earlier version.
    @Test func isTakenFromAFolderToo() throws {
        let story = try Story()
        let desk = try HandoverFixture.desk(story.scratch)
        _ = try story.acknowledge(desk, 2)
        try FileManager.default.removeItem(atPath: "\(desk)/held/\(try story.held(desk)[0])")
        try FileManager.default.copyItem(
            atPath: story.package(2), toPath: "\(desk)/held/\(HandoverFixture.name(2))")
        let closed = try story.acknowledge(desk, 1)
        #expect(closed.code == 0, "\(closed.output)")
        #expect(try story.held(desk).isEmpty)
    }

    @Test func isTheSameHoweverOftenItsDeskIsKilled() throws {
        let story = try Story()
        var outcomes: [[String: Data]] = []
        var killed = 0
        for name in ["whole", "killed"] {
            let desk = try HandoverFixture.desk(story.scratch, name)
            for sequence in [3, 2, 1] {
                for milliseconds in name == "killed" ? [20, 35, 50, 65, 80, 100, 130] : [] {
                    let started = try Recobro.start([
                        "handover", "ack", desk, story.package(sequence), "--as-of", "2026-05-04",
                    ])
                    Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
                    if started.process.isRunning { killed += 1 }
                    kill(started.process.processIdentifier, SIGKILL)
                    started.process.waitUntilExit()
                }
                _ = try story.acknowledge(desk, sequence)
            }
            #expect(try story.held(desk).isEmpty)
            outcomes.append(try tree(desk))
        }
        #expect(killed > 0)
        #expect(outcomes[0].keys.sorted() == outcomes[1].keys.sorted())
        for (path, bytes) in outcomes[0] where outcomes[1][path] != bytes {
            Issue.record("\(path) differs")
        }
    }

    @Test func leavesNothingOfAKilledCopy() throws {
        let story = try Story()
        let desk = try HandoverFixture.desk(story.scratch)
        for name in [".DHX1_T_X.tar.part", "DHX1_T_X.0123456789abcdef.tar"] {
            try Data([1]).write(to: URL(fileURLWithPath: "\(desk)/held/\(name)"))
        }
        _ = try story.acknowledge(desk, 3)
        #expect(try story.held(desk).map { String($0.prefix(36)) } == [HandoverFixture.name(3)])
    }
}
