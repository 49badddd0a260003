internal import Foundation
internal import Handover

/// The key files of an agency. `signing.key` in the desk signs what it sends; with `creditor.key` nothing is
/// taken that the creditor has not signed.
enum DeskKeys {
    static let signing = "signing.key"
    static let creditor = "creditor.key"

    static func verifyingKey(_ path: String) throws -> VerifyingKey {
        guard let key = VerifyingKey(text: String(decoding: try PackageFolder.bytes(of: path), as: UTF8.self))
        else { throw RunError.usage("\(path) is no public key of DHX (two lines, ed25519)") }
        return key
    }

    static func signingKey(_ path: String) throws -> SigningKey {
        guard let key = SigningKey(text: String(decoding: try PackageFolder.bytes(of: path), as: UTF8.self))
        else { throw RunError.usage("\(path) is no private key of DHX (two lines, ed25519)") }
        return key
    }
}
