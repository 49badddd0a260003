internal import Domain

/// `manifest.json`: what the package is, bound to its payload by the digest of the payload manifest.
struct BusinessManifest {
    let header: BatchHeader
    let totals: JSONValue
    let producer: Producer
    /// Name, status and digest of the layout profile that rendered a registry file; `nil` where none did.
    var profile: JSONValue?
    /// The same of every layout of an agency's own files; `nil` where there are none.
    var layouts: JSONValue?

    func file(payloadManifest: [UInt8]) -> OutputFile {
        file(payloadManifestSHA256: SHA256Text.digest(of: payloadManifest))
    }

    func file(payloadManifestSHA256: String) -> OutputFile {
        var members = JSONMembers()
        header.addIdentity(to: &members)
        members.add("format", text: "JSON")
        members.add("payloadManifestSha256", text: payloadManifestSHA256)
        members.add("totals", totals)
        members.add("classification", text: "CONFIDENTIAL-PERSONAL")
        members.add("profile", profile)
        members.add("layouts", layouts)
        var made = JSONMembers()
        made.add("software", text: producer.software)
        made.add("version", text: producer.version)
        made.add("configSha256", text: producer.configurationSHA256)
        members.add("producer", made.object)
        return OutputFile(path: "manifest.json", bytes: JSONText.bytes(of: members.object))
    }
}
