internal import Crypto
internal import Domain

/// What every file of a package holds, read once on all processors: its receiver recognises the package by it
/// before the check, and the check need not read the files again to digest them. A package of a hundred
/// thousand cases has 700 018 files; 64 bytes are kept of each.
public struct PackageDigests: Sendable {
    /// By the position of the path; `nil` where the file cannot be read.
    let files: [PayloadFile?]
    /// SHA-256 over the folder's name and, for each file, a line of its digest and path: the same for a
    /// package that is the same to the last byte. A file that cannot be read counts as an empty one.
    public let contentSHA256: String

    public init(_ source: PackageSource) {
        var files: [PayloadFile?] = []
        files.reserveCapacity(source.paths.count)
        for start in stride(from: 0, to: source.paths.count, by: Lanes.waveLength) {
            let wave = source.paths[start..<min(start + Lanes.waveLength, source.paths.count)]
            // One by one: the batch itself is larger than ten thousand documents.
            for part in Lanes.map(wave, partLength: 1, { $0.map { source.digest(of: $0) } }) { files += part }
        }
        self.files = files
        contentSHA256 = Self.content(of: source, files)
    }

    private static func content(of source: PackageSource, _ files: [PayloadFile?]) -> String {
        var hash = SHA256()
        func add(_ text: String) { Array(text.utf8).withUnsafeBytes { hash.update(bufferPointer: $0) } }
        let empty = FileDigest(SHA256().finalize())
        add(source.folder + "\n")
        for (path, file) in zip(source.paths, files) {
            add("\((file?.sha256 ?? empty).text)  \(path)\n")
        }
        return String(hexadecimal: hash.finalize())
    }

    /// Digest and size of a file by its position among the paths: 64 lower-case hexadecimal digits, bytes.
    /// `nil` where it cannot be read.
    public subscript(position: Int) -> (sha256: String, size: Int)? {
        files[position].map { ($0.sha256.text, $0.size) }
    }
}
