internal import Crypto
internal import Domain

/// A bag (RFC 8493) whose payload is written while its manifest is: neither is held.
struct BagItStream<Sink: PackageSink> {
    /// A file of the payload that is being written.
    final class File {
        /// Relative to the folder.
        fileprivate let path: String
        fileprivate var size = 0
        fileprivate let sink: Sink.File
        private var hash = SHA256()

        fileprivate init(_ path: String, _ sink: Sink.File) { (self.path, self.sink) = (path, sink) }

        func write(_ bytes: [UInt8]) throws(Sink.Failure) {
            guard !bytes.isEmpty else { return }
            bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
            size += bytes.count
            try sink.write(bytes)
        }

        /// Of what was written, 64 lower-case hexadecimal digits.
        fileprivate var digest: String { String(hexadecimal: hash.finalize()) }
    }

    private let folder: String
    private let sink: Sink
    private let manifest: File
    private var octets = 0
    private var count = 0

    init(folder: String, to sink: Sink) throws(Sink.Failure) {
        (self.folder, self.sink) = (folder, sink)
        let path = BagItTags.payloadManifest
        manifest = File(path, try sink.begin("\(folder)/\(path)"))
    }

    /// Begins a file of the payload.
    ///
    /// - Parameter path: relative to the folder, below `data/`.
    func begin(_ path: String) throws(Sink.Failure) -> File {
        File(path, try sink.begin("\(folder)/\(path)"))
    }

    /// Ends a file of the payload; they must be ended in the order of their paths, as the manifest has them.
    mutating func finish(_ file: File) throws(Sink.Failure) {
        try file.sink.finish()
        try list(file.path, size: file.size, digest: file.digest)
    }

    /// Writes a whole file of the payload.
    ///
    /// - Parameter sha256: of its bytes, known already.
    mutating func add(_ file: OutputFile, sha256: String) throws(Sink.Failure) {
        let written = try sink.begin("\(folder)/\(file.path)")
        try written.write(file.bytes)
        try written.finish()
        try list(file.path, size: file.bytes.count, digest: sha256)
    }

    private mutating func list(_ path: String, size: Int, digest: String) throws(Sink.Failure) {
        octets += size
        count += 1
        try manifest.write(Array(BagItTags.line(digest, path).utf8))
    }

    /// Writes the tag files; gives the digest of the payload manifest.
    func close(
        _ tags: BagItTags, _ business: BusinessManifest, _ signingKey: SigningKey?
    ) throws(Sink.Failure) -> String {
        let digest = manifest.digest
        let files = tags.files(
            octets: octets, count: count, payloadManifestSHA256: digest,
            businessManifest: business.file(payloadManifestSHA256: digest), signingKey: signingKey)
        for file in files.beforeManifest { try add(file) }
        try manifest.sink.finish()
        for file in files.afterManifest { try add(file) }
        return digest
    }

    private func add(_ file: OutputFile) throws(Sink.Failure) {
        let written = try sink.begin("\(folder)/\(file.path)")
        try written.write(file.bytes)
        try written.finish()
    }
}
