internal import Domain

/// What is owed and was paid of what agreements cover.
extension LedgerReader {
    /// One invoice under an agreement.
    private struct Covered {
        let invoice: Int64
        /// Payable less what was credited, written off and paid before the agreement.
        var owed: Int64
        var received: [ReceivedAmount] = []
    }

    /// The balance that a promise, plan or offer has for each invoice it covers: those issued by its day, in
    /// its currency. Invoices of one currency are one balance; an invoice is younger than the agreement or of
    /// another currency where the answer does not have it.
    func balances(
        _ record: DecisionRecord, _ invoices: [Int64], asOf: Day
    ) throws -> [Int64: AgreementBalance] {
        let hasMoney = record.terms.amount != nil || !record.terms.instalments.isEmpty
        var byCurrency: [Currency: [Covered]] = [:]
        for invoice in invoices {
            guard let (currency, covered) = try covered(invoice, since: record.day, asOf: asOf) else {
                continue
            }
            if !hasMoney || currency == record.terms.currency {
                byCurrency[currency, default: []].append(covered)
            }
        }
        var balances: [Int64: AgreementBalance] = [:]
        for covered in byCurrency.values {
            let received = covered.flatMap(\.received).sorted { ($0.day, $0.amount) < ($1.day, $1.amount) }
            let balance = AgreementBalance(
                invoices: covered.map(\.invoice),
                owed: try covered.reduce(Int64(0)) { try $0.addingExactly(max(0, $1.owed)) },
                received: received)
            for one in covered { balances[one.invoice] = balance }
        }
        return balances
    }

    private func covered(
        _ invoice: Int64, since day: Day, asOf: Day
    ) throws -> (currency: Currency, covered: Covered)? {
        var found: (Currency, Covered)?
        try prepared(
            """
            SELECT issued, payable, currency FROM invoice_version WHERE invoice = ?
            ORDER BY version DESC LIMIT 1
            """
        ).each(.integer(invoice)) { row in
            guard row.day(0) <= day, row.int(1) > 0 else { return }
            found = (try row.currency(2), Covered(invoice: invoice, owed: row.int(1)))
        }
        guard let (currency, whole) = found else { return nil }
        var covered = whole
        for table in ["credit", "write_off"] {
            covered.owed -=
                try integer("SELECT sum(amount) FROM \(table) WHERE invoice = ?", .integer(invoice)) ?? 0
        }
        try prepared(
            """
            SELECT e.booked, a.amount FROM allocation a JOIN entry e ON e.id = a.entry
            WHERE a.invoice = ? AND e.booked <= ? ORDER BY e.booked, a.id
            """
        ).each(.integer(invoice), .day(asOf)) { row in
            if row.day(0) < day {
                covered.owed -= row.int(1)
            } else {
                covered.received.append(ReceivedAmount(day: row.day(0), amount: row.int(1)))
            }
        }
        return (currency, covered)
    }
}
