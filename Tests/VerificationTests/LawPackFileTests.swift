import Domain
import Foundation
import Testing
import Verification

@Suite("Files of a law pack")
struct LawPackFileTests {
    private static let head = """
        {"format": 1, "country": "%", "stateOf": "2026-11-21", "sources": {"S": "example.org"}}
        """

    /// A smallest pack: one row of every rule that no pack can do without.
    private static func rows(_ more: String = "") -> String {
        let needed = [
            ("A1", "payment-term", "30", "days"), ("A2", "reference-rate", "215", "basis-points"),
            ("A3", "default-margin", "800", "basis-points"),
            ("A4", "fixed-recovery-sum", "4000", "euro-cents"),
            ("A5", "limitation", "5", "years"), ("A6", "interruption", "1", "flag"),
            ("A7", "national-holiday", "101", "month-day"),
        ]
        let rows = needed.map { id, rule, value, unit in
            """
            {"id": "\(id)", "rule": "\(rule)", "value": \(value), "unit": "\(unit)", "article": "a",
             "confidence": "K", "from": "2020-01-01", "says": {"en": "x"}}
            """
        }
        let lists = [
            ("A8", "gate", "\"subject\": \"court\", ", "closed"), ("A9", "limitation-uncertain", "", "x"),
        ]
        .map { id, rule, subject, word in
            """
            {"id": "\(id)", "rule": "\(rule)", \(subject)"unit": "list", "list": ["\(word)"],
             "article": "a", "confidence": "K", "from": "2020-01-01", "says": {"en": "x"}}
            """
        }
        return "[" + (rows + lists + (more.isEmpty ? [] : [more])).joined(separator: ",") + "]"
    }

    private func files(_ rows: String, head: String = Self.head) -> [LawPackFile] {
        [
            ("eu/pack.json", Self.head.replacingOccurrences(of: "%", with: "eu")),
            ("it/pack.json", head.replacingOccurrences(of: "%", with: "it")), ("it/rows.json", rows),
        ].map { LawPackFile(name: $0.0, bytes: Array($0.1.utf8)) }
    }

    private func faults(_ rows: String, head: String = Self.head) -> [String] {
        do {
            _ = try LawPack(country: "it", files: files(rows, head: head))
            return []
        } catch {
            return error.faults.map(\.description)
        }
    }

    @Test("a pack of another country needs no code")
    func anotherCountry() throws {
        let pack = try LawPack(country: "it", files: files(Self.rows()))
        #expect(pack.rows.count == 9 && pack.country == "it")
        #expect(pack.row(.paymentTerm, on: day("2026-01-01"))?.value == 30)
        let rate = try pack.defaultRate(against: .company, on: day("2026-01-01"))
        #expect(rate.rate.description == "10.15" && rate.confidence == .known)
    }

    /// A row of the pack above with some fields changed; `nil` removes one.
    private func row(_ changes: [String: String?]) -> String {
        var fields: [String: String] = [
            "id": "\"Z\"", "rule": "\"limitation\"", "subject": "\"z\"", "value": "5", "unit": "\"years\"",
            "article": "\"a\"", "confidence": "\"K\"", "from": "\"2020-01-01\"", "says": "{\"en\": \"x\"}",
        ]
        for (key, value) in changes { fields[key] = value }
        return "{" + fields.keys.sorted().map { "\"\($0)\": \(fields[$0] ?? "")" }.joined(separator: ",")
            + "}"
    }

