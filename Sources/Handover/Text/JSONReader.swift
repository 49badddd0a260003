/// What is wrong with a JSON text, and on which line (1-based).
struct JSONSyntaxError: Error, Equatable {
    let line: Int
    let found: String
}

/// Reads JSON strictly (RFC 8259): no comments, no doubled names, no fractions, bounded depth.
///
/// Fractions are refused because nothing of ours holds them: money is text, counts are whole.
struct JSONReader {
    private static let depthMax = 32
    private static let searchedMembersMax = 24

    private let bytes: [UInt8]
    /// The next byte to read.
    private(set) var position: Int

    /// A reader of a part of a text, which begins at `position`; for batches too large to hold as one tree.
    init(_ bytes: [UInt8], at position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    static func value(of bytes: [UInt8]) throws(JSONSyntaxError) -> JSONValue {
        var reader = JSONReader(bytes)
        let value = try reader.value(depth: 0)
        reader.skipBlanks()
        guard reader.position == bytes.count else { throw reader.error("text after the end") }
        return value
    }

    func error(_ found: String) -> JSONSyntaxError {
        let line = bytes.prefix(position).reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
        return JSONSyntaxError(line: line, found: found)
    }

    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    mutating func expect(_ byte: UInt8) throws(JSONSyntaxError) {
        skipBlanks()
        guard next == byte else {
            throw error("'\(Unicode.Scalar(byte))' is missing")
        }
        position += 1
    }

    mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        guard depth < Self.depthMax else { throw error("nested too deeply") }
        skipBlanks()
        guard let byte = next else { throw error("a value is missing") }
        switch byte {
        case 0x7B: return try object(depth: depth)
        case 0x5B: return try array(depth: depth)
        case 0x22: return .string(try string())
        case 0x2D, 0x30...0x39: return .integer(try integer())
        case 0x74: return try word("true", .bool(true))
        case 0x66: return try word("false", .bool(false))
        case 0x6E: return try word("null", .null)
        default: throw error("a value is missing")
        }
    }

    /// Passes over a value without reading it: what stands inside is only asked for its brackets and quotes,
    /// so whoever skips must read it later.
    mutating func skipValue() throws(JSONSyntaxError) {
        skipBlanks()
        let start = position
        let skipped = bytes.withUnsafeBufferPointer { Self.end(of: $0, from: start) }
        position = skipped.end
        if let fault = skipped.fault { throw error(fault) }
    }

