internal import Domain

/// What came out of holding a statement against the creditor's books.
public struct RemittanceOutcome: Sendable, Equatable {
    /// Equations that do not hold. With one of them nothing else is looked at: the statement is sent back.
    public var ruleBreaks: [RemittanceRuleBreak] = []
    /// In the order of the checks: statement, bank, lines, fees, statuses.
    public var breaks: [RemittanceBreak] = []
    /// The bank credit that is the payout; empty while none is.
    public var payoutEntryId = ""
    /// `nil` where the statement is not to be booked at all.
    public var posting: PostingProposal?

    /// Whether everything fits and the payout has arrived.
    public var isClean: Bool { ruleBreaks.isEmpty && breaks.isEmpty }
}

/// The three-way match of remittance, bank and cases (DHX 1.0 §5.8), a pure function.
public enum RemittanceReconciliation {
    /// The checks in the order of the fact sheet, then a posting proposal that balances to the cent.
    ///
    /// Equations first; a duplicate statement ends it as well, since all it says has been booked before.
    public static func reconcile(
        _ statement: RemittanceStatement, with context: RemittanceContext
    ) -> RemittanceOutcome {
        var outcome = RemittanceOutcome()
        outcome.ruleBreaks = RemittanceRules.breaks(of: statement)
        guard outcome.ruleBreaks.isEmpty else { return outcome }
        outcome.breaks = statementBreaks(statement, context)
        guard !outcome.breaks.contains(where: { $0.code == .statementDuplicate }) else { return outcome }

        let bank = BankCheck(statement, context)
        outcome.breaks += bank.breaks
        outcome.payoutEntryId = bank.entryId
        var lines = LineCheck(statement, context)
        let lineBreaks = lines.breaks()
        outcome.breaks += lineBreaks
        outcome.breaks += feeBreaks(statement, context)
        outcome.breaks += StatusCheck(statement, context).breaks
        let held = Set(lineBreaks.filter(\.code.holdsLine).map(\.subject))
        outcome.posting = PostingProposal(
            statement, heldMovementIds: held, hasPayoutArrived: !bank.entryId.isEmpty)
        return outcome
    }

    /// Whether the statement is a new one that goes on where the last one ended.
    private static func statementBreaks(
        _ statement: RemittanceStatement, _ context: RemittanceContext
    ) -> [RemittanceBreak] {
        let id = statement.statementId
        if context.earlierStatementIds.contains(id) || context.lastStatement?.statementId == id {
            return [RemittanceBreak(.statementDuplicate, subject: id, "was received before")]
        }
        guard let last = context.lastStatement else { return [] }
        var breaks: [RemittanceBreak] = []
        let next = last.periodTo.adding(days: 1)
        if statement.periodFrom != next {
            breaks.append(
                RemittanceBreak(
                    .periodGap, subject: id, "begins on \(statement.periodFrom), expected \(next)"))
        }
        if statement.opening != last.closing {
            breaks.append(
                RemittanceBreak(
                    .periodGap, subject: id,
                    "opens with \(statement.text(statement.opening)), "
                        + "\(last.statementId) closed with \(statement.text(last.closing))"))
        }
        return breaks
    }

    /// The fee invoice against the agreement and against what arrived.
    private static func feeBreaks(
        _ statement: RemittanceStatement, _ context: RemittanceContext
    ) -> [RemittanceBreak] {
        guard let invoice = statement.feeInvoice else { return [] }
        let schedule = context.schedule
        var breaks: [RemittanceBreak] = []
        if invoice.vatCategory != schedule.vatCategory
            || invoice.vatRateBasisPoints != schedule.vatRateBasisPoints
        {
            func text(_ category: String, _ rate: Int) -> String {
                "\(category) \(DecimalText.percent(rate)) %"
            }
            let agreed = text(schedule.vatCategory, schedule.vatRateBasisPoints)
            breaks.append(
                RemittanceBreak(
                    .vat, subject: invoice.number,
                    "invoiced \(text(invoice.vatCategory, invoice.vatRateBasisPoints)), agreed \(agreed)"))
        }
        let stated = ReceivedFeeInvoice(
            number: invoice.number, net: invoice.net, vat: invoice.vat, gross: invoice.gross)
        if !context.feeInvoices.contains(stated) {
            let isThere = context.feeInvoices.contains { $0.number == invoice.number }
            breaks.append(
                RemittanceBreak(
                    .feeInvoiceMissing, subject: invoice.number,
                    isThere ? "arrived with other amounts" : "has not arrived as a purchase invoice"))
        }
        return breaks
    }
}
