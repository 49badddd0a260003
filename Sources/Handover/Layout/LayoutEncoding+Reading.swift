// Reading what was written in an encoding: a file that came back, or our own in a test.
extension LayoutEncoding {
    /// The text of a file, line ends as they stand: CR, LF, and NEL (U+0085) of mainframes.
    ///
    /// - Throws: where a byte is no character of the encoding, or a control character other than tab and line
    ///   end. The error names the byte, its 1-based place in the file and the encoding.
    public func text(of bytes: [UInt8]) throws(LayoutError) -> String {
        if self == .utf8 { return try unicode(bytes) }
        let characters = Self.characters(of: self)
        var text = String.UnicodeScalarView()
        for (offset, byte) in bytes.enumerated() {
            guard let scalar = characters[Int(byte)] else { throw unreadable(byte, at: offset) }
            text.append(scalar)
        }
        return String(text)
    }

    private func unreadable(_ byte: UInt8, at offset: Int) -> LayoutError {
        let hexadecimal = String(byte, radix: 16, uppercase: true)
        return LayoutError(
            .unmappable, at: "byte \(offset + 1)",
            "0x\(byte < 0x10 ? "0" : "")\(hexadecimal) is no character of \(rawValue)")
    }

    private func unicode(_ bytes: [UInt8]) throws(LayoutError) -> String {
        var text = String.UnicodeScalarView()
        var decoder = Unicode.UTF8.ForwardParser()
        var rest = bytes.makeIterator()
        var offset = 0
        while true {
            switch decoder.parseScalar(from: &rest) {
            case .emptyInput: return String(text)
            case .error: throw unreadable(bytes[offset], at: offset)
            case .valid(let encoded):
                let scalar = Unicode.UTF8.decode(encoded)
                guard isReadable(scalar) else { throw unreadable(bytes[offset], at: offset) }
                text.append(scalar)
                offset += encoded.count
            }
        }
    }

    /// Whether the encoding writes the character, and it is text, a tab or a line end.
    private func isReadable(_ scalar: Unicode.Scalar) -> Bool {
        let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        if isControl, !"\t\n\r\u{85}".unicodeScalars.contains(scalar) { return false }
        return bytes(ofMark: scalar) != nil
    }

    /// What each of the 256 bytes means; `nil` where it means nothing that a file of records may hold.
    private static func characters(of encoding: LayoutEncoding) -> [Unicode.Scalar?] {
        var characters: [Unicode.Scalar?] = Array(repeating: nil, count: 256)
        // No encoding here has a character beyond U+25FF, the frames of CP850.
        for scalar in (0...0x25FF).compactMap(Unicode.Scalar.init) where encoding.isReadable(scalar) {
            if let byte = encoding.bytes(ofMark: scalar)?.first { characters[Int(byte)] = scalar }
        }
        return characters
    }
}
