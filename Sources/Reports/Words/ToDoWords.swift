internal import Domain

/// What an agency leaves to a person: a code, and after a tab what it is about.
enum AgencyText {
    /// Every code that has words.
    static let codes = [
        "rejected", "closed", "balance", "information", "legal", "untraceable", "vulnerable", "insolvent",
        "deceased", "objected", "unanswerable", "unmapped", "batch", "operation", "held", "remittance",
        "inventory", "registry-refused", "registry-warning", "registry-unconfirmed", "registry-missing",
        "registry-extra", "registry-amount", "payout-ready", "payout-doubted", "payout-carried",
        "payout-interest", "payout-line", "payout-amounts", "payout-reversal",
    ]
    /// Those that ask for something of their own.
    static let codesWithAction = [
        "rejected", "closed", "balance", "held", "remittance", "inventory", "registry-refused",
        "registry-warning", "registry-unconfirmed", "registry-missing", "registry-extra", "registry-amount",
        "payout-ready", "payout-doubted", "payout-carried", "payout-interest", "payout-line",
        "payout-amounts", "payout-reversal",
    ]
}

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
        if row.kind == .agency { return agency(row.detail) }
        return row.kind == .suggestion && !row.detail.isEmpty
            ? self[.suggestedFirst] + " " + row.detail : reason(row.detail)
    }

    /// What to do: the remedy of the problem where the row stands for one, else what the kind asks for.
    func action(_ row: ToDoRow) -> String {
        switch row.kind {
        case .rejectedFile, .conflict:
            if let code = Problem.Code(rawValue: row.detail) { return remedy(Problem(code)) }
        case .agency: return agencyAction(row.detail)
        case .chainBreak, .challenge, .unsent, .suggestion, .release: break
        }
        return text("action.\(row.kind.rawValue).\(row.detail)") ?? word("action", row.kind.rawValue)
    }

    /// What an agency did: a code, and after a tab what it is about.
    private func agency(_ detail: String) -> String {
        let parts = detail.split(separator: "\t", maxSplits: 1).map(String.init)
        let words = text("agency.\(parts.first ?? "")") ?? detail
        return parts.count > 1 ? words + ": " + parts[1] : words
    }

    private func agencyAction(_ detail: String) -> String {
        let code = detail.prefix { $0 != "\t" }
        return text("action.agency.\(code)") ?? word("action", ToDoKind.agency.rawValue)
    }
}
