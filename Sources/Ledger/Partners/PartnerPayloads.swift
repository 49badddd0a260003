public import Domain

// What stands in the packages of partners beside the rows that were made of them: read where a night asks.
extension LedgerReader {
    /// Whether an answer of a partner speaks of a batch, were it only of its file, which makes no row.
    ///
    /// To be asked for single batches: it looks through the packages.
    public func hasReceipt(ofBatch batch: String, sender: String) throws -> Bool {
        var isThere = false
        try prepared(
            """
            SELECT 1 FROM partner_package p JOIN partner_taken t ON t.package = p.id
            JOIN partner_payload y ON y.package = p.id
            WHERE p.flow = 'ACK' AND p.sender = ?1 AND instr(y.json, '"' || ?2 || '"') > 0 LIMIT 1
            """
        ).each(.text(sender), .text(batch)) { _ in isThere = true }
        return isThere
    }

    /// The packages that told these events, each once, in the order of arrival.
    public func packages(ofEvents ids: Set<String>) throws -> [Int64] {
        var packages: Set<Int64> = []
        for id in ids.sorted() {
            try prepared("SELECT package FROM agency_event WHERE event = ?").each(.text(id)) {
                packages.insert($0.int(0))
            }
        }
        return packages.sorted()
    }

    /// Money that people or matching applied to an invoice, with the day of the run that did, minor units;
    /// what was taken back again stands there once more, negative.
    public func appliedMoney(_ invoice: Int64) throws -> [(movement: Int64, day: Day, amount: Int64)] {
        try payments(of: invoice).compactMap { payment in
            // A run's id begins with its day.
            guard let day = Day(iso: payment.run.prefix(10)) else { return nil }
            return (payment.movement.id, day, payment.allocation.amount)
        }
    }
}
