internal import Domain
internal import Handover
internal import Ledger
internal import Recovery

/// NEW: the cases that one agency gets tonight.
struct NewCases {
    let composer: CaseComposer
    let charges: CaseCharges
    let run: RunRecord
    let book: PlacementBook

    func drafts(_ waiting: [WaitingCase], _ reader: LedgerReader) throws -> [DraftOperation] {
        try waiting.map { one in
            let number = (book.caseCount[one.stem] ?? 0) + 1
            return try draft("\(one.stem).\(number)", one.items, one.customer, reader)
        }
    }

    private func draft(
        _ reference: String, _ items: [OpenItem], _ customer: Customer, _ reader: LedgerReader
    ) throws -> DraftOperation {
        let debtCase = try composer.debtCase(
            reference, items, customer, charges: charges.of(items, customer, reader), reader)
        var operation = CaseOperation(
            caseRef: reference, caseVersion: 1, effectiveDate: run.asOf, currency: items[0].currency,
            content: .new(debtCase))
        operation.isReopened = items.contains { book.everPlaced.contains($0.id) }
        let last = try reader.lastAllocation()
        return DraftOperation(
            operation: operation,
            lines: items.map {
                DraftOperation.Line(
                    invoice: $0.id, amount: $0.outstanding, balance: $0.outstanding, allocation: last)
            }, reason: "")
    }

    /// What of creditor and debtor keeps a planned case from being handed over, whatever proves it; a layout
    /// of an agency only where no other takes the case as it is.
    static func partyFaults(
        of planned: PlannedCase, creditor: Creditor, terms: PlacementTerms, agencies: [AgencySettings],
        asOf: Day
    ) -> [String] {
        let items = planned.steps.filter { $0.kind == .agency }.map(\.item)
        guard let first = items.first else { return [] }
        let facts = CaseFacts(
            creditor: creditor, customer: planned.customer, items: items, verdicts: [], terms: terms,
            asOf: asOf, bankCutoff: asOf, checkedAt: PinnedTime(asOf))
        let trial = CaseOperation(
            caseRef: "\(planned.reference).1", caseVersion: 1, effectiveDate: asOf, currency: first.currency,
            content: .new(DebtCase(facts)))
        let faults = CaseRules.checkParties(of: trial).map(\.reason)
        let misfits = agencies.map { CaseBatch.misfits(trial, layouts: $0.layouts) }
        return faults + (misfits.contains([]) ? [] : misfits.first ?? [])
    }
}
