internal import Domain
internal import Scanning

/// Bank messages that are in single bytes although they say UTF-8 or say nothing (seen: camt.053 of ABN Amro
/// and of ING Austria in ISO 8859-15): only names and texts hold such bytes, so the rest is certain.
enum XMLMendedEncoding {
    /// A longer file is read in one pass, so that memory stays small, and refused where it is wrong.
    private static let lengthMax = 1 << 25

    /// The file as UTF-8; `nil` where it is what it says, or is neither one nor the other throughout.
    static func utf8(_ bytes: Span<UInt8>) -> [UInt8]? {
        guard bytes.count <= lengthMax, XMLPeek.encoding(bytes) == "UTF-8", !TextEncoding.isUTF8(bytes),
            !hasLongCharacters(bytes)
        else { return nil }
        return TextEncoding.windows1252.utf8Bytes(bytes)
    }

    static var warning: Problem {
        Problem(
            .encodingInvalid, severity: .warn, found: "UTF-8 in the header or none",
            expected: "\(TextEncoding.windows1252.rawValue), which the bytes are; read as that")
    }

    /// Characters of several bytes in UTF-8: a file that has them is UTF-8, only damaged.
    private static func hasLongCharacters(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count > 1 else { return false }
        return (1..<bytes.count).contains { bytes[$0] & 0xC0 == 0x80 && bytes[$0 - 1] >= 0xC2 }
    }
}
