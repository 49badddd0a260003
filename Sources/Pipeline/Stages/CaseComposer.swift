internal import Domain
internal import Handover
internal import Ledger

/// The case of one debtor as an agency is told of it: NEW, and UPD when the debtor's data changed.
struct CaseComposer {
    let configuration: Configuration
    let agency: AgencySettings
    let run: RunRecord
    let judgement: DebtJudgement
    let files: EvidenceFiles

    /// - Parameter charges: interest and fixed sums, as far as the agency is told of them.
    func debtCase(
        _ reference: String, _ items: [OpenItem], _ customer: Customer, charges: [CaseCharge],
        _ reader: LedgerReader
    ) throws -> DebtCase {
        var facts = CaseFacts(
            creditor: configuration.creditor, customer: customer, items: items,
            verdicts: items.map { judgement.verdict(for: $0) },
            terms: Self.terms(configuration, agency), asOf: run.asOf,
            bankCutoff: bankCutoff, checkedAt: PinnedTime(run.asOf))
        facts.steps = items.flatMap { judgement.steps(of: $0.id) }.filter { $0.kind < .agency }
        facts.decisions = items.flatMap { judgement.decisions(of: $0.id) }
        for payment in try items.flatMap({ try reader.payments(of: $0.id) })
        where !payment.isReversed {
            if let index = facts.payments.firstIndex(where: { $0.movement.id == payment.movement.id }) {
                facts.payments[index].allocations.append(payment.allocation)
            } else {
                facts.payments.append(
                    PaymentFact(movement: payment.movement, allocations: [payment.allocation]))
            }
        }
        facts.charges = charges
        facts.demandedCharges = try items.flatMap { try reader.demandedCharges(of: $0.id) }
        facts.evidence = try files.evidence(items, steps: facts.steps, decisions: facts.decisions, reader)
        var debtCase = DebtCase(facts)
        debtCase.groupRef = PlacementBook.stem(reference)
        return debtCase
    }

    /// Digest of the debtors as a case would describe them tonight.
    func debtorsDigest(_ items: [OpenItem], _ customer: Customer) -> String {
        DebtCase(
            CaseFacts(
                creditor: configuration.creditor, customer: customer, items: items, verdicts: [],
                terms: Self.terms(configuration, agency), asOf: run.asOf, bankCutoff: run.asOf,
                checkedAt: PinnedTime(run.asOf))
        ).debtorsDigest
    }

    static func terms(_ configuration: Configuration, _ agency: AgencySettings) -> PlacementTerms {
        var mandate = CaseMandate(basis: .serviceAgreement)
        mandate.mayNegotiate = agency.mayNegotiate
        mandate.mayReceiveFunds = agency.mayReceiveFunds
        var terms = PlacementTerms(
            mandate: mandate, processorAgreementRef: agency.processorAgreement,
            ruleSet: configuration.ruleSet)
        terms.feeScheduleRef = agency.feeSchedule
        terms.registryCodes = configuration.registry.map { [$0.name: $0.code] } ?? [:]
        return terms
    }

    /// The day up to which payments are known: the earliest end of any account's statements.
    private var bankCutoff: Day {
        judgement.coverage.compactMap { $0.covered.last?.upperBound }.min().map { min($0, run.asOf) }
            ?? run.asOf
    }
}

extension Configuration {
    /// The name of the rules by which debts are verified, and approved where nobody has to release them.
    var ruleSet: String { "\(creditor.country)-recobro-verify-1" }

    /// Whether a problem says that something of a batch of the creditor did not go out, or a withdrawal not
    /// in the agency's own files. A registry's record with a warning went out.
    func isKeptBack(_ problem: Problem, file: String) -> Bool {
        let parts = file.split(separator: ".")
        guard parts.count == 4, parts[0] == "\(creditor.country)\(creditor.taxId)" else { return false }
        return problem.severity == .setAside || parts[2] == HandoverFlow.cases.rawValue
    }
}
