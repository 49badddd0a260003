public import Domain

/// How a language writes days and amounts: data, from the language's `wording.json`.
public struct LetterWording: Sendable, Equatable, Codable {
    /// Twelve names, January first.
    public let months: [String]
    /// A day with `D`, `M` and `Y` standing for its parts: `D de M de Y`.
    public let day: String
    /// Between groups of three digits.
    public let groupSeparator: String
    /// Before the currency's decimals.
    public let decimalSeparator: String
    /// Currency signs by ISO 4217 code; other currencies are written with their code.
    public let signs: [String: String]
    /// Stands where there is nothing to say.
    public let none: String

    /// `12 de marzo de 2026`.
    public func text(_ day: Day) -> String {
        let (year, month, number) = day.civil
        guard months.indices.contains(month - 1) else { return day.description }
        return self.day.reduce(into: "") { text, character in
            switch character {
            case "D": text += String(number)
            case "M": text += months[month - 1]
            case "Y": text += String(year)
            default: text.append(character)
            }
        }
    }

    /// `1.234,56 €`, with a blank that does not break.
    public func text(_ money: Money) -> String {
        let plain = money.decimalString
        let sign = plain.hasPrefix("-") ? "-" : ""
        let parts = plain.dropFirst(sign.count).split(separator: ".", omittingEmptySubsequences: false)
        let whole = parts.first.map(String.init) ?? ""
        var grouped = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index) % 3 == 0 { grouped += groupSeparator }
            grouped.append(digit)
        }
        let decimals = parts.count > 1 ? decimalSeparator + parts[1] : ""
        return "\(sign)\(grouped)\(decimals)\u{A0}\(signs[money.currency.code] ?? money.currency.code)"
    }

    /// Groups of four, as people read an IBAN or a creditor reference. Plain blanks: people copy these into
    /// their bank's form, which may refuse any other.
    static func inFours(_ text: String) -> String {
        var output = ""
        for (index, character) in text.enumerated() {
            if index > 0, index % 4 == 0 { output += " " }
            output.append(character)
        }
        return output
    }
}
