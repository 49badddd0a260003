import Foundation
import Testing

/// What is stated of debts that an agency or a registry has: the withdrawal is in the same night's output.
@Suite struct CaseWithdrawalTests {
    /// The sample company after its five nights.
    private func workspace(_ scratch: Scratch) throws -> String {
        let workspace = try scratch.sampleWorkspace()
        for night in try SampleNights.all() {
            try scratch.deliver(night.folder, to: workspace)
            #expect(try Recobro.run("run", workspace, "--as-of", night.day).code <= 1)
        }
        return workspace
    }

    private func outputs(_ workspace: String, _ run: String, _ flow: String) throws -> String {
        let files = try tree("\(workspace)/outbox/\(run)")
        return files.keys.sorted().filter { $0.contains("_\(flow)_") && $0.hasSuffix("batch.json") }
            .map { String(decoding: files[$0] ?? Data(), as: UTF8.self) }.joined()
    }

    @Test func casesAndRecordsAreWithdrawnForTheirReason() throws {
        let scratch = try Scratch()
        let workspace = try workspace(scratch)
        let facts: [(subject: String, arguments: [String], recall: String)] = [
            ("F2025-0208", ["insolvency", "--reference", "JM 1 Zaragoza"], "INSOLVENT"),
            ("F2025-0223", ["identity-error"], "PLACED_IN_ERROR"),
            ("F2025-0168", ["restricted"], "DATA_RIGHT"),
            ("F2025-0197", ["plan", "--instalment", "2026-12-01:100.00"], "an agreement covers"),
            ("F2025-0194", ["promise", "--until", "2026-12-01"], ""),
        ]
        for (subject, arguments, _) in facts {
            let stated = try Recobro.run(
                ["case", workspace, subject] + arguments + ["--author", "Ana", "--as-of", "2026-05-01"])
            #expect(stated.code == 0, "\(stated.complaint)")
        }
        #expect(try Recobro.run("run", workspace, "--as-of", "2026-05-01").code <= 1)
        let cases = try outputs(workspace, "2026-05-01-1", "CASE")
        let recalls = cases.split(separator: "\"op\": \"RCF\"").dropFirst()
        for (subject, _, recall) in facts where !recall.isEmpty {
            #expect(recalls.contains { $0.contains(recall) }, "\(subject)")
        }
        #expect(!cases.contains("C-B00200469"), "a promise leaves the case with the agency")
        let records = try outputs(workspace, "2026-05-01-1", "REGY")
        for reason in ["RECALLED", "REPORTED_IN_ERROR", "DATA_RIGHT"] {
            #expect(records.contains("\"\(reason)\""), "\(reason)")
        }
        #expect(!records.contains("B00200469"), "a promise lifts no record")
        #expect(try Recobro.run("audit", workspace).code <= 1)
    }
}
