/// Compares the XML of a batch with its JSON element by element: neither is ever one tree. The order of
/// members does not count, that of the elements of a list does, and an empty list is none.
struct BatchXMLComparison: BatchElementSink {
    private let scanner: BatchScanner
    private let list: String
    /// The first place that differs.
    private(set) var difference: String?

    /// The first path that differs; `nil` where both say the same.
    ///
    /// - Throws: where the XML cannot be read, or the JSON.
    static func difference(
        xml: [UInt8], json: [UInt8], flow: HandoverFlow, file: String
    ) throws(HandoverFault) -> String? {
        let shape = try BatchXML.shape(of: flow, file: file)
        let scanner = try BatchScanner(json, file: file, list: shape.listName)
        let comparison = BatchXMLComparison(scanner: scanner, list: shape.listName)
        let reader = try BatchXMLReader.read(xml, shape, file: file, into: comparison)
        let members = JSONValue.object(reader.members)
        if let path = scanner.members.difference(from: members) { return "$" + path }
        if let path = reader.sink.difference { return path }
        guard reader.count < scanner.count else { return nil }
        return "$.\(shape.listName)[\(reader.count)]"
    }

    private init(scanner: BatchScanner, list: String) { (self.scanner, self.list) = (scanner, list) }

    mutating func take(_ element: JSONValue, at position: Int) throws(HandoverFault) {
        guard difference == nil else { return }
        let place = "$.\(list)[\(position)]"
        guard position < scanner.count else {
            difference = place
            return
        }
        difference = try scanner.element(at: position).difference(from: element).map { place + $0 }
    }
}

extension JSONValue {
    /// Where a tree that XML gave is another than this one, as `.case.lines[0].dueDate`; `nil` where it is
    /// not. By the order of this tree, then what only the other has.
    func difference(from other: JSONValue) -> String? {
        switch (self, other) {
        case (.object(let own), .object(let others)):
            for member in own {
                let found = others.first { $0.name == member.name }?.value ?? .array([])
                if let path = member.value.difference(from: found) { return "." + member.name + path }
            }
            let extra = others.first { member in
                member.value != .array([]) && !own.contains { $0.name == member.name }
            }
            return extra.map { "." + $0.name }
        case (.array(let own), .array(let others)):
            for (position, pair) in zip(own, others).enumerated() {
                if let path = pair.0.difference(from: pair.1) { return "[\(position)]" + path }
            }
            return own.count == others.count ? nil : "[\(min(own.count, others.count))]"
        case (.string(let own), .string(let text)):
            return own == text || XMLText.held(own) == text ? nil : ""
        default: return self == other ? nil : ""
        }
    }
}
