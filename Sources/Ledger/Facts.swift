public import Domain

/// A credit of one invoice by another document: a credit note that names it, or its replacement.
public struct CreditFact: Sendable, Equatable {
    public let creditInvoice: Int64
    public let invoice: Int64
    /// Positive minor units taken off the invoice.
    public let amount: Int64
    /// `corrects` or `replaced`.
    public let basis: String

    public init(creditInvoice: Int64, invoice: Int64, amount: Int64, basis: String) {
        self.creditInvoice = creditInvoice
        self.invoice = invoice
        self.amount = amount
        self.basis = basis
    }
}

/// One operation on a case that an agency was told (alta, pago, retirada).
public struct CaseOperationFact: Sendable, Equatable {
    public let batch: String
    public let caseReference: String
    public let version: Int
    /// `NEW`, `PAY`, `RCF` and the other codes of DHX 5.3.1.
    public let operation: String
    public let invoice: Int64
    /// What the operation is about: principal of NEW, money of PAY.
    public let amount: Int64
    /// Outstanding after it.
    public let balance: Int64
    public let reason: String
    /// For PAY the ledger's number of the allocation that was told; for NEW the last one that the case knew
    /// of; for RCP, RCF, ANS and LGA the number of the person's fact that asks for it, 0 for none.
    public let allocation: Int64

    public init(
        batch: String, caseReference: String, version: Int, operation: String, invoice: Int64, amount: Int64,
        balance: Int64, reason: String, allocation: Int64 = 0
    ) {
        self.allocation = allocation
        self.batch = batch
        self.caseReference = caseReference
        self.version = version
        self.operation = operation
        self.invoice = invoice
        self.amount = amount
        self.balance = balance
        self.reason = reason
    }
}

/// One record of a debtor-registry file (alta `A`, baja `B`).
public struct RegistryFact: Sendable, Equatable {
    public let registry: String
    public let recordId: String
    public let operation: String
    public let operationReference: String
    public let version: Int
    public let invoice: Int64
    public let amount: Int64
    public let reason: String

    public init(
        registry: String, recordId: String, operation: String, operationReference: String, version: Int,
        invoice: Int64, amount: Int64, reason: String
    ) {
        self.registry = registry
        self.recordId = recordId
        self.operation = operation
        self.operationReference = operationReference
        self.version = version
        self.invoice = invoice
        self.amount = amount
        self.reason = reason
    }
}

/// Money that was allocated to an invoice.
public struct InvoicePayment: Sendable, Equatable {
    /// The movement, with the references that name it; other texts are left out.
    public let movement: Movement
    public let allocation: PostedAllocation
    /// The run that posted it.
    public let run: String
    /// The ledger's number of the allocation: later ones are higher.
    public let id: Int64
    /// The decision that posted it.
    public let decision: Int64
    /// True for the row by which a reversal gave the money back to the movement.
    public let givesBack: Bool
    /// True where the decision that posted it was taken back.
    public let isReversed: Bool
}

/// A posted decision as the ledger holds it.
public struct PostedDecision: Sendable, Equatable {
    public let id: Int64
    public let run: String
    public let decision: MatchDecision
    /// Who took it back; `nil` while it stands.
    public let reversal: ReversalFact?
}

/// What a posted decision applied to one invoice, with the names that lists show.
public struct PostedLine: Sendable, Equatable {
    public let movement: Int64
    /// The bank's reference of the movement; `#` and the ledger's number where the bank gives none.
    public let reference: String
    public let invoice: Int64
    public let invoiceNumber: String
    /// Signed minor units.
    public let amount: Int64
    public let status: MatchDecision.Status
    public let kind: MatchDecision.Kind
    public let pattern: String
    /// Score ahead of the best rival, centibits.
    public let margin: Int
}

/// Something that speaks against a posted decision and waits for a person.
public struct Challenge: Sendable, Equatable {
    public let id: Int64
    public let decision: Int64
    public let movement: Int64
    /// As `ChallengeReason` writes it.
    public let reason: String
    /// The decision was taken back already: what the reason tells of has still happened.
    public let isOfReversed: Bool
}
