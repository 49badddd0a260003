public import Domain

/// A rule of DHX 1.0 that something breaks, and where. What breaks a rule is never published.
public struct RuleBreak: Sendable, Equatable, Comparable {
    /// The rule codes of DHX 1.0 §5.3.3, §5.5 and §5.8; where a rule has no number, the reason code (§5.3.4)
    /// that the receiver would answer with.
    public enum Code: String, Sendable, CaseIterable {
        case duplicateOperation = "R-02"
        case operationCounts = "R-03"
        case contentCounts = "R-04"
        case controlSum = "R-05"
        case lineBalance = "R-10"
        case lineDates = "R-11"
        case notOverdue = "R-12"
        case chargeWithoutLine = "R-13"
        case interest = "R-14"
        case principal = "R-15"
        case chargeBalance = "R-16"
        case balanceTotal = "R-17"
        case debtorIsCreditor = "R-18"
        case primaryDebtor = "R-19"
        case demandUnproven = "R-20"
        case lineWithoutInvoice = "R-21"
        case mandateDocument = "R-22"
        case personalDataBasis = "R-23"
        case registryCounts = "G-01"
        case registrySums = "G-02"
        case registryKey = "G-03"
        case addBeforeWarning = "G-04"
        case remittanceAllocation = "M-01"
        case remittanceFee = "M-02"
        case remittanceTotals = "M-03"
        case feeInvoiceNet = "M-04"
        case feeInvoiceTax = "M-05"
        case payout = "M-06"
        /// A field has not the form, length or code that DHX demands, or names something that is not there.
        case form = "SCHEMA"
        case identifierInvalid = "ID_INVALID"
        case address = "ADDRESS_INSUFFICIENT"
        case timeBarred = "TIME_BARRED"
        case insolvent = "INSOLVENT"
        case disputed = "DISPUTED"
        case amountMismatch = "AMOUNT_MISMATCH"
        case version = "VERSION_GAP"
        case currency = "CURRENCY"
        /// A movement id twice in one statement.
        case movementDuplicate = "MOVEMENT_DUPLICATE"
        /// An event id twice in one status batch.
        case eventDuplicate = "EVENT_DUPLICATE"
        /// Not wrong itself: an earlier operation of the same case was set aside.
        case heldBack = "CHANGE_PENDING"
        /// Profile, registry and environment do not go together.
        case environment = "ENVIRONMENT"
        /// The registry takes no data from a trade creditor.
        case registryClosed = "REGISTRY_CLOSED"
        /// The registry's layout cannot hold the record.
        case layout = "LAYOUT"
        /// A digest differs, or a file stands outside the manifest.
        case checksum = "CHECKSUM"
        case signature = "SIGNATURE"
        case documentMissing = "DOC_MISSING"
        case documentUnreadable = "DOC_UNREADABLE"
        case documentType = "DOC_WRONG_TYPE"
        /// The forms of one batch do not say the same.
        case formsDiffer = "FORMS_DIFFER"
    }

    public let code: Code
    /// `opId`, `recId`, or `batchId` where the whole batch is meant.
    public let subject: String
    /// `caseRef` or `operationRef`; empty for the batch.
    public let reference: String
    /// What is wrong, with references and amounts but no names.
    public let reason: String

    public init(_ code: Code, subject: String, reference: String, _ reason: String) {
        self.code = code
        self.subject = subject
        self.reference = reference
        self.reason = reason
    }

    init(_ code: Code, _ operation: CaseOperation, _ reason: String) {
        self.init(code, subject: operation.opId, reference: operation.caseRef, reason)
    }

    init(_ code: Code, batch: String, _ reason: String) {
        self.init(code, subject: batch, reference: "", reason)
    }

    /// By subject, then code, then reason: the order in which people read them.
    public static func < (a: RuleBreak, b: RuleBreak) -> Bool {
        (a.subject, a.code.rawValue, a.reason) < (b.subject, b.code.rawValue, b.reason)
    }

    /// The break in the shared vocabulary: the record is set aside.
    public var problem: Problem {
        Problem(
            .recordMalformed, severity: .setAside, found: "\(subject): \(reason)",
            expected: "rule \(code.rawValue) of DHX 1.0")
    }
}
