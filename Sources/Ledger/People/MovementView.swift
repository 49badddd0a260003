public import Domain

/// Suggestions and unexplained money of one movement. Both are tonight's view, no facts: matching makes them
/// anew, and in between they follow what people decide.
extension LedgerWriter {
    /// Replaces the suggestions for one movement, ranked in the order given.
    func replaceSuggestions(of movement: Int64, with suggestions: [MatchDecision]) throws {
        try reader.prepared("DELETE FROM suggestion WHERE entry = ?").run(.integer(movement))
        for (index, suggestion) in suggestions.enumerated() {
            var ranked = suggestion
            ranked.rank = index + 1
            try insertSuggestion(ranked)
        }
    }

    /// Replaces what rules made of movements; a rule is configuration, so this is no fact.
    public func replaceRuled(_ movements: [RuledMovement]) throws {
        try reader.prepared("DELETE FROM ruled").run()
        let insert = try reader.prepared("INSERT INTO ruled (entry, rule, outcome) VALUES (?,?,?)")
        for one in movements {
            try insert.run(.integer(one.movement), .text(one.rule), .text(one.outcome.rawValue))
        }
    }

    func deleteUnexplained(_ movement: Int64) throws {
        try reader.prepared("DELETE FROM unexplained WHERE entry = ?").run(.integer(movement))
    }

    /// Notes what is left of a credit as unexplained: it may come from whoever the invoices are of.
    public func noteUnexplained(_ movement: Int64, invoices: [Int64]) throws {
        guard let position = try reader.movementPosition(movement), position.unallocated > 0,
            position.amount > 0
        else { return }
        var customers: Set<String> = []
        for invoice in invoices {
            if let customer = try reader.latestVersion(of: invoice)?.customer { customers.insert(customer) }
        }
        let reference = try reader.movementLine(movement)?.reference ?? ""
        try replaceUnexplained(
            of: movement,
            with: UnexplainedCredit(
                movement: movement, booked: position.booked, amount: position.unallocated,
                currency: position.currency,
                label: "\(reference.isEmpty ? "movement" : reference) of \(position.booked)",
                customers: customers.sorted(), invoices: Set(invoices).sorted()))
    }

    private func replaceUnexplained(of movement: Int64, with credit: UnexplainedCredit) throws {
        try deleteUnexplained(movement)
        try insertUnexplained(credit)
    }

    /// Puts back what was shown of a movement before a decision that was just taken back.
    public func restoreView(
        of movement: Int64, suggestions: [MatchDecision], unexplained: UnexplainedCredit?
    ) throws {
        try replaceSuggestions(of: movement, with: suggestions)
        if let unexplained { try replaceUnexplained(of: movement, with: unexplained) }
    }
}

extension LedgerReader {
    /// What rules made of movements on the last night, by movement; of one where its number is given. What a
    /// person decided since is not a rule's any more.
    public func ruledMovements(_ movement: Int64? = nil) throws -> [RuledMovement] {
        var found: [RuledMovement] = []
        try prepared(
            """
            SELECT entry, rule, outcome FROM ruled WHERE (?1 IS NULL OR entry = ?1) AND entry NOT IN (
              SELECT a.entry FROM adjudication a WHERE a.verdict <> 'rejected'
                AND NOT EXISTS (SELECT 1 FROM reversal r WHERE r.adjudication = a.id)) ORDER BY entry
            """
        ).each(.int(movement)) { row in
            guard let outcome = RuleOutcome(rawValue: row.text(2)) else {
                throw LedgerError.corrupt("rule outcome \(row.text(2))")
            }
            found.append(RuledMovement(movement: row.int(0), rule: row.text(1), outcome: outcome))
        }
        return found
    }
}
