internal import Domain
internal import Handover
internal import Ledger
internal import Reports
internal import Verification

/// What the report says of the agency: its cases, its statements, and what of them waits for a person.
struct PartnerReport {
    let agency: AgencyBook
    let remittances: RemittanceBook
    let inventory: InventoryBook
    let judgement: DebtJudgement
    let missing: MissingAnswers
    let awaited: AwaitedMoney
    let texts: EventTexts
    /// Invoices by the reference of their case; empty while the agency has said nothing.
    let placed: [String: [PlacedInvoice]]
    /// What the agency was told, in order.
    let tellings: [CaseTelling]
    /// Money applied to invoices of cases that the agency closed with another balance than they have now, by
    /// case: the day of the run that did it, minor units.
    let applied: [String: [(movement: Int64, day: Day, amount: Int64)]]
    /// Whether it also tells of batches that nobody knows.
    let isFirst: Bool
    /// With the first agency alone.
    let registry: RegistryReport?
    /// Of the agency.
    let code: String
    /// Whether there are others: then a statement is named with the agency, for two may number theirs alike.
    let isOneOfSeveral: Bool
    /// Packages that wait for those before them.
    let held: [PartnerPackage]
    /// Payouts that wait to be booked.
    let payouts: [ToDoRow]
    private let language: String

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
        self.judgement = judgement
        code = settings.code
        isOneOfSeveral = configuration.agencies.count > 1
        language = configuration.language
        registry =
            isFirst
            ? try RegistryReport(reader, judgement, configuration: configuration, asOf: asOf) : nil
        let recipient = configuration.batchStem(of: settings)
        let agency = try AgencyBook(reader, agency: settings.code, recipient: recipient)
        let remittances = try RemittanceBook(reader, agency, settings, recipient: recipient, asOf: asOf)
        let unbooked = remittances.unbooked
        payouts = try PayoutRows.all(
            remittances, reader, code: configuration.agencies.count > 1 ? settings.code + " " : "")
        self.agency = agency
        self.remittances = remittances
        inventory = try InventoryBook(reader, agency, agency: settings.code, recipient: recipient) {
            one, invoices in
            Self.owed(invoices, judgement) - (unbooked[one] ?? 0)
        }
        let placed = Dictionary(
            grouping: agency.hasSpoken ? try reader.placedInvoices(recipient: recipient) : [],
            by: \.caseReference)
        self.placed = placed
        tellings = try reader.caseTellings().filter { $0.batch.hasPrefix(recipient) }
        missing = try MissingAnswers(
            reader, agency, settings, tellings: tellings,
            calendar: WorkingCalendar(law: judgement.law), asOf: asOf)
        texts = try EventTexts(
            reader, of: Set(agency.all.flatMap(\.eventsWithTexts)),
            codes: configuration.statusCodes(of: settings.code),
            currencies: CaseCurrencies(tellings, others: configuration.currency))
        applied = try Self.applied(reader, agency, placed) { known in
            known.closing?.amount != Self.owed(placed[known.reference] ?? [], judgement)
        }
        let open = placed.filter { Self.owed($0.value, judgement) > 0 }
        awaited = AwaitedMoney(
            agency, remittances, open: Set(open.keys), plans: texts.events, asOf: asOf
        ) { known, event in
            (placed[known.reference] ?? []).contains { judgement.isKept(event, $0.invoice) }
        }
    }

    private static func applied(
        _ reader: LedgerReader, _ agency: AgencyBook, _ placed: [String: [PlacedInvoice]],
        where isDoubted: (AgencyCase) -> Bool
    ) throws -> [String: [(movement: Int64, day: Day, amount: Int64)]] {
        var applied: [String: [(movement: Int64, day: Day, amount: Int64)]] = [:]
        for known in agency.all where known.closing != nil && isDoubted(known) {
            for one in placed[known.reference] ?? [] {
                applied[known.reference, default: []] += try reader.appliedMoney(one.invoice)
            }
        }
        return applied
    }

    /// What the invoices of a case owe by the books.
    func owed(_ known: AgencyCase) -> Int64 { Self.owed(placed[known.reference] ?? [], judgement) }

    private static func owed(_ invoices: [PlacedInvoice], _ judgement: DebtJudgement) -> Int64 {
        invoices.reduce(0) { $0 + max(0, judgement.item($1.invoice)?.outstanding ?? 0) }
    }

    /// What the agency should hold of a case: what is owed, less what it stated that it collected and the
    /// books do not show yet.
    func balance(_ known: AgencyCase) -> Int64 {
        owed(known) - (remittances.unbooked[known.reference] ?? 0)
    }

    /// Whether balances differ, the case is not over and nobody has settled it since: then nothing but a
    /// recall is told.
    func isFrozen(_ known: AgencyCase) -> Bool {
        known.isFrozen && !known.state.isOver
            && !(placed[known.reference] ?? []).contains {
                judgement.isResumed($0.invoice, after: known.frozenAfterFact)
            }
    }

    // MARK: Tables

    func caseRows() -> [CaseTableRow] {
        agency.all.map { known in
            CaseTableRow(
                reference: known.reference, agencyCase: known.agencyCase,
                state: known.state.rawValue + (isFrozen(known) ? " FROZEN" : ""),
                balance: Money(minorUnits: balance(known), currency: known.currency),
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
                    row(line, statement, $0)
                }
            }
            let movements = Set(statement.lines.map(\.movementId))
            for found in one.outcome.breaks where !movements.contains(found.subject) {
                var row = RemittanceTableRow(statement: statement.statementId, agency: code)
                (row.movement, row.caseReference) = (found.subject, found.caseRef)
                (row.breakCode, row.reason) = (found.code.rawValue, words(found))
                rows.append(row)
            }
            return rows
        }
    }

    private func row(
        _ line: RemittanceLine, _ statement: RemittanceStatement, _ found: RemittanceBreak?
    ) -> RemittanceTableRow {
        var row = RemittanceTableRow(statement: statement.statementId, agency: code)
        (row.movement, row.kind, row.caseReference) = (line.movementId, line.kind.rawValue, line.caseRef)
        row.day = line.date
        row.gross = Money(minorUnits: line.gross, currency: statement.currency)
        row.fee = Money(minorUnits: line.fee, currency: statement.currency)
        (row.breakCode, row.reason) = (found?.code.rawValue ?? "", found.map(words) ?? "")
        return row
    }

    private func words(_ found: RemittanceBreak) -> String {
        PhraseText.text(found.phrase, language: language)
    }
}

