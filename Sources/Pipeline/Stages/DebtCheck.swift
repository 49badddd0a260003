internal import Domain
internal import Ledger
internal import Verification

/// Everything that a verdict rests on, read from the ledger once a night.
struct DebtJudgement {
    let items: [OpenItem]
    let customers: [String: Customer]
    let facts: VerificationFacts
    let verifier: DebtVerifier
    let lawPack: LawPack
    let steps: [StepFact]
    let decisions: [DecisionFact]
    let coverage: [AccountCoverage]
    private let reader: LedgerReader

    /// - Parameter excluding: a run whose steps are left out, to see the ledger as that run saw it.
    init(_ reader: LedgerReader, configuration: Configuration, asOf: Day, excluding run: String? = nil) throws
    {
        self.reader = reader
        items = try reader.items(asOf: asOf)
        customers = try reader.customers()
        steps = try reader.steps().filter { $0.run != run }
        decisions = try reader.decisions(asOf: asOf)
        coverage = try reader.coverage()
        lawPack = try LawPack.bundled(country: configuration.creditor.country.lowercased())
        facts = VerificationFacts(
            accounts: configuration.creditor.ibans, coverage: coverage,
            unexplained: try reader.unexplainedCredits(), steps: steps, decisions: decisions,
            corrections: items.filter { $0.outstanding < 0 || $0.kind == .replacement }, asOf: asOf)
        let settings = configuration.verification
        verifier = DebtVerifier(
            facts: facts,
            policy: VerificationPolicy(
                minimumPrincipal: settings.minimumPrincipal, currency: configuration.currency,
                statementLagDays: settings.statementLagDays, demandWaitDays: settings.demandWaitDays),
            lawPack: lawPack)
    }

    /// The verdict on one invoice. Its provenance is the file and line it was read from.
    func verdict(for item: OpenItem) -> Verdict {
        let source = (try? reader.invoiceSource(item.id)).flatMap { $0 }
        let provenance = source.map { "\($0.file), line \($0.line) (sha256 \($0.sha256.prefix(12)))" } ?? ""
        return verifier.verdict(for: item, provenance: provenance)
    }

    /// Whether the item is a debt at all whose day has come.
    func isOverdue(_ item: OpenItem) -> Bool {
        guard item.outstanding > 0, item.kind != .creditNote, let due = item.due else { return false }
        return facts.asOf > due
    }
}

/// Stage 3: which unpaid invoices are verified debts.
struct DebtCheck {
    let configuration: Configuration
    let run: RunRecord

    struct Counts {
        var overdue = 0
        var verified = 0
    }

    /// Verdicts are a function of the ledger and are kept only where a step relies on them; here they are counted.
    func count(_ reader: LedgerReader) throws -> Counts {
        let judgement = try DebtJudgement(reader, configuration: configuration, asOf: run.asOf)
        var counts = Counts()
        for item in judgement.items where judgement.isOverdue(item) {
            counts.overdue += 1
            if judgement.verdict(for: item).isVerified { counts.verified += 1 }
        }
        return counts
    }
}
