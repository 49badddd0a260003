internal import Domain
internal import Foundation

/// A file of a law pack: its place below the folder of packs, `es/limitation.json`, and its bytes.
public struct LawPackFile: Sendable, Equatable {
    /// Folder and name.
    public let name: String
    /// UTF-8.
    public let bytes: [UInt8]

    /// A file as read.
    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}

extension LawPack {
    /// Files this large are no law.
    static let fileBytesMax = 8_000_000

    /// The pack of a country from the files of its folder and of the shared folder `eu`.
    ///
    /// Each folder has a `pack.json`: an object with `format` (1), `country`, `stateOf` (the day as of which
    /// the law is stated) and `sources` (key to address). Every other file is an array of rows: objects with
    /// `id`, `rule`, `unit`, `value` (or `list`), `article`, `confidence`, `from`, `says` (text by language)
    /// and, where they are needed, `subject`, `debtors` (`business + public-body`; every debtor if left out),
    /// `governingLaw`, `source` and `to`. A key that is none of these is refused: it may be a misspelt one.
    public init(country: String, files: [LawPackFile]) throws(LawPackError) {
        var reader = LawPackReader()
        for folder in ["eu", country] { reader.readHead(of: folder, in: files) }
        for file in files.sorted(by: { $0.name < $1.name })
        where !file.name.hasSuffix("/pack.json") && reader.folders.contains(where: file.name.hasPrefix) {
            reader.readRows(file)
        }
        guard reader.faults.isEmpty, let stateOf = reader.stateOf else {
            throw LawPackError(faults: reader.faults)
        }
        try self.init(country: country, stateOf: stateOf, sources: reader.sources, placed: reader.rows)
    }
}

/// Reads files of a pack and notes everything that is wrong with them.
private struct LawPackReader {
    var faults: [LawPackFault] = []
    var sources: [String: String] = [:]
    var stateOf: Day?
    var rows: [PlacedRow] = []
    /// `es/`, `eu/`: folders with a head.
    var folders: [String] = []

    mutating func readHead(of folder: String, in files: [LawPackFile]) {
        let name = folder + "/pack.json"
        func fault(_ field: String, _ found: String, _ expected: String) -> LawPackFault {
            LawPackFault(file: name, field: field, found: found, expected: expected)
        }
        guard let file = files.first(where: { $0.name == name }) else {
            faults.append(fault("", "no file", "the head of the pack"))
            return
        }
        guard let head = try? JSONDecoder().decode(WrittenHead.self, from: Data(file.bytes)) else {
            faults.append(
                fault("", "something else", "an object with format, country, stateOf and sources"))
            return
        }
        if head.format != 1 { faults.append(fault("format", String(head.format), "1")) }
        if head.country != folder {
            faults.append(fault("country", "\"\(head.country)\"", "\"\(folder)\", as the folder"))
        }
        if let day = Day(iso: head.stateOf) {
            // The pack is as old as its oldest part.
            stateOf = stateOf.map { min($0, day) } ?? day
        } else {
            faults.append(fault("stateOf", "\"\(head.stateOf)\"", "a day, YYYY-MM-DD"))
        }
        sources.merge(head.sources) { _, own in own }
        folders.append(folder + "/")
    }

    mutating func readRows(_ file: LawPackFile) {
        guard let written = try? JSONDecoder().decode([LooseRow].self, from: Data(file.bytes))
        else {
            faults.append(
                LawPackFault(file: file.name, found: "something else", expected: "a JSON array of objects"))
            return
        }
        for (index, written) in written.enumerated() {
            var row = RowReader(fields: written.fields, file: file.name, index: index)
            if let row = row.row() { rows.append(PlacedRow(row: row, file: file.name)) }
            faults += row.faults
        }
    }
}

private struct WrittenHead: Decodable {
    let format: Int
    let country: String
    let stateOf: String
    let sources: [String: String]
}

/// What stands behind a key, before anybody knows what should.
private enum LooseValue: CustomStringConvertible {
    case text(String)
    case integer(Int)
    case texts([String])
    case table([String: String])
    case other

    var description: String {
        switch self {
        case .text(let text): "\"\(text)\""
        case .integer(let integer): String(integer)
        case .texts(let texts): "a list of \(texts.count)"
        case .table: "an object"
        case .other: "something else"
        }
    }
}

