internal import Domain

/// A JSON tree whose objects keep the order in which they were built.
///
/// The order of keys is part of the bytes, and the bytes are part of the contract: the same batch gives the
/// same text on every machine. Money stands in it as decimal strings, never as numbers (DHX 1.0 §5.0).
enum JSONValue: Equatable, Sendable {
    /// One name and its value inside an object.
    struct Member: Equatable, Sendable {
        let name: String
        let value: JSONValue
    }

    case object([Member])
    case array([JSONValue])
    case string(String)
    case integer(Int64)
    case bool(Bool)
    case null

    /// The value of a name; `nil` where this is no object or has no such name.
    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// Whether both say the same. The order of an object's members says nothing (RFC 8259 §4), that of a list
    /// does.
    func saysSame(as other: JSONValue) -> Bool {
        switch (self, other) {
        case (.object(let own), .object(let others)):
            own.count == others.count
                && own.allSatisfy { member in other[member.name].map(member.value.saysSame) ?? false }
        case (.array(let own), .array(let others)):
            own.count == others.count && zip(own, others).allSatisfy { $0.saysSame(as: $1) }
        default: self == other
        }
    }

    /// The element at a 0-based position; `nil` where this is no array or is shorter.
    subscript(position: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(position) else { return nil }
        return elements[position]
    }
}

/// Collects the members of an object. What is absent is left out, never written as an empty string.
struct JSONMembers {
    private var members: [JSONValue.Member] = []

    mutating func add(_ name: String, _ value: JSONValue?) {
        guard let value else { return }
        members.append(JSONValue.Member(name: name, value: value))
    }

    /// Left out when empty. Text leaves in composed form (Unicode NFC), so that equal names are equal bytes.
    mutating func add(_ name: String, text: String) {
        guard !text.isEmpty else { return }
        add(name, .string(CanonicalText.composed(text)))
    }

    mutating func add(_ name: String, day: Day?) {
        guard let day else { return }
        add(name, .string(day.description))
    }

    /// Minor units as a decimal string with the currency's decimals.
    mutating func add(_ name: String, minorUnits: Int64?, in currency: Currency) {
        guard let minorUnits else { return }
        add(name, .string(Money.decimalString(minorUnits, exponent: currency.exponent)))
    }

    /// Left out when empty.
    mutating func add(_ name: String, texts: [String]) {
        guard !texts.isEmpty else { return }
        add(name, .array(texts.map { .string(CanonicalText.composed($0)) }))
    }

    var object: JSONValue { .object(members) }
}

/// Writes a tree as UTF-8 bytes: one blank of indentation a level, line feeds, a final line feed.
enum JSONText {
    static func bytes(of value: JSONValue) -> [UInt8] {
        var out: [UInt8] = []
        append(value, depth: 0, to: &out)
        out.append(0x0A)
        return out
    }

    /// One value inside a larger text, its own lines indented for `depth`.
    static func append(_ value: JSONValue, depth: Int, to out: inout [UInt8]) {
        switch value {
        case .null: out += "null".utf8
        case .bool(let flag): out += (flag ? "true" : "false").utf8
        case .integer(let number): out += String(number).utf8
        case .string(let text): append(text: text, to: &out)
        case .array(let elements):
            appendList(elements, brackets: (0x5B, 0x5D), depth: depth, to: &out) { element, out in
                append(element, depth: depth + 1, to: &out)
            }
        case .object(let members):
            appendList(members, brackets: (0x7B, 0x7D), depth: depth, to: &out) { member, out in
                append(text: member.name, to: &out)
                out.append(0x3A)
                out.append(0x20)
                append(member.value, depth: depth + 1, to: &out)
            }
        }
    }

    private static func appendList<Element>(
        _ elements: [Element], brackets: (UInt8, UInt8), depth: Int, to out: inout [UInt8],
        element write: (Element, inout [UInt8]) -> Void
    ) {
        out.append(brackets.0)
        for (position, element) in elements.enumerated() {
            if position > 0 { out.append(0x2C) }
            newLine(depth: depth + 1, to: &out)
            write(element, &out)
        }
        if !elements.isEmpty { newLine(depth: depth, to: &out) }
        out.append(brackets.1)
    }

    static func newLine(depth: Int, to out: inout [UInt8]) {
        out.append(0x0A)
        for _ in 0..<depth { out.append(0x20) }
    }

    /// Escapes what RFC 8259 §7 requires and nothing else; letters beyond ASCII stay as they are.
    static func append(text: String, to out: inout [UInt8]) {
        out.append(0x22)
        // Nearly no text has anything to escape, and batches have tens of millions of texts.
        var plain = text
        let isPlain = plain.withUTF8 { bytes in
            for byte in bytes where byte < 0x20 || byte == 0x22 || byte == 0x5C { return false }
            out.append(contentsOf: bytes)
            return true
        }
        if isPlain {
            out.append(0x22)
            return
        }
        for byte in text.utf8 {
            switch byte {
            case 0x22: out += "\\\"".utf8
            case 0x5C: out += "\\\\".utf8
            case 0x0A: out += "\\n".utf8
            case 0x0D: out += "\\r".utf8
            case 0x09: out += "\\t".utf8
            case 0..<0x20: out += ((byte < 0x10 ? "\\u000" : "\\u00") + String(byte, radix: 16)).utf8
            default: out.append(byte)
            }
        }
        out.append(0x22)
    }
}
