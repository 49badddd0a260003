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
        let listed = payload.map { (path: $0.path, sha256: SHA256Text.digest(of: $0.bytes)) }
        payloadManifest = BagItTags.manifest(of: listed)
    }

    /// The whole tree. The payload stands first and the tag manifest last, so that a receiver who waits for
    /// the last file never sees half a package.
    func files(businessManifest: OutputFile, signingKey: SigningKey?) -> [OutputFile] {
        let tags = BagItTags(identifier: identifier, baggingDate: baggingDate).files(
            octets: payload.reduce(0) { $0 + $1.bytes.count }, count: payload.count,
            payloadManifestSHA256: SHA256Text.digest(of: payloadManifest),
            businessManifest: businessManifest, signingKey: signingKey)
        let manifest = OutputFile(path: BagItTags.payloadManifest, bytes: payloadManifest)
        let ordered =
            payload.sorted { $0.path < $1.path } + tags.beforeManifest + [manifest] + tags.afterManifest
        return ordered.map { OutputFile(path: folder + "/" + $0.path, bytes: $0.bytes) }
    }
}

/// The tag files of a bag: what is said of its payload.
struct BagItTags {
    /// Lists every file below `data/`.
    static let payloadManifest = "manifest-sha256.txt"

    /// `External-Identifier`: the batch id.
    let identifier: String
    /// `Bagging-Date`: the business date, never the clock.
    let baggingDate: Day

    /// The tag files in their order, around the payload manifest: its text is written by whoever has it.
    func files(
        octets: Int, count: Int, payloadManifestSHA256: String, businessManifest: OutputFile,
        signingKey: SigningKey?
    ) -> (beforeManifest: [OutputFile], afterManifest: [OutputFile]) {
        let information = """
            Bagging-Date: \(baggingDate)
            External-Identifier: \(identifier)
            Payload-Oxum: \(octets).\(count)

            """
        let before = [
            OutputFile(path: "bag-info.txt", text: information),
            OutputFile(path: "bagit.txt", text: "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"),
        ]
        let signature = signingKey.flatMap { PackageSignature.sign(businessManifest.bytes, with: $0) }
        let after =
            [businessManifest]
            + (signature.map { [OutputFile(path: PackageSignature.fileName, bytes: $0)] } ?? [])
        let listed =
            (before + after).map { (path: $0.path, sha256: SHA256Text.digest(of: $0.bytes)) }
            + [(path: Self.payloadManifest, sha256: payloadManifestSHA256)]
        let tagManifest = OutputFile(path: "tagmanifest-sha256.txt", bytes: Self.manifest(of: listed))
        return (before, after + [tagManifest])
    }

    /// One digest and path a line, sorted by path.
    static func manifest(of files: [(path: String, sha256: String)]) -> [UInt8] {
        var bytes: [UInt8] = []
        for file in files.sorted(by: { $0.path < $1.path }) { bytes += line(file.sha256, file.path).utf8 }
        return bytes
    }

    static func line(_ digest: String, _ path: String) -> String { "\(digest)  \(path)\n" }
}
