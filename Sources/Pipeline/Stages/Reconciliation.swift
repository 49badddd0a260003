internal import Domain
internal import Ledger
internal import Matching
internal import Recovery

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
        let answers = try LetterAnswers(reader, asOf: run.asOf)
        input.caseInvoices = answers.listed.mapValues { $0.sorted() }
        input.claimedInvoices = answers.claimed.mapValues { $0.sorted() }
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

/// What the payment references that were put before debtors stand for, by reference.
struct LetterAnswers {
    /// All invoices that stood in the letter.
    private(set) var listed: [String: Set<Int64>] = [:]
    /// Those that it asked to be paid; of letters that asked for all that they listed, these are the same.
    private(set) var claimed: [String: Set<Int64>] = [:]

    /// What the ledger knows as of a day.
    init(_ reader: LedgerReader, asOf: Day) throws {
        var last: Letter?
        var reference: String?
        try reader.mailedInvoices(asOf: asOf) { mailed in
            let letter = Letter(of: mailed)
            // Of one letter after the other: its reference is derived once.
            if letter != last { (last, reference) = (letter, letter.reference?.text) }
            guard let reference else { return }
            listed[reference, default: []].insert(mailed.invoice)
            if mailed.isClaimed { claimed[reference, default: []].insert(mailed.invoice) }
        }
        // Letters once showed the reference of their case, which stands for all that was ever claimed.
        for step in try reader.steps() where !step.documentPath.isEmpty {
            guard let reference = LetterReference.ofCase(step.caseReference) else { continue }
            listed[reference.text, default: []].insert(step.invoice)
        }
    }

    /// What a letter's own reference is derived from.
    private struct Letter: Equatable {
        let caseReference: String
        let kind: String
        let day: Day

        init(of mailed: MailedInvoice) {
            (caseReference, kind, day) = (mailed.caseReference, mailed.kind, mailed.day)
        }

        var reference: CreditorReference? {
            LetterKind(rawValue: kind).flatMap {
                LetterReference.shown(by: $0, case: caseReference, day: day)
            }
        }
    }
}
