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

    /// What the operation carries.
    public enum Content: Sendable, Equatable {
        /// NEW: the full case, version 1.
        case new(DebtCase)
        /// UPD: the full case again, in place of what was said. After a part payment, PAY and ADJ instead.
        case update(DebtCase)
        /// PAY: money that the creditor received or gave back, and what is owed after it.
        case payment(CasePayment, balanceAfter: CaseBalance)
        /// ADJ: what changed the debt without money, and what is owed after it.
        case adjustment(CaseAdjustment, balanceAfter: CaseBalance)
        /// HLD: the agency pauses.
        case hold(CaseHoldReason)
        /// RES: the agency goes on.
        case resume
        /// RCP: announced recall; the agency may object up to and including the day.
        case announcedRecall(RecallReason, objectionUntil: Day)
        /// RCF: final recall, to which the agency cannot object.
        case finalRecall(RecallReason)
        /// ANS: answer to the agency's event (INFO_REQUESTED, a dispute), with documents; their bytes travel.
        case answer(eventId: String, documents: [CaseDocument])
        /// LGA: legal action is approved as the event proposed it, up to a budget in minor units.
        case legalApproval(eventId: String, budgetLimit: Int64)
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
    /// NEW of a debt that was placed before under another reference; `groupRef` joins the two.
    public var isReopened = false
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
        case .update: .update
        case .payment: .payment
        case .adjustment: .adjustment
        case .hold: .hold
        case .resume: .resume
        case .announcedRecall: .announcedRecall
        case .finalRecall: .finalRecall
        case .answer: .answer
        case .legalApproval: .legalApproval
        }
    }

    /// The case that the operation carries in full; `nil` for operations that do not.
    var debtCase: DebtCase? {
        switch content {
        case .new(let debtCase), .update(let debtCase): debtCase
        default: nil
        }
    }

    /// The documents whose bytes travel with the operation.
    var documents: [CaseDocument] {
        if case .answer(_, let documents) = content { return documents }
        return debtCase?.documents ?? []
    }

    /// The same operation with every list in its own order.
    var inOrder: CaseOperation {
        var sorted = self
        switch content {
        case .new(let debtCase): sorted.content = .new(debtCase.inOrder)
        case .update(let debtCase): sorted.content = .update(debtCase.inOrder)
        case .payment(let payment, let balance):
            sorted.content = .payment(payment.inOrder, balanceAfter: balance)
        case .adjustment(let adjustment, let balance):
            sorted.content = .adjustment(adjustment.inOrder, balanceAfter: balance)
        case .answer(let event, let documents):
            sorted.content = .answer(eventId: event, documents: documents.inOrder)
        case .hold, .resume, .announcedRecall, .finalRecall, .legalApproval: break
        }
        return sorted
    }
}
