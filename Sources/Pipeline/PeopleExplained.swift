internal import Domain
internal import Ledger
internal import Reports

/// What was decided of one movement, by the program and by people, in the order in which it happened.
struct PeopleExplained {
    let reader: LedgerReader
    /// Invoices, amounts and evidence of a decision, a line each.
    let describe: (MatchDecision) -> [String]

    func movement(_ id: Int64) throws -> [String] {
        let people = try reader.adjudications(on: id)
        let byDecision = try reader.adjudicationsByDecision(on: id)
        let reversals = try reader.reversals()
        var lines: [String] = []
        try reader.postedDecisions { entry in
            guard entry.decision.movement == id else { return }
            if let adjudication = byDecision[entry.id],
                let person = people.first(where: { $0.id == adjudication })
            {
                lines.append(try signed("decided", person))
                lines.append("    pattern \(entry.decision.pattern)")
            } else {
                lines.append("  posted by run \(entry.run), pattern \(entry.decision.pattern)")
            }
            lines += describe(entry.decision)
            for audit in try reader.auditAnswers(of: entry.id) {
                let said = audit.answer == .confirmed ? "confirmed" : "found wrong"
                let withdrawn = audit.withdrawn.map { "; answer taken back by \($0.author) on \($0.day)" }
                lines.append(
                    "  \(said) in the audit sample by \(audit.author) on \(audit.day)" + (withdrawn ?? ""))
            }
            if let reversal = entry.reversal { lines.append(takenBack(reversal)) }
        }
        for person in people where person.verdict != .applied {
            lines.append(
                try signed(person.verdict == .unrelated ? "nobody's invoice" : "refused", person))
            lines += describe(
                MatchDecision(
                    movement: id, status: .suggested, kind: .single, pattern: "",
                    allocations: person.allocations))
            if let reversal = reversals.first(where: { $0.adjudication == person.id }) {
                lines.append(takenBack(reversal))
            }
        }
        for challenge in try reader.challenges() where challenge.movement == id {
            lines.append("  in doubt: \(ChallengeText.text(challenge.reason, language: "en"))")
        }
        return lines
    }

    private func signed(_ what: String, _ person: Adjudication) throws -> String {
        let source = try reader.adjudicationSource(person.id)
        var line =
            "  \(what) by \(person.author) on \(person.day) (\(source?.source ?? ""), run \(source?.run ?? ""))"
        if person.verdict == .applied, !person.shownPattern.isEmpty {
            line += person.agreesWithShown ? ", as shown first" : ", not what was shown first"
        }
        if person.takesBackPosting { line += ", against pattern \(person.shownPattern)" }
        if let note = source?.note, !note.isEmpty { line += ": \(note)" }
        return line
    }

    private func takenBack(_ reversal: ReversalFact) -> String {
        "  taken back by \(reversal.author) on \(reversal.day) (\(reversal.source))"
            + (reversal.reason.isEmpty ? "" : ": \(reversal.reason)")
    }
}
