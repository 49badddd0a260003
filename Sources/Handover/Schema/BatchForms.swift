/// A batch in its two tree forms, JSON (canonical) and XML, written together and one element at a time: a
/// batch of a hundred thousand cases is never held as one tree.
struct BatchForms: Sendable {
    private(set) var json: [UInt8] = [0x7B]
    private(set) var xml: [UInt8] = []
    private var list: String?
    private var isFirst = true
    private var listStart = 0
    private var elementsWritten = 0
    /// How many elements the list will have, to make room once instead of many times.
    private let elementsCount: Int

    /// The root element of every XML form.
    static let root = "batch"

    /// `urn:dhx:1.0:case`: one namespace a flow, so that one schema belongs to one namespace.
    static func namespace(of flow: HandoverFlow) -> String { "urn:dhx:1.0:" + flow.rawValue.lowercased() }

    init(_ flow: HandoverFlow, elements: Int = 0) {
        elementsCount = elements
        xml += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8
        XMLText.open(Self.root, attributes: " xmlns=\"\(Self.namespace(of: flow))\"", depth: 0, to: &xml)
        xml.append(0x0A)
    }

    /// A part of a list, to be appended to a batch.
    static func fragment(of list: String) -> BatchForms {
        var fragment = BatchForms(.cases)
        (fragment.json, fragment.xml) = ([], [])
        (fragment.list, fragment.isFirst) = (list, false)
        return fragment
    }

    /// Elements that were written apart.
    mutating func append(_ fragment: BatchForms) {
        json += isFirst ? fragment.json.dropFirst() : fragment.json[...]
        xml += fragment.xml
        if isFirst { reserve(elementsCount / max(1, fragment.elementsWritten)) }
        isFirst = false
    }

    /// A member of the batch itself.
    mutating func add(_ name: String, _ value: JSONValue) {
        addName(name)
        JSONText.append(value, depth: 1, to: &json)
        XMLText.append(value, name: name, depth: 1, to: &xml)
    }

    /// Begins the member that holds the operations or records.
    mutating func beginList(_ name: String) {
        addName(name)
        json.append(0x5B)
        list = name
        isFirst = true
        listStart = json.count
    }

    mutating func addElement(_ value: JSONValue) {
        if !isFirst { json.append(0x2C) }
        isFirst = false
        elementsWritten += 1
        JSONText.newLine(depth: 2, to: &json)
        JSONText.append(value, depth: 2, to: &json)
        XMLText.append(value, name: list ?? "", depth: 1, to: &xml)
    }

    /// The first part of the list tells about how long all its parts will be.
    private mutating func reserve(_ parts: Int) {
        let length = (json.count - listStart) * parts
        json.reserveCapacity(json.count + length + length / 16)
        xml.reserveCapacity(xml.count + length + length / 4)
    }

    mutating func endList() {
        if !isFirst { JSONText.newLine(depth: 1, to: &json) }
        json.append(0x5D)
        isFirst = false
    }

    /// Closes the batch; nothing can be added after it.
    mutating func end() {
        JSONText.newLine(depth: 0, to: &json)
        json += [0x7D, 0x0A]
        XMLText.close(Self.root, to: &xml)
    }

    private mutating func addName(_ name: String) {
        if json.count > 1 { json.append(0x2C) }
        JSONText.newLine(depth: 1, to: &json)
        JSONText.append(text: name, to: &json)
        json += ": ".utf8
    }
}
