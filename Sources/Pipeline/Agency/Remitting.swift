public import Domain
internal import Foundation
internal import Handover

/// `recobro handover remit`: what was collected, what the creditor received itself, fees and outlays, as a
/// REMT package.
public struct Remitting: Sendable {
    /// The columns of the table; the first four are mandatory.
    public static let columns = [
        "type", "case_ref", "date", "amount", "movement_id", "reverses", "line_ref", "principal", "interest",
        "fixed_comp", "costs", "retained", "reason",
    ]

    public var table: String
    public var method: String
    public var asOf: Day
    /// Folder for a copy of the package.
    public var out: String?
    /// In which form copies are made.
    public var form = PackageForm.folder
    /// Number of the agency's invoice for its fees; needed where there are fees.
    public var invoiceNumber = ""
    /// Id of the statement, which the transfer must bear; derived from the sequence where empty.
    public var statementId = ""
    /// First day; the one after the last statement, else that of the first movement.
    public var from: Day?
    /// Last day; the day of the command.
    public var to: Day?
    /// Day of the transfer; the day of the command.
    public var payoutDate: Day?
    /// The creditor's account.
    public var iban = ""
    public var currency = "EUR"

    public init(table: String, method: String, asOf: Day) {
        self.table = table
        self.method = method
        self.asOf = asOf
    }

    /// One wrong row refuses the table: the sums of a statement hold together.
    public func run(in desk: Desk) throws -> AgencyOutcome {
        guard let method = RemittanceMethod(rawValue: method) else {
            throw RunError.usage("the method is NET, GROSS or SPLIT")
        }
        guard let currency = Currency(currency) else { throw RunError.usage("'\(currency)' is no currency") }
        var session = try DeskSession(desk, asOf: asOf, out: out, form: form)
        var draft = RemittanceDraft(
            session: session, currency: currency, periodFrom: firstDay(session, currency),
            periodTo: to ?? asOf)
        do {
            let table = try AgencyTable(
                path: table, columns: Self.columns, required: Array(Self.columns.prefix(4)))
            draft.add(table.rows)
        } catch let finding as AgencyFinding {
            return .refused([finding])
        }
        draft.addDirect()
        guard draft.findings.isEmpty else { return .refused(draft.findings) }
        draft.number()
        guard draft.findings.isEmpty else { return .refused(draft.findings) }
        guard !draft.lines.isEmpty else { return try nothingNew(draft, session) }
        return try publish(draft, method, currency, &session)
    }

    /// The day named, or the one after the last statement of the currency.
    private func firstDay(_ session: DeskSession, _ currency: Currency) -> Day? {
        from ?? session.state.statements.last { $0.closing.currency == currency }?.periodTo.adding(days: 1)
    }

    private func nothingNew(_ draft: RemittanceDraft, _ session: DeskSession) throws -> AgencyOutcome {
        var outcome = AgencyOutcome()
        let statements = Set(draft.known.map(\.statement))
        for statement in session.state.statements where statements.contains(statement.statementId) {
            outcome.lines.append("nothing new: \(try session.hand(over: statement.folder))")
        }
        if statements.isEmpty { outcome.lines.append("nothing to remit") }
        return outcome
    }

    private func publish(
        _ draft: RemittanceDraft, _ method: RemittanceMethod, _ currency: Currency,
        _ session: inout DeskSession
    ) throws -> AgencyOutcome {
        let header = session.header(.remittance)
        let statement = try statement(draft, method, currency, header, session)
        try session.stage(header) { producer, key in
            FeedbackPackage.files(statement, producer: producer, signingKey: key)
        }
        draft.book(statement.statementId, into: &session.state)
        session.state.statements.append(
            DeskStatement(
                statementId: statement.statementId, folder: header.folderName,
                periodFrom: statement.periodFrom, periodTo: statement.periodTo,
                closing: Money(minorUnits: statement.totals.closing, currency: currency)))
        let path = try session.commit()
        var outcome = AgencyOutcome()
        if !draft.known.isEmpty {
            outcome.lines.append("\(draft.known.count) movements were remitted before and are passed over")
        }
        outcome.lines.append("\(statement.statementId): \(statement.lines.count) lines, \(path)")
        func add(_ name: String, _ units: Int64) {
            guard units != 0 || name == "payout" else { return }
            outcome.lines.append("  \(name) \(Money.decimalString(units, exponent: currency.exponent))")
        }
        let totals = statement.totals
        add("carried from before", statement.opening)
        add("collected", totals.collected)
        add("direct", totals.direct)
        add("retained", totals.retained)
        add("fees", totals.fees)
        add("VAT", totals.feeVAT)
        add("outlays", totals.expenses)
        add("adjustments", totals.adjustments)
        add("payout", statement.payout.amount)
        add("carried on", totals.closing)
        return outcome
    }

    private func statement(
        _ draft: RemittanceDraft, _ method: RemittanceMethod, _ currency: Currency, _ header: BatchHeader,
        _ session: DeskSession
    ) throws -> RemittanceStatement {
        let last = session.state.statements.last { $0.closing.currency == currency }
        let to = to ?? asOf
        let days = draft.lines.map(\.date)
        let from = draft.periodFrom ?? days.min() ?? to
        guard from <= to else {
            throw RunError.usage(
                "the period \(from) to \(to) has no day; the last statement ended before \(from)")
        }
        guard draft.lines.allSatisfy({ $0.fee == 0 }) || !invoiceNumber.isEmpty else {
            throw RunError.usage("there are fees: give the number of the invoice for them with --invoice")
        }
        let sequence = String(1_000_000 + header.sequence).dropFirst()
        let id = statementId.isEmpty ? "\(header.sender.code)-REMT-\(sequence)" : statementId
        guard !session.state.statements.contains(where: { $0.statementId == id }) else {
            throw RunError.usage("there is a statement \(id) already")
        }
        let payoutDay = payoutDate ?? asOf
        let earliest = max(from, days.max() ?? from)
        guard payoutDay >= earliest else {
            throw RunError.usage(
                "the payout date \(payoutDay) is before \(earliest): what is settled was not there yet")
        }
        var payout = RemittanceStatement.Payout(amount: 0, date: payoutDay, reference: id)
        if !iban.isEmpty {
            guard let account = IBAN(iban) else { throw RunError.usage("--iban is no IBAN") }
            payout.creditorIBAN = account
        }
        let statement = RemittanceStatement(
            header: header, statementId: id, method: method, currency: currency, periodFrom: from,
            periodTo: to, opening: last?.closing.minorUnits ?? 0, payout: payout, lines: draft.lines,
            totals: RemittanceStatement.Totals(
                lines: 0, collected: 0, direct: 0, retained: 0, fees: 0, feeVAT: 0, expenses: 0,
                adjustments: 0, closing: 0))
        let schedule = session.terms.schedule
        let minimum = session.settings.minimumPayout
        let terms = SettlementTerms(
            invoiceNumber: invoiceNumber, invoiceDate: asOf, vatCategory: schedule.vatCategory,
            vatRateBasisPoints: schedule.vatRateBasisPoints,
            minimumPayout: minimum.currency == currency ? minimum.minorUnits : 0)
        guard let settled = statement.settled(terms) else {
            throw RunError.usage("the sums of the statement do not fit")
        }
        return settled
    }
}
