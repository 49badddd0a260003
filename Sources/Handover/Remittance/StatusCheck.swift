public import Domain

/// Every event that announces money has its line, and every line that collected has its event.
struct StatusCheck {
    private(set) var breaks: [RemittanceBreak] = []

    init(_ statement: RemittanceStatement, _ context: RemittanceContext) {
        let events = context.events.filter { $0.status.status?.announcesMoney == true }
            .sorted(by: StatusEvent.precedes)
        let lines = statement.lines.filter { $0.kind == .collected || $0.kind == .direct }
        var byCase: [String: [StatusEvent]] = [:]
        for event in events { byCase[event.caseRef, default: []].append(event) }
        var taken: Set<String> = []
        var settled: Set<String> = []
        // Those of the same day first, so that of several equal payments the right one is told as missing.
        for daysMax in [0, context.statusDaysMax] {
            for line in lines where !taken.contains(line.movementId) {
                let fitting = byCase[line.caseRef]?.first {
                    !settled.contains($0.eventId)
                        && Self.fits($0, line.gross, on: line.date, daysMax: daysMax)
                }
                guard let event = fitting else { continue }
                settled.insert(event.eventId)
                taken.insert(line.movementId)
            }
        }
        for parts in RemittanceLine.paidTogether(lines.filter({ !taken.contains($0.movementId) })) {
            let fitting = byCase[parts.caseRef]?.first {
                !settled.contains($0.eventId)
                    && Self.fits($0, parts.gross, on: parts.date, daysMax: context.statusDaysMax)
            }
            guard let event = fitting else { continue }
            settled.insert(event.eventId)
            taken.formUnion(parts.movementIds)
        }
        for event in events where !settled.contains(event.eventId) {
            // The line may still come with the next statement.
            guard event.at.day.adding(days: context.statusDaysMax) <= statement.periodTo else { continue }
            let amount = event.amount.map { Money.decimalString($0, exponent: event.currency.exponent) }
            breaks.append(
                RemittanceBreak(
                    .statusWithoutMoney, subject: event.eventId, caseRef: event.caseRef,
                    "\(event.status.display) of \(amount ?? "?") on \(event.at.day) has no line"))
        }
        // The echo of a payment that we reported ourselves needs no event.
        for line in lines where line.kind == .collected && !taken.contains(line.movementId) {
            breaks.append(
                RemittanceBreak(
                    .moneyWithoutStatus, subject: line.movementId, caseRef: line.caseRef,
                    "\(statement.text(line.gross)) on \(line.date) was announced by no event"))
        }
    }

    /// Of one case: the same amount, few days apart. Payment statuses name what was paid, so it is exact.
    private static func fits(_ event: StatusEvent, _ gross: Int64, on date: Day, daysMax: Int) -> Bool {
        event.amount == gross && abs(event.at.day.days(since: date)) <= daysMax
    }
}

extension RemittanceLine {
    /// A payment that paid several invoices of a case and has a line for each.
    public struct Parts {
        public let caseRef: String
        public let date: Day
        /// Of all of them, minor units.
        public let gross: Int64
        public let movementIds: [String]
    }

    /// What was collected of one case on one day, where it stands on several lines: an event announces the
    /// payment, not its parts. In the order of the first line of each.
    public static func paidTogether(_ lines: [RemittanceLine]) -> [Parts] {
        struct Key: Hashable {
            let caseRef: String
            let date: Day
        }
        var groups: [Key: [RemittanceLine]] = [:]
        var order: [Key] = []
        for line in lines where line.kind == .collected {
            let key = Key(caseRef: line.caseRef, date: line.date)
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(line)
        }
        return order.compactMap { key in
            guard let group = groups[key], group.count > 1 else { return nil }
            let sum = group.reduce(Int128(0)) { $0 + Int128($1.gross) }
            return Parts(
                caseRef: key.caseRef, date: key.date, gross: Int64(clamping: sum),
                movementIds: group.map(\.movementId))
        }
    }
}
