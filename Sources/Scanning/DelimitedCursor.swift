#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Cuts a delimited text (CSV, TSV) into records and fields, RFC 4180 and what banks make of it.
///
/// Quoted fields may hold delimiters, doubled quotes and line ends. Lines end with LF, CR LF or (where the
/// text has no LF at all) CR; the last one may end with nothing. A quote that neither opens nor closes a
/// field is a character like any other. Fields are found sixteen bytes at a time, no text is
/// made.
public struct DelimitedCursor: Sendable {
    /// What a step found.
    public enum Step: Sendable, Equatable {
        case record, end
        /// The record is longer than `recordBytesMax`; the cursor does not move on.
        case recordTooLong
        /// A quoted field is never closed; the cursor does not move on.
        case quoteUnclosed
    }

    /// Longest record accepted, bytes.
    public static let recordBytesMax = 1 << 20

    public let delimiter: UInt8
    /// Offset of the next record.
    public private(set) var offset: Int
    /// 1-based line of the next record.
    public private(set) var line: Int
    /// Where pages of a mapped file are given back next.
    private var releaseAt = MappedPages.stride
    private let terminator: UInt8

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// A cursor at the beginning of `bytes`.
    public init(delimiter: UInt8, in bytes: Span<UInt8>) {
        self.delimiter = delimiter
        offset = 0
        line = 1
        let hasLineFeed = bytes.withUnsafeBufferPointer {
            Self.find(Self.lineFeed, in: $0, 0..<$0.count) != nil
        }
        terminator = hasLineFeed ? Self.lineFeed : Self.carriageReturn
    }

    /// The same cursor set to a record met before.
    public func moved(toOffset offset: Int, line: Int) -> DelimitedCursor {
        var cursor = self
        cursor.offset = max(0, offset)
        cursor.line = line
        cursor.releaseAt = cursor.offset + MappedPages.stride
        return cursor
    }

    /// Reads the next record into `record`. The bytes must be those the cursor was made for.
    public mutating func next(_ bytes: Span<UInt8>, into record: inout DelimitedRecord) -> Step {
        guard offset < bytes.count else { return .end }
        return bytes.withUnsafeBufferPointer { advance($0, &record) }
    }

    private mutating func advance(
        _ bytes: UnsafeBufferPointer<UInt8>, _ record: inout DelimitedRecord
    ) -> Step {
        if offset >= releaseAt {
            releaseAt = offset + MappedPages.stride
            MappedPages.release(bytes, upTo: offset)
        }
        record.offset = offset
        record.line = line
        let limit = min(bytes.count, offset + Self.recordBytesMax)
        let cut = record.slots.withUnsafeMutableBufferPointer { cutPlain(bytes, to: limit, into: $0) }
        guard let cut else { return advanceClosely(bytes, limit: limit, &record) }
        record.fieldCount = cut.fields
        finish(at: cut.next, lines: 1)
        return .record
    }

    /// Cuts a record in one pass; `nil` for what needs a closer look: a quote, more fields than there is
    /// room for, no line end in sight.
    private func cutPlain(
        _ bytes: UnsafeBufferPointer<UInt8>, to limit: Int,
        into slots: UnsafeMutableBufferPointer<DelimitedField>
    ) -> (fields: Int, next: Int)? {
        let (delimiters, quotes) = (SIMD16(repeating: delimiter), SIMD16(repeating: Self.quote))
        let terminators = SIMD16(repeating: terminator)
        var position = offset
        var start = offset
        var fields = 0
        while position &+ 16 <= limit {
            let block = ByteWord.loadBlock(bytes, position)
            var marks = ByteWord.Marks(
                (block .== delimiters) .| (block .== terminators) .| (block .== quotes))
            while let place = marks.next() {
                let mark = position &+ place
                guard fields < slots.count else { return nil }
                if bytes[mark] == delimiter {
                    slots[fields] = DelimitedField(start: start, end: mark)
                    fields &+= 1
                    start = mark &+ 1
                    continue
                }
                guard bytes[mark] == terminator else { return nil }
                var end = mark
                while end > start, bytes[end &- 1] == Self.carriageReturn { end &-= 1 }
                slots[fields] = DelimitedField(start: start, end: end)
                return (fields &+ 1, mark &+ 1)
            }
            position &+= 16
        }
        return nil
    }

