/// A calendar day without time zone, in the proleptic Gregorian calendar.
///
/// An XML date with a zone is the date as written: banks mean the day they print.
public struct Day: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Days since 1970-01-01.
    public let number: Int32

    public init(number: Int32) { self.number = number }

    /// `nil` for a day that does not exist (30 February) or a year outside 1 to 9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.length(ofMonth: month, year: year)
        else { return nil }
        number = Self.number(year: year, month: month, day: day)
    }

    /// A day written `YYYY-MM-DD`; anything else is `nil`.
    public init?(iso text: some StringProtocol) {
        var parts: [Int] = []
        var value = 0
        var digits = 0
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39:
                value = value * 10 + Int(byte - 0x30)
                digits += 1
                guard digits <= 4 else { return nil }
            case 0x2D where digits > 0:
                parts.append(value)
                (value, digits) = (0, 0)
            default: return nil
            }
        }
        guard digits == 2, parts.count == 2, text.utf8.count == 10 else { return nil }
        self.init(year: parts[0], month: parts[1], day: value)
    }

    /// Days in a month; February knows leap years.
    public static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    /// Day number by Howard Hinnant's `days_from_civil`, exact for all years used here.
    private static func number(year: Int, month: Int, day: Int) -> Int32 {
        let y = month <= 2 ? year - 1 : year
        let era = y / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int32(era * 146_097 + dayOfEra - 719_468)
    }

    /// Year, month and day (inverse of the initialiser).
    public var civil: (year: Int, month: Int, day: Int) {
        let z = Int(number) + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let mp = (5 * dayOfYear + 2) / 153
        let month = mp < 10 ? mp + 3 : mp - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * mp + 2) / 5 + 1)
    }

    public var description: String {
        let (year, month, day) = civil
        func padded(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    /// The day `days` calendar days later (earlier when negative).
    public func adding(days: Int) -> Day { Day(number: number + Int32(days)) }

    /// The same day `years` later, date to date; 29 February becomes the 28th (Civil Code art. 5).
    public func adding(years: Int) -> Day {
        let (year, month, day) = civil
        let target = year + years
        return Day(
            number: Self.number(
                year: target, month: month, day: min(day, Self.length(ofMonth: month, year: target))))
    }

    /// Calendar days from `other` to this day; negative when this day is earlier.
    public func days(since other: Day) -> Int { Int(number) - Int(other.number) }

    /// Saturday or Sunday.
    public var isWeekend: Bool {
        // 1970-01-01 was a Thursday: Saturday is 2, Sunday is 3.
        let weekday = ((number % 7) + 7) % 7
        return weekday == 2 || weekday == 3
    }

    public static func < (a: Day, b: Day) -> Bool { a.number < b.number }
}
