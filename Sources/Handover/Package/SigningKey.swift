internal import Crypto
internal import Foundation

/// A private key that signs packages: Ed25519 (RFC 8032). Its signatures are a function of key and content,
/// so that a repeated run writes the same bytes.
public struct SigningKey: Sendable, Equatable {
    fileprivate static let heading = "dhx ed25519 private key"
    private let seed: [UInt8]

    /// A key of 32 bytes; `nil` for any other number.
    public init?(seed: [UInt8]) {
        guard seed.count == 32 else { return nil }
        self.seed = seed
    }

    /// A key from its file: the line `dhx ed25519 private key`, then the 32 bytes as one line of base64.
    public init?(text: String) {
        guard let bytes = KeyText.bytes(of: text, heading: Self.heading) else { return nil }
        self.init(seed: bytes)
    }

    /// A new key, of the system's randomness. Keys are made once by a person, never by a run.
    public static func generate() -> SigningKey? {
        SigningKey(seed: Array(Curve25519.Signing.PrivateKey().rawRepresentation))
    }

    /// The text of the key file. It is a secret: readable by its owner only.
    public var text: String { KeyText.text(of: seed, heading: Self.heading) }

    /// What the receiver needs to verify.
    public var verifyingKey: VerifyingKey? {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else { return nil }
        return VerifyingKey(bytes: Array(key.publicKey.rawRepresentation))
    }

    /// 64 bytes; `nil` where the library refuses.
    func signature(of message: [UInt8]) -> [UInt8]? {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else { return nil }
        return (try? key.signature(for: message)).map(Array.init)
    }
}

/// The public half of a signing key, which the receiver of packages keeps.
public struct VerifyingKey: Sendable, Equatable {
    fileprivate static let heading = "dhx ed25519 public key"
    private let bytes: [UInt8]

    /// A key of 32 bytes; `nil` for any other number.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// A key from its file: the line `dhx ed25519 public key`, then the 32 bytes as one line of base64.
    public init?(text: String) {
        guard let bytes = KeyText.bytes(of: text, heading: Self.heading) else { return nil }
        self.init(bytes: bytes)
    }

    /// The text of the key file.
    public var text: String { KeyText.text(of: bytes, heading: Self.heading) }

    /// The first 16 hexadecimal digits of the key's SHA-256: which key signed.
    public var id: String { String(SHA256Text.digest(of: bytes).prefix(16)) }

    func isValid(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else { return false }
        return key.isValidSignature(signature, for: message)
    }
}

/// Key files: a line that says what it is, a line of base64.
enum KeyText {
    static func text(of bytes: [UInt8], heading: String) -> String {
        heading + "\n" + Data(bytes).base64EncodedString() + "\n"
    }

    static func bytes(of text: String, heading: String) -> [UInt8]? {
        let lines = text.split(whereSeparator: \.isNewline)
        guard lines.count == 2, lines[0] == heading else { return nil }
        return Data(base64Encoded: String(lines[1])).map(Array.init)
    }
}

/// base64url without padding (RFC 4648 §5), as JWS wants it.
enum Base64URL {
    static func text(of bytes: [UInt8]) -> String {
        let text = Data(bytes).base64EncodedString().utf8.filter { $0 != 0x3D }
        return String(
            decoding: text.map { $0 == 0x2B ? 0x2D : $0 == 0x2F ? 0x5F : $0 }, as: UTF8.self)
    }

    static func bytes(of text: Substring) -> [UInt8]? {
        guard text.utf8.allSatisfy({ FieldForm.isAlphanumeric($0) || $0 == 0x2D || $0 == 0x5F }) else {
            return nil
        }
        let plain = text.utf8.map { $0 == 0x2D ? 0x2B : $0 == 0x5F ? 0x2F : $0 }
        let padding = Array(repeating: UInt8(0x3D), count: (4 - plain.count % 4) % 4)
        return Data(base64Encoded: Data(plain + padding)).map(Array.init)
    }
}
