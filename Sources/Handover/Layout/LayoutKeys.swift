/// The keys of one object of a profile, taken one by one; what is left at the end is unknown, and an error.
struct LayoutKeys {
    let place: String
    private var rest: [JSONValue.Member]

    init(_ value: JSONValue, at place: String) throws(LayoutError) {
        guard case .object(let members) = value else {
            throw LayoutError(.wrongValue, at: place, "an object is expected")
        }
        self.place = place
        rest = members
    }

    private mutating func take(_ name: String) -> JSONValue? {
        guard let index = rest.firstIndex(where: { $0.name == name }) else { return nil }
        return rest.remove(at: index).value
    }

    private func wrong(_ name: String, _ expected: String) -> LayoutError {
        LayoutError(.wrongValue, at: path(name), expected + " is expected")
    }

    /// The place of a key, for errors.
    func path(_ name: String) -> String { place.isEmpty ? name : place + "." + name }

    /// The value of a key that must be there.
    func require<Value>(_ value: Value?, _ name: String) throws(LayoutError) -> Value {
        guard let value else { throw LayoutError(.missingKey, at: path(name), "the key is missing") }
        return value
    }

    mutating func value(_ name: String) -> JSONValue? { take(name) }

    mutating func text(_ name: String) throws(LayoutError) -> String? {
        guard let value = take(name) else { return nil }
        guard case .string(let text) = value else { throw wrong(name, "a text") }
        return text
    }

    /// A text that must be there and not be empty.
    mutating func name(_ name: String) throws(LayoutError) -> String {
        let text = try require(try text(name), name)
        guard !text.isEmpty else { throw wrong(name, "a text that is not empty") }
        return text
    }

    /// A text of one character.
    mutating func character(_ name: String) throws(LayoutError) -> Unicode.Scalar? {
        guard let text = try text(name) else { return nil }
        guard text.unicodeScalars.count == 1, let scalar = text.unicodeScalars.first else {
            throw wrong(name, "one character")
        }
        return scalar
    }

    mutating func number(_ name: String, in range: ClosedRange<Int>) throws(LayoutError) -> Int? {
        guard let value = take(name) else { return nil }
        guard case .integer(let wide) = value, let number = Int(exactly: wide), range.contains(number) else {
            throw wrong(name, "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    mutating func flag(_ name: String) throws(LayoutError) -> Bool? {
        guard let value = take(name) else { return nil }
        guard case .bool(let flag) = value else { throw wrong(name, "true or false") }
        return flag
    }

    /// One of the words of an enumeration.
    mutating func word<Word: RawRepresentable & CaseIterable>(
        _ name: String, _ words: Word.Type
    ) throws(LayoutError) -> Word? where Word.RawValue == String {
        guard let text = try text(name) else { return nil }
        guard let word = Word(rawValue: text) else {
            throw wrong(name, "one of " + words.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return word
    }

    mutating func list(_ name: String) throws(LayoutError) -> [JSONValue]? {
        guard let value = take(name) else { return nil }
        guard case .array(let elements) = value else { throw wrong(name, "a list") }
        return elements
    }

    /// A condition such as `op=A|M` or `reason!=PAID`.
    mutating func condition(_ name: String) throws(LayoutError) -> LayoutCondition? {
        guard let text = try text(name) else { return nil }
        guard let equals = text.firstIndex(of: "=") else { throw wrong(name, "path=value or path!=value") }
        let left = text[..<equals]
        let isNegated = left.hasSuffix("!")
        let path = String(isNegated ? left.dropLast() : left)
        let values = text[text.index(after: equals)...].split(
            separator: "|", omittingEmptySubsequences: false)
        return LayoutCondition(
            path: try layoutPath(path, name), values: values.map(String.init), isNegated: isNegated)
    }

    /// A path of names and positions.
    mutating func layoutPath(_ name: String) throws(LayoutError) -> LayoutPath? {
        guard let text = try text(name) else { return nil }
        return try layoutPath(text, name)
    }

    private func layoutPath(_ text: String, _ name: String) throws(LayoutError) -> LayoutPath {
        let steps = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard steps.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(FieldForm.isAlphanumeric) }) else {
            throw wrong(name, "a path of names joined by dots")
        }
        return LayoutPath(steps: steps)
    }

    /// To be called after the last key was taken.
    func finish() throws(LayoutError) {
        guard let unknown = rest.first else { return }
        throw LayoutError(.unknownKey, at: path(unknown.name), "the key means nothing here")
    }
}
