/// A date as a table writes it, before it is decided which number is the day: `03/04/2025`, `2025-04-03`,
/// `20250403`, `3.4.25`, `15-Feb-2026`, `31MAY13`, each perhaps followed by a time.
public struct DateField: Sendable, Equatable {
    /// How the numbers stand.
    public enum Form: Sendable {
        /// Year first: nothing to decide.
        case yearFirst
        /// Month by name: nothing to decide.
        case named
        /// Day and month, in an order that the table decides, before the year.
        case yearLast
    }

    /// Which of the two numbers before the year is the day.
    public enum Order: Sendable { case dayFirst, monthFirst }

    public let form: Form
    /// The first number as written; for `yearFirst` the year.
    public let first: Int
    public let second: Int
    public let third: Int
    /// The byte between the numbers; 0 where there is none.
    public let separator: UInt8

    /// `nil` for anything that is not a date of one of the forms; whether the day exists is not looked at.
    public init?(_ bytes: Span<UInt8>) {
        if bytes.count == 10, let fixed = bytes.withUnsafeBufferPointer(Self.init(tenBytes:)) {
            self = fixed
            return
        }
        var reader = DateReader(position: 0)
        guard let first = reader.number(bytes) else { return nil }
        if first.digits == 8 {
            guard reader.isAtEnd(bytes) else { return nil }
            self.init(compact: first.value)
            return
        }
        guard first.digits <= 2 || first.digits == 4 else { return nil }
        if let month = reader.monthName(bytes) {
            guard first.digits <= 2, let year = reader.number(bytes), year.digits == 2 || year.digits == 4,
                reader.isAtEnd(bytes)
            else { return nil }
            self.init(.named, first.value, month, Self.fullYear(year), 0)
            return
        }
        guard let separator = reader.separator(bytes), let second = reader.number(bytes), second.digits <= 2,
            reader.separator(bytes) == separator, let third = reader.number(bytes), reader.isAtEnd(bytes)
        else { return nil }
        if first.digits == 4 {
            guard third.digits <= 2 else { return nil }
            self.init(.yearFirst, first.value, second.value, third.value, separator)
        } else {
            guard third.digits == 2 || third.digits == 4 else { return nil }
            self.init(.yearLast, first.value, second.value, Self.fullYear(third), separator)
        }
    }

    /// `03/04/2025` or `2025-04-03`, as nearly all tables write them; `nil` for any other ten bytes.
    private init?(tenBytes bytes: UnsafeBufferPointer<UInt8>) {
        let word = ByteWord.load(bytes, 0)
        let digits = word ^ ByteWord.repeated(0x30)
        let (ninth, tenth) = (Int(bytes[8] &- 0x30), Int(bytes[9] &- 0x30))
        guard ninth <= 9, tenth <= 9 else { return nil }
        func digit(_ place: UInt64) -> Int { Int(digits >> (8 &* place) & 0xF) }
        if bytes[2] == bytes[5], Self.isSeparator(bytes[2]) {
            guard ByteWord.areDigitValues(digits & 0xFFFF_00FF_FF00_FFFF) else { return nil }
            let year = digit(6) &* 1000 &+ digit(7) &* 100 &+ ninth &* 10 &+ tenth
            let (first, second) = (digit(0) &* 10 &+ digit(1), digit(3) &* 10 &+ digit(4))
            self.init(.yearLast, first, second, year, bytes[2])
            return
        }
        guard bytes[4] == bytes[7], Self.isSeparator(bytes[4]),
            ByteWord.areDigitValues(digits & 0x00FF_FF00_FFFF_FFFF)
        else { return nil }
        let year = digit(0) &* 1000 &+ digit(1) &* 100 &+ digit(2) &* 10 &+ digit(3)
        self.init(.yearFirst, year, digit(5) &* 10 &+ digit(6), ninth &* 10 &+ tenth, bytes[4])
    }

