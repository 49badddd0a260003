internal import Domain
internal import Ledger
internal import Matching

/// Stage 2: payments to invoices.
struct Reconciliation {
    let run: RunRecord
    let policy: MatchingPolicy

    /// What the stage did, for the summary.
    struct Counts {
        var posted = 0
        var suggested = 0
        var unexplained = 0
    }

    /// Applies credit notes that name their invoice, then posts what matching is certain of and keeps its
    /// suggestions.
    func reconcile(_ writer: LedgerWriter) throws -> Counts {
        // Posted matches do not move; what speaks against them goes to a person (architecture, rule 8).
        for contradicted in try writer.reader.decisionsContradicted(run: run.id) {
            try writer.challenge(
                decision: contradicted.decision,
                reason: ChallengeReason.documentChanged(invoice: contradicted.number),
                run: run.id)
        }
        try applyCreditNotes(writer)
        let counts = try match(writer)
        let violations = try writer.reader.conservationViolations()
        guard violations.isEmpty else {
            throw LedgerError.invariantBroken(violations.joined(separator: "; "))
        }
        return counts
    }

    /// Writes decisions as they come: a first night has a million of them.
    private func match(_ writer: LedgerWriter) throws -> Counts {
        let view = TonightsView(writer)
        var posted = 0
        var ranked: [MatchDecision] = []
        var ruled: [RuledMovement] = []
        _ = try Matching.match(try input(writer.reader)) { decision in
            posted += 1
            try writer.post(decision, rules: matchingRules, run: run.id)
        } suggested: { decision in
            if let other = ranked.first?.movement, other != decision.movement {
                try view.take(ranked)
                ranked = []
            }
            ranked.append(decision)
        } unexplained: { credit in
            try view.take(credit)
        } ruled: {
            ruled.append($0)
        }
        try view.take(ranked)
        try view.dropSuggestionsNotTaken()
        try view.dropUnexplainedNotTaken()
        try writer.replaceRuled(ruled.sorted { $0.movement < $1.movement })
        return Counts(
            posted: posted, suggested: view.suggestedMovements, unexplained: view.unexplainedMovements)
    }

    private func applyCreditNotes(_ writer: LedgerWriter) throws {
        for credit in creditsByReference(items: try writer.reader.corrections(asOf: run.asOf)) {
            try writer.record(
                CreditFact(
                    creditInvoice: credit.creditNote, invoice: credit.invoice, amount: credit.amount,
                    basis: credit.basis.rawValue), run: run.id)
        }
    }

    /// What the ledger knows tonight.
    private func input(_ reader: LedgerReader) throws -> MatchingInput {
        var input = try Self.learningInput(reader, policy, asOf: run.asOf)
        try reader.movements(asOf: run.asOf, .undecided) { input.append($0) }
        try reader.allocations { input.append($0, booked: $1) }
        input.directDebits = try reader.directDebits(asOf: run.asOf)
        input.rejects = try reader.rejectedDebits()
        for step in try reader.steps() where !step.documentPath.isEmpty {
            guard let reference = CreditorReference(body: step.caseReference) else { continue }
            if input.caseInvoices[reference.text]?.contains(step.invoice) != true {
                input.caseInvoices[reference.text, default: []].append(step.invoice)
            }
        }
        return input
    }

    /// The invoices, and what people decided of which movements: all that is learned from.
    static func learningInput(
        _ reader: LedgerReader, _ policy: MatchingPolicy, asOf: Day
    ) throws -> MatchingInput {
        var input = MatchingInput()
        try reader.openItems(asOf: asOf) { input.append($0) }
        input.adjudications = try reader.adjudications()
        try reader.movements(asOf: asOf, .adjudicated) { movement in
            var known = movement
            known.unallocated = 0
            input.append(known)
        }
        input.policy = policy
        return input
    }
}
