/// The character between the whole part and the decimals.
public enum DecimalMark: Sendable, Equatable {
    case comma, point

    @usableFromInline
    var byte: UInt8 { self == .comma ? UInt8(ascii: ",") : UInt8(ascii: ".") }
}

/// A number as banks write it: `1.234,56`, `-1 100,50`, `1'234.50`, `(20,00)`, `35,10-`, `+70,00EUR`,
/// `£9.99`.
///
/// Thousands are separated by point, comma, apostrophe, blank, no-break blank (0xA0, U+00A0, U+202F), and
/// must stand in threes: a separator out of place makes the number unreadable rather than a hundred times as
/// large.
public struct LocaleNumber: Sendable, Equatable {
    public var number: DecimalNumber
    /// The three letters of a currency written next to the number, `EUR` as 0x455552; `dollarSign` for a sign
    /// that names no country's money; 0 where there is none.
    public var currency: UInt32

    /// `$` alone: a dozen countries write their money so.
    public static let dollarSign = UInt32(UInt8(ascii: "$"))

    /// `nil` for anything else, for no digit and for more than 18 digits.
    @inlinable
    public init?(_ bytes: Span<UInt8>, mark: DecimalMark) {
        if let plain = Self.plain(bytes, mark: mark.byte) {
            self.init(number: plain)
        } else {
            self.init(closely: bytes, mark: mark)
        }
    }

    @usableFromInline
    init(number: DecimalNumber) {
        self.number = number
        currency = 0
    }

    @usableFromInline
    init?(closely bytes: Span<UInt8>, mark: DecimalMark) {
        var frame = NumberFrame(start: 0, end: bytes.count)
        guard frame.strip(bytes), let core = Self.core(bytes, frame.start..<frame.end, mark: mark) else {
            return nil
        }
        number = DecimalNumber(digits: frame.isNegative ? -core.digits : core.digits, scale: core.scale)
        currency = frame.currency
    }

    /// A minus or not, digits and at most one mark after the first of them, as nearly all tables write
    /// numbers; `nil` for what needs a closer look.
    @inlinable
    static func plain(_ bytes: Span<UInt8>, mark: UInt8) -> DecimalNumber? {
        let count = bytes.count
        guard count > 0, count <= 18 else { return nil }
        let isNegative = bytes[0] == UInt8(ascii: "-")
        let first = isNegative ? 1 : 0
        var value: Int64 = 0
        var decimals = -1
        var index = first
        while index < count {
            let byte = bytes[index]
            let digit = byte &- 0x30
            index &+= 1
            if digit <= 9 {
                value = value &* 10 &+ Int64(digit)
            } else {
                guard byte == mark, decimals < 0, index > first &+ 1 else { return nil }
                decimals = index
            }
        }
        guard count > first else { return nil }
        let scale = decimals < 0 ? 0 : count &- decimals
        return DecimalNumber(digits: isNegative ? -value : value, scale: scale)
    }

    /// Digits and separators only.
    private static func core(_ bytes: Span<UInt8>, _ range: Range<Int>, mark: DecimalMark) -> DecimalNumber? {
        var value: Int64 = 0
        var digits = 0
        var scale = -1
        var separator: UInt8 = 0
        var sinceSeparator = 0
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = bytes[index]
            let digit = byte &- 0x30
            if digit <= 9 {
                digits += 1
                guard digits <= 18 else { return nil }
                value = value &* 10 &+ Int64(digit)
                if scale >= 0 { scale += 1 } else { sinceSeparator += 1 }
                index += 1
                continue
            }
            guard scale < 0 else { return nil }
            if byte == mark.byte {
                guard separator == 0 || sinceSeparator == 3 else { return nil }
                scale = 0
                index += 1
                continue
            }
            let (kind, length) = groupSeparator(bytes, index, range.upperBound)
            guard length > 0, sinceSeparator >= 1, sinceSeparator <= 3,
                separator == 0 || (separator == kind && sinceSeparator == 3)
            else { return nil }
            separator = kind
            sinceSeparator = 0
            index += length
        }
        guard digits > 0, scale >= 0 || separator == 0 || sinceSeparator == 3 else { return nil }
        return DecimalNumber(digits: value, scale: max(0, scale))
    }

    /// The kind of the thousands separator at `index` and its length in bytes; length 0 where there is none.
    private static func groupSeparator(_ bytes: Span<UInt8>, _ index: Int, _ end: Int) -> (UInt8, Int) {
        let byte = bytes[index]
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "'"), 0x20: return (byte, 1)
        case 0xA0: return (0xA0, 1)
        case 0xC2 where index + 1 < end && bytes[index + 1] == 0xA0: return (0xA0, 2)
        case 0xE2 where index + 2 < end && bytes[index + 1] == 0x80:
            let last = bytes[index + 2]
            return last == 0xAF || last == 0x99 || last == 0x89 ? (last, 3) : (0, 0)
        default: return (0, 0)
        }
    }
}

