internal import Domain

/// The conditions of the debtor, whatever the invoice: who it is, whether it is insolvent, whether its data
/// may be used. They close every gate, reminders too.
extension DebtVerifier {
    /// It is this person, alive, and the address is theirs (P7, W11, W14). Nobody proves it; what speaks
    /// against it is recorded.
    func identity(_ claim: Claim) -> ConditionResult {
        let invoice = claim.item.id
        if let death = facts.latest(.deceased, for: invoice) {
            return failed(.identity, death, .identityDeceased)
        }
        if let error = facts.block(by: .identityError, until: .identityConfirmed, for: invoice) {
            return failed(.identity, error, .identityError)
        }
        if let address = facts.block(by: .addressReturned, until: .addressConfirmed, for: invoice) {
            // Not known to be wrong, only no longer known to be right: nothing is withdrawn for it.
            return ConditionResult(
                .identity, .unknown, evidence: words.proof(address),
                missing: words(.identityAddress, ["day": words.day(address.day)]))
        }
        return .passed(.identity, evidence: words(.identityNone, ["day": words.day(facts.asOf)]))
    }

    /// No insolvency proceeding and no discharge of this debt (P8, W7, W8). What the debtor only says of its
    /// insolvency is to be looked up.
    func solvent(_ claim: Claim) -> ConditionResult {
        let invoice = claim.item.id
        guard facts.hasDecisions(for: invoice) else { return noInsolvency }
        // Debts that came after the order are not discharged by it.
        let discharge = facts.block(
            by: .discharged, until: nil, for: invoice, where: { claim.item.issued <= $0.day })
        if let discharge { return failed(.solvent, discharge, .solventDischarged) }
        if let insolvency = facts.block(by: .insolvency, until: .insolvencyEnded, for: invoice) {
            return failed(.solvent, insolvency, .solventInsolvency)
        }
        let said = facts.block(
            by: .reason, until: .insolvencyEnded, for: invoice, where: { $0.terms.reason == .insolvent })
        if let said {
            return ConditionResult(
                .solvent, .unknown, evidence: words.proof(said),
                missing: words(.solventSaid, ["day": words.day(said.day)]))
        }
        return noInsolvency
    }

    private var noInsolvency: ConditionResult {
        .passed(.solvent, evidence: words(.solventNone, ["day": words.day(facts.asOf)]))
    }

    /// The debtor has not restricted the processing of its data (P9, GDPR art. 18 and 21).
    func unrestricted(_ claim: Claim) -> ConditionResult {
        if let restriction = facts.block(by: .restricted, until: .restrictionLifted, for: claim.item.id) {
            return failed(.unrestricted, restriction, .unrestrictedOpen)
        }
        return .passed(.unrestricted, evidence: words(.unrestrictedNone, ["day": words.day(facts.asOf)]))
    }

    private func failed(_ condition: Condition, _ fact: DecisionFact, _ missing: Phrase) -> ConditionResult {
        ConditionResult(
            condition, .failed, evidence: words.proof(fact),
            missing: words(missing, ["day": words.day(fact.day)]))
    }
}
