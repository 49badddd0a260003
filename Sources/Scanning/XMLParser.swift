/// A whole document in memory through the tokenizer, in whatever encoding it is.
@usableFromInline
enum XMLParser {
    /// How much is read between two looks at the memory.
    private static let windowBytes = 4 << 20

    /// Parses a whole document. `nil` when all of it was well-formed and delivered, or when the delivery
    /// ended the reading.
    @usableFromInline
    static func parse(
        _ bytes: Span<UInt8>, grammar: XMLGrammar, limits: XMLLimits,
        deliver: (XMLEvents) -> Bool
    ) -> XMLFailure? {
        let prologue = XMLPrologue(bytes)
        if let failure = prologue.failure { return failure }
        return withoutActuallyEscaping(deliver) { deliver in
            var tokenizer = XMLTokenizer(
                grammar: grammar, limits: limits, firstLine: prologue.line, deliver: deliver)
            defer { tokenizer.deallocate() }
            return bytes.extracting(prologue.length..<bytes.count).withUnsafeBufferPointer { bytes in
                guard prologue.encoding == .utf8 else {
                    return parse(bytes, of: prologue.encoding, with: &tokenizer)
                }
                parse(bytes, with: &tokenizer)
                return tokenizer.failure
            }
        }
    }

    /// UTF-8 is read where it stands.
    private static func parse(_ bytes: UnsafeBufferPointer<UInt8>, with tokenizer: inout XMLTokenizer) {
        guard let base = bytes.baseAddress else {
            withUnsafePointer(to: 0 as UInt8) { _ = tokenizer.consume($0, $0, isLast: true) }
            return
        }
        let end = base + bytes.count
        var cursor = base
        var window = windowBytes
        repeat {
            let windowEnd = end - cursor > window ? cursor + window : end
            let next = tokenizer.consume(cursor, windowEnd, isLast: windowEnd == end)
            // A tag longer than the window needs a wider one.
            window = next == cursor ? 2 * window : windowBytes
            cursor = next
            MappedPages.release(upTo: cursor)
            if windowEnd == end { return }
        } while tokenizer.goesOn
    }

    /// Other encodings are read through a buffer of UTF-8.
    private static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, of encoding: TextEncoding, with tokenizer: inout XMLTokenizer
    ) -> XMLFailure? {
        var transcoder = UTF8Transcoder(encoding)
        var buffer: [UInt8] = []
        var offset = 0
        repeat {
            let count = min(1 << 18, bytes.count - offset)
            transcoder.append(UnsafeBufferPointer(rebasing: bytes[offset..<offset + count]), to: &buffer)
            offset += count
            if let base = bytes.baseAddress { MappedPages.release(upTo: base + offset) }
            let isLast = offset == bytes.count
            let consumed = buffer.withUnsafeBufferPointer { buffer in
                guard let base = buffer.baseAddress else { return 0 }
                return tokenizer.consume(base, base + buffer.count, isLast: isLast) - base
            }
            buffer.removeFirst(consumed)
            if transcoder.isInvalid, tokenizer.failure == nil {
                return XMLFailure(
                    kind: .encoding, line: Int(tokenizer.line),
                    reason: "bytes that are not \(encoding.rawValue)")
            }
            if isLast { break }
        } while tokenizer.goesOn
        return tokenizer.failure
    }
}

extension XMLTokenizer {
    /// Nothing has ended the reading.
    var goesOn: Bool { failure == nil && !events.isStopped }
}

/// What stands before the document: a byte-order mark, blanks (which XML forbids before its declaration but
/// exports have), and the declaration.
struct XMLPrologue {
    private(set) var encoding = TextEncoding.utf8
    /// Bytes of the mark, the blanks and the declaration.
    private(set) var length = 0
    /// Line of the first byte behind them.
    private(set) var line = 1
    private(set) var failure: XMLFailure?

    private static let lengthMax = 1 << 16