extension AgencyBook {
    /// Whether the agency has sent anything at all.
    var hasSpoken: Bool {
        hasAnswered || !batchFindings.isEmpty || cases.values.contains { !$0.events.isEmpty }
    }
}

extension AgencyCase {
    /// The event by which the agency closed it; `nil` where it did not.
    var closing: AgencyEventFact? {
        state == .closed ? events.last { $0.known == .closed } : nil
    }

    /// Of each status the last event.
    var latestEvents: [AgencyEventFact] {
        events.enumerated().filter { index, event in
            !events.dropFirst(index + 1).contains { $0.status == event.status }
        }.map(\.element)
    }

    /// Ids of the events that a list may quote.
    fileprivate var eventsWithTexts: [String] {
        state.isOver ? [] : latestEvents.filter { $0.known?.hasText == true }.map(\.event)
    }
}

extension EventStatus {
    /// Whether the report needs more of it than codes, days and amounts.
    fileprivate var hasText: Bool {
        switch self {
        case .informationRequested, .plan, .promiseBroken, .planBroken, .untraceable, .vulnerable,
            .legalRecommended, .recallObjected:
            true
        default: false
        }
    }
}

extension DebtJudgement {
    /// Whether the promise that an event told was kept, by the creditor's own books.
    fileprivate func isKept(_ event: AgencyEventFact, _ invoice: Int64) -> Bool {
        let id = event.event.split(separator: " ").last.map(String.init) ?? event.event
        return facts.agreements(for: invoice).contains { fact, state in
            fact.author.hasPrefix("agency ") && fact.detail == "event \(id)" && state == .kept
        }
    }
}
