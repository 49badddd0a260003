internal import Domain

/// A folder tree after BagIt 1.0 (RFC 8493): a payload under `data/`, and tag files that digest it.
struct BagItPackage {
    /// Name of the folder; also the prefix of every path.
    let folder: String
    /// `External-Identifier`: the batch id.
    let identifier: String
    /// `Bagging-Date`: the business date, never the clock.
    let baggingDate: Day
    /// Paths relative to the folder, all under `data/`.
    let payload: [OutputFile]
    /// The text of `manifest-sha256.txt`: one digest and path a line, sorted by path.
    let payloadManifest: [UInt8]

    init(folder: String, identifier: String, baggingDate: Day, payload: [OutputFile]) {
        self.folder = folder
        self.identifier = identifier
        self.baggingDate = baggingDate
        self.payload = payload
        payloadManifest = Self.manifest(of: payload)
    }

    /// The whole tree. The payload stands first and the tag manifest last, so that a receiver who waits for
    /// the last file never sees half a package.
    func files(businessManifest: OutputFile, signingKey: SigningKey?) -> [OutputFile] {
        let octets = payload.reduce(0) { $0 + $1.bytes.count }
        let information = """
            Bagging-Date: \(baggingDate)
            External-Identifier: \(identifier)
            Payload-Oxum: \(octets).\(payload.count)

            """
        let signature = signingKey.flatMap { PackageSignature.sign(businessManifest.bytes, with: $0) }
        let tags =
            [
                OutputFile(path: "bag-info.txt", text: information),
                OutputFile(
                    path: "bagit.txt", text: "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"),
                OutputFile(path: "manifest-sha256.txt", bytes: payloadManifest),
                businessManifest,
            ] + (signature.map { [OutputFile(path: PackageSignature.fileName, bytes: $0)] } ?? [])
        let tagManifest = OutputFile(path: "tagmanifest-sha256.txt", bytes: Self.manifest(of: tags))
        let ordered = payload.sorted { $0.path < $1.path } + tags + [tagManifest]
        return ordered.map { OutputFile(path: folder + "/" + $0.path, bytes: $0.bytes) }
    }

    private static func manifest(of files: [OutputFile]) -> [UInt8] {
        var bytes: [UInt8] = []
        for file in files.sorted(by: { $0.path < $1.path }) {
            bytes += "\(SHA256Text.digest(of: file.bytes))  \(file.path)\n".utf8
        }
        return bytes
    }
}
