import Domain
import Foundation
import Support
import Testing

@testable import Formats

/// Every QIF file of the corpus against what an independent parser found in it.
@Suite(.enabled(if: Corpus.isRequired, "the shared corpus is not there"))
struct QIFCorpusTests {
    /// Files that write the month first: the facts leave the dates as they stand.
    private static let monthFirst = ["bnp_PM5_MMJJAA_new.qif", "credit_mutuel.qif"]

    @Test func statementsAgree() throws {
        var differences = try Differences(table: Fact.ofxExceptions, folder: "qif")
        let facts = try Corpus.facts("FACTS_STATEMENTS.tsv", in: "qif")
        try #require(facts.count == 13)
        for row in facts {
            let path = row["path", default: ""]
            let reading = try Reading(Corpus.bytes("corpus/" + path), with: QIF.read)
            #expect(reading.codes == [], "\(path)")
            let opening = try #require(reading.openings.first, "\(path)")
            let closing = try #require(reading.closings.first)
            #expect(opening.account == "" && opening.currency == .eur)
            func compare(_ field: String, _ ours: String) {
                differences.compare(
                    path, "1", field, ours: ours, theirs: Fact.amount(row[field, default: ""]))
            }
            compare("n_entries", "\(closing.entries)")
            compare("closing", Fact.amount(closing.closingBalance, .eur))
            compare("sum_credits", Fact.amount(closing.credits, .eur))
            compare("sum_debits", Fact.amount(closing.debits, .eur))
        }
        for item in differences.unexplained where !item.isEntry { Issue.record("\(item)") }
        for item in differences.stale where !item.isEntry { Issue.record("no longer so: \(item)") }
    }

    @Test func entriesAgree() throws {
        var differences = try Differences(table: Fact.ofxExceptions, folder: "qif")
        let facts = try Corpus.facts("FACTS_ENTRIES.tsv", in: "qif")
        try #require(facts.count == 208)
        for row in facts {
            let path = row["path", default: ""]
            let item = "1/" + row["entry", default: ""]
            let index = try #require(Int(row["entry", default: ""])) - 1
            let entries = try Reading(Corpus.bytes("corpus/" + path), with: QIF.read).entries.first ?? []
            let entry = try #require(entries.indices.contains(index) ? entries[index] : nil, "\(path)")
            func compare(_ field: String, _ ours: String, _ theirs: String? = nil) {
                let theirs = theirs ?? Fact.words(row[field, default: ""])
                differences.compare(path, item, field, ours: ours, theirs: theirs)
            }
            compare("booking_date", "\(entry.booked)", try Self.day(row["booking_date", default: ""], path))
            compare(
                "signed_amount", Fact.amount(entry.amount, .eur),
                Fact.amount(row["signed_amount", default: ""]))
            compare("reference", entry.reference)
            compare("counterparty", entry.counterparty)
            compare("text", entry.text)
        }
        for item in differences.unexplained where item.isEntry { Issue.record("\(item)") }
        for item in differences.stale where item.isEntry { Issue.record("no longer so: \(item)") }
    }

    @Test func everyFileIsIdentified() throws {
        for row in try Corpus.facts("MANIFEST.tsv", in: "qif") {
            let bytes = try Corpus.bytes("corpus/" + row["path", default: ""])
            #expect(FormatReader.identify(bytes.span, options: ReadOptions()).format == .qif)
        }
    }

    @Test func noOtherFileIsTaken() throws {
        for row in Corpus.rows(of: String(decoding: try Corpus.bytes("corpus/MANIFEST.tsv"), as: UTF8.self)) {
            let path = row["path", default: ""]
            if path.hasPrefix("ofx/") || path.hasPrefix("qif/") { continue }
            let bytes = try Corpus.bytes("corpus/" + path)
            #expect(OFX.identify(bytes.span) == nil && QIF.identify(bytes.span) == nil, "\(path)")
        }
    }

    private static func day(_ written: String, _ path: String) throws -> String {
        let parts = written.split(whereSeparator: { $0 == "/" || $0 == "'" }).compactMap { Int($0) }
        try #require(parts.count == 3)
        let isMonthFirst = monthFirst.contains { path.hasSuffix($0) }
        let year = parts[2] < 100 ? parts[2] + 2000 : parts[2]
        let day = Day(
            year: year, month: parts[isMonthFirst ? 0 : 1], day: parts[isMonthFirst ? 1 : 0])
        return try #require(day).description
    }
}
