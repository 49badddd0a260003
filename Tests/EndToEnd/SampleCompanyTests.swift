import Foundation
import Testing

/// The sample company's nights, against the outputs committed beside them.
///
/// `UPDATE_GOLDEN=1 swift test --filter SampleCompany` records them anew; the test fails then, so that a recording
/// cannot pass unnoticed, and the change is reviewed as a difference.
@Suite struct SampleCompanyTests {
    /// What is kept of a night: its summary, and every table and batch a person or a partner reads.
    private func isKept(_ path: String) -> Bool {
        path == "manifest.json" || path == "report.html" || path.hasPrefix("report/")
            || path.hasSuffix("batch.json") || path == "messages/register.csv"
            || path.contains("/data/registry/") || path.hasSuffix("formal-claim.html")
    }

    @Test func everyNightGivesTheExpectedOutputs() throws {
        let scratch = try Scratch()
        let workspace = try scratch.sampleWorkspace()
        let expected = Recobro.sampleData.appendingPathComponent("expected")
        let isRecording = ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1"
        for night in try SampleNights.all() {
            try scratch.deliver(night.folder, to: workspace)
            let result = try Recobro.run("run", workspace, "--as-of", night.day)
            #expect(result.code == 1, "\(night.day): \(result.complaint)")
            var actual = try tree("\(workspace)/outbox/\(night.day)-1").filter { isKept($0.key) }
            actual["summary.txt"] = Data(result.output.utf8)
            let folder = expected.appendingPathComponent(night.day)
            if isRecording {
                try? FileManager.default.removeItem(at: folder)
                for (path, bytes) in actual {
                    let target = folder.appendingPathComponent(path)
                    try FileManager.default.createDirectory(
                        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
                    try bytes.write(to: target)
                }
                Issue.record("recorded \(night.day): review the difference")
                continue
            }
            let wanted = try tree(folder.path)
            #expect(actual.keys.sorted() == wanted.keys.sorted(), "\(night.day)")
            for (path, bytes) in wanted where actual[path] != bytes {
                Issue.record(
                    "\(night.day)/\(path) differs: \(firstDifference(bytes, actual[path] ?? Data()))")
            }
        }
        let audit = try Recobro.run("audit", workspace)
        #expect(audit.output.contains("everything holds"), "\(audit.output)")
        #expect(audit.code == 0)
    }

    /// What is posted alone is right, by the truth that the sample's generator knows.
    @Test func nothingIsPostedWrongly() throws {
        let scratch = try Scratch()
        let workspace = try scratch.sampleWorkspace()
        for night in try SampleNights.all() {
            try scratch.deliver(night.folder, to: workspace)
            _ = try Recobro.run("run", workspace, "--as-of", night.day)
        }
        let matches = try Recobro.run("export", "matches", workspace)
        let truth = try String(
            contentsOf: Recobro.sampleData.appendingPathComponent("truth.csv"), encoding: .utf8)
        // The credit note that names its invoice was taken off it before its payment came: the payment needs it no more.
        let applied = truth.replacing(",R2025-0003,", with: ",,")
        let score = MatchScore(truth: applied, matches: matches.output, evidence: "evidence")
        #expect(score.posted > 100)
        #expect(score.wrong.isEmpty, "\(score.wrong)")
    }

    private func firstDifference(_ a: Data, _ b: Data) -> String {
        let lines = String(decoding: a, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        let others = String(decoding: b, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        for (number, pair) in zip(lines, others).enumerated() where pair.0 != pair.1 {
            return "line \(number + 1)\n  expected: \(pair.0.prefix(300))\n  actual:   \(pair.1.prefix(300))"
        }
        return "length \(lines.count) lines, actual \(others.count)"
    }
}

/// Posted sets against the truth, as `score.py` of the labelled sets counts them.
struct MatchScore {
    private(set) var posted = 0
    private(set) var wrong: [String] = []
    /// Decidable payments whose posted set is exactly right.
    private(set) var decidableRight = 0
    private(set) var decidable = 0

    init(truth: String, matches: String, evidence column: String) {
        var right: [String: Set<String>] = [:]
        var evidence: [String: String] = [:]
        for row in Self.rows(truth) {
            guard let id = row["payment_id"] else { continue }
            evidence[id] = row[column]
            right[id, default: []].formUnion([row["invoice_number"] ?? ""].filter { !$0.isEmpty })
        }
        var answers: [String: Set<String>] = [:]
        for row in Self.rows(matches) where row["status"] != "suggested" {
            answers[row["payment_id"] ?? "", default: []].insert(row["invoice_number"] ?? "")
        }
        posted = answers.count
        wrong = answers.filter { right[$0.key] != $0.value }.keys.sorted()
        for (id, kind) in evidence where !["none", "ambiguous", "payer"].contains(kind) {
            decidable += 1
            if answers[id] != nil, answers[id] == right[id] { decidableRight += 1 }
        }
    }

    private static func rows(_ csv: String) -> [[String: String]] {
        let lines = csv.split(whereSeparator: \.isNewline)
        let heading = (lines.first ?? "").split(separator: ",", omittingEmptySubsequences: false).map(
            String.init)
        return lines.dropFirst().map { line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            return Dictionary(zip(heading, fields), uniquingKeysWith: { first, _ in first })
        }
    }
}
