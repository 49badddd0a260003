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
        for credit in creditsByReference(items: try writer.reader.items(asOf: run.asOf)) {
            try writer.record(
                CreditFact(
                    creditInvoice: credit.creditNote, invoice: credit.invoice, amount: credit.amount,
                    basis: credit.basis.rawValue), run: run.id)
        }
        var input = MatchingInput(items: try writer.reader.items(asOf: run.asOf), movements: [])
        try writer.reader.movements(asOf: run.asOf, onlyUnallocated: true) { input.movements.append($0) }
        input.directDebits = try writer.reader.directDebits(asOf: run.asOf)
        input.rejects = try writer.reader.rejectedDebits()
        input.posted = try writer.reader.allocations()
        for step in try writer.reader.steps() where !step.documentPath.isEmpty {
            guard let reference = CreditorReference(body: step.caseReference) else { continue }
            if input.caseInvoices[reference.text]?.contains(step.invoice) != true {
                input.caseInvoices[reference.text, default: []].append(step.invoice)
            }
        }
        let result = Self.matched(input, refused: try writer.reader.refusedInvoices())
        for decision in result.posted { try writer.post(decision, rules: matchingRules, run: run.id) }
        try writer.replaceSuggestions(result.suggestions)
        try writer.replaceUnexplained(result.unexplained)
        let violations = try writer.reader.conservationViolations()
        guard violations.isEmpty else {
            throw LedgerError.invariantBroken(violations.joined(separator: "; "))
        }
        return Counts(
            posted: result.posted.count, suggested: Set(result.suggestions.map(\.movement)).count,
            unexplained: result.unexplained.count)
    }

    /// Matching under what people said of the movements: nothing is posted alone to a movement of which
    /// somebody refused an explanation, and what was refused is not shown again.
    static func matched(
        _ input: consuming MatchingInput, refused: [Int64: Set<Set<Int64>>]
    ) -> MatchingResult {
        // Handed on, not copied: there may be a million movements.
        guard !refused.isEmpty else { return match(input) }
        let held = Dictionary(
            uniqueKeysWithValues: input.movements.filter { refused[$0.id] != nil }.map { ($0.id, $0) })
        let customers = Dictionary(uniqueKeysWithValues: input.items.map { ($0.id, $0.customer) })
        let whole = input
        var result = match(whole)
        let demoted = result.posted.filter { held[$0.movement] != nil }
        if !demoted.isEmpty {
            // Again without them: the invoices that the program thought paid by them are open to others.
            let gone = Set(demoted.map(\.movement))
            var rest = whole
            rest.movements.removeAll { gone.contains($0.id) }
            result = match(rest)
        }
        for decision in demoted {
            guard let movement = held[decision.movement] else { continue }
            var shown = decision
            shown.status = .suggested
            shown.rank = 1
            shown.vetoes = ["refused-before"]
            result.suggestions.append(shown)
            var invoices = Set(decision.allocations.map(\.invoice))
            for set in refused[movement.id] ?? [] { invoices.formUnion(set) }
            result.unexplained.append(Self.unexplained(movement, invoices, customers))
        }
        result.suggestions = ranked(
            result.suggestions.filter {
                refused[$0.movement]?.contains(Set($0.allocations.map(\.invoice))) != true
            })
        result.unexplained.sort { $0.movement < $1.movement }
        return result
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

    /// A movement that waits for a person: it may be of whoever it was refused for too, and of others.
    private static func unexplained(
        _ movement: Movement, _ invoices: Set<Int64>, _ customers: [Int64: String]
    ) -> UnexplainedCredit {
        let reference = movement.entry.reference
        return UnexplainedCredit(
            movement: movement.id, booked: movement.entry.booked, amount: movement.unallocated,
            currency: movement.currency,
            label: "\(reference.isEmpty ? "movement" : reference) of \(movement.entry.booked)",
            customers: Set(invoices.compactMap { customers[$0] }).sorted(), invoices: invoices.sorted())
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
