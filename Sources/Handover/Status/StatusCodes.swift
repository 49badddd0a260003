/// What happened to a case (DHX 1.0 §5.7), in the order of the fact sheet.
public enum EventStatus: String, Sendable, CaseIterable {
    case open = "OPEN"
    case contact = "CONTACT"
    case noContact = "NO_CONTACT"
    case tracing = "TRACING"
    case informationRequested = "INFO_REQUESTED"
    case promise = "PROMISE"
    case plan = "PLAN"
    case promiseBroken = "PROMISE_BROKEN"
    case planBroken = "PLAN_BROKEN"
    case partPaid = "PART_PAID"
    case paid = "PAID"
    case settled = "SETTLED"
    case disputed = "DISPUTED"
    case disputeResolved = "DISPUTE_RESOLVED"
    case refused = "REFUSED"
    case onHold = "ON_HOLD"
    case untraceable = "UNTRACEABLE"
    case insolvent = "INSOLVENT"
    case deceased = "DECEASED"
    case vulnerable = "VULNERABLE"
    case legalRecommended = "LEGAL_RECOMMENDED"
    case legalFiled = "LEGAL_FILED"
    case judgment = "JUDGMENT"
    case enforcing = "ENFORCING"
    case recallObjected = "RECALL_OBJECTED"
    case closed = "CLOSED"

    /// Whether the event says that money came, so that a remittance line must follow. It is no cash itself.
    public var announcesMoney: Bool { self == .partPaid || self == .paid || self == .settled }
}

/// The status as the agency wrote it: known, or kept raw. Never guessed.
public enum ReportedStatus: Sendable, Equatable {
    case known(EventStatus)
    /// A code that neither DHX nor the profile's table knows.
    case unmapped(String)

    /// `nil` for a code that nobody knows.
    public var status: EventStatus? {
        guard case .known(let status) = self else { return nil }
        return status
    }

    /// What lists show: the code, or `UNMAPPED` with what stood there.
    public var display: String {
        switch self {
        case .known(let status): status.rawValue
        case .unmapped(let raw): "UNMAPPED (\(raw))"
        }
    }

    var raw: String {
        switch self {
        case .known(let status): status.rawValue
        case .unmapped(let raw): raw
        }
    }
}

/// Why the agency closed a case.
public enum CloseReason: String, Sendable, CaseIterable {
    case paidInFull = "PAID_IN_FULL"
    case settled = "SETTLED"
    case recalled = "RECALLED"
    case withdrawnInError = "WITHDRAWN_ERROR"
    case untraceable = "UNTRACEABLE"
    case insolvent = "INSOLVENT"
    case deceased = "DECEASED"
    case exhaustedWithoutContact = "EXHAUSTED_NO_CONTACT"
    case exhaustedWithContact = "EXHAUSTED_CONTACT"
    case timeBarred = "TIME_BARRED"
    case disputeUpheld = "DISPUTE_UPHELD"
    case uneconomic = "UNECONOMIC"
    case legalLost = "LEGAL_LOST"
    case duplicate = "DUPLICATE"
    case movedToLegal = "MOVED_TO_LEGAL"
}

/// On what ground the debtor disputes.
public enum DisputeGround: String, Sendable, CaseIterable {
    case notDelivered = "NOT_DELIVERED"
    case quality = "QUALITY"
    case price = "PRICE"
    case alreadyPaid = "ALREADY_PAID"
    case notMine = "NOT_MINE"
    case creditDue = "CREDIT_DUE"
    case timeBarred = "TIME_BARRED"
    /// A formal claim: court or alternative dispute resolution.
    case court = "ADR_OR_COURT"
    case other = "OTHER"

    /// A formal claim takes the debt out of registries at once (§5.7, LOPDGDD art. 20).
    public var isFormalClaim: Bool { self == .court }
}

/// How often an instalment falls due.
public enum PlanFrequency: String, Sendable, CaseIterable {
    case weekly = "W"
    /// Every two weeks.
    case biweekly = "B"
    case monthly = "M"
    case quarterly = "Q"
}
