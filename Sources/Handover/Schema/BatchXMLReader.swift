internal import Scanning

/// Takes the elements of the list that a batch is there for, one at a time: a batch is never one tree.
protocol BatchElementSink {
    mutating func take(_ element: JSONValue, at position: Int) throws(HandoverFault)
}

/// Makes of the XML of a batch the tree that its JSON is (DHX 1.0 §5.0). What the schema does not know comes
/// into the tree as a member of its name, so that the reader of the JSON refuses it as it would there.
///
/// Refused here is what no tree can say: what is no XML, another document, an element that stands twice, and
/// more than the bounds allow.
struct BatchXMLReader<Sink: BatchElementSink>: XMLHandler {
    /// An object that is still open.
    private struct Frame {
        let object: Int
        /// Its own position in the object around it.
        let position: Int
        var slots: [Slot] = []
        /// Whether the properties came in the order of the schema.
        var isInOrder = true
        /// The first thing that the schema does not know.
        var stranger = ""
        /// Elements that were read before it.
        let sizeBefore: Int
    }

    /// One property of an open object.
    private struct Slot {
        let position: Int
        var value: JSONValue
        /// The elements, of a list.
        var elements: [JSONValue]
    }

    private let shape: BatchShape
    private let file: String
    private let elementsMax: Int
    private var frames: [Frame] = []
    private var size = 0
    var sink: Sink
    /// Elements of the list so far.
    private(set) var count = 0
    /// The members of the batch beside the list, in the order of the schema; empty before its end.
    private(set) var members: [JSONValue.Member] = []

    private init(_ shape: BatchShape, file: String, _ sink: Sink, _ elementsMax: Int) {
        (self.shape, self.file, self.sink, self.elementsMax) = (shape, file, sink, elementsMax)
    }

    /// Reads a document to its end.
    static func read(
        _ bytes: [UInt8], _ shape: BatchShape, file: String, into sink: Sink,
        elementsMax: Int = BatchXML.elementsMax
    ) throws(HandoverFault) -> BatchXMLReader {
        var reader = BatchXMLReader(shape, file: file, sink, elementsMax)
        do {
            try scanXML(bytes.span, grammar: shape.grammar, limits: limits, into: &reader)
            return reader
        } catch let fault as HandoverFault {
            throw fault
        } catch let failure as XMLFailure {
            throw reader.fault(failure.reason, "XML without a document type", line: failure.line)
        } catch {
            throw reader.fault("\(error)", "XML", line: 1)
        }
    }

    private static var limits: XMLLimits {
        var limits = XMLLimits()
        limits.depthMax = 32
        return limits
    }

    mutating func opened(_ field: UInt8, line: Int) throws {
        try grow(line)
        guard let around = frames.last else {
            frames.append(Frame(object: 0, position: 0, sizeBefore: 0))
            return
        }
        guard let (position, member) = member(field, of: around.object),
            case .object(let object) = member.content
        else { return }
        frames.append(Frame(object: object, position: position, sizeBefore: size - 1))
    }

    mutating func closed(_ field: UInt8, line: Int) throws {
        guard let frame = frames.popLast() else { return }
        let made = Self.members(of: frame, shape.objects[frame.object])
        guard !frames.isEmpty else {
            let list = shape.listName
            members = made.filter { $0.name != list }
            return
        }
        guard frames.count == 1, frame.position == shape.list else {
            return try add(.object(made), at: frame.position, line: line)
        }
        try sink.take(.object(made), at: count)
        count += 1
        size = frame.sizeBefore
    }

    mutating func text(_ field: UInt8, _ bytes: Span<UInt8>, line: Int) throws {
        let text = bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        guard field <= BatchShape.Field.namesMax else { return try note(text, field, line: line) }
        try grow(line)
        guard let object = frames.last?.object, let (position, member) = member(field, of: object) else {
            return
        }
        try add(Self.value(text, member.content), at: position, line: line)
    }

    // MARK: Strangers

