import Domain
import Foundation

/// Law packs travel with the program. Only the `…Resource.swift` files of this module touch the file system.
extension LawPack {
    /// The pack of a country that travels with the program (`es`).
    ///
    /// Errors: `.unreadable` where there is none or a file of it cannot be read, else what `init(rows:)`
    /// says.
    public static func bundled(country: String = "es") throws(LawPackError) -> LawPack {
        let letters = country.utf8.allSatisfy { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") }
        guard letters, country.utf8.count == 2 else { throw .unreadable("country \(country)") }
        let folder = Bundle.module.bundlePath + "/Resources/" + country
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw .unreadable(country)
        }
        var rows: [LawRow] = []
        for name in names.sorted() where name.hasSuffix(".json") {
            guard let data = FileManager.default.contents(atPath: folder + "/" + name) else {
                throw .unreadable(name)
            }
            rows += try Self.rows(json: Array(data), name: name)
        }
        return try LawPack(rows: rows)
    }

    /// The rows of one file of a pack: a JSON array of objects with `id`, `rule`, `scope`, `value`, `unit`,
    /// `article`, `confidence`, `from` and, where the rule has ended, `to` (days as `YYYY-MM-DD`).
    public static func rows(json: [UInt8], name: String) throws(LawPackError) -> [LawRow] {
        guard let written = try? JSONDecoder().decode([WrittenRow].self, from: Data(json)) else {
            throw .unreadable(name)
        }
        var rows: [LawRow] = []
        for row in written {
            guard let from = Day(iso: row.from) else {
                throw .invalid(row: row.id, reason: "from is not a day")
            }
            var to: Day?
            if let text = row.to {
                guard let day = Day(iso: text) else { throw .invalid(row: row.id, reason: "to is not a day") }
                to = day
            }
            rows.append(
                LawRow(
                    id: row.id, rule: row.rule, scope: row.scope, value: row.value, unit: row.unit,
                    article: row.article, confidence: row.confidence, from: from, to: to))
        }
        return rows
    }
}

/// A row as a pack file spells it.
private struct WrittenRow: Decodable {
    let id: String
    let rule: LawRule
    let scope: String
    let value: Int
    let unit: LawRow.Unit
    let article: String
    let confidence: LawRow.Confidence
    let from: String
    let to: String?
}