    /// Where the value ends, or why it does not and where that shows.
    private static func end(
        of text: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> (end: Int, fault: String?) {
        var (position, depth) = (start, 0)
        while position < text.count {
            switch text[position] {
            case 0x22:
                position += 1
                while position < text.count, text[position] != 0x22 {
                    position += text[position] == 0x5C ? 2 : 1
                }
                guard position < text.count else { return (position, "a text without its closing quote") }
            case 0x7B, 0x5B: depth += 1
            case 0x7D, 0x5D:
                guard depth > 0 else { return (position, nil) }
                depth -= 1
                if depth == 0 { return (position + 1, nil) }
            case 0x2C where depth == 0: return (position, nil)
            default: break
            }
            position += 1
        }
        return (position, "a value without its end")
    }

    private mutating func word(_ text: String, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
        guard bytes[position...].starts(with: Array(text.utf8)) else { throw error("a value is missing") }
        position += text.utf8.count
        return value
    }

    private mutating func object(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        try expect(0x7B)
        var members: [JSONValue.Member] = []
        // Small objects are searched, large ones hashed: neither many small nor one hostile one is slow.
        var names: Set<String> = []
        skipBlanks()
        if next == 0x7D {
            position += 1
            return .object([])
        }
        while true {
            skipBlanks()
            guard next == 0x22 else { throw error("a name in quotes is missing") }
            let name = try string()
            if members.count == Self.searchedMembersMax { names.formUnion(members.map(\.name)) }
            let isNew =
                members.count < Self.searchedMembersMax
                ? !members.contains { $0.name == name } : names.insert(name).inserted
            guard isNew else { throw error("the name '\(name)' stands twice") }
            try expect(0x3A)
            members.append(JSONValue.Member(name: name, value: try value(depth: depth + 1)))
            guard try isContinued(closing: 0x7D) else { return .object(members) }
        }
    }

    private mutating func array(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        try expect(0x5B)
        var elements: [JSONValue] = []
        skipBlanks()
        if next == 0x5D {
            position += 1
            return .array([])
        }
        while true {
            elements.append(try value(depth: depth + 1))
            guard try isContinued(closing: 0x5D) else { return .array(elements) }
        }
    }

    /// After an element: a comma goes on, the closing bracket ends.
    mutating func isContinued(closing: UInt8) throws(JSONSyntaxError) -> Bool {
        skipBlanks()
        guard let byte = next, byte == 0x2C || byte == closing else { throw error("a comma is missing") }
        position += 1
        return byte == 0x2C
    }

    private mutating func integer() throws(JSONSyntaxError) -> Int64 {
        let start = position
        if next == 0x2D { position += 1 }
        while let byte = next, byte >= 0x30, byte <= 0x39 { position += 1 }
        let digits = String(decoding: bytes[start..<position], as: UTF8.self)
        if let byte = next, byte == 0x2E || byte == 0x65 || byte == 0x45 {
            throw error("a number with a fraction; write amounts as text")
        }
        let hasLeadingZero = digits.hasPrefix("0") && digits != "0" || digits.hasPrefix("-0")
        guard !hasLeadingZero, let value = Int64(digits) else { throw error("a number that does not fit") }
        return value
    }

    mutating func string() throws(JSONSyntaxError) -> String {
        try expect(0x22)
        let start = position
        let plain = bytes.withUnsafeBufferPointer { Self.plainText(of: $0, from: start) }
        position = plain.end
        if next == 0x22 {
            defer { position += 1 }
            if let text = plain.text { return text }
            guard let text = String(validating: bytes[start..<position], as: UTF8.self) else {
                throw error("a text that is not UTF-8")
            }
            return text
        }
        var text = Array(bytes[start..<position])
        while let byte = next, byte != 0x22 {
            guard byte >= 0x20 else { throw error("a control character in a text") }
            position += 1
            if byte == 0x5C {
                text += Array(String(try escaped()).utf8)
            } else {
                text.append(byte)
            }
        }
        guard next == 0x22 else { throw error("a text without its closing quote") }
        position += 1
        guard let valid = String(validating: text, as: UTF8.self) else {
            throw error("a text that is not UTF-8")
        }
        return valid
    }

    /// Where the text ends or has its first escape, and the text itself where it is ASCII up to a quote, as
    /// nearly every text is: those need not be validated.
    private static func plainText(
        of bytes: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> (end: Int, text: String?) {
        var position = start
        var union: UInt8 = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte == 0x22 || byte == 0x5C || byte < 0x20 { break }
            union |= byte
            position += 1
        }
        guard position < bytes.count, bytes[position] == 0x22, union < 0x80 else { return (position, nil) }
        let text = UnsafeBufferPointer(rebasing: bytes[start..<position])
        return (position, String(decoding: text, as: UTF8.self))
    }

    private mutating func escaped() throws(JSONSyntaxError) -> Unicode.Scalar {
        guard let byte = next else { throw error("a text without its closing quote") }
        position += 1
        switch byte {
        case 0x22, 0x5C, 0x2F: return Unicode.Scalar(byte)
        case 0x62: return "\u{08}"
        case 0x66: return "\u{0C}"
        case 0x6E: return "\n"
        case 0x72: return "\r"
        case 0x74: return "\t"
        case 0x75: return try unicodeEscape()
        default: throw error("an unknown escape")
        }
    }

    private mutating func unicodeEscape() throws(JSONSyntaxError) -> Unicode.Scalar {
        let first = try fourHexDigits()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, next == 0x5C else { throw error("half a surrogate pair") }
        position += 1
        guard next == 0x75 else { throw error("half a surrogate pair") }
        position += 1
        let second = try fourHexDigits()
        guard second >= 0xDC00, second <= 0xDFFF,
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw error("half a surrogate pair") }
        return scalar
    }

    private mutating func fourHexDigits() throws(JSONSyntaxError) -> UInt32 {
        let digits = bytes[position...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
            let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw error("an unknown escape") }
        position += 4
        return value
    }
}
