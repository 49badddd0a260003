public import Domain

/// One case as one side holds it (DHX 1.0 §5.9). Amounts are minor units of the case's currency.
public struct InventoryEntry: Sendable, Equatable {
    public var caseRef: String
    /// The agency's number; empty while the creditor does not know it.
    public var agencyCaseRef = ""
    /// From SENT on.
    public var state: CaseState
    public var phase: DebtCase.Phase
    /// What was owed when the case was placed.
    public var originalBalance: Int64
    public var currentBalance: CaseBalance
    public var placedAt: Day
    public var lastPaymentDate: Day?
    public var lastPaymentAmount: Int64?
    public var caseVersion: Int
    /// The case's one currency, which the entry does not write.
    public var currency: Currency

    public init(
        caseRef: String, state: CaseState, phase: DebtCase.Phase, originalBalance: Int64,
        currentBalance: CaseBalance, placedAt: Day, caseVersion: Int, currency: Currency = .eur
    ) {
        self.caseRef = caseRef
        self.state = state
        self.phase = phase
        self.originalBalance = originalBalance
        self.currentBalance = currentBalance
        self.placedAt = placedAt
        self.caseVersion = caseVersion
        self.currency = currency
    }
}

/// Flow INVT of DHX 1.0: every case that one side holds, either way, monthly. It finds what single messages
/// lost.
public struct Inventory: Sendable, Equatable {
    public var header: BatchHeader
    public var entries: [InventoryEntry]

    /// The entries are put into the order of `caseRef`, so that equal holdings are equal bytes.
    public init(header: BatchHeader, entries: [InventoryEntry]) {
        self.header = header
        self.entries = entries.sorted { ($0.caseRef, $0.agencyCaseRef) < ($1.caseRef, $1.agencyCaseRef) }
    }

    /// Σ `currentBalance.total` per currency, sorted by code; `nil` where a sum does not fit.
    public var controlSums: [Money]? {
        var sums: [Money] = []
        for currency in Set(entries.map(\.currency)).sorted() {
            let totals = entries.filter { $0.currency == currency }.map(\.currentBalance.total)
            guard let sum = exactSum(totals) else { return nil }
            sums.append(Money(minorUnits: sum, currency: currency))
        }
        return sums
    }

    /// The canonical JSON, the same bytes for the same inventory.
    public var jsonBytes: [UInt8] { JSONText.bytes(of: tree) }

    var tree: JSONValue {
        var members = JSONMembers()
        members.add("header", header.json)
        members.add("cases", .array(entries.map(\.tree)))
        var totals = JSONMembers()
        totals.add("cases", .integer(Int64(entries.count)))
        let sums = (controlSums ?? []).map { amount in
            var sum = JSONMembers()
            sum.add("currency", text: amount.currency.code)
            sum.add("controlSum", text: amount.decimalString)
            return sum.object
        }
        totals.add("amounts", .array(sums))
        members.add("totals", totals.object)
        return members.object
    }
}

extension InventoryEntry {
    var tree: JSONValue {
        var members = JSONMembers()
        members.add("caseRef", text: caseRef)
        members.add("agencyCaseRef", text: agencyCaseRef)
        members.add("status", text: state.rawValue)
        members.add("phase", text: phase.rawValue)
        members.add("originalBalance", minorUnits: originalBalance, in: currency)
        members.add("currentBalance", currentBalance.tree(in: currency))
        members.add("placedAt", day: placedAt)
        members.add("lastPaymentDate", day: lastPaymentDate)
        members.add("lastPaymentAmount", minorUnits: lastPaymentAmount, in: currency)
        members.add("caseVersion", .integer(Int64(caseVersion)))
        return members.object
    }
}
