internal import Domain
internal import Handover
internal import Ledger
internal import Reports

/// What the report says of the agency: its cases, its statements, and what of them waits for a person.
struct PartnerReport {
    let agency: AgencyBook
    let remittances: RemittanceBook
    private let inventory: InventoryBook
    private let judgement: DebtJudgement
    private let placed: [String: [PlacedInvoice]]
    /// Whether it also tells of batches that nobody knows.
    private let isFirst: Bool
    /// With the first agency alone.
    private let registry: RegistryReport?
    /// Of several agencies its code, for two may number their statements alike.
    private let code: String
    /// Packages that wait for those before them.
    private let held: [PartnerPackage]
    /// Payouts that wait to be booked.
    private let payouts: [ToDoRow]

    /// One an agency, in the creditor's order. Packages that wait are said once.
    static func all(
        _ reader: LedgerReader, _ judgement: DebtJudgement, configuration: Configuration, asOf: Day
    ) throws -> [PartnerReport] {
        let held = try reader.partnerPackages().filter { $0.package.outcome == .held && !$0.isTaken }
            .map(\.package)
        return try configuration.agencies.enumerated().map { index, settings in
            try PartnerReport(
                reader, judgement, configuration: configuration, settings, held: index == 0 ? held : [],
                isFirst: index == 0, asOf: asOf)
        }
    }

    private init(
        _ reader: LedgerReader, _ judgement: DebtJudgement, configuration: Configuration,
        _ settings: AgencySettings, held: [PartnerPackage], isFirst: Bool, asOf: Day
    ) throws {
        self.held = held
        self.isFirst = isFirst
        code = configuration.agencies.count > 1 ? settings.code + " " : ""
        registry =
            isFirst
            ? try RegistryReport(reader, judgement, configuration: configuration, asOf: asOf) : nil
        let recipient = configuration.batchStem(of: settings)
        self.judgement = judgement
        agency = try AgencyBook(reader, agency: settings.code, recipient: recipient)
        remittances = try RemittanceBook(reader, agency, settings, recipient: recipient, asOf: asOf)
        payouts = try PayoutRows.all(remittances, reader, code: code)
        let unbooked = remittances.unbooked
        inventory = try InventoryBook(reader, agency, agency: settings.code, recipient: recipient) {
            one, invoices in
            Self.owed(invoices, judgement) - (unbooked[one] ?? 0)
        }
        placed = Dictionary(
            grouping: agency.hasSpoken ? try reader.placedInvoices(recipient: recipient) : [],
            by: \.caseReference)
    }

    private func balance(of known: AgencyCase) -> Int64 {
        Self.owed(placed[known.reference] ?? [], judgement)
    }

    private static func owed(_ invoices: [PlacedInvoice], _ judgement: DebtJudgement) -> Int64 {
        invoices.reduce(0) { $0 + max(0, judgement.item($1.invoice)?.outstanding ?? 0) }
    }

    // MARK: Tables

    func caseRows() -> [CaseTableRow] {
        agency.all.map { known in
            CaseTableRow(
                reference: known.reference, agencyCase: known.agencyCase,
                state: known.state.rawValue + (known.isFrozen ? " FROZEN" : ""),
                balance: Money(minorUnits: balance(of: known), currency: known.currency),
                lastDay: known.last.day, lastEvent: known.last.text)
        }
    }

    func remittanceRows() -> [RemittanceTableRow] {
        remittances.statements.flatMap { one in
            let statement = one.statement
            let broken = Dictionary(grouping: one.outcome.breaks, by: \.subject)
            var rows: [RemittanceTableRow] = []
            for line in statement.lines {
                let found = broken[line.movementId] ?? []
                rows += (found.isEmpty ? [nil] : found.map(Optional.some)).map {
                    Self.row(line, statement, $0)
                }
            }
            let movements = Set(statement.lines.map(\.movementId))
            for found in one.outcome.breaks where !movements.contains(found.subject) {
                var row = RemittanceTableRow(statement: statement.statementId)
                (row.movement, row.caseReference) = (found.subject, found.caseRef)
                (row.breakCode, row.reason) = (found.code.rawValue, found.reason)
                rows.append(row)
            }
            return rows
        }
    }

    private static func row(
        _ line: RemittanceLine, _ statement: RemittanceStatement, _ found: RemittanceBreak?
    ) -> RemittanceTableRow {
        var row = RemittanceTableRow(statement: statement.statementId)
        (row.movement, row.kind, row.caseReference) = (line.movementId, line.kind.rawValue, line.caseRef)
        row.day = line.date
        row.gross = Money(minorUnits: line.gross, currency: statement.currency)
        row.fee = Money(minorUnits: line.fee, currency: statement.currency)
        (row.breakCode, row.reason) = (found?.code.rawValue ?? "", found?.reason ?? "")
        return row
    }

    // MARK: What waits for a person

    func toDo() -> [ToDoRow] {
        held.map { package in
            ToDoRow(kind: .agency, subject: package.folder, detail: "held\t\(package.batch)")
        } + agency.all.flatMap(rows) + agency.batchFindings.filter(isTold).map(Self.row)
            + agency.refusals.filter(isTold).map(Self.refusal)
            + statementRows() + payouts + inventoryRows() + (registry?.toDo() ?? [])
    }

    private func inventoryRows() -> [ToDoRow] {
        inventory.differences.map { found in
            ToDoRow(
                kind: .agency, subject: found.caseRef,
                detail: "inventory\t\(found.code.rawValue) \(found.reason)", day: inventory.day)
        }
    }

    private func isTold(_ answer: AgencyAnswerFact) -> Bool {
        if answer.batch.contains(".\(HandoverFlow.registry.rawValue).") { return false }
        return isFirst || answer.batch.contains(".\(HandoverFlow.cases.rawValue).")
    }

