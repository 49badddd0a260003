public import Domain

/// A document that belongs to a case, as the run finds it in its archive or outbox.
public struct EvidenceFile: Sendable, Equatable {
    public var kind: CaseDocument.Kind
    /// Invoice number, certificate number: for the index and the file name.
    public var title: String
    public var date: Day?
    public var content: DocumentContent
    public var mediaType: String
    public var original: Bool
    /// Ledger numbers of the invoices it belongs to, empty for the case as a whole.
    public var invoices: [Int64]
    /// For a proof of delivery: `DecisionFact.source` of the decisions that state the delivery.
    public var provesSources: [String]
    /// For a print of a document: SHA-256 of the document itself, by which steps name it; empty for none.
    public var printOf = ""

    public init(
        kind: CaseDocument.Kind, title: String, date: Day? = nil, content: DocumentContent,
        mediaType: String, original: Bool = true, invoices: [Int64] = [], provesSources: [String] = []
    ) {
        self.kind = kind
        self.title = title
        self.date = date
        self.content = content
        self.mediaType = mediaType
        self.original = original
        self.invoices = invoices
        self.provesSources = provesSources
    }
}

/// Money that came in for a case: a movement and what of it was allocated to the case's invoices.
public struct PaymentFact: Sendable, Equatable {
    public var movement: Movement
    public var allocations: [PostedAllocation]

    public init(movement: Movement, allocations: [PostedAllocation]) {
        self.movement = movement
        self.allocations = allocations
    }
}

/// What the agreement with the agency says, the same for all its cases.
public struct PlacementTerms: Sendable, Equatable {
    public var mandate: CaseMandate
    public var feeScheduleRef = ""
    public var recipientRole = CaseDataProtection.RecipientRole.processor
    /// Lawful basis for natural persons; companies get `NOT_PERSONAL`.
    public var lawfulBasis = "GDPR_6_1_F"
    public var processorAgreementRef: String
    /// Rule set that the verdicts come from.
    public var ruleSet: String
    /// Codes of registries by the names that letters give them.
    public var registryCodes: [String: String] = [:]

    public init(mandate: CaseMandate, processorAgreementRef: String, ruleSet: String) {
        self.mandate = mandate
        self.processorAgreementRef = processorAgreementRef
        self.ruleSet = ruleSet
    }
}

/// What the pipeline knows of one case, in its own words; any order.
public struct CaseFacts: Sendable {
    public var creditor: Creditor
    public var customer: Customer
    public var items: [OpenItem]
    public var payments: [PaymentFact] = []
    public var steps: [StepFact] = []
    public var decisions: [DecisionFact] = []
    public var evidence: [EvidenceFile] = []
    public var verdicts: [Verdict]
    public var charges: [CaseCharge] = []
    /// Last enforceable day by invoice, where known.
    public var limitationDates: [Int64: Day] = [:]
    public var terms: PlacementTerms
    /// Day of the balances.
    public var asOf: Day
    /// Payments are known up to this statement day.
    public var bankCutoff: Day
    public var checkedAt: PinnedTime

    public init(
        creditor: Creditor, customer: Customer, items: [OpenItem], verdicts: [Verdict], terms: PlacementTerms,
        asOf: Day, bankCutoff: Day, checkedAt: PinnedTime
    ) {
        self.creditor = creditor
        self.customer = customer
        self.items = items
        self.verdicts = verdicts
        self.terms = terms
        self.asOf = asOf
        self.bankCutoff = bankCutoff
        self.checkedAt = checkedAt
    }
}
