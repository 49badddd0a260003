public import Domain

/// Taking back what was decided. Nothing is changed: rows of the opposite sign make the movement undecided
/// and the invoices open again.
extension LedgerWriter {
    /// Takes back all that is decided of a movement: what the program posted and what people decided.
    ///
    /// What the program posted alone becomes a refused suggestion too, so that it is not posted again.
    /// Throws `DecisionRefusal.nothingToReverse` where nothing is.
    public func reverseDecisions(
        on movement: Int64, _ signature: Signature, _ cause: ReversalCause = .wrong, run: String
    ) throws {
        let decisions = try reader.decisionsInForce(on: movement)
        let people = try reader.adjudications(on: movement).filter {
            !$0.isReversed && $0.verdict != .rejected
        }
        guard !decisions.isEmpty || !people.isEmpty else { throw DecisionRefusal.nothingToReverse }
        for adjudication in people { try reverse(adjudication: adjudication.id, signature, run: run) }
        for decision in try reader.decisionsInForce(on: movement) {
            try reverse(decision: decision, signature, cause, run: run)
        }
    }

    /// Takes back a person's decision, and what it posted.
    public func reverse(adjudication: Int64, _ signature: Signature, run: String) throws {
        guard let (movement, verdict, decision) = try reader.adjudicationInForce(adjudication) else {
            throw DecisionRefusal.nothingToReverse
        }
        try takeBack(decision: decision, adjudication: adjudication, signature, run: run)
        if verdict != .rejected { try noteUnexplained(movement, invoices: try invoices(of: decision)) }
    }

    /// Takes back what was posted. One of the program is refused for good; see `reverseDecisions`.
    public func reverse(
        decision: Int64, _ signature: Signature, _ cause: ReversalCause = .wrong, run: String
    ) throws {
        guard let movement = try reader.movementInForce(ofDecision: decision) else {
            throw DecisionRefusal.nothingToReverse
        }
        if let adjudication = try reader.adjudication(ofDecision: decision) {
            return try reverse(adjudication: adjudication, signature, run: run)
        }
        let allocations = try reader.allocations(of: decision).map(\.allocation)
        try takeBack(decision: decision, adjudication: nil, signature, run: run)
        var draft = AdjudicationDraft(
            movement: movement, verdict: .rejected, signature: signature, allocations: allocations)
        // Against the pattern that posted it: what earned the right to post alone may lose it.
        if cause == .wrong { draft.shown = try reader.postedAs(decision, movement, allocations) }
        _ = try record(draft, [], decision: nil, run: run)
        try noteUnexplained(movement, invoices: allocations.map(\.invoice))
    }

    /// A person has seen what speaks against a posted decision, and it stays.
    public func keep(challenge: Int64, _ signature: Signature, run: String) throws {
        try answer(challenge, "kept", signature, run: run)
    }

    private func answer(_ challenge: Int64, _ answer: String, _ signature: Signature, run: String) throws {
        _ = try insertIgnoring(
            """
            INSERT OR IGNORE INTO challenge_answer (run, challenge, answer, day, author, note)
            VALUES (?,?,?,?,?,?)
            """,
            .text(run), .integer(challenge), .text(answer), .day(signature.day), .text(signature.author),
            .text(signature.note))
    }

    private func takeBack(
        decision: Int64?, adjudication: Int64?, _ signature: Signature, run: String
    ) throws {
        let allocations = try decision.map { try reader.allocations(of: $0) } ?? []
        for one in allocations { try reader.checkNothingDepends(on: one.allocation) }
        let last = try reader.lastAllocation()
        _ = try insert(
            """
            INSERT INTO reversal (run, decision, adjudication, day, author, reason, file, line, after_allocation)
            VALUES (?,?,?,?,?,?,?,?,?)
            """,
            .text(run), .int(decision), .int(adjudication), .day(signature.day), .text(signature.author),
            .text(signature.note), .int(signature.source.file), .int(signature.source.line), .integer(last))
        guard let decision else { return }
        try reader.prepared(
            """
            INSERT INTO allocation (decision, entry, invoice, amount)
            SELECT decision, entry, invoice, -amount FROM allocation WHERE decision = ? AND id <= ? ORDER BY id
            """
        ).run(.integer(decision), .integer(last))
        try reader.prepared(
            """
            INSERT INTO write_off (run, decision, invoice, amount, kind)
            SELECT ?1, decision, invoice, -amount, kind FROM write_off WHERE decision = ?2 ORDER BY id
            """
        ).run(.text(run), .integer(decision))
        for challenge in try reader.challenges() where challenge.decision == decision {
            try answer(challenge.id, "reversed", signature, run: run)
        }
        for reason in try reader.toldOf(decision, allocations: allocations.map(\.id)) {
            try challenge(decision: decision, reason: reason, run: run)
        }
    }

    private func invoices(of decision: Int64?) throws -> [Int64] {
        guard let decision else { return [] }
        var invoices: [Int64] = []
        try reader.prepared("SELECT DISTINCT invoice FROM allocation WHERE decision = ? ORDER BY invoice")
            .each(.integer(decision)) { invoices.append($0.int(0)) }
        return invoices
    }
}

