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
    /// The answer that nobody has taken back.
    public let answer: AuditAnswer?
}

/// One answer to the sample, for `explain`.
public struct AuditAnswerFact: Sendable {
    public let answer: AuditAnswer
    public let author: String
    public let day: Day
    /// Who took the answer back, and when.
    public let withdrawn: (author: String, day: Day)?
}

extension LedgerReader {
    /// Everything that the program posted alone, by decision. What was made anew because the answer that had
    /// taken it back was taken back is there once, under its new number.
    public func lonePostings(body: (LonePosting) throws -> Void) throws {
        try prepared(
            """
            SELECT d.id, d.entry, d.pattern, s.identifier || char(9) || e.booked || char(9) || e.amount || char(9)
                || e.currency || char(9) || e.reference || char(9) || e.text || char(9) || e.counterparty,
              r.id IS NOT NULL, x.answer, r.id IS NOT NULL AND EXISTS (
                SELECT 1 FROM adjudication a WHERE a.entry = d.entry AND a.run = r.run
                  AND a.verdict = 'rejected' AND a.shown_pattern = d.pattern)
            FROM match_decision d JOIN entry e ON e.id = d.entry JOIN account s ON s.id = e.account
            LEFT JOIN reversal r ON r.decision = d.id
            LEFT JOIN audit_answer_in_force x ON x.decision = d.id
            WHERE d.status = 'auto' AND NOT EXISTS (
              SELECT 1 FROM audit_answer o JOIN audit_withdrawal w ON w.answer = o.id
              WHERE o.decision = d.id AND o.answer = 'wrong') ORDER BY d.id
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
              AND NOT EXISTS (SELECT 1 FROM audit_answer_in_force x WHERE x.decision = d.id) ORDER BY d.id LIMIT 1
            """, .integer(movement))
    }

    /// Whether a posting stands that nobody has looked at in the sample.
    public func awaitsAudit(_ decision: Int64) throws -> Bool {
        try stands(decision) && auditAnswerInForce(of: decision) == nil
    }

    fileprivate func stands(_ decision: Int64) throws -> Bool {
        try integer("SELECT 1 FROM reversal WHERE decision = ?", .integer(decision)) == nil
    }

    fileprivate func rules(of decision: Int64) throws -> String {
        var rules = ""
        try prepared("SELECT rules FROM match_decision WHERE id = ?").each(.integer(decision)) {
            rules = $0.text(0)
        }
        return rules
    }

    /// The number of the answer to a posting that nobody has taken back.
    fileprivate func auditAnswerInForce(of decision: Int64) throws -> Int64? {
        try integer("SELECT id FROM audit_answer_in_force WHERE decision = ?", .integer(decision))
    }

    /// What a posting applied that a person confirmed in the sample and that stands; `nil` where none is.
    func confirmedPosting(of movement: Int64) throws -> [Allocation]? {
        let decision = try integer(
            """
            SELECT d.id FROM match_decision d JOIN audit_answer_in_force x ON x.decision = d.id
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

    /// Who looked at a posting in the sample, in order.
    public func auditAnswers(of decision: Int64) throws -> [AuditAnswerFact] {
        var found: [AuditAnswerFact] = []
        try prepared(
            """
            SELECT x.answer, x.author, x.day, w.author, w.day FROM audit_answer x
            LEFT JOIN audit_withdrawal w ON w.answer = x.id WHERE x.decision = ? ORDER BY x.id
            """
        ).each(.integer(decision)) { row in
            guard let answer = AuditAnswer(rawValue: row.text(0)) else {
                throw LedgerError.corrupt("audit answer \(row.text(0))")
            }
            found.append(
                AuditAnswerFact(
                    answer: answer, author: row.text(1), day: row.day(2),
                    withdrawn: row.isNull(3) ? nil : (row.text(3), row.day(4))))
        }
        return found
    }

    /// What an answer to the sample decided and refused of its movement and is in force, the last first: a
    /// review's answer is a run of its own, a table's is a line of its file.
    fileprivate func adjudications(madeBy answer: Int64) throws -> [Int64] {
        var found: [Int64] = []
        try prepared(
            """
            SELECT a.id FROM audit_answer x JOIN match_decision d ON d.id = x.decision
            JOIN adjudication a ON a.entry = d.entry AND a.run = x.run AND a.file IS x.file AND a.line = x.line
            WHERE x.id = ? AND x.answer = 'wrong'
              AND NOT EXISTS (SELECT 1 FROM reversal r WHERE r.adjudication = a.id) ORDER BY a.id DESC
            """
        ).each(.integer(answer)) { found.append($0.int(0)) }
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
        guard try reader.auditAnswerInForce(of: decision) == nil else {
            throw DecisionRefusal.movementDecided
        }
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

    /// Takes back what a person said of a posting in the sample, so that it is asked again; gives the posting
    /// that stands. Where the answer had taken it back, what it decided and refused is taken back, and the
    /// posting is made anew.
    ///
    /// Throws `DecisionRefusal` where the answer is no longer in force or the posting would not fit any more.
    public func withdrawAuditAnswer(
        of decision: Int64, _ signature: Signature, run: String
    ) throws -> Int64 {
        guard let answer = try reader.auditAnswerInForce(of: decision) else {
            throw DecisionRefusal.nothingToReverse
        }
        _ = try insert(
            "INSERT INTO audit_withdrawal (run, answer, day, author, note) VALUES (?,?,?,?,?)",
            .text(run), .integer(answer), .day(signature.day), .text(signature.author),
            .text(signature.note))
        if try reader.stands(decision) { return decision }
        for adjudication in try reader.adjudications(madeBy: answer) {
            try reverse(adjudication: adjudication, signature, run: run)
        }
        return try postAnew(decision, signature, run: run)
    }

    private func postAnew(_ decision: Int64, _ signature: Signature, run: String) throws -> Int64 {
        guard let posting = try reader.lonePosting(decision),
            let position = try reader.movementPosition(posting.movement), !position.isDecided
        else { throw DecisionRefusal.movementDecided }
        let draft = AdjudicationDraft(
            movement: posting.movement, verdict: .applied, signature: signature,
            allocations: posting.allocations,
            differences: posting.differences.map {
                AdjudicationDraft.Difference(kind: $0.kind, invoice: $0.invoice, amount: $0.amount)
            })
        _ = try reader.checkedDifferences(of: draft, position)
        let anew = try insert(posting, rules: try reader.rules(of: decision), run: run)
        try refreshView(of: draft, position)
        try challengeSteps(of: anew, position, run: run)
        return anew
    }
}
