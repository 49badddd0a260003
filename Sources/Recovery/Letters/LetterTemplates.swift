/// The letters of one language: what they say and how it writes days and amounts.
public struct LetterTemplates: Sendable {
    /// ISO 639-1 code, `es`.
    public let language: String
    /// How the language writes days and amounts.
    public let wording: LetterWording
    /// Every text of the language by its key, the same keys in all languages.
    let texts: [String: String]
    /// How printed letters look; the same for all languages.
    let style: String

    /// Languages that letters are written in.
    public static let languages = ["es", "ca", "fr", "pt", "en"]

    /// A text with its holes filled, see `LetterText`.
    ///
    /// - Parameter isMany: whether more than one invoice is meant.
    func text(
        _ key: String, _ values: [String: String] = [:], isMany: Bool = false
    ) throws(LetterError) -> String {
        guard let text = texts[key] else { throw .template(key) }
        return try LetterText.filled(text, values: values, isMany: isMany)
    }
}

/// A text with holes: `{name}` is filled with a value, `{la factura|las facturas}` with the form that
/// fits the number of invoices. Values are never read as text with holes again.
enum LetterText {
    static func filled(
        _ text: String, values: [String: String], isMany: Bool
    ) throws(LetterError) -> String {
        var output = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            output += rest[..<open]
            let after = rest[rest.index(after: open)...]
            guard let close = after.firstIndex(of: "}") else { throw .template("unclosed hole") }
            let name = after[..<close]
            if let bar = name.firstIndex(of: "|") {
                output += isMany ? name[name.index(after: bar)...] : name[..<bar]
            } else {
                guard let value = values[String(name)] else { throw .template(String(name)) }
                output += value
            }
            rest = after[after.index(after: close)...]
        }
        return output + rest
    }
}
