/// One field of a delimited record, as offsets into the scanned bytes.
@frozen
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
    /// Room for fields, kept from record to record; the first `fieldCount` are this record's.
    @usableFromInline
    var slots: [DelimitedField] = []
    public internal(set) var fieldCount = 0
    /// Offset of the record's first byte: a cursor set here reads the same record again.
    public internal(set) var offset = 0
    /// 1-based line of the record's first byte.
    public internal(set) var line = 1

    public init() {}

    public var fields: ArraySlice<DelimitedField> { slots[..<fieldCount] }

    mutating func append(_ field: DelimitedField) {
        if fieldCount < slots.count { slots[fieldCount] = field } else { slots.append(field) }
        fieldCount += 1
    }

    /// The bytes of a field without blanks around it; empty where the record has no such column.
    @inlinable
    @inline(__always)
    public func range(_ column: Int, in bytes: Span<UInt8>) -> Range<Int> {
        guard column >= 0, column < fieldCount else { return 0..<0 }
        var start = slots[column].start
        var end = slots[column].end
        while start < end, Self.isBlank(bytes[start]) { start += 1 }
        while end > start, Self.isBlank(bytes[end - 1]) { end -= 1 }
        return start..<end
    }

    /// Whether a field is absent, empty or blank.
    @inlinable
    public func isBlank(_ column: Int, in bytes: Span<UInt8>) -> Bool { range(column, in: bytes).isEmpty }

    /// Whether all fields from `column` on are blank.
    @inlinable
    public func isBlank(from column: Int, in bytes: Span<UInt8>) -> Bool {
        var column = max(0, column)
        while column < fieldCount {
            guard isBlank(column, in: bytes) else { return false }
            column += 1
        }
        return true
    }

    /// The text of a field: no blanks around it, doubled quotes single, line ends and runs of blanks as one
    /// blank.
    public func text(_ column: Int, in bytes: Span<UInt8>, encoding: TextEncoding) -> String {
        let range = range(column, in: bytes)
        guard !range.isEmpty else { return "" }
        if !slots[column].hasEscapes {
            let (isTidy, isASCII) = Self.look(bytes, range)
            if isTidy, isASCII || encoding == .utf8 {
                return bytes.extracting(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
            }
            if isTidy { return encoding.string(bytes.extracting(range)) }
        }
        let tidy = Self.tidied(bytes.extracting(range), unescaping: slots[column].hasEscapes)
        return encoding.string(tidy.span)
    }

    /// The bytes of a field where they are its text as they stand, in UTF-8; `nil` where `text` must make it.
    public func plainRange(_ column: Int, in bytes: Span<UInt8>, encoding: TextEncoding) -> Range<Int>? {
        let range = range(column, in: bytes)
        guard !range.isEmpty else { return range }
        guard !slots[column].hasEscapes else { return nil }
        let (isTidy, isASCII) = Self.look(bytes, range)
        return isTidy && (isASCII || encoding == .utf8) ? range : nil
    }

    /// Whether a text has neither control characters nor runs of blanks, and whether it is all ASCII.
    private static func look(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (isTidy: Bool, isASCII: Bool) {
        bytes.withUnsafeBufferPointer { look($0, range) }
    }

    private static func look(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
    ) -> (isTidy: Bool, isASCII: Bool) {
        if range.count >= 16, range.lowerBound > 0 { return lookAtBlocks(bytes, range) }
        var (high, odd, carry): (UInt64, UInt64, UInt64) = (0, 0, 0)
        func take(_ word: UInt64) {
            let blanks = ByteWord.equal(word, ByteWord.repeated(0x20))
            high |= word
            odd |= ByteWord.controls(word) | ByteWord.equal(word, ByteWord.repeated(0x7F))
            odd |= blanks & (blanks << 8 | carry)
            carry = blanks >> 56
        }
        var position = range.lowerBound
        while position &+ 8 <= range.upperBound {
            take(ByteWord.load(bytes, position))
            position &+= 8
        }
        let rest = range.upperBound - position
        if rest > 0 { take(ByteWord.loadLast(bytes, rest, before: range.upperBound)) }
        return (odd == 0, high & ByteWord.highBits == 0)
    }

    /// Sixteen bytes at a time, the last ones together with some seen before. The byte before the range may
    /// be looked at, since the range does not begin with a blank.
    private static func lookAtBlocks(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
    ) -> (isTidy: Bool, isASCII: Bool) {
        let (controls, delete) = (SIMD16<UInt8>(repeating: 0xE0), SIMD16<UInt8>(repeating: 0x7F))
        let (none, blank) = (SIMD16<UInt8>(repeating: 0), SIMD16<UInt8>(repeating: 0x20))
        var (isTidy, seen) = (true, none)
        var position = range.lowerBound
        let last = range.upperBound &- 16
        while true {
            let block = ByteWord.loadBlock(bytes, position)
            let before = ByteWord.loadBlock(bytes, position &- 1)
            seen |= block
            let odd =
                ((block & controls) .== none) .| (block .== delete)
                .| ((block .== blank) .& (before .== blank))
            if ByteWord.Marks(odd).isAny { isTidy = false }
            guard position < last else { break }
            position = min(position &+ 16, last)
        }
        return (isTidy, !ByteWord.hasHighBit(seen))
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

    @inlinable
    static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}
