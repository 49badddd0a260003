/// A Spanish tax identifier (NIF): DNI, NIE, the K/L/M forms, or a legal entity's former CIF.
///
/// A valid check character never proves that the person exists.
public struct TaxIdentifier: Sendable, Hashable, CustomStringConvertible {
    /// Nine characters, upper case, no blanks, without the `ES` of the VAT number.
    public let text: String

    /// What kind of person holds the number, as far as the number tells.
    public let holder: Holder

    /// Natural persons (personas físicas) include sole traders (autónomos): the data-protection rules for
    /// debtor registries hold for all of them.
    public enum Holder: Sendable { case natural, legal, publicBody }

    /// `nil` unless the form and the check character are right. A leading `ES` is dropped.
    public init?(spanish candidate: some StringProtocol) {
        var compact = IdentifierText.compact(candidate)
        if compact.utf8.count == 11, compact.hasPrefix("ES") { compact.removeFirst(2) }
        guard let holder = Self.holder(of: Array(compact.utf8).span) else { return nil }
        text = compact
        self.holder = holder
    }

    /// The normalised form used as a key even where the check character is wrong or the country foreign:
    /// compact, upper case, without a leading `ES` before a nine-character number.
    public static func key(_ candidate: some StringProtocol) -> String {
        let compact = IdentifierText.compact(candidate)
        return compact.utf8.count == 11 && compact.hasPrefix("ES") ? String(compact.dropFirst(2)) : compact
    }

    public var description: String { text }

    /// Whether bytes in compact upper-case form, without `ES`, have the form and the check character of a
    /// Spanish number: a list has one in every row.
    public static func isValid(spanish bytes: Span<UInt8>) -> Bool { holder(of: bytes) != nil }

    private static let letters = Array("TRWAGMYFPDXBNJZSQVHLCKE".utf8)
    private static let entityLetters = Array("JABCDEFGHI".utf8)

    private static func holder(of bytes: Span<UInt8>) -> Holder? {
        guard bytes.count == 9 else { return nil }
        let first = bytes[0]
        let last = bytes[8]
        guard let middle = number(bytes.extracting(1..<8)) else { return nil }
        switch first {
        case 0x30...0x39:
            return letters[(Int(first - 0x30) * 10_000_000 + middle) % 23] == last ? .natural : nil
        case UInt8(ascii: "X"), UInt8(ascii: "Y"), UInt8(ascii: "Z"):
            return letters[(Int(first - 0x58) * 10_000_000 + middle) % 23] == last ? .natural : nil
        case UInt8(ascii: "K"), UInt8(ascii: "L"), UInt8(ascii: "M"):
            return letters[middle % 23] == last ? .natural : nil
        default:
            return entityHolder(first: first, digits: bytes.extracting(1..<8), control: last)
        }
    }

    /// The control character of a legal entity: digit for A, B, E, H; letter for P, Q, R, S, N, W; either
    /// else.
    private static func entityHolder(first: UInt8, digits: Span<UInt8>, control: UInt8) -> Holder? {
        var sum = 0
        for offset in digits.indices {
            let digit = Int(digits[offset] - 0x30)
            sum += offset % 2 == 0 ? digit * 2 / 10 + digit * 2 % 10 : digit
        }
        let check = (10 - sum % 10) % 10
        let asDigit = control == 0x30 + UInt8(check)
        let asLetter = control == entityLetters[check]
        switch first {
        case UInt8(ascii: "A"), UInt8(ascii: "B"), UInt8(ascii: "E"), UInt8(ascii: "H"):
            return asDigit ? .legal : nil
        case UInt8(ascii: "P"), UInt8(ascii: "Q"), UInt8(ascii: "S"): return asLetter ? .publicBody : nil
        case UInt8(ascii: "R"), UInt8(ascii: "N"), UInt8(ascii: "W"): return asLetter ? .legal : nil
        case UInt8(ascii: "C"), UInt8(ascii: "D"), UInt8(ascii: "F"), UInt8(ascii: "G"), UInt8(ascii: "J"),
            UInt8(ascii: "U"), UInt8(ascii: "V"):
            return asDigit || asLetter ? .legal : nil
        default: return nil
        }
    }

    private static func number(_ bytes: Span<UInt8>) -> Int? {
        var value = 0
        for index in bytes.indices {
            let byte = bytes[index]
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }
}
