internal import Domain

/// The rows of a review table: what people decided in a spreadsheet. Each row is applied or set aside alone.
extension FileImport {
    func take(_ record: AdjudicationRecord) throws {
        guard record.answer != .open else { return }
        do {
            if let posting = try sampledPosting(record) {
                try writer.undoable {
                    try writer.answerAudit(of: posting, with: draft(record, signature(of: record)), run: run)
                    return true
                }
                return counts.others += 1
            }
            if try isKnown(record) { return counts.othersKnown += 1 }
            // A row that is refused half way leaves nothing.
            try writer.undoable {
                try apply(record)
                return true
            }
            counts.others += 1
        } catch let refusal as DecisionRefusal {
            let (code, found, expected) = refusal.problem
            problems.append(Problem(code, at: record.place, found: found, expected: expected))
        }
    }

    /// The posting of the program that the row is asked about, where the audit sample drew it.
    private func sampledPosting(_ record: AdjudicationRecord) throws -> Int64? {
        switch record.answer {
        case .accepted, .applied, .nobody, .rejected: break
        case .open, .kept, .reversed, .redirected: return nil
        }
        guard let position = try writer.reader.movementPosition(record.movement),
            position.booked == record.booked,
            position.amount == record.amount, position.currency == record.currency,
            let posting = try writer.reader.unauditedPosting(of: record.movement), try isSampled(posting)
        else { return nil }
        return posting
    }

    private func signature(of record: AdjudicationRecord) throws -> Signature {
        var day = Day(number: 0)
        try writer.reader.prepared("SELECT as_of FROM run WHERE id = ?").each(.text(run)) { day = $0.day(0) }
        return Signature(
            author: record.author, day: day, note: record.note,
            source: .file(id: file, line: record.place.line))
    }

    private func apply(_ record: AdjudicationRecord) throws {
        let signature = try signature(of: record)
        switch record.answer {
        case .open: break
        case .accepted, .applied, .nobody, .rejected:
            let draft = try draft(record, signature)
            if draft.verdict == .rejected, draft.allocations.isEmpty {
                throw DecisionRefusal.invoiceUnknown("")
            }
            try writer.adjudicate(draft, run: run)
        case .reversed: try writer.reverseDecisions(on: record.movement, signature, run: run)
        case .redirected:
            try writer.reverseDecisions(on: record.movement, signature, .redirected, run: run)
        case .kept:
            let open = try writer.reader.challenges().filter { $0.movement == record.movement }
            guard !open.isEmpty else { throw DecisionRefusal.nothingToReverse }
            for challenge in open { try writer.keep(challenge: challenge.id, signature, run: run) }
        }
    }

    private func draft(_ record: AdjudicationRecord, _ signature: Signature) throws -> AdjudicationDraft {
        // What was shown may be gone meanwhile; only a refusal needs it.
        let first = record.shown.first.flatMap { try? resolved($0) }
        var draft = AdjudicationDraft(
            movement: record.movement, verdict: .applied, signature: signature,
            shown: try first.map { try suggestion(of: record.movement, $0) })
        var named: [NamedAllocation] = []
        switch record.answer {
        case .accepted(let rank):
            guard record.shown.indices.contains(rank - 1) else { throw DecisionRefusal.invoiceUnknown("") }
            named = record.shown[rank - 1]
            draft.taken = try knownSuggestion(of: record.movement, try resolved(named))
        case .applied(let parts): named = parts
        case .nobody: draft.verdict = .unrelated
        case .rejected:
            draft.verdict = .rejected
            draft.allocations = first ?? []
        case .open, .kept, .reversed, .redirected: break
        }
        guard draft.verdict == .applied else { return draft }
        draft.allocations = try resolved(named)
        for (part, allocation) in zip(named, draft.allocations) {
            guard let difference = part.difference else { continue }
            draft.differences.append(
                AdjudicationDraft.Difference(
                    kind: difference.kind, invoice: allocation.invoice, amount: difference.amount))
        }
        return draft
    }

    private func resolved(_ named: [NamedAllocation]) throws -> [Allocation] {
        try named.map {
            Allocation(invoice: try writer.reader.invoice(numbered: $0.number), amount: $0.amount)
        }
    }

    /// Tonight's suggestion of just these parts, else what the row shows as one without reasons.
    private func suggestion(of movement: Int64, _ allocations: [Allocation]) throws -> MatchDecision {
        try knownSuggestion(of: movement, allocations)
            ?? MatchDecision(
                movement: movement, status: .suggested, rank: 1, kind: .single, pattern: "",
                allocations: allocations)
    }

    private func knownSuggestion(
        of movement: Int64, _ allocations: [Allocation]
    ) throws -> MatchDecision? {
        let wanted = allocations.sorted { $0.invoice < $1.invoice }
        return try writer.reader.suggestions(of: movement).first {
            $0.allocations.sorted { $0.invoice < $1.invoice } == wanted
        }
    }

    /// Whether the ledger holds this decision already: a table saved again adds nothing. Throws where the
    /// row's movement is not the ledger's.
    private func isKnown(_ record: AdjudicationRecord) throws -> Bool {
        let reader = writer.reader
        guard let position = try reader.movementPosition(record.movement), position.booked == record.booked,
            position.amount == record.amount, position.currency == record.currency
        else { throw DecisionRefusal.movementUnknown }
        let decided = try reader.adjudications(on: record.movement)
        let inForce = decided.filter { !$0.isReversed }
        switch record.answer {
        case .open: return true
        case .nobody, .accepted, .applied, .rejected:
            let draft = try? draft(record, signature(of: record))
            let wanted = draft?.allocations.sorted { $0.invoice < $1.invoice }
            if draft?.verdict == .applied, try reader.confirmedPosting(of: record.movement) == wanted {
                return true
            }
            guard !inForce.isEmpty else { return false }
            if inForce.contains(where: { $0.verdict == draft?.verdict && $0.allocations == wanted }) {
                return true
            }
            // Whatever else is wrong with the row, this is why it comes too late.
            if position.isDecided { throw DecisionRefusal.movementDecided }
            return false
        case .reversed, .redirected:
            return try reader.decisionsInForce(on: record.movement).isEmpty
                && !inForce.contains { $0.verdict != .rejected } && reader.hasReversals(on: record.movement)
        case .kept:
            return try reader.hasAnsweredChallenges(on: record.movement)
        }
    }
}

extension LedgerReader {
    fileprivate func hasReversals(on movement: Int64) throws -> Bool {
        try integer(
            """
            SELECT 1 FROM reversal r LEFT JOIN match_decision d ON d.id = r.decision
            LEFT JOIN adjudication a ON a.id = r.adjudication WHERE coalesce(d.entry, a.entry) = ? LIMIT 1
            """, .integer(movement)) != nil
    }

    /// Whether everything said against the movement's decisions is answered, and something is.
    fileprivate func hasAnsweredChallenges(on movement: Int64) throws -> Bool {
        guard try !challenges().contains(where: { $0.movement == movement }) else { return false }
        return try integer(
            """
            SELECT 1 FROM challenge_answer x JOIN challenge c ON c.id = x.challenge
            JOIN match_decision d ON d.id = c.decision WHERE d.entry = ? LIMIT 1
            """, .integer(movement)) != nil
    }
}
