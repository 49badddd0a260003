public import Domain

/// A movement that a rule of the accountant decided on.
public struct RuledRow: ShownRow, Equatable {
    public var payment: PaymentLine
    /// Name of the rule.
    public var rule: String
    public var outcome: RuleOutcome

    public init(payment: PaymentLine, rule: String, outcome: RuleOutcome) {
        self.payment = payment
        self.rule = rule
        self.outcome = outcome
    }

    public static let shownMax = 100

    /// By rule; within one the latest first.
    public static func comesBefore(_ a: RuledRow, _ b: RuledRow) -> Bool {
        if a.rule != b.rule { return a.rule < b.rule }
        if a.payment.day != b.payment.day { return a.payment.day > b.payment.day }
        return a.payment.reference < b.payment.reference
    }
}
