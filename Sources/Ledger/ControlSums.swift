public import Domain

/// What entries and invoices add up to in one currency, minor units.
public struct ControlSums: Sendable, Equatable {
    public let currency: Currency
    public var entries: Int64 = 0
    public var allocatedEntries: Int64 = 0
    public var payable: Int64 = 0
    public var allocatedInvoices: Int64 = 0
    public var writtenOff: Int64 = 0
    public var credited: Int64 = 0

    init(currency: Currency) { self.currency = currency }
}

extension LedgerReader {
    /// Sums behind the conservation check, one a currency, by currency.
    ///
    /// Of invoices issued up to `asOf`, as the open items are.
    public func controlSums(asOf: Day) throws -> [ControlSums] {
        var sums: [Currency: ControlSums] = [:]
        try addEntries(to: &sums)
        try addInvoices(to: &sums, asOf: asOf)
        return sums.values.sorted { $0.currency < $1.currency }
    }

    private func addEntries(to sums: inout [Currency: ControlSums]) throws {
        let allocated = try SumsInStep(
            self, "SELECT entry, sum(amount) FROM allocation GROUP BY entry ORDER BY entry")
        try prepared("SELECT id, amount, currency FROM entry ORDER BY id").each { row in
            let used = try allocated.sum(of: row.int(0))
            try sums.add(row.currency(2)) { sum throws(MoneyError) in
                sum.entries = try sum.entries.addingExactly(row.int(1))
                sum.allocatedEntries = try sum.allocatedEntries.addingExactly(used)
            }
        }
    }

    /// A credit note that names its invoice moves the same amount from one to the other; a replacement takes
    /// it off the old invoice only, and only that is counted as credited.
    private func addInvoices(to sums: inout [Currency: ControlSums], asOf: Day) throws {
        func inStep(_ table: String, where condition: String = "1") throws -> SumsInStep {
            try SumsInStep(
                self,
                "SELECT invoice, sum(amount) FROM \(table) WHERE \(condition) GROUP BY invoice ORDER BY invoice"
            )
        }
        let allocated = try inStep("allocation")
        let writtenOff = try inStep("write_off")
        let credited = try inStep("credit", where: "basis = 'replaced'")
        try newestVersions("issued, payable, currency") { row in
            guard row.day(2) <= asOf else { return }
            let invoice = row.int(0)
            let (paid, off) = (try allocated.sum(of: invoice), try writtenOff.sum(of: invoice))
            let taken = try credited.sum(of: invoice)
            try sums.add(row.currency(4)) { sum throws(MoneyError) in
                sum.payable = try sum.payable.addingExactly(row.int(3))
                sum.allocatedInvoices = try sum.allocatedInvoices.addingExactly(paid)
                sum.writtenOff = try sum.writtenOff.addingExactly(off)
                sum.credited = try sum.credited.addingExactly(taken)
            }
        }
    }
}

extension [Currency: ControlSums] {
    fileprivate mutating func add(
        _ currency: Currency, _ body: (inout ControlSums) throws(MoneyError) -> Void
    ) throws(MoneyError) {
        try body(&self[currency, default: ControlSums(currency: currency)])
    }
}
