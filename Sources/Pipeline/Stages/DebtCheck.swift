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
    private let stepsByInvoice: [Int64: [StepFact]]
    private let decisionsByInvoice: [Int64: [DecisionFact]]
    private let reader: LedgerReader
    private let language: String

    /// Nobody is judged while imported money waits to be matched: it may be theirs.
    static let unmatched = RunError.usage(
        "something was imported after the last matching; run 'recobro match' first")

    /// - Parameter excluding: a run whose steps are left out, to see the ledger as that run saw it.
    init(_ reader: LedgerReader, configuration: Configuration, asOf: Day, excluding run: String? = nil) throws
    {
        self.reader = reader
        language = configuration.language
        guard try reader.isMatched() else {
            throw Self.unmatched
        }
        items = try Self.withDoubts(reader.items(asOf: asOf))
        customers = try reader.customers()
        steps = try reader.steps().filter { $0.run != run }
        decisions = try reader.decisions(asOf: asOf)
        stepsByInvoice = Dictionary(grouping: steps, by: \.invoice)
        decisionsByInvoice = Dictionary(grouping: decisions, by: \.invoice)
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
                statementLagDays: settings.statementLagDays, demandWaitDays: settings.demandWaitDays,
                language: configuration.language),
            lawPack: lawPack)
    }

    /// A replacement whose original is not found, or was paid in part or whole, is in doubt: what was paid
    /// for the original may be owed no more.
    private static func withDoubts(_ items: [OpenItem]) -> [OpenItem] {
        let byNumber = Dictionary(grouping: items, by: \.number)
        return items.map { item in
            guard item.kind == .replacement else { return item }
            let originals = (byNumber[item.corrects] ?? []).filter { $0.id != item.id }
            var doubtful = item
            doubtful.isInConflict = originals.count != 1 || originals[0].isPaidInPart
            return doubtful
        }
    }

    /// The steps taken for an invoice, in order.
    func steps(of invoice: Int64) -> [StepFact] { stepsByInvoice[invoice] ?? [] }

    /// People's decisions about an invoice, in order of day.
    func decisions(of invoice: Int64) -> [DecisionFact] { decisionsByInvoice[invoice] ?? [] }

    /// What the registry's own gate says against listing the invoice; empty where it may be listed.
    func registryObjections(_ item: OpenItem, _ verdict: Verdict, _ registry: RegistrySettings)
        -> [RegistryCheck]
    {
        let gate = RegistryGate(
            facts: facts,
            policy: .init(
                registry: registry.name, releasesCompanies: registry.requiresRelease, language: language),
            lawPack: lawPack)
        let warned = steps(of: item.id).filter { $0.kind == .formalClaim }.map(\.registryNamed)
        return gate.checks(
            for: item, verdict: verdict, holder: customers[item.customer]?.holder, warned: warned
        )
        .filter { !$0.passed }
    }

    /// The verdict on one invoice. Its provenance is the file and line it was read from.
    func verdict(for item: OpenItem) -> Verdict {
        // Without a source there is no provenance, and `certain` does not pass: the failure is safe.
        let source = (try? reader.invoiceSource(item.id)).flatMap { $0 }
        let provenance = source.map {
            verifier.provenance(file: $0.file, line: $0.line, sha256: String($0.sha256.prefix(12)))
        }
        return verifier.verdict(for: item, provenance: provenance ?? "")
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

    /// Verdicts are a function of the ledger and are kept only where a step relies on them; here they are
    /// counted.
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
