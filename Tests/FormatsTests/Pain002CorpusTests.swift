import Domain
import Foundation
import Support
import Testing

@testable import Formats

/// Every pain.002 file of the corpus against what an independent reader found in it.
///
/// The report's own ids and the type of the original message are in the facts and not in our records.
@Suite(.enabled(if: Corpus.isRequired, "the shared corpus is not there"))
struct Pain002CorpusTests {
    @Test func statusesAgree() throws {
        let table = Fact.exceptions.deletingLastPathComponent().appendingPathComponent("ExceptionsCamt.tsv")
        var differences = try Differences(table: table, folder: "pain.002")
        // Archives are opened before a reader sees a file.
        let facts = try Corpus.facts("FACTS_STATUS.tsv", in: "pain.002")
            .filter { !$0["path", default: ""].hasSuffix(".zip") }
        try #require(facts.count >= 58)
        for (path, rows) in Dictionary(grouping: facts, by: { $0["path", default: ""] }) {
            let reading = try StatusReading(Corpus.bytes("corpus/" + path))
            #expect(!reading.isRefused)
            differences.compare(path, "", "n", ours: "\(reading.records.count)", theirs: "\(rows.count)")
            for (index, (row, record)) in zip(rows, reading.records).enumerated() {
                compare(row, record, path, "\(index + 1)", &differences)
            }
        }
        for item in differences.unexplained { Issue.record("\(item)") }
        for item in differences.stale { Issue.record("no longer so: \(item)") }
    }

    private func compare(
        _ row: [String: String], _ record: PaymentStatusRecord, _ path: String, _ item: String,
        _ differences: inout Differences
    ) {
        func compare(_ field: String, _ ours: String, _ theirs: String) {
            differences.compare(path, item, field, ours: ours, theirs: theirs)
        }
        func fact(_ field: String) -> String { row[field, default: ""] }
        let level = ["GROUP": "message", "PMTINF": "payment", "TX": "transaction"][fact("level")]
        compare("level", record.level.rawValue, level ?? fact("level"))
        switch record.level {
        case .message: compare("original_id", record.originalMessage, fact("original_id"))
        case .payment: compare("original_id", record.originalPayment, fact("original_id"))
        case .transaction:
            let id = fact("original_id")
            compare("original_id", record.endToEndId, id == "NOTPROVIDED" ? "" : id)
            compare("mandate", record.mandateId, fact("mandate_or_msgtype"))
        }
        compare("status", record.status, fact("status"))
        compare(
            "reason", record.reason, fact("reason_codes").split(separator: " ").first.map(String.init) ?? "")
        compare("amount", Fact.amount(record.amount, record.currency), Fact.amount(fact("amount")))
        if record.amount != nil { compare("currency", record.currency.code, fact("currency")) }
    }
}
