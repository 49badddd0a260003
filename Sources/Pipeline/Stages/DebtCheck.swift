internal import Domain
internal import Ledger
internal import Recovery
internal import Verification

/// Everything that a verdict rests on.
struct DebtJudgement {
    let facts: VerificationFacts
    let verifier: DebtVerifier
    /// Those that nights took, and the claims that people filed in court.
    let steps: [StepFact]
    /// Those that nights took.
    let nightlySteps: [StepFact]
    let decisions: [DecisionFact]
    /// How customers have paid and kept their word until now, by key.
    let histories: [String: CustomerHistory]
    private let ledger: JudgedLedger
    private let stepsByInvoice: [Int64: [StepFact]]
    private let decisionsByInvoice: [Int64: [DecisionFact]]
    /// Digests of evidence files that facts about several customers name: a certificate of many letters.
    let sharedEvidence: Set<String>
    private let language: String
    private let demandWaitDays: Int

    /// Nobody is judged while imported money waits to be matched: it may be theirs.
    static let unmatched = RunError.usage(
        "something was imported after the last matching; run 'recobro match' first")

    /// - Parameter owners: the customers of the invoices that decisions are about.
    init(
        _ ledger: JudgedLedger, configuration: Configuration, steps: [StepFact], decisions: [DecisionFact],
        owners: [Int64: String]
    ) {
        let nightly = steps
        let steps = nightly + Self.filedClaims(decisions, nightly, ledger)
        self.ledger = ledger
        self.steps = steps
        nightlySteps = nightly
        self.decisions = decisions
        language = configuration.language
        stepsByInvoice = Dictionary(grouping: steps, by: \.invoice)
        decisionsByInvoice = Dictionary(grouping: decisions, by: \.invoice)
        var customers: [String: Set<String>] = [:]
        for decision in decisions where !decision.evidence.sha256.isEmpty {
            customers[decision.evidence.sha256, default: []].insert(owners[decision.invoice] ?? "")
        }
        sharedEvidence = Set(customers.filter { $0.value.count > 1 }.keys)
        facts = ledger.facts.replacing(steps: nightly, decisions: decisions)
        histories = ledger.histories.adding(decisions, owners, facts)
        let settings = configuration.verification
        demandWaitDays = settings.demandWaitDays
        verifier = DebtVerifier(
            facts: facts,
            policy: VerificationPolicy(
                minimumPrincipal: settings.minimumPrincipal, currency: configuration.currency,
                statementLagDays: settings.statementLagDays, demandWaitDays: settings.demandWaitDays,
                claimCategory: configuration.law.claims, governingLaw: configuration.law.governing,
                language: configuration.language),
            lawPack: ledger.lawPack,
            debtors: { [customers = ledger.customers] in customers[$0.customer]?.standing })
    }

    /// Reads what is asked about outside a night.
    ///
    /// - Parameters:
    ///   - everything: also the settled invoices that no verdict needs.
    ///   - plans: whether steps are planned from it, or verdicts only.
    init(
        _ reader: LedgerReader, configuration: Configuration, asOf: Day, everything: Bool = false,
        plans: Bool
    ) throws {
        guard try reader.isMatched() else { throw Self.unmatched }
        let ledger = try JudgedLedger(
            reader, configuration: configuration, asOf: asOf, everything: everything, plans: plans)
        let decisions = try reader.decisions(asOf: asOf)
        self.init(
            ledger, configuration: configuration, steps: try reader.steps(), decisions: decisions,
            owners: try reader.customers(ofInvoices: Set(decisions.map(\.invoice))))
    }

    /// A claim that a person filed is the last step of the ladder, in the case of the steps before it. It is
    /// a fact of a person, not a row of a night: what was stated by mistake is taken back as any other fact.
    private static func filedClaims(
        _ decisions: [DecisionFact], _ steps: [StepFact], _ ledger: JudgedLedger
    ) -> [StepFact] {
        let filed = decisions.filter { $0.kind == .claimFiled }
        guard !filed.isEmpty else { return [] }
        let invoices = Set(filed.map(\.invoice))
        var cases: [Int64: String] = [:]
        for step in steps where invoices.contains(step.invoice) { cases[step.invoice] = step.caseReference }
        return filed.map { fact in
            let item = ledger.item(fact.invoice)
            let reference = item.map { CaseReference.derived(from: $0.customer) } ?? ""
            return StepFact(
                caseReference: cases[fact.invoice] ?? reference, invoice: fact.invoice, kind: .court,
                channel: .file, day: fact.day, amount: item?.outstanding ?? 0,
                documentSHA256: fact.evidence.sha256, documentPath: fact.evidence.file,
                run: "fact #\(fact.number)")
        }
    }

    var items: [OpenItem] { ledger.items }
    var customers: [String: Customer] { ledger.customers }
    var coverage: [AccountCoverage] { ledger.coverage }
    var unexplained: [UnexplainedCredit] { ledger.unexplained }
    var law: LawPack { ledger.lawPack }
    /// Earlier days on which an instalment of an invoice was reminded of.
    func reminded(_ invoice: Int64) -> [Day] { ledger.reminded[invoice] ?? [] }

    /// How often consumers may be contacted, and the days without contact about this night.
    func contactLimits(_ configuration: Configuration) -> ContactLimits {
        let calendar = WorkingCalendar(law: ledger.lawPack)
        let days = (0..<45).map { facts.asOf.adding(days: $0) }
        return ContactLimits(
            consumerMaximum: configuration.recovery.consumerContacts,
            periodDays: configuration.recovery.consumerContactDays,
            holidays: Set(days.filter { calendar.holiday(on: $0) != nil }))
    }

