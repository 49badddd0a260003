internal import Foundation
internal import Handover

/// The key files of an agency. `signing.key` in the desk signs what it sends; with `creditor.key` nothing is
/// taken that the creditor has not signed.
public enum DeskKeys {
    static let signing = "signing.key"
    static let creditor = "creditor.key"

    /// Makes a pair of keys: the private one, which stays, in the file, and the public one beside it, with
    /// `.pub`, which partners get. Keys that are there already are never replaced.
    ///
    /// - Parameter algorithm: `ed25519` or `es256`.
    public static func make(_ path: String, algorithm: String = "ed25519") throws -> [String] {
        guard let chosen = SignatureAlgorithm(rawValue: algorithm) else {
            let names = SignatureAlgorithm.allCases.map(\.rawValue).joined(separator: " or ")
            throw RunError.usage("the algorithm of a key is \(names), not '\(algorithm)'")
        }
        let publicPath = path + ".pub"
        for path in [path, publicPath] where FileManager.default.fileExists(atPath: path) {
            throw RunError.usage("\(path) is there already; a key is never replaced")
        }
        guard let key = SigningKey.generate(chosen), let verifying = key.verifyingKey else {
            throw RunError.internalFault("no key could be made")
        }
        try DurableFile.write(Array(key.text.utf8), to: path)
        try DurableFile.write(Array(verifying.text.utf8), to: publicPath)
        return ["private key, to be kept secret: \(path)", "public key \(verifying.id): \(publicPath)"]
    }

    static func verifyingKey(_ path: String) throws -> VerifyingKey {
        guard let key = VerifyingKey(text: String(decoding: try PackageFolder.bytes(of: path), as: UTF8.self))
        else { throw RunError.usage("\(path) is no public key of DHX (two lines, or P-256 as PEM)") }
        return key
    }

    static func signingKey(_ path: String) throws -> SigningKey {
        guard let key = SigningKey(text: String(decoding: try PackageFolder.bytes(of: path), as: UTF8.self))
        else { throw RunError.usage("\(path) is no private key of DHX (two lines, or P-256 as PEM)") }
        return key
    }
}
