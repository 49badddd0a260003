internal import Crypto
internal import Domain

/// A whole package as one tar file (POSIX.1-2001 pax interchange), which any archiver opens. To write a
/// package of a hundred thousand cases as files takes minutes, for it has 700 018 of them; as one file it
/// takes seconds, and it is there whole or not at all.
///
/// The bytes are a function of the package: no times, no owners, the files in the order of their paths. At
/// most 64 MB of it are held at a time.
public enum PackageArchive {
    /// Why an archive was not written to its end.
    public enum Fault: Error, Equatable {
        /// This file is not what it was when the package was digested.
        case changed(path: String)
    }

    /// Files above this are copied in pieces.
    private static let smallBytesMax = 1 << 20
    private static let pieceLength = 4 << 20
    /// Of what is read side by side before it is written.
    private static let waveBytesMax = 64 << 20

    /// Writes the package piece by piece. A file that cannot be read is written as an empty one, as its
    /// digest has it.
    ///
    /// - Parameter source: its paths sorted, or else the archive cannot be read again.
    /// - Throws: `Fault.changed`, or what `write` throws; then what was written is no archive.
    public static func write(
        _ source: PackageSource, _ digests: PackageDigests, to write: ([UInt8]) throws -> Void
    ) throws {
        var start = 0
        while start < source.paths.count {
            let end = waveEnd(from: start, digests)
            if end > start {
                let parts = Lanes.map(start..<end, partLength: 32) { part in
                    Result { () throws(Fault) in try entries(part, source, digests) }
                }
                for part in parts { try write(try part.get()) }
                start = end
            } else {
                try writeLarge(start, source, digests, to: write)
                start += 1
            }
        }
        try write(TarHeader.end)
    }

    /// Where the small files end that are read side by side from a position on; the position itself where a
    /// large one stands there.
    private static func waveEnd(from start: Int, _ digests: PackageDigests) -> Int {
        var (end, bytes) = (start, 0)
        while end < digests.files.count, end < start + Lanes.waveLength, bytes < waveBytesMax {
            let size = digests.files[end]?.size ?? 0
            guard size <= smallBytesMax else { break }
            bytes += size
            end += 1
        }
        return end
    }

    private static func entries(
        _ positions: ArraySlice<Int>, _ source: PackageSource, _ digests: PackageDigests
    ) throws(Fault) -> [UInt8] {
        var entries: [UInt8] = []
        for position in positions {
            let path = source.paths[position]
            let content = digests.files[position] == nil ? [] : source.bytes(path) ?? []
            guard digests.isSame(content, at: position) else { throw .changed(path: path) }
            TarHeader.append(path: source.folder + "/" + path, size: content.count, to: &entries)
            entries += content
            entries += TarHeader.padding(after: content.count)
        }
        return entries
    }