    fileprivate static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }

    private init(_ form: Form, _ first: Int, _ second: Int, _ third: Int, _ separator: UInt8) {
        self.form = form
        self.first = first
        self.second = second
        self.third = third
        self.separator = separator
    }

    /// Eight digits: year first where that gives a year from 1900 to 2199, else day, month, year.
    private init(compact value: Int) {
        if (1900...2199).contains(value / 10_000) {
            self.init(.yearFirst, value / 10_000, value / 100 % 100, value % 100, 0)
        } else {
            self.init(.yearLast, value / 1_000_000, value / 10_000 % 100, value % 10_000, 0)
        }
    }

    /// Year, month and day, the order applied where one is needed.
    public func civil(_ order: Order) -> (year: Int, month: Int, day: Int) {
        switch form {
        case .yearFirst: (first, second, third)
        case .named: (third, second, first)
        case .yearLast: order == .dayFirst ? (third, second, first) : (third, first, second)
        }
    }

    /// Two digits are 1970 to 2069: no bank file in electronic form is older.
    private static func fullYear(_ number: (value: Int, digits: Int)) -> Int {
        guard number.digits == 2 else { return number.value }
        return number.value + (number.value < 70 ? 2000 : 1900)
    }
}

/// Reads the parts of a date one after the other.
private struct DateReader {
    var position: Int

    /// Up to eight digits and how many they are.
    mutating func number(_ bytes: Span<UInt8>) -> (value: Int, digits: Int)? {
        var value = 0
        var digits = 0
        while position < bytes.count, bytes[position] &- 0x30 <= 9, digits <= 8 {
            value = value * 10 + Int(bytes[position] - 0x30)
            digits += 1
            position += 1
        }
        return (1...8).contains(digits) ? (value, digits) : nil
    }

    mutating func separator(_ bytes: Span<UInt8>) -> UInt8? {
        guard position < bytes.count else { return nil }
        let byte = bytes[position]
        guard DateField.isSeparator(byte) else { return nil }
        position += 1
        return byte
    }

    /// A month by name with what may stand around it; moves only if there is one.
    mutating func monthName(_ bytes: Span<UInt8>) -> Int? {
        var index = position
        while index < bytes.count, Self.isFiller(bytes[index]) { index += 1 }
        var letters: (UInt8, UInt8, UInt8) = (0, 0, 0)
        var count = 0
        let start = index
        while index < bytes.count, bytes[index] | 0x20 >= 0x61, index - start < 12 {
            let letter = bytes[index] | 0x20
            index += 1
            // Letters with accents are left out, so that every encoding spells février `fvr`.
            guard letter >= 0x61, letter <= 0x7A else { continue }
            if count == 0 { letters.0 = letter }
            if count == 1 { letters.1 = letter }
            // juin and juillet differ in the fourth letter, jun and jul in the third.
            if count == 2 || (count == 3 && letters.0 == 0x6A && letters.2 == 0x69) { letters.2 = letter }
            count += 1
        }
        guard count >= 2, let month = Self.month(letters.0, letters.1, letters.2) else { return nil }
        while index < bytes.count, Self.isFiller(bytes[index]) { index += 1 }
        position = index
        return month
    }

    /// Whether the date ends here: the end, a full stop, or a blank or `T` before a time.
    func isAtEnd(_ bytes: Span<UInt8>) -> Bool {
        guard position < bytes.count else { return true }
        let byte = bytes[position]
        if byte == UInt8(ascii: ".") { return position + 1 == bytes.count }
        guard byte == 0x20 || byte == UInt8(ascii: "T"), position + 1 < bytes.count else { return false }
        return bytes[position + 1] &- 0x30 <= 9
    }

    private static func isFiller(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".")
    }

    /// Spanish, English, French, Portuguese and German names by their first three plain letters.
    private static func month(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> Int? {
        switch String(decoding: [a, b, c].filter { $0 != 0 }, as: UTF8.self) {
        case "ene", "jan", "jnn", "gen": 1
        case "feb", "fev", "fvr", "fv": 2
        case "mar", "mrz": 3
        case "abr", "apr", "avr": 4
        case "may", "mai", "mag": 5
        case "jun": 6
        case "jul": 7
        case "ago", "aug", "aou", "aot": 8
        case "sep", "set": 9
        case "oct", "out", "okt": 10
        case "nov": 11
        case "dic", "dec", "dez", "dce", "dc": 12
        default: nil
        }
    }
}
