internal import Domain

/// The conditions that people and the law answer: pacífica, exigible, requerida.
extension DebtVerifier {
    /// Pacífica: no objection is open.
    func undisputed(_ claim: Claim) -> ConditionResult {
        let invoice = claim.item.id
        if let dispute = facts.block(by: .disputed, until: .disputeResolved, for: invoice) {
            return ConditionResult(
                .undisputed, .failed, evidence: dispute.evidence,
                missing: "a dispute-resolved decision dated after \(dispute.day)")
        }
        if let settled = facts.latest(.disputeResolved, for: invoice) {
            return .passed(.undisputed, evidence: settled.evidence)
        }
        return .passed(.undisputed, evidence: "no objection is recorded as of \(facts.asOf)")
    }

    /// Exigible: ours to claim, not on hold, not time-barred.
    func enforceable(_ claim: Claim) -> ConditionResult {
        if claim.item.isAssigned {
            return .failed(.enforceable, missing: "the credit itself: it is assigned to a factor")
        }
        if let hold = facts.block(by: .hold, until: .resumed, for: claim.item.id) {
            return ConditionResult(
                .enforceable, .failed, evidence: hold.evidence,
                missing: "a resumed decision dated after \(hold.day)")
        }
        guard let start = claim.firstDue else {
            return .unknown(.enforceable, missing: "a due date: the limitation cannot be counted")
        }
        let category = limitationCategory(of: claim.item)
        guard let row = lawPack.row(.limitation, scope: category, on: facts.asOf) else {
            return .unknown(.enforceable, missing: "the limitation of category \(category) in the law pack")
        }
        let limitation = limitation(from: start, row: row, claims: provenClaims(of: claim.item.id))
        guard facts.asOf < limitation.expires else {
            return ConditionResult(
                .enforceable, .failed, evidence: limitation.evidence,
                missing: "the claim is time-barred since \(limitation.expires)")
        }
        return .passed(.enforceable, evidence: limitation.evidence)
    }

    /// Requerida de pago: the formal claim arrived, and the debtor had time to answer it.
    func demanded(_ claim: Claim) -> ConditionResult {
        guard policy.requiresDemand else {
            return .passed(.demanded, evidence: "the workspace's policy asks for no formal claim")
        }
        let steps = facts.steps(for: claim.item.id).filter { $0.kind == .formalClaim }
        guard let step = steps.first else {
            return .failed(.demanded, missing: "a formal claim")
        }
        guard let documented = steps.first(where: { !$0.documentSHA256.isEmpty }) else {
            return .unknown(.demanded, missing: "the document of the formal claim of \(step.day)")
        }
        guard let proof = provenClaims(of: claim.item.id).first else {
            return ConditionResult(
                .demanded, .unknown, evidence: documented.evidence,
                missing: "proof of delivery of the formal claim of \(documented.day)")
        }
        let demand = lawPack.row(.priorDemand, on: facts.asOf).map { "; \($0.citation)" } ?? ""
        let evidence = "\(proof.step.evidence); \(proof.delivery.evidence)\(demand)"
        let ripe = proof.delivery.day.adding(days: policy.demandWaitDays)
        guard facts.asOf >= ripe else {
            return ConditionResult(
                .demanded, .failed, evidence: evidence,
                missing: "time to answer the formal claim, until \(ripe)")
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
            guard step.kind == .formalClaim, !step.documentSHA256.isEmpty,
                let delivery = facts.first(.delivered, for: invoice, notBefore: step.day)
            else { return nil }
            return ProvenClaim(step: step, delivery: delivery)
        }
    }

    /// When the claim becomes time-barred (prescripción): the term from the due day, restarted by each proven
    /// claim that arrived before it ended. The restart counts from the day of the claim, not of its arrival:
    /// the earlier day is the safe one. A claim after the end revives nothing.
    private func limitation(from start: Day, row: LawRow, claims: [ProvenClaim]) -> (
        expires: Day, evidence: String
    ) {
        var expires = start.adding(years: row.value)
        var restart = ""
        if let interruption = lawPack.row(.interruption, scope: "extrajudicial-claim", on: facts.asOf) {
            for claim in claims where claim.delivery.day < expires {
                expires = max(expires, claim.step.day.adding(years: row.value))
                restart = "; restarted by the formal claim of \(claim.step.day), \(interruption.citation)"
            }
        }
        return (
            expires,
            "enforceable until \(expires): \(row.citation), \(row.value) years from \(start)\(restart)"
        )
    }

    /// The category of the limitation, by who owes.
    private func limitationCategory(of item: OpenItem) -> String {
        switch TaxIdentifier(spanish: item.taxId)?.holder {
        case .legal: policy.limitationCategory
        case .publicBody: "public-body"
        case .natural, nil: policy.limitationCategoryUncertain
        }
    }
}

extension StepFact {
    /// The step as evidence names it.
    var evidence: String {
        "\(kind.rawValue) \(day) by \(channel.rawValue)"
            + (documentSHA256.isEmpty ? "" : ", document sha256 \(documentSHA256)")
    }
}
