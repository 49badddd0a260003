internal import Scanning

/// The XML form of a batch, read: into the canonical JSON of the same tree, with which everything goes on.
///
/// Memory: the XML, the JSON, and the tree of the largest element of the list.
enum BatchXML {
    /// Elements in one element of the list, or beside the list: some 100 MB as a tree. A case of a thousand
    /// invoices has twenty thousand.
    static let elementsMax = 1 << 20

    /// The canonical JSON of a batch.
    ///
    /// - Parameter file: the name that faults carry.
    /// - Throws: where the XML is no tree of the flow. What is wrong in the tree, its reader says.
    static func json(
        _ xml: [UInt8], flow: HandoverFlow, file: String, elementsMax: Int = elementsMax
    ) throws(HandoverFault) -> [UInt8] {
        let shape = try shape(of: flow, file: file)
        var reader = try BatchXMLReader.read(
            xml, shape, file: file, into: BatchJSONWriter(capacity: xml.count),
            elementsMax: elementsMax)
        return reader.sink.bytes(reader.members, shape)
    }

    /// The flow whose namespace the document is in; `nil` where that is no flow's.
    static func flow(of xml: [UInt8]) -> HandoverFlow? {
        guard let root = XMLPeek.startTags(xml.span, tagsMax: 1).first else { return nil }
        return HandoverFlow.allCases.first { BatchForms.namespace(of: $0) == root.namespace }
    }

    /// Whether the bytes are XML rather than JSON.
    static func isXML(_ bytes: [UInt8]) -> Bool {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        // A zero or a mark of UTF-16 stands before the first `<` of XML that is not UTF-8.
        guard let first = bytes[start...].first(where: { $0 > 0x20 }) else { return false }
        return first == 0x3C || first >= 0xFE
    }

    static func shape(of flow: HandoverFlow, file: String) throws(HandoverFault) -> BatchShape {
        guard let shape = BatchShape.of(flow) else {
            throw HandoverFault(
                .syntax, file: file, path: "$", found: "XML of the flow \(flow.rawValue)",
                expected: "the schema, which the installation has lost")
        }
        return shape
    }
}

/// Writes the elements of the list as they come, and the rest of the batch around them at the end.
private struct BatchJSONWriter: BatchElementSink {
    private var list: [UInt8] = []

    /// - Parameter capacity: bytes that the list will hardly exceed.
    init(capacity: Int) { list.reserveCapacity(capacity) }

    mutating func take(_ element: JSONValue, at position: Int) {
        if position > 0 { list.append(0x2C) }
        JSONText.newLine(depth: 2, to: &list)
        JSONText.append(element, depth: 2, to: &list)
    }

    /// The batch, as `JSONText` would write it; the elements are gone then.
    mutating func bytes(_ members: [JSONValue.Member], _ shape: BatchShape) -> [UInt8] {
        let after = shape.objects[0].members.dropFirst(shape.list + 1).map(\.name)
        let split = members.firstIndex { after.contains($0.name) } ?? members.count
        var head: [UInt8] = [0x7B]
        for member in members[..<split] { Self.append(member, to: &head) }
        Self.append(name: shape.listName, to: &head)
        head.append(0x5B)
        var out: [UInt8] = []
        swap(&out, &list)
        if !out.isEmpty { JSONText.newLine(depth: 1, to: &out) }
        out.append(0x5D)
        out.insert(contentsOf: head, at: 0)
        for member in members[split...] { Self.append(member, to: &out) }
        JSONText.newLine(depth: 0, to: &out)
        out += [0x7D, 0x0A]
        return out
    }

    private static func append(_ member: JSONValue.Member, to out: inout [UInt8]) {
        append(name: member.name, to: &out)
        JSONText.append(member.value, depth: 1, to: &out)
    }

    private static func append(name: String, to out: inout [UInt8]) {
        if out.count > 1 { out.append(0x2C) }
        JSONText.newLine(depth: 1, to: &out)
        JSONText.append(text: name, to: &out)
        out += [0x3A, 0x20]
    }
}
