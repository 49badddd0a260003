import Domain
import Foundation
import Support
import Testing

@testable import Formats

/// Every camt file of the corpus against what an independent reader of the official schemas found in it.
@Suite(.enabled(if: Corpus.isRequired, "the shared corpus is not there"))
struct CamtCorpusTests {
    private let exceptions = Fact.exceptions.deletingLastPathComponent()
        .appendingPathComponent("ExceptionsCamt.tsv")

    @Test(arguments: [("camt.052", 22), ("camt.053", 64), ("camt.054", 35)])
    func statementsAgree(folder: String, count: Int) throws {
        var differences = try Differences(table: exceptions, folder: folder)
        let facts = try Corpus.facts("FACTS_STATEMENTS.tsv", in: folder)
        try #require(facts.count >= count)
        var read: [String: Reading] = [:]
        for row in facts {
            let path = row["path", default: ""]
            let reading = try read[path] ?? Reading(Corpus.bytes("corpus/" + path), with: Camt.read)
            read[path] = reading
            #expect(reading.outcome.identification.format.rawValue == folder)
            compare(row, reading, path, &differences)
        }
        report(differences) { !$0.item.contains("/") }
    }

    private func compare(
        _ row: [String: String], _ reading: Reading, _ path: String, _ differences: inout Differences
    ) {
        let item = row["stmt", default: ""]
        guard let index = Int(item), reading.closings.indices.contains(index - 1) else {
            differences.compare(path, item, "statement", ours: "", theirs: "present")
            return
        }
        let (opening, closing) = (reading.openings[index - 1], reading.closings[index - 1])
        let entries = reading.entries[index - 1]
        #expect(closing.entries == entries.count { $0.status == .booked }, "only what is booked counts")
        let currency = opening.currency
        func compare(_ field: String, _ ours: String, _ theirs: String) {
            differences.compare(path, item, field, ours: ours, theirs: theirs)
        }
        compare("account", opening.account, row["account", default: ""].replacing(" ", with: ""))
        compare("reference", opening.reference, row["reference", default: ""])
        let currencies = row["currency", default: ""].split(separator: ",")
        compare("currency", currency.code, currencies.first { $0 == currency.code }.map(String.init) ?? "")
        // The facts count entries of every status.
        compare("n_entries", "\(entries.count)", row["n_entries", default: ""])
        for (field, ours) in [
            ("opening", closing.openingBalance), ("closing", closing.closingBalance),
            ("sum_credits", entries.reduce(0) { $0 + max($1.amount, 0) }),
            ("sum_debits", entries.reduce(0) { $0 - min($1.amount, 0) }),
        ] { compare(field, Fact.amount(ours, currency), Fact.amount(row[field, default: ""])) }
        if let from = row["from"], !from.isEmpty {
            compare("from", opening.from?.description ?? "", String(from.prefix(10)))
        }
        if let to = row["to"], !to.isEmpty {
            compare("to", opening.to?.description ?? "", String(to.prefix(10)))
        }
        let check = row["balance_check", default: ""]
        let theirs = check == "ok" ? "true" : check.isEmpty ? "nil" : "false"
        compare("balance_check", closing.isBalanced.map { "\($0)" } ?? "nil", theirs)
    }

    @Test(arguments: [("camt.052", 23), ("camt.053", 1043), ("camt.054", 38)])
    func entriesAgree(folder: String, count: Int) throws {
        var differences = try Differences(table: exceptions, folder: folder)
        let facts = try Corpus.facts("FACTS_ENTRIES.tsv", in: folder)
        try #require(facts.count >= count)
        var read: [String: Reading] = [:]
        var leftOut: [String: Int] = [:]
        for row in facts {
            let path = row["path", default: ""]
            let (statement, entry) = (row["stmt", default: ""], row["entry", default: ""])
            let item = statement + "/" + entry
            if differences.isLeftOut(path, item) {
                leftOut[path + statement, default: 0] += 1
                continue
            }
            let reading = try read[path] ?? Reading(Corpus.bytes("corpus/" + path), with: Camt.read)
            read[path] = reading
            guard let s = Int(statement), let e = Int(entry), reading.entries.indices.contains(s - 1),
                case let index = e - 1 - leftOut[path + statement, default: 0],
                reading.entries[s - 1].indices.contains(index)
            else {
                differences.compare(path, item, "record", ours: "", theirs: "present")
                continue
            }
            compare(
                row, reading.entries[s - 1][index], reading.openings[s - 1].currency, path, item,
                &differences)
        }
        report(differences) { $0.item.contains("/") }
    }

