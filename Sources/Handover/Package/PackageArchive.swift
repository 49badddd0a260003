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

