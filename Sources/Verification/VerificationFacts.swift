public import Domain

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
    private let steps: [Int64: [StepFact]]
    private let decisions: [Int64: [DecisionFact]]

    /// Sorts and indexes the facts.
    ///
    /// - Parameters:
    ///   - accounts: every account of the creditor; one without an entry in `coverage` counts as uncovered.
    ///   - corrections: open documents that lower or replace others (abonos, rectificativas): while one is
    ///     not applied, what it corrects is not certain. Other documents in the list are ignored.
    public init(
        accounts: [String] = [], coverage: [AccountCoverage], unexplained: [UnexplainedCredit],
        steps: [StepFact], decisions: [DecisionFact], corrections: [OpenItem] = [], asOf: Day
    ) {
        self.asOf = asOf
        cover = StatementCover(accounts: accounts, coverage: coverage)
        money = UnexplainedMoney(unexplained)
        self.corrections = Corrections(corrections)
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
            $0.sorted { ($0.day, $0.source, $0.author) < ($1.day, $1.source, $1.author) }
        }
    }

    /// The steps taken for an invoice, oldest first.
    func steps(for invoice: Int64) -> [StepFact] { steps[invoice] ?? [] }

    /// The latest decision of a kind about an invoice.
    func latest(_ kind: DecisionRecord.Kind, for invoice: Int64) -> DecisionFact? {
        decisions[invoice]?.last { $0.kind == kind }
    }

    /// The first decision of a kind about an invoice that is not dated before a day.
    func first(_ kind: DecisionRecord.Kind, for invoice: Int64, notBefore day: Day) -> DecisionFact? {
        decisions[invoice]?.first { $0.kind == kind && $0.day >= day }
    }

    /// The decision that blocks an invoice: the latest `blocking` one, unless a `lifting` one is dated after
    /// it. Of two on one day nobody can tell which came last, so the block stays.
    func block(
        by blocking: DecisionRecord.Kind, until lifting: DecisionRecord.Kind, for invoice: Int64
    ) -> DecisionFact? {
        guard let block = latest(blocking, for: invoice) else { return nil }
        if let lift = latest(lifting, for: invoice), lift.day > block.day { return nil }
        return block
    }
}
