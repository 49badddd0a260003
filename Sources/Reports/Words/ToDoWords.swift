internal import Domain

/// What waits for a person, in the reader's language.
extension Wording {
    /// What kind of thing it is; some kinds have words of their own for a detail code.
    func title(_ row: ToDoRow) -> String {
        text("todo.\(row.kind.rawValue).\(row.detail)") ?? word("todo", row.kind.rawValue)
    }

    /// What happened: a code in words; of a suggestion, whose detail is invoice numbers, that it
    /// proposes them.
    func detail(_ row: ToDoRow) -> String {
        if row.kind == .challenge { return challenge(row.detail) }
        return row.kind == .suggestion && !row.detail.isEmpty
            ? self[.suggestedFirst] + " " + row.detail : reason(row.detail)
    }

    /// What to do: the remedy of the problem where the row stands for one, else what the kind asks for.
    func action(_ row: ToDoRow) -> String {
        switch row.kind {
        case .rejectedFile, .conflict:
            if let code = Problem.Code(rawValue: row.detail) { return remedy(Problem(code)) }
        case .chainBreak, .challenge, .unsent, .suggestion, .release: break
        }
        return text("action.\(row.kind.rawValue).\(row.detail)") ?? word("action", row.kind.rawValue)
    }
}
