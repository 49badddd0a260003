/// Reads PDF values from bytes. Every loop moves forwards, so hostile bytes cost no more than their number.
struct PDFLexer {
    var position: Int

    static let depthMax = 64
    /// Values that one object may still have, nested ones included.
    private var valuesLeft = 100_000
    /// Longest string that is believed: one that does not end must not swallow the file.
    static let stringBytesMax = 1 << 16

    init(at position: Int) { self.position = position }

    /// The value at the position; `nil` where there is none.
    mutating func value(_ bytes: Span<UInt8>, depth: Int = 0) -> PDFValue? {
        skipBlanks(bytes)
        guard position < bytes.count, depth < Self.depthMax, valuesLeft > 0 else { return nil }
        valuesLeft -= 1
        switch bytes[position] {
        case UInt8(ascii: "/"): return .name(name(bytes))
        case UInt8(ascii: "("): return literalString(bytes).map { .string($0) }
        case UInt8(ascii: "["): return array(bytes, depth)
        case UInt8(ascii: "<"):
            return peek(bytes, 1) == UInt8(ascii: "<")
                ? dictionary(bytes, depth) : hexadecimalString(bytes).map { .string($0) }
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            return number(bytes)
        default:
            let word = word(bytes)
            return word.isEmpty ? nil : .other
        }
    }

