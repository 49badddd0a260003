internal import Domain
internal import Handover
internal import Ledger

/// A statement of the agency held against bank, cases and events.
struct ReconciledRemittance {
    let statement: RemittanceStatement
    let outcome: RemittanceOutcome
    /// The bank credit that is the payout; `nil` while none is.
    let payout: CreditText?
    /// Earlier statements without payout whose balance this one carries on, oldest first.
    var carried: [ReconciledRemittance] = []

    /// Its lines and those of the statements that it carries on.
    var settledLines: [RemittanceLine] { carried.flatMap(\.statement.lines) + statement.lines }

    /// The lines of money that the payout settles.
    var paidLines: [RemittanceLine] {
        settledLines.filter { $0.kind.isCollected || $0.kind == .adjustment }
    }

    /// What of the settled money is interest and fixed sums, signed minor units: no invoice is for it.
    var charges: Int64 {
        paidLines.reduce(0) { $0 + ($1.allocation?.interest ?? 0) + ($1.allocation?.fixedComp ?? 0) }
    }

    /// Whether the payout is in the books: some of it applied to invoices or, where none of it is principal,
    /// said to be nobody's.
    var isBooked: Bool {
        guard let payout else { return false }
        return payout.isApplied
            || payout.isUnrelated && paidLines.allSatisfy { $0.allocation?.principal ?? 0 == 0 }
    }
}

/// The agency's statements, each held against what the ledger knows tonight: the same every night until a
/// payout comes, a payment is told or a person decides something.
struct RemittanceBook {
    /// Calendar days after its day in which a payout is still looked for.
    private static let payoutDaysMax = 180

    private(set) var statements: [ReconciledRemittance] = []
    /// Interest and fixed sums that were told, with what these statements collected of them.
    private(set) var charges: ChargeBook
    private let settings: AgencySettings
    private let agency: AgencyBook
    private let asOf: Day
    private let placed: [PlacedInvoice]
    private let payments: [ReportedPayment]
    private let adjustments: [String: [ToldAdjustment]]
    private let events: [StatusEvent]
    /// The fee invoices that came.
    private let feeInvoices: [FeeInvoiceFact]
    /// Files that nothing read: a fee invoice that came before its statement was refused, and came.
    private let unread: [String]

    init(
        _ reader: LedgerReader, _ agency: AgencyBook, _ settings: AgencySettings, recipient: String, asOf: Day
    ) throws {
        self.settings = settings
        self.agency = agency
        self.asOf = asOf
        charges = try ChargeBook(reader)
        feeInvoices = try reader.feeInvoices(sender: settings.code)
        events = agency.all.flatMap(\.events).compactMap(StatusEvent.init)
        let facts = try reader.remittances(sender: settings.code)
        guard !facts.isEmpty else {
            (placed, payments, adjustments, unread) = ([], [], [:], [])
            return
        }
        placed = try reader.placedInvoices(recipient: recipient)
        unread = try reader.unreadFileNames().map { $0.split(separator: "/").last.map(String.init) ?? $0 }
        let cases = Set(placed.map(\.caseReference))
        payments = try reader.toldPayments().filter { cases.contains($0.caseReference) }
            .map { ReportedPayment($0, unanswered: asOf.adding(days: 1)) }
        adjustments = Dictionary(grouping: try reader.toldAdjustments(), by: \.caseReference)
        var earlier: [RemittanceStatement] = []
        for fact in facts {
            guard let json = try reader.partnerPayload(fact.package),
                let statement = RemittanceStatement.read(Array(json.utf8), file: "batch.json").value
            else { continue }
            let last = min(asOf, fact.payoutDay.adding(days: Self.payoutDaysMax))
            let credits = try reader.creditTexts(from: fact.payoutDay.adding(days: -10), to: last)
            let context = context(of: statement, after: earlier, credits)
            let outcome = RemittanceReconciliation.reconcile(statement, with: context)
            let payout = credits.first { "#\($0.movement)" == outcome.payoutEntryId }
            statements.append(
                ReconciledRemittance(
                    statement: statement, outcome: outcome, payout: payout,
                    carried: carried(into: statement)))
            earlier.append(statement)
            for line in statement.lines { charges.take(line) }
        }
    }

    /// Payouts, by the ledger's number: what of them is applied to invoices the agency knows of already.
    var payouts: Set<Int64> { Set(statements.compactMap(\.payout?.movement)) }

