internal import Crypto
internal import Foundation

/// A private key that signs packages, by one of the algorithms of `SignatureAlgorithm`. Its signatures are a
/// function of key and content, so that a repeated run writes the same bytes.
public struct SigningKey: Sendable, Equatable {
    public let algorithm: SignatureAlgorithm
    private let seed: [UInt8]

    private init(_ algorithm: SignatureAlgorithm, _ seed: [UInt8]) {
        (self.algorithm, self.seed) = (algorithm, seed)
    }

    /// A key of Ed25519, 32 bytes; `nil` for any other number.
    public init?(seed: [UInt8]) {
        guard seed.count == 32 else { return nil }
        self.init(.ed25519, seed)
    }

    /// A key from its file: the line `dhx ed25519 private key` or `dhx es256 private key`, then the 32 bytes
    /// as one line of base64; or a key of P-256 as PEM (PKCS #8 or SEC 1), as other programs make them.
    public init?(text: String) {
        if let pem = KeyText.pem(text) {
            guard let key = try? P256.Signing.PrivateKey(pemRepresentation: pem) else { return nil }
            self.init(.es256, Array(key.rawRepresentation))
            return
        }
        guard let (algorithm, bytes) = KeyText.content(of: text, kind: KeyText.privateKey) else { return nil }
        switch algorithm {
        case .ed25519: self.init(seed: bytes)
        case .es256:
            guard (try? P256.Signing.PrivateKey(rawRepresentation: bytes)) != nil else { return nil }
            self.init(.es256, bytes)
        }
    }

    /// A new key, of the system's randomness. Keys are made once by a person, never by a run.
    public static func generate(_ algorithm: SignatureAlgorithm = .ed25519) -> SigningKey? {
        switch algorithm {
        case .ed25519: SigningKey(seed: Array(Curve25519.Signing.PrivateKey().rawRepresentation))
        case .es256: SigningKey(.es256, Array(P256.Signing.PrivateKey().rawRepresentation))
        }
    }

    /// The text of the key file. It is a secret: readable by its owner only.
    public var text: String { KeyText.text(of: seed, algorithm, kind: KeyText.privateKey) }

    /// What the receiver needs to verify.
    public var verifyingKey: VerifyingKey? {
        switch algorithm {
        case .ed25519:
            guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else { return nil }
            return VerifyingKey(bytes: Array(key.publicKey.rawRepresentation))
        case .es256:
            guard let key = try? P256.Signing.PrivateKey(rawRepresentation: seed) else { return nil }
            return VerifyingKey(.es256, Array(key.publicKey.rawRepresentation))
        }
    }

    /// 64 bytes; `nil` where the library refuses.
    func signature(of message: [UInt8]) -> [UInt8]? {
        switch algorithm {
        case .ed25519:
            guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else { return nil }
            return (try? key.signature(for: message)).map(Array.init)
        case .es256: return DeterministicECDSA.signature(of: message, privateKey: seed)
        }
    }
}

/// The public half of a signing key, which the receiver of packages keeps.
public struct VerifyingKey: Sendable, Equatable {
    public let algorithm: SignatureAlgorithm
    /// Of P-256 both coordinates, 32 bytes each.
    private let bytes: [UInt8]

    fileprivate init(_ algorithm: SignatureAlgorithm, _ bytes: [UInt8]) {
        (self.algorithm, self.bytes) = (algorithm, bytes)
    }

    /// A key of Ed25519, 32 bytes; `nil` for any other number.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.init(.ed25519, bytes)
    }

    /// A key from its file: the line `dhx ed25519 public key` with 32 bytes or `dhx es256 public key` with 64
    /// as one line of base64; or a key of P-256 as PEM (SubjectPublicKeyInfo), as other programs write them.
    public init?(text: String) {
        if let pem = KeyText.pem(text) {
            guard let key = try? P256.Signing.PublicKey(pemRepresentation: pem) else { return nil }
            self.init(.es256, Array(key.rawRepresentation))
            return
        }
        guard let (algorithm, bytes) = KeyText.content(of: text, kind: KeyText.publicKey) else { return nil }
        switch algorithm {
        case .ed25519: self.init(bytes: bytes)
        case .es256:
            // Not every pair of coordinates is a point of the curve.
            guard (try? P256.Signing.PublicKey(rawRepresentation: bytes)) != nil else { return nil }
            self.init(.es256, bytes)
        }
    }

    /// The text of the key file.
    public var text: String { KeyText.text(of: bytes, algorithm, kind: KeyText.publicKey) }

    /// The first 16 hexadecimal digits of the SHA-256 of the key's bytes: which key signed.
    public var id: String { String(SHA256Text.digest(of: bytes).prefix(16)) }

    func isValid(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        switch algorithm {
        case .ed25519:
            guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else { return false }
            return key.isValidSignature(signature, for: message)
        case .es256:
            guard let key = try? P256.Signing.PublicKey(rawRepresentation: bytes),
                let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature)
            else { return false }
            return key.isValidSignature(signature, for: message)
        }
    }
}

/// Key files: a line that says what it is, a line of base64.
enum KeyText {
    static let privateKey = "private key"
    static let publicKey = "public key"

    static func text(of bytes: [UInt8], _ algorithm: SignatureAlgorithm, kind: String) -> String {
        "\(algorithm.heading) \(kind)\n\(Data(bytes).base64EncodedString())\n"
    }

    static func content(of text: String, kind: String) -> (SignatureAlgorithm, [UInt8])? {
        let lines = text.split(whereSeparator: \.isNewline)
        guard lines.count == 2,
            let algorithm = SignatureAlgorithm.allCases.first(where: { lines[0] == "\($0.heading) \(kind)" }),
            let bytes = Data(base64Encoded: String(lines[1]))
        else { return nil }
        return (algorithm, Array(bytes))
    }

    /// The key of a text in the encoding of RFC 7468: the last block, since some programs write the name of
    /// the curve before it. `nil` where the text is none.
    static func pem(_ text: String) -> String? {
        let begin = "-----BEGIN "
        guard text.hasPrefix(begin), let last = text.range(of: begin, options: .backwards) else { return nil }
        return String(text[last.lowerBound...])
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
