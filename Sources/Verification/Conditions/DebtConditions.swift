internal import Domain

/// The conditions that the invoice itself answers: cierta, vencida, impagada, por encima del mínimo.
extension DebtVerifier {
    /// Cierta: a document of ours proves it and none contradicts, replaces or lowers it.
    func certain(_ claim: Claim, provenance: String) -> ConditionResult {
        let item = claim.item
        let proof = "\(item.kind.rawValue) \(item.number): \(provenance)"
        func not(_ outcome: ConditionResult.Outcome, _ missing: String) -> ConditionResult {
            ConditionResult(.certain, outcome, evidence: provenance.isEmpty ? "" : proof, missing: missing)
        }
        switch item.kind {
        case .invoice, .corrective, .replacement: break
        case .creditNote, .copy, .cancelled: return not(.failed, "a \(item.kind.rawValue) is not a debt")
        }
        guard item.payable > 0 else { return not(.failed, "the document's payable amount is not positive") }
        if item.isInConflict {
            return not(.failed, "a decision which document is right: two with number \(item.number) differ")
        }
        if let correction = facts.corrections.naming(item) {
            return not(
                .failed, "\(correction.kind.rawValue) \(correction.number) corrects it and is not applied")
        }
        if let credit = facts.corrections.unnamed(forCustomerOf: item) {
            return not(.unknown, "the invoice that \(credit.kind.rawValue) \(credit.number) lowers")
        }
        if item.customer.isEmpty { return not(.unknown, "the debtor's tax identifier or name") }
        if provenance.isEmpty { return not(.unknown, "the file and place of the invoice") }
        return .passed(.certain, evidence: proof)
    }

    /// Vencida: the last due day has passed; on the due day itself the debtor may still pay.
    func due(_ claim: Claim) -> ConditionResult {
        guard let due = claim.due else {
            return .unknown(.due, missing: "a due date: no document of the invoice gives one")
        }
        let source = claim.assumedTerm.map {
            " assumed: \($0.value) days after issue, \($0.citation), low confidence, for the receipt "
                + "of the goods is not known"
        }
        let evidence = "due \(due)\(source ?? "")"
        guard facts.asOf > due else {
            return ConditionResult(.due, .failed, evidence: evidence, missing: "the due day \(due) to pass")
        }
        return .passed(.due, evidence: evidence)
    }

    /// Impagada: something is still owed.
    func unpaid(_ claim: Claim) -> ConditionResult {
        let item = claim.item
        let open = Money(minorUnits: item.outstanding, currency: item.currency).decimalString
        let payable = Money(minorUnits: item.payable, currency: item.currency).decimalString
        let evidence = "outstanding \(open) of \(payable) \(item.currency) as of \(facts.asOf)"
        guard item.outstanding > 0 else {
            return ConditionResult(.unpaid, .failed, evidence: evidence, missing: "nothing is owed")
        }
        return .passed(.unpaid, evidence: evidence)
    }

    /// At or above the minimum principal, in the currency the minimum is set in.
    func aboveMinimum(_ claim: Claim) -> ConditionResult {
        let item = claim.item
        let minimum = Money(minorUnits: policy.minimumPrincipal, currency: policy.currency)
        guard item.currency == policy.currency else {
            return .unknown(.aboveMinimum, missing: "a minimum principal in \(item.currency)")
        }
        let open = Money(minorUnits: item.outstanding, currency: item.currency)
        let evidence = "principal \(open.decimalString), minimum \(minimum.decimalString) \(policy.currency)"
        guard item.outstanding >= policy.minimumPrincipal else {
            return ConditionResult(
                .aboveMinimum, .failed, evidence: evidence, missing: "a principal at or above the minimum")
        }
        return .passed(.aboveMinimum, evidence: evidence)
    }
}
