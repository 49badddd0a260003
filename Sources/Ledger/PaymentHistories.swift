public import Domain

extension LedgerReader {
    /// How each customer has paid until a day, by key: only invoices with a due day that are paid whole
    /// count.
    public func paymentHistories(asOf: Day) throws -> [String: CustomerHistory] {
        let payments = try lastPayments(asOf: asOf)
        var histories: [String: CustomerHistory] = [:]
        var next = 0
        let taken = try TakenOff(self, asOf: asOf)
        try newestVersions("payable, due, customer") { row in
            let id = row.int(0)
            let position = try taken.position(of: id, payable: row.int(2))
            while next < payments.count, payments[next].invoice < id { next += 1 }
            guard next < payments.count, payments[next].invoice == id, position.outstanding == 0,
                position.allocated > 0, let due = row.optionalDay(3)
            else { return }
            let payment = payments[next]
            histories[row.text(4), default: CustomerHistory()]
                .notePaid(daysAfterDue: payment.day.days(since: due), parts: payment.parts)
        }
        return histories
    }

    /// The customer's key of each of these invoices.
    public func customers(ofInvoices invoices: Set<Int64>) throws -> [Int64: String] {
        var customers: [Int64: String] = [:]
        for invoice in invoices.sorted() {
            try prepared(
                "SELECT customer FROM invoice_version WHERE invoice = ? ORDER BY version DESC LIMIT 1"
            ).each(.integer(invoice)) { customers[invoice] = $0.text(0) }
        }
        return customers
    }

    /// The day of the last payment of each invoice, and of how many payments it was, by invoice. What was
    /// given
    /// back was no payment.
    private func lastPayments(asOf: Day) throws -> [(invoice: Int64, day: Day, parts: Int)] {
        var payments: [(invoice: Int64, day: Day, parts: Int)] = []
        try prepared(
            """
            SELECT a.invoice, max(e.booked), count(DISTINCT a.entry)
            FROM allocation a JOIN entry e ON e.id = a.entry
            WHERE a.amount > 0 AND e.booked <= \(asOf.number) GROUP BY a.invoice ORDER BY a.invoice
            """
        ).each { row in payments.append((row.int(0), row.day(1), Int(row.int(2)))) }
        return payments
    }
}
