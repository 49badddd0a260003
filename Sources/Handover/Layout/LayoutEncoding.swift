/// The character encodings a layout can be written in.
public enum LayoutEncoding: String, Sendable, CaseIterable {
    case ascii = "US-ASCII"
    case utf8 = "UTF-8"
    case latin1 = "ISO-8859-1"
    case latin9 = "ISO-8859-15"
    /// ISO-8859-1 with 27 characters where that has control characters, the euro sign and the quotation marks
    /// of word processors among them: what Windows calls ANSI in western Europe. Five bytes mean nothing.
    case windows1252 = "WINDOWS-1252"
    /// The DOS code page of western Europe; it has no euro sign.
    case cp850 = "CP850"
    /// EBCDIC of Spain with the euro sign (CCSID 1145), of mainframes: no character has its ASCII byte.
    case ibm1145 = "IBM1145"

    /// Appends the character; false where the encoding does not have it. Control characters are never had: a
    /// line feed inside a field would begin a new record.
    func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) -> Bool {
        let value = scalar.value
        guard value >= 0x20, !(0x7F...0x9F).contains(value) else { return false }
        if self == .ibm1145 { return append(Self.ibm1145Bytes[scalar], to: &bytes) }
        if value < 0x80 {
            bytes.append(UInt8(value))
            return true
        }
        switch self {
        case .ascii: return false
        case .utf8:
            bytes += Array(String(scalar).utf8)
            return true
        case .latin1:
            guard value <= 0xFF else { return false }
            bytes.append(UInt8(value))
            return true
        case .latin9: return append(Self.latin9Byte(scalar), to: &bytes)
        case .windows1252:
            let byte = value >= 0xA0 && value <= 0xFF ? UInt8(value) : Self.windows1252Bytes[scalar]
            return append(byte, to: &bytes)
        case .cp850: return append(Self.cp850Bytes[scalar], to: &bytes)
        case .ibm1145: return false
        }
    }

    /// A character that divides records or cells: text, or a tab or line end; `nil` where the encoding does
    /// not have it.
    func bytes(ofMark scalar: Unicode.Scalar) -> [UInt8]? {
        var bytes: [UInt8] = []
        if append(scalar, to: &bytes) { return bytes }
        if self == .ibm1145 { return Self.ibm1145Marks[scalar].map { [$0] } }
        return scalar.value < 0x20 ? [UInt8(scalar.value)] : nil
    }

    private func append(_ byte: UInt8?, to bytes: inout [UInt8]) -> Bool {
        guard let byte else { return false }
        bytes.append(byte)
        return true
    }

    /// ISO-8859-15 is ISO-8859-1 with eight characters replaced.
    private static func latin9Byte(_ scalar: Unicode.Scalar) -> UInt8? {
        if let byte = latin9Bytes[scalar] { return byte }
        guard scalar.value <= 0xFF else { return nil }
        let byte = UInt8(scalar.value)
        return latin9Bytes.values.contains(byte) ? nil : byte
    }
}
