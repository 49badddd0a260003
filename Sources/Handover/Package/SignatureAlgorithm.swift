/// How a package is signed.
///
/// DHX 1.0 §4 names ES256. A key of ours is Ed25519 unless somebody asks otherwise, since its signatures are
/// by their definition a function of key and content (RFC 8032): a run that is repeated must write the same
/// bytes, and a package that was written and one that is written again are told apart by nothing else. ECDSA
/// takes a random number for each signature, and our library gives no other kind; for partners who can verify
/// nothing but ES256 we take the number of RFC 6979 ourselves, which is not random either
/// (`DeterministicECDSA`).
public enum SignatureAlgorithm: String, Sendable, CaseIterable {
    /// EdDSA with Ed25519 (RFC 8032, RFC 8037).
    case ed25519
    /// ECDSA with P-256 and SHA-256 (RFC 7518 §3.4).
    case es256

    /// `alg` in the head of a signature.
    var name: String {
        switch self {
        case .ed25519: "EdDSA"
        case .es256: "ES256"
        }
    }

    /// The first line of a key file, before `private key` or `public key`.
    var heading: String { "dhx " + rawValue }
}
