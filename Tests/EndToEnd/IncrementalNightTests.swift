import Foundation
import Testing

/// A night with a few new files leaves what all files at once would have left, byte for byte.
@Suite struct IncrementalNightTests {
    private static let sqlite = "/usr/bin/sqlite3"

    /// The sample company's year, once night by night and once in one night over the same files.
    @Test func manyNightsLeaveWhatOneNightLeaves() throws {
        let scratch = try Scratch()
        let (nightly, whole) = (try scratch.sampleWorkspace("nightly"), try scratch.sampleWorkspace("whole"))
        let nights = try SampleNights.all()
        let last = try #require(nights.last?.day)
        for night in nights {
            try scratch.deliver(night.folder, to: nightly)
            #expect(try Recobro.run("run", nightly, "--as-of", night.day).code == 1)
            // Files of several nights may have one name.
            for name in try FileManager.default.contentsOfDirectory(atPath: night.folder.path) {
                try FileManager.default.copyItem(
                    atPath: night.folder.appendingPathComponent(name).path,
                    toPath: "\(whole)/inbox/\(night.day)-\(name)")
            }
        }
        #expect(try Recobro.run("run", whole, "--as-of", last).code == 1)
        let matches = try [nightly, whole].map { try Recobro.run("export", "matches", $0).output }
        #expect(matches[0].split(separator: "\n").count > 300)
        #expect(matches[0] == matches[1])
        let reports = try [nightly, whole].map { try tree("\($0)/outbox/\(last)-1/report") }
        for table in ["matches.csv", "aged.csv"] {
            #expect(reports[0][table] != nil && reports[0][table] == reports[1][table], "\(table)")
        }
        // Its rows stand in the order the movements came in.
        let unexplained = reports.map { lines($0["unexplained.csv"]).sorted() }
        #expect(unexplained[0].count > 10 && unexplained[0] == unexplained[1])
    }

    /// A night that finds last night's view in the ledger puts out what one that finds none does.
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: Self.sqlite), "there is no sqlite3 here"))
    func lastNightsViewChangesNothing() throws {
        let scratch = try Scratch()
        let workspace = try scratch.sampleWorkspace()
        let nights = try SampleNights.all()
        for night in nights.dropLast() {
            try scratch.deliver(night.folder, to: workspace)
            #expect(try Recobro.run("run", workspace, "--as-of", night.day).code == 1)
        }
        let last = try #require(nights.last)
        try scratch.deliver(last.folder, to: workspace)
        let without = "\(scratch.path)/without"
        try FileManager.default.copyItem(atPath: workspace, toPath: without)
        try forgetView(of: "\(without)/ledger.sqlite")
        var audits: [String] = []
        for folder in [workspace, without] {
            #expect(try Recobro.run("run", folder, "--as-of", last.day).code == 1)
            audits.append(try Recobro.run("audit", folder).output)
        }
        #expect(audits[0].contains("everything holds") && audits[0] == audits[1])
        #expect(try tree("\(workspace)/outbox") == tree("\(without)/outbox"))
        let matches = try [workspace, without].map { try Recobro.run("export", "matches", $0).output }
        #expect(matches[0] == matches[1])
    }

    /// Each stage as a command of its own gives the same journal as one run of all: what a run keeps in
    /// memory between its stages is what the ledger says.
    @Test func stagesAloneDecideWhatOneRunDecides() throws {
        let scratch = try Scratch()
        let (whole, staged) = (try scratch.sampleWorkspace("whole"), try scratch.sampleWorkspace("staged"))
        for night in try SampleNights.all().prefix(3) {
            for workspace in [whole, staged] { try scratch.deliver(night.folder, to: workspace) }
            _ = try Recobro.run("run", whole, "--as-of", night.day)
            for stage in ["import", "match", "verify", "recover", "deliver"] {
                let result = try Recobro.run(stage, staged, "--as-of", night.day)
                #expect(result.code <= 1, "\(stage): \(result.complaint)")
            }
        }
        for export in ["matches", "verdicts"] {
            let tables = try [whole, staged].map { try Recobro.run("export", export, $0).output }
            #expect(tables[0].count > 1000 && tables[0] == tables[1], "\(export)")
        }
    }

    private func lines(_ table: Data?) -> [Substring] {
        String(decoding: table ?? Data(), as: UTF8.self).split(separator: "\n")
    }

    private func forgetView(of ledger: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.sqlite)
        process.arguments = [ledger, "DELETE FROM suggestion; DELETE FROM unexplained;"]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
