import Domain
import Foundation
import Support
import Testing

@testable import Formats

/// Every real bank CSV of the corpus against its independently computed facts.
///
/// Where we differ on purpose, `ExceptionsCSV.tsv` says so: path, field, ours, theirs, reason. A row there
/// that no longer differs fails the test too.
@Suite struct BankCSVCorpusTests {
    private struct Difference: Hashable {
        let path: String
        let field: String
        let ours: String
        let theirs: String
    }

    @Test(.enabled(if: Corpus.isRequired, "the shared corpus is missing"))
    func everyFileAgreesWithItsFacts() throws {
        let manifest = Corpus.rows(
            of: try String(decoding: Corpus.bytes("corpus/MANIFEST.tsv"), as: UTF8.self)
        ).filter {
            $0["format"] == "bank-csv"
        }
        #expect(manifest.count >= 40)
        let statements = Corpus.rows(
            of: try String(decoding: Corpus.bytes("corpus/FACTS_STATEMENTS.tsv"), as: UTF8.self))
        let entries = Corpus.rows(
            of: try String(decoding: Corpus.bytes("corpus/FACTS_ENTRIES.tsv"), as: UTF8.self))
        var found: Set<Difference> = []
        for file in manifest {
            let path = file["path"] ?? ""
            let reading = try CSVReading(try Corpus.bytes("corpus/" + path)) {
                try BankCSV.read($0, options: $1, emit: $2)
            }
            if let facts = statements.first(where: { $0["path"] == path }) {
                found.formUnion(compare(path, facts, entries.filter { $0["path"] == path }, reading))
            } else {
                found.formUnion(describe(path, reading))
            }
        }
        let excused = try exceptions()
        for difference in found.subtracting(excused).sorted(by: { ($0.path, $0.field) < ($1.path, $1.field) })
        {
            Issue.record(
                "\(difference.path) \(difference.field): \(difference.ours), facts \(difference.theirs)")
        }
        for stale in excused.subtracting(found) { Issue.record("no longer differs: \(stale)") }
    }

    /// Files without facts: what we make of them is written down all the same.
    private func describe(_ path: String, _ reading: CSVReading) -> [Difference] {
        let refusal = reading.outcome.problems.first { $0.severity == .refuse }
        let ours = refusal.map { "refused \($0.code.rawValue)" } ?? "\(reading.entries.count) entries"
        return [Difference(path: path, field: "no-facts", ours: ours, theirs: "")]
    }

    private func compare(
        _ path: String, _ facts: [String: String], _ rows: [[String: String]], _ reading: CSVReading
    ) -> [Difference] {
        var result: [Difference] = []
        func check(_ field: String, _ ours: String, _ theirs: String) {
            if ours != theirs {
                result.append(Difference(path: path, field: field, ours: ours, theirs: theirs))
            }
        }
        if let refusal = reading.outcome.problems.first(where: { $0.severity == .refuse }) {
            check("refused", refusal.code.rawValue, "")
            return result
        }
        let closings = reading.closings
        let codes = reading.openings.map(\.currency.code).sorted().joined(separator: ",")
        check("entries", "\(reading.entries.count)", facts["n_entries"] ?? "")
        check("credits", cents(closings.reduce(0) { $0 + $1.credits }), number(facts["sum_credits"]))
        check("debits", cents(closings.reduce(0) { $0 + $1.debits }), number(facts["sum_debits"]))
        if let currency = facts["currency"], !currency.isEmpty { check("currency", codes, currency) }
        if closings.count == 1, let closing = closings.first, facts["opening"]?.isEmpty == false {
            check("opening", closing.openingBalance.map(cents) ?? "", number(facts["opening"]))
            check("closing", closing.closingBalance.map(cents) ?? "", number(facts["closing"]))
            let breaks = reading.codes.contains(.balanceMismatch)
            let theirs = facts["balance_check"]?.contains("break") == true
            check("breaks", breaks ? "breaks" : "ok", theirs ? "breaks" : "ok")
        }
        let ours = reading.entries.map { "\($0.booked) \(cents($0.amount))" }.sorted()
        let theirs = rows.map { "\($0["booking_date"] ?? "") \(number($0["signed_amount"]))" }.sorted()
        check("movements", ours.joined(separator: "; "), theirs.joined(separator: "; "))
        return result
    }

    private func cents(_ units: Int64) -> String { "\(units)" }

    /// The facts write amounts with a point and as many decimals as the file.
    private func number(_ text: String?) -> String {
        let parts = (text ?? "").split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = parts.first, !whole.isEmpty else { return "" }
        let decimals = parts.count > 1 ? String(parts[1]) : ""
        let digits = String(whole) + decimals + String(repeating: "0", count: max(0, 2 - decimals.count))
        return Int64(digits).map { "\($0)" } ?? digits
    }

    private func exceptions() throws -> Set<Difference> {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("ExceptionsCSV.tsv")
        let rows = Corpus.rows(of: try String(contentsOf: file, encoding: .utf8))
        #expect(rows.allSatisfy { !($0["reason"] ?? "").isEmpty })
        return Set(
            rows.map {
                Difference(
                    path: $0["path"] ?? "", field: $0["field"] ?? "", ours: $0["ours"] ?? "",
                    theirs: $0["theirs"] ?? "")
            })
    }
}
