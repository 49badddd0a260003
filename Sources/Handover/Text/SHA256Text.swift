internal import Crypto
internal import Domain

/// SHA-256 (FIPS 180-4) as 64 lower-case hexadecimal digits, the form of BagIt manifests and of DHX.
enum SHA256Text {
    static func digest(of bytes: [UInt8]) -> String {
        var hash = SHA256()
        bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
        return String(hexadecimal: hash.finalize())
    }

    /// Whether the text has the form of a digest.
    static func isDigest(_ text: String) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x61 && $0 <= 0x66) }
    }
}
