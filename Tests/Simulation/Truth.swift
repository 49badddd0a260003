internal import Domain

/// What is true of an invoice on a night, by what a careful person could know on it.
struct Truth {
    let world: SimulatedWorld
    static let minimum: Int64 = 5_000
    static let lagDays = 3
    static let demandWaitDays = 10

    func owed(_ invoice: SimulatedInvoice, _ night: Int) -> Int64 { invoice.outstanding(on: night) }

    /// What stands against claiming it, the money aside; `nil` where nothing does.
    func objection(_ invoice: SimulatedInvoice, _ night: Int) -> String? {
        if night <= invoice.due { return "not-due" }
        let blocks = invoice.blocks + (world.customerBlocks[invoice.customer] ?? [])
        if let block = blocks.first(where: { $0.nights.contains(night) }) { return block.kind }
        if isTooOld(invoice, night) { return "too-old" }
        if let (account, booked) = uncovered(invoice, night) {
            return "uncovered account \(account) \(world.day(booked))"
        }
        return nil
    }

    /// Five years for companies, three for people (the safe term), anew from each claim that arrived in time.
    func isTooOld(_ invoice: SimulatedInvoice, _ night: Int) -> Bool {
        let years = world.customers[invoice.customer].isCompany ? 5 : 3
        var end = world.day(invoice.due).adding(years: years)
        for claim in invoice.claims {
            guard let arrived = claim.arrived, arrived <= night, world.day(arrived) < end else { continue }
            end = max(end, world.day(claim.sent).adding(years: years))
        }
        return world.day(night) >= end
    }

    /// A day of the time in which money for it can have come whose statement has not come, though something
    /// moved on it.
    private func uncovered(_ invoice: SimulatedInvoice, _ night: Int) -> (account: Int, booked: Int)? {
        let first = max(0, min(invoice.issued, invoice.due))
        let last = min(night, max(night - Self.lagDays, invoice.due))
        guard first <= last else { return nil }
        for account in BankCalendar.accounts.indices {
            for booked in first...last
            where world.calendar.delivered(account: account, booked: booked) > night {
                // Where nothing moved the next statement opens as the one before closed: nothing is missing.
                let isProvenQuiet =
                    !world.moving[account].contains(booked)
                    && (booked + 1..<max(booked + 1, night)).contains {
                        world.calendar.delivered(account: account, booked: $0) <= night
                    }
                if !isProvenQuiet { return (account, booked) }
            }
        }
        return nil
    }

    /// Whether the formal claim arrived and its time has passed.
    func isDemanded(_ invoice: SimulatedInvoice, _ night: Int) -> Bool {
        invoice.claims.contains { $0.arrived.map { night >= $0 + Self.demandWaitDays } ?? false }
    }

    /// Every condition of a verified debt holds.
    func isComplete(_ invoice: SimulatedInvoice, _ night: Int) -> Bool {
        owed(invoice, night) >= Self.minimum && isDemanded(invoice, night)
            && objection(invoice, night) == nil && !isChainBroken(invoice, night)
    }

    /// A later statement came before an earlier one on which money moved: its opening balance proves that one
    /// is missing, however late statements may be.
    private func isChainBroken(_ invoice: SimulatedInvoice, _ night: Int) -> Bool {
        let first = max(0, night - 30)
        return BankCalendar.accounts.indices.contains { account in
            let nights = first..<max(first, night)
            func hasCome(_ booked: Int) -> Bool {
                world.calendar.delivered(account: account, booked: booked) <= night
            }
            guard let last = nights.last(where: hasCome) else { return false }
            return (first..<last).contains { world.moving[account].contains($0) && !hasCome($0) }
        }
    }
}

extension Truth {
    /// A violation about an invoice, with all that is known of it on the night.
    func violation(
        _ kind: String, _ invoice: SimulatedInvoice, _ night: Int, _ detail: String
    ) -> SimulationViolation {
        SimulationViolation(
            night: world.day(night), kind: kind, invoice: invoice.number,
            detail: "\(detail); \(invoice.behaviour.rawValue), due \(world.day(invoice.due)), owed "
                + "\(owed(invoice, night)) of \(invoice.amount), \(world.customers[invoice.customer].taxId), "
                + "money "
                + invoice.money.map {
                    "P\(padded($0.movement, 7)) \($0.amount) booked \(world.day($0.booked)) came "
                        + "\(world.day($0.delivered))"
                }.joined(separator: " + "))
    }
}
