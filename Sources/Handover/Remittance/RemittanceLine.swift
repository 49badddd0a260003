public import Domain

/// One movement of a remittance statement (DHX 1.0 §5.8). Amounts are minor units of its currency.
public struct RemittanceLine: Sendable, Equatable {
    /// What moved.
    public enum Kind: String, Sendable, CaseIterable {
        /// Collected by the agency.
        case collected = "COLL"
        /// Reversal of COLL: negative, names what it reverses.
        case collectedReversal = "REVC"
        /// Paid to the creditor: the echo of a PAY, never booked again; only its fee matters.
        case direct = "DIRC"
        case directReversal = "REVD"
        /// Agreed outlay (suplido).
        case expense = "EXPN"
        case adjustment = "ADJT"

        /// Whether the agency held the money.
        public var isCollected: Bool { self == .collected || self == .collectedReversal }
        /// Whether the creditor had the money already.
        public var isDirect: Bool { self == .direct || self == .directReversal }
        public var isReversal: Bool { self == .collectedReversal || self == .directReversal }
    }

    /// What the gross is for. The five parts add up to it (M-01).
    public struct Allocation: Sendable, Equatable {
        public var principal: Int64
        public var interest: Int64
        public var fixedComp: Int64
        public var costs: Int64
        /// What the collector keeps for itself by agreement; it pays nothing of the creditor's claim.
        public var retained: Int64

        public init(
            principal: Int64 = 0, interest: Int64 = 0, fixedComp: Int64 = 0, costs: Int64 = 0,
            retained: Int64 = 0
        ) {
            self.principal = principal
            self.interest = interest
            self.fixedComp = fixedComp
            self.costs = costs
            self.retained = retained
        }

        /// What pays the claim: everything but the retained part. Wide, so that no sum overflows.
        var claim: Int128 { Int128(principal) + Int128(interest) + Int128(fixedComp) + Int128(costs) }
        var sum: Int128 { claim + Int128(retained) }
    }

    /// 1 for the first line, then one more each.
    public var number: Int
    public var kind: Kind
    /// Unique among all statements of the agency.
    public var movementId: String
    /// The movement that a reversal takes back.
    public var reversesId = ""
    /// The PAY that a DIRC echoes.
    public var creditorPaymentRef = ""
    public var caseRef: String
    public var agencyCaseRef: String
    public var lineRef = ""
    public var date: Day
    /// Signed: negative for reversals.
    public var gross: Int64
    /// `nil` where nothing is allocated: an outlay, some adjustments.
    public var allocation: Allocation?
    public var feeBase: Int64?
    /// Hundredths of a percent: 15.00 % is 1500.
    public var feeRateBasisPoints: Int?
    public var fee: Int64
    public var expense: Int64
    /// What the case owes after it, by the agency's books.
    public var balanceAfter: Int64?
    /// Mandatory for an adjustment.
    public var reason = ""

    public init(
        number: Int, kind: Kind, movementId: String, caseRef: String, agencyCaseRef: String, date: Day,
        gross: Int64, fee: Int64 = 0, expense: Int64 = 0
    ) {
        self.number = number
        self.kind = kind
        self.movementId = movementId
        self.caseRef = caseRef
        self.agencyCaseRef = agencyCaseRef
        self.date = date
        self.gross = gross
        self.fee = fee
        self.expense = expense
    }
}
