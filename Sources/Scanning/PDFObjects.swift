/// Where the objects of a PDF stand, found by looking through the whole file: real cross-reference tables are
/// often wrong, and this needs none. The last definition of a number counts, as in an updated file.
struct PDFObjects {
    /// Where a value stands: in the file, or in an object stream that was decompressed.
    struct Location {
        /// Offset of the definition in the file; of the object stream where packed.
        var order: Int
        /// Index into `packed`, -1 for the file.
        var container: Int
        var offset: Int
    }

    /// Why a file cannot be looked into.
    enum Obstacle { case encrypted, limit }

    private static let objectsMax = 1_000_000
    /// All object streams of a file together.
    private static let packedBytesMax = 1 << 26

    private var locations: [Int: Location] = [:]
    private var packed: [[UInt8]] = []
    private var streamsOfObjects: [(number: Int, offset: Int)] = []
    private var packedBytes = 0
    /// From here on no stream ends, so that looking for an end costs its way only once.
    private var noStreamEndsFrom = Int.max
    /// Bytes that may still be parsed again to follow references: they may form loops, or all lead to one
    /// large object.
    private var bytesLeft: Int
    private(set) var root: PDFValue?
    private(set) var obstacle: Obstacle?

    init(_ bytes: Span<UInt8>) {
        bytesLeft = (1 << 26) + 2 * bytes.count
        scan(bytes)
        if obstacle == nil { unpack(bytes) }
    }

    /// Numbers of all objects, in order.
    var numbers: [Int] { locations.keys.sorted() }

    /// The value itself, or what it refers to.
    mutating func resolved(_ value: PDFValue?, _ bytes: Span<UInt8>) -> PDFValue? {
        var value = value
        // References to references are not allowed; two steps are enough for files that have them.
        for _ in 0..<2 {
            guard let number = value?.reference else { return value }
            value = object(number, bytes)
        }
        return value?.reference == nil ? value : nil
    }

    mutating func object(_ number: Int, _ bytes: Span<UInt8>) -> PDFValue? {
        guard let location = locations[number] else { return nil }
        guard bytesLeft > 0 else {
            obstacle = .limit
            return nil
        }
        var lexer = PDFLexer(at: location.offset)
        defer { bytesLeft -= lexer.position - location.offset + 1 }
        guard location.container >= 0 else { return lexer.value(bytes) }
        let content = packed[location.container]
        return lexer.value(content.span)
    }

    /// The dictionary of a stream and the range of its bytes as they stand in the file.
    mutating func stream(_ number: Int, _ bytes: Span<UInt8>) -> (dictionary: PDFValue, range: Range<Int>)? {
        guard let location = locations[number], location.container < 0 else { return nil }
        var lexer = PDFLexer(at: location.offset)
        guard let dictionary = lexer.value(bytes), let start = Self.streamStart(&lexer, bytes) else {
            return nil
        }
        let length = resolved(dictionary["Length"], bytes)?.integer
        guard start < noStreamEndsFrom else { return (dictionary, start..<start) }
        return (dictionary, start..<(Self.streamEnd(start, length: length, bytes) ?? start))
    }

    // MARK: The file

    private mutating func scan(_ bytes: Span<UInt8>) {
        var index = 0
        while index < bytes.count, obstacle == nil {
            switch bytes[index] {
            case UInt8(ascii: "o") where PDFLexer.stands("obj", bytes, at: index):
                guard let number = Self.number(before: index, bytes) else {
                    index += 3
                    continue
                }
                index = define(number, at: index + 3, bytes)
            case UInt8(ascii: "t") where PDFLexer.stands("trailer", bytes, at: index):
                var lexer = PDFLexer(at: index + 7)
                if let trailer = lexer.value(bytes) { takeTrailer(trailer) }
                index = max(index + 7, lexer.position)
            default: index += 1
            }
        }
    }

    /// Takes the object whose value begins at `offset`; returns where to go on.
    private mutating func define(_ number: Int, at offset: Int, _ bytes: Span<UInt8>) -> Int {
        guard locations.count < Self.objectsMax else {
            obstacle = .limit
            return offset
        }
        locations[number] = Location(order: offset, container: -1, offset: offset)
        var lexer = PDFLexer(at: offset)
        guard let value = lexer.value(bytes), case .dictionary = value else {
            return max(offset, lexer.position)
        }
        guard let start = Self.streamStart(&lexer, bytes) else { return lexer.position }
        switch value["Type"]?.name {
        case "ObjStm": streamsOfObjects.append((number, offset))
        case "XRef": takeTrailer(value)
        default: break
        }
        guard start < noStreamEndsFrom else { return start }
        guard let end = Self.streamEnd(start, length: value["Length"]?.integer, bytes) else {
            noStreamEndsFrom = start
            return start
        }
        return end
    }

    private mutating func takeTrailer(_ trailer: PDFValue) {
        if trailer["Encrypt"] != nil { obstacle = .encrypted }
        if let root = trailer["Root"] { self.root = root }
    }

