import Foundation
import Testing

/// The command as a user meets it: exit codes, messages, safety.
@Suite struct CommandTests {
    @Test func badUsageIsTwo() throws {
        let scratch = try Scratch()
        #expect(try Recobro.run("run", scratch.path).code == 2)
        #expect(try Recobro.run("run", scratch.path).complaint.contains("recobro init"))
        let workspace = try scratch.sampleWorkspace()
        #expect(try Recobro.run("init", workspace, "--name", "x", "--tax-id", "B32147290").code == 2)
        try Data("creditor: {nam: x}\nlanguge: es\n".utf8).write(
            to: URL(fileURLWithPath: "\(workspace)/recobro.yaml"))
        let broken = try Recobro.run("run", workspace, "--as-of", "2025-12-31")
        #expect(broken.code == 2)
        #expect(broken.complaint.contains("line 2") && broken.complaint.contains("did you mean 'name'"))
    }

    @Test(arguments: [
        ["run"], ["run", "--nonsense"], ["nonsense"], ["run", "x", "--as-of", "yesterday"],
        ["handover", "remit", "desk", "m.csv"], ["review", "x", "--limit", "0"],
    ])
    func aWrongCommandLineIsTwo(_ arguments: [String]) throws {
        let wrong = try Recobro.run(arguments)
        #expect(wrong.code == 2)
        #expect(wrong.complaint.contains("Error: ") && wrong.output.isEmpty, "\(wrong.complaint)")
        #expect(try Recobro.run(arguments.prefix(1) + ["--help"]).code == 0)
    }

    @Test func anUnknownFileIsRefusedAndKept() throws {
        let scratch = try Scratch()
        let workspace = try scratch.sampleWorkspace()
        let file = "\(workspace)/inbox/nota.txt"
        try Data("hola\n".utf8).write(to: URL(fileURLWithPath: file))
        let inspected = try Recobro.run("inspect", file, "--json")
        #expect(inspected.code == 65)
        #expect(inspected.output.contains("\"format\":\"unknown\""))
        let run = try Recobro.run("run", workspace, "--as-of", "2025-12-31", "--json")
        #expect(run.code == 1)
        #expect(run.output.contains("\"refused\":1"))
        let rejected = try FileManager.default.contentsOfDirectory(atPath: "\(workspace)/rejected").sorted()
        #expect(rejected.count == 2)
        #expect(rejected.last?.hasSuffix("nota.txt.errors.csv") == true)
    }

    @Test func aDryRunChangesNothing() throws {
        let scratch = try Scratch()
        let workspace = try scratch.sampleWorkspace()
        let night = try #require(try SampleNights.all().first)
        try scratch.deliver(night.folder, to: workspace)
        let before = try tree(workspace)
        let dry = try Recobro.run("run", workspace, "--as-of", night.day, "--dry-run")
        #expect(dry.code == 1)
        #expect(dry.output.contains("posted"))
        #expect(try tree(workspace).filter { $0.key != ".lock" } == before.filter { $0.key != ".lock" })
    }

    @Test func aSecondRunAtTheSameTimeIsBusy() throws {
        let scratch = try Scratch()
        let workspace = try scratch.sampleWorkspace()
        let descriptor = open("\(workspace)/.lock", O_RDWR | O_CREAT, 0o600)
        #expect(flock(descriptor, LOCK_EX) == 0)
        defer { close(descriptor) }
        #expect(try Recobro.run("run", workspace, "--as-of", "2025-12-31").code == 75)
    }

    @Test func aNightCannotGoBack() throws {
        let scratch = try Scratch()
        let workspace = try scratch.sampleWorkspace()
        #expect(try Recobro.run("run", workspace, "--as-of", "2025-12-31").code == 0)
        #expect(try Recobro.run("run", workspace, "--as-of", "2025-12-30").code == 2)
    }

    @Test func theSameFolderTwiceAddsNothing() throws {
        let scratch = try Scratch()
        let workspace = try scratch.sampleWorkspace()
        let night = try #require(try SampleNights.all().first)
        for _ in 0..<2 {
            try scratch.deliver(night.folder, to: workspace)
            _ = try Recobro.run("import", workspace, "--as-of", night.day)
        }
        let second = try Recobro.run("audit", workspace, "--json").output
        let once = try scratch.sampleWorkspace("once")
        try scratch.deliver(night.folder, to: once)
        _ = try Recobro.run("import", once, "--as-of", night.day)
        let first = try Recobro.run("audit", once, "--json").output
        for key in ["factsDigest", "movementsDigest", "entries", "invoices"] {
            #expect(value(of: key, first) == value(of: key, second), "\(key)")
        }
    }

    @Test func explainTellsTheChain() throws {
        let scratch = try Scratch()
        let workspace = try scratch.sampleWorkspace()
        let night = try #require(try SampleNights.all().first)
        try scratch.deliver(night.folder, to: workspace)
        _ = try Recobro.run("run", workspace, "--as-of", night.day)
        let invoice = try Recobro.run("explain", workspace, "F2025-0001")
        #expect(invoice.code == 0)
        #expect(invoice.output.contains("read from F2025-0001.xml"))
        #expect(try Recobro.run("explain", workspace, "nothing").code == 2)
        let townHall = try Recobro.run("explain", workspace, "F2025-0249").output
        #expect(townHall.contains("gates for a debtor of kind publicBody"))
        #expect(townHall.contains("    agency: closed, "), "the reason is the law pack's")
    }

    @Test func reportAndExportsCanBeMadeAgain() throws {
        let scratch = try Scratch()
        let workspace = try scratch.sampleWorkspace()
        let night = try #require(try SampleNights.all().first)
        try scratch.deliver(night.folder, to: workspace)
        _ = try Recobro.run("run", workspace, "--as-of", night.day)
        #expect(try Recobro.run("report", workspace, "--to", "\(scratch.path)/again").code == 0)
        let matches = try Recobro.run("export", "matches", workspace).output
        let published = try String(
            contentsOfFile: "\(workspace)/outbox/\(night.day)-1/report/matches.csv", encoding: .utf8)
        #expect(matches == published)
        let again = try String(contentsOfFile: "\(scratch.path)/again/report/matches.csv", encoding: .utf8)
        #expect(again == published)
        #expect(
            try Recobro.run("export", "verdicts", workspace).output.hasPrefix(
                "invoice_number,verified,condition,result,evidence,missing\n"))
    }

    private func value(of key: String, _ json: String) -> String? {
        json.components(separatedBy: "\"\(key)\":").dropFirst().first?.components(separatedBy: ",").first
    }
}
