internal import Crypto
internal import Domain
internal import Scanning

/// A whole package as one file: a tar (POSIX.1-2001 pax interchange) or a zip (PKWARE APPNOTE 6.3), which any
/// archiver opens. To write a package of a hundred thousand cases as files takes minutes, for it has 700 018
/// of them; as one file it takes seconds, and it is there whole or not at all.
///
/// The bytes are a function of the package: no times, no owners, the files in the order of their paths below
/// the folder of the package. At most 64 MB of it are held at a time.
public enum PackageArchive {
    /// Why an archive was not written to its end.
    public enum Fault: Error, Equatable {
        /// This file is not what it was when the package was digested.
        case changed(path: String)
    }

    /// Writes the package piece by piece. A file that cannot be read is written as an empty one, as its
    /// digest has it.
    ///
    /// - Throws: `Fault.changed`, or what `write` throws; then what was written is no archive.
    public static func write(
        _ source: PackageSource, _ digests: PackageDigests, as kind: Kind = .tar,
        to write: ([UInt8]) throws -> Void
    ) throws {
        switch kind {
        case .tar:
            var writing = ArchiveWriting(source, digests, TarEntries())
            try writing.run(write)
        case .zip:
            var writing = ArchiveWriting(source, digests, ZipEntries())
            try writing.run(write)
        }
    }
}

/// A form of archive: what stands before, around and behind the files.
protocol ArchiveEntries: Sendable {
    /// What the end of the archive says of an entry.
    associatedtype Record: Sendable

    /// A small file with what belongs to it, several side by side.
    func entry(_ path: String, _ content: [UInt8]) -> (bytes: [UInt8], record: Record)

    /// A large file, in pieces that can be had as often as needed.
    func write(_ path: String, _ file: ArchivedFile, to write: ([UInt8]) throws -> Void) throws -> Record

    /// What follows the last entry.
    ///
    /// - Parameters:
    ///   - records: of the entries, each with where it begins.
    ///   - position: where the last one ends.
    func end(_ records: [(path: String, start: Int, record: Record)], at position: Int) -> [UInt8]
}

/// A file that is copied in pieces.
struct ArchivedFile {
    private static let pieceLength = 4 << 20

    let path: String
    let size: Int
    let sha256: FileDigest
    let source: PackageSource

    /// Every byte in order; `changed` at the end where they were not what was digested.
    func pieces(_ take: ([UInt8]) throws -> Void) throws {
        var hash = SHA256()
        var position = 0
        let whole = source.part == nil ? source.bytes(path) ?? [] : []
        while position < size {
            let range = position..<min(position + Self.pieceLength, size)
            let piece =
                source.part.map { $0(path, range) }
                ?? (range.upperBound <= whole.count ? Array(whole[range]) : nil)
            guard let piece, piece.count == range.count else {
                throw PackageArchive.Fault.changed(path: path)
            }
            piece.withUnsafeBytes { hash.update(bufferPointer: $0) }
            try take(piece)
            position = range.upperBound
        }
        guard FileDigest(hash.finalize()) == sha256 else { throw PackageArchive.Fault.changed(path: path) }
    }
}

/// One archive while it is being written.
private struct ArchiveWriting<Entries: ArchiveEntries> {
    /// Files above this are copied in pieces.
    private static var smallBytesMax: Int { 1 << 20 }
    /// Of what is read side by side before it is written.
    private static var waveBytesMax: Int { 64 << 20 }

    private let source: PackageSource
    private let digests: PackageDigests
    private let entries: Entries
    private var records: [(path: String, start: Int, record: Entries.Record)] = []
    private var position = 0

    init(_ source: PackageSource, _ digests: PackageDigests, _ entries: Entries) {
        (self.source, self.digests, self.entries) = (source, digests, entries)
    }

    mutating func run(_ write: ([UInt8]) throws -> Void) throws {
        var start = 0
        while start < source.paths.count {
            let end = waveEnd(from: start)
            if end > start {
                let parts = Lanes.map(start..<end, partLength: 32) { [self] part in
                    Result { () throws(PackageArchive.Fault) in try small(part) }
                }
                for part in parts {
                    for (path, entry) in try part.get() {
                        try put(entry.bytes, write)
                        records.append((path, position - entry.bytes.count, entry.record))
                    }
                }
                start = end
            } else {
                try large(start, write)
                start += 1
            }
        }
        try write(entries.end(records, at: position))
    }

    private mutating func put(_ bytes: [UInt8], _ write: ([UInt8]) throws -> Void) throws {
        try write(bytes)
        position += bytes.count
    }

    /// Where the small files end that are read side by side from a position on; the position itself where a
    /// large one stands there.
    private func waveEnd(from start: Int) -> Int {
        var (end, bytes) = (start, 0)
        while end < digests.files.count, end < start + Lanes.waveLength, bytes < Self.waveBytesMax {
            let size = digests.files[end]?.size ?? 0
            guard size <= Self.smallBytesMax else { break }
            bytes += size
            end += 1
        }
        return end
    }

    private func small(
        _ positions: ArraySlice<Int>
    ) throws(PackageArchive.Fault) -> [(path: String, entry: (bytes: [UInt8], record: Entries.Record))] {
        var made: [(path: String, entry: (bytes: [UInt8], record: Entries.Record))] = []
        for position in positions {
            let path = source.paths[position]
            let content = digests.files[position] == nil ? [] : source.bytes(path) ?? []
            guard digests.isSame(content, at: position) else { throw .changed(path: path) }
            let name = source.folder + "/" + path
            made.append((name, entries.entry(name, content)))
        }
        return made
    }

    private mutating func large(_ index: Int, _ write: ([UInt8]) throws -> Void) throws {
        guard let digest = digests.files[index] else { return }
        let path = source.paths[index]
        let file = ArchivedFile(path: path, size: digest.size, sha256: digest.sha256, source: source)
        let name = source.folder + "/" + path
        let start = position
        let record = try entries.write(name, file) { bytes in
            try write(bytes)
            position += bytes.count
        }
        records.append((name, start, record))
    }
}

extension PackageDigests {
    /// Whether the content is what was digested.
    fileprivate func isSame(_ content: [UInt8], at position: Int) -> Bool {
        guard let file = files[position] else { return content.isEmpty }
        guard content.count == file.size else { return false }
        return content.withUnsafeBytes { FileDigest(SHA256.hash(data: $0)) } == file.sha256
    }
}

/// A tar: a header before each file, empty blocks behind the last.
struct TarEntries: ArchiveEntries {
    func entry(_ path: String, _ content: [UInt8]) -> (bytes: [UInt8], record: Void) {
        var bytes: [UInt8] = []
        TarHeader.append(path: path, size: content.count, to: &bytes)
        bytes += content
        bytes += TarHeader.padding(after: content.count)
        return (bytes, ())
    }

    func write(_ path: String, _ file: ArchivedFile, to write: ([UInt8]) throws -> Void) throws {
        var header: [UInt8] = []
        TarHeader.append(path: path, size: file.size, to: &header)
        try write(header)
        try file.pieces(write)
        try write(TarHeader.padding(after: file.size))
    }

    func end(_ records: [(path: String, start: Int, record: Void)], at position: Int) -> [UInt8] {
        TarHeader.end
    }
}
