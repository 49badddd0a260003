internal import Domain

/// The words of reasons to hold a step, in one language, from its table in `Resources/words`.
struct HoldWords: Sendable {
    /// Every text that is not the word of a closed list. The raw value is the key in the tables.
    enum Phrase: String, CaseIterable {
        case verdict
        case noAnswer = "no-answer"
        case known
        case debtorUnknown = "debtor-unknown"
        case minimumToWrite = "minimum-to-write"
        case contactedOften = "contacted-often"
        case notPlaceable = "not-placeable"
        case numberGroup = "number.group"
        case numberDecimal = "number.decimal"
    }

    /// Languages there are tables for; the first one is read where another is asked for.
    static let languages = ["en", "es"]

    private static let all: [String: HoldWords] = Dictionary(
        uniqueKeysWithValues: languages.map { ($0, HoldWords(texts: wordTable(language: $0))) })

    /// The words of a language (ISO 639-1).
    static func of(_ language: String) -> HoldWords {
        all[language] ?? all[languages[0]] ?? HoldWords(texts: [:])
    }

    let texts: [String: String]

    /// A text with each `{name}` replaced in one pass, so that a value that holds braces stays as it is. The
    /// key itself where the table lacks it (a test fails then).
    func callAsFunction(_ phrase: Phrase, _ values: KeyValuePairs<String, String> = [:]) -> String {
        var output = ""
        var rest = (texts[phrase.rawValue] ?? phrase.rawValue)[...]
        while let open = rest.utf8.firstIndex(of: 0x7B),
            let close = rest[open...].utf8.firstIndex(of: 0x7D)
        {
            let name = rest[rest.utf8.index(after: open)..<close]
            output += rest[..<open]
            output += values.first { $0.key == name }?.value ?? String(rest[open...close])
            rest = rest[rest.utf8.index(after: close)...]
        }
        return output + rest
    }

    /// A condition as reasons call it: `pacífica`.
    func name(_ condition: Condition) -> String {
        texts["condition.\(condition.rawValue)"] ?? condition.rawValue
    }

    /// What is missing, then what is on record.
    func reason(missing: String, evidence: String) -> String {
        if evidence.isEmpty { return missing }
        return missing.isEmpty ? evidence : self(.known, ["missing": missing, "evidence": evidence])
    }

    /// `1.234,56 EUR` in Spanish, `1,234.56 EUR` in English.
    func money(_ minorUnits: Int64, _ currency: Currency) -> String {
        let plain = Money(minorUnits: minorUnits, currency: currency).decimalString
        let sign = plain.hasPrefix("-") ? "-" : ""
        let parts = plain.dropFirst(sign.count).split(separator: ".", maxSplits: 1)
        let whole = parts.first ?? "0"
        var grouped = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index) % 3 == 0 { grouped += self(.numberGroup) }
            grouped.append(digit)
        }
        let decimals = parts.count > 1 ? self(.numberDecimal) + parts[1] : ""
        return "\(sign)\(grouped)\(decimals) \(currency.code)"
    }
}

extension HoldReason {
    /// The agency would send the case back: what it must be told of creditor or debtor is not there.
    ///
    /// - Parameters:
    ///   - faults: what is missing or wrong, one each.
    ///   - language: ISO 639-1, `es` or `en`.
    public static func notPlaceable(_ faults: [String], language: String) -> HoldReason {
        let words = HoldWords.of(language)
        return HoldReason(
            code: HoldWords.Phrase.notPlaceable.rawValue,
            text: words(.notPlaceable, ["faults": faults.joined(separator: ", ")]))
    }
}
