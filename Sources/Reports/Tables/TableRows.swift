public import Domain

/// One row of `matches.csv`: one payment and one invoice of what is posted or suggested.
public struct MatchTableRow: Sendable, Equatable {
    /// The bank's own reference of the movement.
    public var paymentId: String
    public var invoiceNumber: String
    /// Signed minor units applied to this invoice.
    public var amountCents: Int64
    public var status: MatchDecision.Status
    /// 0 for what is posted; 1 for the suggestion shown first.
    public var rank: Int
    public var kind: MatchDecision.Kind
    public var pattern: String
    /// Score ahead of the best rival, centibits.
    public var margin: Int

    public init(
        paymentId: String, invoiceNumber: String, amountCents: Int64, status: MatchDecision.Status,
        rank: Int = 0, kind: MatchDecision.Kind, pattern: String, margin: Int = 0
    ) {
        self.paymentId = paymentId
        self.invoiceNumber = invoiceNumber
        self.amountCents = amountCents
        self.status = status
        self.rank = rank
        self.kind = kind
        self.pattern = pattern
        self.margin = margin
    }
}

/// What `verdicts.csv` says of one invoice: a row a condition.
public struct VerdictTableRow: Sendable, Equatable {
    public var invoiceNumber: String
    public var verdict: Verdict

    public init(invoiceNumber: String, verdict: Verdict) {
        self.invoiceNumber = invoiceNumber
        self.verdict = verdict
    }
}

/// One row of `steps.csv`: one invoice of one step.
public struct StepTableRow: Sendable, Equatable {
    public var fact: StepFact
    public var invoiceNumber: String
    public var currency: Currency
    /// True when the step undoes what an earlier one placed or listed.
    public var isWithdrawal: Bool

    public init(fact: StepFact, invoiceNumber: String, currency: Currency, isWithdrawal: Bool = false) {
        self.fact = fact
        self.invoiceNumber = invoiceNumber
        self.currency = currency
        self.isWithdrawal = isWithdrawal
    }
}
