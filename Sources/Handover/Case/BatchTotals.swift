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
    /// Of full cases and of answers.
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
        var counter = TotalsCounter()
        for operation in operations { counter.add(operation) }
        guard let totals = counter.totals else { return nil }
        self = totals
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

/// What the totals count of an operation, so that the operation itself need not be kept to be counted.
struct OperationCount: Sendable {
    let opId: String
    let code: CaseOperation.Code
    let caseRef: String
    let caseVersion: Int
    let currency: Currency
    let documents: Int
    let lines: Int
    /// `balance.total` of a full case, else 0.
    let total: Int64

    init(_ operation: CaseOperation) {
        (opId, code, caseRef) = (operation.opId, operation.code, operation.caseRef)
        (caseVersion, currency) = (operation.caseVersion, operation.currency)
        documents = operation.documents.count
        let debtCase = operation.debtCase
        (lines, total) = (debtCase?.lines.count ?? 0, debtCase?.balance.total ?? 0)
    }
}

/// Counts operations one by one, so that a batch need not be held to be counted.
struct TotalsCounter {
    private var codes: [CaseOperation.Code: Int] = [:]
    private var cases: Set<String> = []
    private var lines = 0
    private var documents = 0
    private var sums: [Currency: Int64] = [:]
    private var fits = true

    mutating func add(_ operation: CaseOperation) { add(OperationCount(operation)) }

    mutating func add(_ operation: OperationCount) {
        codes[operation.code, default: 0] += 1
        cases.insert(operation.caseRef)
        documents += operation.documents
        lines += operation.lines
        let (sum, overflow) = sums[operation.currency, default: 0]
            .addingReportingOverflow(operation.total)
        if overflow { fits = false }
        sums[operation.currency] = sum
    }

    /// `nil` where a control sum does not fit.
    var totals: BatchTotals? {
        guard fits else { return nil }
        let byOp = CaseOperation.Code.allCases.compactMap { code in
            codes[code].map { BatchTotals.CodeCount(code: code, count: $0) }
        }
        return BatchTotals(
            ops: byOp.reduce(0) { $0 + $1.count }, byOp: byOp, cases: cases.count, lines: lines,
            documents: documents,
            amounts: sums.keys.sorted().map { Money(minorUnits: sums[$0] ?? 0, currency: $0) })
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