    private mutating func note(_ name: String, _ field: UInt8, line: Int) throws(HandoverFault) {
        guard !frames.isEmpty else {
            throw fault(
                "the document \(FieldReader.quoted(name))",
                "\(BatchForms.root) in the namespace \(BatchForms.namespace(of: shape.flow))", line: line)
        }
        guard frames[frames.count - 1].stranger.isEmpty else { return }
        let names = shape.objects[frames[frames.count - 1].object].members
        frames[frames.count - 1].stranger =
            switch BatchShape.Field(rawValue: field) {
            case .strangeAttribute: "@" + name
            case .strangeText: "#text"
            // A name that is known stands where it does not belong or in another namespace.
            default: names.contains { $0.name == name } ? "{}" + name : name
            }
    }

    // MARK: The tree

    private func member(
        _ field: UInt8, of object: Int
    ) -> (position: Int, member: BatchShape.Member)? {
        guard let position = shape.objects[object].position(of: field) else { return nil }
        return (position, shape.objects[object].members[position])
    }

    private static func value(_ text: String, _ content: BatchShape.Content) -> JSONValue {
        switch content {
        case .text, .object: return .string(text)
        case .integer:
            let digits = withoutBlanks(text)
            return Int64(digits).map(JSONValue.integer) ?? .string(digits)
        case .flag:
            switch withoutBlanks(text) {
            case "true", "1": return .bool(true)
            case "false", "0": return .bool(false)
            case let other: return .string(other)
            }
        }
    }

    /// XSD 1.0 collapses blanks around numbers and flags, and not around texts.
    private static func withoutBlanks(_ text: String) -> String {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
        let bytes = text.utf8.drop(while: isBlank)
        guard let last = bytes.lastIndex(where: { !isBlank($0) }) else { return "" }
        return String(bytes[...last]) ?? text
    }

    private mutating func add(
        _ value: JSONValue, at position: Int, line: Int
    ) throws(HandoverFault) {
        let frame = frames.count - 1
        let member = shape.objects[frames[frame].object].members[position]
        func slot() -> Slot {
            Slot(
                position: position, value: member.isList ? .null : value,
                elements: member.isList ? [value] : [])
        }
        // Nearly always the next property of the schema, or one more element of the last.
        guard let last = frames[frame].slots.last?.position, position <= last else {
            return frames[frame].slots.append(slot())
        }
        let known =
            position == last
            ? frames[frame].slots.count - 1
            : frames[frame].slots.firstIndex { $0.position == position }
        guard let known else {
            frames[frame].isInOrder = false
            return frames[frame].slots.append(slot())
        }
        guard member.isList else {
            throw fault("'\(member.name)' a second time", "each element once", line: line)
        }
        frames[frame].slots[known].elements.append(value)
    }

    private static func members(of frame: Frame, _ object: BatchShape.Object) -> [JSONValue.Member] {
        var slots = frame.slots
        for (position, member) in object.members.enumerated()
        where member.isWrittenEmpty && !slots.contains(where: { $0.position == position }) {
            slots.append(Slot(position: position, value: .null, elements: []))
        }
        if !frame.isInOrder || slots.count > frame.slots.count { slots.sort { $0.position < $1.position } }
        var members = slots.map { slot in
            let member = object.members[slot.position]
            return JSONValue.Member(
                name: member.name, value: member.isList ? .array(slot.elements) : slot.value)
        }
        if !frame.stranger.isEmpty {
            members.append(JSONValue.Member(name: frame.stranger, value: .bool(true)))
        }
        return members
    }

    private mutating func grow(_ line: Int) throws(HandoverFault) {
        size += 1
        guard size <= elementsMax else {
            throw fault(
                "more elements than are read at a time", "at most \(elementsMax) in one of the list",
                line: line)
        }
    }

    // MARK: Faults

    private func fault(_ found: String, _ expected: String, line: Int) -> HandoverFault {
        HandoverFault(
            .syntax, file: file, path: path, found: "line \(line): \(found)", expected: expected)
    }

    /// The object that is open.
    private var path: String {
        var path = "$"
        for (depth, frame) in frames.enumerated().dropFirst() {
            let around = frames[depth - 1]
            let member = shape.objects[around.object].members[frame.position]
            path += "." + member.name
            guard member.isList else { continue }
            let before = around.slots.first { $0.position == frame.position }?.elements.count ?? 0
            path += "[\(depth == 1 && frame.position == shape.list ? count : before)]"
        }
        return path
    }
}
