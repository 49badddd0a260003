internal import Domain
internal import Handover

/// What package it is, damaged or not, and in whatever form it came: SHA-256 over the digests and names of
/// its files. Ledgers know packages by it.
enum PackageIdentity {
    /// Of the package at a path; of an archive that cannot be opened, over its bytes.
    static func sha256(at path: String) -> String {
        guard let source = try? PackageFolder.source(path) else {
            return (try? Digest.ofFile(path)) ?? sha256([])
        }
        return sha256(source, PackageDigests(source))
    }

    static func sha256(_ source: PackageSource, _ digests: PackageDigests) -> String {
        sha256(source.paths.indices.map { (source.paths[$0], digests[$0]?.sha256 ?? "") })
    }

    /// Of the files that the journal lists.
    static func sha256(_ files: [(path: String, sha256: String)]) -> String {
        let sorted = files.sorted { Array($0.path.utf8).lexicographicallyPrecedes(Array($1.path.utf8)) }
        return Digest.sha256(Array(sorted.map { "\($0.sha256) \($0.path)\n" }.joined().utf8))
    }
}