    /// The object number of `12 0 obj`, `obj` being at `index`.
    private static func number(before index: Int, _ bytes: Span<UInt8>) -> Int? {
        var end = index
        func blanks() { while end > 0, PDFLexer.isBlank(bytes[end - 1]) { end -= 1 } }
        func digits() -> Range<Int> {
            let last = end
            while end > 0, last - end < 16, PDFLexer.isDigit(bytes[end - 1]) { end -= 1 }
            return end..<last
        }
        blanks()
        guard end < index, !digits().isEmpty else { return nil }
        let behind = end
        blanks()
        guard end < behind else { return nil }
        return PDFLexer.integer(bytes, digits())
    }

    /// Where the bytes of a stream begin: behind `stream` and the end of its line.
    private static func streamStart(_ lexer: inout PDFLexer, _ bytes: Span<UInt8>) -> Int? {
        lexer.skipBlanks(bytes)
        guard lexer.keyword("stream", bytes) else { return nil }
        var start = lexer.position
        if start < bytes.count, bytes[start] == 0x0D { start += 1 }
        if start < bytes.count, bytes[start] == 0x0A { start += 1 }
        return start
    }

    /// Where they end: as long as stated if `endstream` stands there, else before the next one.
    private static func streamEnd(_ start: Int, length: Int?, _ bytes: Span<UInt8>) -> Int? {
        if let length, length >= 0, length <= bytes.count - start {
            var lexer = PDFLexer(at: start + length)
            lexer.skipBlanks(bytes)
            if PDFLexer.stands("endstream", bytes, at: lexer.position) { return start + length }
        }
        var index = start
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "e"), PDFLexer.stands("endstream", bytes, at: index) { break }
            index += 1
        }
        guard index < bytes.count else { return nil }
        if index > start, bytes[index - 1] == 0x0A { index -= 1 }
        if index > start, bytes[index - 1] == 0x0D { index -= 1 }
        return index
    }

    // MARK: Object streams

    /// Finds the objects inside object streams (ISO 32000-1, 7.5.7).
    private mutating func unpack(_ bytes: Span<UInt8>) {
        for (number, offset) in streamsOfObjects where locations[number]?.offset == offset {
            guard let stream = stream(number, bytes), let first = stream.dictionary["First"]?.integer,
                let count = stream.dictionary["N"]?.integer, first >= 0, count >= 0
            else { continue }
            let content = content(of: stream, bytes, limit: Self.packedBytesMax - packedBytes)
            guard case .complete(let content) = content else {
                if case .overLimit = content { obstacle = .limit }
                continue
            }
            packedBytes += content.count
            takeHeader(content, first: first, count: count, order: offset)
            guard obstacle == nil else { return }
        }
    }

    /// Pairs of object number and offset stand before `first`.
    private mutating func takeHeader(_ content: [UInt8], first: Int, count: Int, order: Int) {
        let header = content.span.extracting(0..<min(first, content.count))
        packed.append(content)
        var lexer = PDFLexer(at: 0)
        for _ in 0..<count {
            guard let number = lexer.plainInteger(header), let offset = lexer.plainInteger(header),
                number >= 0,
                offset >= 0, offset < content.count - first
            else { return }
            guard locations.count < Self.objectsMax else {
                obstacle = .limit
                return
            }
            if let known = locations[number], known.order > order { continue }
            locations[number] = Location(order: order, container: packed.count - 1, offset: first + offset)
        }
    }

    // MARK: Content

    /// The content of a stream, unfiltered; `nil` for a filter that is not read.
    mutating func content(
        of stream: (dictionary: PDFValue, range: Range<Int>), _ bytes: Span<UInt8>, limit: Int
    ) -> Inflate.Outcome? {
        let raw = bytes.extracting(stream.range)
        let filters = filters(stream.dictionary, bytes)
        guard let filter = filters.first else {
            guard raw.count <= limit else { return .overLimit }
            return .complete(raw.withUnsafeBufferPointer { Array($0) })
        }
        guard filters.count == 1, filter == "FlateDecode" || filter == "Fl",
            !isPredicted(stream.dictionary, bytes)
        else { return nil }
        return Inflate.zlibOutcome(raw, limit: limit)
    }

    private mutating func filters(_ dictionary: PDFValue, _ bytes: Span<UInt8>) -> [String] {
        let filter = resolved(dictionary["Filter"], bytes)
        if let name = filter?.name { return [name] }
        var names: [String] = []
        for filter in filter?.array ?? [] { names.append(resolved(filter, bytes)?.name ?? "") }
        return names
    }

    /// Whether the bytes were differenced before compression, as only images and tables are.
    private mutating func isPredicted(_ dictionary: PDFValue, _ bytes: Span<UInt8>) -> Bool {
        let parameters = resolved(dictionary["DecodeParms"], bytes)
        let first = resolved(parameters?.array?.first ?? parameters, bytes)
        return (resolved(first?["Predictor"], bytes)?.integer ?? 1) > 1
    }
}
