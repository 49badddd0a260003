public import Domain

/// A movement as people find it again in the bank's own list.
public struct PaymentLine: Sendable, Equatable {
    /// The bank's own reference of the movement.
    public var reference: String
    public var day: Day
    /// Signed as on the statement.
    public var amount: Money

    public init(reference: String, day: Day, amount: Money) {
        self.reference = reference
        self.day = day
        self.amount = amount
    }
}

/// A match in the books: what was paid with what, and the evidence for it.
public struct PostedMatch: ShownRow, Equatable {
    public var payment: PaymentLine
    /// Numbers of the invoices paid, in the order to be shown.
    public var invoiceNumbers: [String]
    /// `auto` or `decided`.
    public var status: MatchDecision.Status
    public var kind: MatchDecision.Kind
    /// Name of the evidence pattern, as rule sets name it.
    public var pattern: String
    public var evidence: [Evidence]

    public init(
        payment: PaymentLine, invoiceNumbers: [String], status: MatchDecision.Status,
        kind: MatchDecision.Kind,
        pattern: String, evidence: [Evidence]
    ) {
        self.payment = payment
        self.invoiceNumbers = invoiceNumbers
        self.status = status
        self.kind = kind
        self.pattern = pattern
        self.evidence = evidence
    }

    public static let shownMax = 100

    /// The latest first.
    public static func comesBefore(_ a: PostedMatch, _ b: PostedMatch) -> Bool {
        if a.payment.day != b.payment.day { return a.payment.day > b.payment.day }
        return (a.payment.reference, a.invoiceNumbers.first ?? "")
            < (b.payment.reference, b.invoiceNumbers.first ?? "")
    }
}

/// One way to explain a payment, proposed to a person.
public struct MatchProposal: Sendable, Equatable {
    /// 1 is shown first.
    public var rank: Int
    public var invoiceNumbers: [String]
    /// What of the payment would go to these invoices.
    public var amount: Money
    public var kind: MatchDecision.Kind
    public var pattern: String
    public var evidence: [Evidence]
    /// Why it was not posted: codes that `Wording` knows, or a sentence as it is.
    public var vetoes: [String]

    public init(
        rank: Int, invoiceNumbers: [String], amount: Money, kind: MatchDecision.Kind, pattern: String,
        evidence: [Evidence] = [], vetoes: [String] = []
    ) {
        self.rank = rank
        self.invoiceNumbers = invoiceNumbers
        self.amount = amount
        self.kind = kind
        self.pattern = pattern
        self.evidence = evidence
        self.vetoes = vetoes
    }
}

/// A payment that a person must assign, with the proposals for it.
public struct SuggestedMatch: ShownRow, Equatable {
    public var payment: PaymentLine
    /// In ascending rank.
    public var proposals: [MatchProposal]
    /// The ledger's number of the movement, where it is known; never shown.
    public var movement: Int64

    public init(payment: PaymentLine, proposals: [MatchProposal], movement: Int64 = 0) {
        self.movement = movement
        self.payment = payment
        self.proposals = proposals
    }

    public static let shownMax = 200

    /// The largest amounts of a currency first: they move the books most.
    public static func comesBefore(_ a: SuggestedMatch, _ b: SuggestedMatch) -> Bool {
        PaymentLine.isLarger(a.payment, b.payment)
    }
}

/// A credit that no invoice explains.
public struct UnexplainedRow: ShownRow, Equatable {
    /// The movement, with its amount that is not allocated.
    public var payment: PaymentLine
    /// Names or keys of the customers it may come from; empty when nothing points to any.
    public var customers: [String]

    public init(payment: PaymentLine, customers: [String] = []) {
        self.payment = payment
        self.customers = customers
    }

    public static let shownMax = 200

    /// The largest amounts of a currency first.
    public static func comesBefore(_ a: UnexplainedRow, _ b: UnexplainedRow) -> Bool {
        PaymentLine.isLarger(a.payment, b.payment)
    }
}

extension PaymentLine {
    /// Orders by currency, then the larger amount, then day and reference.
    static func isLarger(_ a: PaymentLine, _ b: PaymentLine) -> Bool {
        if a.amount.currency != b.amount.currency { return a.amount.currency < b.amount.currency }
        let (sizeA, sizeB) = (a.amount.minorUnits.magnitude, b.amount.minorUnits.magnitude)
        return sizeA != sizeB ? sizeA > sizeB : (a.day, a.reference) < (b.day, b.reference)
    }
}

/// What was matched, what is proposed, what stays unexplained.
public struct MatchingOutcome: Sendable {
    public private(set) var posted = ShownRows<PostedMatch>()
    public private(set) var suggested = ShownRows<SuggestedMatch>()
    public private(set) var unexplained = ShownRows<UnexplainedRow>()
    public private(set) var unexplainedTotals = AmountTotals()
    /// Patterns that post nothing alone, by name.
    public var suspended: [SuspendedPattern] = []
    /// What each pattern posted alone, and what the audit sample found of it, by name.
    public var audited: [AuditedPattern] = []
    /// Movements that a rule decided on.
    public private(set) var ruled = ShownRows<RuledRow>()
    private var totals: [MatchDecision.Status: [MatchDecision.Kind: AmountTotals]] = [:]

    public init() {}

    /// Adds what is in the books; an error when a sum does not fit.
    public mutating func add(_ match: PostedMatch) throws(MoneyError) {
        try count(match.payment.amount, status: match.status, kind: match.kind)
        posted.add(match)
    }

    /// Adds a payment with proposals, counted once under the kind of its first one.
    public mutating func add(_ match: SuggestedMatch) throws(MoneyError) {
        let kind = match.proposals.first?.kind ?? .single
        try count(match.payment.amount, status: .suggested, kind: kind)
        suggested.add(match)
    }

    /// Completes the payments with proposals that are shown: their evidence need not be read of all.
    public mutating func completeSuggested(_ body: (inout SuggestedMatch) throws -> Void) rethrows {
        try suggested.complete(body)
    }

    /// Adds a credit that nothing explains.
    public mutating func add(_ credit: UnexplainedRow) throws(MoneyError) {
        try unexplainedTotals.add(credit.payment.amount)
        unexplained.add(credit)
    }

    /// Adds a movement that a rule decided on.
    public mutating func add(_ row: RuledRow) throws(MoneyError) { ruled.add(row) }

    private mutating func count(
        _ amount: Money, status: MatchDecision.Status, kind: MatchDecision.Kind
    ) throws(MoneyError) {
        var sum = totals[status]?[kind] ?? AmountTotals()
        try sum.add(amount)
        totals[status, default: [:]][kind] = sum
    }

    /// Movements and amounts of one status and kind.
    public func totals(_ status: MatchDecision.Status, _ kind: MatchDecision.Kind) -> AmountTotals {
        totals[status]?[kind] ?? AmountTotals()
    }

    /// Movements of one status.
    public func count(_ status: MatchDecision.Status) -> Int {
        MatchDecision.Kind.allCases.reduce(0) { $0 + totals(status, $1).count }
    }
}
