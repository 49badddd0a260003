import Domain
import Foundation
import Support
import Testing

@testable import Formats

/// Every real workbook of the corpus against its facts.
///
/// Where we differ on purpose, and what we make of files without facts, stands in `ExceptionsWorkbook.tsv`:
/// path, item, field, ours, theirs, reason. A row there that no longer differs fails the test too.
@Suite struct WorkbookCorpusTests {
    private let table = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("ExceptionsWorkbook.tsv")

    @Test(
        .enabled(if: Corpus.isRequired, "the shared corpus is missing"),
        arguments: ["bank-xlsx", "invoice-xlsx"])
    func everyFileAgreesWithItsFacts(folder: String) throws {
        var differences = try Differences(table: table, folder: folder)
        let manifest = try Corpus.facts("MANIFEST.tsv", in: folder)
        #expect(!manifest.isEmpty)
        let statements = try Corpus.facts("FACTS_STATEMENTS.tsv", in: folder)
        let entries = try Corpus.facts("FACTS_ENTRIES.tsv", in: folder)
        let invoices = try Corpus.facts("FACTS_INVOICES.tsv", in: folder)
        for path in manifest.compactMap({ $0["path"] }) {
            let reading = try CSVReading(try Corpus.bytes("corpus/" + path)) {
                try FormatReader.read($0, options: $1, emit: $2)
            }
            func own(_ rows: [[String: String]]) -> [[String: String]] { rows.filter { $0["path"] == path } }
            if own(statements).isEmpty, own(invoices).isEmpty {
                differences.compare(path, "", "no-facts", ours: summary(reading), theirs: "")
            }
            compareStatements(own(statements), own(entries), path, reading, &differences)
            compareInvoices(own(invoices), path, reading, &differences)
        }
        for item in differences.unexplained { Issue.record("\(item)") }
        for item in differences.stale { Issue.record("no longer differs: \(item)") }
    }

    /// What is in the file: nobody else has counted it.
    private func summary(_ reading: CSVReading) -> String {
        if let refusal = reading.outcome.problems.first(where: { $0.severity == .refuse }) {
            return "refused \(refusal.code.rawValue)"
        }
        let entries = reading.entries.map { "\($0.booked) \($0.amount) \($0.balanceAfter ?? 0)" }
        let format = reading.outcome.identification.format.rawValue
        return "\(format), \(reading.records.count) records: " + entries.joined(separator: "; ")
    }

    private func compareStatements(
        _ facts: [[String: String]], _ rows: [[String: String]], _ path: String, _ reading: CSVReading,
        _ differences: inout Differences
    ) {
        guard !facts.isEmpty else { return }
        let count = facts.reduce(0) { $0 + (Int($1["n_entries", default: ""]) ?? 0) }
        differences.compare(path, "", "entries", ours: "\(reading.entries.count)", theirs: "\(count)")
        let ours = reading.entries.map { "\($0.booked) \(Fact.amount($0.amount, .eur))" }.sorted()
        let theirs = rows.map {
            "\($0["booking_date", default: ""]) \(Fact.amount($0["signed_amount", default: ""]))"
        }.sorted()
        differences.compare(
            path, "", "movements", ours: ours.joined(separator: "; "), theirs: theirs.joined(separator: "; "))
        guard let fact = facts.first, facts.count == 1, let closing = reading.closings.first else { return }
        for (field, units) in [("opening", closing.openingBalance), ("closing", closing.closingBalance)] {
            guard let stated = fact[field], !stated.isEmpty else { continue }
            differences.compare(path, "", field, ours: Fact.amount(units, .eur), theirs: Fact.amount(stated))
        }
    }

    private func compareInvoices(
        _ facts: [[String: String]], _ path: String, _ reading: CSVReading, _ differences: inout Differences
    ) {
        guard !facts.isEmpty else { return }
        differences.compare(path, "", "invoices", ours: "\(reading.invoices.count)", theirs: "\(facts.count)")
        for (index, (ours, fact)) in zip(reading.invoices, facts).enumerated() {
            let item = "\(index + 1)"
            differences.compare(path, item, "number", ours: ours.number, theirs: fact["number", default: ""])
            differences.compare(
                path, item, "issue", ours: "\(ours.issued)", theirs: fact["issue", default: ""])
            differences.compare(
                path, item, "payable", ours: Fact.amount(ours.payable, ours.currency),
                theirs: Fact.amount(fact["payable", default: ""]))
        }
    }
}