    /// What the agency stated that it collected of each case and the books do not show yet, minor units: the
    /// agency has taken it off what it holds. What it only announced is no cash; interest and fixed sums that
    /// it was told are in no books but `charges`.
    var unbooked: [String: Int64] {
        var sums: [String: Int64] = [:]
        for (_, line) in unbookedLines {
            guard let allocation = line.allocation else { continue }
            sums[line.caseRef, default: 0] +=
                allocation.principal + allocation.costs + charges.untold(line)
        }
        return sums
    }

    /// The lines of what the agency collected or took back that the books do not show yet, with their
    /// statements. One whose balance was carried on is booked with the statement that paid it out.
    var unbookedLines: [(statement: String, line: RemittanceLine)] {
        var booked: Set<String> = []
        for one in statements where one.isBooked {
            booked.formUnion(one.carried.map(\.statement.statementId) + [one.statement.statementId])
        }
        return statements.filter { !booked.contains($0.statement.statementId) }.flatMap { one in
            one.statement.lines.filter(\.kind.isCollected).map { (one.statement.statementId, $0) }
        }
    }

    /// What the agency announced and none of its statements has, oldest first.
    var announced: [StatusEvent] { unsettled(by: statements.flatMap(\.statement.lines)) }

    /// The statements without payout just before one whose balance it carries on.
    private func carried(into statement: RemittanceStatement) -> [ReconciledRemittance] {
        var carried: [ReconciledRemittance] = []
        var opening = statement.opening
        for earlier in statements.reversed() where earlier.statement.currency == statement.currency {
            let before = earlier.statement
            guard opening != 0, before.totals.closing == opening, before.payout.amount == 0 else { break }
            carried.insert(earlier, at: 0)
            opening = before.opening
        }
        return carried
    }

    private func context(
        of statement: RemittanceStatement, after earlier: [RemittanceStatement], _ credits: [CreditText]
    ) -> RemittanceContext {
        let lines = earlier.flatMap { one in one.lines.map { (statement: one.statementId, line: $0) } }
        var context = RemittanceContext(
            cases: cases(lines.map(\.line), on: statement.header.businessDate), schedule: settings.fees,
            asOf: asOf)
        context.payments = payments.map { payment in
            var payment = payment
            payment.echoedBy =
                lines.first {
                    $0.line.creditorPaymentRef == payment.paymentRef && $0.line.caseRef == payment.caseRef
                }?.statement ?? ""
            return payment
        }
        context.credits = credits.map {
            PayoutCredit(entryId: "#\($0.movement)", date: $0.booked, amount: $0.amount, text: $0.text)
        }
        context.feeInvoices = statement.feeInvoice.map { received($0, of: statement) } ?? []
        context.events = unsettled(by: lines.map(\.line))
        context.earlierStatementIds = Set(earlier.map(\.statementId))
        context.lastStatement = earlier.last.map {
            EarlierStatement(
                statementId: $0.statementId, periodTo: $0.periodTo, closing: $0.totals.closing)
        }
        context.earlierMovements = movements(lines.map(\.line))
        return context
    }

    /// What came of a statement's fee invoice. Until its days are over it is not missing; a document without
    /// amounts that the program can read is believed to say what the statement does.
    private func received(
        _ stated: RemittanceStatement.FeeInvoice, of statement: RemittanceStatement
    ) -> [ReceivedFeeInvoice] {
        let asStated = ReceivedFeeInvoice(
            number: stated.number, net: stated.net, vat: stated.vat, gross: stated.gross)
        func key(_ number: String) -> String {
            number.uppercased().filter { $0.isLetter || $0.isNumber }
        }
        let came = feeInvoices.filter { key($0.number) == key(stated.number) }
        guard !came.isEmpty else {
            let last = statement.header.businessDate.adding(days: settings.feeInvoiceDays)
            let isThere = unread.contains { statement.namesFeeInvoice($0) }
            return asOf <= last || isThere ? [asStated] : []
        }
        return came.map { one in
            guard let net = one.net, let vat = one.vat, let gross = one.gross else { return asStated }
            return ReceivedFeeInvoice(number: stated.number, net: net, vat: vat, gross: gross)
        }
    }

