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
        let result = match(try input(writer.reader))
        for decision in result.posted { try writer.post(decision, rules: matchingRules, run: run.id) }
        try writer.replaceSuggestions(result.suggestions)
        try writer.replaceUnexplained(result.unexplained)
        try writer.replaceRuled(result.ruled)
        let violations = try writer.reader.conservationViolations()
        guard violations.isEmpty else {
            throw LedgerError.invariantBroken(violations.joined(separator: "; "))
        }
        return Counts(
            posted: result.posted.count, suggested: Set(result.suggestions.map(\.movement)).count,
            unexplained: result.unexplained.count)
    }

    private func applyCreditNotes(_ writer: LedgerWriter) throws {
        guard try writer.reader.hasCorrections() else { return }
        for credit in creditsByReference(items: try writer.reader.items(asOf: run.asOf)) {
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

extension LedgerReader {
    /// All invoices issued by a day, with what is open of each.
    func items(asOf: Day) throws -> [OpenItem] {
        var items: [OpenItem] = []
        try openItems(asOf: asOf) { items.append($0) }
        return items
    }
}
