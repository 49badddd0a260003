import Domain
import Foundation
import Support
import Testing

@testable import Formats

/// Every OFX file of the corpus against what independent parsers found in it.
@Suite(.enabled(if: Corpus.isRequired, "the shared corpus is not there"))
struct OFXCorpusTests {
    @Test func statementsAgree() throws {
        var differences = try Differences(table: Fact.ofxExceptions, folder: "ofx")
        let facts = try Corpus.facts("FACTS_STATEMENTS.tsv", in: "ofx")
        try #require(facts.count == 47)
        for row in facts {
            let path = row["path", default: ""]
            let item = row["stmt", default: ""]
            let reading = try Reading(Corpus.bytes("corpus/" + path), with: OFX.read)
            let index = try #require(Int(item)) - 1
            guard reading.openings.indices.contains(index), reading.closings.indices.contains(index) else {
                differences.compare(path, item, "statement", ours: "", theirs: "present")
                continue
            }
            let (opening, closing) = (reading.openings[index], reading.closings[index])
            func compare(_ field: String, _ ours: String, _ theirs: String? = nil) {
                differences.compare(path, item, field, ours: ours, theirs: theirs ?? row[field, default: ""])
            }
            // The facts know no IBAN: it holds the number they have.
            let account = row["account", default: ""]
            let isIBAN = IBAN(opening.account) != nil && opening.account.dropLast(2).hasSuffix(account)
            compare("account", isIBAN ? account : opening.account)
            if row["currency", default: ""] != "" { compare("currency", opening.currency.code) }
            compare("n_entries", "\(closing.entries)")
            #expect(closing.entries == reading.entries[index].count)
            #expect(opening.openingBalance == nil && opening.kind == .booked)
            for (field, ours) in [
                ("closing", closing.closingBalance), ("sum_credits", closing.credits),
                ("sum_debits", closing.debits),
            ] {
                compare(field, Fact.amount(ours, opening.currency), Fact.amount(row[field, default: ""]))
            }
        }
        for item in differences.unexplained where !item.isEntry { Issue.record("\(item)") }
        for item in differences.stale where !item.isEntry { Issue.record("no longer so: \(item)") }
    }

    @Test func entriesAgree() throws {
        var differences = try Differences(table: Fact.ofxExceptions, folder: "ofx")
        let facts = try Corpus.facts("FACTS_ENTRIES.tsv", in: "ofx")
        try #require(facts.count == 277)
        var readings: [String: Reading] = [:]
        for row in facts {
            let path = row["path", default: ""]
            if readings[path] == nil {
                readings[path] = try Reading(Corpus.bytes("corpus/" + path), with: OFX.read)
            }
            let item = row["stmt", default: ""] + "/" + row["entry", default: ""]
            if differences.isLeftOut(path, item) { continue }
            let statement = try #require(Int(row["stmt", default: ""])) - 1
            let entry = try #require(Int(row["entry", default: ""])) - 1
            let skipped = (1...entry + 1).count {
                differences.isLeftOut(path, row["stmt", default: ""] + "/\($0)")
            }
            let entries = readings[path]?.entries ?? []
            guard entries.indices.contains(statement), entries[statement].indices.contains(entry - skipped)
            else {
                differences.compare(path, item, "record", ours: "", theirs: "present")
                continue
            }
            let record = entries[statement][entry - skipped]
            let currency = readings[path]?.openings[statement].currency ?? .eur
            func compare(_ field: String, _ ours: String, _ theirs: String? = nil) {
                let theirs = theirs ?? Fact.words(row[field, default: ""])
                differences.compare(path, item, field, ours: ours, theirs: theirs)
            }
            compare("booking_date", "\(record.booked)".replacing("-", with: ""))
            compare("value_date", record.value?.description.replacing("-", with: "") ?? "")
            compare(
                "signed_amount", Fact.amount(record.amount, currency),
                Fact.amount(row["signed_amount", default: ""]))
            compare("code", record.code)
            compare("reference", record.reference)
            compare("counterparty", record.counterparty)
            compare("text", record.text)
        }
        for item in differences.unexplained where item.isEntry { Issue.record("\(item)") }
        for item in differences.stale where item.isEntry { Issue.record("no longer so: \(item)") }
    }

    @Test func everyFileIsIdentified() throws {
        for row in try Corpus.facts("MANIFEST.tsv", in: "ofx") {
            let bytes = try Corpus.bytes("corpus/" + row["path", default: ""])
            let identified = FormatReader.identify(bytes.span, options: ReadOptions())
            #expect(identified.format == .ofx, "\(row["path", default: ""])")
            let version = row["version", default: ""].replacing("OFX ", with: "")
            #expect(identified.version == (version == "(no header)" ? "" : version))
        }
    }
}

extension Fact {
    static let ofxExceptions = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("ExceptionsOFX.tsv")
}

extension Differences.Item {
    /// Whether the item is a movement, not a statement.
    var isEntry: Bool { item.contains("/") }
}
