internal import Domain
internal import Scanning

/// Makes text of OFX values: the encoding, the entities of SGML and XML, and single blanks.
struct OFXText {
    let encoding: TextEncoding

    /// The value of a field; `""` for none. Names and texts are often broken into lines: runs of blanks
    /// are made one.
    func string(_ bytes: Span<UInt8>, _ value: OFXValue) -> String {
        let range = value.range
        guard !range.isEmpty else { return "" }
        let hasEntity = !value.isLiteral && range.contains { bytes[$0] == UInt8(ascii: "&") }
        if encoding == .utf8, !hasEntity { return XMLText.string(bytes.extracting(range)) }
        let utf8 = encoding.utf8Bytes(bytes.extracting(range))
        return XMLText.string((hasEntity ? Self.withoutEntities(utf8) : utf8).span)
    }

    /// The five entities of XML, `&nbsp;` and character numbers; any other `&` is text.
    private static func withoutEntities(_ bytes: [UInt8]) -> [UInt8] {
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "&"),
                let end = bytes[index...].prefix(maxEntityLength).firstIndex(of: UInt8(ascii: ";")),
                let scalar = scalar(bytes[index + 1..<end])
            {
                kept.append(contentsOf: String(Character(scalar)).utf8)
                index = end + 1
            } else {
                kept.append(bytes[index])
                index += 1
            }
        }
        return kept
    }

    private static let maxEntityLength = 10

    private static func scalar(_ name: ArraySlice<UInt8>) -> Unicode.Scalar? {
        let text = String(decoding: name, as: UTF8.self)
        switch text.lowercased() {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        case "nbsp": return " "
        default:
            guard text.hasPrefix("#") else { return nil }
            let digits = text.dropFirst()
            let isHexadecimal = digits.hasPrefix("x") || digits.hasPrefix("X")
            let number = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            return number.flatMap { $0 == 0 ? nil : Unicode.Scalar($0) }
        }
    }
}

/// Where a value stands in the file.
struct OFXValue {
    var range = 0..<0
    var isLiteral = false

    init() {}

    init(_ token: OFXToken) {
        range = token.value
        isLiteral = token.isLiteral
    }

    var isEmpty: Bool { range.isEmpty }
}
