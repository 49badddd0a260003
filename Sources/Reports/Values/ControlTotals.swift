public import Domain

/// Conservation of the bank's money in one currency: entries = allocations + unallocated. Minor units.
public struct EntryControl: Sendable, Equatable {
    public var currency: Currency
    public var entries: Int64
    public var allocated: Int64
    public var unallocated: Int64

    public init(currency: Currency, entries: Int64, allocated: Int64, unallocated: Int64) {
        self.currency = currency
        self.entries = entries
        self.allocated = allocated
        self.unallocated = unallocated
    }

    /// Left side less right side: zero when nothing is lost; `nil` when the sum does not fit.
    public var difference: Int64? { ControlTotals.difference(entries, [allocated, unallocated]) }
}

/// Conservation of what is owed in one currency: payable = allocations + write-offs + credited + outstanding.
/// Minor units.
public struct InvoiceControl: Sendable, Equatable {
    public var currency: Currency
    public var payable: Int64
    public var allocated: Int64
    public var writtenOff: Int64
    public var credited: Int64
    public var outstanding: Int64

    public init(
        currency: Currency, payable: Int64, allocated: Int64, writtenOff: Int64, credited: Int64,
        outstanding: Int64
    ) {
        self.currency = currency
        self.payable = payable
        self.allocated = allocated
        self.writtenOff = writtenOff
        self.credited = credited
        self.outstanding = outstanding
    }

    /// Left side less right side: zero when nothing is lost; `nil` when the sum does not fit.
    public var difference: Int64? {
        ControlTotals.difference(payable, [allocated, writtenOff, credited, outstanding])
    }
}

/// An account, its last known balance and the days its statements cover.
public struct AccountControl: Sendable, Equatable {
    public var coverage: AccountCoverage
    /// Closing balance of the last statement; `nil` where no statement gives one.
    public var balance: Money?

    public init(coverage: AccountCoverage, balance: Money?) {
        self.coverage = coverage
        self.balance = balance
    }
}

/// What proves that the night lost nothing.
public struct ControlTotals: Sendable {
    /// One line a currency.
    public var entries: [EntryControl] = []
    /// One line a currency.
    public var invoices: [InvoiceControl] = []
    /// One line an account.
    public var accounts: [AccountControl] = []
    /// Digest that seals the journal after this run, hexadecimal.
    public var journalDigest = ""

    public init() {}

    /// True when every conservation line closes.
    public var isConserved: Bool {
        entries.allSatisfy { $0.difference == 0 } && invoices.allSatisfy { $0.difference == 0 }
    }

    static func difference(_ left: Int64, _ parts: [Int64]) -> Int64? {
        var rest = left
        for part in parts {
            let (value, overflow) = rest.subtractingReportingOverflow(part)
            guard !overflow else { return nil }
            rest = value
        }
        return rest
    }
}
