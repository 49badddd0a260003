/// A zip archive (PKWARE APPNOTE 6.3): which members it has, and their content piece by piece.
///
///     let archive = try ZipArchive(bytes)
///     for member in archive.members where !member.isFolder {
///         let content = try archive.content(of: member, in: bytes, limit: 1 << 26)
///     }
///
/// The archive as a whole is refused when anything in its directory is off: encrypted members, names that
/// lead elsewhere or stand there twice, members that overlap or differ from their own headers, more than
/// `membersMax` of them.
public struct ZipArchive: Sendable {
    /// Most members accepted of what people send.
    public static let membersMax = 10_000
    /// Highest ratio of sizes accepted for members above `ratioBytesMin`: tables reach 100, bombs 1000.
    public static let ratioMax = 400
    public static let ratioBytesMin = 1 << 25

    /// A file or folder in the archive.
    public struct Member: Sendable, Equatable {
        /// 1-based number in the directory.
        public let number: Int
        /// Relative, with `/`, without `..`; a folder's ends with `/`.
        public let name: String
        /// Bytes as the archive holds them.
        public let compressedSize: Int
        /// Bytes of the content, as the archive claims: checked when it is read.
        public let size: Int
        let method: Int
        let checksum: UInt32
        let dataOffset: Int
        /// As the system wrote them that made the archive; the kind of file of Unix in the highest four bits.
        let attributes: Int

        /// Whether it is a folder, which has no content.
        public var isFolder: Bool { name.hasSuffix("/") }

        /// Whether it says that it is a link, a device or a pipe (`st_mode` of Unix), no file and no folder.
        public var isSpecial: Bool { ![0, 0x4, 0x8].contains(attributes >> 28 & 0xF) }

        /// Whether it claims to grow as only a bomb does.
        public var isBomb: Bool {
            size > ZipArchive.ratioBytesMin && size / ZipArchive.ratioMax > compressedSize
        }
    }

    /// In the order of the directory.
    public let members: [Member]

    /// Reads the directory. The bytes given later must be the same.
    public init(
        _ bytes: Span<UInt8>, membersMax: Int = ZipArchive.membersMax
    ) throws(ContainerFailure) {
        members = try ZipDirectory(bytes, membersMax: membersMax).members(bytes)
    }

    /// Whether the end record of a zip is there: one that is cut off has none.
    public static func hasEnd(_ bytes: Span<UInt8>) -> Bool { ZipDirectory.endPosition(bytes) != nil }

    /// The member of a name, whatever the case of its letters; `nil` where there is none.
    public func member(named name: String) -> Member? {
        if let exact = members.first(where: { $0.name == name }) { return exact }
        let wanted = name.lowercased()
        return members.first { $0.name.utf8.count == wanted.utf8.count && $0.name.lowercased() == wanted }
    }

    /// Hands the content of a member to `sink` in pieces of at most 256 KB, in order.
    ///
    /// Size and CRC-32 are checked at the end, so that what the sink got is only good when this returns.
    /// Throws `ContainerFailure`, `tooLarge` beyond `limit` bytes, or what `sink` throws.
    public func extract(
        _ member: Member, from bytes: Span<UInt8>, limit: Int, into sink: ContainerSink
    ) throws {
        let number = member.number
        if member.size > limit || member.isBomb { throw ContainerFailure(.tooLarge, member: number) }
        let (end, overflowed) = member.dataOffset.addingReportingOverflow(member.compressedSize)
        guard !overflowed, member.dataOffset >= 0, end >= member.dataOffset, end <= bytes.count else {
            throw ContainerFailure(.truncated, member: number)
        }
        let data = bytes.extracting(member.dataOffset..<end)
        switch member.method {
        case 0: try copy(data, member, into: sink)
        case 8:
            let result: InflateStream.Result
            do {
                result = try InflateStream.run(data, limit: member.size, member: number, sink: sink)
            } catch let failure as ContainerFailure where failure.kind == .tooLarge {
                // It is not the caller's limit that is exceeded but the member's own claim.
                throw ContainerFailure(.malformed, member: number)
            }
            if result.isStopped { return }
            guard result.produced == member.size, result.consumed == data.count else {
                throw ContainerFailure(.malformed, member: number)
            }
            if result.checksum != member.checksum { throw ContainerFailure(.checksum, member: number) }
        default: throw ContainerFailure(.unsupportedMethod, member: number)
        }
    }

    private func copy(_ data: Span<UInt8>, _ member: Member, into sink: ContainerSink) throws {
        guard data.count == member.size else { throw ContainerFailure(.malformed, member: member.number) }
        guard InflateStream.checksum(data) == member.checksum else {
            throw ContainerFailure(.checksum, member: member.number)
        }
        var start = 0
        while start < data.count {
            let end = min(start + Container.chunkBytes, data.count)
            guard try sink(data.extracting(start..<end)) else { return }
            start = end
        }
    }

    /// The whole content of a member of at most `limit` bytes.
    public func content(
        of member: Member, in bytes: Span<UInt8>, limit: Int
    ) throws(ContainerFailure) -> [UInt8] {
        var content: [UInt8] = []
        do {
            try extract(member, from: bytes, limit: limit) { piece in
                // Within `limit` and no bomb: the claim is safe to make room for.
                if content.isEmpty { content.reserveCapacity(member.size) }
                piece.withUnsafeBufferPointer { content.append(contentsOf: $0) }
                return true
            }
        } catch let failure as ContainerFailure {
            throw failure
        } catch {
            throw ContainerFailure(.malformed, member: member.number)
        }
        return content
    }
}
