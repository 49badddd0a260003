internal import Domain

/// Reads the fields of one object, strictly: each is asked for by name, and what nobody asked for is unknown.
struct FieldReader {
    let file: String
    /// Of the object itself: `$`, `$.ops[3]`.
    let path: String
    let members: [JSONValue.Member]
    /// One bit a member for the first 64, which is more than any object of DHX has.
    private var taken: UInt64 = 0
    private var takenBeyond: Set<Int> = []
    /// Canonical files are asked in their own order: the next member is nearly always the one.
    private var cursor = 0

    init(_ value: JSONValue, file: String, path: String) throws(HandoverFault) {
        guard case .object(let members) = value else {
            throw HandoverFault(
                .wrongType, file: file, path: path, found: Self.kind(of: value), expected: "an object")
        }
        self.file = file
        self.path = path
        self.members = members
    }

    /// The object that a JSON file is.
    static func root(of bytes: [UInt8], file: String) throws(HandoverFault) -> FieldReader {
        let value: JSONValue
        do throws(JSONSyntaxError) {
            value = try JSONReader.value(of: bytes)
        } catch {
            throw HandoverFault(
                .syntax, file: file, path: "$", found: "line \(error.line): \(error.found)", expected: "JSON")
        }
        return try FieldReader(value, file: file, path: "$")
    }

    /// A fault of one field, or of the object itself where the name is empty.
    func fault(
        _ code: HandoverFault.Code, _ name: String, found: String, expected: String
    ) -> HandoverFault {
        let place = name.isEmpty ? path : path + "." + name
        return HandoverFault(code, file: file, path: place, found: found, expected: expected)
    }

    /// Throws at the first field that nobody asked for, so that nothing is read past in silence.
    func finish() throws(HandoverFault) {
        if members.count <= 64, taken.nonzeroBitCount == members.count { return }
        for (position, member) in members.enumerated() where !isTaken(position) {
            throw fault(
                .fieldUnknown, Self.shortened(member.name), found: "a field", expected: "no such field")
        }
    }

    /// Whether the field stands there.
    func has(_ name: String) -> Bool { members.contains { $0.name == name } }

    /// The names as they stand, for objects whose names are data.
    var names: [String] { members.map(\.name) }

    /// The value, marked as asked for. What is absent is left out in DHX: never null, never empty.
    mutating func take(_ name: String) throws(HandoverFault) -> JSONValue? {
        let isNext = cursor < members.count && members[cursor].name == name
        guard let position = isNext ? cursor : members.firstIndex(where: { $0.name == name }) else {
            return nil
        }
        cursor = position + 1
        if position < 64 { taken |= 1 << UInt64(position) } else { takenBeyond.insert(position) }
        let value = members[position].value
        switch value {
        case .null: throw fault(.wrongForm, name, found: "null", expected: "a value, or no such field")
        case .string(let text) where text.isEmpty:
            throw fault(.wrongForm, name, found: "an empty text", expected: "a value, or no such field")
        default: return value
        }
    }

    private func isTaken(_ position: Int) -> Bool {
        position < 64 ? taken & (1 << UInt64(position)) != 0 : takenBeyond.contains(position)
    }

    /// - Parameter expected: written only where it is needed; a batch has tens of millions of values.
    func require<Value>(
        _ value: Value?, _ name: String, _ expected: @autoclosure () -> String
    ) throws(HandoverFault) -> Value {
        guard let value else { throw fault(.fieldMissing, name, found: "nothing", expected: expected()) }
        return value
    }

    /// At most 40 characters in quotes; control characters as question marks.
    static func quoted(_ text: String) -> String { "'\(shortened(text))'" }

    private static func shortened(_ text: String) -> String {
        let scalars = text.unicodeScalars.prefix(40).map { $0.value < 0x20 ? "?" : String($0) }
        return scalars.joined() + (text.unicodeScalars.count > 40 ? "…" : "")
    }

    static func kind(of value: JSONValue) -> String {
        switch value {
        case .object: "an object"
        case .array: "a list"
        case .string: "a text"
        case .integer(let number): "the number \(number)"
        case .bool(let flag): flag ? "true" : "false"
        case .null: "null"
        }
    }
}

// Lists and objects inside the object.
extension FieldReader {
    mutating func optionalObject(_ name: String) throws(HandoverFault) -> FieldReader? {
        guard let value = try take(name) else { return nil }
        return try FieldReader(value, file: file, path: path + "." + name)
    }

    mutating func object(_ name: String) throws(HandoverFault) -> FieldReader {
        try require(try optionalObject(name), name, "an object")
    }

    /// The elements; empty where the list is absent.
    mutating func list(_ name: String) throws(HandoverFault) -> [JSONValue] {
        guard let value = try take(name) else { return [] }
        guard case .array(let elements) = value else {
            throw fault(.wrongType, name, found: Self.kind(of: value), expected: "a list")
        }
        return elements
    }

    /// A list that must stand there, empty or not.
    mutating func requiredList(_ name: String) throws(HandoverFault) -> [JSONValue] {
        guard has(name) else { throw fault(.fieldMissing, name, found: "nothing", expected: "a list") }
        return try list(name)
    }

    /// The items of a list. One that cannot be read adds its first fault and is left out, so that one reading
    /// tells everything that is wrong.
    mutating func items<Item>(
        _ name: String, faults: inout [HandoverFault],
        _ read: (inout FieldReader) throws(HandoverFault) -> Item
    ) throws(HandoverFault) -> [Item] {
        var items: [Item] = []
        for (position, value) in try requiredList(name).enumerated() {
            do throws(HandoverFault) {
                var reader = try FieldReader(value, file: file, path: "\(path).\(name)[\(position)]")
                let item = try read(&reader)
                try reader.finish()
                items.append(item)
            } catch {
                faults.append(error)
            }
        }
        return items
    }

    /// The items of a list inside an item: its first fault is the item's.
    mutating func parts<Part>(
        _ name: String, _ read: (inout FieldReader) throws(HandoverFault) -> Part
    ) throws(HandoverFault) -> [Part] {
        var parts: [Part] = []
        for (position, value) in try list(name).enumerated() {
            var reader = try FieldReader(value, file: file, path: "\(path).\(name)[\(position)]")
            parts.append(try read(&reader))
            try reader.finish()
        }
        return parts
    }

    /// Texts of a list, each checked by `isRight`.
    mutating func texts(
        _ name: String, _ expected: String, _ isRight: (String) -> Bool
    ) throws(HandoverFault) -> [String] {
        var texts: [String] = []
        for (position, value) in try list(name).enumerated() {
            let place = "\(name)[\(position)]"
            guard case .string(let text) = value else {
                throw fault(.wrongType, place, found: Self.kind(of: value), expected: expected)
            }
            guard isRight(text) else {
                throw fault(.wrongForm, place, found: Self.quoted(text), expected: expected)
            }
            texts.append(text)
        }
        return texts
    }
}
