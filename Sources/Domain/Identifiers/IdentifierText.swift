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
}
