public import Domain

/// Which debtors a ladder of its own is for (segmento): every condition that is given must hold.
public struct LadderSegment: Sendable, Equatable {
    /// How reports name it.
    public let name: String
    /// Kinds of debtor; empty is any.
    public var kinds: Set<CustomerKind>
    /// Classes of payer; empty is any.
    public var classes: Set<PayerClass>
    /// Languages, ISO 639-1; empty is any.
    public var languages: Set<String>
    /// What the customer owes overdue in the creditor's currency, minor units.
    public var amount: ClosedRange<Int64>
    /// Days since the oldest overdue invoice of the customer fell due, at least.
    public var minimumAgeDays: Int
    /// Its rungs, from the friendliest to the last.
    public var steps: [LadderStep]

    /// A segment for everybody, until a condition is set.
    public init(
        name: String, kinds: Set<CustomerKind> = [], classes: Set<PayerClass> = [],
        languages: Set<String> = [], amount: ClosedRange<Int64> = 0...Int64.max, minimumAgeDays: Int = 0,
        steps: [LadderStep]
    ) {
        self.name = name
        self.kinds = kinds
        self.classes = classes
        self.languages = languages
        self.amount = amount
        self.minimumAgeDays = minimumAgeDays
        self.steps = LadderPolicy.climbing(steps)
    }

    /// What is known of a customer when its ladder is chosen.
    struct Subject {
        let customer: Customer
        let classification: PayerClassification
        let owed: Int64
        let ageDays: Int
    }

    func fits(_ subject: Subject) -> Bool {
        (kinds.isEmpty || kinds.contains(subject.customer.standing))
            && (classes.isEmpty || classes.contains(subject.classification.kind))
            && (languages.isEmpty || languages.contains(subject.customer.language))
            && amount.contains(subject.owed) && subject.ageDays >= minimumAgeDays
    }
}
