/// Writes small tar files for tests, entry by entry, wrong ones too.
struct TarBuilder {
    /// An entry to be.
    struct Entry {
        var name: [UInt8]
        var content: [UInt8]
        /// `0` a file, `5` a folder, `1` and `2` links, `x` pax records, `L` a long name.
        var type: Character = "0"
        var magic = Array("ustar\u{0}00".utf8)
        /// As the header states it; `nil` for that of the content, in octal.
        var size: [UInt8]?
        var checksumDelta = 0

        init(_ name: String, _ content: [UInt8] = [], type: Character = "0") {
            (self.name, self.content, self.type) = (Array(name.utf8), content, type)
        }
    }

    /// The archive; `end` is what stands behind the last entry.
    static func archive(_ entries: [Entry], end: [UInt8] = [UInt8](repeating: 0, count: 1024)) -> [UInt8] {
        var bytes: [UInt8] = []
        for entry in entries {
            var header = [UInt8](repeating: 0, count: 512)
            func put(_ field: [UInt8], at start: Int) {
                for (offset, byte) in field.enumerated() { header[start + offset] = byte }
            }
            put(Array(entry.name.prefix(100)), at: 0)
            put(Array("0000644".utf8), at: 100)
            let size = String(entry.content.count, radix: 8)
            let octal = String(repeating: "0", count: 11 - size.count) + size
            put(entry.size ?? Array(octal.utf8), at: 124)
            put(Array("00000000000".utf8), at: 136)
            header[156] = entry.type.asciiValue ?? 0
            put(entry.magic, at: 257)
            put([UInt8](repeating: 0x20, count: 8), at: 148)
            let sum = String(header.reduce(entry.checksumDelta) { $0 + Int($1) }, radix: 8)
            put(Array((String(repeating: "0", count: 6 - sum.count) + sum + "\u{0} ").utf8), at: 148)
            bytes += header + entry.content
            bytes += [UInt8](repeating: 0, count: (512 - entry.content.count % 512) % 512)
        }
        return bytes + end
    }

    /// Makes the checksums of whatever looks like a header right, so that what is wrong in it is read.
    static func seal(_ bytes: inout [UInt8]) {
        for start in stride(from: 0, to: bytes.count - 511, by: 512)
        where bytes[start + 257] == 0x75 && bytes[start + 258] == 0x73 {
            for position in start + 148..<start + 156 { bytes[position] = 0x20 }
            let sum = String(bytes[start..<start + 512].reduce(0) { $0 + Int($1) }, radix: 8)
            let text = String(repeating: "0", count: 6 - sum.count) + sum + "\u{0} "
            for (offset, byte) in text.utf8.enumerated() { bytes[start + 148 + offset] = byte }
        }
    }

    /// `27 path=…` and a line feed.
    static func record(_ name: String, _ value: String) -> [UInt8] {
        let rest = " \(name)=\(value)\n"
        var count = rest.utf8.count + 1
        while String(count).utf8.count + rest.utf8.count != count { count += 1 }
        return Array("\(count)\(rest)".utf8)
    }
}
