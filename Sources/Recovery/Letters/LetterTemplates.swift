internal import Domain

/// The letters of one language: its templates and its wording.
public struct LetterTemplates: Sendable {
    /// ISO 639-1 code, `es`.
    public let language: String
    /// How the language writes days and amounts.
    public let wording: LetterWording
    private let templates: [StepKind: LetterTemplate]

    /// - Parameters:
    ///   - bodies: the template of each kind of letter.
    ///   - parts: texts that templates include by `{{>name}}`: head, table, payment, foot.
    init(
        language: String, wording: LetterWording, bodies: [StepKind: String], parts: [String: String]
    ) throws(LetterError) {
        self.language = language
        self.wording = wording
        var templates: [StepKind: LetterTemplate] = [:]
        for kind in StepKind.allCases {
            guard let body = bodies[kind] else { continue }
            templates[kind] = try LetterTemplate(Self.including(parts, in: body))
        }
        self.templates = templates
    }

    /// The steps that are taken by a letter; the others hand over a file.
    static let kinds: [StepKind] = [.reminder, .secondReminder, .formalClaim]

    func template(for kind: StepKind) throws(LetterError) -> LetterTemplate {
        guard let template = templates[kind] else { throw .nothingToWrite }
        return template
    }

    private static func including(_ parts: [String: String], in body: String) throws(LetterError) -> String {
        var output = ""
        var rest = body[...]
        while let open = rest.firstRange(of: "{{>") {
            output += rest[..<open.lowerBound]
            let after = rest[open.upperBound...]
            guard let close = after.firstRange(of: "}}"), let part = parts[String(after[..<close.lowerBound])]
            else { throw .template("included part") }
            output += part
            rest = after[close.upperBound...]
        }
        return output + rest
    }
}
