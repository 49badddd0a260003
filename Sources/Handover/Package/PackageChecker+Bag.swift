internal import Domain

// The bag (RFC 8493): every file digested, none beside the manifests, nothing missing.
extension PackageChecker {
    private static let payloadManifest = "manifest-sha256.txt"
    private static let tagManifest = "tagmanifest-sha256.txt"
    private static let information = "bag-info.txt"
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
        let paths = source.paths.sorted()
        for path in paths where !Self.isSafe(path) {
            add(.form, .refuse, path, found: "a path that leads out", expected: "a relative path")
        }
        for entry in digests(in: Self.payloadManifest, below: "data/") {
            payload[entry.position] = entry.file
            report.payloadFiles += 1
            report.payloadBytes += entry.file.size
        }
        let tags = Set(digests(in: Self.tagManifest, below: "").map(\.position))
        for path in [Self.payloadManifest, "bagit.txt", "bag-info.txt", "manifest.json"]
        where payload.position(of: path).map(tags.contains) != true {
            add(.checksum, .refuse, Self.tagManifest, found: "no digest of \(path)")
        }
        for path in paths {
            guard let position = payload.position(of: path) else { continue }
            let isListed = path.hasPrefix("data/") ? payload[position] != nil : tags.contains(position)
            // A signature may be added by a tool that comes after the bag was closed.
            if !isListed, path != Self.tagManifest, path != PackageSignature.fileName {
                add(.checksum, .refuse, path, found: "a file outside the manifest")
            } else if path.hasPrefix("data/"), !Self.hasPlace(path) {
                add(
                    .form, .refuse, path, found: "a file that is no part of a batch",
                    expected: "batch.json, batch.xml, agency/, csv/, evidence/ or registry/ below data/")
            }
        }
        checkInformation()
    }

    /// Whether DHX has such a file below `data/`: what nobody reads could hold anything.
    private static func hasPlace(_ path: String) -> Bool {
        path == batchFile || path == "data/batch.xml"
            || ["data/evidence/", "data/csv/", "data/registry/", "data/agency/"].contains {
                path.hasPrefix($0)
            }
    }

    /// A file of the package that a manifest lists.
    private struct Entry {
        let position: Int
        let file: PayloadFile
    }

    /// A line of a manifest.
    private enum Line: Sendable {
        case malformed
        case file(digest: FileDigest, path: String, position: Int?)
    }

    /// What a line came to: a finding, or a file to digest by its place in the list of those.
    private enum Outcome {
        case finding(RuleBreak.Code, found: String, expected: String?)
        case wanted(Int)
    }

    /// A file whose digest a manifest states.
    private struct Wanted: Sendable {
        let digest: FileDigest
        let path: String
        let position: Int
    }

    /// The entries of a manifest whose files are there; all that is wrong with it becomes findings, in the
    /// order of its lines. Lines are read and files digested side by side.
    private mutating func digests(in manifest: String, below prefix: String) -> [Entry] {
        guard let bytes = source.bytes(manifest) else {
            add(.checksum, .refuse, manifest, found: "no such file")
            return []
        }
        if manifest == Self.payloadManifest { report.payloadManifestSHA256 = SHA256Text.digest(of: bytes) }
        let lines = Self.lines(of: bytes)
        let payload = payload
        var entries: [Entry] = []
        var seen: Set<Int> = []
        var seenMissing: Set<String> = []
        for start in stride(from: 0, to: lines.count, by: Lanes.waveLength) {
            let read = Lanes.map(lines[start..<min(start + Lanes.waveLength, lines.count)]) { part in
                bytes.withUnsafeBufferPointer { text in
                    part.map { Self.line(UnsafeBufferPointer(rebasing: text[$0]), below: prefix, payload) }
                }
            }
            var wanted: [Wanted] = []
            let outcomes = read.joined().map { line -> Outcome in
                guard case .file(let digest, let path, let position) = line else {
                    return .finding(.form, found: "another form", expected: "a digest and a path \(prefix)…")
                }
                guard position.map({ seen.insert($0).inserted }) ?? seenMissing.insert(path).inserted else {
                    return .finding(.checksum, found: "\(path) a second time", expected: nil)
                }
                guard let position else {
                    return .finding(.checksum, found: "\(path) is not in the package", expected: nil)
                }
                wanted.append(Wanted(digest: digest, path: path, position: position))
                return .wanted(wanted.count - 1)
            }
            take(outcomes, wanted, files(wanted), "\(manifest) line", after: start, &entries)
        }
        return entries
    }

    private func files(_ wanted: [Wanted]) -> [PayloadFile?] {
        if let digests { return wanted.map { digests.files[$0.position] } }
        let source = source
        // One by one: the batch itself is larger than ten thousand documents.
        return Lanes.map(wanted, partLength: 1) { $0.map { source.digest(of: $0.path) } }.flatMap { $0 }
    }

    private mutating func take(
        _ outcomes: [Outcome], _ wanted: [Wanted], _ files: [PayloadFile?], _ place: String,
        after start: Int, _ entries: inout [Entry]
    ) {
        for (offset, outcome) in outcomes.enumerated() {
            let place = "\(place) \(start + offset + 1)"
            switch outcome {
            case .finding(let code, let found, let expected):
                add(code, .refuse, place, found: found, expected: expected)
            case .wanted(let index):
                let (listed, file) = (wanted[index], files[index])
                guard let file else {
                    let reason = source.reason?(listed.path).map { ": " + $0 } ?? ""
                    add(.checksum, .refuse, place, found: "\(listed.path) cannot be read\(reason)")
                    continue
                }
                if file.sha256 != listed.digest {
                    add(
                        .checksum, .refuse, listed.path, found: "digest \(file.sha256.text)",
                        expected: listed.digest.text)
                }
                entries.append(Entry(position: listed.position, file: file))
            }
        }
    }

    /// Where the lines stand that are not empty.
    private static func lines(of bytes: [UInt8]) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        for (position, byte) in bytes.enumerated() where byte == 0x0A {
            if position > start { lines.append(start..<position) }
            start = position + 1
        }
        if bytes.count > start { lines.append(start..<bytes.count) }
        return lines
    }

    /// Digest, blanks, path; the path with line ends and percent signs encoded (RFC 8493 §2.1.3).
    private static func line(
        _ line: UnsafeBufferPointer<UInt8>, below prefix: String, _ payload: PackagePayload
    ) -> Line {
        let after = line.dropFirst(64)
        guard let digest = FileDigest(hexadecimal: line.prefix(64)), let blank = after.first, isBlank(blank),
            var path = String(validating: after.drop(while: isBlank), as: UTF8.self), !path.isEmpty
        else { return .malformed }
        if path.utf8.contains(0x25) {
            for (code, character) in [("%0A", "\n"), ("%0D", "\r"), ("%25", "%")] {
                path = path.split(separator: code, omittingEmptySubsequences: false).joined(
                    separator: character)
            }
        }
        guard isSafe(path), path.hasPrefix(prefix) else { return .malformed }
        return .file(digest: digest, path: path, position: payload.position(of: path))
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// Relative and nowhere leading out of the folder.
    private static func isSafe(_ path: String) -> Bool {
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
        let oxum = "\(report.payloadBytes).\(report.payloadFiles)"
        for value in information("Payload-Oxum") where value != oxum {
            add(
                .checksum, .refuse, Self.information, found: "Payload-Oxum: \(value)",
                expected: "Payload-Oxum: \(oxum) (bytes.files)")
        }
    }

    /// The bag is named after the batch in it.
    mutating func checkIdentifier(_ batchId: String) {
        let label = "External-Identifier"
        let values = information(label)
        guard values != [batchId] else { return }
        let found = values.first.map { values.count > 1 ? "\(values.count) of them" : "\(label): \($0)" }
        add(
            .form, .refuse, Self.information, found: found ?? "no \(label)",
            expected: "\(label): \(batchId)")
    }

    /// The values of a label, which may be written in large or small letters (RFC 8493 §2.2.2).
    private func information(_ label: String) -> [String] {
        guard let bytes = source.bytes(Self.information) else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).compactMap { line in
            guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == label.lowercased()
            else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            return String(value.prefix(140))
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