    private static func refusal(_ answer: AgencyAnswerFact) -> ToDoRow {
        ToDoRow(
            kind: .agency, subject: answer.caseReference,
            detail: "operation\t\(answer.operation) \(answer.reasons)", day: answer.day)
    }

    private static func row(_ finding: AgencyAnswerFact) -> ToDoRow {
        ToDoRow(
            kind: .agency, subject: finding.batch, detail: "batch\t\(finding.status) \(finding.reasons)",
            day: finding.day)
    }

    /// Of the last statement whatever does not fit; of earlier ones, payouts that have not come as stated and
    /// fee invoices that have not come.
    private func statementRows() -> [ToDoRow] {
        let last = remittances.statements.last?.statement.statementId
        return remittances.statements.flatMap { one in
            let isLast = one.statement.statementId == last
            let lasting: Set<RemittanceBreak.Code> = [
                .payoutDiffers, .payoutLate, .payoutSplit, .feeInvoiceMissing,
            ]
            return one.outcome.breaks.filter { isLast || lasting.contains($0.code) }.map { found in
                ToDoRow(
                    kind: .agency,
                    subject: found.caseRef.isEmpty ? code + one.statement.statementId : found.caseRef,
                    detail: "remittance\t\(found.code.rawValue) \(found.subject): \(found.reason)",
                    day: one.statement.periodTo)
            }
        }
    }

    private func rows(of known: AgencyCase) -> [ToDoRow] {
        var rows: [ToDoRow] = []
        func add(_ code: String, _ detail: String, _ day: Day?, _ amount: Int64? = nil) {
            rows.append(
                ToDoRow(
                    kind: .agency, subject: known.reference,
                    detail: detail.isEmpty ? code : "\(code)\t\(detail)", day: day,
                    amount: amount.map { Money(minorUnits: $0, currency: known.currency) }))
        }
        let invoices = (placed[known.reference] ?? []).map(\.invoice)
        let open = balance(of: known)
        if known.waitsForPerson, open > 0,
            !invoices.contains(where: { judgement.isResumed($0, after: known.endedAfterFact) })
        {
            add(known.state == .rejected ? "rejected" : "closed", known.reasons, known.endedDay, open)
        }
        guard !known.state.isOver else { return rows }
        if known.isFrozen, let (held, sent, day) = known.balances,
            !invoices.contains(where: { judgement.isResumed($0, after: known.frozenAfterFact) })
        {
            let words = [held, sent].map {
                Money(minorUnits: $0, currency: known.currency).decimalString
            }
            add("balance", words.joined(separator: " / "), day, sent)
        }
        if known.state == .pendingInformation, known.events.isEmpty {
            add("information", known.reasons, known.answerBy ?? known.last.day)
        }
        for fact in unanswerable(known, invoices) {
            add("unanswerable", "#\(fact.number) \(fact.terms.reference)", fact.day)
        }
        for event in latest(known.events) where isOpen(event, invoices) {
            guard let code = Self.code(of: event, known.state) else { continue }
            let detail = [event.isKnown ? "" : event.status, event.code, event.detail]
                .filter { !$0.isEmpty }.joined(separator: " ")
            add(code, detail, event.due ?? event.day, event.amount)
        }
        return rows
    }

    /// Answers of people to an event that the agency never sent, or approvals of what it did not propose.
    private func unanswerable(_ known: AgencyCase, _ invoices: [Int64]) -> [DecisionFact] {
        judgement.answers(invoices).filter { fact in
            let event = known.events.last { $0.event == fact.terms.reference }
            return fact.kind == .agencyAnswered
                ? known.question(fact) == nil : event?.status != EventStatus.legalRecommended.rawValue
        }
    }

    /// Of each status the last event.
    private func latest(_ events: [AgencyEventFact]) -> [AgencyEventFact] {
        events.enumerated().filter { index, event in
            !events.dropFirst(index + 1).contains { $0.status == event.status }
        }.map(\.element)
    }

    /// Whether nobody has spoken to the debtor or let the claim go on since the event.
    private func isOpen(_ event: AgencyEventFact, _ invoices: [Int64]) -> Bool {
        let status = event.isKnown ? EventStatus(rawValue: event.status) : nil
        return !invoices.contains { invoice in
            judgement.decisions(of: invoice).contains { fact in
                fact.number > event.afterFact && Self.closing(status, fact, event.event)
                    && !fact.author.hasPrefix("agency ")
            }
        }
    }

    /// Whether a person's fact is what an event waits for.
    private static func closing(_ status: EventStatus?, _ fact: DecisionFact, _ event: String) -> Bool {
        switch fact.kind {
        case .resumed, .contacted: true
        case .recalled: status == .recallObjected || status == .legalRecommended
        case .recallCancelled: status == .recallObjected
        case .agencyAnswered, .legalApproved: fact.terms.reference == event
        default: false
        }
    }

    /// The kind of thing an event leaves to a person; `nil` for one that leaves nothing.
    private static func code(of event: AgencyEventFact, _ state: CaseState) -> String? {
        guard event.isKnown, let status = EventStatus(rawValue: event.status) else { return "unmapped" }
        switch status {
        case .informationRequested: return "information"
        case .legalRecommended: return "legal"
        case .untraceable: return "untraceable"
        case .vulnerable: return "vulnerable"
        case .insolvent: return "insolvent"
        case .deceased: return "deceased"
        case .recallObjected: return state == .recallPending ? "objected" : nil
        default: return nil
        }
    }
}

extension AgencyBook {
    /// Whether the agency has sent anything at all.
    var hasSpoken: Bool {
        hasAnswered || !batchFindings.isEmpty || cases.values.contains { !$0.events.isEmpty }
    }
}
