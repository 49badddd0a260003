internal import Scanning

/// A zip: a header before each file, and a directory of all of them at the end. Names are UTF-8, every file
/// is of 1980-01-01, the first day there is in a zip; it is deflated where that makes it smaller, but not so
/// small that a reader takes it for a bomb. What does
/// not fit into the old fields stands in those of zip64.
struct ZipEntries: ArchiveEntries {
    /// What the directory repeats of a file.
    struct Record: Sendable, Equatable {
        let checksum: UInt32
        let size: Int
        let packedSize: Int

        var method: Int { packedSize < size ? 8 : 0 }
    }

    private static let full = 0xFFFF_FFFF
    /// Names in UTF-8.
    private static let flags = 0x0800
    /// 1980-01-01, midnight.
    private static let moment = 0x0021_0000
    /// Made by a program of Unix, as of zip64: so that the rights below count.
    private static let madeBy = 3 << 8 | 45
    /// A regular file that its owner may read and write.
    private static let attributes = 0o100600 << 16

    func entry(_ path: String, _ content: [UInt8]) -> (bytes: [UInt8], record: Record) {
        let deflate = DeflateStream()
        let packed = deflate.write(content.span) + deflate.finish()
        let isSmaller = packed.count < content.count
        let record = Record(
            checksum: CyclicChecksum.crc32(content.span), size: content.count,
            packedSize: isSmaller ? packed.count : content.count)
        return (Self.header(path, record) + (isSmaller ? packed : content), record)
    }

    /// Twice over the file: its header says how long it becomes.
    func write(
        _ path: String, _ file: ArchivedFile, to write: ([UInt8]) throws -> Void
    ) throws -> Record {
        var (checksum, packedSize): (UInt32, Int) = (0, 0)
        let measure = DeflateStream()
        try file.pieces { piece in
            checksum = CyclicChecksum.crc32(piece.span, from: checksum)
            packedSize += measure.write(piece.span).count
        }
        packedSize += measure.finish().count
        // What shrinks too far is taken for a bomb: it stays as it is.
        let isSuspicious =
            file.size > ZipArchive.ratioBytesMin && file.size / ZipArchive.ratioMax > packedSize
        let record = Record(
            checksum: checksum, size: file.size,
            packedSize: isSuspicious ? file.size : min(packedSize, file.size))
        try write(Self.header(path, record))
        guard record.method == 8 else {
            try file.pieces(write)
            return record
        }
        let deflate = DeflateStream()
        try file.pieces { try write(deflate.write($0.span)) }
        try write(deflate.finish())
        return record
    }

    func end(_ records: [(path: String, start: Int, record: Record)], at position: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        for (path, start, record) in records { Self.append(path, record, at: start, to: &bytes) }
        let size = bytes.count
        if records.count >= 0xFFFF || size >= Self.full || position >= Self.full {
            bytes += Self.number(0x0606_4B50, 4) + Self.number(44, 8)
            bytes += Self.number(Self.madeBy, 2) + Self.number(45, 2) + Self.number(0, 8)
            bytes += Self.number(records.count, 8) + Self.number(records.count, 8)
            bytes += Self.number(size, 8) + Self.number(position, 8)
            bytes += Self.number(0x0706_4B50, 4) + Self.number(0, 4)
            bytes += Self.number(position + size, 8) + Self.number(1, 4)
        }
        let count = min(records.count, 0xFFFF)
        bytes += Self.number(0x0605_4B50, 4) + Self.number(0, 4)
        bytes += Self.number(count, 2) + Self.number(count, 2)
        bytes += Self.number(min(size, Self.full), 4) + Self.number(min(position, Self.full), 4)
        return bytes + Self.number(0, 2)
    }

    private static func header(_ path: String, _ record: Record) -> [UInt8] {
        let isLarge = record.size >= full || record.packedSize >= full
        // In a header both sizes stand in zip64 or none.
        let extra =
            isLarge
            ? number(1, 2) + number(16, 2) + number(record.size, 8) + number(record.packedSize, 8) : []
        var bytes = number(0x0403_4B50, 4) + number(isLarge ? 45 : 20, 2)
        bytes += shared(record)
        bytes += number(isLarge ? full : record.packedSize, 4) + number(isLarge ? full : record.size, 4)
        return bytes + number(path.utf8.count, 2) + number(extra.count, 2) + Array(path.utf8) + extra
    }

    /// The entry of the directory.
    static func append(_ path: String, _ record: Record, at start: Int, to bytes: inout [UInt8]) {
        let fields = [record.size, record.packedSize, start].filter { $0 >= full }
        let extra =
            fields.isEmpty
            ? [] : number(1, 2) + number(8 * fields.count, 2) + fields.flatMap { number($0, 8) }
        bytes += number(0x0201_4B50, 4) + number(madeBy, 2) + number(fields.isEmpty ? 20 : 45, 2)
        bytes += shared(record)
        bytes += number(min(record.packedSize, full), 4) + number(min(record.size, full), 4)
        bytes += number(path.utf8.count, 2) + number(extra.count, 2)
        // No comment, on the first disk, no text.
        bytes += number(0, 6) + number(attributes, 4) + number(min(start, full), 4)
        bytes += Array(path.utf8) + extra
    }

    private static func shared(_ record: Record) -> [UInt8] {
        number(flags, 2) + number(record.method, 2) + number(moment, 4) + number(Int(record.checksum), 4)
    }

    /// The lowest byte first.
    private static func number(_ value: Int, _ length: Int) -> [UInt8] {
        (0..<length).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
