/// The character encodings met in bank and invoice files, and how to make text of their bytes.
///
/// All but UTF-16 keep ASCII where it is, so fields are cut on raw bytes and only the fields that are kept
/// are decoded.
public enum TextEncoding: String, Sendable, CaseIterable {
    case utf8 = "UTF-8"
    case windows1252 = "windows-1252"
    case iso8859_1 = "ISO-8859-1"
    case iso8859_15 = "ISO-8859-15"
    case cp850 = "CP850"
    case utf16LittleEndian = "UTF-16LE"
    case utf16BigEndian = "UTF-16BE"

    /// The encoding of a text and the length of its byte-order mark: a mark decides, else valid UTF-8 is
    /// UTF-8, else single bytes are Windows-1252 (a superset of the printable ISO-8859-1).
    ///
    /// Looks at no more than `sampleBytes`; a cut in the middle of a character does not count against UTF-8.
    public static func detect(
        _ bytes: Span<UInt8>, sampleBytes: Int = 1 << 22
    ) -> (encoding: TextEncoding, markLength: Int) {
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { return (.utf8, 3) }
        if bytes.count >= 2, bytes[0] == 0xFF, bytes[1] == 0xFE { return (.utf16LittleEndian, 2) }
        if bytes.count >= 2, bytes[0] == 0xFE, bytes[1] == 0xFF { return (.utf16BigEndian, 2) }
        if bytes.count >= 4, bytes[0] != 0, bytes[1] == 0, bytes[2] != 0, bytes[3] == 0 {
            return (.utf16LittleEndian, 0)
        }
        let sample = min(bytes.count, sampleBytes)
        let isUnicode = isUTF8(bytes.extracting(0..<sample), mayBeCut: sample < bytes.count)
        return (isUnicode ? .utf8 : .windows1252, 0)
    }

    /// The same for all of the text, and whether it is ASCII behind its mark: one pass over most files.
    public static func survey(
        _ bytes: Span<UInt8>
    ) -> (encoding: TextEncoding, markLength: Int, isASCII: Bool) {
        let (encoding, markLength) = detect(bytes, sampleBytes: 4)
        guard encoding == .utf8 || encoding == .windows1252 else { return (encoding, markLength, false) }
        if Scanning.isASCII(bytes.extracting(markLength..<bytes.count)) { return (.utf8, markLength, true) }
        return (markLength > 0 || isUTF8(bytes) ? .utf8 : .windows1252, markLength, false)
    }

    /// Whether the bytes are well-formed UTF-8.
    public static func isUTF8(_ bytes: Span<UInt8>, mayBeCut: Bool = false) -> Bool {
        bytes.withUnsafeBufferPointer { isUTF8($0, mayBeCut: mayBeCut) }
    }

    private static func isUTF8(_ bytes: UnsafeBufferPointer<UInt8>, mayBeCut: Bool) -> Bool {
        var index = 0
        var releaseAt = MappedPages.stride
        while true {
            // Most of every text is ASCII.
            let end = min(bytes.count, releaseAt)
            index = endOfASCII(UnsafeBufferPointer(rebasing: bytes[..<end]), from: min(index, end))
            if index == end {
                guard end < bytes.count else { return true }
                MappedPages.release(bytes, upTo: end)
                releaseAt = end + MappedPages.stride
                continue
            }
            let lead = bytes[index]
            let length = lead >= 0xF0 && lead <= 0xF4 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0
            guard length > 0, lead <= 0xF4 else { return false }
            guard index + length <= bytes.count else { return mayBeCut }
            for offset in 1..<length where bytes[index + offset] & 0xC0 != 0x80 { return false }
            if lead == 0xE0, bytes[index + 1] < 0xA0 { return false }
            if lead == 0xED, bytes[index + 1] > 0x9F { return false }
            if lead == 0xF0, bytes[index + 1] < 0x90 { return false }
            if lead == 0xF4, bytes[index + 1] > 0x8F { return false }
            index += length
        }
    }

    /// The text of a field. Bytes that the encoding does not know become U+FFFD.
    public func string(_ bytes: Span<UInt8>) -> String {
        switch self {
        case .utf8: return bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        case .utf16LittleEndian, .utf16BigEndian: return String(decoding: utf16(bytes), as: UTF16.self)
        case .windows1252, .iso8859_1, .iso8859_15, .cp850:
            if Scanning.isASCII(bytes) {
                return bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
            }
            return singleBytes(bytes)
        }
    }

    /// The whole text as UTF-8 bytes, for encodings that cannot be cut into fields as they stand.
    public func utf8Bytes(_ bytes: Span<UInt8>) -> [UInt8] { Array(string(bytes).utf8) }

    private func utf16(_ bytes: Span<UInt8>) -> [UInt16] {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var index = 0
        while index + 1 < bytes.count {
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            units.append(self == .utf16LittleEndian ? first | second << 8 : first << 8 | second)
            index += 2
        }
        return units
    }

    private func singleBytes(_ bytes: Span<UInt8>) -> String {
        // No character of these encodings takes more than three bytes in UTF-8.
        String(unsafeUninitializedCapacity: 3 * bytes.count) { text in
            var count = 0
            for index in bytes.indices {
                let byte = bytes[index]
                if byte < 0x80 {
                    text[count] = byte
                    count += 1
                    continue
                }
                for unit in UTF8.encode(scalar(highByte: byte)) ?? UTF8.encodedReplacementCharacter {
                    text[count] = unit
                    count += 1
                }
            }
            return count
        }
    }

    private func scalar(highByte byte: UInt8) -> Unicode.Scalar {
        switch self {
        case .windows1252 where byte < 0xA0: Self.windows1252High[Int(byte) - 0x80]
        case .cp850: Self.cp850High[Int(byte) - 0x80]
        case .iso8859_15: Self.latin9[byte] ?? Unicode.Scalar(byte)
        default: Unicode.Scalar(byte)
        }
    }

    private static let windows1252High: [Unicode.Scalar] = Array(
        "€\u{FFFD}‚ƒ„…†‡ˆ‰Š‹Œ\u{FFFD}Ž\u{FFFD}\u{FFFD}‘’“”•–—˜™š›œ\u{FFFD}žŸ".unicodeScalars)

    /// Where ISO-8859-15 differs from ISO-8859-1.
    private static let latin9: [UInt8: Unicode.Scalar] = [
        0xA4: "€", 0xA6: "Š", 0xA8: "š", 0xB4: "Ž", 0xB8: "ž", 0xBC: "Œ", 0xBD: "œ", 0xBE: "Ÿ",
    ]

    private static let cp850High: [Unicode.Scalar] = Array(
        ("ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐"
            + "└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}")
            .unicodeScalars)
}
