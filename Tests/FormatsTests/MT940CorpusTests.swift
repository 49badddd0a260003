import Domain
import Foundation
import Support
import Testing

@testable import Formats

/// Every MT940 and MT942 file of the corpus against what independent parsers found in it.
@Suite(.enabled(if: Corpus.isRequired, "the shared corpus is not there"))
struct MT940CorpusTests {
    private static let exceptions = Fact.exceptions.deletingLastPathComponent()
        .appendingPathComponent("ExceptionsMT940.tsv")

    private func readings() throws -> [String: Reading] {
        let paths = Set(try Corpus.facts("FACTS_STATEMENTS.tsv", in: "mt940").map { $0["path", default: ""] })
        var readings: [String: Reading] = [:]
        for path in paths {
            let bytes = try Corpus.bytes("corpus/" + path)
            #expect(MT940.identify(bytes.span) != nil, "\(path)")
            readings[path] = try Reading(bytes, with: MT940.read)
        }
        return readings
    }

    @Test func statementsAgree() throws {
        let readings = try readings()
        var differences = try Differences(table: Self.exceptions, folder: "mt940")
        let facts = try Corpus.facts("FACTS_STATEMENTS.tsv", in: "mt940")
        try #require(facts.count == 179)
        var counts: [String: Int] = [:]
        for row in facts {
            let (path, number) = (row["path", default: ""], row["stmt", default: ""])
            counts[path, default: 0] += 1
            guard !differences.isLeftOut(path, number) else { continue }
            let index = try #require(Int(number)) - 1
            let reading = try #require(readings[path])
            guard reading.openings.indices.contains(index), reading.closings.indices.contains(index) else {
                Issue.record("\(path): no statement \(number)")
                continue
            }
            let (opening, closing) = (reading.openings[index], reading.closings[index])
            func compare(_ field: String, _ ours: String, _ theirs: String) {
                differences.compare(path, number, field, ours: ours, theirs: theirs)
            }
            let account = row["account", default: ""]
            compare("account", account.contains(opening.account) ? account : opening.account, account)
            compare("account", opening.account.isEmpty ? "" : "known", account.isEmpty ? "" : "known")
            compare("reference", opening.reference, row["reference", default: ""])
            if row["currency"] != "" {
                compare("currency", opening.currency.code, row["currency", default: ""])
            }
            compare("n_entries", "\(closing.entries)", row["n_entries", default: ""])
            for (field, ours) in [
                ("opening", opening.openingBalance), ("closing", closing.closingBalance),
                ("sum_credits", closing.credits), ("sum_debits", closing.debits),
            ] {
                compare(field, Fact.amount(ours, opening.currency), Fact.amount(row[field, default: ""]))
            }
            let check = row["balance_check", default: ""]
            let ours = closing.isBalanced.map { $0 ? "ok" : "broken" } ?? ""
            compare("balance_check", ours, check.hasPrefix("off") ? "broken" : check)
        }
        for (path, reading) in readings {
            differences.compare(
                path, "0", "statements", ours: "\(reading.openings.count)",
                theirs: "\(counts[path, default: 0])")
            #expect(!reading.isRefused, "\(path)")
        }
        for item in differences.unexplained where !item.item.contains("/") { Issue.record("\(item)") }
        for item in differences.stale where !item.item.contains("/") { Issue.record("no longer so: \(item)") }
    }

