internal import Domain
internal import Scanning

/// An amount in a file that states no decimal mark, decided field by field (OFX, QIF).
///
/// Two kinds of separator: the last is the decimal mark. One kind, repeated: it separates thousands. One
/// separator: the decimal mark, unless three digits follow it, `1.234`: then the rest of the file decides or
/// nothing does.
enum StatementAmount: Equatable {
    /// Signed minor units.
    case exact(Int64)
    /// More decimals than the currency has.
    case notExact
    /// `1.234` in a file that shows no decimal mark elsewhere.
    case ambiguous
    case unreadable

    /// - Parameters:
    ///   - usual: the decimal mark that other fields of the file show.
    ///   - exponent: the currency's number of decimals.
    init(_ bytes: Span<UInt8>, usual: DecimalMark?, exponent: Int) {
        let form = NumberForm(bytes)
        guard form.digits > 0 else {
            self = .unreadable
            return
        }
        guard let mark = form.mark(usual: usual, exponent: exponent) else {
            self = .ambiguous
            return
        }
        let number = LocaleNumber(bytes, mark: mark)?.number ?? form.withoutLeadingGroup(bytes, mark)
        guard let number else {
            self = .unreadable
            return
        }
        let amount = Int64.minorUnits(digits: number.digits, scale: number.scale, exponent: exponent)
        self = amount.map(StatementAmount.exact) ?? .notExact
    }

    var value: Int64? { if case .exact(let value) = self { value } else { nil } }
}

/// Where the separators of a number stand.
private struct NumberForm {
    var digits = 0
    private var commas = 0
    private var points = 0
    private var lastIsComma = false
    private var digitsBefore = 0
    private var digitsAfter = 0
    private var beginsWithZero = false
    private var firstSeparator = 0

    init(_ bytes: Span<UInt8>) {
        for index in bytes.indices {
            switch bytes[index] {
            case 0x30...0x39:
                if digits == 0, bytes[index] == 0x30 { beginsWithZero = true }
                digits += 1
                digitsAfter += 1
                if commas + points == 0 { digitsBefore += 1 }
            case UInt8(ascii: ","), UInt8(ascii: "."):
                if commas + points == 0 { firstSeparator = index }
                lastIsComma = bytes[index] == UInt8(ascii: ",")
                if lastIsComma { commas += 1 } else { points += 1 }
                digitsAfter = 0
            default: break
            }
        }
    }

    func mark(usual: DecimalMark?, exponent: Int) -> DecimalMark? {
        let last: DecimalMark = lastIsComma ? .comma : .point
        switch (commas, points) {
        case (0, 0): return .point
        case (1, 0), (0, 1):
            // A group of thousands has three digits after it, one to three before, and begins with no zero.
            guard digitsAfter == 3, digitsBefore <= 3, !beginsWithZero || digitsBefore == 0, exponent != 3
            else { return last }
            return usual
        case (0, _): return .comma
        case (_, 0): return .point
        default: return last
        }
    }

    /// `,300.00` and `-,109.59`: a program wrote the separator of thousands that are not there (seen: Crédit
    /// Mutuel). Three digits must follow it.
    func withoutLeadingGroup(_ bytes: Span<UInt8>, _ mark: DecimalMark) -> DecimalNumber? {
        let separator: UInt8 = mark == .point ? UInt8(ascii: ",") : UInt8(ascii: ".")
        guard digitsBefore == 0, commas + points > 0, bytes[firstSeparator] == separator else { return nil }
        let rest = bytes.extracting(firstSeparator + 1..<bytes.count)
        guard rest.count >= 3, (0..<3).allSatisfy({ rest[$0] &- 0x30 <= 9 }),
            rest.count == 3 || rest[3] &- 0x30 > 9, let number = LocaleNumber(rest, mark: mark)?.number
        else { return nil }
        let before = XMLText.trimmed(bytes.extracting(0..<firstSeparator))
        guard !before.isEmpty else { return number }
        guard before.count == 1, number.digits >= 0 else { return nil }
        switch bytes[before.lowerBound] {
        case UInt8(ascii: "+"): return number
        case UInt8(ascii: "-"): return DecimalNumber(digits: -number.digits, scale: number.scale)
        default: return nil
        }
    }
}
