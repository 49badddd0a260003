internal import Domain
internal import Scanning

/// Head and foot of a statement.
extension CamtReading {
    /// Emits the head, once it is known which currency the account is in: the account's own element, else
    /// a booked balance, else `firstCurrency`, that of the first entry.
    mutating func openStatement(firstCurrency: Currency?) throws {
        guard !statement.isOpened else { return }
        statement.isOpened = true
        let currency = statement.currency ?? firstCurrency ?? options.defaultCurrency
        (statement.currency, statement.exponent) = (currency, currency.exponent)
        var opening = StatementOpening(
            account: statement.account, currency: currency, reference: statement.id,
            from: statement.from ?? statement.openingDay, to: statement.to ?? statement.closingDay,
            openingBalance: statement.openingBalance, place: place)
        opening.kind = body.kind
        try emit(.statementOpened(opening))
    }

    mutating func closeStatement() throws {
        try openStatement(firstCurrency: nil)
        var closing = StatementClosing(
            closingBalance: statement.closing, openingBalance: statement.openingBalance,
            from: statement.from ?? statement.openingDay, to: statement.to ?? statement.closingDay)
        closing.entries = statement.booked.creditCount + statement.booked.debitCount
        closing.credits = statement.booked.credits
        closing.debits = statement.booked.debits
        checkBalance()
        checkClaims()
        try emit(.statementClosed(closing))
    }

    private var place: Place { Place(line: statement.line, element: body.element) }

    /// A balance during the day is not checked: a report may hold only what came since the one before.
    private mutating func checkBalance() {
        guard !statement.closingIsInterim, let opening = statement.openingBalance,
            let closing = statement.closing
        else { return }
        let (net, overflowed) = statement.booked.credits.subtractingReportingOverflow(
            statement.booked.debits)
        let (computed, overflowed2) = opening.addingReportingOverflow(net)
        guard !overflowed, !overflowed2, computed != closing else { return }
        let (difference, _) = closing.subtractingReportingOverflow(computed)
        problems.report(
            Problem(
                .balanceMismatch, at: place, found: written(closing),
                expected: "\(written(computed)) (difference \(written(difference)))"))
    }

    /// Counts and sums of `TxsSummry`, where banks count pending entries or leave them out: either is right.
    private mutating func checkClaims() {
        let (booked, seen) = (statement.booked, statement.seen)
        check(
            statement.claims.all, body.element + "/TxsSummry/TtlNtries",
            counts: [booked.creditCount + booked.debitCount, seen.creditCount + seen.debitCount],
            sums: [booked.credits &+ booked.debits, seen.credits &+ seen.debits])
        check(
            statement.claims.credits, body.element + "/TxsSummry/TtlCdtNtries",
            counts: [booked.creditCount, seen.creditCount], sums: [booked.credits, seen.credits])
        check(
            statement.claims.debits, body.element + "/TxsSummry/TtlDbtNtries",
            counts: [booked.debitCount, seen.debitCount], sums: [booked.debits, seen.debits])
    }

    private mutating func check(_ claim: CamtClaim, _ element: String, counts: [Int], sums: [Int64]) {
        let place = Place(line: statement.line, element: element)
        if let count = claim.count, !counts.contains(where: { Int64($0) == count }) {
            problems.report(
                Problem(.countMismatch, at: place, found: "\(count)", expected: "\(counts[0])"))
        }
        guard let number = claim.sum else { return }
        let sum = Int64.minorUnits(
            digits: number.digits, scale: number.scale, exponent: statement.exponent)
        if let sum, sums.contains(sum) { return }
        problems.report(
            Problem(
                .totalsDiffer, at: place, found: sum.map(written) ?? "an inexact sum",
                expected: written(sums[0])))
    }

    private func written(_ minorUnits: Int64) -> String {
        Money.decimalString(minorUnits, exponent: statement.exponent)
    }
}
