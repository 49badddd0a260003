internal import Domain
internal import Handover

// What is well written and cannot be: days that have not come, money that is none, ends that the books deny.
extension StatusRow {
    /// - Throws: the first thing about an event that contradicts the desk or itself.
    func checkSense(of event: StatusEvent, _ held: DeskCase) throws(AgencyFinding) {
        try checkDays(of: event, held)
        try checkAmounts(of: event)
        try checkLines(of: event, held)
        switch event.status.status {
        case .recallObjected where held.inventoryState != .recallPending:
            throw row.finding(
                "INCONSISTENT", "status", found: "\(row.text("status")) and no recall",
                expected: "a case whose recall was announced; this one is \(held.state)")
        case .closed where event.close?.reason == .paidInFull:
            guard let owed = event.close?.balanceAtClose.total, owed != 0 else { break }
            let text = Money.decimalString(owed, exponent: held.currency.exponent)
            throw row.finding(
                "INCONSISTENT", "close_reason", found: "\(row.text("close_reason")) and \(text) owed",
                expected: "nothing owed by the desk's books: remit what was collected first")
        default: break
        }
    }

    private func checkDays(of event: StatusEvent, _ held: DeskCase) throws(AgencyFinding) {
        let day = event.at.day
        guard day <= session.asOf else {
            throw row.finding(
                "PERIOD", "at", found: "\(day)",
                expected: "a day up to \(session.asOf), the day of the report")
        }
        guard day >= held.placedAt else {
            throw row.finding(
                "PERIOD", "at", found: "\(day)",
                expected: "a day from \(held.placedAt) on, when the case was placed")
        }
        if let plan = event.plan, plan.last < plan.first {
            throw row.finding(
                "INCONSISTENT", "plan_last", found: "\(plan.last)", expected: "a day from \(plan.first) on")
        }
        if event.status.status == .promise, let due = event.dueDate, due < day {
            throw row.finding(
                "INCONSISTENT", "due_date", found: "\(due)",
                expected: "a day from \(day) on, when it was promised")
        }
    }

    private func checkAmounts(of event: StatusEvent) throws(AgencyFinding) {
        let amounts = [
            ("amount", event.amount), ("plan_total", event.plan?.total), ("plan_amount", event.plan?.amount),
            ("dispute_amount", event.dispute?.amount),
        ]
        for (column, amount) in amounts {
            guard let amount, amount <= 0 else { continue }
            throw row.finding(
                "WRONG_FORM", column, found: "'\(row.text(column).prefix(40))'", expected: "more than 0")
        }
    }

    private func checkLines(of event: StatusEvent, _ held: DeskCase) throws(AgencyFinding) {
        for line in event.dispute?.lineRefs ?? [] where !held.lines.contains(line) {
            throw row.finding(
                "LINE_UNKNOWN", "dispute_lines", found: "'\(line.prefix(40))'",
                expected: "lines of the case: \(held.lines.joined(separator: ", "))")
        }
    }
}