    @Test func entriesAgree() throws {
        let readings = try readings()
        var differences = try Differences(table: Self.exceptions, folder: "mt940")
        let facts = try Corpus.facts("FACTS_ENTRIES.tsv", in: "mt940")
        try #require(facts.count == 414)
        for row in facts {
            let path = row["path", default: ""]
            let item = "\(row["stmt", default: ""])/\(row["entry", default: ""])"
            guard !differences.isLeftOut(path, item) else { continue }
            let statement = try #require(Int(row["stmt", default: ""])) - 1
            let index = try #require(Int(row["entry", default: ""])) - 1
            let reading = try #require(readings[path])
            guard reading.entries.indices.contains(statement),
                reading.entries[statement].indices.contains(index)
            else {
                Issue.record("\(path) \(item): no such entry")
                continue
            }
            let entry = reading.entries[statement][index]
            func compare(_ field: String, _ ours: String, _ theirs: String) {
                differences.compare(path, item, field, ours: ours, theirs: theirs)
            }
            compare("value_date", entry.value?.description ?? "", row["value_date", default: ""])
            let booked = entry.booked.description
            let entryDay = row["booking_date", default: ""]
            compare(
                "booking_date", booked.filter { $0 != "-" }.suffix(4).description,
                entryDay.isEmpty
                    ? row["value_date", default: ""].filter { $0 != "-" }.suffix(4).description : entryDay)
            compare(
                "signed_amount", Fact.amount(entry.amount, reading.openings[statement].currency),
                Fact.amount(row["signed_amount", default: ""]))
            compare("reversal", "\(entry.isReversal)", "\(row["status", default: ""].hasPrefix("R"))")
            let (code, reference) = (row["code", default: ""], row["reference", default: ""])
            compare("code", Self.code(entry.code, code, reference), code)
            compare("bank_reference", entry.bankReference, Self.bankReference(reference))
            let isFound =
                entry.reference.isEmpty
                || Self.compact(code + reference).contains(Self.compact(entry.reference))
            compare("reference", isFound ? "" : entry.reference, isFound ? "" : reference)
            // The facts have the field as it stands; ours is a part of it, and all of it in plain text.
            let raw = Self.compact(Self.plain(row["text", default: ""]))
            let text = Self.compact(entry.text)
            // The second line of field 61, which we add, stands behind the reference there.
            let isText = Self.isPart(text, of: raw) || Self.isPart(text, of: raw + Self.compact(reference))
            compare("text", isText ? "" : text, isText ? "" : raw)
            // Only the tagged and the coded form can have no remittance in them.
            let isPlain = !row["text", default: ""].contains(/^[0-9]{3}[?>]|\/REMI\//)
            let isSecondLine = raw.isEmpty && Self.compact(reference).hasSuffix(text)
            if isPlain, !isSecondLine { compare("has_text", "\(!text.isEmpty)", "\(!raw.isEmpty)") }
        }
        for item in differences.unexplained where item.item.contains("/") { Issue.record("\(item)") }
        for item in differences.stale where item.item.contains("/") { Issue.record("no longer so: \(item)") }
    }

    private static func compact(_ text: String) -> String { text.filter { $0 > " " && $0.isASCII } }

    /// Without the marks of the tagged form, where it is one.
    private static func plain(_ text: String) -> String {
        guard let match = text.firstMatch(of: /^(?:[0-9]{3} ?)?([?>])[0-9][0-9]/) else { return text }
        let mark = String(match.output.1)
        return text.split(separator: mark).map { String($0.dropFirst(2)) }.joined()
    }

    /// Whether the characters stand in the text in this order with whole pieces between.
    private static func isPart(_ part: String, of text: String) -> Bool {
        // The facts are cut off after 300 characters.
        if part.isEmpty || text.contains(part) || text.count >= 250 { return true }
        var rest = part[...]
        for character in text where character == rest.first { rest = rest.dropFirst() }
        return rest.isEmpty
    }

    /// Old files write two letters and a blank; the facts count these to the reference.
    private static func code(_ ours: String, _ theirs: String, _ reference: String) -> String {
        if theirs.isEmpty, reference.hasPrefix(ours) { return theirs }
        return theirs == "NONR" && ours.isEmpty ? theirs : ours
    }

    private static func bankReference(_ reference: String) -> String {
        guard let slashes = reference.firstRange(of: "//") else { return "" }
        let rest = reference[slashes.upperBound...].prefix { $0 != " " }
        if rest == "NONREF" { return "" }
        return rest.count > 16 && Array(rest)[16] == "/" ? String(rest.prefix(16)) : String(rest)
    }
}
