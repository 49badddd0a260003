public import Domain

/// What a claim in court, or the attempt to negotiate that must come first, is made of: values of the ledger
/// and of the law, nothing of which is looked up here. Amounts are minor units of `currency`.
public struct CourtFile: Sendable, Equatable {
    /// What the folder is for.
    public enum Purpose: String, Sendable {
        /// A claim (demanda, petición de monitorio).
        case court
        /// The attempt to negotiate before it (MASC, LO 1/2025).
        case mediation
    }

    public var purpose: Purpose
    /// Of the page, ISO 639-1; Spanish and Catalan read Spanish, any other English.
    public var language: String
    /// The day that amounts and terms are computed on.
    public var asOf: Day
    /// What was asked for: case, customer or invoice.
    public var subject: String
    public var caseReference: String
    public var creditor: Creditor
    public var debtor: Customer
    public var currency = Currency.eur
    public var debts: [CourtDebt] = []
    /// Letters and messages, by day.
    public var demands: [CourtDemand] = []
    /// `nil` while nobody was invited.
    public var negotiation: CourtNegotiation?
    public var procedure = CourtProcedure()
    /// In the order of their numbers.
    public var documents: [CourtDocument] = []
    /// What a person must still add or confirm.
    public var missing: [CourtGap] = []

    /// A folder about nothing yet.
    public init(
        _ purpose: Purpose, subject: String, caseReference: String, creditor: Creditor, debtor: Customer,
        language: String, asOf: Day
    ) {
        self.purpose = purpose
        self.subject = subject
        self.caseReference = caseReference
        self.creditor = creditor
        self.debtor = debtor
        self.language = language
        self.asOf = asOf
    }

    /// Still owed of all invoices.
    public var principal: Int64 { debts.reduce(0) { $0 + $1.outstanding } }
    /// Late interest up to the day.
    public var interest: Int64 { debts.reduce(0) { $0 + ($1.interest?.amount ?? 0) } }
    /// Fixed sums for recovery costs (40 EUR an invoice).
    public var recoverySums: Int64 { debts.reduce(0) { $0 + $1.recoverySum } }
    /// What is claimed.
    public var total: Int64 { principal + interest + recoverySums }
}

/// A row of law as a document cites it.
public struct CourtLaw: Sendable, Equatable {
    /// Stable name in the law pack, `N10`.
    public let id: String
    /// What it says, in the creditor's language.
    public let says: String
    /// `LEC 813`.
    public let article: String
    /// `V1`, `V2`, `V3` or `K`.
    public let confidence: String
    /// False where a lawyer must confirm it first.
    public let isVerified: Bool

    /// A row as the law pack has it.
    public init(id: String, says: String, article: String, confidence: String, isVerified: Bool) {
        self.id = id
        self.says = says
        self.article = article
        self.confidence = confidence
        self.isVerified = isVerified
    }
}

/// One invoice of the claim.
public struct CourtDebt: Sendable, Equatable {
    public var number: String
    public var issued: Day
    public var due: Day?
    public var payable: Int64
    public var outstanding: Int64
    /// `nil` where the law gives none, or it cannot be computed.
    public var interest: CourtInterest?
    public var recoverySum: Int64 = 0
    /// The conditions of a verified debt with their proof.
    public var conditions: [ConditionResult] = []
    /// The person's release (autorización).
    public var releasedOn: Day?
    public var releasedBy = ""
    /// What was paid or credited, by day.
    public var movements: [CourtMovement] = []
    /// File, line and digest that it was read from.
    public var source = ""

    /// An invoice without interest.
    public init(number: String, issued: Day, due: Day?, payable: Int64, outstanding: Int64) {
        self.number = number
        self.issued = issued
        self.due = due
        self.payable = payable
        self.outstanding = outstanding
    }
}

/// Late interest with its calculation.
public struct CourtInterest: Sendable, Equatable {
    /// Days of one principal and one rate.
    public struct Segment: Sendable, Equatable {
        public let from: Day
        public let to: Day
        public let days: Int
        public let principal: Int64
        /// Per cent a year with a decimal point: `10.15`.
        public let rate: String
        public let amount: Int64
        /// Ids of the rows of the rate.
        public let rows: [String]

        /// A run of days, both ends included.
        public init(
            from: Day, to: Day, days: Int, principal: Int64, rate: String, amount: Int64, rows: [String]
        ) {
            self.from = from
            self.to = to
            self.days = days
            self.principal = principal
            self.rate = rate
            self.amount = amount
            self.rows = rows
        }
    }

    public let amount: Int64
    public let segments: [Segment]

    /// The sum and its parts.
    public init(amount: Int64, segments: [Segment]) {
        self.amount = amount
        self.segments = segments
    }
}

/// What lowered an invoice.
public struct CourtMovement: Sendable, Equatable {
    /// Why it lowered it.
    public enum Kind: String, Sendable {
        case payment
        case credit
        /// Differences that were closed.
        case other
    }

    public let kind: Kind
    /// Booking day; `nil` where the ledger keeps none.
    public let day: Day?
    /// The bank's reference or the number of the credit note.
    public let reference: String
    /// Minor units, positive where it lowered the debt.
    public let amount: Int64

    /// A line of the account.
    public init(_ kind: Kind, day: Day?, reference: String, amount: Int64) {
        self.kind = kind
        self.day = day
        self.reference = reference
        self.amount = amount
    }
}

/// A letter or message that demanded payment, and how it arrived.
public struct CourtDemand: Sendable, Equatable {
    public var kind: StepKind
    public var channel: Channel
    public var day: Day
    /// Numbers of the invoices it is about.
    public var invoices: [String]
    /// The day that its arrival is proven for; `nil` for none.
    public var arrived: Day?
    /// What proves it.
    public var proof = ""

    /// A demand without proof of arrival.
    public init(kind: StepKind, channel: Channel, day: Day, invoices: [String]) {
        self.kind = kind
        self.channel = channel
        self.day = day
        self.invoices = invoices
    }
}

/// The attempt to negotiate: that it was, and when. Never what was offered (LO 1/2025 art. 9).
public struct CourtNegotiation: Sendable, Equatable {
    /// Day of the invitation; of several invoices the last.
    public var invited: Day
    /// Day on which its arrival is proven; `nil` for none.
    public var received: Day?
    /// The last day to answer; `nil` while its arrival is not proven.
    public var answerUntil: Day?
    /// The last day to sue before it must be repeated.
    public var sueUntil: Day?
    /// Day on which it ended without agreement, by its record; `nil` where only the days to answer ended.
    public var ended: Day?

    /// An invitation.
    public init(
        invited: Day, received: Day? = nil, answerUntil: Day? = nil, sueUntil: Day? = nil, ended: Day? = nil
    ) {
        self.ended = ended
        self.invited = invited
        self.received = received
        self.answerUntil = answerUntil
        self.sueUntil = sueUntil
    }
}

/// The way to court by the amount.
public struct CourtProcedure: Sendable, Equatable {
    /// Whether the claim needs a lawyer and procurador where the debtor opposes the monitorio, or in a
    /// juicio verbal or ordinario.
    public var needsLawyerIfOpposed = false
    /// Whether the claim becomes a juicio ordinario where the debtor opposes; else a juicio verbal.
    public var isOrdinary = false
    /// Days to answer an invitation to negotiate.
    public var answerDays = 30
    /// Every row that is cited.
    public var law: [CourtLaw] = []

    /// A way without law.
    public init() {}
}
