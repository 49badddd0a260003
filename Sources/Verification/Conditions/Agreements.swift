internal import Domain

/// Promises, plans and offers: while one runs, what it covers is not claimed.
extension DebtVerifier {
    /// No agreement must be waited for (W9, L3/2004 art. 6): a promise until its day has passed unpaid, a
    /// plan until it is broken, an offer until it lapses. Under a plan only an overdue instalment is due, and
    /// every letter claims the whole invoice: so none goes out before the plan is broken. An offer that was
    /// taken leaves a rest that nobody may claim.
    func noAgreement(_ claim: Claim) -> ConditionResult {
        let invoice = claim.item.id
        guard facts.hasDecisions(for: invoice) else { return noneAgreed }
        let agreements = facts.agreements(for: invoice)
        for kind in [DecisionRecord.Kind.planAgreed, .discountOffered, .promised] {
            for (fact, state) in agreements where fact.kind == kind {
                guard let missing = missing(fact, state, claim.item.currency) else { continue }
                return ConditionResult(
                    .noAgreement, .failed, evidence: words.proof(fact), missing: missing)
            }
        }
        guard let (fact, state) = agreements.last else { return noneAgreed }
        return .passed(.noAgreement, evidence: outcome(fact, state, claim.item.currency))
    }

    private var noneAgreed: ConditionResult {
        .passed(.noAgreement, evidence: words(.agreementNone, ["day": words.day(facts.asOf)]))
    }

    /// What must happen before the invoice may be claimed; `nil` where the agreement does not hold it back.
    private func missing(_ fact: DecisionFact, _ state: AgreementState, _ currency: Currency) -> String? {
        let day = words.day(fact.day)
        switch (fact.kind, state) {
        case (.discountOffered, .kept): return words(.agreementAccepted, ["day": day])
        case (.promised, .running):
            return words(.agreementPromise, ["day": day, "until": words.day(lastDay(fact))])
        case (.discountOffered, .running):
            return words(.agreementOffer, ["day": day, "until": words.day(lastDay(fact))])
        case (_, .running(let overdue, let next)):
            let open = words.money(overdue, currency)
            guard let next else { return words(.agreementPlan, ["day": day, "overdue": open]) }
            return words(
                .agreementPlanNext,
                [
                    "day": day, "overdue": open, "amount": words.money(next.amount, currency),
                    "due": words.day(next.due),
                ])
        default: return nil
        }
    }

    /// The last day on which money that keeps it may come.
    private func lastDay(_ fact: DecisionFact) -> Day {
        (fact.terms.until ?? fact.day).adding(days: fact.terms.graceDays ?? CaseTerms.usualGraceDays)
    }

    private func outcome(_ fact: DecisionFact, _ state: AgreementState, _ currency: Currency) -> String {
        let proof = words.proof(fact)
        switch state {
        case .broken(let day, let missing):
            return words(
                .agreementBroken,
                ["proof": proof, "day": words.day(day), "amount": words.money(missing, currency)])
        case .ended(let day): return words(.agreementEnded, ["proof": proof, "day": words.day(day)])
        case .kept, .running: return words(.agreementKept, ["proof": proof])
        }
    }
}
