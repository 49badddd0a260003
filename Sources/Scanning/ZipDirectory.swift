/// The central directory of a zip and what must hold before anything in it is read.
struct ZipDirectory {
    static let localSignature = 0x0403_4B50
    static let endSignature = 0x0605_4B50
    private static let centralSignature = 0x0201_4B50
    private static let end64Signature = 0x0606_4B50
    private static let locator64Signature = 0x0706_4B50

    private var count = 0
    private var size = 0
    private var offset = 0
    /// Where the records behind the directory begin: no member reaches beyond.
    private var end = 0

    /// Finds the directory by the end record, the zip64 one where its fields say so.
    init(_ bytes: Span<UInt8>, membersMax: Int) throws(ContainerFailure) {
        guard let position = Self.endPosition(bytes) else {
            throw ContainerFailure(Container.isZip(bytes) ? .truncated : .malformed)
        }
        guard let disk = bytes.littleEndian16(position + 4), let start = bytes.littleEndian16(position + 6),
            let here = bytes.littleEndian16(position + 8), let count = bytes.littleEndian16(position + 10),
            let size = bytes.littleEndian32(position + 12), let offset = bytes.littleEndian32(position + 16)
        else { throw ContainerFailure(.truncated) }
        (self.count, self.size, self.offset, end) = (count, size, offset, position)
        // A plain archive may have exactly 65535 members: it has no locator.
        let hasLocator = bytes.littleEndian32(position - 20) == Self.locator64Signature
        if size == 0xFFFF_FFFF || offset == 0xFFFF_FFFF || count == 0xFFFF && hasLocator {
            try readZip64(bytes, before: position)
        } else if disk != 0 || start != 0 || here != count {
            throw ContainerFailure(.malformed)
        }
        if self.count > membersMax { throw ContainerFailure(.tooLarge) }
        guard self.offset <= end, self.size <= end - self.offset else { throw ContainerFailure(.malformed) }
    }

    /// The last end record whose comment fits in.
    static func endPosition(_ bytes: Span<UInt8>) -> Int? {
        var position = bytes.count - 22
        let lowest = max(0, position - 0xFFFF)
        while position >= lowest {
            if bytes[position] == 0x50, bytes.littleEndian32(position) == endSignature,
                let comment = bytes.littleEndian16(position + 20), comment <= bytes.count - 22 - position
            {
                return position
            }
            position -= 1
        }
        return nil
    }

    private mutating func readZip64(_ bytes: Span<UInt8>, before position: Int) throws(ContainerFailure) {
        let locator = position - 20
        guard bytes.littleEndian32(locator) == Self.locator64Signature,
            let record = bytes.littleEndian64(locator + 8), record <= locator - 56,
            bytes.littleEndian32(record) == Self.end64Signature,
            let disk = bytes.littleEndian32(record + 16), let start = bytes.littleEndian32(record + 20),
            let here = bytes.littleEndian64(record + 24), let count = bytes.littleEndian64(record + 32),
            let size = bytes.littleEndian64(record + 40), let offset = bytes.littleEndian64(record + 48),
            disk == 0, start == 0, here == count
        else { throw ContainerFailure(.malformed) }
        (self.count, self.size, self.offset, end) = (count, size, offset, record)
    }

    /// All members, checked against their own headers and against each other.
    func members(_ bytes: Span<UInt8>) throws(ContainerFailure) -> [ZipArchive.Member] {
        var members: [ZipArchive.Member] = []
        members.reserveCapacity(count)
        var extents: [(start: Int, end: Int)] = []
        var names: Set<String> = []
        var position = offset
        for number in 1...max(1, count) where number <= count {
            guard let entry = ZipEntry(bytes, at: position, signature: Self.centralSignature),
                entry.next <= offset + size
            else { throw ContainerFailure(.malformed, member: number) }
            position = entry.next
            // Bit 0 is encryption, bit 6 strong encryption, bit 13 an encrypted directory.
            if entry.flags & 0x2041 != 0 || entry.method == 99 {
                throw ContainerFailure(.encrypted, member: number)
            }
            let name = try Self.safeName(
                bytes.extracting(entry.name), isUnicode: entry.flags & 0x800 != 0, number)
            guard names.insert(name).inserted else {
                throw ContainerFailure(.repeatedName, member: number)
            }
            let start = try dataOffset(entry, bytes, number)
            extents.append((entry.localOffset, start + entry.compressedSize))
            members.append(
                ZipArchive.Member(
                    number: number, name: name, compressedSize: entry.compressedSize, size: entry.size,
                    method: entry.method, checksum: entry.checksum, dataOffset: start,
                    attributes: entry.attributes))
        }
        extents.sort { ($0.start, $0.end) < ($1.start, $1.end) }
        for (a, b) in zip(extents, extents.dropFirst()) where b.start < a.end {
            throw ContainerFailure(.malformed)
        }
        return members
    }