    /// An invoice by the ledger's number, where a verdict can be about it or rest on it.
    func item(_ invoice: Int64) -> OpenItem? { ledger.item(invoice) }

    /// What agencies say they collected for an invoice and the books do not show yet, minor units.
    func collected(_ invoice: Int64) -> Int64 {
        facts.collected(for: invoice).reduce(0) { $0 + $1.amount }
    }

    /// Whether somebody stated that the debtor of an invoice has died.
    func isDeceased(_ invoice: Int64) -> Bool { facts.latest(.deceased, for: invoice) != nil }

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
                registry: registry.name, releasesCompanies: registry.requiresRelease,
                takes: registry.takes, language: language),
            lawPack: ledger.lawPack)
        // That the formal claim arrived is a condition of the verdict; of the last notice it is asked here.
        let warned =
            steps(of: item.id).filter { $0.kind == .formalClaim }.map(\.registryNamed)
            + arrivedNotices(of: item.id).map(\.step.registryNamed)
        return gate.checks(
            for: item, verdict: verdict, debtor: customers[item.customer]?.standing ?? .consumer,
            warned: warned
        )
        .filter { !$0.passed }
    }

    /// The last notices of an invoice that arrived, did not come back, and whose days to pay are over, each
    /// with the fact that proves it. A proof that names no message is of the letter that went out last.
    func arrivedNotices(of invoice: Int64) -> [(step: StepFact, arrival: DecisionFact)] {
        let letters = steps(of: invoice).filter { $0.kind < .agency }
        let decisions = decisions(of: invoice).filter { $0.day <= facts.asOf }
        func isAbout(_ step: StepFact, _ fact: DecisionFact) -> Bool {
            guard fact.day >= step.day, fact.mayBeAbout(step) else { return false }
            let last = letters.filter { $0.day <= fact.day }.max { ($0.day, $0.kind) < ($1.day, $1.kind) }
            return fact.document != nil || last?.kind == step.kind
        }
        return letters.filter { $0.kind == .lastNotice }.compactMap { step in
            let arrival = decisions.first { $0.kind == .delivered && isAbout(step, $0) }
            guard let arrival, facts.asOf > arrival.day.adding(days: demandWaitDays) else { return nil }
            let isReturned = decisions.contains {
                ($0.kind == .returned || $0.kind == .addressReturned) && $0.day >= arrival.day
                    && isAbout(step, $0)
            }
            return isReturned ? nil : (step, arrival)
        }
    }

    /// The verdict on one invoice. Its provenance is the file and line it was read from.
    func verdict(for item: OpenItem) -> Verdict {
        // Without a source there is no provenance, and `certain` does not pass: the failure is safe.
        verifier.verdict(for: item, provenance: provenance(of: item)?() ?? "")
    }

    /// The verdict on one invoice, of which only what did not pass is worded.
    func objections(to item: OpenItem) -> Verdict {
        verifier.objections(to: item, provenance: provenance(of: item))
    }

    /// The verdict on one invoice without words, for who only asks what passed.
    func outcomes(of item: OpenItem) -> Verdict {
        verifier.outcomes(of: item, hasProvenance: provenance(of: item) != nil)
    }

    /// Whether the verdict on one invoice is that it is a verified debt.
    func isVerified(_ item: OpenItem) -> Bool {
        verifier.isVerified(item, hasProvenance: provenance(of: item) != nil)
    }

    private func provenance(of item: OpenItem) -> (() -> String)? {
        ledger.source(of: item.id).map { source in
            { verifier.provenance(file: source.file, line: source.line, sha256: source.digest) }
        }
    }

    /// Whether the item is a debt at all whose day has come.
    func isOverdue(_ item: OpenItem) -> Bool {
        guard item.outstanding > 0, item.kind != .creditNote, let due = item.due else { return false }
        return facts.asOf > due
    }
}

extension [String: CustomerHistory] {
    /// The same with what people stated: promises kept and broken, objections, mail that came back. A fact
    /// about several invoices of a customer counts once.
    fileprivate func adding(
        _ decisions: [DecisionFact], _ owners: [Int64: String], _ facts: VerificationFacts
    ) -> Self {
        var histories = self
        var counted: Set<String> = []
        for decision in decisions.sorted(by: { ($0.day, $0.number) < ($1.day, $1.number) }) {
            guard let owner = owners[decision.invoice],
                counted.insert("\(owner) \(decision.number) \(decision.kind.rawValue)").inserted
            else { continue }
            switch decision.kind {
            case .promised:
                switch AgreementRules.state(of: decision, asOf: facts.asOf) {
                case .kept: histories[owner, default: CustomerHistory()].promisesKept += 1
                case .broken: histories[owner, default: CustomerHistory()].promisesBroken += 1
                default: break
                }
            case .disputed, .litigated: histories[owner, default: CustomerHistory()].disputes += 1
            case .returned, .addressReturned:
                histories[owner, default: CustomerHistory()].returnedMail += 1
            case .addressConfirmed: histories[owner, default: CustomerHistory()].returnedMail = 0
            default: break
            }
        }
        return histories
    }
}

/// Stage 3: which unpaid invoices are verified debts.
struct DebtCheck {
    let books: NightBooks

    struct Counts {
        var overdue = 0
        var verified = 0
    }

    /// Verdicts are a function of the ledger and are kept only where a step relies on them; here they are
    /// counted.
    func count(_ reader: LedgerReader) throws -> Counts {
        let judgement = try books.judgement(reader)
        var counts = Counts()
        for item in judgement.items where judgement.isOverdue(item) {
            counts.overdue += 1
            if judgement.isVerified(item) { counts.verified += 1 }
        }
        return counts
    }
}
