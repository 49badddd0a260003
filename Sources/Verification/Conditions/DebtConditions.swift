internal import Domain

/// The conditions that the invoice itself answers: cierta, vencida, impagada, por encima del mínimo.
extension DebtVerifier {
    /// Cierta: a document of ours proves it and none contradicts, replaces or lowers it.
    func certain(_ claim: Claim, provenance: String) -> ConditionResult {
        let item = claim.item
        let proof = words(
            .certainProof,
            [
                "kind": words.word("document", item.kind.rawValue), "number": item.number,
                "provenance": provenance,
            ])
        func not(_ outcome: ConditionResult.Outcome, _ missing: String) -> ConditionResult {
            ConditionResult(.certain, outcome, evidence: provenance.isEmpty ? "" : proof, missing: missing)
        }
        func naming(_ other: OpenItem, _ phrase: Phrase) -> String {
            words(
                phrase, ["kind": words.word("theDocument", other.kind.rawValue), "number": other.number])
        }
        switch item.kind {
        case .invoice, .corrective, .replacement: break
        case .creditNote, .copy, .cancelled:
            let kind = words.word("aDocument", item.kind.rawValue)
            return not(.failed, words(.certainNotDebt, ["kind": kind]))
        }
        guard item.payable > 0 else { return not(.failed, words(.certainNotPositive)) }
        if item.isInConflict { return not(.failed, words(.certainConflict, ["number": item.number])) }
        if let correction = facts.corrections.naming(item) {
            return not(.failed, naming(correction, .certainCorrected))
        }
        if let credit = facts.corrections.unnamed(forCustomerOf: item) {
            return not(.unknown, naming(credit, .certainUnnamedCredit))
        }
        if item.customer.isEmpty { return not(.unknown, words(.certainDebtor)) }
        if provenance.isEmpty { return not(.unknown, words(.certainSource)) }
        return .passed(.certain, evidence: proof)
    }

    /// Vencida: the last due day has passed; on the due day itself the debtor may still pay.
    func due(_ claim: Claim) -> ConditionResult {
        guard let due = claim.due else { return .unknown(.due, missing: words(.dueMissing)) }
        let day = words.day(due)
        let evidence =
            claim.assumedTerm.map { term in
                words(
                    .dueAssumed,
                    ["day": day, "term": words.days(term.value), "law": words.citation(term)])
            } ?? words(.dueProof, ["day": day])
        guard facts.asOf > due else {
            return ConditionResult(
                .due, .failed, evidence: evidence, missing: words(.dueAhead, ["day": day]))
        }
        return .passed(.due, evidence: evidence)
    }

    /// Impagada: something is still owed, and what is left of an invoice paid in part has no innocent name.
    func unpaid(_ claim: Claim) -> ConditionResult {
        let item = claim.item
        let evidence = words(
            .unpaidProof,
            [
                "open": words.money(item.outstanding, item.currency),
                "payable": words.money(item.payable, item.currency), "day": words.day(facts.asOf),
            ])
        guard item.outstanding > 0 else {
            return ConditionResult(
                .unpaid, .failed, evidence: evidence, missing: words(.unpaidNothing))
        }
        guard let rest = NamedRest(item, law: lawPack, on: facts.asOf) else {
            return .passed(.unpaid, evidence: evidence)
        }
        // A person who releases the debt has looked at it.
        if let release = facts.latest(.released, for: item.id) {
            return .passed(.unpaid, evidence: "\(evidence); \(words.proof(release))")
        }
        let law = rest.law.map { " (\(words.citation($0)))" } ?? ""
        return ConditionResult(
            .unpaid, .unknown, evidence: evidence,
            missing: words(.unpaidNamed, ["rest": words.word("rest", rest.word) + law]))
    }

    /// At or above the minimum principal, in the currency the minimum is set in.
    func aboveMinimum(_ claim: Claim) -> ConditionResult {
        let item = claim.item
        guard item.currency == policy.currency else {
            return .unknown(
                .aboveMinimum, missing: words(.minimumCurrency, ["currency": item.currency.code]))
        }
        let evidence = words(
            .minimumProof,
            [
                "open": words.money(item.outstanding, item.currency),
                "minimum": words.money(policy.minimumPrincipal, policy.currency),
            ])
        guard item.outstanding >= policy.minimumPrincipal else {
            return ConditionResult(
                .aboveMinimum, .failed, evidence: evidence, missing: words(.minimumBelow))
        }
        return .passed(.aboveMinimum, evidence: evidence)
    }
}
