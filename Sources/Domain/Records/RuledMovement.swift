/// A movement that a rule decided on tonight: no fact, but tonight's view.
public struct RuledMovement: Sendable, Equatable {
    public let movement: Int64
    /// Name of the rule.
    public let rule: String
    public let outcome: RuleOutcome

    public init(movement: Int64, rule: String, outcome: RuleOutcome) {
        self.movement = movement
        self.rule = rule
        self.outcome = outcome
    }
}

/// What became of a movement under a rule.
public enum RuleOutcome: String, Sendable, CaseIterable {
    /// Nobody's invoice.
    case unrelated
    /// Never posted alone: so says the rule, or its customer is nobody that we invoiced.
    case ask
    /// It would be nobody's invoice, but names one of ours: a person decides.
    case numberRead = "number-read"
    /// Paid by the rule's customer.
    case customer
    /// Tax id, account or earlier decisions say another customer than the rule: a person decides.
    case contradicted
}
