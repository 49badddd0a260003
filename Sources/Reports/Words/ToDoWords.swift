public import Domain

/// What waits for a person, in the reader's language.
extension Wording {
    /// What kind of thing it is; some kinds have words of their own for a detail code.
    func title(_ row: ToDoRow) -> String {
        if row.kind == .agency, row.detail.hasPrefix("registry-") { return self[.toDoRegistry] }
        return text("todo.\(row.kind.rawValue).\(row.detail)") ?? word("todo", row.kind.rawValue)
    }

    /// What happened: a code in words; of a suggestion, whose detail is invoice numbers, that it
    /// proposes them.
    func detail(_ row: ToDoRow) -> String {
        if row.kind == .challenge { return challenge(row.detail) }
        if row.kind == .agency { return agency(row) }
        if case .problem(let problem) = row.parts.first { return title(problem) }
        return row.kind == .suggestion && !row.detail.isEmpty
            ? self[.suggestedFirst] + " " + row.detail : reason(row.detail)
    }

    /// What to do: the remedy of the problem where the row stands for one, else what the kind asks for.
    func action(_ row: ToDoRow) -> String {
        switch row.kind {
        case .rejectedFile, .conflict:
            if case .problem(let problem) = row.parts.first { return remedy(problem) }
            if let code = Problem.Code(rawValue: row.detail) { return remedy(Problem(code)) }
        case .agency: return agencyAction(row)
        case .chainBreak, .challenge, .unsent, .suggestion, .release: break
        }
        return text("action.\(row.kind.rawValue).\(row.detail)") ?? word("action", row.kind.rawValue)
    }

    /// What an agency did: the words of its code with the parts in their places, the others after them.
    private func agency(_ row: ToDoRow) -> String {
        let template = text("agency.\(row.detail)") ?? row.detail
        let parts = row.parts.map(words)
        let others = parts.enumerated().filter { index, part in
            !part.isEmpty && !template.contains("{\(index + 1)}")
        }.map(\.element)
        let words = filled(template, parts, row.subject)
        return others.isEmpty ? words : words + ": " + others.joined(separator: "; ")
    }

    /// What to do about a code; some break codes and reasons ask for something of their own.
    private func agencyAction(_ row: ToDoRow) -> String {
        let key = "action.agency.\(row.detail)"
        let codes = row.parts.lazy.compactMap { part in
            if case .codes(let codes) = part { PartnerCodes.first(of: codes) } else { nil }
        }
        let own = codes.compactMap { self.text("\(key).\($0)") }.first
        let template = own ?? text(key) ?? word("action", ToDoKind.agency.rawValue)
        return filled(template, row.parts.map(words), row.subject)
    }

    /// Puts parts into their places by number, and the subject of the row into `{subject}`.
    private func filled(_ template: String, _ parts: [String], _ subject: String) -> String {
        Self.filled(template) { name in
            if name == "subject" { return subject }
            guard let number = Int(name) else { return nil }
            return parts.indices.contains(number - 1) ? parts[number - 1] : ""
        }
    }

    private func words(_ part: ToDoPart) -> String {
        switch part {
        case .text(let text): text
        case .codes(let codes): PartnerCodes.words(codes, self)
        case .amount(let amount): money(amount)
        case .day(let day): self.day(day)
        case .phrase(let phrase): words(phrase)
        case .problem(let problem): title(problem)
        }
    }

    /// A sentence: in English as it stands, else by its translation, where there is one.
    func words(_ phrase: Phrase) -> String {
        guard let template = text("phrase.\(phrase.template)") else { return phrase.text }
        let values = phrase.values
        return Self.filled(template) { name in
            Int(name).flatMap { values.indices.contains($0 - 1) ? values[$0 - 1] : nil }
        }
    }
}

/// Sentences of the program in the reader's language.
public enum PhraseText {
    /// In plain text. English, and what has no translation, stays as it is.
    public static func text(_ phrase: Phrase, language: String) -> String {
        Wording(language: language).words(phrase)
    }
}
