import Domain
import Foundation
import Support
import Testing

@testable import Formats

/// Every Norma 43 file of the corpus against what four independent parsers found in it.
@Suite(.enabled(if: Corpus.isRequired, "the shared corpus is not there"))
struct Norma43CorpusTests {
    private func reading(_ path: String) throws -> Reading {
        try Reading(Corpus.bytes("corpus/" + path), with: Norma43.read)
    }

    @Test func statementsAgree() throws {
        var differences = try Differences(table: Fact.exceptions, folder: "norma43")
        let facts = try Corpus.facts("FACTS_STATEMENTS.tsv", in: "norma43")
        try #require(facts.count == 6)
        for row in facts {
            let path = row["path", default: ""]
            let reading = try reading(path)
            let opening = try #require(reading.openings.first)
            let closing = try #require(reading.closings.first)
            func compare(_ field: String, _ ours: String, _ theirs: String? = nil) {
                differences.compare(path, "1", field, ours: ours, theirs: theirs ?? row[field, default: ""])
            }
            // The facts name the account without the control digits, which the file does not have.
            let digits = opening.account.dropFirst(4)
            compare("account", String(digits.prefix(8) + digits.dropFirst(10)))
            compare("currency", opening.currency.code)
            compare("from", opening.from?.description ?? "")
            compare("to", opening.to?.description ?? "")
            compare("n_entries", "\(closing.entries)")
            for (field, ours) in [
                ("opening", opening.openingBalance), ("closing", closing.closingBalance),
                ("sum_credits", closing.credits), ("sum_debits", closing.debits),
            ] {
                compare(
                    field, Fact.amount(ours, opening.currency), Fact.amount(row[field, default: ""]))
            }
            compare(
                "balance_check", closing.isBalanced == true ? "ok" : "broken",
                row["balance_check"] == "ok" ? "ok" : "broken")
        }
        for item in differences.unexplained where !item.item.contains("/") { Issue.record("\(item)") }
        for item in differences.stale where !item.item.contains("/") { Issue.record("no longer so: \(item)") }
    }

    @Test func entriesAgree() throws {
        var differences = try Differences(table: Fact.exceptions, folder: "norma43")
        let facts = try Corpus.facts("FACTS_ENTRIES.tsv", in: "norma43")
        try #require(facts.count == 17)
        for row in facts {
            let path = row["path", default: ""]
            let item = "1/" + row["entry", default: ""]
            let index = try #require(Int(row["entry", default: ""])) - 1
            let entries = try reading(path).entries.first ?? []
            let entry = try #require(entries.indices.contains(index) ? entries[index] : nil)
            func compare(_ field: String, _ ours: String, _ theirs: String? = nil) {
                differences.compare(path, item, field, ours: ours, theirs: theirs ?? row[field, default: ""])
            }
            func notZeros(_ text: String) -> String { text.allSatisfy { $0 == "0" } ? "" : text }
            compare("booking_date", "\(entry.booked)")
            compare("value_date", entry.value?.description ?? "")
            compare(
                "signed_amount", Fact.amount(entry.amount, .eur),
                Fact.amount(row["signed_amount", default: ""]))
            compare("code", entry.code)
            compare("reference", entry.reference, notZeros(row["reference", default: ""]))
            let first = notZeros(row["end_to_end_or_ref1", default: ""])
            compare(
                "bank_reference", entry.bankReference,
                first.isEmpty ? row["mandate_or_ref2", default: ""] : first)
            // The facts keep the two digits of the record's number before the text.
            compare("text", entry.text, Fact.words(String(row["text", default: ""].dropFirst(2))))
        }
        for item in differences.unexplained where item.item.contains("/") { Issue.record("\(item)") }
        for item in differences.stale where item.item.contains("/") { Issue.record("no longer so: \(item)") }
    }

    /// The generated sets: ten thousand movements each, as camt.053 and as Norma 43.
    @Test(arguments: ["typical-10k", "hard-10k"])
    func generatedFilesAreTheSameInBothFormats(set: String) throws {
        let norma = try Reading(Corpus.bytes("datasets/\(set)/n43/001.n43"), with: Norma43.read)
        let camt = try Reading(Corpus.bytes("datasets/\(set)/camt053.xml"), with: Camt.read)
        #expect(norma.codes == [])
        #expect(camt.codes == [])
        let entries = (norma.entries.flatMap { $0 }, camt.entries.flatMap { $0 })
        #expect(entries.0.count == entries.1.count)
        #expect(norma.openings.map(\.account) == camt.openings.map(\.account))
        #expect(norma.closings == camt.closings)
        for (ours, theirs) in zip(entries.0, entries.1) {
            #expect(ours.booked == theirs.booked && ours.amount == theirs.amount)
            #expect(ours.value == theirs.value && ours.reference == theirs.reference)
        }
    }
}
