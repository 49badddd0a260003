public import Domain

/// One step to take for one invoice.
public struct PlannedStep: Sendable, Equatable {
    /// The case (expediente) it is taken in.
    public let caseReference: String
    /// The invoice, with what is outstanding tonight.
    public let item: OpenItem
    /// The rung.
    public let kind: StepKind
    /// How it reaches this debtor: an e-mail without address became a letter.
    public let channel: Channel
    /// The as-of day.
    public let day: Day

    /// A step as planned.
    public init(caseReference: String, item: OpenItem, kind: StepKind, channel: Channel, day: Day) {
        self.caseReference = caseReference
        self.item = item
        self.kind = kind
        self.channel = channel
        self.day = day
    }
}

/// Why a step is held back: what a person must decide, or what is missing.
public struct HoldReason: Sendable, Equatable {
    /// Stable code: the name of a condition (`undisputed`), or of a check of the ladder (`minimum-to-write`).
    public let code: String
    /// What is missing, then what is on record, in the words of the plan's language.
    public let text: String

    /// A reason under a stable code.
    public init(code: String, text: String) {
        self.code = code
        self.text = text
    }
}

/// A step whose time has come but that must not be taken yet.
public struct HeldStep: Sendable, Equatable {
    /// The invoice it would be taken for.
    public let item: OpenItem
    /// The rung whose time has come.
    public let kind: StepKind
    /// At least one.
    public let reasons: [HoldReason]

    /// A held step with its reasons.
    public init(item: OpenItem, kind: StepKind, reasons: [HoldReason]) {
        self.item = item
        self.kind = kind
        self.reasons = reasons
    }
}

/// What happens tonight with one debtor's overdue invoices (expediente).
public struct PlannedCase: Sendable, Equatable {
    /// Stable over the nights, see `CaseReference`.
    public let reference: String
    /// Who owes (deudor).
    public let customer: Customer
    /// By rung, then issue day and number.
    public let steps: [PlannedStep]
    /// In the same order.
    public let held: [HeldStep]
    /// The segment whose ladder it climbs; empty for the creditor's usual one.
    public let segment: String
    /// What kind of payer the customer has been.
    public let classification: PayerClassification

    /// A case of one night.
    public init(
        reference: String, customer: Customer, steps: [PlannedStep], held: [HeldStep], segment: String = "",
        classification: PayerClassification = PayerClassification(CustomerHistory())
    ) {
        self.reference = reference
        self.customer = customer
        self.steps = steps
        self.held = held
        self.segment = segment
        self.classification = classification
    }
}
