internal import Domain

/// The words of verdicts in one language, from its table in `Resources/words`.
struct VerdictWords: Sendable {
    /// Languages there are tables for; the first one is read where another is asked for.
    static let languages = ["en", "es"]

    private static let all: [String: VerdictWords] = Dictionary(
        uniqueKeysWithValues: languages.map { ($0, VerdictWords(table: wordTable(language: $0))) })

    /// The words of a language (ISO 639-1).
    static func of(_ language: String) -> VerdictWords {
        all[language] ?? all[languages[0]] ?? VerdictWords(table: [:])
    }

    private let templates: [String: Template]
    private let group: String
    private let decimal: String

    init(table: [String: String]) {
        templates = table.mapValues { Template($0) }
        group = table[Phrase.numberGroup.rawValue] ?? ""
        decimal = table[Phrase.numberDecimal.rawValue] ?? "."
    }

    /// All keys of the table, and the holes of each text.
    var holes: [String: Set<String>] { templates.mapValues(\.holes) }

    /// A text with its holes filled; the key itself where the table lacks it (a test fails then).
    func callAsFunction(_ phrase: Phrase, _ values: KeyValuePairs<String, String> = [:]) -> String {
        templates[phrase.rawValue]?.filled(values) ?? phrase.rawValue
    }

    /// The word for a value of a closed list, such as `decision` and `hold`; the value itself where unknown.
    func word(_ family: String, _ value: String) -> String {
        templates["\(family).\(value)"]?.filled([:]) ?? value
    }
}

/// How the language writes numbers, days and lists.
extension VerdictWords {
    /// `1.234,56 EUR` in Spanish, `1,234.56 EUR` in English. The code of the currency, not its sign: these
    /// texts also go into tables and batches.
    func money(_ minorUnits: Int64, _ currency: Currency) -> String {
        let plain = Money(minorUnits: minorUnits, currency: currency).decimalString
        let sign = plain.hasPrefix("-") ? "-" : ""
        let parts = plain.dropFirst(sign.count).split(separator: ".", maxSplits: 1)
        let decimals = parts.count > 1 ? decimal + parts[1] : ""
        return "\(sign)\(grouped(parts.first ?? "0"))\(decimals) \(currency.code)"
    }

    /// A whole number.
    func count(_ value: Int) -> String { grouped(String(value)[...]) }

    private func grouped(_ digits: Substring) -> String {
        guard digits.utf8.count > 3 else { return String(digits) }
        var output = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.utf8.count - index) % 3 == 0 { output += group }
            output.append(digit)
        }
        return output
    }

    /// `12/03/2026` in Spanish, `2026-03-12` in English.
    func day(_ day: Day) -> String {
        let (year, month, date) = day.civil
        func padded(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
        }
        return self(
            .dayForm, ["day": padded(date, 2), "month": padded(month, 2), "year": padded(year, 4)])
    }

    /// `5 años`.
    func years(_ value: Int) -> String {
        value == 1 ? self(.termYear) : self(.termYears, ["count": count(value)])
    }

    /// `30 días`.
    func days(_ value: Int) -> String {
        value == 1 ? self(.termDay) : self(.termDays, ["count": count(value)])
    }

    /// At most four findings in one line, and how many more there are.
    func list(_ findings: [String]) -> String {
        let more = findings.count - 4
        let rest = more > 0 ? [self(.listMore, ["count": count(more)])] : []
        return (findings.prefix(4) + rest).joined(separator: "; ")
    }
}
