/// Finds the parts of a batch without reading all of it: the members of the outermost object, and where the
/// elements of its list stand. A batch of hundreds of megabytes is never held as one tree, and its elements
/// can be read side by side.
struct BatchScanner: Sendable {
    /// The members beside the list.
    let members: JSONValue
    /// How many elements the list has.
    var count: Int { elements.count }
    private let bytes: [UInt8]
    private let elements: [Range<Int>]
    private let file: String

    /// - Parameter list: the name of the member that is read element by element: `ops`, `records`.
    init(_ bytes: [UInt8], file: String, list: String) throws(HandoverFault) {
        self.bytes = bytes
        self.file = file
        do throws(JSONSyntaxError) {
            var outer = JSONReader(bytes)
            var members: [JSONValue.Member] = []
            var elements: [Range<Int>]?
            try outer.expect(0x7B)
            repeat {
                outer.skipBlanks()
                let name = try outer.string()
                try outer.expect(0x3A)
                let isKnown = members.contains { $0.name == name } || (name == list && elements != nil)
                guard !isKnown, members.count < 16 else { throw outer.error("a name that stands twice") }
                if name == list {
                    elements = try Self.elements(&outer)
                } else {
                    members.append(JSONValue.Member(name: name, value: try outer.value(depth: 1)))
                }
            } while try outer.isContinued(closing: 0x7D)
            outer.skipBlanks()
            guard outer.next == nil else { throw outer.error("text after the end") }
            guard let elements else { throw outer.error("'\(list)' is missing") }
            self.members = .object(members)
            self.elements = elements
        } catch {
            throw HandoverFault(error, file: file)
        }
    }

    /// Where the elements of the next array stand; they are passed over, not read.
    private static func elements(_ reader: inout JSONReader) throws(JSONSyntaxError) -> [Range<Int>] {
        try reader.expect(0x5B)
        var elements: [Range<Int>] = []
        reader.skipBlanks()
        if reader.next == 0x5D {
            _ = try reader.isContinued(closing: 0x5D)
            return []
        }
        repeat {
            reader.skipBlanks()
            let start = reader.position
            try reader.skipValue()
            elements.append(start..<reader.position)
        } while try reader.isContinued(closing: 0x5D)
        return elements
    }

    /// The element at a position, read strictly.
    func element(at position: Int) throws(HandoverFault) -> JSONValue {
        let span = elements[position]
        do throws(JSONSyntaxError) {
            var reader = JSONReader(bytes, at: span.lowerBound)
            let value = try reader.value(depth: 2)
            reader.skipBlanks()
            guard reader.position >= span.upperBound else { throw reader.error("a comma is missing") }
            return value
        } catch {
            throw HandoverFault(error, file: file)
        }
    }
}

extension HandoverFault {
    init(_ error: JSONSyntaxError, file: String) {
        self.init(
            .syntax, file: file, path: "$", found: "line \(error.line): \(error.found)", expected: "JSON")
    }
}