    private static func writeLarge(
        _ position: Int, _ source: PackageSource, _ digests: PackageDigests,
        to write: ([UInt8]) throws -> Void
    ) throws {
        let path = source.paths[position]
        guard let file = digests.files[position] else { return }
        var header: [UInt8] = []
        TarHeader.append(path: source.folder + "/" + path, size: file.size, to: &header)
        try write(header)
        var hash = SHA256()
        var written = 0
        while written < file.size {
            let range = written..<min(written + pieceLength, file.size)
            let piece =
                source.part.map { $0(path, range) }
                ?? source.bytes(path).map { Array($0[range.clamped(to: $0.indices)]) }
            guard let piece, piece.count == range.count else { throw Fault.changed(path: path) }
            piece.withUnsafeBytes { hash.update(bufferPointer: $0) }
            try write(piece)
            written += piece.count
        }
        guard FileDigest(hash.finalize()) == file.sha256 else { throw Fault.changed(path: path) }
        try write(TarHeader.padding(after: written))
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

extension PackageArchive {
    /// The package of an archive that `write` made; `nil` where it is damaged so that its files cannot be
    /// told apart. Whether they are what they were, their digests tell.
    ///
    /// - Parameters:
    ///   - size: bytes of the archive.
    ///   - read: some bytes of it, fewer where it ends before; `nil` where they cannot be had. It is called
    ///     by several threads at once.
    public static func source(size: Int, read: @escaping @Sendable (Range<Int>) -> [UInt8]?) -> PackageSource?
    {
        var window = ArchiveWindow(read: read)
        var (folder, paths, spans): (String?, [String], [Range<Int>]) = (nil, [], [])
        var position = 0
        while true {
            guard let entry = window.entry(at: position) else { return nil }
            guard let entry else { break }
            let (path, span) = entry
            guard span.upperBound <= size, let slash = path.utf8.firstIndex(of: 0x2F) else { return nil }
            let (first, rest) = (String(path[..<slash]), String(path[path.index(after: slash)...]))
            // In the order of their paths, so that they can be looked up without a table beside them.
            guard folder ?? first == first, paths.last.map({ $0 < rest }) ?? true else { return nil }
            folder = first
            paths.append(rest)
            spans.append(span)
            position = span.upperBound + TarHeader.padding(after: span.count).count
        }
        guard let folder else { return nil }
        let files = ArchiveFiles(paths: paths, spans: spans)
        var source = PackageSource(folder: folder, paths: paths) { path in
            files.span(of: path).flatMap { read($0) }
        }
        source.part = { path, range in
            files.span(of: path).flatMap { span in
                let start = min(span.lowerBound + range.lowerBound, span.upperBound)
                let length = min(range.count, span.upperBound - start)
                return read(start..<start + length)
            }
        }
        return source
    }
}

/// Where the files of an archive stand.
private struct ArchiveFiles: Sendable {
    /// Sorted.
    let paths: [String]
    let spans: [Range<Int>]

    func span(of path: String) -> Range<Int>? {
        var (low, high) = (0, paths.count)
        while low < high {
            let middle = (low + high) / 2
            if paths[middle] < path { low = middle + 1 } else { high = middle }
        }
        return low < paths.count && paths[low] == path ? spans[low] : nil
    }
}

/// The headers of an archive, read some at a time: most files are no longer than their header.
private struct ArchiveWindow {
    private static let length = 1 << 16

    private let read: @Sendable (Range<Int>) -> [UInt8]?
    private var bytes: [UInt8] = []
    private var start = 0

    init(read: @escaping @Sendable (Range<Int>) -> [UInt8]?) { self.read = read }

    /// The file whose header stands at a position, and where its bytes are; `.some(nil)` at the end of the
    /// archive, `nil` where neither is there.
    mutating func entry(at position: Int) -> (path: String, span: Range<Int>)?? {
        guard let block = block(at: position) else { return nil }
        guard let header = TarHeader(block) else { return TarHeader.isEnd(block) ? .some(nil) : nil }
        let content = position + TarHeader.length
        guard header.isExtension else { return (header.path, content..<content + header.size) }
        guard header.size <= Self.length, let records = piece(content..<content + header.size),
            let named = TarHeader.Extension(records)
        else { return nil }
        let next = content + header.size + TarHeader.padding(after: header.size).count
        guard let block = self.block(at: next), let following = TarHeader(block), !following.isExtension
        else { return nil }
        let start = next + TarHeader.length
        return (named.path ?? following.path, start..<start + (named.size ?? following.size))
    }

    private mutating func block(at position: Int) -> ArraySlice<UInt8>? {
        piece(position..<position + TarHeader.length)
    }

    private mutating func piece(_ range: Range<Int>) -> ArraySlice<UInt8>? {
        if range.lowerBound < start || range.upperBound > start + bytes.count {
            guard let next = read(range.lowerBound..<range.lowerBound + Self.length) else { return nil }
            (bytes, start) = (next, range.lowerBound)
        }
        let (from, to) = (range.lowerBound - start, range.upperBound - start)
        return to <= bytes.count ? bytes[from..<to] : nil
    }
}
