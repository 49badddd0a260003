internal import Domain

/// How mail writes what is not plain ASCII: RFC 2045 (bodies), RFC 2047 (headers), RFC 2231 (file names).
enum MailEncoding {
    /// Base64 in one piece.
    static func base64(_ bytes: some Sequence<UInt8>) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var output: [UInt8] = []
        var group: UInt32 = 0
        var count = 0
        for byte in bytes {
            group = group << 8 | UInt32(byte)
            count += 1
            if count == 3 {
                for shift in [UInt32(18), 12, 6, 0] { output.append(alphabet[Int(group >> shift & 63)]) }
                (group, count) = (0, 0)
            }
        }
        if count > 0 {
            group <<= UInt32(8 * (3 - count))
            for position in 0..<4 {
                let shift = UInt32(18 - 6 * position)
                output.append(position <= count ? alphabet[Int(group >> shift & 63)] : UInt8(ascii: "="))
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// Base64 in lines of 76 characters, each with its end.
    static func base64Lines(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count / 57 * 78 + 80)
        for start in stride(from: 0, to: bytes.count, by: 57) {
            output += base64(bytes[start..<min(start + 57, bytes.count)]).utf8
            output += [0x0D, 0x0A]
        }
        return output
    }

    /// Quoted-printable: lines of at most 76 characters, line ends as CRLF, the last one with its end.
    static func quotedPrintable(_ text: String) -> [UInt8] {
        var output: [UInt8] = []
        let lines = text.replacing("\r\n", with: "\n").split(
            separator: "\n", omittingEmptySubsequences: false)
        for line in lines.last == "" ? lines.dropLast() : lines[...] {
            var width = 0
            let bytes = Array(line.utf8)
            for (position, byte) in bytes.enumerated() {
                let isLast = position == bytes.count - 1
                let piece = quoted(byte, isFirst: position == 0, isLast: isLast)
                // One place stays free for the mark of a soft line end.
                if width + piece.count > (isLast ? 76 : 75) {
                    output += [0x3D, 0x0D, 0x0A]
                    width = 0
                }
                output += piece
                width += piece.count
            }
            output += [0x0D, 0x0A]
        }
        return output
    }

    /// A line that begins with `From ` or a point is changed by some servers on the way.
    private static func quoted(_ byte: UInt8, isFirst: Bool, isLast: Bool) -> [UInt8] {
        let isPlain =
            switch byte {
            case 0x3D: false
            case 0x20, 0x09: !isLast
            case 0x2E, UInt8(ascii: "F"): !isFirst
            case 0x21...0x7E: true
            default: false
            }
        return isPlain ? [byte] : [0x3D] + String(hexadecimal: [byte]).uppercased().utf8
    }

    /// A header's text: plain where it is short ASCII, else encoded words of whole characters, one a line.
    /// What would end a header, or hide in it, is gone.
    static func headerText(_ text: String) -> String {
        let line = ShownText.line(text)
        if isPlain(line), line.utf8.count <= 60 { return line }
        var words: [String] = []
        var piece: [UInt8] = []
        for scalar in line.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            // 75 characters less `=?UTF-8?B?` and `?=`: 45 bytes.
            if piece.count + bytes.count > 45 {
                words.append("=?UTF-8?B?\(base64(piece))?=")
                piece = []
            }
            piece += bytes
        }
        if !piece.isEmpty { words.append("=?UTF-8?B?\(base64(piece))?=") }
        return words.joined(separator: "\r\n ")
    }

    /// A name before an address: quoted where it has marks that mean something there.
    static func phrase(_ text: String) -> String {
        let line = ShownText.line(text)
        guard isPlain(line), line.utf8.count <= 60 else { return headerText(line) }
        let isAtoms = line.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x20, 0x2D, 0x27, 0x26: true
            default: false
            }
        }
        if isAtoms { return line }
        return "\"" + line.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    private static func isPlain(_ text: String) -> Bool {
        !text.contains("=?") && text.utf8.allSatisfy { $0 >= 0x20 && $0 <= 0x7E }
    }

    /// A file name without what a path or a parameter is made of; only ASCII where `isPlain`.
    static func fileName(_ name: String, isPlain: Bool) -> String {
        let safe = ShownText.line(name).map { "/\\:*?\"<>|%;".contains($0) ? "-" : $0 }.prefix(100)
        let text = String(safe.map { isPlain && !$0.isASCII ? "_" : $0 })
        return text.isEmpty ? "file" : text
    }

    /// The parameter that names a file: quoted, or in UTF-8 where it is not ASCII. Both at once would be one
    /// name twice.
    static func fileNameParameter(_ name: String) -> String {
        let safe = fileName(name, isPlain: false)
        guard safe != fileName(name, isPlain: true) else { return "filename=\"\(safe)\"" }
        let encoded = safe.utf8.map { byte -> String in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: String(UnicodeScalar(byte))
            default: "%" + String(hexadecimal: [byte]).uppercased()
            }
        }
        // Cut so that the line keeps below the limit of 998 characters.
        return "filename*=UTF-8''\(encoded.prefix(300).joined())"
    }
}
