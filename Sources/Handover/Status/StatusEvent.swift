public import Domain

/// One thing that happened to a case at the agency (DHX 1.0 §5.7). Amounts are minor units of the case's
/// currency; empty texts are absent.
public struct StatusEvent: Sendable, Equatable {
    /// A payment plan that the debtor agreed to.
    public struct Plan: Sendable, Equatable {
        public var total: Int64
        /// Days of the first and the last instalment.
        public var first: Day
        public var last: Day
        public var instalments: Int
        /// Of each instalment; the last one may be smaller.
        public var amount: Int64
        public var frequency: PlanFrequency

        public init(
            total: Int64, first: Day, last: Day, instalments: Int, amount: Int64, frequency: PlanFrequency
        ) {
            self.total = total
            self.first = first
            self.last = last
            self.instalments = instalments
            self.amount = amount
            self.frequency = frequency
        }
    }

    /// What the debtor disputes.
    public struct Dispute: Sendable, Equatable {
        public var ground: DisputeGround
        public var raisedAt: Day
        /// The lines it touches; empty for the whole case.
        public var lineRefs: [String]
        public var amount: Int64?

        public init(ground: DisputeGround, raisedAt: Day, lineRefs: [String] = [], amount: Int64? = nil) {
            self.ground = ground
            self.raisedAt = raisedAt
            self.lineRefs = lineRefs
            self.amount = amount
        }
    }

    /// Proceedings: a claim that was filed, or an insolvency to file a claim in.
    public struct Court: Sendable, Equatable {
        public var court: String
        public var caseNumber = ""
        public var filedAt: Day?
        /// Last day to file the creditor's claim with the insolvency administrator.
        public var claimBy: Day?

        public init(court: String) { self.court = court }
    }

    /// What the agency needs from the creditor, and until when.
    public struct Action: Sendable, Equatable {
        /// Of the code that needs no table: approval of legal action.
        public static let approveLegal = "APPROVE_LEGAL"

        /// Upper-case code: `ANSWER_DISPUTE`, `APPROVE_LEGAL`. The fact sheet has no closed list.
        public var code: String
        public var by: Day?
        public var documentTypes: [CaseDocument.Kind] = []
        public var costEstimate: Int64?

        public init(code: String, by: Day? = nil) {
            self.code = code
            self.by = by
        }
    }

    /// How a case ended.
    public struct Close: Sendable, Equatable {
        public var reason: CloseReason
        public var balanceAtClose: CaseBalance

        public init(reason: CloseReason, balanceAtClose: CaseBalance) {
            self.reason = reason
            self.balanceAtClose = balanceAtClose
        }
    }

    /// A document that came with the batch.
    public struct Document: Sendable, Equatable {
        public var docRef: String
        public var kind: CaseDocument.Kind
        /// Under `evidence/`, no `..`.
        public var path: String
        public var sha256: String
        public var byteCount: Int
        public var mediaType: String

        public init(
            docRef: String, kind: CaseDocument.Kind, path: String, sha256: String, byteCount: Int,
            mediaType: String
        ) {
            self.docRef = docRef
            self.kind = kind
            self.path = path
            self.sha256 = sha256
            self.byteCount = byteCount
            self.mediaType = mediaType
        }
    }

    /// What makes a repeated event recognisable, across batches too.
    public var eventId: String
    public var caseRef: String
    public var agencyCaseRef: String
    /// The last version of the case that the agency had when it wrote this.
    public var caseVersionSeen: Int
    public var at: PinnedTime
    public var phase: DebtCase.Phase
    public var status: ReportedStatus
    public var reason = ""
    public var amount: Int64?
    public var dueDate: Day?
    public var plan: Plan?
    public var dispute: Dispute?
    public var court: Court?
    public var actionRequired: Action?
    public var close: Close?
    public var documents: [Document] = []
    /// The case's one currency, which the event does not write.
    public var currency: Currency

    public init(
        eventId: String, caseRef: String, agencyCaseRef: String, caseVersionSeen: Int, at: PinnedTime,
        phase: DebtCase.Phase, status: ReportedStatus, currency: Currency = .eur
    ) {
        self.eventId = eventId
        self.caseRef = caseRef
        self.agencyCaseRef = agencyCaseRef
        self.caseVersionSeen = caseVersionSeen
        self.at = at
        self.phase = phase
        self.status = status
        self.currency = currency
    }

    /// The order in which events are applied: by time, then by id, whatever order they arrived in.
    public static func precedes(_ a: StatusEvent, _ b: StatusEvent) -> Bool {
        (a.at, a.eventId) < (b.at, b.eventId)
    }
}

extension StatusEvent.Plan {
    /// When how much is expected: equal instalments, the rest with the last one, on `last`.
    ///
    /// Empty where the figures of the plan contradict each other, so that nothing is expected by guess.
    public var expectedReceipts: [(day: Day, amount: Int64)] {
        guard (1...600).contains(instalments), amount > 0, total > 0, first <= last else { return [] }
        let (equal, overflow) = amount.multipliedReportingOverflow(by: Int64(instalments - 1))
        guard !overflow, equal < total, total - equal <= amount else { return [] }
        let rest = total - equal
        return (0..<instalments).map { position in
            position == instalments - 1
                ? (last, rest) : (day(ofInstalment: position), amount)
        }
    }

    private func day(ofInstalment position: Int) -> Day {
        switch frequency {
        case .weekly: first.adding(days: 7 * position)
        case .biweekly: first.adding(days: 14 * position)
        case .monthly: adding(months: position)
        case .quarterly: adding(months: 3 * position)
        }
    }

    /// Date to date; the 31st becomes the last day of a shorter month.
    private func adding(months: Int) -> Day {
        let (year, month, day) = first.civil
        let index = year * 12 + month - 1 + months
        let length = Day.length(ofMonth: index % 12 + 1, year: index / 12)
        return Day(year: index / 12, month: index % 12 + 1, day: min(day, length)) ?? last
    }
}
