internal import Domain

/// The conditions that people and the law answer: pacífica, exigible, requerida.
extension DebtVerifier {
    /// Pacífica: no objection is open, before nobody (P5) and with nobody (P6).
    func undisputed(_ claim: Claim) -> ConditionResult {
        let invoice = claim.item.id
        if let (objection, missing) = objection(to: invoice) {
            return ConditionResult(
                .undisputed, .failed, evidence: words.proof(objection),
                missing: words(missing, ["day": words.day(objection.day)]))
        }
        if let settled = facts.latest(.disputeResolved, for: invoice) {
            return .passed(.undisputed, evidence: words.proof(settled))
        }
        return .passed(.undisputed, evidence: words(.undisputedNone, ["day": words.day(facts.asOf)]))
    }

    /// The gravest open objection, and what would end it.
    private func objection(to invoice: Int64) -> (DecisionFact, Phrase)? {
        guard facts.hasDecisions(for: invoice) else { return nil }
        if let formal = facts.block(by: .litigated, until: .litigationEnded, for: invoice) {
            return (formal, .undisputedFormal)
        }
        if let dispute = facts.block(by: .disputed, until: .disputeResolved, for: invoice) {
            return (dispute, .undisputedOpen)
        }
        let reason = facts.block(
            by: .reason, until: .disputeResolved, for: invoice,
            where: { $0.terms.reason?.isObjection == true })
        if let reason { return (reason, .undisputedOpen) }
        let complaint = facts.block(by: .complaint, until: .complaintAnswered, for: invoice)
        return complaint.map { ($0, .undisputedComplaint) }
    }

    /// Exigible: ours to claim, not on hold, not time-barred.
    func enforceable(_ claim: Claim) -> ConditionResult {
        if claim.item.isAssigned {
            return .failed(.enforceable, missing: words(.enforceableAssigned))
        }
        if let hold = facts.block(by: .hold, until: .resumed, for: claim.item.id) {
            return ConditionResult(
                .enforceable, .failed, evidence: words.proof(hold),
                missing: hold.terms.until.map {
                    words(.enforceableHoldUntil, ["day": words.day(hold.day), "until": words.day($0)])
                } ?? words(.enforceableHold, ["day": words.day(hold.day)]))
        }
        if let seizure = facts.block(by: .seized, until: .seizureLifted, for: claim.item.id) {
            return seized(claim, seizure)
        }
        guard let start = claim.firstDue else {
            return .unknown(.enforceable, missing: words(.enforceableDue))
        }
        return limited(claim, from: start)
    }

    /// What is seized the debtor must pay to who seized it. The rest could be claimed, but every letter
    /// claims the whole: so nothing is, until a person has seen to it.
    private func seized(_ claim: Claim, _ seizure: DecisionFact) -> ConditionResult {
        let open = claim.item.outstanding
        let part = min(seizure.terms.amount ?? open, open)
        let currency = claim.item.currency
        return ConditionResult(
            .enforceable, .failed, evidence: words.proof(seizure),
            missing: words(
                .enforceableSeized,
                [
                    "day": words.day(seizure.day), "amount": words.money(part, currency),
                    "rest": words.money(open - part, currency),
                ]))
    }

    /// Requerida de pago: the formal claim arrived, and the debtor had time to answer it. Only of companies
    /// can the creditor do without: persons are in default by it (CC 1100) and are listed after it.
    func demanded(_ claim: Claim) -> ConditionResult {
        guard policy.requiresDemand || standing(of: claim.item) != .company else {
            return .passed(.demanded, evidence: words(.demandedPolicy))
        }
        let steps = facts.steps(for: claim.item.id).filter { $0.kind == .formalClaim }
        guard let step = steps.first else {
            return .failed(.demanded, missing: words(.demandedClaim))
        }
        guard let documented = steps.first(where: { !$0.documentSHA256.isEmpty }) else {
            return .unknown(.demanded, missing: words(.demandedDocument, ["day": words.day(step.day)]))
        }
        guard let proof = provenClaims(of: claim.item.id).first else {
            return ConditionResult(
                .demanded, .unknown, evidence: words.proof(documented),
                missing: words(.demandedDelivery, ["day": words.day(documented.day)]))
        }
        let law = lawPack.row(.priorDemand, on: facts.asOf).map { [words.citation($0)] } ?? []
        let proofs = [words.proof(proof.step), words.proof(proof.delivery)] + law
        let evidence = proofs.joined(separator: "; ")
        let ripe = proof.delivery.day.adding(days: policy.demandWaitDays)
        guard facts.asOf >= ripe else {
            return ConditionResult(
                .demanded, .failed, evidence: evidence,
                missing: words(.demandedWait, ["day": words.day(ripe)]))
        }
        return .passed(.demanded, evidence: evidence)
    }

    /// A formal claim with its document and the proof that it arrived.
    struct ProvenClaim {
        let step: StepFact
        let delivery: DecisionFact
    }

    /// The formal claims that can be proven, oldest first. What was sent without proof of arrival does not
    /// count (STS 672/2020).
    func provenClaims(of invoice: Int64) -> [ProvenClaim] {
        facts.steps(for: invoice).compactMap { step in
            guard step.kind == .formalClaim, !step.documentSHA256.isEmpty else { return nil }
            let delivery = facts.decisions(for: invoice).first {
                $0.kind == .delivered && $0.mayBeAbout(step) && $0.day >= step.day
                    && !cameBack(step, deliveredOn: $0.day)
            }
            return delivery.map { ProvenClaim(step: step, delivery: $0) }
        }
    }

    /// Whether the letter of a step came back on the day that it is said to have arrived, or later. What
    /// comes back is the last letter sent by then, unless the proof names its message.
    private func cameBack(_ step: StepFact, deliveredOn day: Day) -> Bool {
        let steps = facts.steps(for: step.invoice).filter { $0.kind < .agency }
        return facts.decisions(for: step.invoice).contains { fact in
            guard fact.kind == .returned || fact.kind == .addressReturned, fact.day >= day else {
                return false
            }
            guard fact.document == nil else { return fact.mayBeAbout(step) }
            return steps.last { $0.day <= fact.day }?.kind == step.kind
        }
    }
}
