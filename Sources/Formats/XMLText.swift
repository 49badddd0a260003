internal import Domain
internal import Scanning

/// Values out of the text of XML elements.
enum XMLText {
    /// The text without blanks at its ends and with single blanks inside; `""` for none.
    static func string(_ bytes: Span<UInt8>) -> String {
        let range = trimmed(bytes)
        guard !range.isEmpty else { return "" }
        if hasOddBlanks(bytes, range) { return normalised(bytes, range) }
        return bytes.extracting(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }

    /// The range between the blanks at both ends.
    @inline(__always)
    static func trimmed(_ bytes: Span<UInt8>) -> Range<Int> {
        let end = bytes.count
        if end > 0, bytes[0] > 0x20, bytes[end - 1] > 0x20 { return 0..<end }
        return trimmedSlowly(bytes)
    }

    private static func trimmedSlowly(_ bytes: Span<UInt8>) -> Range<Int> {
        var start = 0
        var end = bytes.count
        while start < end, bytes[start] <= 0x20 { start += 1 }
        while end > start, bytes[end - 1] <= 0x20 { end -= 1 }
        return start..<end
    }

    /// Whether the text, without blanks at its ends, is exactly `expected` (ASCII).
    static func equals(_ bytes: Span<UInt8>, _ expected: StaticString) -> Bool {
        let range = trimmed(bytes)
        guard range.count == expected.utf8CodeUnitCount else { return false }
        return expected.withUTF8Buffer { wanted in
            for offset in 0..<wanted.count where bytes[range.lowerBound + offset] != wanted[offset] {
                return false
            }
            return true
        }
    }

    /// The day a date or a date with time begins with: `2025-01-31`, `2025-01-31+01:00`,
    /// `2025-01-31T23:59:11:735`. The zone is not applied: banks mean the day they print.
    static func day(_ bytes: Span<UInt8>) -> Day? {
        let range = trimmed(bytes)
        let start = range.lowerBound
        guard range.count >= 10, bytes[start + 4] == UInt8(ascii: "-"), bytes[start + 7] == UInt8(ascii: "-"),
            let year = digitsValue(bytes, start..<start + 4),
            let month = digitsValue(bytes, start + 5..<start + 7),
            let day = digitsValue(bytes, start + 8..<start + 10)
        else { return nil }
        if range.count > 10, !isDateEnd(bytes[start + 10]) { return nil }
        return Day(year: Int(year), month: Int(month), day: Int(day))
    }

    /// `true` and `1` of an XML boolean.
    static func isTrue(_ bytes: Span<UInt8>) -> Bool { equals(bytes, "true") || equals(bytes, "1") }

    private static func isDateEnd(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "T"), UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"), 0x20: true
        default: false
        }
    }

    /// Whether the range has control characters or two blanks in a row.
    static func hasOddBlanks(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        bytes.extracting(range).withUnsafeBufferPointer { text in
            // Blanks are rare, so the one test that nearly always fails comes first.
            var previous: UInt8 = 0
            for byte in text {
                if byte <= 0x20, byte < 0x20 || previous == 0x20 { return true }
                previous = byte
            }
            return false
        }
    }

    private static func normalised(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        var kept: [UInt8] = []
        kept.reserveCapacity(range.count)
        for index in range {
            let byte = max(bytes[index], 0x20)
            if byte == 0x20, kept.last == 0x20 { continue }
            kept.append(byte)
        }
        return String(decoding: kept, as: UTF8.self)
    }
}

/// A currency code as last read, with what a reader needs of it: codes repeat from one element to the next.
struct CurrencyReading {
    private var key: UInt32 = 0
    private var known: Known?

    /// A currency and its number of decimals.
    struct Known: Equatable {
        var currency: Currency
        var exponent: Int
    }

    /// `nil` unless the text is three letters A to Z.
    mutating func read(_ bytes: Span<UInt8>) -> Known? {
        let range = XMLText.trimmed(bytes)
        guard range.count == 3 else { return nil }
        let start = range.lowerBound
        let key =
            UInt32(bytes[start]) << 16 | UInt32(bytes[start + 1]) << 8 | UInt32(bytes[start + 2])
        if key != self.key {
            self.key = key
            known = Currency(XMLText.string(bytes)).map { Known(currency: $0, exponent: $0.exponent) }
        }
        return known
    }
}

extension XMLFailure {
    /// The failure as a problem of the file; it refuses the file.
    var problem: Problem {
        let code: Problem.Code =
            switch kind {
            case .malformed: .xmlMalformed
            case .forbidden: .xmlForbidden
            case .limit: .limitExceeded
            case .encoding: .encodingInvalid
            }
        return Problem(code, at: Place(line: line), found: reason)
    }
}
