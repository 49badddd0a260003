internal import Domain
internal import Scanning

/// Numbers and days as people write them in a table.
enum AgencyNumber {
    /// Minor units of a currency: `1234.56`, `1234,56`, `1.234,56`, `1,234.56`, with the currency beside it
    /// or not. `nil` for anything else, and for `1.600`: 1600 to one who groups thousands, 1.60 to another.
    static func minorUnits(_ text: String, _ currency: Currency) -> Int64? {
        thousands(text, currency) == nil ? units(text, currency) : nil
    }

    /// What to write instead of a text that is no amount.
    static func expected(_ text: String, _ currency: Currency) -> String {
        guard let whole = thousands(text, currency) else {
            let examples = currency.exponent == 0 ? "1234" : "1234.56, 1234,56 or 1.234,56"
            return "an amount as \(examples) in \(currency)"
        }
        let amount = Money.decimalString(whole, exponent: currency.exponent)
        guard currency.exponent > 0 else { return "\(amount) where thousands are meant" }
        let comma = amount.replacing(".", with: ",")
        // With the decimals written out nobody can mistake the separator.
        let grouped = "\(comma.dropLast(4 + currency.exponent)).\(comma.suffix(4 + currency.exponent))"
        return "\(amount), \(comma) or \(grouped) where thousands are meant: three digits after the only "
            + "separator may be either"
    }

    /// Hundredths of a percent of 0 to 100.
    static func hundredths(_ text: String) -> Int? {
        units(text, .eur).map { Int($0) }.flatMap { (0...10_000).contains($0) ? $0 : nil }
    }

    /// `2026-02-28` or, as a Spanish spreadsheet writes it, `28/02/2026`.
    static func day(_ text: String) -> Day? {
        if let day = Day(iso: text) { return day }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[2].count == 4, let day = Int(parts[0]), let month = Int(parts[1]),
            let year = Int(parts[2])
        else { return nil }
        return Day(year: year, month: month, day: day)
    }

    private static func isSeparator(_ character: Character) -> Bool { character == "." || character == "," }

    private static func units(_ text: String, _ currency: Currency) -> Int64? {
        let separators = text.filter(isSeparator)
        let letters = text.filter(\.isLetter)
        guard letters.isEmpty || letters == currency.code, let last = text.last, !isSeparator(last) else {
            return nil
        }
        var mark = separators.last == "," ? DecimalMark.comma : .point
        // What stands twice separates thousands: a number has one decimal mark.
        if separators.count(where: { $0 == separators.last }) > 1 { mark = mark == .comma ? .point : .comma }
        let bytes = Array(text.utf8)
        guard let read = LocaleNumber(bytes.span, mark: mark),
            read.currency == 0 || read.currency == packed(currency)
        else { return nil }
        return Int64.minorUnits(
            digits: read.number.digits, scale: read.number.scale, exponent: currency.exponent)
    }

    /// The amount of `1.600` read as 1600, where its one separator may be of thousands or of decimals: three
    /// digits after it, in a currency that has not three decimals.
    private static func thousands(_ text: String, _ currency: Currency) -> Int64? {
        guard currency.exponent != 3, text.count(where: isSeparator) == 1,
            let place = text.firstIndex(where: isSeparator)
        else { return nil }
        // 0.600 has no thousands.
        guard let first = text[..<place].first(where: \.isNumber), first != "0" else { return nil }
        let rest = text[text.index(after: place)...]
        guard rest.prefix(while: \.isNumber).count == 3, rest.count(where: \.isNumber) == 3 else {
            return nil
        }
        return units(text.filter { !isSeparator($0) }, currency)
    }

    /// As `LocaleNumber` gives it.
    private static func packed(_ currency: Currency) -> UInt32 {
        currency.code.utf8.reduce(0) { $0 << 8 | UInt32($1) }
    }
}
