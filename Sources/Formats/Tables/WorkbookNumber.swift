internal import Scanning

/// A number cell: what a spreadsheet stores is a binary floating-point number, which its XML writes in
/// decimal with up to 17 digits (`-45.299999999999997`, `1E-3`, `1210.1500000000001`).
///
/// A double holds 15 decimal digits faithfully; what stands behind them is noise of its binary form, and no
/// spreadsheet shows it. So the digits are rounded half-up to 15, which is all that a typed number needs.
/// Sums leave more noise (a balance of `7236402.5199999902`, a zero of `5.55E-17`). Six decimals are above
/// that noise and below any currency's unit; where the whole part is long, so many decimals that there are
/// 12 digits, but at least four. A number that has more than ten decimals, or more than 12 digits and more
/// decimals than these, is rounded half-up to them. Other numbers stay as they are: `9.5193` is no amount in
/// euros, and the reader says so. All of it on the digits, never as a floating-point number.
struct WorkbookNumber {
    /// Digits that a double holds faithfully.
    private static let digitsMax = 15
    /// Digits that sums of amounts hold.
    private static let sumDigitsMax = 12
    /// More decimals than this are noise of a sum.
    private static let decimalsMax = 10
    private static let decimalsKept = 4...6
    /// Longest number looked at; a double needs 24 bytes.
    private static let bytesMax = 64
    /// Exponents of ten that a double has.
    private static let exponentMax = 400

    private(set) var isNegative = false
    /// Values 0 to 9, the first not 0; empty for zero.
    private(set) var digits: [UInt8] = []
    /// How many of the digits stand after the mark; negative where zeros follow instead.
    private(set) var scale = 0
    /// A whole number beyond the digits that a double holds, written with an exponent: a long reference or
    /// account number whose last digits the spreadsheet has dropped.
    private(set) var hasLostDigits = false

    /// `nil` for anything but a decimal number, perhaps with an exponent.
    init?(_ bytes: Span<UInt8>) {
        guard bytes.count <= Self.bytesMax, let exponent = readDigits(bytes) else { return nil }
        scale -= exponent
        hasLostDigits = exponent != 0 && digits.count - scale > Self.digitsMax
        tidy()
        // A number without exponent and decimals was written by a program that has it exactly.
        if exponent != 0 || scale > 0 { dropNoise() }
    }

    /// Sign, digits and mark; the exponent behind them, `nil` where the text is no number.
    private mutating func readDigits(_ bytes: Span<UInt8>) -> Int? {
        var index = 0
        if index < bytes.count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
            isNegative = bytes[index] == UInt8(ascii: "-")
            index += 1
        }
        var hasMark = false
        var count = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte &- 0x30 <= 9 {
                digits.append(byte - 0x30)
                count += 1
                if hasMark { scale += 1 }
            } else if byte == UInt8(ascii: "."), !hasMark {
                hasMark = true
            } else {
                break
            }
            index += 1
        }
        guard count > 0 else { return nil }
        guard index < bytes.count else { return 0 }
        guard bytes[index] | 0x20 == UInt8(ascii: "e") else { return nil }
        let rest = bytes.extracting(index + 1..<bytes.count)
        guard let exponent = DecimalNumber(point: rest), exponent.scale == 0,
            exponent.digits.magnitude <= Self.exponentMax
        else { return nil }
        return Int(exponent.digits)
    }

    private mutating func dropNoise() {
        let exact = self
        if digits.count > Self.digitsMax { round(decimals: scale - (digits.count - Self.digitsMax)) }
        let whole = exact.digits.count - exact.scale
        let kept = max(
            Self.decimalsKept.lowerBound, min(Self.decimalsKept.upperBound, Self.sumDigitsMax - whole))
        let isNoisy = digits.count > Self.sumDigitsMax && scale > kept
        guard isNoisy || scale > Self.decimalsMax else { return }
        self = exact
        round(decimals: kept)
    }

    /// Half-up, away from zero.
    private mutating func round(decimals: Int) {
        let surplus = scale - decimals
        guard surplus > 0 else { return }
        scale = decimals
        // All digits lie behind the last place kept, the first not directly: less than half.
        guard surplus <= digits.count else {
            digits = []
            return tidy()
        }
        let roundsUp = digits[digits.count - surplus] >= 5
        digits.removeLast(surplus)
        if roundsUp {
            var index = digits.count - 1
            while index >= 0, digits[index] == 9 {
                digits[index] = 0
                index -= 1
            }
            if index >= 0 { digits[index] += 1 } else { digits.insert(1, at: 0) }
        }
        tidy()
    }

    /// No zeros at either end; zero has no sign.
    private mutating func tidy() {
        while digits.last == 0, scale > 0 {
            digits.removeLast()
            scale -= 1
        }
        let zeros = digits.prefix { $0 == 0 }.count
        digits.removeFirst(zeros)
        if digits.isEmpty { (isNegative, scale) = (false, 0) }
    }

    /// Appends the number as text, `mark` before its decimals, the whole part at least `width` digits wide.
    func append(to text: inout [UInt8], mark: UInt8, width: Int = 1) {
        if isNegative { text.append(UInt8(ascii: "-")) }
        let whole = max(0, digits.count - scale)
        if whole < width { text.append(contentsOf: repeatElement(0x30, count: width - whole)) }
        for index in 0..<whole { text.append(index < digits.count ? digits[index] + 0x30 : 0x30) }
        guard scale > 0 else { return }
        text.append(mark)
        let missing = max(0, scale - digits.count)
        text.append(contentsOf: repeatElement(0x30, count: missing))
        for digit in digits.suffix(scale) { text.append(digit + 0x30) }
    }

    /// The whole part, for serial days; `nil` for more digits than those have.
    var wholePart: Int? {
        let whole = digits.count - scale
        guard whole <= 9 else { return nil }
        guard whole > 0 else { return 0 }
        let value = (0..<whole).reduce(0) { $0 * 10 + ($1 < digits.count ? Int(digits[$1]) : 0) }
        return isNegative ? -value : value
    }

    /// The part behind the mark in seconds of a day, rounded down.
    var secondsOfDay: Int {
        var numerator = 0
        var denominator = 1
        let leading = max(0, scale - digits.count)
        let decimals = Array(repeating: 0, count: min(leading, 12)) + digits.suffix(max(0, scale))
        for digit in decimals.prefix(12) {
            numerator = numerator * 10 + Int(digit)
            denominator *= 10
        }
        // Half a second is added: 12:30:00 is stored a hair below it.
        return min(86_399, (numerator * 86_400 + denominator / 2) / denominator)
    }
}

/// Serial days of a workbook.
enum WorkbookDay {
    /// 31 December 9999, the last day a spreadsheet knows.
    private static let serialMax = 2_958_465
    /// Serial number of 1970-01-01.
    private static let epoch1900 = 25_569
    private static let epoch1904 = 24_107

    /// Days since 1970-01-01 for a serial day; `nil` for one that does not exist.
    ///
    /// Of the two systems, the one from 1900 has a 29 February 1900 (serial 60), which never was: days before
    /// it are one off.
    static func dayNumber(serial: Int, is1904: Bool) -> Int32? {
        guard serial > 0, serial <= serialMax else { return nil }
        if is1904 { return Int32(serial - epoch1904) }
        guard serial != 60 else { return nil }
        return Int32(serial - epoch1900 + (serial < 60 ? 1 : 0))
    }
}
