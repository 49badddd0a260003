import Domain
import Testing
import Verification

@Suite("The law as data")
struct LawPackTests {
    @Test("the Spanish pack loads and holds the numbers of the law")
    func spanish() throws {
        let pack = try LawPack.bundled(country: "es")
        let on = day("2026-11-21")
        #expect(pack.row(.limitation, scope: "general", on: on)?.value == 5)
        #expect(pack.row(.registryMaximumAge, on: on)?.value == 5)
        #expect(pack.row(.registryMinimumPrincipal, on: on)?.value == 5000)
        #expect(pack.row(.paymentTerm, scope: "no-agreed-term", on: on)?.value == 30)
        #expect(pack.row(.limitation, scope: "general", on: day("2015-10-06")) == nil, "not in force yet")
    }

    @Test("an unknown country or a path is an error, not a trap", arguments: ["xx", "../es", "", "ES"])
    func unknownCountry(country: String) {
        #expect(throws: LawPackError.self) { try LawPack.bundled(country: country) }
    }

    @Test("a pack that contradicts itself is refused")
    func contradictions() throws {
        let rows = try LawPack.bundled().rows
        func refused(_ row: LawRow) -> Bool { (try? LawPack(rows: rows + [row])) == nil }
        func row(
            id: String = "Z", scope: String = "z", value: Int = 5, unit: LawRow.Unit = .years,
            from: String = "2020-01-01", to: String? = nil
        ) -> LawRow {
            LawRow(
                id: id, rule: .limitation, scope: scope, value: value, unit: unit, article: "art. 1",
                confidence: .official, from: day(from), to: to.map { day($0) })
        }
        #expect(!refused(row()))
        #expect(refused(row(id: "Q1")), "id twice")
        #expect(refused(row(id: "")))
        #expect(refused(row(value: 0)))
        #expect(refused(row(unit: .days)))
        #expect(refused(row(from: "2020-01-02", to: "2020-01-01")))
        #expect(refused(row(scope: "general")), "in force twice")
        #expect(!refused(row(scope: "general", from: "2000-01-01", to: "2015-10-06")))
        #expect(throws: LawPackError.incomplete(.interruption)) {
            try LawPack(rows: rows.filter { $0.rule != .interruption })
        }
    }

    @Test("a broken file names itself or its row")
    func brokenFile() {
        #expect(throws: LawPackError.unreadable("a.json")) {
            try LawPack.rows(json: Array("[{]".utf8), name: "a.json")
        }
        let text = """
            [{"id":"Q","rule":"limitation","scope":"x","value":5,"unit":"years","article":"a",
              "confidence":"K","from":"2020-02-30"}]
            """
        #expect(throws: LawPackError.invalid(row: "Q", reason: "from is not a day")) {
            try LawPack.rows(json: Array(text.utf8), name: "a.json")
        }
    }
}
