internal import Domain
internal import Scanning

/// One tag and the value after it.
struct OFXToken {
    var tag = OFXTag.other
    var isClosing = false
    /// What follows an opening tag, without the blanks around it; empty where another tag follows.
    var value = 0..<0
    /// The value is a CDATA section: no entities in it.
    var isLiteral = false
    /// 1-based line of the tag.
    var line = 0
}

/// Cuts OFX 1 (SGML: values are not closed) and OFX 2 (XML) into tags and values, one tolerant way for both.
///
/// A `<` that begins no tag, `<NAME>A < B`, is text. Comments, processing instructions and what stands before
/// the first tag are passed over. A document type or an entity declaration ends the scan with `failure`.
struct OFXScanner {
    private var position: Int
    private var line = 1
    /// Why the scan ended before the end of the bytes.
    private(set) var failure: Problem?
    private static let nameLengthMax = 64
    private static let tagLengthMax = 1024
    private static let valueLengthMax = 1 << 20

    init(from start: Int = 0) { position = start }

    /// The next tag; `nil` at the end.
    mutating func next(in bytes: Span<UInt8>) -> OFXToken? {
        while failure == nil, advanceToMarkup(bytes) {
            if isMarkup(bytes, position, "<!--") || isMarkup(bytes, position, "<![CDATA[") {
                _ = skipSection(bytes)
            } else if bytes[position + 1] == UInt8(ascii: "?") {
                skip(bytes, past: "?>", orByte: UInt8(ascii: ">"))
            } else if bytes[position + 1] == UInt8(ascii: "!") {
                failure = Problem(.xmlForbidden, at: Place(line: line))
            } else if let (name, end) = tag(bytes, position) {
                return token(bytes, name, end)
            }
        }
        return nil
    }

    private mutating func token(_ bytes: Span<UInt8>, _ name: Range<Int>, _ end: Int) -> OFXToken {
        var token = OFXToken(tag: OFXTag(bytes, name), line: line)
        token.isClosing = bytes[position + 1] == UInt8(ascii: "/")
        let isSelfClosing = bytes[end - 2] == UInt8(ascii: "/")
        move(bytes, to: end)
        guard !token.isClosing, !isSelfClosing else { return token }
        let start = position
        guard advanceToMarkup(bytes) else {
            token.value = trimmed(bytes, start..<position)
            return token
        }
        token.value = trimmed(bytes, start..<position)
        if token.value.isEmpty, isMarkup(bytes, position, "<![CDATA[") {
            token.value = trimmed(bytes, skipSection(bytes))
            token.isLiteral = true
        }
        if token.value.count > Self.valueLengthMax {
            failure = Problem(.limitExceeded, at: Place(line: token.line), found: "a value of over 1 MB")
        }
        return token
    }

    // MARK: Where things begin and end

    /// Moves to the next tag, section or instruction; false, and at the end, where there is none.
    private mutating func advanceToMarkup(_ bytes: Span<UInt8>) -> Bool {
        while position < bytes.count {
            let byte = bytes[position]
            if byte == 0x0A { line += 1 }
            if byte == UInt8(ascii: "<"), isMarkup(bytes) { return true }
            position += 1
        }
        return false
    }

    private func isMarkup(_ bytes: Span<UInt8>) -> Bool {
        guard position + 2 < bytes.count else { return false }
        switch bytes[position + 1] {
        case UInt8(ascii: "?"): return true
        case UInt8(ascii: "!"):
            return isMarkup(bytes, position, "<!--") || isMarkup(bytes, position, "<![CDATA[")
                || isMarkup(bytes, position, "<!DOCTYPE") || isMarkup(bytes, position, "<!ENTITY")
        default: return tag(bytes, position) != nil
        }
    }

    /// Whether `text`, in any letter case, stands at `index`.
    private func isMarkup(_ bytes: Span<UInt8>, _ index: Int, _ text: StaticString) -> Bool {
        guard bytes.count - index >= text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { wanted in
            for offset in 0..<wanted.count {
                let byte = bytes[index + offset]
                let capital = byte >= 0x61 && byte <= 0x7A ? byte - 0x20 : byte
                if capital != wanted[offset] { return false }
            }
            return true
        }
    }

    /// The name of the tag at `index` and where the tag ends; `nil` where the `<` is only text.
    private func tag(_ bytes: Span<UInt8>, _ index: Int) -> (name: Range<Int>, end: Int)? {
        var start = index + 1
        if start < bytes.count, bytes[start] == UInt8(ascii: "/") { start += 1 }
        guard start < bytes.count, bytes[start] | 0x20 >= 0x61, bytes[start] | 0x20 <= 0x7A else {
            return nil
        }
        var end = start
        let nameLimit = min(bytes.count, start + Self.nameLengthMax)
        while end < nameLimit, Self.isNameByte(bytes[end]) { end += 1 }
        let name = start..<end
        // Attributes are passed over; text after a lone `<` has a line end or another `<` before any `>`.
        let limit = min(bytes.count, index + Self.tagLengthMax)
        guard end < limit, bytes[end] <= 0x20 || bytes[end] == 0x2F || bytes[end] == 0x3E else { return nil }
        while end < limit, bytes[end] != UInt8(ascii: ">") {
            if bytes[end] == UInt8(ascii: "<") { return nil }
            end += 1
        }
        return end < limit ? (name, end + 1) : nil
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x3A, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    // MARK: Moving

    private mutating func move(_ bytes: Span<UInt8>, to end: Int) {
        while position < end {
            if bytes[position] == 0x0A { line += 1 }
            position += 1
        }
    }

    /// Passes over a comment or a CDATA section; what stands in it.
    private mutating func skipSection(_ bytes: Span<UInt8>) -> Range<Int> {
        let isComment = bytes[position + 2] == UInt8(ascii: "-")
        let start = min(bytes.count, position + (isComment ? 4 : 9))
        skip(bytes, past: isComment ? "-->" : "]]>")
        return start..<max(start, position - 3)
    }

    private mutating func skip(_ bytes: Span<UInt8>, past text: StaticString, orByte other: UInt8? = nil) {
        var end = position + 2
        while end < bytes.count {
            if isMarkup(bytes, end, text) { return move(bytes, to: end + text.utf8CodeUnitCount) }
            if bytes[end] == other { return move(bytes, to: end + 1) }
            end += 1
        }
        move(bytes, to: bytes.count)
    }

    private func trimmed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        let inner = XMLText.trimmed(bytes.extracting(range))
        return range.lowerBound + inner.lowerBound..<range.lowerBound + inner.upperBound
    }
}
