/// The files embedded in a PDF (ISO 32000-1, 7.11.4), without reading anything else of it.
public struct PDFAttachments {
    /// One embedded file.
    public struct Item: Sendable, Equatable {
        /// Name without folders, as written.
        public let name: String
        fileprivate let stream: Int
    }

    /// Why a PDF cannot be looked into.
    public enum Obstacle: Sendable, Equatable {
        case encrypted
        /// More objects, or more compressed ones, than a document has.
        case limit
    }

    /// What became of an attachment's content.
    public enum Content: Sendable, Equatable {
        case complete([UInt8])
        case damaged
        case overLimit
        /// Behind a filter that is not read.
        case unknownFilter
    }

    /// In the order of the document's own list, each once.
    public private(set) var items: [Item] = []
    public private(set) var obstacle: Obstacle?
    private var objects: PDFObjects

    /// Whether the bytes begin as a PDF; blanks and a byte-order mark may stand before.
    public static func isPDF(_ bytes: Span<UInt8>) -> Bool {
        var index = 0
        while index < min(bytes.count, 1024) {
            let byte = bytes[index]
            guard PDFLexer.isBlank(byte) || byte == 0xEF || byte == 0xBB || byte == 0xBF else { break }
            index += 1
        }
        return PDFLexer.stands("%PDF-", bytes, at: index)
    }

    /// Finds the attachments that the document lists; where it lists none, those that it holds anywhere.
    public init(_ bytes: Span<UInt8>) {
        objects = PDFObjects(bytes)
        if objects.obstacle == nil { takeAll(bytes) }
        switch objects.obstacle {
        case .encrypted: obstacle = .encrypted
        case .limit: obstacle = .limit
        case nil: obstacle = nil
        }
    }

    private mutating func takeAll(_ bytes: Span<UInt8>) {
        let catalog = objects.resolved(objects.root, bytes)
        let names = objects.resolved(catalog?["Names"], bytes)
        var nodesLeft = 10_000
        takeTree(names?["EmbeddedFiles"], bytes, depth: 0, &nodesLeft)
        for specification in objects.resolved(catalog?["AF"], bytes)?.array ?? [] {
            take(specification, bytes)
        }
        if items.isEmpty { takeAnywhere(bytes) }
    }

    /// The content, unless it is larger than `limit` bytes.
    public func content(of item: Item, _ bytes: Span<UInt8>, limit: Int) -> Content {
        var objects = objects
        guard let stream = objects.stream(item.stream, bytes) else { return .damaged }
        switch objects.content(of: stream, bytes, limit: limit) {
        case .complete(let content): return .complete(content)
        case .damaged: return .damaged
        case .overLimit: return .overLimit
        case nil: return .unknownFilter
        }
    }

    /// A node of the name tree: pairs of name and file, or further nodes.
    private mutating func takeTree(
        _ node: PDFValue?, _ bytes: Span<UInt8>, depth: Int, _ nodesLeft: inout Int
    ) {
        guard depth < 32, nodesLeft > 0, let node = objects.resolved(node, bytes) else { return }
        nodesLeft -= 1
        let pairs = objects.resolved(node["Names"], bytes)?.array ?? []
        for index in stride(from: 1, to: pairs.count, by: 2) { take(pairs[index], bytes) }
        for kid in objects.resolved(node["Kids"], bytes)?.array ?? [] {
            takeTree(kid, bytes, depth: depth + 1, &nodesLeft)
        }
    }

    /// A file specification with an embedded file.
    private mutating func take(_ value: PDFValue, _ bytes: Span<UInt8>) {
        guard let specification = objects.resolved(value, bytes),
            let files = objects.resolved(specification["EF"], bytes),
            let stream = (files["F"] ?? files["UF"])?.reference,
            !items.contains(where: { $0.stream == stream }), items.count < 1000
        else { return }
        var written = objects.resolved(specification["UF"], bytes)?.text ?? ""
        if written.isEmpty { written = objects.resolved(specification["F"], bytes)?.text ?? "" }
        let name = written.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        items.append(Item(name: name, stream: stream))
    }

    /// Old programs attach to a page instead of the document, or lose the list.
    private mutating func takeAnywhere(_ bytes: Span<UInt8>) {
        for number in objects.numbers {
            guard let value = objects.object(number, bytes), value["EF"] != nil else { continue }
            take(value, bytes)
        }
    }
}
