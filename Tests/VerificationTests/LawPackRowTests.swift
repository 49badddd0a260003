import Domain
import Testing
import Verification

/// The rows of the packs, one expectation a row.
enum LawPackRows {
    /// One expected row.
    struct Expected: Sendable, CustomTestStringConvertible {
        let id: String
        /// All fields as the tables write them.
        let text: String
        var testDescription: String { id }
    }

    /// The rows of a table: a line that begins with a space continues the one before.
    static func expected(_ table: String) -> [Expected] {
        var rows: [String] = []
        for line in table.split(separator: "\n") where line.first != "#" {
            if line.first == " " {
                let start = rows.isEmpty ? "" : rows.removeLast()
                let bar = start.hasSuffix("|") || start.hasSuffix(";") ? " " : " | "
                rows.append(start + bar + line.drop { $0 == " " })
            } else {
                rows.append(String(line))
            }
        }
        return rows.map { Expected(id: String($0.prefix { $0 != " " }), text: $0) }
    }

    /// A row as the tables write it.
    static func text(_ row: LawRow) -> String {
        let topic =
            row.rule.rawValue + (row.subject.isEmpty ? "" : ":" + row.subject)
            + (row.governingLaw.isEmpty ? "" : "@" + row.governingLaw)
        let value =
            row.unit == .list
            ? "[" + row.list.joined(separator: "; ") + "]" : "\(row.value) \(row.unit.rawValue)"
        let days = row.from.description + (row.to.map { "..\($0)" } ?? "")
        let parts = [
            row.id, topic, row.debtors.description, value, row.confidence.rawValue, days, row.article,
            row.source,
        ]
        return parts.joined(separator: " | ")
    }

    static func spaced(_ text: String) -> String { text.hasSuffix("|") ? text + " " : text }
}

@Suite("Every row of the law packs")
struct LawPackRowTests {
    private static let packs = Result {
        (
            es: try LawPack.bundled(country: "es"), fr: try LawPack.bundled(country: "fr"),
            pt: try LawPack.bundled(country: "pt")
        )
    }

    private func check(_ expected: LawPackRows.Expected, in pack: LawPack) {
        let found = pack.rows.filter { $0.id == expected.id }.map(LawPackRows.text)
        #expect(found == [LawPackRows.spaced(expected.text)])
    }

    @Test("Spain", arguments: LawPackRows.expected(LawPackRows.spain))
    func spain(expected: LawPackRows.Expected) throws { check(expected, in: try Self.packs.get().es) }

    @Test("France", arguments: LawPackRows.expected(LawPackRows.france))
    func france(expected: LawPackRows.Expected) throws { check(expected, in: try Self.packs.get().fr) }

    @Test("Portugal", arguments: LawPackRows.expected(LawPackRows.portugal))
    func portugal(expected: LawPackRows.Expected) throws { check(expected, in: try Self.packs.get().pt) }

    @Test("the Union's rows, in every pack", arguments: LawPackRows.expected(LawPackRows.union))
    func union(expected: LawPackRows.Expected) throws {
        let packs = try Self.packs.get()
        for pack in [packs.es, packs.fr, packs.pt] { check(expected, in: pack) }
    }

    @Test("no row without expectation, and no expectation twice")
    func everyRowIsExpected() throws {
        let packs = try Self.packs.get()
        let union = LawPackRows.expected(LawPackRows.union)
        for (pack, table) in [
            (packs.es, LawPackRows.spain), (packs.fr, LawPackRows.france), (packs.pt, LawPackRows.portugal),
        ] {
            let expected = (LawPackRows.expected(table) + union).map(\.id)
            #expect(expected.sorted() == pack.rows.map(\.id).sorted(), "pack \(pack.country)")
            #expect(Set(expected).count == expected.count)
        }
        #expect(packs.es.rows.count == 385)
        #expect(packs.fr.rows.count == 103)
        #expect(packs.pt.rows.count == 145)
    }

    @Test("every row says what it says in English and Spanish, in one short line")
    func texts() throws {
        let packs = try Self.packs.get()
        for row in packs.es.rows + packs.fr.rows + packs.pt.rows {
            for language in ["en", "es"] {
                let text = row.says[language] ?? ""
                #expect(!text.isEmpty && text.count <= 130, "\(row.id) \(language)")
            }
            #expect(row.text("fr") == row.says["en"])
        }
    }
}
