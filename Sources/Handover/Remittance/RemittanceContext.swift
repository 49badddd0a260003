public import Domain

/// A case as the creditor's books have it just before the statement's first movement. Minor units.
public struct RemittanceCase: Sendable, Equatable {
    public var caseRef: String
    /// The agency's number, empty while unknown; another one in the statement is another case.
    public var agencyCaseRef = ""
    public var currency: Currency
    public var phase: DebtCase.Phase
    /// Age of the debt in days, as the fee agreement counts it.
    public var ageDays: Int
    /// What the agency should hold as owed. A payment that was reported with PAY but that no statement has
    /// echoed yet is still in it: its DIRC line takes it off.
    public var balance: Int64
    /// Outstanding principal by `lineRef`.
    public var lines: [String: Int64] = [:]
    /// The day the case was closed or recalled, `nil` while it is open.
    public var closedAt: Day?

    public init(
        caseRef: String, currency: Currency = .eur, phase: DebtCase.Phase = .preLegal, ageDays: Int,
        balance: Int64
    ) {
        self.caseRef = caseRef
        self.currency = currency
        self.phase = phase
        self.ageDays = ageDays
        self.balance = balance
    }
}

/// A payment that the creditor reported to the agency (operation PAY).
public struct ReportedPayment: Sendable, Equatable {
    public var paymentRef: String
    public var caseRef: String
    public var date: Day
    /// Minor units; negative for money that went back.
    public var amount: Int64
    /// Whether the agency earns its fee on it.
    public var isFeeable: Bool
    /// The business date of the batch that reported it: before that day the agency could not echo it.
    public var reportedOn: Day
    /// The statement that echoed it already, empty for none.
    public var echoedBy = ""

    public init(
        paymentRef: String, caseRef: String, date: Day, amount: Int64, isFeeable: Bool, reportedOn: Day
    ) {
        self.paymentRef = paymentRef
        self.caseRef = caseRef
        self.date = date
        self.amount = amount
        self.isFeeable = isFeeable
        self.reportedOn = reportedOn
    }
}

/// A movement of an earlier statement.
public struct EarlierMovement: Sendable, Equatable {
    public var movementId: String
    public var kind: RemittanceLine.Kind
    public var caseRef: String
    public var gross: Int64
    /// Hundredths of a percent, `nil` where it cost nothing.
    public var feeRateBasisPoints: Int?
    /// Whether another movement took it back already.
    public var isReversed = false

    public init(
        movementId: String, kind: RemittanceLine.Kind, caseRef: String, gross: Int64,
        feeRateBasisPoints: Int? = nil
    ) {
        self.movementId = movementId
        self.kind = kind
        self.caseRef = caseRef
        self.gross = gross
        self.feeRateBasisPoints = feeRateBasisPoints
    }
}

/// The statement before this one.
public struct EarlierStatement: Sendable, Equatable {
    public var statementId: String
    public var periodTo: Day
    /// Carried forward, signed.
    public var closing: Int64

    public init(statementId: String, periodTo: Day, closing: Int64) {
        self.statementId = statementId
        self.periodTo = periodTo
        self.closing = closing
    }
}

/// A bank credit that no other record explains.
public struct PayoutCredit: Sendable, Equatable {
    /// The bank's own reference of the entry.
    public var entryId: String
    public var date: Day
    public var amount: Money
    /// References and remittance text of the entry.
    public var text: String

    public init(entryId: String, date: Day, amount: Money, text: String) {
        self.entryId = entryId
        self.date = date
        self.amount = amount
        self.text = text
    }
}

/// A fee invoice that arrived as a purchase invoice (factura recibida). Minor units.
public struct ReceivedFeeInvoice: Sendable, Equatable {
    public var number: String
    public var net: Int64
    public var vat: Int64
    public var gross: Int64

    public init(number: String, net: Int64, vat: Int64, gross: Int64) {
        self.number = number
        self.net = net
        self.vat = vat
        self.gross = gross
    }
}

/// What the agency may charge.
public struct FeeSchedule: Sendable, Equatable {
    /// The rate of a phase from an age on.
    public struct Row: Sendable, Equatable {
        public var phase: DebtCase.Phase
        /// In days, inclusive; the row with the greatest age that is reached counts.
        public var fromAgeDays: Int
        /// Hundredths of a percent.
        public var rateBasisPoints: Int

        public init(phase: DebtCase.Phase, fromAgeDays: Int = 0, rateBasisPoints: Int) {
            self.phase = phase
            self.fromAgeDays = fromAgeDays
            self.rateBasisPoints = rateBasisPoints
        }
    }

    public var rows: [Row]
    /// UNTDID 5305.
    public var vatCategory: String
    /// Hundredths of a percent.
    public var vatRateBasisPoints: Int
    /// Whether the agency may retain a part of what it collects.
    public var allowsRetention: Bool

    public init(
        rows: [Row], vatCategory: String = "S", vatRateBasisPoints: Int = 2_100, allowsRetention: Bool = false
    ) {
        self.rows = rows
        self.vatCategory = vatCategory
        self.vatRateBasisPoints = vatRateBasisPoints
        self.allowsRetention = allowsRetention
    }

    /// The rate agreed for a phase and age; `nil` where nothing is agreed.
    public func rate(phase: DebtCase.Phase, ageDays: Int) -> Int? {
        let reached = rows.filter { $0.phase == phase && $0.fromAgeDays <= ageDays }
        return reached.max { $0.fromAgeDays < $1.fromAgeDays }?.rateBasisPoints
    }
}

/// What the creditor knows, against which a statement is held.
public struct RemittanceContext: Sendable, Equatable {
    public var cases: [RemittanceCase]
    public var payments: [ReportedPayment] = []
    public var schedule: FeeSchedule
    public var credits: [PayoutCredit] = []
    public var feeInvoices: [ReceivedFeeInvoice] = []
    /// Events that announce money and that no earlier statement settled.
    public var events: [StatusEvent] = []
    /// Ids of all earlier statements.
    public var earlierStatementIds: Set<String> = []
    /// `nil` for the first statement of the agreement.
    public var lastStatement: EarlierStatement?
    public var earlierMovements: [EarlierMovement] = []
    /// The day of the run.
    public var asOf: Day
    /// Calendar days after the stated date within which a payout may still arrive.
    public var payoutDaysMax = 3
    /// Calendar days between an event and its line.
    public var statusDaysMax = 10

    public init(cases: [RemittanceCase], schedule: FeeSchedule, asOf: Day) {
        self.cases = cases
        self.schedule = schedule
        self.asOf = asOf
    }
}
