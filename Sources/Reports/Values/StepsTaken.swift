public import Domain

/// One step of this night for one case.
public struct StepRow: ShownRow, Equatable {
    public var caseReference: String
    public var customerName: String
    public var kind: StepKind
    /// True when the step undoes what an earlier one placed or listed (retirada, baja).
    public var isWithdrawal: Bool
    public var channel: Channel
    public var invoiceNumbers: [String]
    /// Outstanding of these invoices.
    public var amount: Money
    /// Path of the letter or batch in the run's output folder, relative; empty for none.
    public var documentPath: String

    public init(
        caseReference: String, customerName: String, kind: StepKind, isWithdrawal: Bool = false,
        channel: Channel, invoiceNumbers: [String], amount: Money, documentPath: String
    ) {
        self.caseReference = caseReference
        self.customerName = customerName
        self.kind = kind
        self.isWithdrawal = isWithdrawal
        self.channel = channel
        self.invoiceNumbers = invoiceNumbers
        self.amount = amount
        self.documentPath = documentPath
    }

    public static let shownMax = 200

    /// Withdrawals outrank everything; then the gravest step first, then by case.
    public static func comesBefore(_ a: StepRow, _ b: StepRow) -> Bool {
        if a.isWithdrawal != b.isWithdrawal { return a.isWithdrawal }
        if a.kind != b.kind { return a.kind > b.kind }
        return (a.caseReference, a.documentPath, a.invoiceNumbers.first ?? "")
            < (b.caseReference, b.documentPath, b.invoiceNumbers.first ?? "")
    }
}

/// A step that would be next and was not taken, with why.
public struct HeldRow: ShownRow, Equatable {
    public var caseReference: String
    public var invoiceNumber: String
    public var customerName: String
    public var kind: StepKind
    public var amount: Money
    /// A sentence in the reader's language, or a code that `Wording` knows.
    public var reason: String

    public init(
        caseReference: String, invoiceNumber: String, customerName: String, kind: StepKind, amount: Money,
        reason: String
    ) {
        self.caseReference = caseReference
        self.invoiceNumber = invoiceNumber
        self.customerName = customerName
        self.kind = kind
        self.amount = amount
        self.reason = reason
    }

    public static let shownMax = 200

    /// The gravest step first, then by currency, the larger amount and the invoice.
    public static func comesBefore(_ a: HeldRow, _ b: HeldRow) -> Bool {
        if a.kind != b.kind { return a.kind > b.kind }
        if a.amount.currency != b.amount.currency { return a.amount.currency < b.amount.currency }
        if a.amount.minorUnits != b.amount.minorUnits { return a.amount.minorUnits > b.amount.minorUnits }
        return (a.invoiceNumber, a.caseReference) < (b.invoiceNumber, b.caseReference)
    }
}

/// The steps of the night and those held back.
public struct StepsTaken: Sendable {
    public private(set) var taken = ShownRows<StepRow>()
    public private(set) var held = ShownRows<HeldRow>()
    private var totals: [StepKind: AmountTotals] = [:]
    private var withdrawals: [StepKind: AmountTotals] = [:]

    public init() {}

    /// Adds a step; an error when a sum does not fit.
    public mutating func add(_ step: StepRow) throws(MoneyError) {
        var sum = total(step.kind, withdrawn: step.isWithdrawal)
        try sum.add(step.amount)
        if step.isWithdrawal { withdrawals[step.kind] = sum } else { totals[step.kind] = sum }
        taken.add(step)
    }

    /// Adds a step that was not taken.
    public mutating func add(_ row: HeldRow) { held.add(row) }

    /// Steps and amounts of one kind.
    public func total(_ kind: StepKind, withdrawn: Bool = false) -> AmountTotals {
        (withdrawn ? withdrawals[kind] : totals[kind]) ?? AmountTotals()
    }
}
