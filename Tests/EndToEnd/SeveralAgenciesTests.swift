import Foundation
import Testing

/// Two agencies: companies go to one, everybody else to the other; each hears of its own cases alone.
@Suite struct SeveralAgenciesTests {
    private func batch(_ outbox: String, _ agency: String, _ sequence: String) throws -> String {
        try String(
            contentsOfFile: "\(outbox)/DHX1_T_ESB32147290_\(agency)_CASE_\(sequence)/data/batch.json",
            encoding: .utf8)
    }

    @Test func eachCaseGoesToTheFirstThatTakesIt() throws {
        let scratch = try Scratch()
        let workspace = try scratch.sampleWorkspace()
        let path = "\(workspace)/recobro.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let section = try #require(text.range(of: "agency:\n(  .*\n)+", options: .regularExpression))
        let one = text[section].split(separator: "\n").dropFirst().map { "  \($0)" }.joined(separator: "\n")
        let first = one.replacing("    name:", with: "  - name:", maxReplacements: 1)
        let other = first.replacing("COLCO", with: "OTRA")
        let agencies =
            "agencies:\n\(first)\n    takes: { debtor: [company] }\n    capacity: 2\n\(other)\n"
        try text.replacingCharacters(in: section, with: agencies)
            .write(toFile: path, atomically: true, encoding: .utf8)
        for night in try SampleNights.all() {
            try scratch.deliver(night.folder, to: workspace)
            let result = try Recobro.run("run", workspace, "--as-of", night.day)
            #expect(result.code == 1, "\(night.day): \(result.complaint)")
        }
        let outbox = "\(workspace)/outbox/2026-02-28-1"
        let companies = try batch(outbox, "COLCO", "000001")
        // Room for two; the greater debts got it, the others went on.
        #expect(companies.ranges(of: "\"op\": \"NEW\"").count == 2)
        #expect(!companies.contains("\"kind\": \"NATURAL\"") && !companies.contains("\"SOLE_TRADER\""))
        let others = try batch(outbox, "OTRA", "000001")
        #expect(others.contains("\"kind\": \"NATURAL\"") || others.contains("\"SOLE_TRADER\""))
        // Nobody is placed twice.
        let references = (companies + others).matches(of: /"caseRef": "([^"]+)"/).map { String($0.1) }
        #expect(Set(references).count == references.count)
        let quote = try Recobro.run("quote", workspace)
        #expect(quote.output.contains("  COLCO: ") && quote.output.contains("  OTRA: "), "\(quote.output)")
        #expect(try Recobro.run("audit", workspace).output.contains("everything holds"))
    }
}
