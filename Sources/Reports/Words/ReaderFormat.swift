internal import Domain

/// Numbers, amounts and days as the reader writes them: `1.234,56 €` and `12/03/2026` in Spanish.
extension Wording {
    /// A whole number, grouped by three.
    func count(_ value: Int) -> String { number(Int64(value), decimals: 0) }

    /// `value` × 10^-`decimals`, grouped, with all its decimals and a true minus sign.
    func number(_ value: Int64, decimals: Int) -> String {
        let plain = Money.decimalString(value, exponent: decimals)
        let unsigned = plain.first == "-" ? plain.dropFirst() : plain[...]
        let parts = unsigned.split(separator: ".", maxSplits: 1)
        let whole = parts.first ?? "0"
        var grouped = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index) % 3 == 0 { grouped += self[.numberGroup] }
            grouped.append(digit)
        }
        let decimals = parts.count > 1 ? self[.numberDecimal] + parts[1] : ""
        return (value < 0 ? "\u{2212}" : "") + grouped + decimals
    }

    /// An amount with its currency, held together by a no-break space.
    func money(_ amount: Money) -> String {
        let digits = number(amount.minorUnits, decimals: amount.currency.exponent)
        return withSymbol(digits, amount.currency)
    }

    /// Digits with the currency where the language puts it; a minus sign stays in front of all.
    func withSymbol(_ digits: String, _ currency: Currency) -> String {
        let symbol = symbol(currency)
        let sign = digits.first == "\u{2212}" ? "\u{2212}" : ""
        let gap = symbol.count == 1 ? "" : "\u{A0}"
        let values: KeyValuePairs = [
            "amount": String(digits.dropFirst(sign.count)), "symbol": symbol, "gap": gap,
        ]
        return sign + self(.moneyPattern, values)
    }

    /// The sign of the currencies that have one of their own, else the ISO 4217 code.
    func symbol(_ currency: Currency) -> String {
        switch currency.code {
        case "EUR": "€"
        case "GBP": "£"
        default: currency.code
        }
    }

    /// A calendar day.
    func day(_ day: Day) -> String {
        let (year, month, date) = day.civil
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return self(
            .dayPattern,
            [
                "day": two(date), "month": two(month), "year": String(year),
                "name": word("month", String(month)),
            ])
    }

    /// A span of days, both ends included.
    func days(_ range: ClosedRange<Day>) -> String {
        self(.daySpan, ["from": day(range.lowerBound), "to": day(range.upperBound)])
    }
}
