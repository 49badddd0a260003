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
/// 7797), algorithm EdDSA (RFC 8037). The manifest holds the digest of the payload manifest, and that the
/// digests of the payload: one signature covers everything.
public enum PackageSignature {
    /// Beside `manifest.json`.
    public static let fileName = "manifest.json.jws"

    /// The content of the signature file; `nil` where the key is refused.
    public static func sign(_ manifest: [UInt8], with key: SigningKey) -> [UInt8]? {
        guard let id = key.verifyingKey?.id else { return nil }
        let header = "{\"alg\":\"EdDSA\",\"b64\":false,\"crit\":[\"b64\"],\"kid\":\"\(id)\"}"
        let head = Base64URL.text(of: Array(header.utf8))
        return key.signature(of: Array(head.utf8) + [0x2E] + manifest).map {
            Array((head + ".." + Base64URL.text(of: $0)).utf8)
        }
    }

    /// Whether the signature file is of these manifest bytes, by this key.
    public static func verify(
        _ signature: [UInt8], of manifest: [UInt8], with key: VerifyingKey?
    ) -> SignatureState {
        let text = String(decoding: signature, as: UTF8.self)
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].isEmpty, let head = Base64URL.bytes(of: parts[0]),
            let bytes = Base64URL.bytes(of: parts[2]), let header = try? JSONReader.value(of: head),
            header["alg"] == .string("EdDSA"), header["b64"] == .bool(false),
            header["crit"] == .array([.string("b64")])
        else { return .invalid }
        guard let key else {
            guard case .string(let id) = header["kid"] else { return .unverified(keyId: "") }
            return .unverified(keyId: FieldForm.isId(id) ? id : "")
        }
        let message = Array(parts[0].utf8) + [0x2E] + manifest
        return key.isValid(bytes, of: message) ? .valid(keyId: key.id) : .invalid
    }
}
