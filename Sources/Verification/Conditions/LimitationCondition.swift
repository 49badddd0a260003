internal import Domain

/// The part of `enforceable` that time answers: the claim is not time-barred (prescrita).
extension DebtVerifier {
    /// The term from the oldest due day, restarted by each proven formal claim that arrived before it ended.
    /// Other acts could restart it too; who looks at a claim that is barred without them may know of one.
    func limited(_ claim: Claim, from start: Day) -> ConditionResult {
        let acts = provenClaims(of: claim.item.id).map {
            Limitation.Act(.extrajudicialClaim, day: $0.step.day, effective: $0.delivery.day)
        }
        let debtor = standing(of: claim.item)
        let limitation: Limitation
        do throws(LawGap) {
            limitation = try Limitation(
                payable: start, debtor: debtor, terms: try limitationTerms(of: debtor), acts: acts,
                asOf: facts.asOf, law: lawPack)
        } catch {
            return .unknown(.enforceable, missing: words(.enforceableLaw, ["category": error.subject]))
        }
        let evidence = evidence(of: limitation, from: start)
        guard !limitation.isBarred(on: facts.asOf) else {
            return ConditionResult(
                .enforceable, .failed, evidence: evidence,
                missing: words(.enforceableBarred, ["day": words.day(limitation.expires)]))
        }
        return .passed(.enforceable, evidence: evidence)
    }

    /// The terms that may hold: the one of what the creditor says that it claims, else all that the law pack
    /// names for such a debtor. `Limitation` takes the one that ends first.
    private func limitationTerms(of debtor: CustomerKind) throws(LawGap) -> [Limitation.Term] {
        let governing = policy.governingLaw
        guard policy.claimCategory.isEmpty else {
            return [Limitation.Term(policy.claimCategory, governingLaw: governing)]
        }
        let candidates = try lawPack.find(
            .limitationUncertain, debtor: debtor, governingLaw: governing, on: facts.asOf)
        return candidates.list.map { Limitation.Term($0, governingLaw: governing) }
    }

    private func evidence(of limitation: Limitation, from start: Day) -> String {
        if words.isSilent { return "" }
        let laws = [limitation.term] + (limitation.bound.map { [$0] } ?? [])
        let restart = limitation.restarts.last
        return words(
            restart == nil ? .enforceableProof : .enforceableRestarted,
            [
                "day": words.day(limitation.expires),
                "law": laws.map(words.citation).joined(separator: ", "),
                "term": words.term(limitation.term), "start": words.day(start),
                "claim": restart.map { words.day($0.act.day) } ?? "",
                "interruption": restart.map { words.citation($0.row) } ?? "",
            ])
    }
}
