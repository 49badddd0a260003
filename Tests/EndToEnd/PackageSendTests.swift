import Foundation
import Testing

/// Packages of published nights, handed to a command: each once, and none before the one it follows.
@Suite struct PackageSendTests {
    private static let names = (1...3).map { "DHX1_T_ESB12345674_COLCO_CASE_00000\($0)" }

    /// A creditor whose nights wrote two packages: the case, then its payment.
    private func nights(_ scratch: Scratch, carrier: String) throws -> AgencyStory {
        let story = try AgencyStory(
            scratch, more: "send:\n  handover: [./carrier, --to, colco]\n  timeoutSeconds: 2\n")
        try script(carrier, story)
        _ = try story.place()
        let night = try story.night("2026-02-09", credit: (100_000, "F2026-0001"))
        #expect(story.packages(night).map { ($0 as NSString).lastPathComponent } == [Self.names[1]])
        return story
    }

    /// A carrier that notes what it is given.
    private func script(_ body: String, _ story: AgencyStory) throws {
        let path = "\(story.workspace)/carrier"
        try "#!/bin/sh\necho \"$*\" >> calls.txt\n\(body)\n".write(
            toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }

    private func send(_ story: AgencyStory, _ day: String = "2026-02-09", _ rest: String...) throws
        -> Recobro.Result
    {
        try Recobro.run(["send", story.workspace, "--as-of", day] + rest)
    }

    /// The packages that the carrier was given, by the end of their names.
    private func calls(_ story: AgencyStory) -> [String] {
        let text = (try? String(contentsOfFile: "\(story.workspace)/calls.txt", encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map { String($0.suffix(1)) }
    }

    @Test func whatASharedFolderCarriesIsNotHandedOverTwice() throws {
        let scratch = try Scratch()
        let story = try AgencyStory(
            scratch, more: "  drop: \(scratch.path)/shared\nsend:\n  handover: [./carrier]\n")
        try script("exit 0", story)
        _ = try story.place()
        #expect(FileManager.default.fileExists(atPath: "\(scratch.path)/shared/T/COLCO/out/\(Self.names[0])"))
        let sent = try send(story)
        #expect(sent.output.hasPrefix("Sent 0, failed 0"), "\(sent.output)\(sent.complaint)")
        #expect(calls(story).isEmpty)
    }

    @Test func everyPackageGoesOutOnceInOrder() throws {
        let scratch = try Scratch()
        let story = try nights(scratch, carrier: "mkdir -p carried && cp -r \"$3\" carried/")
        let dry = try send(story, "2026-02-09", "--dry-run")
        #expect(dry.code == 0 && dry.output.contains("Would send 2"), "\(dry.output)\(dry.complaint)")
        #expect(calls(story).isEmpty)
        // What the first one asks for has been paid in part since: the second one says so.
        let first = try send(story)
        #expect(first.code == 0 && first.output.hasPrefix("Sent 2, failed 0"), "\(first.output)")
        let text = try String(contentsOfFile: "\(story.workspace)/calls.txt", encoding: .utf8)
        #expect(text.hasPrefix("--to colco \(story.workspace)/outbox/2026-02-08-1/\(Self.names[0])\n"))
        #expect(calls(story) == ["1", "2"])
        #expect(try Recobro.run("handover", "check", "\(story.workspace)/carried").code == 0)
        #expect(try send(story).output.hasPrefix("Sent 0, failed 0"))
        // However late it is, none is left out after one that went.
        let night = try story.night("2026-02-20", credit: (50_000, "F2026-0002"))
        #expect(story.packages(night).count == 1)
        let late = try send(story, "2026-03-20")
        #expect(late.code == 0 && late.output.hasPrefix("Sent 1"), "\(late.output)")
        #expect(calls(story) == ["1", "2", "3"])
        #expect(try story.auditHolds)
    }

    @Test func behindARefusedPackageTheOthersWait() throws {
        let scratch = try Scratch()
        let story = try nights(scratch, carrier: "case \"$*\" in *1) echo no line >&2; exit 7;; esac")
        let first = try send(story)
        #expect(first.code == 1 && first.output.hasPrefix("Sent 0, failed 1"), "\(first.output)")
        #expect(first.output.contains("failed package \(Self.names[0])"), "\(first.output)")
        #expect(first.output.contains("status 7, no line"), "\(first.output)")
        #expect(first.output.contains("\(Self.names[0]), which comes before it, did not"), "\(first.output)")
        #expect(calls(story) == ["1"])
        try story.bank("2026-02-10")
        let next = try Recobro.run("run", story.workspace, "--as-of", "2026-02-10")
        #expect(next.code == 1 && next.output.contains("messages    1 did not go out"), "\(next.output)")
        #expect(story.table("\(story.workspace)/outbox/2026-02-10-1", "todo").contains(Self.names[0]))
        try script("exit 0", story)
        let second = try send(story, "2026-03-20")
        #expect(second.code == 0 && second.output.hasPrefix("Sent 2, failed 0"), "\(second.output)")
        #expect(calls(story) == ["1", "1", "2"])
        #expect(try story.auditHolds)
    }

    /// The program dies while a package is in flight: nothing overtakes it until a person has spoken.
    @Test func behindOneInFlightTheOthersWait() throws {
        let scratch = try Scratch()
        let story = try nights(scratch, carrier: "case \"$*\" in *1) kill -9 $PPID;; esac")
        #expect(try send(story).code == 9)
        try script("exit 0", story)
        let second = try send(story)
        #expect(second.code == 1 && second.output.hasPrefix("Sent 0, failed 0"), "\(second.output)")
        #expect(second.output.contains("uncertain package \(Self.names[0])"), "\(second.output)")
        #expect(second.output.contains("withheld package \(Self.names[1])"), "\(second.output)")
        #expect(calls(story) == ["1"])
        let told = try send(story, "2026-02-09", "--again", Self.names[0], "--author", "Ana")
        #expect(told.code == 0, "\(told.complaint)")
        try script("exec sleep 30", story)
        let stopped = try send(story)
        #expect(stopped.code == 1 && stopped.output.contains("ended by signal 9"), "\(stopped.output)")
        #expect(calls(story) == ["1", "1"])
        #expect(
            try send(story, "2026-02-09", "--went-out", Self.names[0], "--author", "Ana").code == 0)
        try script("exit 0", story)
        #expect(try send(story).output.hasPrefix("Sent 1, failed 0"))
        #expect(calls(story) == ["1", "1", "2"])
        #expect(try story.auditHolds)
    }

    @Test func aPackageThatWasChangedStaysAndHoldsUpTheOthers() throws {
        let scratch = try Scratch()
        let story = try nights(scratch, carrier: "exit 0")
        let folder = "\(story.workspace)/outbox/2026-02-08-1/\(Self.names[0])"
        try Data("x".utf8).write(to: URL(fileURLWithPath: "\(folder)/data/more.txt"))
        let sent = try send(story)
        #expect(sent.code == 1 && sent.output.hasPrefix("Sent 0, failed 0"), "\(sent.output)")
        #expect(calls(story).isEmpty)
        try FileManager.default.removeItem(atPath: "\(folder)/data/more.txt")
        #expect(try send(story).output.hasPrefix("Sent 2, failed 0"))
    }
}