/// The fields of a row as written: what a key usually holds is tried first, for every failed attempt is slow.
private struct LooseRow: Decodable {
    private(set) var fields: [String: LooseValue] = [:]

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        for key in container.allKeys {
            let text = { (try? container.decode(String.self, forKey: key)).map(LooseValue.text) }
            let integer = { (try? container.decode(Int.self, forKey: key)).map(LooseValue.integer) }
            let texts = { (try? container.decode([String].self, forKey: key)).map(LooseValue.texts) }
            let table = { (try? container.decode([String: String].self, forKey: key)).map(LooseValue.table) }
            fields[key.stringValue] =
                switch key.stringValue {
                case "value": integer() ?? text() ?? .other
                case "list": texts() ?? text() ?? .other
                case "says": table() ?? text() ?? .other
                default: text() ?? integer() ?? .other
                }
        }
    }
}

/// Reads one row, key by key.
private struct RowReader {
    let fields: [String: LooseValue]
    let file: String
    let index: Int
    var faults: [LawPackFault] = []

    init(fields: [String: LooseValue], file: String, index: Int) {
        self.fields = fields
        self.file = file
        self.index = index
    }

    private static let keys: Set<String> = [
        "id", "rule", "subject", "debtors", "governingLaw", "value", "list", "unit", "article", "source",
        "confidence", "from", "to", "says",
    ]

    private var name: String {
        if case .text(let id)? = fields["id"] { return id }
        return "number \(index + 1)"
    }

    private mutating func add(_ field: String, expected: String) {
        faults.append(
            LawPackFault(
                file: file, row: name, field: field, found: fields[field]?.description ?? "nothing",
                expected: expected))
    }

    private mutating func text(_ key: String, orElse fallback: String? = nil) -> String {
        if case .text(let text)? = fields[key] { return text }
        if fields[key] == nil, let fallback { return fallback }
        add(key, expected: "a text")
        return ""
    }

    /// One of the words of an enumeration.
    private mutating func word<Word: RawRepresentable & CaseIterable>(_ key: String) -> Word?
    where Word.RawValue == String {
        if case .text(let text)? = fields[key], let word = Word(rawValue: text) { return word }
        add(key, expected: "one of " + Word.allCases.map(\.rawValue).joined(separator: ", "))
        return nil
    }

    private mutating func day(_ key: String) -> Day? {
        if case .text(let text)? = fields[key], let day = Day(iso: text) { return day }
        add(key, expected: "a day, YYYY-MM-DD")
        return nil
    }

    /// The row, or `nil` with the reasons in `faults`.
    mutating func row() -> LawRow? {
        for key in fields.keys.sorted() where !Self.keys.contains(key) {
            add(key, expected: "one of " + Self.keys.sorted().joined(separator: ", "))
        }
        let rule: LawRule? = word("rule")
        let unit: LawRow.Unit? = word("unit")
        let confidence: LawRow.Confidence? = word("confidence")
        let debtors = DebtorScope(text("debtors", orElse: "all"))
        if debtors == nil {
            add(
                "debtors", expected: DebtorScope.words.map(\.word).joined(separator: ", ") + " with + between"
            )
        }
        let from = day("from")
        let to = fields["to"] == nil ? nil : day("to")
        let (value, list) = number(unit)
        var says: [String: String] = [:]
        if case .table(let table)? = fields["says"] {
            says = table
        } else {
            add("says", expected: "an object from language to text")
        }
        let (id, article) = (text("id"), text("article"))
        let (subject, source) = (text("subject", orElse: ""), text("source", orElse: ""))
        let governingLaw = text("governingLaw", orElse: "")
        guard faults.isEmpty, let rule, let unit, let confidence, let debtors, let from else { return nil }
        return LawRow(
            id: id, rule: rule, subject: subject, debtors: debtors, governingLaw: governingLaw,
            value: value, unit: unit, list: list, article: article, source: source, confidence: confidence,
            from: from, to: to, says: says)
    }

    private mutating func number(_ unit: LawRow.Unit?) -> (Int, [String]) {
        if unit == .list {
            if case .texts(let list)? = fields["list"], fields["value"] == nil { return (list.count, list) }
            add("list", expected: "a list of texts, and no value")
        } else {
            if case .integer(let value)? = fields["value"], fields["list"] == nil { return (value, []) }
            add("value", expected: "a whole number, and no list")
        }
        return (0, [])
    }
}
