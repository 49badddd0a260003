import Domain
import Foundation
import Support
import Testing

@testable import Formats

/// Every CFONB file of the corpus against what independent parsers found in it.
@Suite(.enabled(if: Corpus.isRequired, "the shared corpus is not there"))
struct CFONB120CorpusTests {
    private static let exceptions = Fact.exceptions.deletingLastPathComponent()
        .appendingPathComponent("ExceptionsCFONB.tsv")

    private func reading(_ path: String) throws -> Reading {
        try Reading(Corpus.bytes("corpus/" + path), with: CFONB120.read)
    }

    @Test func statementsAgree() throws {
        var differences = try Differences(table: Self.exceptions, folder: "cfonb")
        let facts = try Corpus.facts("FACTS_STATEMENTS.tsv", in: "cfonb")
        try #require(facts.count >= 11)
        for row in facts {
            let (path, number) = (row["path", default: ""], row["stmt", default: ""])
            let index = try #require(Int(number)) - 1
            let reading = try reading(path)
            try #require(reading.openings.indices.contains(index))
            let (opening, closing) = (reading.openings[index], reading.closings[index])
            func compare(_ field: String, _ ours: String, _ theirs: String) {
                differences.compare(path, number, field, ours: ours, theirs: theirs)
            }
            // The facts name the account without the check digits and the key, which the file does not have.
            compare("account", String(opening.account.dropFirst(4).dropLast(2)), row["account", default: ""])
            compare("currency", opening.currency.code, row["currency", default: ""])
            // The facts' first day is that of the old balance.
            compare("from", closing.from?.adding(days: -1).description ?? "", row["from", default: ""])
            compare("to", closing.to?.description ?? "", row["to", default: ""])
            compare("n_entries", "\(closing.entries)", row["n_entries", default: ""])
            for (field, ours) in [
                ("opening", opening.openingBalance), ("closing", closing.closingBalance),
                ("sum_credits", closing.credits), ("sum_debits", closing.debits),
            ] {
                compare(field, Fact.amount(ours, opening.currency), Fact.amount(row[field, default: ""]))
            }
            compare(
                "balance_check", closing.isBalanced == true ? "ok" : "broken",
                row["balance_check"] == "ok" ? "ok" : "broken")
        }
        for item in differences.unexplained where !item.item.contains("/") { Issue.record("\(item)") }
        for item in differences.stale where !item.item.contains("/") { Issue.record("no longer so: \(item)") }
    }

    @Test func entriesAgree() throws {
        var differences = try Differences(table: Self.exceptions, folder: "cfonb")
        let facts = try Corpus.facts("FACTS_ENTRIES.tsv", in: "cfonb")
        try #require(facts.count == 8)
        for row in facts {
            let path = row["path", default: ""]
            let item = "\(row["stmt", default: ""])/\(row["entry", default: ""])"
            let statement = try #require(Int(row["stmt", default: ""])) - 1
            let index = try #require(Int(row["entry", default: ""])) - 1
            let entries = try reading(path).entries
            try #require(entries.indices.contains(statement) && entries[statement].indices.contains(index))
            let entry = entries[statement][index]
            func compare(_ field: String, _ ours: String, _ theirs: String) {
                differences.compare(path, item, field, ours: ours, theirs: theirs)
            }
            compare("booking_date", "\(entry.booked)", row["booking_date", default: ""])
            compare("value_date", entry.value?.description ?? "", row["value_date", default: ""])
            compare(
                "signed_amount", Fact.amount(entry.amount, .eur),
                Fact.amount(row["signed_amount", default: ""]))
            compare("code", entry.code, row["code", default: ""])
            // The facts write the qualifiers before the texts; the payer is a field of its own with us.
            let theirs = row["text", default: ""]
            let payer = theirs.firstRange(of: "NPY:").map { String(theirs[$0.upperBound...]) } ?? ""
            let text = theirs.replacing("NPY:" + payer, with: "").replacing("LIB:", with: "")
                .replacing(" | ", with: " ")
            compare("text", entry.text, Fact.words(text))
            compare("counterparty", entry.counterparty, payer)
        }
        for item in differences.unexplained where item.item.contains("/") { Issue.record("\(item)") }
        for item in differences.stale where item.item.contains("/") { Issue.record("no longer so: \(item)") }
    }

    @Test func listsOfUnpaidItemsAreRefusedWithAReason() throws {
        let reading = try reading("cfonb/silarhi__cfonb-parser/cfonb.240-complex-test.txt")
        #expect(reading.isRefused && reading.openings.isEmpty)
        #expect(reading.outcome.problems.first?.found.contains("CFONB 240") == true)
    }

    @Test func filesWithoutAStatementGiveNothing() throws {
        for name in ["operation", "operation_already_defined", "operation_unstarted"] {
            let reading = try reading("cfonb/pennylane-hq__cfonb/\(name).txt")
            #expect(reading.openings.isEmpty && reading.codes.contains(.recordMalformed), "\(name)")
        }
    }
}
