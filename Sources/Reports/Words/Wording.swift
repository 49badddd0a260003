internal import Domain

/// The words of one language, from the resource tables.
struct Wording: Sendable {
    /// ISO 639-1, also the `lang` of the page.
    let language: String
    private let texts: [String: String]

    /// Languages there are tables for, the first one being read where another is asked for.
    static let languages = ["es", "en"]

    private static let tables: [String: [String: String]] = Dictionary(
        uniqueKeysWithValues: languages.map { ($0, ResourceFile.texts(language: $0)) })

    init(language: String) {
        let known = Self.languages.contains(language) ? language : Self.languages[0]
        self.language = known
        texts = Self.tables[known] ?? [:]
    }

    /// All keys of the table.
    var keys: [String] { texts.keys.sorted() }

    /// The text of a label; the key itself where the table lacks it (a test fails then).
    subscript(_ label: Label) -> String { texts[label.rawValue] ?? label.rawValue }

    /// The text of a label with `{name}` replaced by values.
    func callAsFunction(_ label: Label, _ values: KeyValuePairs<String, String>) -> String {
        Self.filled(self[label], values)
    }

    /// The text of a composed key, `nil` where the table lacks it.
    func text(_ key: String) -> String? { texts[key] }

    /// The word for a value of a closed list, such as `kind` and `partial`; the value itself where unknown.
    func word(_ family: String, _ value: String) -> String { texts["\(family).\(value)"] ?? value }

    /// A reason given as a code (`rival`, `chain-broken`) or as a sentence, as words.
    func reason(_ text: String) -> String {
        if text.utf8.contains(0x20) { return text }  // codes have no blanks
        if let words = texts["reason.\(text)"] { return words }
        if let code = Problem.Code(rawValue: text) { return title(code) }
        guard let template = texts["evidence.\(text)"] else { return text }
        return Self.filled(template, ["field": self[.fieldUnknown]])
    }

    /// Replaces each `{name}` in one pass, so that a value that holds braces stays as it is.
    static func filled(_ template: String, _ values: KeyValuePairs<String, String>) -> String {
        filled(template) { name in values.first { $0.key == name }?.value }
    }

    /// Replaces each `{name}` that has a value in one pass.
    static func filled(_ template: String, value: (Substring) -> String?) -> String {
        var result = ""
        var rest = template[...]
        while let open = rest.utf8.firstIndex(of: 0x7B),
            let close = rest[open...].utf8.firstIndex(of: 0x7D)
        {
            let name = rest[rest.utf8.index(after: open)..<close]
            result += rest[..<open]
            result += value(name) ?? String(rest[open...close])
            rest = rest[rest.utf8.index(after: close)...]
        }
        return result + rest
    }
}
