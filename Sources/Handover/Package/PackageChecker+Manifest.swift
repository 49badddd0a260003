internal import Domain

// `manifest.json`, and that it, the folder name and the batch speak of one package.
extension PackageChecker {
    private static let place = "manifest.json"

    mutating func readManifest() {
        guard let bytes = source.bytes(Self.place) else {
            add(.form, .refuse, Self.place, found: "no such file", expected: "the business manifest")
            return
        }
        do throws(HandoverFault) {
            var fields = try FieldReader.root(of: bytes, file: Self.place)
            for name in [
                "flow", "batchId", "sequence", "environment", "sender", "recipient", "createdAt",
                "businessDate", "totals",
            ] where try fields.take(name) == nil {
                throw fields.fault(.fieldMissing, name, found: "nothing", expected: "the mandatory member")
            }
            _ = try fields.code("format", Form.self)
            let digest = try fields.digest("payloadManifestSha256")
            try fields.constant("classification", "CONFIDENTIAL-PERSONAL")
            _ = try fields.optionalPart("profile", Self.readLayout)
            _ = try fields.parts("layouts", Self.readLayout)
            try fields.part("producer") { (producer) throws(HandoverFault) in
                _ = try (producer.requiredText("software"), producer.requiredText("version"))
                if producer.has("configSha256") { _ = try producer.digest("configSha256") }
            }
            try fields.finish()
            if digest != report.payloadManifestSHA256 {
                add(
                    .checksum, .refuse, "\(Self.place) $.payloadManifestSha256", found: digest,
                    expected: report.payloadManifestSHA256)
            }
        } catch {
            add(error, .refuse)
        }
        manifest = try? JSONReader.value(of: bytes)
    }

    private static func readLayout(_ layout: inout FieldReader) throws(HandoverFault) {
        _ = try layout.requiredText("name")
        _ = try layout.code("status", LayoutProfile.Status.self)
        _ = try layout.digest("sha256")
    }

    /// The forms that a package can say it is in.
    private enum Form: String, CaseIterable {
        case json = "JSON"
        case xml = "XML"
        case csv = "CSV"
    }

    /// Folder name, manifest and batch against each other.
    mutating func checkIdentity(_ header: BatchHeader, totals: JSONValue) {
        report.header = header
        checkIdentifier(header.batchId)
        add(header.faults.map { RuleBreak(.form, batch: header.batchId, $0) }, .refuse, "data/batch.json")
        for (name, party) in [("sender", header.sender), ("recipient", header.recipient)] {
            guard let fault = party.identifier.numberFault else { continue }
            add(.identifierInvalid, .refuse, "data/batch.json $.header.\(name)", found: fault)
        }
        let inFolder = folderParts?[1] ?? ""
        let inManifest = manifest?["environment"]?.text ?? ""
        let inBatch = header.environment.rawValue
        if inFolder != inBatch || inManifest != inBatch {
            add(
                .environment, .refuse, "environment",
                found: "'\(inFolder)' in the folder name, '\(inManifest)' in the manifest, "
                    + "'\(inBatch)' in the batch")
        }
        if let parts = folderParts {
            let own = [header.sender.code, header.recipient.code, header.flow.rawValue, header.sixDigits]
            if Array(parts.dropFirst(2)) != own {
                add(
                    .form, .refuse, "folder name", found: "'\(source.folder)'",
                    expected: header.folderName)
            }
        }
        guard let manifest else { return }
        var identity = JSONMembers()
        header.addIdentity(to: &identity)
        identity.add("totals", totals)
        guard case .object(let members) = identity.object else { return }
        for member in members where member.name != "environment" {
            guard manifest[member.name]?.saysSame(as: member.value) != true else { continue }
            add(
                .formsDiffer, .refuse, "\(Self.place) $.\(member.name)", found: "another value",
                expected: "what the batch says")
        }
        checkProfile(header.environment)
    }

    /// A layout that is only an example or a guess does not write production files, and a test does not reach
    /// a certified one.
    private mutating func checkProfile(_ environment: HandoverEnvironment) {
        check(layout: manifest?["profile"], environment, "$.profile")
        var position = 0
        while let layout = manifest?["layouts"]?[position] {
            check(layout: layout, environment, "$.layouts[\(position)]")
            position += 1
        }
    }

    private mutating func check(
        layout: JSONValue?, _ environment: HandoverEnvironment, _ place: String
    ) {
        guard let status = layout?["status"]?.text.flatMap(LayoutProfile.Status.init(rawValue:)) else {
            return
        }
        let isAllowed: Bool =
            switch (status, environment) {
            case (.example, .production), (.assumed, .production), (.certified, .test): false
            default: true
            }
        if !isAllowed {
            add(
                .environment, .refuse, "\(Self.place) \(place).status",
                found: "\(status.rawValue) in environment \(environment.rawValue)")
        }
    }
}
