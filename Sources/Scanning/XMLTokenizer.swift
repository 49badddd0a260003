#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Reads XML 1.0 in UTF-8 and tells events of what a grammar wants. Never a tree, no entity but the five
/// predefined ones, no document type.
///
/// Input comes in windows of any size. What is not complete at the end of a window stays with the caller,
/// who gives it again with more behind it; text, comments and CDATA of any length are consumed piece by
/// piece. Why our own and not libxml2: with it the camt reader takes 1.7 times as long, and a million
/// entries are read every night. The tests run both on the same documents and compare events and verdicts.
struct XMLTokenizer {
    /// Takes events; `false` ends the reading.
    @usableFromInline
    typealias Delivery = (XMLEvents) -> Bool

    /// What the cursor is inside of.
    private enum Mode { case content, comment, instruction, characterData }

    /// An element that is still open.
    struct Frame {
        var node: UInt16
        var line: Int32
        /// Where its name stands in `openNames`.
        var nameStart: Int32
        var nameCount: Int32
    }

    let limits: XMLLimits
    private let transitions: UnsafeMutablePointer<UInt16>
    let nodes: UnsafeMutablePointer<XMLGrammar.Node>
    private let tokenCount: Int
    let tokens: XMLNameTokens
    let classes = XMLCharacters.classes
    /// `nil` unless the grammar is strict, as nearly none is.
    private let strangers: XMLGrammar.Strangers?
    var events: XMLEventList

    private let frames: UnsafeMutablePointer<Frame>
    /// Names of the open elements, one behind the other.
    private var openNames: UnsafeMutablePointer<UInt8>
    private var openNamesCapacity = 1 << 12
    /// Open elements, wanted or not.
    private(set) var depth = 0
    var current = Frame(node: XMLGrammar.outside, line: 0, nameStart: 0, nameCount: 0)
    /// The depth of the element whose text is collected; -1 for none.
    private var collectingDepth = -1
    private var hasRoot = false

    private var mode = Mode.content
    var line: Int32
    /// More input is needed to go on from the place returned.
    var isStalled = false
    private(set) var failure: XMLFailure?
    var attributes = XMLAttributes()

    init(grammar: XMLGrammar, limits: XMLLimits, firstLine: Int, deliver: @escaping Delivery) {
        self.limits = limits
        line = Int32(truncatingIfNeeded: firstLine)
        tokenCount = grammar.names.count
        strangers = grammar.strangers
        transitions = .allocate(capacity: grammar.transitions.count)
        transitions.initialize(from: grammar.transitions, count: grammar.transitions.count)
        nodes = .allocate(capacity: grammar.nodes.count)
        nodes.initialize(from: grammar.nodes, count: grammar.nodes.count)
        tokens = XMLNameTokens(grammar.names)
        frames = .allocate(capacity: limits.depthMax + 1)
        openNames = .allocate(capacity: openNamesCapacity)
        events = XMLEventList(deliver: deliver)
    }

    func deallocate() {
        transitions.deallocate()
        nodes.deallocate()
        tokens.deallocate()
        frames.deallocate()
        openNames.deallocate()
        events.deallocate()
    }

    private var isDone: Bool { failure != nil || events.isStopped }

    mutating func fail(_ kind: XMLFailure.Kind, _ reason: String) {
        guard failure == nil else { return }
        failure = XMLFailure(kind: kind, line: Int(line), reason: reason)
    }

    /// Consumes a window and returns the first byte not consumed. With `isLast` the document must end in it.
    mutating func consume(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, isLast: Bool
    ) -> UnsafePointer<UInt8> {
        var cursor = start
        isStalled = false
        isLastWindow = isLast
        while cursor < end, !isDone {
            switch mode {
            case .content: cursor = cursor.pointee == 0x3C ? markup(cursor, end) : text(cursor, end)
            case .comment: cursor = commentText(cursor, end)
            case .instruction: cursor = hidden(cursor, end, untilByte: 0x3F)
            case .characterData: cursor = characterData(cursor, end)
            }
            if isStalled { break }
        }
        if isLast, !isDone {
            if isStalled || mode != .content || depth > 0 || !hasRoot {
                fail(
                    .malformed, hasRoot ? "the end of the file before the end of the document" : "no element")
            }
        }
        if failure == nil {
            events.endWindow()
        } else if strangers != nil {
            // So that the receiver knows how far the document was right.
            events.deliverAll()
        }
        return cursor
    }

    // MARK: Text

