internal import Scanning
internal import Synchronization

extension PackageArchive {
    /// The package in an archive that anybody made: any tar (ustar, pax, GNU) or zip (stored, deflated,
    /// zip64), its entries in any order, with the package's folder in it or without. Nothing is unpacked
    /// before it is asked for; whether files are what they should be, their digests tell.
    ///
    /// - Parameters:
    ///   - fileName: of the archive, `DHX1_….zip`: what is before the ending names the package.
    ///   - limits: the most that it may hold.
    /// - Throws: where it is damaged or cut off, encrypted, too large, or holds anything but files and
    ///   folders of one package.
    public static func open(
        _ content: ArchiveContent, named fileName: String, limits: Limits = Limits()
    ) throws(HandoverFault) -> PackageSource {
        guard let kind = Kind(fileName: fileName) else {
            throw HandoverFault(
                .syntax, file: fileName, path: "archive", found: "a name without .tar or .zip",
                expected: "a tar or zip archive")
        }
        return try open(
            content, kind, folder: packageName(fileName), file: fileName, limits: limits)
    }

    /// As `open`, of an archive whose name says neither.
    ///
    /// - Parameters:
    ///   - folder: the name of the package.
    ///   - file: what faults call the archive.
    public static func open(
        _ content: ArchiveContent, _ kind: Kind, folder: String, file: String, limits: Limits = Limits()
    ) throws(HandoverFault) -> PackageSource {
        switch kind {
        case .tar:
            var reading = TarReading(content, file: file, limits: limits)
            return source(content, try ArchiveTree(reading.entries(), folder: folder, file: file), folder)
        case .zip:
            let zip = try ZipReading(content, folder: folder, file: file, limits: limits)
            var source = PackageSource(folder: folder, paths: zip.paths) { zip.bytes($0) }
            source.pieces = { zip.handOver($0, $1) }
            source.reason = { zip.reason($0) }
            return source
        }
    }

    /// Whether an archive has its end, so that nobody seems to be writing it still: the directory of a zip,
    /// the empty blocks of a tar. Looks at the end alone.
    public static func hasEnd(_ content: ArchiveContent, _ kind: Kind) -> Bool {
        switch kind {
        case .tar:
            let last = content.size - TarHeader.length
            guard last >= 0, content.size % TarHeader.length == 0,
                let block = content.read(last..<content.size)
            else { return false }
            return block.count == TarHeader.length && TarHeader.isEnd(block[...])
        case .zip:
            var hasEnd = false
            try? content.withBytes { hasEnd = ZipArchive.hasEnd($0) }
            return hasEnd
        }
    }

    private static func source(
        _ content: ArchiveContent, _ tree: ArchiveTree<Range<Int>>, _ folder: String
    ) -> PackageSource {
        /// Some bytes of a file, fewer where it ends before.
        @Sendable func part(_ path: String, _ range: Range<Int>) -> [UInt8]? {
            tree.place(of: path).flatMap { span in
                let start = min(span.lowerBound + range.lowerBound, span.upperBound)
                let length = min(range.count, span.upperBound - start)
                return content.read(start..<start + length).flatMap { $0.count == length ? $0 : nil }
            }
        }
        var source = PackageSource(folder: folder, paths: tree.paths) { path in
            tree.place(of: path).flatMap { part(path, 0..<$0.count) }
        }
        source.part = part
        return source
    }
}

/// A zip whose files are unpacked when they are asked for.
private final class ZipReading: Sendable {
    private let content: ArchiveContent
    private let archive: ZipArchive
    private let tree: ArchiveTree<Int>
    /// Why files could not be unpacked, by path.
    private let failures = Mutex<[String: ContainerFailure]>([:])

    var paths: [String] { tree.paths }

    init(
        _ content: ArchiveContent, folder: String, file: String, limits: PackageArchive.Limits
    ) throws(HandoverFault) {
        self.content = content
        archive = try Self.archive(content, file, limits)
        try Self.check(archive, size: content.size, file, limits)
        tree = try ArchiveTree(
            archive.members.enumerated().map {
                ArchiveTree.Entry(name: $1.name, isFolder: $1.isFolder, place: $0)
            }, folder: folder, file: file)
    }

