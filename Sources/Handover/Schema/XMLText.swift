/// Writes a tree as XML elements: a member becomes the element of its name, an array its elements one after
/// another, in the order of the tree (DHX 1.0 §5.0). No attributes, no mixed content.
enum XMLText {
    /// Whether XML 1.0 can hold the text: no control characters but tab and line breaks, no noncharacters.
    static func isWritable(_ text: String) -> Bool {
        var isPlain = true
        for byte in text.utf8 where byte < 0x20 || byte == 0xEF {
            isPlain = false
            break
        }
        return isPlain || text.unicodeScalars.allSatisfy(isWritable)
    }

    private static func isWritable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: true
        case 0..<0x20, 0xFFFE, 0xFFFF: false
        default: true
        }
    }

    /// The text as it comes out of XML again: what XML cannot hold is U+FFFD.
    static func held(_ text: String) -> String {
        guard !isWritable(text) else { return text }
        var held = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { held.append(isWritable(scalar) ? scalar : "\u{FFFD}") }
        return String(held)
    }

    /// One value as the element of a name, on lines of its own. An empty array is no element at all.
    static func append(_ value: JSONValue, name: String, depth: Int, to out: inout [UInt8]) {
        switch value {
        case .null: break
        case .array(let elements):
            for element in elements { append(element, name: name, depth: depth, to: &out) }
        case .object(let members):
            open(name, depth: depth, to: &out)
            out.append(0x0A)
            for member in members { append(member.value, name: member.name, depth: depth + 1, to: &out) }
            indent(depth, to: &out)
            close(name, to: &out)
        case .string(let text): appendLeaf(text, name: name, depth: depth, to: &out)
        case .integer(let number): appendLeaf(String(number), name: name, depth: depth, to: &out)
        case .bool(let flag): appendLeaf(flag ? "true" : "false", name: name, depth: depth, to: &out)
        }
    }

    static func open(_ name: String, attributes: String = "", depth: Int, to out: inout [UInt8]) {
        indent(depth, to: &out)
        out.append(0x3C)
        append(plain: name, to: &out)
        append(plain: attributes, to: &out)
        out.append(0x3E)
    }

    static func close(_ name: String, to out: inout [UInt8]) {
        out.append(0x3C)
        out.append(0x2F)
        append(plain: name, to: &out)
        out.append(0x3E)
        out.append(0x0A)
    }

    private static func append(plain text: String, to out: inout [UInt8]) {
        var text = text
        text.withUTF8 { out.append(contentsOf: $0) }
    }

    private static func indent(_ depth: Int, to out: inout [UInt8]) {
        for _ in 0..<depth { out.append(0x20) }
    }

    private static func appendLeaf(_ text: String, name: String, depth: Int, to out: inout [UInt8]) {
        open(name, depth: depth, to: &out)
        append(text: text, to: &out)
        close(name, to: &out)
    }

    /// Text with its markup escaped. A carriage return is a reference, or a parser would make it a line feed;
    /// what XML cannot hold becomes U+FFFD, which only removals can reach: cases with such texts are refused.
    static func append(text: String, to out: inout [UInt8]) {
        var plain = text
        let isPlain = plain.withUTF8 { bytes in
            for byte in bytes
            where byte < 0x20 || byte == 0x26 || byte == 0x3C || byte == 0x3E || byte == 0x22 || byte == 0xEF
            {
                return false
            }
            out.append(contentsOf: bytes)
            return true
        }
        if isPlain { return }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;".utf8
            case "<": out += "&lt;".utf8
            case ">": out += "&gt;".utf8
            case "\"": out += "&quot;".utf8
            case "\r": out += "&#13;".utf8
            default: out += (isWritable(scalar) ? scalar : "\u{FFFD}").utf8
            }
        }
    }
}