    private mutating func text(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> UnsafePointer<UInt8> {
        if collectingDepth == depth { return content(start, end, isCollected: true) }
        // Nearly all text that is not wanted is a line end and an indentation.
        var cursor = start
        while cursor < end {
            let byte = cursor.pointee
            if byte == 0x0A { line &+= 1 } else if byte != 0x20 { break }
            cursor += 1
        }
        if cursor == end || cursor.pointee == 0x3C { return cursor }
        if let strangers, current.node > XMLGrammar.outside {
            if classes[Int(cursor.pointee)] & XMLCharacters.blank != 0 { return cursor + 1 }
            events.append(strangers.text, line: line, cursor, 0)
        }
        guard depth == 0 else { return content(cursor, end, isCollected: false) }
        guard classes[Int(cursor.pointee)] & XMLCharacters.blank != 0 else {
            fail(.malformed, hasRoot ? "text after the document" : "text before the document")
            return cursor
        }
        return cursor + 1
    }

    /// Text up to the next `<`.
    private mutating func content(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, isCollected: Bool
    ) -> UnsafePointer<UInt8> {
        var run = start
        var cursor = start
        while true {
            cursor = XMLCharacters.plainEnd(cursor, end)
            guard cursor < end, cursor.pointee != 0x3C else { break }
            if cursor.pointee == 0x26 {
                if isCollected { collect(run, cursor) }
                let next = reference(cursor, end, isCollected: isCollected)
                if isStalled || failure != nil { return cursor }
                (run, cursor) = (next, next)
                continue
            }
            if cursor.pointee == 0x5D {
                if cursor + 2 < end {
                    if cursor[1] == 0x5D, cursor[2] == 0x3E {
                        fail(.malformed, "]]> outside a CDATA section")
                        return cursor
                    }
                } else if cursor + 1 == end || cursor[1] == 0x5D {
                    break
                }
                cursor += 1
                continue
            }
            let next = character(cursor, end)
            if next == cursor { break }
            if cursor.pointee == 0x0D {
                if isCollected { collect(run, cursor) }
                // A line end of CR LF is one LF (section 2.11).
                run = next
                if next == end || next.pointee != 0x0A, isCollected { events.add(scalar: 0x0A) }
            }
            cursor = next
        }
        if isCollected { collect(run, cursor) }
        // A character or `]]` that the window cuts: it is looked at again with more behind it.
        if cursor < end, cursor.pointee != 0x3C { isStalled = true }
        return cursor
    }

    @inline(__always)
    private mutating func collect(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) {
        let count = end - start
        guard count > 0 else { return }
        guard events.textCount + count <= limits.textBytesMax else {
            return fail(.limit, "a text longer than \(limits.textBytesMax) bytes")
        }
        events.add(start, count)
    }

    /// Steps over a control character or one beyond ASCII, at `start`. Returns `start` after a failure and
    /// for a character that is cut by the end of the window, which is for the caller to tell.
    mutating func character(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> UnsafePointer<UInt8> {
        let byte = start.pointee
        if byte == 0x0A {
            line &+= 1
            return start + 1
        }
        if byte == 0x09 { return start + 1 }
        // The LF that may follow is in the next window.
        if byte == 0x0D { return start + 1 == end && !isLastWindow ? start : start + 1 }
        guard byte >= 0x80 else {
            fail(.malformed, "a control character")
            return start
        }
        switch XMLCharacters.multibyte(start, end) {
        case .valid(let length, let scalar):
            guard XMLCharacters.isCharacter(scalar) else {
                fail(.malformed, "a character that XML does not allow")
                return start
            }
            return start + length
        case .cut:
            if isLastWindow { fail(.encoding, "bytes that are not UTF-8") }
            return start
        case .invalid:
            fail(.encoding, "bytes that are not UTF-8")
            return start
        }
    }

    /// Nothing follows the window being read.
    private var isLastWindow = false

    // MARK: Comments, instructions and CDATA

    private mutating func commentText(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> UnsafePointer<UInt8> {
        let cursor = hidden(start, end, untilByte: 0x2D)
        guard mode == .comment, failure == nil, !isStalled, cursor < end, cursor.pointee == 0x2D
        else { return cursor }
        guard cursor[2] == 0x3E else {
            fail(.malformed, "-- inside a comment")
            return cursor
        }
        mode = .content
        return cursor + 3
    }

    /// Steps over what nobody reads. For an instruction up to and over `?>`; for a comment up to `--` with a
    /// byte behind it.
    private mutating func hidden(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, untilByte mark: UInt8
    ) -> UnsafePointer<UInt8> {
        var cursor = start
        while cursor < end {
            let byte = cursor.pointee
            if byte == mark {
                let needed = mark == 0x2D ? 3 : 2
                guard end - cursor >= needed else {
                    isStalled = true
                    return cursor
                }
                if mark == 0x2D, cursor[1] == 0x2D { return cursor }
                if mark == 0x3F, cursor[1] == 0x3E {
                    mode = .content
                    return cursor + 2
                }
                cursor += 1
            } else if byte >= 0x20, byte < 0x80 {
                cursor += 1
            } else {
                let next = character(cursor, end)
                if next == cursor {
                    isStalled = failure == nil
                    return cursor
                }
                cursor = next
            }
        }
        return cursor
    }

    private mutating func characterData(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> UnsafePointer<UInt8> {
        let isCollected = collectingDepth == depth
        var run = start
        var cursor = start
        while cursor < end {
            cursor = XMLCharacters.plainEnd(cursor, end)
            guard cursor < end else { break }
            if cursor.pointee == 0x5D {
                guard end - cursor >= 3 else { break }
                if cursor[1] == 0x5D, cursor[2] == 0x3E {
                    if isCollected { collect(run, cursor) }
                    mode = .content
                    return cursor + 3
                }
                cursor += 1
            } else if cursor.pointee == 0x3C || cursor.pointee == 0x26 {
                cursor += 1
            } else {
                let next = character(cursor, end)
                if next == cursor { break }
                if cursor.pointee == 0x0D {
                    if isCollected { collect(run, cursor) }
                    run = next
                    if next == end || next.pointee != 0x0A, isCollected { events.add(scalar: 0x0A) }
                }
                cursor = next
            }
        }
        if isCollected { collect(run, cursor) }
        if cursor < end { isStalled = failure == nil }
        return cursor
    }

    // MARK: Elements

    /// Called by `markup` for what it finds.
    mutating func beginHidden(comment: Bool) { mode = comment ? .comment : .instruction }

    mutating func beginCharacterData() {
        if depth == 0 { fail(.malformed, "a CDATA section outside the document") }
        if let strangers, current.node > XMLGrammar.outside, collectingDepth != depth {
            events.append(.text, strangers.text, line: line)
        }
        mode = .characterData
    }

    /// An element begins; its name is `name`, of which the local part has `localCount` bytes at the end.
    mutating func open(_ name: UnsafePointer<UInt8>, _ count: Int, localCount: Int) {
        if depth == 0, hasRoot { return fail(.malformed, "a second root element") }
        guard depth < limits.depthMax else { return fail(.limit, "elements nested too deeply") }
        var next = XMLGrammar.nowhere
        if current.node != XMLGrammar.nowhere {
            let token = tokens.token(name + (count - localCount), localCount)
            next = transitions[Int(current.node) &* tokenCount &+ Int(token)]
            if let strangers {
                if next != XMLGrammar.nowhere,
                    !isOurs(name, prefixCount: max(0, count - localCount - 1), strangers)
                {
                    next = XMLGrammar.nowhere
                }
                if next == XMLGrammar.nowhere { events.append(strangers.element, line: line, name, count) }
            } else if next == XMLGrammar.nowhere, current.node == XMLGrammar.outside {
                next = XMLGrammar.outside
            }
        }
        hasRoot = true
        frames[depth] = current
        depth &+= 1
        let nameStart = Int(current.nameStart &+ current.nameCount)
        if nameStart + count > openNamesCapacity { widenNames(nameStart + count) }
        ShortBytes.copy(name, to: openNames + nameStart, count)
        current = Frame(
            node: next, line: line, nameStart: Int32(truncatingIfNeeded: nameStart),
            nameCount: Int32(truncatingIfNeeded: count))
        guard next != XMLGrammar.nowhere else { return }
        // Text around wanted children is not text of the element.
        collectingDepth = -1
        let node = nodes[Int(next)]
        guard node.flags != 0 else { return }
        if node.flags & XMLGrammar.Node.isScope != 0 { events.append(.opened, node.field, line: line) }
        if let strangers, !attributes.all.isEmpty { tellStrangeAttributes(strangers) }
        if node.flags & XMLGrammar.Node.hasAttributes != 0 {
            attributes.prefix(name, max(0, count - localCount - 1))
            appendAttributes(node)
        }
        if node.flags & XMLGrammar.Node.isText != 0 {
            collectingDepth = depth
            events.beginText()
        }
    }

    /// The end tag of `name`, or of an element without content where `name` is `nil`.
    @inline(__always)
    mutating func close(_ name: UnsafePointer<UInt8>?, _ count: Int) {
        guard depth > 0 else { return fail(.malformed, "an end tag without its element") }
        if let name {
            guard count == Int(current.nameCount),
                ShortBytes.equal(name, openNames + Int(current.nameStart), count)
            else { return fail(.malformed, "an end tag of another element") }
        }
        let node = nodes[Int(current.node)]
        if collectingDepth == depth {
            events.appendCollected(node.field, line: current.line)
            collectingDepth = -1
        } else if node.flags & XMLGrammar.Node.isScope != 0 {
            events.append(.closed, node.field, line: current.line)
        }
        attributes.endElement(depth)
        depth &-= 1
        current = frames[depth]
    }

    private mutating func widenNames(_ needed: Int) {
        let wider = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * needed)
        memcpy(wider, openNames, openNamesCapacity)
        openNames.deallocate()
        openNames = wider
        openNamesCapacity = 2 * needed
    }
}
