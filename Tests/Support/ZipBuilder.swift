/// Writes small zip and gzip files for tests, byte by byte, wrong ones too.
public struct ZipBuilder {
    /// A member to be. What is `nil` is computed.
    public struct Member {
        public var name: [UInt8]
        public var content: [UInt8]
        public var method: UInt16 = 0
        public var flags: UInt16 = 0
        /// The data as stored; `nil` for what `method` makes of the content.
        public var data: [UInt8]?
        public var size: Int?
        public var checksum: UInt32?
        public var localName: [UInt8]?
        public var hasZip64 = false
        /// Of the system that made the archive; the mode of Unix in the upper half.
        public var attributes = 0
        /// Bytes after the data, such as a data descriptor.
        public var trailer: [UInt8] = []

        public init(_ name: String, _ content: [UInt8], method: UInt16 = 0) {
            self.name = Array(name.utf8)
            self.content = content
            self.method = method
        }
    }

    /// The archive with a central directory, a zip64 end record where asked for.
    public static func archive(_ members: [Member], hasZip64End: Bool = false) -> [UInt8] {
        var bytes: [UInt8] = []
        var directory: [UInt8] = []
        for member in members {
            let offset = bytes.count
            let data = member.data ?? (member.method == 8 ? Deflate.stored(member.content) : member.content)
            let isStreamed = member.flags & 8 != 0
            let checksum = member.checksum ?? CRC32.of(member.content)
            let size = member.size ?? member.content.count
            let name = member.localName ?? member.name
            bytes += four(0x0403_4B50) + two(20) + two(Int(member.flags)) + two(Int(member.method)) + four(0)
            bytes +=
                isStreamed ? four(0) + four(0) + four(0) : four(Int(checksum)) + four(data.count) + four(size)
            bytes += two(name.count) + two(0) + name + data + member.trailer
            directory += four(0x0201_4B50) + two(20) + two(20) + two(Int(member.flags))
            directory += two(Int(member.method)) + four(0) + four(Int(checksum))
            let extra =
                member.hasZip64 ? two(1) + two(24) + eight(size) + eight(data.count) + eight(offset) : []
            directory += member.hasZip64 ? four(-1) + four(-1) : four(data.count) + four(size)
            directory += two(member.name.count) + two(extra.count) + two(0) + two(0) + two(0)
            directory += four(member.attributes)
            directory += (member.hasZip64 ? four(-1) : four(offset)) + member.name + extra
        }
        let start = bytes.count
        bytes += directory
        if hasZip64End {
            let record = bytes.count
            bytes += four(0x0606_4B50) + eight(44) + two(45) + two(45) + four(0) + four(0)
            bytes += eight(members.count) + eight(members.count) + eight(directory.count) + eight(start)
            bytes += four(0x0706_4B50) + four(0) + eight(record) + four(1)
            return bytes + four(0x0605_4B50) + two(0) + two(0) + two(-1) + two(-1) + four(-1) + four(-1)
                + two(0)
        }
        bytes += four(0x0605_4B50) + two(0) + two(0) + two(members.count) + two(members.count)
        return bytes + four(directory.count) + four(start) + two(0)
    }

    /// An XLSX file of parts, deflated.
    public static func workbook(_ parts: [(name: String, text: String)]) -> [UInt8] {
        archive(parts.map { Member($0.name, Array($0.text.utf8), method: 8) })
    }

    /// One gzip member of `content`, its header with the optional fields of `flags`.
    public static func gzip(_ content: [UInt8], flags: UInt8 = 0, fields: [UInt8] = []) -> [UInt8] {
        [0x1F, 0x8B, 8, flags, 0, 0, 0, 0, 0, 3] + fields + Deflate.stored(content)
            + four(Int(CRC32.of(content))) + four(content.count)
    }

    static func two(_ value: Int) -> [UInt8] { (0..<2).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    static func four(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    static func eight(_ value: Int) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}

/// Deflate data made without a compressor.
public enum Deflate {
    /// Uncompressed blocks.
    public static func stored(_ content: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        var start = 0
        repeat {
            let end = min(start + 0xFFFF, content.count)
            bytes +=
                [end == content.count ? 1 : 0] + ZipBuilder.two(end - start) + ZipBuilder.two(~(end - start))
            bytes += content[start..<end]
            start = end
        } while start < content.count
        return bytes
    }

    /// One byte 1 + 258 × `repeats` times: the densest data there is, 1000 to one.
    public static func run(of byte: UInt8, repeats: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        func reversed(_ value: UInt32, _ width: Int) -> UInt32 {
            (0..<width).reduce(0) { $0 << 1 | (value >> UInt32($1)) & 1 }
        }
        func put(_ value: UInt32, _ width: Int) {
            bits |= value << UInt32(count)
            count += width
            while count >= 8 {
                bytes.append(UInt8(truncatingIfNeeded: bits))
                bits >>= 8
                count -= 8
            }
        }
        put(0b011, 3)
        let isShort = byte < 144
        put(
            reversed(isShort ? 0x30 + UInt32(byte) : 0x190 + UInt32(byte) - 144, isShort ? 8 : 9),
            isShort ? 8 : 9)
        for _ in 0..<repeats {
            put(reversed(0b1100_0101, 8), 8)
            put(0, 5)
        }
        put(0, 7)
        if count > 0 { put(0, 8 - count) }
        return bytes
    }
}

/// CRC-32 of ISO 3309, bit by bit.
public enum CRC32 {
    /// The checksum of some bytes.
    public static func of(_ bytes: [UInt8]) -> UInt32 {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return ~crc
    }
}
