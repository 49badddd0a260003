internal import Scanning

/// A text of the entry being read, as a place in the entry's byte buffer: most texts are looked at and never
/// kept, so no `String` is made before the entry is complete.
struct CamtText: Equatable {
    var start: Int32 = 0
    var count: Int32 = 0

    var isEmpty: Bool { count == 0 }
    var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
}

/// The byte buffer of one entry.
struct CamtTexts {
    private var bytes: [UInt8] = []
    /// Something was too long to be kept.
    private(set) var isCut = false

    /// Bytes of one entry, of a text of several pieces, and of one that is copied to be continued: what real
    /// files have is a hundredth of it, and no file costs more than its size.
    private static let bytesMax = 1 << 29
    private static let joinedMax = 1 << 16
    private static let copiedMax = 1 << 12

    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        isCut = false
    }

    /// Keeps an identifier: without blanks at its ends.
    mutating func keep(_ text: Span<UInt8>) -> CamtText {
        let range = XMLText.trimmed(text)
        guard bytes.count < Self.bytesMax else { return cut() }
        let start = Int32(truncatingIfNeeded: bytes.count)
        text.extracting(range).withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
        return CamtText(start: start, count: Int32(truncatingIfNeeded: range.count))
    }

    /// Keeps free text: single blanks inside, none at its ends.
    mutating func keepWords(_ text: Span<UInt8>) -> CamtText {
        let range = XMLText.trimmed(text)
        guard XMLText.hasOddBlanks(text, range) else { return keep(text) }
        guard bytes.count < Self.bytesMax else { return cut() }
        let start = bytes.count
        for index in range {
            let byte = max(text[index], 0x20)
            if byte == 0x20, bytes.count > start, bytes[bytes.count - 1] == 0x20 { continue }
            bytes.append(byte)
        }
        return CamtText(
            start: Int32(truncatingIfNeeded: start), count: Int32(truncatingIfNeeded: bytes.count - start))
    }

    /// `first`, the separator and `text`, in one piece.
    mutating func join(_ first: CamtText, _ separator: UInt8, _ text: Span<UInt8>) -> CamtText {
        let range = XMLText.trimmed(text)
        if first.isEmpty || range.isEmpty { return range.isEmpty ? first : keepWords(text) }
        let isLast = first.range.upperBound == bytes.count
        guard bytes.count < Self.bytesMax, first.count < (isLast ? Self.joinedMax : Self.copiedMax) else {
            return cut(to: first)
        }
        var start = first.start
        if !isLast {
            start = Int32(truncatingIfNeeded: bytes.count)
            bytes.append(contentsOf: Array(bytes[first.range]))
        }
        bytes.append(separator)
        _ = keepWords(text)
        return CamtText(start: start, count: Int32(truncatingIfNeeded: bytes.count) - start)
    }

    private mutating func cut(to text: CamtText = CamtText()) -> CamtText {
        isCut = true
        return text
    }

    /// The text as a `String`; `""` for none.
    func string(_ text: CamtText) -> String {
        guard !text.isEmpty else { return "" }
        return bytes.withUnsafeBufferPointer {
            String(decoding: UnsafeBufferPointer(rebasing: $0[text.range]), as: UTF8.self)
        }
    }

    func beginsLikeIBAN(_ text: CamtText) -> Bool {
        IBANBytes.looksLikeIBAN(bytes.span.extracting(text.range))
    }

    /// `suffix` has four bytes.
    func hasSuffix(_ text: CamtText, _ suffix: StaticString) -> Bool {
        guard text.count >= 4, suffix.utf8CodeUnitCount == 4 else { return false }
        let start = text.range.upperBound - 4
        return suffix.withUTF8Buffer { wanted in (0..<4).allSatisfy { bytes[start + $0] == wanted[$0] } }
    }

    func equals(_ text: CamtText, _ other: CamtText) -> Bool {
        text.count == other.count && bytes[text.range].elementsEqual(bytes[other.range])
    }

    func equals(_ text: CamtText, _ other: [UInt8]) -> Bool {
        guard Int(text.count) == other.count else { return false }
        return bytes[text.range].elementsEqual(other)
    }
}
