internal import Domain
internal import Scanning

/// Dates of OFX: `20110513`, `20110513120000.000[-5:EST]`, and what banks write instead.
enum OFXDate {
    /// The day as written: the time and the zone after it are not applied, because banks mean the day they
    /// print. `nil` where the day is not certain.
    ///
    /// The standard's eight digits may be followed by anything (seen: nine and thirteen digits). Six digits,
    /// or day and month in an order that is not stated, count only where just one reading gives a day, or
    /// just one a day of `period`.
    static func day(_ bytes: Span<UInt8>, period: ClosedRange<Day>? = nil) -> Day? {
        var digits = 0
        while digits < bytes.count, bytes[digits] &- 0x30 <= 9 { digits += 1 }
        if digits >= 8 {
            if let day = standardDay(bytes) { return day }
            guard digits == 8 else { return nil }
            let parts = pairs(bytes)
            let year = parts.2 * 100 + parts.3
            return only(
                [
                    Day(year: year, month: parts.1, day: parts.0),
                    Day(year: year, month: parts.0, day: parts.1),
                ],
                period)
        }
        if digits == 6 {
            let (first, second, third, _) = pairs(bytes)
            return only(
                [
                    Day(year: fullYear(third), month: second, day: first),
                    Day(year: fullYear(third), month: first, day: second),
                    Day(year: fullYear(first), month: second, day: third),
                ], period)
        }
        guard let date = DateField(bytes) else { return nil }
        return only(
            [DateField.Order.dayFirst, .monthFirst].map {
                let (year, month, day) = date.civil($0)
                return Day(year: year, month: month, day: day)
            }, period)
    }

    private static func standardDay(_ bytes: Span<UInt8>) -> Day? {
        let (century, rest, month, day) = pairs(bytes)
        let year = century * 100 + rest
        guard (1900...2199).contains(year) else { return nil }
        return Day(year: year, month: month, day: day)
    }

    /// The first eight digits, two by two; the fourth pair is 0 where there are but six.
    private static func pairs(_ bytes: Span<UInt8>) -> (Int, Int, Int, Int) {
        func pair(_ index: Int) -> Int { Int(digitsValue(bytes, index..<index + 2) ?? 0) }
        return (pair(0), pair(2), pair(4), pair(6))
    }

    /// Two digits are 1970 to 2069.
    private static func fullYear(_ year: Int) -> Int { year + (year < 70 ? 2000 : 1900) }

    private static func only(_ candidates: [Day?], _ period: ClosedRange<Day>?) -> Day? {
        let days = Set(candidates.compactMap { $0 })
        if days.count == 1 { return days.first }
        guard let period else { return nil }
        let inside = days.filter { period.contains($0) }
        return inside.count == 1 ? inside.first : nil
    }
}
