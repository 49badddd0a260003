public import Domain

/// Says for an invoice whether it is a verified debt, condition by condition, with the proof of each.
///
/// Pure: the same facts, policy and law give the same verdicts. A verdict only looks up, so that a million of
/// them can be asked a night.
public struct DebtVerifier: Sendable {
    let facts: VerificationFacts
    let policy: VerificationPolicy
    let lawPack: LawPack
    private let debtors: @Sendable (OpenItem) -> CustomerKind?
    private(set) var words: VerdictWords
    /// The unexplained credits as evidence names them, in the order of `facts.money`: many invoices name the
    /// same ones.
    let creditLabels: [String]
    /// What is found of the credits that may come from a customer: the same for all invoices of one.
    let customerCredits: [String: String]

    /// A verifier for one night: one set of facts, one policy, one country's law.
    ///
    /// - Parameter debtors: what the law sees in who owes an invoice; `nil` where nobody knows, and then the
    ///   holder of the tax id tells.
    public init(
        facts: VerificationFacts, policy: VerificationPolicy, lawPack: LawPack,
        debtors: @escaping @Sendable (OpenItem) -> CustomerKind? = { _ in nil }
    ) {
        self.debtors = debtors
        self.facts = facts
        self.policy = policy
        self.lawPack = lawPack
        let words = VerdictWords.of(policy.language).remembering(2_000, daysAround: facts.asOf)
        self.words = words
        let labels = facts.money.credits.map(words.label)
        creditLabels = labels
        customerCredits = facts.money.fromCustomers.mapValues {
            words(.moneyCustomer, ["credits": $0.text(words, labels: labels)])
        }
    }

    /// Where a document was read, in the policy's language: `facturas.csv, línea 12 (SHA-256 9f2c41d07be3)`.
    ///
    /// - Parameters:
    ///   - line: 1-based; left out where it is 0, for the format has none.
    ///   - sha256: the file's digest, whole or its beginning; left out where it is empty.
    public func provenance(file: String, line: Int, sha256: String = "") -> String {
        words.source(file: file, line: line, digest: sha256)
    }

    /// The verdict on one invoice as of the facts' day, worded in the policy's language.
    ///
    /// - Parameter provenance: file and place of the document that proves the invoice, see
    ///   `provenance(file:line:sha256:)`; empty where nothing does, and then the invoice is not certain.
    public func verdict(for item: OpenItem, provenance: String) -> Verdict {
        let claim = claim(for: item)
        let results = Condition.allCases.map { result($0, claim, provenance: provenance) }
        return Verdict(invoice: item.id, asOf: facts.asOf, results: results)
    }

    /// The verdict with the same outcomes, in which only what did not pass is worded: what is asked of every
    /// overdue debt, of which hardly a condition needs words.
    ///
    /// - Parameter provenance: as in `verdict(for:provenance:)`, `nil` where nothing proves the invoice; made
    ///   only when it is needed.
    public func objections(to item: OpenItem, provenance: (() -> String)?) -> Verdict {
        let claim = claim(for: item)
        let silent = silenced
        let results = Condition.allCases.map { condition in
            let result = silent.result(condition, claim, provenance: provenance == nil ? "" : "-")
            if result.outcome == .passed { return result }
            return self.result(condition, claim, provenance: provenance?() ?? "")
        }
        return Verdict(invoice: item.id, asOf: facts.asOf, results: results)
    }

    /// The verdict with the same outcomes and no words at all.
    public func outcomes(of item: OpenItem, hasProvenance: Bool) -> Verdict {
        silenced.verdict(for: item, provenance: hasProvenance ? "-" : "")
    }

    /// Whether the verdict on the invoice would be that it is a verified debt.
    public func isVerified(_ item: OpenItem, hasProvenance: Bool) -> Bool {
        let claim = claim(for: item)
        let silent = silenced
        return Condition.allCases.allSatisfy {
            silent.result($0, claim, provenance: hasProvenance ? "-" : "").outcome == .passed
        }
    }

    private var silenced: DebtVerifier {
        var verifier = self
        verifier.words = words.silent
        return verifier
    }

    private func result(_ condition: Condition, _ claim: Claim, provenance: String) -> ConditionResult {
        switch condition {
        case .certain: certain(claim, provenance: provenance)
        case .due: due(claim)
        case .unpaid: unpaid(claim)
        case .statementsCover: statementsCover(claim)
        case .noUnexplainedMoney: noUnexplainedMoney(claim)
        case .undisputed: undisputed(claim)
        case .enforceable: enforceable(claim)
        case .demanded: demanded(claim)
        case .aboveMinimum: aboveMinimum(claim)
        case .identity: identity(claim)
        case .solvent: solvent(claim)
        case .unrestricted: unrestricted(claim)
        case .noAgreement: noAgreement(claim)
        }
    }

    /// An invoice with the days that count for it.
    struct Claim {
        let item: OpenItem
        /// The last due day; `nil` where neither a document nor the policy gives one.
        let due: Day?
        /// The first due day: the clocks of the law run from it (each instalment has its own; the oldest is
        /// the safe one).
        let firstDue: Day?
        /// The legal term that `due` was computed with, `nil` where a document gives the day.
        let assumedTerm: LawRow?
    }

    /// What the law sees in who owes. Who is not known counts as a consumer: that is the careful reading.
    public func standing(of item: OpenItem) -> CustomerKind {
        debtors(item) ?? CustomerKind(holder: TaxIdentifier(spanish: item.taxId)?.holder)
    }

    private func claim(for item: OpenItem) -> Claim {
        var due = item.due
        var assumed: LawRow?
        if due == nil, policy.assumesLegalTerm,
            let term = lawPack.row(
                .paymentTerm, of: "no-agreed-term", debtor: standing(of: item), on: item.issued)
        {
            due = item.issued.adding(days: term.value)
            assumed = term
        }
        let firstDue = (item.instalments.map(\.due) + (due.map { [$0] } ?? [])).min()
        return Claim(item: item, due: due, firstDue: firstDue, assumedTerm: assumed)
    }
}

extension ConditionResult {
    static func passed(_ condition: Condition, evidence: String) -> ConditionResult {
        ConditionResult(condition, .passed, evidence: evidence)
    }

    static func failed(_ condition: Condition, missing: String) -> ConditionResult {
        ConditionResult(condition, .failed, missing: missing)
    }

    static func unknown(_ condition: Condition, missing: String) -> ConditionResult {
        ConditionResult(condition, .unknown, missing: missing)
    }
}
