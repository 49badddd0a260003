/// What is known of a package's signature.
public enum SignatureState: Sendable, Equatable, CustomStringConvertible {
    case unsigned
    /// Signed, and no key was given to verify with; the id is what the signature says of its key.
    case unverified(keyId: String)
    case valid(keyId: String)
    /// The signature is not of this manifest, not by this key, or no signature at all.
    case invalid

    public var description: String {
        switch self {
        case .unsigned: "unsigned"
        case .unverified(let id):
            "signed by key \(id.isEmpty ? "unknown" : id), not verified: no key was given"
        case .valid(let id): "signed by key \(id)"
        case .invalid: "signature not valid"
        }
    }
}

/// The detached signature of a package: a JWS (RFC 7515) over the bytes of `manifest.json` as they are (RFC
/// 7797), algorithm ES256 or EdDSA by the kind of the key. The manifest holds the digest of the payload
/// manifest, and that the digests of the payload: one signature covers everything.
public enum PackageSignature {
    /// Beside `manifest.json`.
    public static let fileName = "manifest.json.jws"

    /// The content of the signature file; `nil` where the key is refused.
    public static func sign(_ manifest: [UInt8], with key: SigningKey) -> [UInt8]? {
        guard let id = key.verifyingKey?.id else { return nil }
        let header =
            "{\"alg\":\"\(key.algorithm.name)\",\"b64\":false,\"crit\":[\"b64\"],\"kid\":\"\(id)\"}"
        let head = Base64URL.text(of: Array(header.utf8))
        return key.signature(of: Array(head.utf8) + [0x2E] + manifest).map {
            Array((head + ".." + Base64URL.text(of: $0)).utf8)
        }
    }

    /// Whether the signature file is of these manifest bytes, by this key. It may end in a line feed, and it
    /// may be of the manifest in base64url, as a detached JWS is without RFC 7797.
    public static func verify(
        _ signature: [UInt8], of manifest: [UInt8], with key: VerifyingKey?
    ) -> SignatureState {
        let text = String(
            decoding: signature.last == 0x0A ? signature.dropLast() : signature[...], as: UTF8.self)
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].isEmpty, let head = Base64URL.bytes(of: parts[0]),
            let bytes = Base64URL.bytes(of: parts[2]), let header = try? JSONReader.value(of: head),
            let algorithm = SignatureAlgorithm.allCases.first(where: { header["alg"] == .string($0.name) }),
            let isPlain = isPlain(header)
        else { return .invalid }
        guard let key else {
            guard case .string(let id) = header["kid"] else { return .unverified(keyId: "") }
            return .unverified(keyId: FieldForm.isId(id) ? id : "")
        }
        // The key says by what algorithm it signs, never the signature.
        guard key.algorithm == algorithm else { return .invalid }
        let payload = isPlain ? manifest : Array(Base64URL.text(of: manifest).utf8)
        let message = Array(parts[0].utf8) + [0x2E] + payload
        return key.isValid(bytes, of: message) ? .valid(keyId: key.id) : .invalid
    }

    /// Whether the manifest was signed as it is rather than in base64url; `nil` where the head has a critical
    /// member that we do not know, which must not be passed over (RFC 7515 §4.1.11).
    private static func isPlain(_ header: JSONValue) -> Bool? {
        let isCritical = header["crit"] == .array([.string("b64")])
        guard header["crit"] == nil || isCritical else { return nil }
        switch header["b64"] {
        case .bool(false): return isCritical ? true : nil
        case nil, .bool(true): return false
        default: return nil
        }
    }
}
