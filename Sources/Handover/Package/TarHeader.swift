/// The header of one file in a tar archive (POSIX.1-2001, ustar with pax records), of regular files only.
///
/// Numbers are octal text, the checksum is the sum of the header's bytes with blanks in its own place. A path
/// or size that does not fit stands in records of its own before it.
struct TarHeader {
    /// Bytes of a header; contents are padded to a multiple of it.
    static let length = 512
    /// Two empty blocks.
    static let end = [UInt8](repeating: 0, count: 2 * length)

    private static let checksum = 148..<156
    private static let sizeMax = 0o77_777_777_777

    let path: String
    /// Of the content, bytes.
    let size: Int
    /// Whether the content is records about the file after it.
    let isExtension: Bool

    /// `nil` where the block is no header of ours, or is damaged.
    init?(_ block: ArraySlice<UInt8>) {
        guard block.count == Self.length else { return nil }
        let block = Array(block)
        guard Array(block[257..<265]) == Array("ustar\u{0}00".utf8),
            let stated = Self.number(block[Self.checksum]), stated == Self.sum(block),
            let size = Self.number(block[124..<136]), block[156] == 0x30 || block[156] == 0x78,
            let name = Self.text(block[0..<100]), let prefix = Self.text(block[345..<500])
        else { return nil }
        path = prefix.isEmpty ? name : prefix + "/" + name
        self.size = size
        isExtension = block[156] == 0x78
    }

    static func isEnd(_ block: ArraySlice<UInt8>) -> Bool { block.allSatisfy { $0 == 0 } }

    /// What follows so many bytes of content.
    static func padding(after size: Int) -> [UInt8] {
        [UInt8](repeating: 0, count: (length - size % length) % length)
    }

    /// The header of a regular file, readable by its owner only, without time and owner.
    static func append(path: String, size: Int, to archive: inout [UInt8]) {
        if let parts = split(path), size <= sizeMax {
            append(name: parts.name, prefix: parts.prefix, size: size, type: 0x30, to: &archive)
            return
        }
        let records = record("path", path) + record("size", String(size))
        append(name: Array("pax".utf8), prefix: [], size: records.count, type: 0x78, to: &archive)
        archive += records + padding(after: records.count)
        append(
            name: Array(path.utf8.suffix(100)), prefix: [], size: min(size, sizeMax), type: 0x30, to: &archive
        )
    }

    private static func append(
        name: [UInt8], prefix: [UInt8], size: Int, type: UInt8, to archive: inout [UInt8]
    ) {
        var block = [UInt8](repeating: 0, count: length)
        func put(_ bytes: some Collection<UInt8>, at start: Int) {
            for (offset, byte) in bytes.enumerated() { block[start + offset] = byte }
        }
        put(name, at: 0)
        put("0000600".utf8, at: 100)
        put("0000000".utf8, at: 108)
        put("0000000".utf8, at: 116)
        put(octal(size, digits: 11).utf8, at: 124)
        put("00000000000".utf8, at: 136)
        block[156] = type
        put("ustar\u{0}00".utf8, at: 257)
        put(prefix, at: 345)
        put((octal(sum(block), digits: 6) + "\u{0} ").utf8, at: checksum.lowerBound)
        archive += block
    }

    /// The path as name of at most 100 bytes and prefix of at most 155, cut at a slash.
    private static func split(_ path: String) -> (prefix: [UInt8], name: [UInt8])? {
        let bytes = Array(path.utf8)
        guard bytes.count > 100 else { return ([], bytes) }
        guard
            let slash = bytes.indices.dropFirst(bytes.count - 101).first(where: { bytes[$0] == 0x2F }),
            slash <= 155, slash < bytes.count - 1
        else { return nil }
        return (Array(bytes[..<slash]), Array(bytes[(slash + 1)...]))
    }

    /// `27 path=…` and a line feed: the number counts itself.
    private static func record(_ name: String, _ value: String) -> [UInt8] {
        let rest = " \(name)=\(value)\n".utf8.count
        var count = rest + String(rest).utf8.count
        count = rest + String(count).utf8.count
        return Array("\(count) \(name)=\(value)\n".utf8)
    }

    private static func octal(_ number: Int, digits: Int) -> String {
        let text = String(number, radix: 8)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }

    private static func sum(_ block: [UInt8]) -> Int {
        var sum = checksum.count * 0x20
        for byte in block[..<checksum.lowerBound] { sum += Int(byte) }
        for byte in block[checksum.upperBound...] { sum += Int(byte) }
        return sum
    }

    /// Octal digits up to the first other byte.
    private static func number(_ field: ArraySlice<UInt8>) -> Int? {
        let digits = field.prefix { (0x30...0x37).contains($0) }
        guard !digits.isEmpty else { return nil }
        return digits.reduce(0) { $0 << 3 | Int($1 - 0x30) }
    }

    private static func text(_ field: ArraySlice<UInt8>) -> String? {
        String(validating: field.prefix { $0 != 0 }, as: UTF8.self)
    }
}

extension TarHeader {
    /// The records that stand before a header and count instead of what it says.
    struct Extension {
        private(set) var path: String?
        private(set) var size: Int?

        /// `nil` where they are damaged.
        init?(_ records: ArraySlice<UInt8>) {
            var rest = records
            while !rest.isEmpty {
                guard let blank = rest.firstIndex(of: 0x20),
                    let count = Int(String(decoding: rest[..<blank], as: UTF8.self)), count <= rest.count,
                    rest.startIndex + count > blank + 1
                else { return nil }
                let line = rest[(blank + 1)..<(rest.startIndex + count)]
                guard line.last == 0x0A, let equals = line.firstIndex(of: 0x3D),
                    let value = String(validating: line[(equals + 1)...].dropLast(), as: UTF8.self)
                else { return nil }
                switch String(decoding: line[..<equals], as: UTF8.self) {
                case "path": path = value
                case "size":
                    guard let number = Int(value), number >= 0 else { return nil }
                    size = number
                default: return nil
                }
                rest = rest.dropFirst(count)
            }
        }
    }
}
