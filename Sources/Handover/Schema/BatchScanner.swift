/// Reads the outermost object of a batch and then its list, element by element: a batch of hundreds of
/// megabytes is never held as one tree.
struct BatchScanner {
    /// What came of the next element.
    enum Step {
        case element(JSONValue, position: Int)
        case end
    }

    /// The members beside the list.
    let members: JSONValue
    private var reader: JSONReader
    private var position = 0
    private var isStarted = false
    private let listEnd: Int
    private let file: String

    /// - Parameter list: the name of the member that is read element by element: `ops`, `records`.
    init(_ bytes: [UInt8], file: String, list: String) throws(HandoverFault) {
        self.file = file
        do throws(JSONSyntaxError) {
            var outer = JSONReader(bytes)
            var members: [JSONValue.Member] = []
            var span: Range<Int>?
            try outer.expect(0x7B)
            repeat {
                outer.skipBlanks()
                let name = try outer.string()
                try outer.expect(0x3A)
                let isKnown = members.contains { $0.name == name } || (name == list && span != nil)
                guard !isKnown, members.count < 16 else { throw outer.error("a name that stands twice") }
                guard name == list else {
                    members.append(JSONValue.Member(name: name, value: try outer.value(depth: 1)))
                    continue
                }
                outer.skipBlanks()
                let start = outer.position
                guard outer.next == 0x5B else { throw outer.error("'\(name)' is no array") }
                try outer.skipValue()
                span = start..<outer.position
            } while try outer.isContinued(closing: 0x7D)
            outer.skipBlanks()
            guard outer.next == nil else { throw outer.error("text after the end") }
            guard let span else { throw outer.error("'\(list)' is missing") }
            self.members = .object(members)
            listEnd = span.upperBound
            reader = JSONReader(bytes, at: span.lowerBound)
        } catch {
            throw HandoverFault(error, file: file)
        }
    }

    mutating func next() throws(HandoverFault) -> Step {
        do throws(JSONSyntaxError) {
            if !isStarted {
                isStarted = true
                try reader.expect(0x5B)
                reader.skipBlanks()
                if reader.next == 0x5D { return .end }
            } else if reader.position >= listEnd {
                return .end
            }
            let value = try reader.value(depth: 2)
            defer { position += 1 }
            _ = try reader.isContinued(closing: 0x5D)
            return .element(value, position: position)
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