    private mutating func advanceClosely(
        _ bytes: UnsafeBufferPointer<UInt8>, limit: Int, _ record: inout DelimitedRecord
    ) -> Step {
        record.fieldCount = 0
        let found = Self.find(terminator, in: bytes, offset..<limit)
        if found == nil, limit < bytes.count { return .recordTooLong }
        let lineEnd = found ?? bytes.count
        if Self.find(Self.quote, in: bytes, offset..<lineEnd) != nil {
            return advanceQuoted(bytes, limit: limit, &record)
        }
        cut(bytes, from: offset, to: lineEnd, &record)
        finish(at: found == nil ? bytes.count : lineEnd + 1, lines: 1)
        return .record
    }

    /// Cuts a stretch without quotes at its delimiters, the carriage returns before the line end dropped.
    private func cut(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to lineEnd: Int,
        _ record: inout DelimitedRecord
    ) {
        var end = lineEnd
        while end > start, bytes[end - 1] == Self.carriageReturn { end -= 1 }
        var position = start
        while let next = Self.find(delimiter, in: bytes, position..<end) {
            record.append(DelimitedField(start: position, end: next))
            position = next + 1
        }
        record.append(DelimitedField(start: position, end: end))
    }

    /// Reads a record that holds a quote somewhere, field by field.
    private mutating func advanceQuoted(
        _ bytes: UnsafeBufferPointer<UInt8>, limit: Int, _ record: inout DelimitedRecord
    ) -> Step {
        var position = offset
        var lines = 1
        // Looked for once a line, not once a field: a row may have a million fields.
        var lineEnd = -1
        while true {
            let opening = skipSpaces(bytes, position, limit)
            guard opening < limit, bytes[opening] == Self.quote else {
                if lineEnd < position {
                    lineEnd = Self.find(terminator, in: bytes, position..<limit) ?? limit
                }
                if let next = Self.find(delimiter, in: bytes, position..<lineEnd) {
                    record.append(DelimitedField(start: position, end: next))
                    position = next + 1
                    continue
                }
                if lineEnd == limit, limit < bytes.count { return .recordTooLong }
                cut(bytes, from: position, to: lineEnd, &record)
                finish(at: min(lineEnd + 1, bytes.count), lines: lines)
                return .record
            }
            guard let closed = close(bytes, after: opening + 1, limit: limit) else {
                return limit < bytes.count ? .recordTooLong : .quoteUnclosed
            }
            record.append(
                DelimitedField(start: opening + 1, end: closed.end, hasEscapes: closed.hasEscapes))
            lines += Self.count(terminator, in: bytes, opening..<closed.end)
            guard closed.next < bytes.count, bytes[closed.next] == delimiter else {
                finish(at: min(closed.next + 1, bytes.count), lines: lines)
                return .record
            }
            position = closed.next + 1
        }
    }

    /// The end of a quoted field and the offset of the delimiter, line end or end of text after it.
    private func close(
        _ bytes: UnsafeBufferPointer<UInt8>, after start: Int, limit: Int
    ) -> (end: Int, next: Int, hasEscapes: Bool)? {
        var search = start
        var hasEscapes = false
        while let quote = Self.find(Self.quote, in: bytes, search..<limit) {
            if quote + 1 < limit, bytes[quote + 1] == Self.quote {
                hasEscapes = true
                search = quote + 2
                continue
            }
            var next = skipSpaces(bytes, quote + 1, bytes.count)
            while next < bytes.count, bytes[next] == Self.carriageReturn, terminator != Self.carriageReturn {
                next += 1
            }
            if next >= bytes.count || bytes[next] == delimiter || bytes[next] == terminator {
                return (quote, next, hasEscapes)
            }
            search = quote + 1
        }
        return nil
    }

    private func skipSpaces(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ limit: Int) -> Int {
        var position = start
        while position < limit, bytes[position] == 0x20 { position += 1 }
        return position
    }

    private mutating func finish(at next: Int, lines: Int) {
        offset = next
        line += lines
    }

    private static func find(
        _ byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
    ) -> Int? {
        guard !range.isEmpty, let base = bytes.baseAddress,
            let found = memchr(base + range.lowerBound, Int32(byte), range.count)
        else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    private static func count(
        _ byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
    ) -> Int {
        var count = 0
        var position = range.lowerBound
        while let found = find(byte, in: bytes, position..<range.upperBound) {
            count += 1
            position = found + 1
        }
        return count
    }
}