/// What stands around the digits: signs, parentheses, blanks, a currency.
private struct NumberFrame {
    var start: Int
    var end: Int
    var isNegative = false
    var currency: UInt32 = 0
    private var hasSign = false

    init(start: Int, end: Int) {
        self.start = start
        self.end = end
    }

    /// Narrows the range to digits and separators; false where what stands around them makes no sense.
    mutating func strip(_ bytes: Span<UInt8>) -> Bool {
        while start < end, bytes[start] &- 0x30 > 9 {
            // A decimal without a whole part, `,50`, begins with its mark.
            let byte = bytes[start]
            if byte == UInt8(ascii: ",") || byte == UInt8(ascii: ".") { break }
            guard takeFirst(bytes) else { return false }
        }
        while start < end, bytes[end - 1] &- 0x30 > 9 {
            let byte = bytes[end - 1]
            if byte == UInt8(ascii: ",") || byte == UInt8(ascii: ".") { break }
            guard takeLast(bytes) else { return false }
        }
        return start < end
    }

    private mutating func sign(negative: Bool) -> Bool {
        guard !hasSign else { return false }
        hasSign = true
        isNegative = negative
        return true
    }

    private mutating func take(currency code: UInt32) -> Bool {
        guard currency == 0 || (currency == LocaleNumber.dollarSign && code != currency) else { return false }
        currency = code
        return true
    }

    private mutating func takeFirst(_ bytes: Span<UInt8>) -> Bool {
        let byte = bytes[start]
        let next: UInt8 = start + 1 < end ? bytes[start + 1] : 0
        let third: UInt8 = start + 2 < end ? bytes[start + 2] : 0
        switch byte {
        case 0x20, 0x09, 0xA0: start += 1
        case UInt8(ascii: "-"), UInt8(ascii: "+"):
            start += 1
            return sign(negative: byte == UInt8(ascii: "-"))
        case UInt8(ascii: "("):
            guard bytes[end - 1] == UInt8(ascii: ")") else { return false }
            start += 1
            end -= 1
            return sign(negative: true)
        case 0xC2 where next == 0xA0: start += 2
        case 0xE2 where next == 0x88 && third == 0x92:
            start += 3
            return sign(negative: true)
        default:
            let symbol = Symbol(byte, next, third)
            start += symbol.length
            return symbol.length > 0 && take(currency: symbol.currency)
        }
        return true
    }

    private mutating func takeLast(_ bytes: Span<UInt8>) -> Bool {
        let byte = bytes[end - 1]
        let previous: UInt8 = end - 2 >= start ? bytes[end - 2] : 0
        let first: UInt8 = end - 3 >= start ? bytes[end - 3] : 0
        if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") {
            end -= 1
            return sign(negative: byte == UInt8(ascii: "-"))
        }
        if byte == UInt8(ascii: "R"), previous == UInt8(ascii: "C") || previous == UInt8(ascii: "D") {
            end -= 2
            return sign(negative: previous == UInt8(ascii: "D"))
        }
        if let suffix = SignSuffix.find(bytes, start, end) {
            end -= suffix.length
            return sign(negative: !suffix.isCredit)
        }
        if byte == 0x20 || byte == 0x09 {
            end -= 1
            return true
        }
        if byte == 0xA0 {
            end -= previous == 0xC2 ? 2 : 1
            return true
        }
        if byte == 0x92, previous == 0x88, first == 0xE2 {
            end -= 3
            return sign(negative: true)
        }
        for (a, b, c) in [(first, previous, byte), (previous, byte, 0), (byte, 0, 0)] {
            let symbol = Symbol(a, b, c)
            let length = c != 0 ? 3 : b != 0 ? 2 : 1
            guard symbol.length == length, a != 0 else { continue }
            end -= length
            return take(currency: symbol.currency)
        }
        return false
    }
}

/// A currency as letters or sign, at most three bytes.
private struct Symbol {
    var length = 0
    var currency: UInt32 = 0

    private static let euro: UInt32 = 0x45_5552
    private static let pound: UInt32 = 0x47_4250

    init(_ a: UInt8, _ b: UInt8, _ c: UInt8) {
        func isLetter(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }
        switch a {
        case 0xE2 where b == 0x82 && c == 0xAC: (length, currency) = (3, Self.euro)
        case 0x80: (length, currency) = (1, Self.euro)
        case 0xC2 where b == 0xA3: (length, currency) = (2, Self.pound)
        case 0xA3: (length, currency) = (1, Self.pound)
        case UInt8(ascii: "$"): (length, currency) = (1, LocaleNumber.dollarSign)
        default:
            guard isLetter(a), isLetter(b), isLetter(c) else { return }
            (length, currency) = (3, UInt32(a) << 16 | UInt32(b) << 8 | UInt32(c))
        }
    }
}
