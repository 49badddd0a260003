internal import Domain
internal import Handover
internal import Ledger
internal import Reports

/// Money that an agency announced, or that a debtor promised it, and that should have come by tonight.
struct AwaitedMoney {
    /// Calendar days after a promised day or an instalment's until it is asked about.
    static let graceDays = 3

    /// One thing to ask the agency about.
    struct Finding {
        let code: String
        let known: AgencyCase
        /// What announced it.
        let event: AgencyEventFact
        let parts: [ToDoPart]
        let day: Day
        /// Minor units of the case's currency.
        let amount: Int64?
    }

    private(set) var findings: [Finding] = []
    private let asOf: Day
    private let lines: [String: [RemittanceLine]]
    private let isKept: (_ known: AgencyCase, _ event: AgencyEventFact) -> Bool

    /// - Parameters:
    ///   - open: cases whose invoices owe something.
    ///   - plans: the events that agreed a plan, by id.
    ///   - isKept: whether the creditor's own books show what was promised.
    init(
        _ agency: AgencyBook, _ remittances: RemittanceBook, open: Set<String>, plans: [String: StatusEvent],
        asOf: Day, isKept: @escaping (_ known: AgencyCase, _ event: AgencyEventFact) -> Bool
    ) {
        self.asOf = asOf
        self.isKept = isKept
        lines = Dictionary(grouping: remittances.statements.flatMap(\.statement.lines), by: \.caseRef)
        announce(agency, remittances)
        for known in agency.all where !known.state.isOver && open.contains(known.reference) {
            promised(known)
            planned(known, plans)
        }
    }

    /// What was announced and is in no statement, unless the last statement was held against it already.
    private mutating func announce(_ agency: AgencyBook, _ remittances: RemittanceBook) {
        let said = Set(
            (remittances.statements.last?.outcome.breaks ?? []).lazy
                .filter { $0.code == .statusWithoutMoney }.map(\.subject))
        let days = RemittanceBook.statusDaysMax
        for event in remittances.announced where !said.contains(event.eventId) {
            guard asOf > event.at.day.adding(days: days), let known = agency.cases[event.caseRef],
                let fact = known.events.last(where: { $0.event == event.eventId })
            else { continue }
            add(
                "money-awaited", known, fact, [.codes(fact.status), .text(String(days))], fact.day,
                fact.amount)
        }
    }

    private mutating func add(
        _ code: String, _ known: AgencyCase, _ event: AgencyEventFact, _ parts: [ToDoPart], _ day: Day,
        _ amount: Int64?
    ) {
        findings.append(
            Finding(code: code, known: known, event: event, parts: parts, day: day, amount: amount))
    }

    /// The last promise: over since some days, and neither money nor a word came since.
    private mutating func promised(_ known: AgencyCase) {
        guard let index = known.events.lastIndex(where: { $0.known == .promise }) else { return }
        let promise = known.events[index]
        guard let due = promise.due, asOf >= due.adding(days: Self.graceDays) else { return }
        let isFollowed = known.events.dropFirst(index + 1).contains { later in
            later.day >= due || later.known?.settlesPromise == true
        }
        let isCollected = (lines[known.reference] ?? []).contains {
            $0.date >= promise.day && $0.gross > 0
        }
        guard !isFollowed, !isCollected, !isKept(known, promise) else { return }
        add("promise-unkept", known, promise, [.day(due)], due, promise.amount)
    }

    /// The last plan: by tonight less was reported than its instalments come to.
    private mutating func planned(_ known: AgencyCase, _ plans: [String: StatusEvent]) {
        guard let index = known.events.lastIndex(where: { $0.known == .plan }) else { return }
        let event = known.events[index]
        let later = known.events.dropFirst(index + 1)
        guard let plan = plans[event.event]?.plan, !later.contains(where: { $0.known?.endsPlan == true })
        else { return }
        let due = plan.expectedReceipts.prefix { asOf >= $0.day.adding(days: Self.graceDays) }
        let announced = later.filter { $0.known?.announcesMoney == true }.reduce(Int64(0)) {
            $0 + ($1.amount ?? 0)
        }
        let stated = (lines[known.reference] ?? []).filter { $0.date >= event.day && $0.kind != .expense }
            .reduce(Int64(0)) { $0 + $1.gross }
        // The same money is announced and then stated: never both.
        let reported = max(announced, stated)
        var expected: Int64 = 0
        var missed: Day?
        for receipt in due {
            expected += receipt.amount
            if expected > reported, missed == nil { missed = receipt.day }
        }
        guard let missed, let last = due.last else { return }
        func money(_ amount: Int64) -> ToDoPart {
            .amount(Money(minorUnits: amount, currency: known.currency))
        }
        add(
            "plan-behind", known, event, [.day(last.day), money(expected), money(reported)], missed,
            expected - reported)
    }
}

extension AgencyEventFact {
    /// The status where it is one of the list.
    var known: EventStatus? { isKnown ? EventStatus(rawValue: status) : nil }
}

extension EventStatus {
    /// Whether it says what became of a promise, or takes its place.
    fileprivate var settlesPromise: Bool {
        switch self {
        case .promise, .plan, .promiseBroken, .planBroken, .disputed, .refused, .closed: true
        default: announcesMoney
        }
    }

    /// Whether nothing more of a plan is to be expected.
    fileprivate var endsPlan: Bool {
        switch self {
        case .plan, .planBroken, .promiseBroken, .closed, .settled, .paid: true
        default: false
        }
    }
}
