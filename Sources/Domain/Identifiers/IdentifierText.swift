/// What all identifiers share: spelling variants are removed before any test of equality.
public enum IdentifierText {
    /// Upper case without blanks, dots, hyphens and slashes: `b-12.345.674` becomes `B12345674`.
    public static func compact(_ text: some StringProtocol) -> String { compact(String(text)) }

    /// The same of a text of its own: generic code is not specialised across modules and costs ten times as
    /// much.
    public static func compact(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A: bytes.append(byte)
            case 0x61...0x7A: bytes.append(byte - 0x20)
            case 0x20, 0x2E, 0x2D, 0x2F, 0x09, 0x0A, 0x0D: continue
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// ISO 7064 mod 97 of a compact text with its first four characters moved to the end (A = 10 … Z = 35);
    /// -1 when a character is neither a digit nor a letter.
    static func mod97(_ text: some StringProtocol) -> Int {
        var remainder = 0
        let bytes = Array(String(text).utf8)
        guard bytes.count > 4 else { return -1 }
        for byte in bytes[4...] + bytes[..<4] {
            switch byte {
            case 0x30...0x39: remainder = (remainder * 10 + Int(byte - 0x30)) % 97
            case 0x41...0x5A: remainder = (remainder * 100 + Int(byte - 0x37)) % 97
            default: return -1
            }
        }
        return remainder
    }

    /// Whether the third and fourth character are check digits that mod 97 can give: 02 to 98. Others are
    /// spellings of the same remainder that no issuer writes.
    static func hasCheckDigits(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 4, bytes[2] &- 0x30 <= 9, bytes[3] &- 0x30 <= 9 else { return false }
        return (2...98).contains(Int(bytes[2] - 0x30) * 10 + Int(bytes[3] - 0x30))
    }

    /// The number that the digits write, mod 97; -1 when a byte is no digit.
    static func remainder97(_ digits: [UInt8]) -> Int {
        var remainder = 0
        for byte in digits {
            guard byte &- 0x30 <= 9 else { return -1 }
            remainder = (remainder * 10 + Int(byte - 0x30)) % 97
        }
        return remainder
    }

    /// The digits of a text that is nothing but digits; `nil` for any other.
    static func digits(_ text: some StringProtocol) -> [Int]? {
        let bytes = Array(String(text).utf8)
        guard !bytes.isEmpty, bytes.allSatisfy({ $0 &- 0x30 <= 9 }) else { return nil }
        return bytes.map { Int($0) - 0x30 }
    }

    /// Whether the sum of the digits, every second one from the right doubled, ends in 0 (ISO/IEC 7812-1).
    static func isLuhn(_ digits: [Int]) -> Bool {
        var sum = 0
        for (offset, digit) in digits.reversed().enumerated() {
            let value = offset % 2 == 1 ? digit * 2 : digit
            sum += value > 9 ? value - 9 : value
        }
        return sum % 10 == 0
    }
}