    private func compare(
        _ row: [String: String], _ entry: EntryRecord, _ currency: Currency, _ path: String, _ item: String,
        _ differences: inout Differences
    ) {
        func fact(_ field: String) -> String { row[field, default: ""] }
        func compare(_ field: String, _ ours: String, _ theirs: String) {
            differences.compare(path, item, field, ours: Fact.parts(ours), theirs: Fact.parts(theirs))
        }
        // Where the bank gives no booking day ours is the value day or the statement's.
        if !fact("booking_date").isEmpty { compare("booking_date", "\(entry.booked)", fact("booking_date")) }
        compare("value_date", entry.value?.description ?? "", fact("value_date"))
        compare("signed_amount", Fact.amount(entry.amount, currency), Fact.amount(fact("signed_amount")))
        compare("currency", currency.code, fact("currency"))
        compare("reversal", "\(entry.isReversal)", "\(fact("status").hasSuffix("RVSL"))")
        compare(
            "status", entry.status.rawValue,
            fact("status").split(separator: " ").first.map(String.init) ?? "BOOK")
        let parts = entry.details.filter { $0.isFee != true }
        if let count = Int(fact("n_tx")), count > 1 { compare("n_tx", "\(parts.count)", "\(count)") }
        compare("code", entry.code, fact("code"))
        compare("reference", entry.reference, fact("reference"))
        compare("return_reason", entry.returnReason, fact("return_reason"))
        func joined(_ whole: String, _ part: (EntryDetail) -> String) -> String {
            parts.count > 1 ? parts.map(part).joined(separator: " | ") : whole
        }
        compare("counterparty", joined(entry.counterparty, \.counterparty), fact("counterparty"))
        compare(
            "counterparty_account", joined(entry.counterpartyAccount, \.counterpartyAccount),
            fact("counterparty_account"))
        let texts = parts.contains { !$0.text.isEmpty } ? joined(entry.text, \.text) : entry.text
        compare("text", texts, fact("text"))
        let endToEnd = fact("end_to_end_or_ref1")
        compare(
            "end_to_end", joined(entry.endToEndId, \.endToEndId), endToEnd == "NOTPROVIDED" ? "" : endToEnd)
        compare("mandate", joined(entry.mandateId, \.mandateId), fact("mandate_or_ref2"))
        let references = fact("structured_reference").components(separatedBy: " | ")
            .map { $0.split(separator: ":", maxSplits: 1).last.map(String.init) ?? "" }.joined(
                separator: " | ")
        compare("structured_reference", joined(entry.structuredReference, \.structuredReference), references)
    }

    @Test(arguments: ["invalid", "none"])
    func aFileWithoutStatementsIsRefused(name: String) throws {
        let path = "corpus/camt.052/hbci4j__hbci4java/test-camt-parse-\(name).xml"
        let reading = try Reading(Corpus.bytes(path), with: Camt.read)
        #expect(reading.isRefused && reading.openings.isEmpty)
    }

    private func report(_ differences: Differences, _ isMine: (Differences.Item) -> Bool) {
        for item in differences.unexplained where isMine(item) { Issue.record("\(item)") }
        for item in differences.stale where isMine(item) { Issue.record("no longer so: \(item)") }
    }
}
