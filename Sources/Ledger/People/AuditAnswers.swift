public import Domain

/// What a person said of a posting of the program without being told that it was posted.
public enum AuditAnswer: String, Sendable {
    /// Just what was posted.
    case confirmed
    /// Something else: the posting is taken back.
    case wrong
}

/// A posting of the program as the audit sample draws it, with what people said of it.
public struct LonePosting: Sendable {
    public let decision: Int64
    public let movement: Int64
    public let pattern: String
    /// The movement as the bank booked it, without any number of ours.
    public let content: String
    /// Taken back by a person, for whatever reason.
    public let isReversed: Bool
    /// Taken back because it was wrong.
    public let isWrong: Bool
    public let answer: AuditAnswer?
}

extension LedgerReader {
    /// Everything that the program posted alone, by decision.
    public func lonePostings(body: (LonePosting) throws -> Void) throws {
        try prepared(
            """
            SELECT d.id, d.entry, d.pattern, s.identifier || char(9) || e.booked || char(9) || e.amount || char(9)
                || e.currency || char(9) || e.reference || char(9) || e.text || char(9) || e.counterparty,
              r.id IS NOT NULL, x.answer, r.id IS NOT NULL AND EXISTS (
                SELECT 1 FROM adjudication a WHERE a.entry = d.entry AND a.run = r.run
                  AND a.verdict = 'rejected' AND a.shown_pattern = d.pattern)
            FROM match_decision d JOIN entry e ON e.id = d.entry JOIN account s ON s.id = e.account
            LEFT JOIN reversal r ON r.decision = d.id LEFT JOIN audit_answer x ON x.decision = d.id
            WHERE d.status = 'auto' ORDER BY d.id
            """
        ).each { row in
            try body(
                LonePosting(
                    decision: row.int(0), movement: row.int(1), pattern: row.text(2), content: row.text(3),
                    isReversed: row.flag(4), isWrong: row.flag(6),
                    answer: row.isNull(5) ? nil : AuditAnswer(rawValue: row.text(5))))
        }
    }

    /// What the program posted of a movement alone, if it stands and nobody has looked at it in the sample.
    public func unauditedPosting(of movement: Int64) throws -> Int64? {
        try integer(
            """
            SELECT d.id FROM match_decision d WHERE d.entry = ?1 AND d.status = 'auto'
              AND NOT EXISTS (SELECT 1 FROM reversal r WHERE r.decision = d.id)
              AND NOT EXISTS (SELECT 1 FROM audit_answer x WHERE x.decision = d.id) ORDER BY d.id LIMIT 1
            """, .integer(movement))
    }

    /// What a posting applied that a person confirmed in the sample and that stands; `nil` where none is.
    func confirmedPosting(of movement: Int64) throws -> [Allocation]? {
        let decision = try integer(
            """
            SELECT d.id FROM match_decision d JOIN audit_answer x ON x.decision = d.id
            WHERE d.entry = ?1 AND x.answer = 'confirmed'
              AND NOT EXISTS (SELECT 1 FROM reversal r WHERE r.decision = d.id) LIMIT 1
            """, .integer(movement))
        return try decision.map {
            try allocations(of: $0).map(\.allocation).sorted { $0.invoice < $1.invoice }
        }
    }

    /// A posting of the program with its evidence, as it was posted.
    public func lonePosting(_ decision: Int64) throws -> MatchDecision? {
        var found: MatchDecision?
        try prepared("SELECT entry, kind, pattern, margin, evidence FROM match_decision WHERE id = ?").each(
            .integer(decision)
        ) { row in
            guard let kind = MatchDecision.Kind(rawValue: row.text(1)) else {
                throw LedgerError.corrupt("decision \(decision)")
            }
            found = MatchDecision(
                movement: row.int(0), status: .auto, kind: kind, pattern: row.text(2),
                margin: Int(row.int(3)),
                allocations: try allocations(of: decision).map(\.allocation),
                evidence: try EvidenceCoding.decode(row.text(4)))
        }
        try prepared(
            "SELECT kind, invoice, amount FROM write_off WHERE decision = ? AND amount > 0 ORDER BY id"
        ).each(.integer(decision)) { row in
            guard let kind = NamedDifference.Kind(rawValue: row.text(0)) else { return }
            found?.differences.append(
                NamedDifference(kind: kind, invoice: row.int(1), amount: row.int(2)))
        }
        return found
    }

    /// Who looked at a posting in the sample, in words for `explain`; `nil` where nobody has.
    public func auditAnswer(of decision: Int64) throws -> (answer: AuditAnswer, author: String, day: Day)? {
        var found: (AuditAnswer, String, Day)?
        try prepared("SELECT answer, author, day FROM audit_answer WHERE decision = ?").each(
            .integer(decision)
        ) { row in
            if let answer = AuditAnswer(rawValue: row.text(0)) { found = (answer, row.text(1), row.day(2)) }
        }
        return found
    }
}

extension LedgerWriter {
    /// Takes a person's word on a movement that the program had posted alone. The same invoices and amounts
    /// confirm it; anything else takes it back as wrong, with all that follows, and decides it anew.
    @discardableResult
    public func answerAudit(
        of decision: Int64, with draft: AdjudicationDraft, run: String
    ) throws -> AuditAnswer {
        let posted = try reader.allocations(of: decision).map(\.allocation).sorted { $0.invoice < $1.invoice }
        let said = draft.allocations.sorted { $0.invoice < $1.invoice }
        let isSame = draft.verdict == .applied && said == posted
        if !isSame {
            try reverse(decision: decision, draft.signature, run: run)
            if draft.verdict != .rejected {
                var anew = draft
                (anew.shown, anew.taken) = (nil, nil)
                try adjudicate(anew, run: run)
            }
        }
        let answer = isSame ? AuditAnswer.confirmed : .wrong
        let signature = draft.signature
        _ = try insert(
            """
            INSERT INTO audit_answer (run, decision, answer, day, author, note, file, line)
            VALUES (?,?,?,?,?,?,?,?)
            """,
            .text(run), .integer(decision), .text(answer.rawValue), .day(signature.day),
            .text(signature.author), .text(signature.note), .int(signature.source.file),
            .int(signature.source.line))
        return answer
    }
}
