public import Domain

/// Why a case is paused. DHX 1.0 demands a reason and lists no codes: these are ours.
public enum CaseHoldReason: String, Sendable, CaseIterable {
    /// The debtor disputes, and the creditor looks into it.
    case dispute = "DISPUTE"
    /// The debtor promised the creditor to pay.
    case promise = "PROMISE"
    /// A payment plan with the creditor (plan de pagos).
    case plan = "PLAN"
    /// Money came that may be this debtor's and is not applied yet.
    case unmatchedCredit = "UNMATCHED_CREDIT"
    /// A data-protection request is being answered.
    case dataRight = "DATA_RIGHT"
    case other = "OTHER"
}

/// What changed a placed debt without money (operation ADJ). DHX 1.0 names the four kinds and leaves the
/// fields open: they are those of a payment.
public struct CaseAdjustment: Sendable, Equatable {
    /// What happened.
    public enum Kind: String, Sendable, CaseIterable {
        /// Factura rectificativa, abono.
        case creditNote = "CREDIT_NOTE"
        /// Condonación.
        case writeOff = "WRITE_OFF"
        /// Interest that grew since.
        case interest = "INTEREST"
        case correction = "CORRECTION"
    }

    /// Unique in the case.
    public var adjustmentRef: String
    public var date: Day
    /// Minor units, signed: negative lowers the debt. Never zero.
    public var amount: Int64
    public var kind: Kind
    /// Which lines or charges it changes, signed like the adjustment.
    public var shares: [CasePayment.Share]

    public init(
        adjustmentRef: String, date: Day, amount: Int64, kind: Kind, shares: [CasePayment.Share]
    ) {
        self.adjustmentRef = adjustmentRef
        self.date = date
        self.amount = amount
        self.kind = kind
        self.shares = shares
    }

    var inOrder: CaseAdjustment {
        var sorted = self
        sorted.shares.sort { ($0.ref, $0.amount) < ($1.ref, $1.amount) }
        return sorted
    }
}
