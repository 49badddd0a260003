public import Domain

/// Something in a statement that the creditor's books do not bear out (DHX 1.0 §5.8).
public struct RemittanceBreak: Sendable, Equatable {
    /// The break codes of the fact sheet, in its order.
    public enum Code: String, Sendable, CaseIterable {
        case statementDuplicate = "STATEMENT_DUPLICATE"
        case unknownCase = "UNKNOWN_CASE"
        case caseClosed = "CASE_CLOSED"
        case balanceDiffers = "BALANCE_DIFF"
        case overpaid = "OVERPAID"
        case movementDuplicate = "MOVEMENT_DUPLICATE"
        case reversalOrphan = "REVERSAL_ORPHAN"
        case directUnknown = "DIRECT_UNKNOWN"
        case directNotReported = "DIRECT_NOT_REPORTED"
        case feeRate = "FEE_RATE"
        case feeNotDue = "FEE_NOT_DUE"
        case vat = "VAT"
        case feeInvoiceMissing = "FEE_INVOICE_MISSING"
        case payoutDiffers = "PAYOUT_DIFF"
        case payoutLate = "PAYOUT_LATE"
        case payoutSplit = "PAYOUT_SPLIT"
        case retainedNotAgreed = "RETAINED_NOT_AGREED"
        case currency = "CURRENCY"
        case periodGap = "PERIOD_GAP"
        case statusWithoutMoney = "STATUS_WITHOUT_MONEY"
        case moneyWithoutStatus = "MONEY_WITHOUT_STATUS"

        /// Whether a line with it must not be credited to the customer's invoices: the money is there, but
        /// whose it is, or whether it is there at all, is open.
        public var holdsLine: Bool {
            switch self {
            case .unknownCase, .caseClosed, .balanceDiffers, .overpaid, .movementDuplicate, .reversalOrphan,
                .currency:
                true
            default: false
            }
        }
    }

    public let code: Code
    /// `movementId`, `statementId`, `paymentRef`, `eventId` or the number of the fee invoice.
    public let subject: String
    /// Empty where no case is meant.
    public let caseRef: String
    /// What was found and what was expected, with references and amounts but no names.
    public let phrase: Phrase
    /// The same in English.
    public var reason: String { phrase.text }

    public init(_ code: Code, subject: String, caseRef: String = "", _ phrase: Phrase) {
        self.code = code
        self.subject = subject
        self.caseRef = caseRef
        self.phrase = phrase
    }
}
