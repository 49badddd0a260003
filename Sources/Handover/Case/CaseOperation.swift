public import Domain

/// Why a case is called back (DHX 1.0 §5.3.1).
public enum RecallReason: String, Sendable, CaseIterable {
    case paid = "PAID"
    case settledDirect = "SETTLED_DIRECT"
    case commercialDecision = "COMMERCIAL_DECISION"
    case disputeAccepted = "DISPUTE_ACCEPTED"
    case insolvent = "INSOLVENT"
    /// Reverses the placement: no fee, no statistics.
    case placedInError = "PLACED_IN_ERROR"
    case moveAgency = "MOVE_AGENCY"
    case contractEnd = "CONTRACT_END"
    case dataRight = "DATA_RIGHT"
}

/// One thing said about one case: that it exists, that money came, that it is called back.
public struct CaseOperation: Sendable, Equatable {
    /// The codes of DHX 1.0, in the order in which totals list them.
    public enum Code: String, Sendable, CaseIterable {
        case new = "NEW"
        case update = "UPD"
        case payment = "PAY"
        case adjustment = "ADJ"
        case hold = "HLD"
        case resume = "RES"
        case announcedRecall = "RCP"
        case finalRecall = "RCF"
        case answer = "ANS"
        case legalApproval = "LGA"
    }

    /// What the operation carries. The codes that have no case here are not written by this version.
    public enum Content: Sendable, Equatable {
        /// NEW: the full case, version 1.
        case new(DebtCase)
        /// PAY: money that the creditor received or gave back, and what is owed after it.
        case payment(CasePayment, balanceAfter: CaseBalance)
        /// RCF: final recall, to which the agency cannot object.
        case finalRecall(RecallReason)
    }

    /// Stable for the life of the case: letters, digits, dot, hyphen, underscore; with version at most 35.
    public var caseRef: String
    /// The agency's own number, from its acknowledgement on.
    public var agencyCaseRef = ""
    /// 1 for NEW, then one more each operation.
    public var caseVersion: Int
    public var effectiveDate: Day
    /// The case's one currency.
    public var currency: Currency
    /// At most 1024 characters; never data of special categories (GDPR art. 9).
    public var note = ""
    public var content: Content

    public init(caseRef: String, caseVersion: Int, effectiveDate: Day, currency: Currency, content: Content) {
        self.caseRef = caseRef
        self.caseVersion = caseVersion
        self.effectiveDate = effectiveDate
        self.currency = currency
        self.content = content
    }

    /// `{caseRef}.{version}`: what makes a repeated operation recognisable.
    public var opId: String { "\(caseRef).\(caseVersion)" }

    public var code: Code {
        switch content {
        case .new: .new
        case .payment: .payment
        case .finalRecall: .finalRecall
        }
    }

    /// The case that the operation carries in full; `nil` for operations that do not.
    var debtCase: DebtCase? {
        guard case .new(let debtCase) = content else { return nil }
        return debtCase
    }

    /// The same operation with every list in its own order.
    var inOrder: CaseOperation {
        var sorted = self
        switch content {
        case .new(let debtCase): sorted.content = .new(debtCase.inOrder)
        case .payment(let payment, let balance):
            sorted.content = .payment(payment.inOrder, balanceAfter: balance)
        case .finalRecall: break
        }
        return sorted
    }
}
