/// Why a letter cannot be written. A letter with a hole in it is worse than none.
public enum LetterError: Error, Equatable {
    /// The templates of a language are missing or unreadable.
    case unreadable(String)
    /// A template uses a name that is not filled, or a section that is not closed.
    case template(String)
    /// No letter belongs to this step or there is nothing to claim in it.
    case nothingToWrite
    /// The sum of the invoices does not fit, or they are of more than one currency.
    case amount
}

/// A text with holes: `{{name}}` is filled with a value, `{{#name}}…{{/name}}` is written once for each row.
///
/// A flag is a section with one row or none. Sections do not nest. Values are escaped for HTML and never read
/// as template text again.
struct LetterTemplate: Sendable {
    private enum Part: Sendable {
        case text(String)
        case value(String)
        case section(String, [Part])
    }

    private let parts: [Part]

    init(_ text: String) throws(LetterError) {
        var scanner = text[...]
        parts = try Self.parse(&scanner, section: nil)
    }

    /// The filled text. Every name must be known: in a section its row comes first, then the values of all.
    func filled(
        values: [String: String], sections: [String: [[String: String]]]
    ) throws(LetterError) -> String {
        var output = ""
        try Self.write(parts, row: [:], values: values, sections: sections, to: &output)
        return output
    }

    private static func parse(_ text: inout Substring, section: String?) throws(LetterError) -> [Part] {
        var parts: [Part] = []
        while let open = text.firstRange(of: "{{") {
            if open.lowerBound > text.startIndex { parts.append(.text(String(text[..<open.lowerBound]))) }
            let rest = text[open.upperBound...]
            guard let close = rest.firstRange(of: "}}") else { throw .template("unclosed hole") }
            let name = String(rest[..<close.lowerBound])
            text = rest[close.upperBound...]
            if name.hasPrefix("/") {
                guard name.dropFirst() == section ?? "" else { throw .template(name) }
                return parts
            }
            if name.hasPrefix("#") {
                guard section == nil else { throw .template("nested section \(name)") }
                let inner = String(name.dropFirst())
                parts.append(.section(inner, try parse(&text, section: inner)))
            } else {
                parts.append(.value(name))
            }
        }
        guard section == nil else { throw .template("unclosed section") }
        if !text.isEmpty { parts.append(.text(String(text))) }
        return parts
    }

    private static func write(
        _ parts: [Part], row: [String: String], values: [String: String],
        sections: [String: [[String: String]]], to output: inout String
    ) throws(LetterError) {
        for part in parts {
            switch part {
            case .text(let text): output += text
            case .value(let name):
                guard let value = row[name] ?? values[name] else { throw .template(name) }
                output += HTMLText.escaped(value)
            case .section(let name, let inner):
                guard let rows = sections[name] else { throw .template(name) }
                for row in rows {
                    try write(inner, row: row, values: values, sections: sections, to: &output)
                }
            }
        }
    }
}

/// Text made safe for HTML, in elements and in quoted attributes.
enum HTMLText {
    /// Markup characters become entities. Control characters and those that reverse the reading direction are
    /// dropped: they could make a letter show another amount or name than it holds.
    static func escaped(_ text: String) -> String {
        var output = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "\"": output += "&quot;"
            case "'": output += "&#39;"
            case "\t", "\n", "\r": output += " "
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{200E}", "\u{200F}", "\u{202A}"..."\u{202E}",
                "\u{2066}"..."\u{2069}":
                continue
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output
    }
}
