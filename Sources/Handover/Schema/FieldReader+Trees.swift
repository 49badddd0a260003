internal import Domain

// What the readers of cases and registry records need beside the values that all flows share.
extension FieldReader {
    /// A text of any length, empty where absent. It must be composed (Unicode NFC), so that equal names are
    /// equal bytes and a batch that was read is written again as it was.
    mutating func freeText(_ name: String) throws(HandoverFault) -> String {
        guard let value = try take(name) else { return "" }
        guard case .string(let text) = value else {
            throw fault(.wrongType, name, found: Self.kind(of: value), expected: "a text")
        }
        guard CanonicalText.composed(text).utf8.elementsEqual(text.utf8) else {
            throw fault(
                .wrongForm, name, found: "a text of \(text.unicodeScalars.count) characters",
                expected: "a text in composed form (Unicode NFC)")
        }
        return text
    }

    mutating func requiredText(_ name: String) throws(HandoverFault) -> String {
        let text = try freeText(name)
        return try require(text.isEmpty ? nil : text, name, "a text")
    }

    /// A list of texts; empty where absent.
    mutating func freeTexts(_ name: String) throws(HandoverFault) -> [String] {
        try texts(name, "a text that is not empty") { !$0.isEmpty }
    }

    mutating func bool(_ name: String) throws(HandoverFault) -> Bool {
        try require(try optionalBool(name), name, "true or false")
    }

    mutating func optionalBool(_ name: String) throws(HandoverFault) -> Bool? {
        guard let value = try take(name) else { return nil }
        guard case .bool(let flag) = value else {
            throw fault(.wrongType, name, found: Self.kind(of: value), expected: "true or false")
        }
        return flag
    }

    /// A whole number that is not negative.
    mutating func count(_ name: String) throws(HandoverFault) -> Int {
        try integer(name, in: 0...Int64(Int32.max))
    }

    mutating func digest(_ name: String) throws(HandoverFault) -> String {
        let expected = "64 lower-case hexadecimal digits"
        return try require(try form(name, expected, SHA256Text.isDigest), name, expected)
    }

    /// An object read in full, `nil` where absent.
    mutating func optionalPart<Part>(
        _ name: String, _ read: (inout FieldReader) throws(HandoverFault) -> Part
    ) throws(HandoverFault) -> Part? {
        guard var fields = try optionalObject(name) else { return nil }
        let part = try read(&fields)
        try fields.finish()
        return part
    }

    mutating func part<Part>(
        _ name: String, _ read: (inout FieldReader) throws(HandoverFault) -> Part
    ) throws(HandoverFault) -> Part {
        try require(try optionalPart(name, read), name, "an object")
    }

    /// The items of a list that must stand there.
    mutating func requiredParts<Part>(
        _ name: String, _ read: (inout FieldReader) throws(HandoverFault) -> Part
    ) throws(HandoverFault) -> [Part] {
        guard has(name) else { throw fault(.fieldMissing, name, found: "nothing", expected: "a list") }
        return try parts(name, read)
    }
}
