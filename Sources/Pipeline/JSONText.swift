/// JSON written by hand in a fixed order: keys stay where they are put, absent values are left out.
struct JSONObject {
    private(set) var fields: [String] = []

    mutating func add(_ key: String, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        fields.append("\(JSONText.quoted(key)):\(JSONText.quoted(value))")
    }

    mutating func add(_ key: String, _ value: Int?) {
        guard let value else { return }
        fields.append("\(JSONText.quoted(key)):\(value)")
    }

    mutating func add(_ key: String, _ value: Bool?) {
        guard let value else { return }
        fields.append("\(JSONText.quoted(key)):\(value)")
    }

    mutating func add(_ key: String, _ value: JSONObject) {
        fields.append("\(JSONText.quoted(key)):\(value.text)")
    }

    mutating func add(_ key: String, _ values: [JSONObject]) {
        fields.append("\(JSONText.quoted(key)):[\(values.map(\.text).joined(separator: ","))]")
    }

    mutating func add(_ key: String, texts values: [String]) {
        fields.append("\(JSONText.quoted(key)):[\(values.map(JSONText.quoted).joined(separator: ","))]")
    }

    var text: String { "{\(fields.joined(separator: ","))}" }
}

enum JSONText {
    /// A JSON string with its quotes (RFC 8259).
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case let control where control.value < 0x20:
                let hex = String(control.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
