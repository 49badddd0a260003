public import Domain

/// The control totals of a case batch (DHX 1.0 §5.3.3): what a receiver counts before it believes a file.
public struct BatchTotals: Sendable, Equatable {
    /// How many operations have one code.
    public struct CodeCount: Sendable, Equatable {
        public var code: CaseOperation.Code
        public var count: Int

        public init(code: CaseOperation.Code, count: Int) {
            self.code = code
            self.count = count
        }
    }

    public var ops: Int
    /// In the order of the codes; codes that do not occur are left out.
    public var byOp: [CodeCount]
    /// Different cases.
    public var cases: Int
    public var lines: Int
    public var documents: Int
    /// Per currency, sorted by code: the sum of `balance.total` of the operations that carry a full case.
    public var amounts: [Money]

    public init(
        ops: Int, byOp: [CodeCount], cases: Int, lines: Int, documents: Int, amounts: [Money]
    ) {
        self.ops = ops
        self.byOp = byOp
        self.cases = cases
        self.lines = lines
        self.documents = documents
        self.amounts = amounts
    }

    /// Counted from the operations; `nil` where a control sum does not fit.
    public init?(counting operations: [CaseOperation]) {
        ops = operations.count
        byOp = CaseOperation.Code.allCases.compactMap { code in
            let count = operations.count { $0.code == code }
            return count > 0 ? CodeCount(code: code, count: count) : nil
        }
        cases = Set(operations.map(\.caseRef)).count
        let full = operations.compactMap(\.debtCase)
        lines = full.reduce(0) { $0 + $1.lines.count }
        documents = full.reduce(0) { $0 + $1.documents.count }
        amounts = []
        for currency in Set(operations.map(\.currency)).sorted(by: { $0.code < $1.code }) {
            let totals = operations.compactMap { $0.currency == currency ? $0.debtCase?.balance.total : nil }
            guard let sum = exactSum(totals) else { return nil }
            amounts.append(Money(minorUnits: sum, currency: currency))
        }
    }

    var json: JSONValue {
        var counts = JSONMembers()
        for entry in byOp { counts.add(entry.code.rawValue, .integer(Int64(entry.count))) }
        var members = JSONMembers()
        members.add("ops", .integer(Int64(ops)))
        members.add("byOp", counts.object)
        members.add("cases", .integer(Int64(cases)))
        members.add("lines", .integer(Int64(lines)))
        members.add("documents", .integer(Int64(documents)))
        let sums = amounts.map { amount in
            var sum = JSONMembers()
            sum.add("currency", text: amount.currency.code)
            sum.add("controlSum", text: amount.decimalString)
            return sum.object
        }
        members.add("amounts", .array(sums))
        return members.object
    }
}

/// The sum of minor units; `nil` where it does not fit.
func exactSum(_ amounts: some Sequence<Int64>) -> Int64? {
    var sum: Int64 = 0
    for amount in amounts {
        let (next, overflow) = sum.addingReportingOverflow(amount)
        guard !overflow else { return nil }
        sum = next
    }
    return sum
}
