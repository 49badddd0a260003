internal import CLibXML2

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// What the C callbacks see: where in the grammar the parser is, and the events it has found.
///
/// Raw memory on purpose: this is touched several times an element, and C holds its address.
struct XMLParserState {
    /// An element that is still open.
    private struct Frame {
        var node: UInt16
        var line: Int32
        /// Where its text begins; -1 where no text is wanted.
        var textStart: Int32
    }

    private let transitions: UnsafeMutablePointer<UInt16>
    private let nodes: UnsafeMutablePointer<XMLGrammar.Node>
    private let tokenCount: Int
    private var tokens: XMLNameTokens
    private let limits: XMLLimits
    private var context: xmlParserCtxtPtr?
    /// libxml2's own count: the document is its only input, because nothing is ever included.
    private var lineCounter: UnsafePointer<Int32>?

    private let frames: UnsafeMutablePointer<Frame>
    private var level = 0
    private var current = Frame(node: XMLGrammar.outside, line: 0, textStart: -1)
    /// Open elements, wanted or not.
    private var depth = 0
    /// Open elements inside one that is not wanted, itself included.
    private var skipped = 0

    private var text: UnsafeMutablePointer<UInt8>
    private var textCount = 0
    private var textCapacity = 1 << 16
    private var list: UnsafeMutablePointer<XMLEvents.Event>
    private var eventCount = 0
    private var eventCapacity = 1 << 10

    private let input: UnsafeBufferPointer<UInt8>
    /// Lines before the first byte that libxml2 sees.
    private let linesBefore: Int32
    private var inputRead = 0
    private let deliver: XMLParser.Delivery
    /// The receiver of the events has had enough.
    private(set) var isStopped = false
    /// Set by `fail`; the parser has stopped.
    private(set) var failure: (kind: XMLFailure.Kind, line: Int)?

    init(
        grammar: XMLGrammar, limits: XMLLimits, input: UnsafeBufferPointer<UInt8>, linesBefore: Int,
        deliver: @escaping XMLParser.Delivery
    ) {
        self.limits = limits
        self.input = input
        self.linesBefore = Int32(truncatingIfNeeded: linesBefore)
        self.deliver = deliver
        tokenCount = grammar.names.count
        transitions = .allocate(capacity: grammar.transitions.count)
        transitions.initialize(from: grammar.transitions, count: grammar.transitions.count)
        nodes = .allocate(capacity: grammar.nodes.count)
        nodes.initialize(from: grammar.nodes, count: grammar.nodes.count)
        tokens = XMLNameTokens(count: grammar.names.count)
        frames = .allocate(capacity: limits.depthMax + 1)
        text = .allocate(capacity: textCapacity)
        list = .allocate(capacity: eventCapacity)
    }

    func deallocate() {
        transitions.deallocate()
        nodes.deallocate()
        tokens.deallocate()
        frames.deallocate()
        text.deallocate()
        list.deallocate()
    }

    /// Makes the names known: libxml2 stores each name once, so a name is told by its address.
    mutating func attach(_ context: xmlParserCtxtPtr, names: [String]) {
        self.context = context
        if let input = context.pointee.input, let offset = MemoryLayout<xmlParserInput>.offset(of: \.line) {
            lineCounter = UnsafeRawPointer(input).advanced(by: offset).assumingMemoryBound(to: Int32.self)
        }
        for (token, name) in names.enumerated().dropFirst() {
            if let known = xmlDictLookup(context.pointee.dict, name, Int32(name.utf8.count)) {
                tokens.insert(known, token: UInt16(token))
            }
        }
    }

