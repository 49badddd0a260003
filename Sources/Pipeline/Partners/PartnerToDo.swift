internal import Domain
internal import Handover
internal import Ledger
internal import Reports

/// What of an agency waits for a person.
extension PartnerReport {
    func toDo() -> [ToDoRow] {
        held.map { package in
            ToDoRow(kind: .agency, subject: package.folder, detail: "held", [.text(package.batch)])
        } + missing.toDo(code) + agency.all.flatMap(rows) + awaitedRows()
            + agency.batchFindings.filter(isTold).map(Self.row)
            + agency.refusals.filter(isTold).map(Self.refusal)
            + statementRows() + payouts + inventoryRows() + (registry?.toDo() ?? [])
    }

    private func inventoryRows() -> [ToDoRow] {
        inventory.differences.map { found in
            ToDoRow(
                kind: .agency, subject: found.caseRef, detail: "inventory",
                [.codes(found.code.rawValue), .phrase(found.phrase)], day: inventory.day)
        }
    }

    private func awaitedRows() -> [ToDoRow] {
        awaited.findings.filter { isOpen($0.event, invoices($0.known)) }.map { found in
            ToDoRow(
                kind: .agency, subject: found.known.reference, detail: found.code, found.parts,
                day: found.day,
                amount: found.amount.map { Money(minorUnits: $0, currency: found.known.currency) })
        }
    }

    private func isTold(_ answer: AgencyAnswerFact) -> Bool {
        if answer.batch.contains(".\(HandoverFlow.registry.rawValue).") { return false }
        return isFirst || answer.batch.contains(".\(HandoverFlow.cases.rawValue).")
    }

    private static func refusal(_ answer: AgencyAnswerFact) -> ToDoRow {
        ToDoRow(
            kind: .agency, subject: answer.caseReference, detail: "operation",
            [.text(answer.operation), .codes(answer.reasons)], day: answer.day)
    }

    private static func row(_ finding: AgencyAnswerFact) -> ToDoRow {
        ToDoRow(
            kind: .agency, subject: finding.batch, detail: "batch", finding.batchParts, day: finding.day)
    }

    // MARK: Statements

    /// Of the last statement whatever does not fit; of earlier ones, payouts that have not come as stated and
    /// fee invoices that have not come.
    private func statementRows() -> [ToDoRow] {
        let last = remittances.statements.last?.statement.statementId
        return remittances.statements.flatMap { one in
            let statement = one.statement
            let isLast = statement.statementId == last
            let lasting: Set<RemittanceBreak.Code> = [
                .payoutDiffers, .payoutLate, .payoutSplit, .feeInvoiceMissing,
            ]
            let named = (isOneOfSeveral ? code + " " : "") + statement.statementId
            return one.outcome.breaks.filter { isLast || lasting.contains($0.code) }.map { found in
                ToDoRow(
                    kind: .agency, subject: found.caseRef.isEmpty ? named : found.caseRef,
                    detail: "remittance",
                    [.codes(found.code.rawValue), .text(found.subject), .phrase(found.phrase)],
                    day: statement.periodTo,
                    amount: amount(of: found, statement).map {
                        Money(minorUnits: $0, currency: statement.currency)
                    })
            }
        }
    }

    /// What a break is about, minor units; `nil` where it is no single amount.
    private func amount(of found: RemittanceBreak, _ statement: RemittanceStatement) -> Int64? {
        let line = statement.lines.first { $0.movementId == found.subject }
        switch found.code {
        case .feeInvoiceMissing, .vat: return statement.feeInvoice?.gross
        case .payoutDiffers, .payoutLate, .payoutSplit: return statement.payout.amount
        case .feeRate, .feeNotDue: return line?.fee
        case .retainedNotAgreed: return line?.allocation?.retained
        case .statusWithoutMoney:
            return agency.cases[found.caseRef]?.events.last { $0.event == found.subject }?.amount
        default: return line?.gross
        }
    }
}

extension AgencyAnswerFact {
    /// What an answer says of a batch as a whole.
    var batchParts: [ToDoPart] {
        // What does not fit is said in words, not in codes.
        let isSentence = AnswerStatus(rawValue: status) == nil && GroupStatus(rawValue: status) == nil
        return [.codes(status), isSentence ? .phrase(Phrase(stringLiteral: reasons)) : .codes(reasons)]
    }
}