    @Test("every fault names file, row, field, what was found and what was expected")
    func everyFault() {
        func fault(_ changes: [String: String?]) -> [String] { faults(Self.rows(row(changes))) }
        #expect(fault([:]).isEmpty)
        #expect(
            fault(["unit": "\"days\""])
                == ["it/rows.json, row Z, unit: found \"days\", expected years or months for limitation"])
        #expect(fault(["value": "0"]) == ["it/rows.json, row Z, value: found 0 years, expected 1 to 100"])
        #expect(fault(["value": "5.5"]).first?.contains("row Z, value: found something else") == true)
        #expect(
            fault(["value": nil]).first?.contains("value: found nothing, expected a whole number") == true)
        #expect(
            fault(["from": "\"2020-02-30\""])
                == ["it/rows.json, row Z, from: found \"2020-02-30\", expected a day, YYYY-MM-DD"])
        #expect(
            fault(["to": "\"2019-01-01\""]).first?.contains("expected a day not before 2020-01-01") == true)
        #expect(fault(["id": "\"A1\""]).first?.contains("found an id used before") == true)
        #expect(fault(["id": "\"\""]).first?.contains("id: found nothing") == true)
        #expect(fault(["article": "\"\""]).first?.contains("article: found nothing") == true)
        #expect(fault(["says": "{\"es\": \"x\"}"]).first?.contains("says: found no English text") == true)
        #expect(
            fault(["rule": "\"limitations\""]).first?.contains("found \"limitations\", expected one of")
                == true)
        #expect(fault(["debtors": "\"firms\""]).first?.contains("debtors: found \"firms\"") == true)
        #expect(fault(["confidence": "\"V1\""]).first?.contains("source: found nothing") == true)
        #expect(fault(["confidence": "\"V1\"", "source": "\"S\""]).isEmpty)
        #expect(fault(["source": "\"T\""]).first?.contains("source: found \"T\"") == true)
        #expect(fault(["confidense": "\"V1\""]).first?.contains("confidense: found \"V1\"") == true)
        #expect(
            fault(["subject": "\"\"", "from": "\"2021-01-01\""]).first?.contains(
                "in force at the same time as A5")
                == true)
        #expect(fault(["subject": "\"\"", "from": "\"2019-01-01\"", "to": "\"2019-12-31\""]).isEmpty)
        #expect(
            fault(["rule": "\"national-holiday\"", "unit": "\"month-day\"", "value": "231"]).first?
                .contains("a day of every year") == true)
        #expect(
            fault(["rule": "\"court-closed\"", "unit": "\"list\"", "value": nil, "list": "[\"08-01\"]"])
                .first?
                .contains("first and last day of the year") == true)
        let gate = ["rule": "\"gate\"", "unit": "\"list\"", "value": nil]
        #expect(
            fault(gate.merging(["subject": "\"reminder\"", "list": "[\"certian\"]"]) { $1 }).first?
                .contains("found certian, expected certain, due") == true)
        #expect(
            fault(gate.merging(["subject": "\"remind\"", "list": "[\"closed\"]"]) { $1 }).first?
                .contains("subject: found remind, expected before-due") == true)
    }

    @Test("everything that is wrong is said at once")
    func allAtOnce() {
        let both = row(["id": "\"Y\"", "unit": "\"x\""]) + "," + row(["from": "\"x\""])
        #expect(faults(Self.rows(both)).count == 2)
        #expect(faults("[]").count == 9)
        #expect(faults("[]").first == "rule: found no row of gate, expected at least one")
    }

    @Test("a published rate that is not reference plus margin is refused")
    func publishedRate() {
        func published(_ value: Int) -> [String] {
            faults(
                Self.rows(
                    row([
                        "rule": "\"published-default-rate\"", "subject": "\"\"", "unit": "\"basis-points\"",
                        "value": String(value), "to": "\"2020-06-30\"",
                    ])))
        }
        #expect(published(1015).isEmpty)
        #expect(published(1025).first?.contains("found 1025, expected 2.15 % + 8.00 %") == true)
    }

    @Test("a pack that closes nearly every day is refused: a search for a working day must end")
    func closedDays() {
        func closed(_ first: String, _ last: String) -> [String] {
            faults(
                Self.rows(
                    row([
                        "rule": "\"court-closed\"", "unit": "\"list\"", "value": nil,
                        "list": "[\"\(first)\", \"\(last)\"]",
                    ])))
        }
        #expect(closed("12-01", "05-31").isEmpty)
        #expect(
            closed("01-01", "12-31").first?.contains("found 367 days of holidays and closed courts") == true)
        #expect(closed("08-01", "07-31").count == 1)
    }

    @Test("broken heads and files name themselves")
    func heads() {
        #expect(faults("[{]") == ["it/rows.json: found something else, expected a JSON array of objects"])
        #expect(
            faults(Self.rows(), head: "[]").first?.hasPrefix("it/pack.json: found something else") == true)
        let wrong = Self.head.replacingOccurrences(of: "%", with: "es")
        #expect(
            faults(Self.rows(), head: wrong) == [
                "it/pack.json, country: found \"es\", expected \"it\", as the folder"
            ])
        let other = Self.head.replacingOccurrences(of: "\"format\": 1", with: "\"format\": 2")
        #expect(faults(Self.rows(), head: other) == ["it/pack.json, format: found 2, expected 1"])
        do {
            _ = try LawPack(country: "it", files: [])
            Issue.record("a pack of nothing")
        } catch {
            #expect(error.faults.map(\.file) == ["eu/pack.json", "it/pack.json"])
        }
    }

    @Test("a folder of the same layout replaces the built-in pack")
    func replacement() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("recobro-law-\(ProcessInfo.processInfo.processIdentifier)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let es = folder.appendingPathComponent("es")
        try FileManager.default.createDirectory(at: es, withIntermediateDirectories: true)
        try Data(Self.head.replacingOccurrences(of: "%", with: "es").utf8)
            .write(to: es.appendingPathComponent("pack.json"))
        // The reference rates are the Union's: they still come from the built-in folder.
        let rows = Self.rows().replacingOccurrences(
            of: "\"id\": \"A2\", \"rule\": \"reference-rate\"",
            with: "\"id\": \"A2\", \"rule\": \"judgment-margin\"")
        try Data(rows.utf8).write(to: es.appendingPathComponent("rows.json"))
        try Data("no JSON".utf8).write(to: es.appendingPathComponent("notes.txt"))
        let pack = try LawPack.load(country: "es", replacements: folder.path)
        #expect(pack.row(.limitation, debtor: .company, on: day("2026-01-01"))?.id == "A5")
        #expect(pack.row(.referenceRate, on: day("2026-01-01"))?.id == "MRO/2026H1")
        #expect(try LawPack.load(country: "fr", replacements: folder.path) == LawPack.bundled(country: "fr"))
        #expect(throws: LawPackError.self) {
            try LawPack.load(country: "es", replacements: folder.path + "/missing")
        }
    }
}
