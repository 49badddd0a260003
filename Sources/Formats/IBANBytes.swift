/// Check of an IBAN (ISO 13616) on bytes, without making text of it: two accounts an entry are too many for
/// anything slower.
enum IBANBytes {
    /// Whether the bytes begin like an IBAN: two capital letters and two digits.
    static func looksLikeIBAN(_ bytes: Span<UInt8>) -> Bool {
        bytes.count >= 4 && isLetter(bytes[0]) && isLetter(bytes[1]) && bytes[2] &- 0x30 <= 9
            && bytes[3] &- 0x30 <= 9
    }

    /// Whether the bytes are an IBAN in compact upper-case form whose check digits (mod 97) are right.
    static func isValid(_ bytes: Span<UInt8>) -> Bool {
        guard (15...34).contains(bytes.count), looksLikeIBAN(bytes),
            let rest = remainder(bytes, 4..<bytes.count, from: 0),
            let whole = remainder(bytes, 0..<4, from: rest)
        else { return false }
        return whole == 1
    }

    private static func isLetter(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }

    private static func remainder(_ bytes: Span<UInt8>, _ range: Range<Int>, from start: Int) -> Int? {
        var value = start
        for index in range {
            let byte = bytes[index]
            switch byte {
            case 0x30...0x39: value = value &* 10 &+ Int(byte &- 0x30)
            case 0x41...0x5A: value = value &* 100 &+ Int(byte &- 0x37)
            default: return nil
            }
            // A division now and then: 97 times ten to the twelfth still fits.
            if value >= 1_000_000_000_000 { value %= 97 }
        }
        return value % 97
    }
}