    private static func archive(
        _ content: ArchiveContent, _ file: String, _ limits: PackageArchive.Limits
    ) throws(HandoverFault) -> ZipArchive {
        do {
            var archive: ZipArchive?
            try content.withBytes { archive = try ZipArchive($0, membersMax: limits.entries) }
            if let archive { return archive }
        } catch let failure as ContainerFailure {
            throw fault(failure, file, limits)
        } catch {
            // The system cannot read it.
        }
        throw HandoverFault(
            .syntax, file: file, path: "archive", found: "a file that cannot be read", expected: "a zip")
    }

    private static func fault(
        _ failure: ContainerFailure, _ file: String, _ limits: PackageArchive.Limits
    ) -> HandoverFault {
        let expected =
            switch failure.kind {
            case .tooLarge: "at most \(limits.entries) files and folders"
            case .encrypted: "an archive that is not encrypted"
            case .unsafeName: "relative paths without '..'"
            default: "a zip"
            }
        return HandoverFault(
            failure.kind == .tooLarge || failure.kind == .unsafeName ? .wrongForm : .syntax, file: file,
            path: failure.member > 0 ? "entry \(failure.member)" : "archive", found: failure.words,
            expected: expected)
    }

    /// What each member says of itself, before any is unpacked.
    private static func check(
        _ archive: ZipArchive, size: Int, _ file: String, _ limits: PackageArchive.Limits
    ) throws(HandoverFault) {
        var total = 0
        for member in archive.members {
            func refuse(_ found: String, _ expected: String) -> HandoverFault {
                HandoverFault(
                    .wrongForm, file: file, path: ArchiveTree<Int>.shown(member.name), found: found,
                    expected: expected)
            }
            if member.isSpecial { throw refuse("a link or device", "a file or folder") }
            if member.isFolder, member.size > 0 { throw refuse("a folder with content", "an empty entry") }
            if member.size > limits.fileBytes {
                throw refuse("\(member.size) bytes", "at most \(limits.fileBytes) bytes a file")
            }
            if member.isBomb {
                throw refuse(
                    "\(member.size) bytes in \(member.compressedSize)",
                    "at most \(ZipArchive.ratioMax) times what is packed")
            }
            total += member.size
        }
        try checkTotal(total, size: size, file, limits)
    }

    private static func checkTotal(
        _ total: Int, size: Int, _ file: String, _ limits: PackageArchive.Limits
    ) throws(HandoverFault) {
        func refuse(_ expected: String) -> HandoverFault {
            HandoverFault(
                .wrongForm, file: file, path: "archive", found: "\(total) bytes in \(size)",
                expected: expected)
        }
        if total > limits.bytes { throw refuse("at most \(limits.bytes) bytes unpacked") }
        if total > ZipArchive.ratioBytesMin, total / ZipArchive.ratioMax > size {
            throw refuse("at most \(ZipArchive.ratioMax) times what is packed")
        }
    }

    /// The whole of a file; `nil` where there is none, or it is damaged.
    func bytes(_ path: String) -> [UInt8]? {
        guard let member = tree.place(of: path).map({ archive.members[$0] }) else { return nil }
        var found: [UInt8]?
        attempt(path) { found = try archive.content(of: member, in: $0, limit: member.size) }
        return found
    }

    /// A file in pieces; false where there is none, or it turns out to be damaged.
    func handOver(_ path: String, _ take: (Span<UInt8>) -> Void) -> Bool {
        guard let member = tree.place(of: path).map({ archive.members[$0] }) else { return false }
        return attempt(path) { bytes in
            try archive.extract(member, from: bytes, limit: member.size) { piece in
                take(piece)
                return true
            }
        }
    }

    func reason(_ path: String) -> String? { failures.withLock { $0[path]?.words } }

    @discardableResult
    private func attempt(_ path: String, _ work: (Span<UInt8>) throws -> Void) -> Bool {
        do {
            try content.withBytes(work)
            return true
        } catch {
            if let failure = error as? ContainerFailure { failures.withLock { $0[path] = failure } }
            return false
        }
    }
}