extension LedgerReader {
    /// What a decision applied, without what a reversal gave back.
    public func allocations(of decision: Int64) throws -> [(id: Int64, allocation: Allocation)] {
        var allocations: [(id: Int64, allocation: Allocation)] = []
        try prepared(
            """
            SELECT id, invoice, amount FROM allocation WHERE decision = ?1 AND id <= coalesce(
              (SELECT after_allocation FROM reversal WHERE decision = ?1), 9223372036854775807) ORDER BY id
            """
        ).each(.integer(decision)) {
            allocations.append(($0.int(0), Allocation(invoice: $0.int(1), amount: $0.int(2))))
        }
        return allocations
    }

    /// Decisions that applied the movement and were not taken back.
    public func decisionsInForce(on movement: Int64) throws -> [Int64] {
        var decisions: [Int64] = []
        try prepared(
            """
            SELECT DISTINCT decision FROM allocation WHERE entry = ?
              AND decision NOT IN (SELECT decision FROM reversal WHERE decision IS NOT NULL) ORDER BY decision
            """
        ).each(.integer(movement)) { decisions.append($0.int(0)) }
        return decisions
    }

    fileprivate func movementInForce(ofDecision decision: Int64) throws -> Int64? {
        try integer(
            """
            SELECT entry FROM match_decision WHERE id = ?1
              AND NOT EXISTS (SELECT 1 FROM reversal WHERE decision = ?1)
            """, .integer(decision))
    }

    /// A posted decision as what was shown, by its pattern.
    fileprivate func postedAs(
        _ decision: Int64, _ movement: Int64, _ allocations: [Allocation]
    ) throws -> MatchDecision? {
        var shown: MatchDecision?
        try prepared("SELECT pattern FROM match_decision WHERE id = ?").each(.integer(decision)) {
            shown = MatchDecision(
                movement: movement, status: .auto, kind: .single, pattern: $0.text(0),
                allocations: allocations)
        }
        return shown
    }

    fileprivate func adjudication(ofDecision decision: Int64) throws -> Int64? {
        try integer("SELECT id FROM adjudication WHERE decision = ?", .integer(decision))
    }

    fileprivate func adjudicationInForce(
        _ id: Int64
    ) throws -> (movement: Int64, verdict: Adjudication.Verdict, decision: Int64?)? {
        var found: (Int64, Adjudication.Verdict, Int64?)?
        try prepared(
            """
            SELECT entry, verdict, decision FROM adjudication WHERE id = ?1
              AND NOT EXISTS (SELECT 1 FROM reversal WHERE adjudication = ?1)
            """
        ).each(.integer(id)) { row in
            guard let verdict = Adjudication.Verdict(rawValue: row.text(1)) else {
                throw LedgerError.corrupt("verdict \(row.text(1))")
            }
            found = (row.int(0), verdict, row.optionalInt(2))
        }
        return found
    }

    /// Money that went back, or came again, rests on what was applied before: that is taken back first.
    fileprivate func checkNothingDepends(on allocation: Allocation) throws {
        guard let invoice = try invoicePosition(allocation.invoice) else { return }
        let paid = invoice.paid - allocation.amount
        let outstanding = invoice.outstanding + allocation.amount
        let isBroken =
            allocation.amount > 0
            ? invoice.payable > 0 && paid < 0 : invoice.payable > 0 && outstanding < 0 && paid > 0
        if isBroken { throw DecisionRefusal.laterMoney(invoice.number) }
    }

    /// What agencies and registries were told because of a decision that is taken back.
    fileprivate func toldOf(_ decision: Int64, allocations: [Int64]) throws -> [String] {
        var reasons: [String] = []
        let told = Set(allocations)
        try prepared(
            """
            SELECT o.op, o.case_ref, i.number, o.allocation FROM case_operation o
            JOIN invoice i ON i.id = o.invoice JOIN run r ON r.id = o.run
            WHERE o.invoice IN (SELECT invoice FROM allocation WHERE decision = ?1)
              AND r.number >= (SELECT number FROM run WHERE id = (SELECT run FROM match_decision WHERE id = ?1))
              AND (o.op = 'PAY' OR (o.op = 'RCF' AND o.reason = 'PAID')) ORDER BY o.id
            """
        ).each(.integer(decision)) { row in
            guard row.text(0) == "RCF" || told.contains(row.int(3)) else { return }
            let (reference, number) = (row.text(1), row.text(2))
            reasons.append(
                row.text(0) == "RCF"
                    ? ChallengeReason.caseRecalled(caseReference: reference, invoice: number)
                    : ChallengeReason.agencyTold(caseReference: reference, invoice: number))
        }
        try prepared(
            """
            SELECT g.registry, i.number FROM registry_record g JOIN invoice i ON i.id = g.invoice
            JOIN run r ON r.id = g.run
            WHERE g.invoice IN (SELECT invoice FROM allocation WHERE decision = ?1) AND g.op = 'B'
              AND g.reason = 'PAID'
              AND r.number >= (SELECT number FROM run WHERE id = (SELECT run FROM match_decision WHERE id = ?1))
            ORDER BY g.id
            """
        ).each(.integer(decision)) { row in
            reasons.append(ChallengeReason.registryTold(row.text(0), invoice: row.text(1)))
        }
        return reasons
    }
}
