public import Domain

/// Money that an agency says it collected for an invoice and that the books do not show yet.
public struct CollectedMoney: Sendable, Equatable {
    /// Minor units.
    public let amount: Int64
    /// The agency's code.
    public let agency: String
    /// Its statement or event.
    public let reference: String

    public init(amount: Int64, agency: String, reference: String) {
        self.amount = amount
        self.agency = agency
        self.reference = reference
    }
}

/// What is known on a day, indexed once a night so that each verdict only looks up.
///
/// Steps and decisions dated after the as-of day are not known on it and are left out. The order in which
/// facts are given does not matter.
public struct VerificationFacts: Sendable {
    /// The day the verdicts are about.
    public let asOf: Day
    let cover: StatementCover
    let money: UnexplainedMoney
    let corrections: Corrections
    private let collected: [Int64: [CollectedMoney]]
    private let steps: [Int64: [StepFact]]
    private let decisions: [Int64: [DecisionFact]]

    /// Sorts and indexes the facts.
    ///
    /// - Parameters:
    ///   - accounts: every account of the creditor; one without an entry in `coverage` counts as uncovered.
    ///   - corrections: open documents that lower or replace others (abonos, rectificativas): while one is
    ///     not applied, what it corrects is not certain. Other documents in the list are ignored.
    ///   - collected: what agencies say they collected, by invoice.
    public init(
        accounts: [String] = [], coverage: [AccountCoverage], unexplained: [UnexplainedCredit],
        steps: [StepFact], decisions: [DecisionFact], corrections: [OpenItem] = [],
        collected: [Int64: [CollectedMoney]] = [:], asOf: Day
    ) {
        self.asOf = asOf
        cover = StatementCover(accounts: accounts, coverage: coverage)
        money = UnexplainedMoney(unexplained)
        self.corrections = Corrections(corrections)
        self.collected = collected
        self.steps = Self.indexed(steps, asOf)
        self.decisions = Self.indexed(decisions, asOf)
    }

    /// The same facts with other steps and decisions: what changes within a night.
    public func replacing(steps: [StepFact], decisions: [DecisionFact]) -> VerificationFacts {
        VerificationFacts(self, steps: steps, decisions: decisions)
    }

    private init(_ facts: VerificationFacts, steps: [StepFact], decisions: [DecisionFact]) {
        asOf = facts.asOf
        cover = facts.cover
        money = facts.money
        corrections = facts.corrections
        collected = facts.collected
        self.steps = Self.indexed(steps, asOf)
        self.decisions = Self.indexed(decisions, asOf)
    }

    private static func indexed(_ steps: [StepFact], _ asOf: Day) -> [Int64: [StepFact]] {
        Dictionary(grouping: steps.filter { $0.day <= asOf }, by: \.invoice).mapValues {
            $0.sorted { ($0.day, $0.kind, $0.documentSHA256) < ($1.day, $1.kind, $1.documentSHA256) }
        }
    }

    private static func indexed(_ decisions: [DecisionFact], _ asOf: Day) -> [Int64: [DecisionFact]] {
        Dictionary(grouping: decisions.filter { $0.day <= asOf }, by: \.invoice).mapValues {
            $0.sorted {
                ($0.day, $0.source, $0.author, $0.number) < ($1.day, $1.source, $1.author, $1.number)
            }
        }
    }

    /// What agencies say they collected for an invoice and nobody has booked.
    public func collected(for invoice: Int64) -> [CollectedMoney] { collected[invoice] ?? [] }

    /// The steps taken for an invoice, oldest first.
    func steps(for invoice: Int64) -> [StepFact] { steps[invoice] ?? [] }

    /// Whether anybody stated anything of an invoice: of most nobody did.
    func hasDecisions(for invoice: Int64) -> Bool { decisions[invoice] != nil }

    /// The decisions about an invoice, oldest first.
    func decisions(for invoice: Int64) -> [DecisionFact] { decisions[invoice] ?? [] }

    /// The latest decision of a kind about an invoice.
    public func latest(_ kind: DecisionRecord.Kind, for invoice: Int64) -> DecisionFact? {
        decisions[invoice]?.last { $0.kind == kind }
    }

    /// The first decision of a kind about an invoice that is not dated before a day.
    func first(_ kind: DecisionRecord.Kind, for invoice: Int64, notBefore day: Day) -> DecisionFact? {
        decisions[invoice]?.first { $0.kind == kind && $0.day >= day }
    }

    /// The decision that blocks an invoice: the latest `blocking` one, unless a `lifting` one is dated after
    /// it. Of two on one day nobody can tell which came last, so the block stays. A hold ends by itself after
    /// its last day.
    func block(
        by blocking: DecisionRecord.Kind, until lifting: DecisionRecord.Kind?, for invoice: Int64,
        where counts: (DecisionFact) -> Bool = { _ in true }
    ) -> DecisionFact? {
        guard let all = decisions[invoice] else { return nil }
        let lifted = lifting.flatMap { lifting in all.last { $0.kind == lifting }?.day }
        return all.last { fact in
            guard fact.kind == blocking, counts(fact), lifted.map({ $0 <= fact.day }) ?? true else {
                return false
            }
            return blocking != .hold || fact.terms.until.map { asOf <= $0 } ?? true
        }
    }

    /// Whether a plan holds, or an offer was taken (W9): what was placed or listed is withdrawn. A promise or
    /// an open offer only lets a debt wait where it is.
    public func hasBindingAgreement(_ invoice: Int64) -> Bool {
        agreements(for: invoice).contains { fact, state in
            switch fact.kind {
            case .planAgreed: state.isRunning
            case .discountOffered: state == .kept
            default: false
            }
        }
    }

    /// Whether a hold or a seizure stops the claim, not time.
    public func isStopped(_ invoice: Int64) -> Bool {
        block(by: .hold, until: .resumed, for: invoice) != nil
            || block(by: .seized, until: .seizureLifted, for: invoice) != nil
    }

    /// What came against a claim on a day or after it, in the order of the kinds: who released the debt
    /// before did not know of it.
    func objection(to invoice: Int64, notBefore day: Day) -> DecisionFact? {
        guard let late = decisions[invoice]?.filter({ $0.day >= day && $0.standsAgainstClaims }),
            !late.isEmpty
        else { return nil }
        return DecisionRecord.Kind.allCases.lazy.compactMap { kind in late.last { $0.kind == kind } }.first
    }

    /// The agreements about an invoice with where they stand, oldest first. A cancelled plan has ended.
    public func agreements(for invoice: Int64) -> [(fact: DecisionFact, state: AgreementState)] {
        guard let all = decisions[invoice] else { return [] }
        let cancelled = all.last { $0.kind == .planCancelled }?.day
        return all.compactMap { fact in
            guard let state = AgreementRules.state(of: fact, asOf: asOf) else { return nil }
            if fact.kind == .planAgreed, let cancelled, cancelled > fact.day {
                return (fact, .ended(cancelled))
            }
            return (fact, state)
        }
    }
}