    /// Blanks and comments.
    mutating func skipBlanks(_ bytes: Span<UInt8>) {
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "%") {
                while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D {
                    position += 1
                }
            } else if Self.isBlank(bytes[position]) {
                position += 1
            } else {
                return
            }
        }
    }

    /// The next word if it is an integer; no reference is looked for.
    mutating func plainInteger(_ bytes: Span<UInt8>) -> Int? {
        skipBlanks(bytes)
        return Self.integer(bytes, word(bytes))
    }

    /// Whether the keyword stands here; moves behind it.
    mutating func keyword(_ word: StaticString, _ bytes: Span<UInt8>) -> Bool {
        guard Self.stands(word, bytes, at: position) else { return false }
        position += word.utf8CodeUnitCount
        return true
    }

    static func stands(_ word: StaticString, _ bytes: Span<UInt8>, at position: Int) -> Bool {
        let count = word.utf8CodeUnitCount
        guard position >= 0, position <= bytes.count - count else { return false }
        return word.withUTF8Buffer { wanted in
            for offset in 0..<count where bytes[position + offset] != wanted[offset] { return false }
            return true
        }
    }

    static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 || byte == 0x0C || byte == 0
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 <= 9 }

    private static func isDelimiter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "["),
            UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "/"), UInt8(ascii: "%"):
            true
        default: isBlank(byte)
        }
    }

    private func peek(_ bytes: Span<UInt8>, _ offset: Int) -> UInt8? {
        position + offset < bytes.count ? bytes[position + offset] : nil
    }

    /// Regular characters up to the next delimiter.
    private mutating func word(_ bytes: Span<UInt8>) -> Range<Int> {
        let start = position
        while position < bytes.count, !Self.isDelimiter(bytes[position]) { position += 1 }
        return start..<position
    }

    /// An integer, a reference `12 0 R`, or another number.
    private mutating func number(_ bytes: Span<UInt8>) -> PDFValue {
        let text = word(bytes)
        guard let first = Self.integer(bytes, text) else { return .other }
        let behind = position
        skipBlanks(bytes)
        let generation = word(bytes)
        guard generation.count <= 5, let other = Self.integer(bytes, generation), other >= 0, first >= 0
        else {
            position = behind
            return .integer(first)
        }
        skipBlanks(bytes)
        let mark = word(bytes)
        guard mark.count == 1, bytes[mark.lowerBound] == UInt8(ascii: "R") else {
            position = behind
            return .integer(first)
        }
        return .reference(first)
    }

    /// Up to 15 digits with a sign.
    static func integer(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        guard let first = range.first else { return nil }
        let isSigned = bytes[first] == UInt8(ascii: "-") || bytes[first] == UInt8(ascii: "+")
        let digits = isSigned ? first + 1..<range.upperBound : range
        guard digits.count <= 15, let value = digitsValue(bytes, digits) else { return nil }
        return Int(bytes[first] == UInt8(ascii: "-") ? -value : value)
    }

    /// `/Type`, with `#2F` for a character that may not stand there.
    private mutating func name(_ bytes: Span<UInt8>) -> String {
        position += 1
        let text = word(bytes)
        var kept: [UInt8] = []
        var index = text.lowerBound
        while index < text.upperBound {
            if bytes[index] == UInt8(ascii: "#"), index + 2 < text.upperBound,
                let high = Self.nibble(bytes[index + 1]), let low = Self.nibble(bytes[index + 2])
            {
                kept.append(high << 4 | low)
                index += 3
            } else {
                kept.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: kept, as: UTF8.self)
    }

    private mutating func array(_ bytes: Span<UInt8>, _ depth: Int) -> PDFValue? {
        position += 1
        var values: [PDFValue] = []
        while true {
            skipBlanks(bytes)
            if keyword("]", bytes) { return .array(values) }
            guard let value = value(bytes, depth: depth + 1) else { return nil }
            values.append(value)
        }
    }

    private mutating func dictionary(_ bytes: Span<UInt8>, _ depth: Int) -> PDFValue? {
        position += 2
        var entries: [String: PDFValue] = [:]
        while true {
            skipBlanks(bytes)
            if keyword(">>", bytes) { return .dictionary(entries) }
            guard peek(bytes, 0) == UInt8(ascii: "/") else { return nil }
            let key = name(bytes)
            guard let value = value(bytes, depth: depth + 1) else { return nil }
            entries[key] = value
        }
    }

    /// `(text)`: brackets nest, a backslash escapes.
    private mutating func literalString(_ bytes: Span<UInt8>) -> [UInt8]? {
        position += 1
        let end = min(bytes.count, position + Self.stringBytesMax)
        var kept: [UInt8] = []
        var open = 1
        while position < end {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\\"): escape(bytes, &kept)
            case UInt8(ascii: "("):
                open += 1
                kept.append(byte)
            case UInt8(ascii: ")"):
                open -= 1
                if open == 0 { return kept }
                kept.append(byte)
            default: kept.append(byte)
            }
        }
        return nil
    }

    private mutating func escape(_ bytes: Span<UInt8>, _ kept: inout [UInt8]) {
        guard position < bytes.count else { return }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "n"): kept.append(0x0A)
        case UInt8(ascii: "r"): kept.append(0x0D)
        case UInt8(ascii: "t"): kept.append(0x09)
        case 0x0A: break
        case 0x0D: if position < bytes.count, bytes[position] == 0x0A { position += 1 }
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
            var code = Int(byte - 0x30)
            var digits = 1
            while digits < 3, position < bytes.count, bytes[position] &- 0x30 <= 7 {
                code = code * 8 + Int(bytes[position] - 0x30)
                position += 1
                digits += 1
            }
            kept.append(UInt8(truncatingIfNeeded: code))
        default: kept.append(byte)
        }
    }

    private mutating func hexadecimalString(_ bytes: Span<UInt8>) -> [UInt8]? {
        position += 1
        let end = min(bytes.count, position + 2 * Self.stringBytesMax)
        var kept: [UInt8] = []
        var high: UInt8?
        while position < end {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: ">") {
                if let high { kept.append(high << 4) }
                return kept
            }
            guard let nibble = Self.nibble(byte) else {
                if Self.isBlank(byte) { continue }
                return nil
            }
            if let first = high {
                kept.append(first << 4 | nibble)
                high = nil
            } else {
                high = nibble
            }
        }
        return nil
    }

    private static func nibble(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - 0x30
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - 0x57
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - 0x37
        default: nil
        }
    }
}