    init(_ bytes: Span<UInt8>) {
        let wide = Self.wideEncoding(bytes)
        length = wide?.markLength ?? (Self.begins(bytes, [0xEF, 0xBB, 0xBF]) ? 3 : 0)
        let head = Self.head(bytes.extracting(length..<bytes.count), wide?.encoding)
        let unit = wide == nil ? 1 : 2
        let blanks = head.prefix { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        line += blanks.count { $0 == 0x0A }
        length += unit * blanks.count
        encoding = wide?.encoding ?? .utf8
        let rest = head.dropFirst(blanks.count)
        guard rest.starts(with: Array("<?xml".utf8)), let after = rest.dropFirst(5).first, after <= 0x20
        else {
            return
        }
        guard let declaration = XMLDeclaration(rest) else {
            failure = XMLFailure(kind: .malformed, line: line, reason: "an XML declaration that is none")
            return
        }
        line += rest.prefix(declaration.length).count { $0 == 0x0A }
        length += unit * declaration.length
        guard wide == nil, !declaration.encoding.isEmpty else { return }
        guard let known = Self.encoding(named: declaration.encoding) else {
            failure = XMLFailure(kind: .encoding, line: line, reason: "an encoding that is not known")
            return
        }
        encoding = known
    }

    private static func begins(_ bytes: Span<UInt8>, _ wanted: [UInt8]) -> Bool {
        bytes.count >= wanted.count && wanted.indices.allSatisfy { bytes[$0] == wanted[$0] }
    }

    /// UTF-16, by its mark or by the zeros beside `<`.
    private static func wideEncoding(_ bytes: Span<UInt8>) -> (encoding: TextEncoding, markLength: Int)? {
        if begins(bytes, [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
        if begins(bytes, [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
        if begins(bytes, [0x3C, 0x00]) { return (.utf16LittleEndian, 0) }
        return begins(bytes, [0x00, 0x3C]) ? (.utf16BigEndian, 0) : nil
    }

    private static func head(_ bytes: Span<UInt8>, _ wide: TextEncoding?) -> [UInt8] {
        let cut = bytes.extracting(0..<min(bytes.count, lengthMax))
        return cut.withUnsafeBufferPointer { cut in
            guard let wide else { return Array(cut) }
            var transcoder = UTF8Transcoder(wide)
            var head: [UInt8] = []
            transcoder.append(cut, to: &head)
            return head
        }
    }

    /// Declared ISO-8859-1 is read as its superset Windows-1252, which is what programs write under that
    /// name. A document labelled UTF-16 whose bytes are not is UTF-8.
    private static func encoding(named name: String) -> TextEncoding? {
        switch String(name.uppercased().filter { $0.isLetter || $0.isNumber }) {
        case "UTF8", "ASCII", "USASCII", "UTF16", "UTF16LE", "UTF16BE", "UNICODE": .utf8
        case "ISO88591", "LATIN1", "WINDOWS1252", "CP1252", "ANSI": .windows1252
        case "ISO885915", "LATIN9": .iso8859_15
        case "CP850", "IBM850": .cp850
        default: nil
        }
    }
}

/// `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` (production [23]).
private struct XMLDeclaration {
    private(set) var encoding = ""
    private(set) var length = 0

    /// `nil` unless the text begins with a declaration of that form.
    init?(_ text: ArraySlice<UInt8>) {
        var rest = text.dropFirst(5)
        var names: [String] = []
        while true {
            let blanks = rest.prefix(while: Self.isBlank)
            rest = rest.dropFirst(blanks.count)
            if rest.starts(with: [0x3F, 0x3E]) { break }
            guard !blanks.isEmpty else { return nil }
            let name = rest.prefix { $0 >= 0x61 && $0 <= 0x7A }
            rest = rest.dropFirst(name.count).drop(while: Self.isBlank)
            guard rest.first == 0x3D else { return nil }
            rest = rest.dropFirst().drop(while: Self.isBlank)
            guard let quote = rest.first, quote == 0x22 || quote == 0x27,
                let close = rest.dropFirst().firstIndex(of: quote)
            else { return nil }
            let value = rest[(rest.startIndex + 1)..<close]
            guard value.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
            names.append(String(decoding: name, as: UTF8.self))
            if names.last == "encoding" { encoding = String(decoding: value, as: UTF8.self) }
            guard Self.isAllowed(value, names.last ?? "") else { return nil }
            rest = rest[(close + 1)...]
        }
        let orders = [
            ["version"], ["version", "encoding"], ["version", "standalone"],
            ["version", "encoding", "standalone"],
        ]
        guard orders.contains(names) else { return nil }
        length = rest.startIndex + 2 - text.startIndex
    }

    private static func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

    private static func isAllowed(_ value: ArraySlice<UInt8>, _ name: String) -> Bool {
        let text = String(decoding: value, as: UTF8.self)
        switch name {
        case "version":
            return text.hasPrefix("1.") && text.dropFirst(2).allSatisfy { ("0"..."9").contains($0) }
        case "standalone": return text == "yes" || text == "no"
        default:
            let isLetterFirst = value.first.map { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A } ?? false
            return isLetterFirst && text.allSatisfy { $0.isLetter || $0.isNumber || "._-".contains($0) }
        }
    }
}

/// Makes UTF-8 of another encoding, piece by piece.
struct UTF8Transcoder {
    private let encoding: TextEncoding
    /// UTF-8 of the bytes from 0x80 on, for encodings of single bytes.
    private var high: [[UInt8]] = []
    /// The first byte of a unit of UTF-16, or a first surrogate, whose other half has not come yet.
    private var halfUnit: UInt8?
    private var surrogate: UInt16?
    /// A unit that UTF-16 does not allow was met.
    private(set) var isInvalid = false

    init(_ encoding: TextEncoding) {
        self.encoding = encoding
        guard encoding != .utf16LittleEndian, encoding != .utf16BigEndian else { return }
        high = (0x80...0xFF).map { byte in
            let single = [UInt8(byte)]
            return Array(encoding.string(single.span).utf8)
        }
    }

    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, to target: inout [UInt8]) {
        guard !high.isEmpty else { return appendWide(bytes, to: &target) }
        for byte in bytes {
            if byte < 0x80 { target.append(byte) } else { target.append(contentsOf: high[Int(byte) - 0x80]) }
        }
    }

    private mutating func appendWide(_ bytes: UnsafeBufferPointer<UInt8>, to target: inout [UInt8]) {
        for byte in bytes {
            guard let first = halfUnit else {
                halfUnit = byte
                continue
            }
            halfUnit = nil
            let (a, b) = (UInt16(first), UInt16(byte))
            append(unit: encoding == .utf16LittleEndian ? a | b << 8 : a << 8 | b, to: &target)
        }
    }

    private mutating func append(unit: UInt16, to target: inout [UInt8]) {
        var scalar = UInt32(unit)
        if let first = surrogate {
            surrogate = nil
            guard (0xDC00...0xDFFF).contains(unit) else {
                isInvalid = true
                return
            }
            scalar = 0x1_0000 + (UInt32(first - 0xD800) << 10 | UInt32(unit - 0xDC00))
        } else if (0xD800...0xDBFF).contains(unit) {
            surrogate = unit
            return
        }
        guard let valid = Unicode.Scalar(scalar), let encoded = UTF8.encode(valid) else {
            isInvalid = true
            return
        }
        target.append(contentsOf: encoded)
    }
}
