internal import Domain

// The bag (RFC 8493): every file digested, none beside the manifests, nothing missing.
extension PackageChecker {
    private static let payloadManifest = "manifest-sha256.txt"
    private static let tagManifest = "tagmanifest-sha256.txt"
    private static let declaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

    mutating func checkBag() {
        if folderParts == nil {
            add(
                .form, .refuse, "folder name", found: "'\(source.folder)'",
                expected: "DHX1_{P|T}_{sender}_{recipient}_{flow}_{seq6}")
        }
        if source.bytes("bagit.txt").map({ $0 == Array(Self.declaration.utf8) }) != true {
            add(.form, .refuse, "bagit.txt", found: "another text", expected: "BagIt-Version: 1.0, UTF-8")
        }
        let present = Set(source.paths)
        for path in source.paths.sorted() where !isSafe(path) {
            add(.form, .refuse, path, found: "a path that leads out", expected: "a relative path")
        }
        for path in digests(in: Self.payloadManifest, below: "data/", present) { digestPayload(path) }
        let tags = Set(digests(in: Self.tagManifest, below: "", present).map(\.path))
        for path in [Self.payloadManifest, "bagit.txt", "bag-info.txt", "manifest.json"]
        where !tags.contains(path) {
            add(.checksum, .refuse, Self.tagManifest, found: "no digest of \(path)")
        }
        for path in source.paths.sorted() {
            let isListed = path.hasPrefix("data/") ? payload[path] != nil : tags.contains(path)
            // A signature may be added by a tool that comes after the bag was closed.
            if !isListed, path != Self.tagManifest, path != PackageSignature.fileName {
                add(.checksum, .refuse, path, found: "a file outside the manifest")
            }
        }
        checkInformation()
    }

    /// A line of a manifest, and what its file has.
    private struct Entry {
        let path: String
        let file: PayloadFile
    }

    private mutating func digestPayload(_ entry: Entry) {
        payload[entry.path] = entry.file
        report.payloadFiles += 1
        report.payloadBytes += entry.file.size
    }

    /// The entries of a manifest whose files are there; all that is wrong with it becomes findings.
    private mutating func digests(
        in manifest: String, below prefix: String, _ present: Set<String>
    ) -> [Entry] {
        guard let bytes = source.bytes(manifest) else {
            add(.checksum, .refuse, manifest, found: "no such file")
            return []
        }
        if manifest == Self.payloadManifest { report.payloadManifestSHA256 = SHA256Text.digest(of: bytes) }
        var entries: [Entry] = []
        var seen: Set<String> = []
        for (number, line) in bytes.split(separator: 0x0A).enumerated() {
            let place = "\(manifest) line \(number + 1)"
            guard let (digest, path) = Self.entry(line), isSafe(path), path.hasPrefix(prefix) else {
                add(.form, .refuse, place, found: "another form", expected: "a digest and a path \(prefix)…")
                continue
            }
            guard seen.insert(path).inserted else {
                add(.checksum, .refuse, place, found: "\(path) a second time")
                continue
            }
            guard present.contains(path), let content = source.bytes(path) else {
                add(.checksum, .refuse, place, found: "\(path) is not in the package")
                continue
            }
            let actual = SHA256Text.digest(of: content)
            if actual != digest { add(.checksum, .refuse, path, found: "digest \(actual)", expected: digest) }
            entries.append(Entry(path: path, file: PayloadFile(sha256: actual, size: content.count)))
        }
        return entries
    }

    /// Digest, blanks, path; the path with line ends and percent signs encoded (RFC 8493 §2.1.3).
    private static func entry(_ line: ArraySlice<UInt8>) -> (digest: String, path: String)? {
        let digest = String(decoding: line.prefix(64), as: UTF8.self)
        let rest = line.dropFirst(64).drop { $0 == 0x20 || $0 == 0x09 }
        guard SHA256Text.isDigest(digest), line.dropFirst(64).first.map({ $0 == 0x20 || $0 == 0x09 }) == true,
            var path = String(validating: rest, as: UTF8.self), !path.isEmpty
        else { return nil }
        if path.utf8.contains(0x25) {
            for (code, character) in [("%0A", "\n"), ("%0D", "\r"), ("%25", "%")] {
                path = path.split(separator: code, omittingEmptySubsequences: false).joined(
                    separator: character)
            }
        }
        return (digest, path)
    }

    /// Relative and nowhere leading out of the folder.
    private func isSafe(_ path: String) -> Bool {
        // Byte by byte: a batch has hundreds of thousands of paths.
        var (length, dots) = (0, 0)
        for byte in path.utf8 {
            if byte == 0x2F {
                if length == 0 || (length == dots && dots <= 2) { return false }
                (length, dots) = (0, 0)
            } else {
                length += 1
                if byte == 0x2E { dots += 1 }
            }
        }
        return length > 0 && !(length == dots && dots <= 2)
    }

    private mutating func checkInformation() {
        guard let bytes = source.bytes("bag-info.txt") else { return }
        let oxum = "\(report.payloadBytes).\(report.payloadFiles)"
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            guard line.hasPrefix("Payload-Oxum: "), line.dropFirst(14) != oxum else { continue }
            add(
                .checksum, .refuse, "bag-info.txt", found: String(line),
                expected: "Payload-Oxum: \(oxum) (bytes.files)")
        }
    }

    mutating func checkSignature(_ key: VerifyingKey?) {
        guard source.paths.contains(PackageSignature.fileName),
            let signature = source.bytes(PackageSignature.fileName),
            let manifest = source.bytes("manifest.json")
        else { return }
        report.signature = PackageSignature.verify(signature, of: manifest, with: key)
        if report.signature == .invalid {
            add(.signature, .refuse, PackageSignature.fileName, found: "a signature that is not valid")
        }
    }
}
