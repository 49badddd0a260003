public import Domain

/// How a language writes days and amounts: data, from the language's table.
public struct LetterWording: Sendable, Equatable, Codable {
    /// Twelve names, January first.
    public let months: [String]
    /// A day with `D`, `M` and `Y` standing for its parts: `D de M de Y`.
    public let day: String
    /// The first of a month, `1` or `1er`.
    public let firstDay: String
    /// A day in a table, with `d`, `m`, `b` and `y` standing for two digits of day and month, the month's
    /// first three letters and the year: `d/m/y`.
    public let shortDay: String
    /// Between groups of three digits.
    public let groupSeparator: String
    /// Before the currency's decimals.
    public let decimalSeparator: String
    /// An amount with its sign: `{amount} {sign}` or `{sign}{amount}`.
    public let amount: String
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
            case "D": text += number == 1 ? firstDay : String(number)
            case "M": text += months[month - 1]
            case "Y": text += String(year)
            default: text.append(character)
            }
        }
    }

    /// `12/03/2026`, for tables.
    public func short(_ day: Day) -> String {
        let (year, month, number) = day.civil
        func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
        return shortDay.reduce(into: "") { text, character in
            switch character {
            case "d": text += padded(number)
            case "m": text += padded(month)
            case "b": text += months.indices.contains(month - 1) ? months[month - 1].prefix(3) : ""
            case "y": text += String(year)
            case " ": text += "\u{A0}"
            default: text.append(character)
            }
        }
    }

    /// `1.234,56 €`, with a blank that does not break; a currency without a sign is written by its code
    /// after the amount.
    public func text(_ money: Money) -> String {
        let plain = money.decimalString
        let minus = plain.hasPrefix("-") ? "-" : ""
        let parts = plain.dropFirst(minus.count).split(separator: ".", omittingEmptySubsequences: false)
        let whole = parts.first.map(String.init) ?? ""
        var grouped = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index) % 3 == 0 { grouped += groupSeparator }
            grouped.append(digit)
        }
        let number = grouped + (parts.count > 1 ? decimalSeparator + parts[1] : "")
        guard let sign = signs[money.currency.code] else {
            return "\(minus)\(number)\u{A0}\(money.currency.code)"
        }
        return minus + amount.replacing("{amount}", with: number).replacing("{sign}", with: sign)
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
