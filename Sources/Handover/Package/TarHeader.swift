/// The header of one entry in a tar archive: read of every form, written as POSIX.1-2001 has it (ustar with
/// pax records) and of regular files only.
///
/// Numbers are octal text, the checksum is the sum of the header's bytes with blanks in its own place. A path
/// or size that does not fit stands in records of its own before it.
struct TarHeader {
    /// What an entry is, by its letter.
    enum Kind: Equatable {
        case file, folder
        /// pax: of the next entry, of all that follow.
        case records, recordsForAll
        /// GNU: the next entry's name, what it links to.
        case longName, longLink
        case hardLink, symbolicLink, device, pipe, sparse
        /// A letter that no archive of files needs.
        case other(UInt8)

        init(_ letter: UInt8) {
            switch letter {
            case 0x30, 0x00, 0x37: self = .file
            case 0x31: self = .hardLink
            case 0x32: self = .symbolicLink
            case 0x33, 0x34: self = .device
            case 0x35: self = .folder
            case 0x36: self = .pipe
            case 0x78: self = .records
            case 0x67: self = .recordsForAll
            case 0x4C: self = .longName
            case 0x4B: self = .longLink
            case 0x53: self = .sparse
            default: self = .other(letter)
            }
        }

        /// Whether it only says something of what follows.
        var isExtension: Bool {
            switch self {
            case .records, .recordsForAll, .longName, .longLink: true
            default: false
            }
        }

        /// For a message.
        var words: String {
            switch self {
            case .file: "a file"
            case .folder: "a folder"
            case .records, .recordsForAll, .longName, .longLink: "records"
            case .hardLink: "a link to another file"
            case .symbolicLink: "a symbolic link"
            case .device: "a device"
            case .pipe: "a pipe"
            case .sparse: "a sparse file"
            case .other(let letter): "an entry of type \(letter)"
            }
        }
    }

    /// Bytes of a header; contents are padded to a multiple of it.
    static let length = 512
    /// Two empty blocks.
    static let end = [UInt8](repeating: 0, count: 2 * length)

    private static let checksum = 148..<156
    private static let sizeMax = 0o77_777_777_777

    let path: String
    /// Of the content, bytes.
    let size: Int
    let kind: Kind

    /// `nil` where the block is no header, or is damaged.
    init?(_ block: ArraySlice<UInt8>) {
        guard block.count == Self.length else { return nil }
        let block = Array(block)
        let magic = block[257..<263]
        let isPOSIX = magic.elementsEqual("ustar\u{0}".utf8)
        // GNU ends the word with blanks, and what came before POSIX has none.
        guard isPOSIX || magic.elementsEqual("ustar ".utf8) || magic.allSatisfy({ $0 == 0 }),
            let stated = Self.number(block[Self.checksum]), stated == Self.sum(block),
            let size = Self.number(block[124..<136]), let name = Self.text(block[0..<100])
        else { return nil }
        guard let prefix = isPOSIX ? Self.text(block[345..<500]) : "" else { return nil }
        path = prefix.isEmpty ? name : prefix + "/" + name
        self.size = size
        kind = Kind(block[156])
    }

    static func isEnd(_ block: ArraySlice<UInt8>) -> Bool { block.allSatisfy { $0 == 0 } }

    /// What follows so many bytes of content.
    static func padding(after size: Int) -> [UInt8] {
        [UInt8](repeating: 0, count: paddingLength(after: size))
    }

    static func paddingLength(after size: Int) -> Int { (length - size % length) % length }

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

    /// Octal digits, blanks before and blanks or zeros behind them; or, as GNU writes what does not fit, the
    /// number itself behind a byte of its own.
    private static func number(_ field: ArraySlice<UInt8>) -> Int? {
        if field.first == 0x80 {
            let bytes = field.dropFirst()
            guard bytes.dropLast(7).allSatisfy({ $0 == 0 }) else { return nil }
            return bytes.reduce(0) { $0 << 8 | Int($1) }
        }
        let rest = field.drop { $0 == 0x20 }
        let digits = rest.prefix { (0x30...0x37).contains($0) }
        guard !digits.isEmpty, rest.dropFirst(digits.count).allSatisfy({ $0 == 0x20 || $0 == 0 }) else {
            return nil
        }
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
        /// GNU: the content is only what is not zero.
        private(set) var isSparse = false

        /// `nil` where they are damaged.
        init?(_ records: ArraySlice<UInt8>) {
            var rest = records
            while !rest.isEmpty {
                guard let blank = rest.firstIndex(of: 0x20),
                    let count = Int(String(decoding: rest[..<blank], as: UTF8.self)), count <= rest.count,
                    rest.startIndex + count > blank + 1
                else { return nil }
                let line = rest[(blank + 1)..<(rest.startIndex + count)]
                guard line.last == 0x0A, let equals = line.firstIndex(of: 0x3D) else { return nil }
                let value = String(validating: line[(equals + 1)...].dropLast(), as: UTF8.self)
                switch String(decoding: line[..<equals], as: UTF8.self) {
                case "path":
                    guard let value, !value.utf8.contains(0) else { return nil }
                    path = value
                case "size":
                    guard let number = value.flatMap({ Int($0) }), number >= 0 else { return nil }
                    size = number
                case let name where name.hasPrefix("GNU.sparse."): isSparse = true
                default: break
                }
                rest = rest.dropFirst(count)
            }
        }
    }
}