    /// The events that none of these lines settles. A line settles one event: the one of its case and amount
    /// whose day is nearest; and so do the lines of a payment that has one for each invoice.
    private func unsettled(by lines: [RemittanceLine]) -> [StatusEvent] {
        var open = Dictionary(grouping: events, by: \.caseRef)
        func settles(_ caseRef: String, _ gross: Int64, _ date: Day) -> Bool {
            let fitting = (open[caseRef] ?? []).enumerated().map { index, event in
                (index: index, event: event, days: abs(event.at.day.days(since: date)))
            }.filter { $0.event.amount == gross && $0.days <= Self.statusDaysMax }
            guard let nearest = fitting.min(by: { ($0.days, $0.index) < ($1.days, $1.index) }) else {
                return false
            }
            open[caseRef]?.remove(at: nearest.index)
            return true
        }
        let rest = lines.filter { !settles($0.caseRef, $0.gross, $0.date) }
        for parts in RemittanceLine.paidTogether(rest) { _ = settles(parts.caseRef, parts.gross, parts.date) }
        let left = Set(open.values.joined().map(\.eventId))
        return events.filter { left.contains($0.eventId) }
    }

    /// Days between an event and its line, at most.
    static let statusDaysMax = 10

    /// The cases just before the statement: what was placed, less what earlier statements took off, and with
    /// the adjustments that the agency had answered by its day.
    private func cases(_ lines: [RemittanceLine], on day: Day) -> [RemittanceCase] {
        let byCase = Dictionary(grouping: placed, by: \.caseReference)
        let linesByCase = Dictionary(grouping: lines, by: \.caseRef)
        return agency.all.map { known in
            let invoices = byCase[known.reference] ?? []
            let placement = invoices.first?.day ?? asOf
            let age = invoices.compactMap(\.due).min().map { placement.days(since: $0) } ?? 0
            var own = RemittanceCase(
                caseRef: known.reference, currency: known.currency, ageDays: age,
                balance: invoices.reduce(0) { $0 + $1.amount } + charges.told(known.reference).total)
            own.agencyCaseRef = known.agencyCase
            own.phase = known.events.last.flatMap { DebtCase.Phase(rawValue: $0.phase) } ?? .preLegal
            for invoice in invoices { own.lines[CaseLine.ref(invoice.invoice)] = invoice.amount }
            for adjustment in adjustments[known.reference] ?? [] {
                guard let taken = adjustment.taken, taken <= day else { continue }
                own.balance += adjustment.amount
                if adjustment.charge != nil { continue }
                own.lines[CaseLine.ref(adjustment.invoice)]? += adjustment.amount
            }
            for line in linesByCase[known.reference] ?? [] {
                guard let allocation = line.allocation else { continue }
                own.balance -=
                    allocation.principal + allocation.interest + allocation.fixedComp + allocation.costs
                if own.lines[line.lineRef] != nil { own.lines[line.lineRef]? -= allocation.principal }
            }
            own.closedAt = known.endedDay
            return own
        }
    }

    private func movements(_ lines: [RemittanceLine]) -> [EarlierMovement] {
        let reversed = Set(lines.filter(\.kind.isReversal).map(\.reversesId))
        return lines.map { line in
            var movement = EarlierMovement(
                movementId: line.movementId, kind: line.kind, caseRef: line.caseRef, gross: line.gross,
                feeRateBasisPoints: line.feeRateBasisPoints)
            movement.isReversed = reversed.contains(line.movementId)
            return movement
        }
    }
}

extension ReportedPayment {
    /// As the PAY named it. It counts as reported once the agency has answered: what is lost on the way it
    /// cannot echo.
    ///
    /// - Parameter unanswered: the day that stands for none.
    fileprivate init(_ told: ToldPayment, unanswered: Day) {
        self.init(
            paymentRef: "M\(told.movement)" + (told.givesBack ? "R\(told.allocation)" : ""),
            caseRef: told.caseReference, date: told.booked,
            amount: told.givesBack ? -told.amount : told.amount, isFeeable: true,
            reportedOn: told.answered ?? unanswered)
    }
}

extension StatusEvent {
    /// An event of the ledger as far as money is concerned; `nil` for one that announces none.
    fileprivate init?(_ fact: AgencyEventFact) {
        guard fact.isKnown, let status = EventStatus(rawValue: fact.status), status.announcesMoney else {
            return nil
        }
        self.init(
            eventId: fact.event, caseRef: fact.caseReference, agencyCaseRef: fact.agencyCase,
            caseVersionSeen: fact.version, at: PinnedTime(fact.day, secondOfDay: fact.second),
            phase: DebtCase.Phase(rawValue: fact.phase) ?? .preLegal, status: .known(status),
            currency: fact.currency)
        amount = fact.amount
    }
}
