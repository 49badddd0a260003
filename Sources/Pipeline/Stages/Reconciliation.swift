internal import Domain
internal import Ledger
internal import Matching

/// Stage 2: payments to invoices.
struct Reconciliation {
    let run: RunRecord

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
        let (result, demoted) = try matched(writer.reader)
        for decision in result.posted { try writer.post(decision, rules: matchingRules, run: run.id) }
        try writer.replaceSuggestions(result.suggestions)
        try writer.replaceUnexplained(result.unexplained)
        for decision in demoted {
            try writer.noteUnexplained(decision.movement, invoices: decision.allocations.map(\.invoice))
        }
        let violations = try writer.reader.conservationViolations()
        guard violations.isEmpty else {
            throw LedgerError.invariantBroken(violations.joined(separator: "; "))
        }
        return Counts(
            posted: result.posted.count, suggested: Set(result.suggestions.map(\.movement)).count,
            unexplained: result.unexplained.count + demoted.count)
    }

    /// Matching under what people refused: nothing is posted alone to a movement of which somebody refused an
    /// explanation (`demoted` is what would have been), and what was refused is not shown again.
    private func matched(_ reader: LedgerReader) throws -> (MatchingResult, demoted: [MatchDecision]) {
        let refused = try reader.refusedInvoices()
        var result = match(try input(reader))
        guard !refused.isEmpty else { return (result, []) }
        let demoted = result.posted.filter { refused[$0.movement] != nil }
        if !demoted.isEmpty {
            // Again without them: the invoices that the program thought paid by them are open to others.
            result = match(try input(reader, without: Set(demoted.map(\.movement))))
        }
        for decision in demoted {
            var shown = decision
            (shown.status, shown.rank, shown.vetoes) = (.suggested, 1, ["refused-before"])
            result.suggestions.append(shown)
        }
        result.suggestions = Self.ranked(
            result.suggestions.filter {
                refused[$0.movement]?.contains(Set($0.allocations.map(\.invoice))) != true
            })
        return (result, demoted)
    }

    /// By movement, each movement's ranks from 1 without gaps.
    private static func ranked(_ suggestions: [MatchDecision]) -> [MatchDecision] {
        var ranks: [Int64: Int] = [:]
        return suggestions.sorted { ($0.movement, $0.rank) < ($1.movement, $1.rank) }.map { suggestion in
            var ranked = suggestion
            ranks[suggestion.movement, default: 0] += 1
            ranked.rank = ranks[suggestion.movement] ?? 1
            return ranked
        }
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
    ///
    /// - Parameter left: movements that only teach what their payers are, as those that are decided do.
    private func input(_ reader: LedgerReader, without left: Set<Int64> = []) throws -> MatchingInput {
        var input = MatchingInput()
        try reader.openItems(asOf: run.asOf) { input.append($0) }
        try reader.movementsToMatch(asOf: run.asOf) { movement in
            var movement = movement
            if left.contains(movement.id) { movement.unallocated = 0 }
            input.append(movement)
        }
        input.adjudications = try reader.adjudications()
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
}

extension LedgerReader {
    /// All invoices issued by a day, with what is open of each.
    func items(asOf: Day) throws -> [OpenItem] {
        var items: [OpenItem] = []
        try openItems(asOf: asOf) { items.append($0) }
        return items
    }
}
