/// One field of a delimited record, as offsets into the scanned bytes.
public struct DelimitedField: Sendable, Equatable {
    /// Offset of the first byte, after an opening quote.
    public let start: Int
    /// Offset after the last byte, before a closing quote.
    public let end: Int
    /// True where the field holds doubled quotes that its text has once.
    public let hasEscapes: Bool

    init(start: Int, end: Int, hasEscapes: Bool = false) {
        self.start = start
        self.end = end
        self.hasEscapes = hasEscapes
    }
}

/// One record of a delimited text, reused from record to record so that scanning allocates nothing.
public struct DelimitedRecord: Sendable {
    public internal(set) var fields: [DelimitedField] = []
    /// Offset of the record's first byte: a cursor set here reads the same record again.
    public internal(set) var offset = 0
    /// 1-based line of the record's first byte.
    public internal(set) var line = 1

    public init() {}

    /// The bytes of a field without blanks around it; empty where the record has no such column.
    public func range(_ column: Int, in bytes: Span<UInt8>) -> Range<Int> {
        guard column >= 0, column < fields.count else { return 0..<0 }
        var start = fields[column].start
        var end = fields[column].end
        while start < end, Self.isBlank(bytes[start]) { start += 1 }
        while end > start, Self.isBlank(bytes[end - 1]) { end -= 1 }
        return start..<end
    }

    /// Whether a field is absent, empty or blank.
    public func isBlank(_ column: Int, in bytes: Span<UInt8>) -> Bool { range(column, in: bytes).isEmpty }

    /// The text of a field: no blanks around it, doubled quotes single, line ends and runs of blanks as one
    /// blank.
    public func text(_ column: Int, in bytes: Span<UInt8>, encoding: TextEncoding) -> String {
        let range = range(column, in: bytes)
        guard !range.isEmpty else { return "" }
        if !fields[column].hasEscapes, !Self.needsTidying(bytes.extracting(range)) {
            return encoding.string(bytes.extracting(range))
        }
        let tidy = Self.tidied(bytes.extracting(range), unescaping: fields[column].hasEscapes)
        return encoding.string(tidy.span)
    }

    private static func needsTidying(_ bytes: Span<UInt8>) -> Bool {
        var previous: UInt8 = 0
        for index in bytes.indices {
            let byte = bytes[index]
            if byte < 0x20 || byte == 0x7F || (byte == 0x20 && previous == 0x20) { return true }
            previous = byte
        }
        return false
    }

    private static func tidied(_ bytes: Span<UInt8>, unescaping: Bool) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if unescaping, byte == UInt8(ascii: "\""), index < bytes.count, bytes[index] == byte {
                index += 1
            }
            if byte <= 0x20 || byte == 0x7F {
                if result.last != 0x20 { result.append(0x20) }
            } else {
                result.append(byte)
            }
        }
        return result
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}
