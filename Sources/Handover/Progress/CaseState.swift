/// Where a case stands at the agency, by what it was told, what it answered and what it reported: the
/// creditor's side of the state machine of DHX 1.0 §5.4.
public enum CaseState: String, Sendable, CaseIterable {
    /// NEW went out and nothing has come back.
    case sent = "SENT"
    /// The agency waits for documents or an answer.
    case pendingInformation = "PENDING_INFO"
    case accepted = "ACCEPTED"
    case working = "WORKING"
    /// Nothing is asked of the debtor for the time being.
    case held = "HELD"
    /// A recall went out that the agency has not acknowledged.
    case recallPending = "RECALL_PENDING"
    case recalled = "RECALLED"
    /// The agency closed it.
    case closed = "CLOSED"
    /// The agency never took it.
    case rejected = "REJECTED"

    /// Whether the case is over, and its invoices are nobody's but the creditor's.
    public var isOver: Bool { self == .recalled || self == .closed || self == .rejected }

    /// Whether the agency took the case and works on it, or could.
    public var isWithAgency: Bool {
        switch self {
        case .accepted, .working, .held, .pendingInformation: true
        case .sent, .recallPending, .recalled, .closed, .rejected: false
        }
    }
}

/// One thing that can move a case.
public enum CaseTurn: Sendable, Equatable {
    /// The creditor sent an operation.
    case told(CaseOperation.Code)
    /// The agency answered one, with its reasons.
    case answered(CaseOperation.Code, AnswerStatus, [CaseReason])
    /// The agency reported an event; of a close with its reason.
    case reported(EventStatus, CloseReason?)
}

extension CaseState {
    /// The state after a turn. What makes no sense in a state changes nothing: an event of a case that is
    /// over is a finding for a person, never a way back.
    public func after(_ turn: CaseTurn) -> CaseState {
        guard !isOver else { return self }
        switch turn {
        case .told(let operation): return told(operation)
        case .answered(let operation, let status, let reasons): return answered(operation, status, reasons)
        case .reported(let status, let close): return reported(status, close)
        }
    }

    private func told(_ operation: CaseOperation.Code) -> CaseState {
        switch operation {
        case .announcedRecall, .finalRecall: .recallPending
        case .hold: self == .recallPending ? self : .held
        // Also of an announced recall that was called off.
        case .resume: self == .held || self == .recallPending ? .working : self
        case .new, .update, .payment, .adjustment, .answer, .legalApproval: self
        }
    }

    private func answered(
        _ operation: CaseOperation.Code, _ status: AnswerStatus, _ reasons: [CaseReason]
    ) -> CaseState {
        switch operation {
        case .new: answeredNew(status)
        case .finalRecall: answeredRecall(status, reasons)
        case .answer: self == .pendingInformation && status.isAccepted ? .working : self
        // What is answered to the rest moves balances, not states.
        case .update, .payment, .adjustment, .hold, .resume, .announcedRecall, .legalApproval: self
        }
    }

    private func answeredNew(_ status: AnswerStatus) -> CaseState {
        switch status {
        case .accepted, .acceptedWithChange:
            self == .sent || self == .pendingInformation ? .accepted : self
        case .pending: self == .sent ? .pendingInformation : self
        // Also of a case that was recalled meanwhile: there is nothing to give back.
        case .rejected: .rejected
        case .duplicate: self
        }
    }

    private func answeredRecall(_ status: AnswerStatus, _ reasons: [CaseReason]) -> CaseState {
        guard self == .recallPending else { return self }
        switch status {
        case .accepted, .acceptedWithChange, .duplicate: return .recalled
        case .pending: return self
        // It has no such case, or has it no more: that is what the recall asks for.
        case .rejected: return reasons.contains { $0 == .unknownCase || $0 == .caseClosed } ? .recalled : self
        }
    }

    private func reported(_ status: EventStatus, _ close: CloseReason?) -> CaseState {
        if status == .closed { return close == .recalled && self == .recallPending ? .recalled : .closed }
        // Until the agency has acknowledged the case its balance is not agreed, whatever it does already; and
        // a recall is not undone by what it did before it read it.
        guard isWithAgency else { return self }
        switch status {
        case .informationRequested: return .pendingInformation
        case .onHold, .disputed: return .held
        case .open, .disputeResolved: return .working
        case .contact, .noContact, .tracing, .promise, .plan, .promiseBroken, .planBroken, .partPaid, .paid,
            .settled, .refused, .legalRecommended, .legalFiled, .judgment, .enforcing:
            return self == .accepted ? .working : self
        case .untraceable, .insolvent, .deceased, .vulnerable, .recallObjected, .closed: return self
        }
    }
}
