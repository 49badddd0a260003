internal import Domain

/// Writing what people decide of movements. Every check stands before the first row: what is refused leaves
/// nothing behind.
extension LedgerWriter {
    /// The rule set's name in what people decide.
    private static let rules = "recobro-review/1"

    /// Records a person's decision on a movement, posts what it applies, and gives its number.
    ///
    /// Throws `DecisionRefusal` where conservation would not hold or somebody decided it before.
    @discardableResult
    public func adjudicate(_ draft: AdjudicationDraft, run: String) throws -> Int64 {
        guard let position = try reader.movementPosition(draft.movement) else {
            throw DecisionRefusal.movementUnknown
        }
        guard !position.isDecided, position.unallocated != 0 else { throw DecisionRefusal.movementDecided }
        var differences: [NamedDifference] = []
        if draft.verdict == .applied {
            differences = try reader.checkedDifferences(of: draft, position)
        } else {
            try reader.checkKnown(draft.allocations)
        }
        var decision: Int64?
        if draft.verdict == .applied { decision = try post(draft, differences, position, run) }
        let id = try record(draft, differences, decision: decision, run: run)
        try refreshView(of: draft, position)
        if let decision { try challengeSteps(of: decision, position, run: run) }
        return id
    }

    private func post(
        _ draft: AdjudicationDraft, _ differences: [NamedDifference], _ position: MovementPosition,
        _ run: String
    ) throws -> Int64 {
        let taken = draft.taken
        var pattern = "decided"
        if let shown = taken?.pattern, !shown.isEmpty, shown != "suggestion" { pattern += "+" + shown }
        return try insert(
            MatchDecision(
                movement: draft.movement, status: .decided,
                kind: try taken?.kind ?? reader.kind(of: draft, differences, position), pattern: pattern,
                margin: taken?.margin ?? 0,
                allocations: draft.allocations.sorted { $0.invoice < $1.invoice },
                evidence: taken?.evidence ?? [], differences: differences), rules: Self.rules, run: run)
    }

    /// The rows of the decision itself.
    func record(
        _ draft: AdjudicationDraft, _ differences: [NamedDifference], decision: Int64?, run: String
    ) throws -> Int64 {
        let signature = draft.signature
        let shown = draft.shown.map { Set($0.allocations.map(\.invoice)) }
        let agrees = draft.verdict == .applied && shown == Set(draft.allocations.map(\.invoice))
        let id = try insert(
            """
            INSERT INTO adjudication (run, entry, verdict, day, author, note, file, line, shown_pattern,
              agrees, decision) VALUES (?,?,?,?,?,?,?,?,?,?,?)
            """,
            .text(run), .integer(draft.movement), .text(draft.verdict.rawValue), .day(signature.day),
            .text(signature.author), .text(signature.note), .int(signature.source.file),
            .int(signature.source.line), .text(draft.shown?.pattern ?? ""), .flag(agrees), .int(decision))
        for allocation in draft.allocations.sorted(by: { $0.invoice < $1.invoice }) {
            _ = try insert(
                "INSERT INTO adjudication_allocation (adjudication, invoice, amount) VALUES (?,?,?)",
                .integer(id), .integer(allocation.invoice), .integer(allocation.amount))
        }
        // What is taken back stands among the write-offs and teaches nothing about how customers pay.
        for difference in differences where difference.amount > 0 {
            _ = try insert(
                "INSERT INTO adjudication_difference (adjudication, kind, invoice, amount) VALUES (?,?,?,?)",
                .integer(id), .text(difference.kind.rawValue), .integer(difference.invoice),
                .integer(difference.amount))
        }
        return id
    }

    /// Tonight's view without what is decided now, so that nobody is asked again and no debt waits for money
    /// that is explained; the next matching makes it anew.
    func refreshView(of draft: AdjudicationDraft, _ position: MovementPosition) throws {
        switch draft.verdict {
        case .rejected:
            let refused = Set(draft.allocations.map(\.invoice))
            let left = try reader.suggestions(of: draft.movement).filter {
                Set($0.allocations.map(\.invoice)) != refused
            }
            try replaceSuggestions(of: draft.movement, with: left)
        case .unrelated:
            try replaceSuggestions(of: draft.movement, with: [])
            try deleteUnexplained(draft.movement)
        case .applied:
            try replaceSuggestions(of: draft.movement, with: [])
            try deleteUnexplained(draft.movement)
            // An over-payment stays on the payer's account: money that nobody has assigned yet.
            try noteUnexplained(draft.movement, invoices: draft.allocations.map(\.invoice))
        }
    }

    /// Steps taken after the money had come in were taken against somebody who had paid: a person must see
    /// them.
    func challengeSteps(of decision: Int64, _ position: MovementPosition, run: String) throws {
        var found: [(kind: String, day: Day, number: String)] = []
        try reader.prepared(
            """
            SELECT s.kind, s.day, i.number FROM step s JOIN invoice i ON i.id = s.invoice
            WHERE s.invoice IN (SELECT invoice FROM allocation WHERE decision = ?1 AND amount > 0)
              AND s.day >= ?2 ORDER BY s.id
            """
        ).each(.integer(decision), .day(position.booked)) {
            found.append(($0.text(0), $0.day(1), $0.text(2)))
        }
        for step in found {
            try challenge(
                decision: decision,
                reason: ChallengeReason.stepAfterMoney(step.kind, day: step.day, invoice: step.number),
                run: run)
        }
    }
}

/// What speaks against a posted decision, as the ledger keeps it: a code and its values, tab-separated, so
/// that it can be worded in the reader's language.
public enum ChallengeReason {
    /// An invoice of it arrived again with other content.
    public static func documentChanged(invoice number: String) -> String { "document-changed\t\(number)" }

    /// A step was taken for an invoice when the money had come in.
    static func stepAfterMoney(_ kind: String, day: Day, invoice number: String) -> String {
        "step-after-money\t\(kind)\t\(day)\t\(number)"
    }

    /// An agency was told of the money that was taken back.
    static func agencyTold(caseReference: String, invoice number: String) -> String {
        "agency-told\t\(caseReference)\t\(number)"
    }

    /// A case was called back because of the money that was taken back.
    static func caseRecalled(caseReference: String, invoice number: String) -> String {
        "case-recalled\t\(caseReference)\t\(number)"
    }

    /// A registry removed the debt because of the money that was taken back.
    static func registryTold(_ registry: String, invoice number: String) -> String {
        "registry-told\t\(registry)\t\(number)"
    }
}
