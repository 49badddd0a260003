/// A text with holes, read once and filled a million times a night.
struct Template: Sendable {
    private enum Part: Sendable {
        case text(String)
        case hole(String)
    }

    private let parts: [Part]

    /// Every `{name}` becomes a hole; a brace without its partner is text.
    init(_ text: String) {
        var parts: [Part] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            if rest.startIndex < open { parts.append(.text(String(rest[..<open]))) }
            parts.append(.hole(String(rest[rest.index(after: open)..<close])))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        self.parts = parts
    }

    /// The names of the holes.
    var holes: Set<String> {
        Set(
            parts.compactMap { part in
                if case .hole(let name) = part { name } else { nil }
            })
    }

    /// The text with its holes filled in one pass, so that a value that holds braces stays as it is.
    func filled(_ values: KeyValuePairs<String, String>) -> String {
        if parts.count == 1, case .text(let text) = parts[0] { return text }
        var output = ""
        for part in parts {
            switch part {
            case .text(let text): output += text
            case .hole(let name): output += values.first { $0.key == name }?.value ?? "{\(name)}"
            }
        }
        return output
    }
}