    static func at(_ raw: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<XMLParserState>? {
        raw?.assumingMemoryBound(to: XMLParserState.self)
    }

    /// Stops the parser for a reason of ours.
    mutating func fail(_ kind: XMLFailure.Kind) {
        guard failure == nil else { return }
        failure = (kind, Int(line))
        if let context { xmlStopParser(context) }
    }

    private var line: Int32 { linesBefore &+ (lineCounter?.pointee ?? 0) }

    var lineNumber: Int { Int(line) }

    /// Whether libxml2 asked for everything: it takes a NUL after the document for its end.
    var hasReadAll: Bool {
        guard let input = context?.pointee.input else { return false }
        return inputRead == self.input.count && input.pointee.cur == input.pointee.end
    }

    // MARK: Callbacks

    /// Gives libxml2 its next bytes, after delivering what the last ones held.
    mutating func read(into buffer: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int32 {
        guard let buffer, failure == nil, deliverEvents() else { return -1 }
        let count = min(count, input.count - inputRead)
        guard count > 0, let base = input.baseAddress else { return 0 }
        memcpy(buffer, base + inputRead, count)
        inputRead += count
        return Int32(count)
    }

    mutating func startElement(
        _ name: UnsafePointer<xmlChar>?, _ uri: UnsafePointer<xmlChar>?, _ attributeCount: Int,
        _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) {
        depth &+= 1
        if depth > limits.depthMax { return fail(.limit) }
        if skipped > 0 {
            skipped &+= 1
            return
        }
        var next = transitions[Int(current.node) &* tokenCount &+ Int(tokens[name])]
        if next == XMLGrammar.nowhere {
            guard current.node == XMLGrammar.outside else {
                skipped = 1
                return
            }
            next = XMLGrammar.outside
        }
        // Text around wanted children is not text of the element.
        current.textStart = -1
        frames[level] = current
        level &+= 1
        let node = nodes[Int(next)]
        current = Frame(node: next, line: line, textStart: -1)
        if node.flags == 0 { return }
        if node.flags & XMLGrammar.Node.isScope != 0 { append(.opened, node.field) }
        if node.flags & XMLGrammar.Node.hasAttributes != 0 {
            if node.namespaceField != 0, let uri { append(node.namespaceField, uri, strlen(uri)) }
            if attributeCount > 0, let attributes { appendAttribute(node, attributeCount, attributes) }
        }
        if node.flags & XMLGrammar.Node.isText != 0 {
            current.textStart = Int32(truncatingIfNeeded: textCount)
        }
    }

    mutating func endElement() {
        depth &-= 1
        if skipped > 0 {
            skipped &-= 1
            return
        }
        let node = nodes[Int(current.node)]
        if current.textStart >= 0 {
            appendText(node.field, from: Int(current.textStart))
        } else if node.flags & XMLGrammar.Node.isScope != 0 {
            append(.closed, node.field)
        }
        guard level > 0 else { return }
        level &-= 1
        current = frames[level]
    }

    mutating func characters(_ bytes: UnsafePointer<xmlChar>?, _ count: Int) {
        guard current.textStart >= 0, skipped == 0, let bytes else { return }
        guard textCount - Int(current.textStart) + count <= limits.textBytesMax else { return fail(.limit) }
        store(bytes, count)
    }

    // MARK: Events

    /// Hands the events over and forgets them, but not the part of a text whose end has not come yet.
    mutating func deliverEvents() -> Bool {
        guard !isStopped else { return false }
        let events = XMLEvents(
            list: UnsafeBufferPointer(start: list, count: eventCount),
            text: UnsafeBufferPointer(start: text, count: textCount))
        if eventCount > 0, !deliver(events) {
            // Not xmlStopParser: libxml2 is inside its read and would free what it reads into.
            isStopped = true
            return false
        }
        keepPartialText()
        return true
    }

    private mutating func keepPartialText() {
        eventCount = 0
        guard current.textStart >= 0 else {
            textCount = 0
            return
        }
        let start = Int(current.textStart)
        memmove(text, text + start, textCount - start)
        textCount -= start
        current.textStart = 0
    }

    @inline(__always)
    private mutating func append(_ kind: XMLEvents.Kind, _ field: UInt8) {
        append(XMLEvents.Event(kind: kind, field: field, line: current.line, start: 0, count: 0))
    }

    @inline(__always)
    private mutating func appendText(_ field: UInt8, from start: Int) {
        append(
            XMLEvents.Event(
                kind: .text, field: field, line: current.line, start: Int32(start),
                count: Int32(textCount - start)))
    }

    private mutating func append(_ field: UInt8, _ bytes: UnsafePointer<xmlChar>, _ count: Int) {
        guard count <= limits.textBytesMax else { return fail(.limit) }
        let start = textCount
        store(bytes, count)
        appendText(field, from: start)
    }

    /// Attributes come as five pointers each: local name, prefix, namespace, start and end of the value.
    private mutating func appendAttribute(
        _ node: XMLGrammar.Node, _ count: Int, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>
    ) {
        guard node.attributeField != 0 else { return }
        for index in 0..<count where tokens[attributes[5 * index]] == node.attribute {
            guard let start = attributes[5 * index + 3], let end = attributes[5 * index + 4] else { continue }
            append(node.attributeField, start, end - start)
        }
        if node.nextAttribute != 0 { appendAttribute(nodes[Int(node.nextAttribute)], count, attributes) }
    }

    @inline(__always)
    private mutating func append(_ event: XMLEvents.Event) {
        if eventCount == eventCapacity { widenEvents() }
        (list + eventCount).initialize(to: event)
        eventCount &+= 1
    }

    @inline(__always)
    private mutating func store(_ bytes: UnsafePointer<xmlChar>, _ count: Int) {
        if textCount &+ count > textCapacity { widenText(count) }
        memcpy(text + textCount, bytes, count)
        textCount &+= count
    }

    private mutating func widenEvents() {
        let wider = UnsafeMutablePointer<XMLEvents.Event>.allocate(capacity: 2 * eventCapacity)
        wider.moveInitialize(from: list, count: eventCount)
        list.deallocate()
        list = wider
        eventCapacity *= 2
    }

    private mutating func widenText(_ count: Int) {
        let capacity = 2 * (textCount + count)
        let wider = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        memcpy(wider, text, textCount)
        text.deallocate()
        text = wider
        textCapacity = capacity
    }
}

/// From the address of a name in libxml2's dictionary to the grammar's token: a small open-addressing table.
struct XMLNameTokens {
    private struct Slot {
        var name: UnsafePointer<xmlChar>?
        var token: UInt16 = 0
    }

    private let slots: UnsafeMutablePointer<Slot>
    private let mask: Int

    /// Room for `count` names, at most a quarter full.
    init(count: Int) {
        var size = 64
        while size < 4 * count { size *= 2 }
        mask = size - 1
        slots = .allocate(capacity: size)
        slots.initialize(repeating: Slot(), count: size)
    }

    func deallocate() { slots.deallocate() }

    private func index(of name: UnsafePointer<xmlChar>) -> Int {
        let bits = UInt(bitPattern: name)
        return Int(truncatingIfNeeded: (bits &* 0x9E37_79B9_7F4A_7C15) >> 40) & mask
    }

    mutating func insert(_ name: UnsafePointer<xmlChar>, token: UInt16) {
        var index = index(of: name)
        while slots[index].name != nil { index = (index &+ 1) & mask }
        slots[index] = Slot(name: name, token: token)
    }

    /// 0 for a name the grammar does not use.
    @inline(__always)
    subscript(name: UnsafePointer<xmlChar>?) -> UInt16 {
        guard let name else { return 0 }
        var index = index(of: name)
        while true {
            let slot = slots[index]
            if slot.name == name { return slot.token }
            if slot.name == nil { return 0 }
            index = (index &+ 1) & mask
        }
    }
}
