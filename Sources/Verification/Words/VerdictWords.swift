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
    /// Says nothing: where only the outcome is asked for. No condition rests on how it is worded.
    private(set) var isSilent = false
    /// Days around the night, in order from `firstDay`: most texts name some.
    private var days: [String] = []
    private var firstDay: Int32 = 0

    /// The same words without any text.
    var silent: VerdictWords {
        var words = self
        words.isSilent = true
        return words
    }

    /// The same words, with the texts of the days around one at hand.
    func remembering(_ count: Int32, daysAround day: Day) -> VerdictWords {
        var words = self
        words.days = (-count...count).map { self.day(day.adding(days: Int($0))) }
        words.firstDay = day.adding(days: Int(-count)).number
        return words
    }

    init(table: [String: String]) {
        templates = table.mapValues { Template($0) }
        group = table[Phrase.numberGroup.rawValue] ?? ""
        decimal = table[Phrase.numberDecimal.rawValue] ?? "."
    }

    /// All keys of the table, and the holes of each text.
    var holes: [String: Set<String>] { templates.mapValues(\.holes) }

    /// A text with its holes filled; the key itself where the table lacks it (a test fails then).
    func callAsFunction(_ phrase: Phrase, _ values: KeyValuePairs<String, String> = [:]) -> String {
        if isSilent { return "" }
        return templates[phrase.rawValue]?.filled(values) ?? phrase.rawValue
    }

    /// The word for a value of a closed list, such as `decision` and `hold`; the value itself where unknown.
    func word(_ family: String, _ value: String) -> String {
        if isSilent { return "" }
        return templates["\(family).\(value)"]?.filled([:]) ?? value
    }
}

/// How the language writes numbers, days and lists.
extension VerdictWords {
    /// `1.234,56 EUR` in Spanish, `1,234.56 EUR` in English. The code of the currency, not its sign: these
    /// texts also go into tables and batches.
    func money(_ minorUnits: Int64, _ currency: Currency) -> String {
        if isSilent { return "" }
        let (exponent, digits) = (currency.exponent, String(minorUnits.magnitude))
        let padded = String(repeating: "0", count: max(0, exponent + 1 - digits.utf8.count)) + digits
        let whole = padded.utf8.count - exponent
        let decimals = exponent > 0 ? decimal + String(padded.dropFirst(whole)) : ""
        return (minorUnits < 0 ? "-" : "") + grouped(padded.prefix(whole)) + decimals + " " + currency.code
    }

    /// A whole number.
    func count(_ value: Int) -> String { grouped(String(value)[...]) }

    private func grouped(_ digits: Substring) -> String {
        guard digits.utf8.count > 3 else { return String(digits) }
        // Digits are single bytes; the first group has what the groups of three leave over.
        var rest = digits
        var output = String(rest.prefix((digits.utf8.count - 1) % 3 + 1))
        rest = rest.dropFirst(output.utf8.count)
        while !rest.isEmpty {
            output += group
            output += rest.prefix(3)
            rest = rest.dropFirst(3)
        }
        return output
    }

    /// `12/03/2026` in Spanish, `2026-03-12` in English.
    func day(_ day: Day) -> String {
        if isSilent { return "" }
        let position = Int(day.number) - Int(firstDay)
        if days.indices.contains(position) { return days[position] }
        let (year, month, date) = day.civil
        func padded(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
        }
        return self(
            .dayForm, ["day": padded(date, 2), "month": padded(month, 2), "year": padded(year, 4)])
    }

    /// The term of a row of law, `5 años`; as the pack writes it where it counts something else.
    func term(_ row: LawRow) -> String {
        switch row.unit {
        case .years: row.value == 1 ? self(.termYear) : self(.termYears, ["count": count(row.value)])
        case .months: row.value == 1 ? self(.termMonth) : self(.termMonths, ["count": count(row.value)])
        case .days: days(row.value)
        default: row.valueText
        }
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