    /// Where the data begins behind the member's own header, which must name the same file.
    private func dataOffset(
        _ entry: ZipEntry, _ bytes: Span<UInt8>, _ number: Int
    ) throws(ContainerFailure) -> Int {
        let local = entry.localOffset
        guard local <= offset - 30, bytes.littleEndian32(local) == Self.localSignature,
            let flags = bytes.littleEndian16(local + 6), let nameLength = bytes.littleEndian16(local + 26),
            let extraLength = bytes.littleEndian16(local + 28), nameLength == entry.name.count
        else { throw ContainerFailure(.malformed, member: number) }
        if flags & 1 != 0 { throw ContainerFailure(.encrypted, member: number) }
        let start = local + 30 + nameLength + extraLength
        guard start <= offset, entry.compressedSize <= offset - start else {
            throw ContainerFailure(.malformed, member: number)
        }
        for index in 0..<nameLength where bytes[local + 30 + index] != bytes[entry.name.lowerBound + index] {
            throw ContainerFailure(.malformed, member: number)
        }
        return start
    }

    /// The name with `/` between its parts, as programs of one system write `\`.
    private static func safeName(
        _ bytes: Span<UInt8>, isUnicode: Bool, _ number: Int
    ) throws(ContainerFailure) -> String {
        let isValid = TextEncoding.isUTF8(bytes)
        guard !bytes.isEmpty, isValid || !isUnicode else {
            throw ContainerFailure(.unsafeName, member: number)
        }
        // Many programs write UTF-8 without saying so; cp437 text is hardly ever valid UTF-8.
        let name = (isValid ? TextEncoding.utf8.string(bytes) : CodePage437.string(bytes))
            .replacing("\\", with: "/")
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let isAbsolute = name.hasPrefix("/") || name.dropFirst().hasPrefix(":")
        guard !isAbsolute, !parts.contains(".."), !parts.dropLast().contains(""),
            !name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
        else { throw ContainerFailure(.unsafeName, member: number) }
        return name
    }
}

/// One entry of the central directory as it stands, zip64 fields applied.
private struct ZipEntry {
    let flags: Int
    let method: Int
    let checksum: UInt32
    private(set) var compressedSize: Int
    private(set) var size: Int
    private(set) var localOffset: Int
    let attributes: Int
    let name: Range<Int>
    /// Where the next entry begins.
    let next: Int

    init?(_ bytes: Span<UInt8>, at position: Int, signature: Int) {
        guard bytes.littleEndian32(position) == signature, let flags = bytes.littleEndian16(position + 8),
            let method = bytes.littleEndian16(position + 10),
            let checksum = bytes.littleEndian32(position + 16),
            let compressedSize = bytes.littleEndian32(position + 20),
            let size = bytes.littleEndian32(position + 24),
            let nameLength = bytes.littleEndian16(position + 28),
            let extraLength = bytes.littleEndian16(position + 30),
            let commentLength = bytes.littleEndian16(position + 32),
            let disk = bytes.littleEndian16(position + 34),
            let attributes = bytes.littleEndian32(position + 38),
            let localOffset = bytes.littleEndian32(position + 42), disk == 0 || disk == 0xFFFF
        else { return nil }
        (self.flags, self.method, self.checksum) = (flags, method, UInt32(checksum))
        (self.compressedSize, self.size, self.localOffset) = (compressedSize, size, localOffset)
        self.attributes = attributes
        let extra = position + 46 + nameLength
        name = position + 46..<extra
        next = extra + extraLength + commentLength
        guard next <= bytes.count, readZip64(bytes, extra..<extra + extraLength) else { return nil }
    }

    /// Takes the sizes that did not fit from the extra field 1, in their fixed order.
    private mutating func readZip64(_ bytes: Span<UInt8>, _ extra: Range<Int>) -> Bool {
        let full = 0xFFFF_FFFF
        guard size == full || compressedSize == full || localOffset == full else { return true }
        var position = extra.lowerBound
        while position + 4 <= extra.upperBound, let id = bytes.littleEndian16(position),
            let length = bytes.littleEndian16(position + 2)
        {
            let end = position + 4 + length
            guard end <= extra.upperBound else { return false }
            position += 4
            guard id == 1 else {
                position = end
                continue
            }
            for field in [\ZipEntry.size, \.compressedSize, \.localOffset] where self[keyPath: field] == full
            {
                guard position + 8 <= end, let value = bytes.littleEndian64(position) else { return false }
                self[keyPath: field] = value
                position += 8
            }
            return true
        }
        return false
    }
}

/// The character set of names in old zip archives.
private enum CodePage437 {
    static func string(_ bytes: Span<UInt8>) -> String {
        var text = ""
        for index in bytes.indices {
            let byte = bytes[index]
            text.unicodeScalars.append(byte < 0x80 ? Unicode.Scalar(byte) : high[Int(byte) - 0x80])
        }
        return text
    }

    private static let high = Array(
        ("ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐"
            + "└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}")
            .unicodeScalars)
}
