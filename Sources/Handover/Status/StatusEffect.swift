public import Domain

/// What an event asks of the creditor (DHX 1.0 §5.7, column "what our pipeline does"). It decides nothing:
/// the ledger and the ladder act on it.
public enum StatusEffect: Sendable, Equatable {
    /// Nothing but a line in the case's history.
    case log
    /// A person must look: an unmapped code, an untraceable, dead or vulnerable debtor.
    case review
    /// Documents or an answer (ANS) by a day, `nil` where none is stated.
    case answer(by: Day?)
    /// Own reminders rest; alarm on the day, three days after the promised one.
    case suspendReminders(alarm: Day)
    /// The receipts of a plan, in minor units.
    case expectReceipts([PlannedReceipt])
    /// A remittance line over the amount must follow. No cash is booked by an event.
    case expectRemittanceLine(amount: Int64)
    /// The lines are no verified debt any more, the whole case where none is named; a formal claim also takes
    /// the debt out of registries.
    case dispute(lineRefs: [String], removesFromRegistry: Bool)
    /// The claim must be filed with the insolvency administrator by the day.
    case fileClaim(by: Day)
    /// Approve legal action (LGA) or recall the case (RCF).
    case decideLegal
    case enterPhase(DebtCase.Phase)
    /// No final recall until the objection is answered.
    case stopRecall
    /// The last balance is reconciled, then the case is free.
    case close(CloseReason, balance: CaseBalance)

    /// An expected instalment.
    public struct PlannedReceipt: Sendable, Equatable {
        public let day: Day
        /// Minor units.
        public let amount: Int64
    }
}

extension StatusEvent {
    /// Days after a promised day until it counts as broken without a word of the agency.
    private static let promiseGraceDays = 3

    /// What the event asks for. What its status must bring with it but does not is for a person to look at.
    public var effect: StatusEffect {
        guard let status = status.status else { return .review }
        switch status {
        case .open, .contact, .noContact, .tracing, .promiseBroken, .planBroken, .disputeResolved, .refused,
            .onHold:
            return .log
        case .untraceable, .deceased, .vulnerable: return .review
        case .informationRequested: return .answer(by: actionRequired?.by)
        case .promise:
            return dueDate.map { .suspendReminders(alarm: $0.adding(days: Self.promiseGraceDays)) } ?? .review
        case .plan:
            let receipts = (plan?.expectedReceipts ?? []).map {
                StatusEffect.PlannedReceipt(day: $0.day, amount: $0.amount)
            }
            return receipts.isEmpty ? .review : .expectReceipts(receipts)
        case .partPaid, .paid, .settled: return amount.map { .expectRemittanceLine(amount: $0) } ?? .review
        case .disputed:
            return dispute.map {
                .dispute(lineRefs: $0.lineRefs, removesFromRegistry: $0.ground.isFormalClaim)
            } ?? .review
        case .insolvent: return court?.claimBy.map { .fileClaim(by: $0) } ?? .review
        case .legalRecommended: return .decideLegal
        case .legalFiled, .judgment, .enforcing: return .enterPhase(phase)
        case .recallObjected: return .stopRecall
        case .closed: return close.map { .close($0.reason, balance: $0.balanceAtClose) } ?? .review
        }
    }
}
