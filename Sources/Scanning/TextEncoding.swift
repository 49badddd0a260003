/// The character encodings met in bank and invoice files, and how to make text of their bytes.
///
/// All but UTF-16 keep ASCII where it is, so fields are cut on raw bytes and only the fields that are kept
/// are decoded.
public enum TextEncoding: String, Sendable, CaseIterable {
    case utf8 = "UTF-8"
    case windows1252 = "windows-1252"
    case iso8859_1 = "ISO-8859-1"
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

    /// Whether the bytes are well-formed UTF-8.
    public static func isUTF8(_ bytes: Span<UInt8>, mayBeCut: Bool = false) -> Bool {
        var index = 0
        let end = bytes.count
        while index < end {
            let lead = bytes[index]
            if lead < 0x80 {
                index = skipASCII(bytes, index + 1)
                continue
            }
            let length = lead >= 0xF0 && lead <= 0xF4 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0
            guard length > 0, lead <= 0xF4 else { return false }
            guard index + length <= end else { return mayBeCut }
            for offset in 1..<length where bytes[index + offset] & 0xC0 != 0x80 { return false }
            if lead == 0xE0, bytes[index + 1] < 0xA0 { return false }
            if lead == 0xED, bytes[index + 1] > 0x9F { return false }
            if lead == 0xF0, bytes[index + 1] < 0x90 { return false }
            if lead == 0xF4, bytes[index + 1] > 0x8F { return false }
            index += length
        }
        return true
    }

    /// The first byte that is not ASCII from `start` on, or a place at most seven bytes before the end.
    private static func skipASCII(_ bytes: Span<UInt8>, _ start: Int) -> Int {
        bytes.withUnsafeBufferPointer { bytes in
            var index = start
            while index &+ 32 <= bytes.count {
                let first = ByteWord.load(bytes, index) | ByteWord.load(bytes, index &+ 8)
                let second = ByteWord.load(bytes, index &+ 16) | ByteWord.load(bytes, index &+ 24)
                guard (first | second) & ByteWord.highBits == 0 else { break }
                index &+= 32
            }
            while index &+ 8 <= bytes.count {
                let high = ByteWord.load(bytes, index) & ByteWord.highBits
                guard high == 0 else { return index &+ ByteWord.firstMark(high) }
                index &+= 8
            }
            return index
        }
    }

    /// The text of a field. Bytes that the encoding does not know become U+FFFD.
    public func string(_ bytes: Span<UInt8>) -> String {
        switch self {
        case .utf8: return bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        case .utf16LittleEndian, .utf16BigEndian: return String(decoding: utf16(bytes), as: UTF16.self)
        case .windows1252, .iso8859_1, .cp850:
            if isASCII(bytes) { return bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) } }
            return singleBytes(bytes)
        }
    }

    /// The whole text as UTF-8 bytes, for encodings that cannot be cut into fields as they stand.
    public func utf8Bytes(_ bytes: Span<UInt8>) -> [UInt8] { Array(string(bytes).utf8) }

    private func isASCII(_ bytes: Span<UInt8>) -> Bool {
        for index in bytes.indices where bytes[index] >= 0x80 { return false }
        return true
    }

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
        var text = String()
        text.reserveCapacity(bytes.count + 8)
        for index in bytes.indices {
            let byte = bytes[index]
            if byte < 0x80 {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text.unicodeScalars.append(scalar(highByte: byte))
            }
        }
        return text
    }

    private func scalar(highByte byte: UInt8) -> Unicode.Scalar {
        switch self {
        case .windows1252 where byte < 0xA0: Self.windows1252High[Int(byte) - 0x80]
        case .cp850: Self.cp850High[Int(byte) - 0x80]
        default: Unicode.Scalar(byte)
        }
    }

    private static let windows1252High: [Unicode.Scalar] = Array(
        "€\u{FFFD}‚ƒ„…†‡ˆ‰Š‹Œ\u{FFFD}Ž\u{FFFD}\u{FFFD}‘’“”•–—˜™š›œ\u{FFFD}žŸ".unicodeScalars)

    private static let cp850High: [Unicode.Scalar] = Array(
        ("ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐"
            + "└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}")
            .unicodeScalars)
}
