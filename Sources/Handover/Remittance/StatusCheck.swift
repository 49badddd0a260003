internal import Domain

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
                    !settled.contains($0.eventId) && Self.fits($0, line, daysMax: daysMax)
                }
                guard let event = fitting else { continue }
                settled.insert(event.eventId)
                taken.insert(line.movementId)
            }
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
    private static func fits(_ event: StatusEvent, _ line: RemittanceLine, daysMax: Int) -> Bool {
        event.amount == line.gross
            && abs(event.at.day.days(since: line.date)) <= daysMax
    }
}
