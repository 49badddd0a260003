internal import Domain

extension DebtCase {
    /// The case of what the pipeline knows. It says what is there and guesses nothing: what is missing breaks
    /// a rule, and `CaseBatch` sets the case aside with that rule's code.
    public init(_ facts: CaseFacts) {
        let items = facts.items.sorted { ($0.issued, $0.number, $0.id) < ($1.issued, $1.number, $1.id) }
        let documents = CaseDossier(facts)
        let paid = Self.paid(by: facts.payments)
        self.init(
            mandate: facts.terms.mandate,
            creditor: CaseParty(facts.creditor),
            debtors: [
                DebtorParty(
                    role: .primary, customerRef: FieldForm.isId(facts.customer.key) ? facts.customer.key : "",
                    party: CaseParty(facts.customer), insolvency: .unknown)
            ],
            lines: items.map {
                CaseLine(
                    $0, paid: paid[$0.id] ?? 0, limitation: facts.limitationDates[$0.id], asOf: facts.asOf)
            },
            verification: CaseVerification(facts),
            dataProtection: CaseDataProtection(facts, debtorInformedAt: documents.demandDelivered),
            balance: Self.balance(of: items, charges: facts.charges, asOf: facts.asOf))
        charges = facts.charges
        priorPayments = facts.payments.map { CasePayment($0) }
        demands = documents.demands
        let proof = demands.last { $0.level == .formal || $0.level == .final }?.proofDocRef ?? ""
        for index in verification.checks.indices where verification.checks[index].code == .formalDemandProven
        {
            verification.checks[index].evidence = proof
        }
        self.documents = documents.documents
        feeScheduleRef = facts.terms.feeScheduleRef
        for item in items {
            let resolved = facts.decisions.contains { $0.kind == .disputeResolved && $0.invoice == item.id }
            guard resolved, let index = lines.firstIndex(where: { $0.lineRef == CaseLine.ref(item.id) })
            else {
                continue
            }
            lines[index].dispute = .resolved
        }
    }

    private static func paid(by payments: [PaymentFact]) -> [Int64: Int64] {
        var paid: [Int64: Int64] = [:]
        for allocation in payments.flatMap(\.allocations) {
            paid[allocation.invoice] = exactSum([paid[allocation.invoice] ?? 0, allocation.amount]) ?? .max
        }
        return paid
    }

    private static func balance(of items: [OpenItem], charges: [CaseCharge], asOf: Day) -> CaseBalance {
        // A sum that does not fit stands as the greatest number, which rules refuse.
        func sum(_ kinds: [CaseCharge.Kind]) -> Int64 {
            exactSum(charges.lazy.filter { kinds.contains($0.kind) }.map(\.amount)) ?? .max
        }
        let principal = exactSum(items.lazy.map(\.outstanding)) ?? .max
        let interest = sum([.interest])
        let fixedComp = sum([.fixedCompensation])
        let costs = sum([.cost, .penalty])
        return CaseBalance(
            asOf: asOf, principal: principal, interest: interest, fixedComp: fixedComp, costs: costs,
            total: exactSum([principal, interest, fixedComp, costs]) ?? .max)
    }
}

extension CaseLine {
    /// `L` and the ledger's number: it never changes, so later payments can name it.
    public static func ref(_ invoice: Int64) -> String { "L\(invoice)" }

    /// What neither was paid nor is open was credited: credit notes and write-offs.
    fileprivate init(_ item: OpenItem, paid: Int64, limitation: Day?, asOf: Day) {
        let isCorrective = item.kind == .corrective || item.kind == .replacement
        let credited = exactSum([item.payable, paid == .min ? .max : -paid])
            .flatMap { exactSum([$0, item.outstanding == .min ? .max : -item.outstanding]) }
        self.init(
            lineRef: Self.ref(item.id), docType: isCorrective ? "384" : "380", docNumber: item.number,
            // An invoice without a due day has none that has passed: rule R-12 keeps it back.
            issueDate: item.issued, dueDate: item.due ?? max(item.issued, asOf),
            gross: item.payable, credited: credited ?? .min, paid: paid, outstanding: item.outstanding)
        limitationDate = limitation
    }
}

extension CasePayment {
    /// A payment as the ledger has it: the ledger's number of the movement, and the bank's own reference.
    public init(_ fact: PaymentFact, feeable: Bool? = nil) {
        let entry = fact.movement.entry
        self.init(
            paymentRef: "M\(fact.movement.id)", date: entry.booked, amount: entry.amount, feeable: feeable,
            bankRef: entry.endToEndId.isEmpty ? entry.reference : entry.endToEndId,
            shares: fact.allocations.map { Share(ref: CaseLine.ref($0.invoice), amount: $0.amount) })
    }
}

extension CaseVerification {
    fileprivate init(_ facts: CaseFacts) {
        let approvals = facts.decisions.filter { $0.kind == .released }
            .sorted { ($0.day, $0.author, $0.invoice) < ($1.day, $1.author, $1.invoice) }
        self.init(
            ruleSet: facts.terms.ruleSet, checkedAt: facts.checkedAt, bankCutoff: facts.bankCutoff,
            approvedBy: approvals.last.map { "user:" + $0.author } ?? "policy:" + facts.terms.ruleSet,
            checks: Self.checks(facts))
    }

    /// A check passes where every invoice of the case passes all its conditions. NOT_INSOLVENT is not among
    /// them: no source of ours tells, and what is not known is not claimed.
    private static func checks(_ facts: CaseFacts) -> [Check] {
        let conditions: [(Check.Code, [Condition])] = [
            (.certain, [.certain, .unpaid]), (.overdue, [.due]), (.noOpenDispute, [.undisputed]),
            (.notTimeBarred, [.enforceable]), (.noUnmatchedCredit, [.statementsCover, .noUnexplainedMoney]),
            (.aboveMinimum, [.aboveMinimum]), (.formalDemandProven, [.demanded]),
        ]
        return conditions.map { code, needed in
            // What is paid meanwhile is claimed of nobody.
            let passed = facts.items.allSatisfy { item in
                if item.outstanding <= 0 { return true }
                guard let verdict = facts.verdicts.first(where: { $0.invoice == item.id }) else {
                    return false
                }
                return needed.allSatisfy { verdict.outcome($0) == .passed }
            }
            return Check(code, passed: passed)
        }
    }
}

extension CaseDataProtection {
    fileprivate init(_ facts: CaseFacts, debtorInformedAt: Day?) {
        let isPersonal = PartyKind(facts.customer).isPersonal
        self.init(
            recipientRole: facts.terms.recipientRole,
            lawfulBasis: isPersonal ? facts.terms.lawfulBasis : Self.notPersonal,
            agreementRef: facts.terms.processorAgreementRef, debtorInformedAt: debtorInformedAt)
    }
}
