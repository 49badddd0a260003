internal import Domain

/// Our own validator of flow CASE: the rules of DHX 1.0 §5.3.3, asked before anything is published.
///
/// An agency that finds one of these returns the case; better that it never leaves.
public enum CaseRules {
    /// The rules that one operation breaks by itself, in no order.
    public static func check(_ operation: CaseOperation) -> [RuleBreak] {
        var found = Findings(operation)
        checkHead(of: operation, &found)
        if operation.code != .new { checkLaterVersion(of: operation, &found) }
        switch operation.content {
        case .new(let debtCase):
            if operation.caseVersion != 1 { found.add(.version, "a new case has version 1") }
            check(debtCase, &found)
        case .update(let debtCase): check(debtCase, &found)
        case .payment(let payment, let balance):
            checkForm(of: payment, &found)
            checkTotal(of: balance, &found)
        case .adjustment(let adjustment, let balance):
            checkForm(of: adjustment, &found)
            checkTotal(of: balance, &found)
        case .announcedRecall(_, let objectionUntil):
            if objectionUntil < operation.effectiveDate {
                found.add(.form, "objectionUntil is before the recall itself")
            }
        case .answer(let event, let documents):
            found.expectId(event, "answersEventId")
            if documents.isEmpty { found.add(.documentMissing, "an answer needs its documents") }
            checkForm(of: documents, lines: nil, &found)
        case .legalApproval(let event, let budget):
            found.expectId(event, "answersEventId")
            found.expectNotNegative(budget, "budgetLimit")
        case .hold, .resume, .finalRecall: break
        }
        return found.breaks
    }

    private static func check(_ debtCase: DebtCase, _ found: inout Findings) {
        checkLines(of: debtCase, &found)
        checkCharges(of: debtCase, &found)
        checkBalance(of: debtCase, &found)
        checkParties(of: debtCase, &found)
        checkEvidence(of: debtCase, &found)
        checkForm(of: debtCase, &found)
    }

    /// every operation with an id that stands twice, since which of them is right cannot be known.
    public static func checkUnique(_ operations: [CaseOperation]) -> [RuleBreak] {
        var counts: [String: Int] = [:]
        for operation in operations { counts[operation.opId, default: 0] += 1 }
        return operations.compactMap { operation in
            guard let count = counts[operation.opId], count > 1 else { return nil }
            return RuleBreak(.duplicateOperation, operation, "the opId stands \(count) times in the batch")
        }
    }

    /// The rules of the batch as a whole: form of its header, R-03, R-04 and R-05.
    public static func check(
        header: BatchHeader, operations: [CaseOperation], totals: BatchTotals
    ) -> [RuleBreak] {
        var breaks = header.faults.map { RuleBreak(.form, batch: header.batchId, $0) }
        if header.flow != .cases {
            breaks.append(RuleBreak(.form, batch: header.batchId, "the flow of a case batch is CASE"))
        }
        return breaks + check(totals, counted: BatchTotals(counting: operations), batch: header.batchId)
    }

    /// what is stated against what was counted, which is `nil` where it does not fit.
    static func check(_ totals: BatchTotals, counted: BatchTotals?, batch: String) -> [RuleBreak] {
        guard let counted else {
            return [RuleBreak(.controlSum, batch: batch, "the control sum does not fit")]
        }
        var breaks: [RuleBreak] = []
        if counted.ops != totals.ops || counted.byOp != totals.byOp || counted.cases != totals.cases {
            breaks.append(
                RuleBreak(.operationCounts, batch: batch, "operations: \(counted.ops) counted"))
        }
        if counted.lines != totals.lines || counted.documents != totals.documents {
            breaks.append(
                RuleBreak(
                    .contentCounts, batch: batch,
                    "counted \(counted.lines) lines, \(counted.documents) documents"))
        }
        // An amount of a currency in which nothing was placed is zero, stated or not.
        if counted.amounts.filter({ $0.minorUnits != 0 }) != totals.amounts.filter({ $0.minorUnits != 0 }) {
            let sums = counted.amounts.map { "\($0.decimalString) \($0.currency)" }.joined(separator: ", ")
            breaks.append(RuleBreak(.controlSum, batch: batch, "the sum is \(sums)"))
        }
        return breaks
    }

    private static func checkHead(of operation: CaseOperation, _ found: inout Findings) {
        if !FieldForm.isFolderSafeId(operation.caseRef) || !FieldForm.isId(operation.opId) {
            found.add(.form, "caseRef is not an id of letters, digits, dot, hyphen, underscore")
        }
        found.expectOptional(operation.note, "note", max: 1024)
        if operation.debtCase != nil, operation.currency != .eur,
            !CodeLists.currencies.contains(operation.currency.code)
        {
            found.add(.currency, "\(operation.currency) is not of ISO 4217")
        }
        if operation.isReopened, operation.code != .new || operation.debtCase?.groupRef.isEmpty ?? true {
            found.add(.form, "REOPENED is for a new case that names its groupRef")
        }
        if !operation.agencyCaseRef.isEmpty { found.expectId(operation.agencyCaseRef, "agencyCaseRef") }
    }

    private static func checkLaterVersion(of operation: CaseOperation, _ found: inout Findings) {
        if operation.caseVersion < 2 { found.add(.version, "version 1 is the placement itself") }
    }
}

/// Collects what is wrong with one operation.
struct Findings {
    private let operation: CaseOperation
    private(set) var breaks: [RuleBreak] = []

    init(_ operation: CaseOperation) { self.operation = operation }

    mutating func add(_ code: RuleBreak.Code, _ reason: String) {
        breaks.append(RuleBreak(code, operation, reason))
    }

    mutating func expectId(_ text: String, _ field: String) {
        if !FieldForm.isId(text) { add(.form, "\(field) is missing or not an id of at most 35 characters") }
    }

    mutating func expect(_ text: String, _ field: String, max: Int, _ code: RuleBreak.Code = .form) {
        if !FieldForm.isText(text, max: max) { add(code, "\(field) is missing or longer than \(max)") }
        expectWritable(text, field)
    }

    /// No control characters but line breaks and tabs: XML has no way to write them.
    mutating func expectWritable(_ text: String, _ field: String) {
        if !XMLText.isWritable(text) { add(.form, "\(field) holds a control character") }
    }

    mutating func expectOptional(
        _ text: String, _ field: String, max: Int, _ code: RuleBreak.Code = .form
    ) {
        if !FieldForm.isOptionalText(text, max: max) { add(code, "\(field) is longer than \(max)") }
        expectWritable(text, field)
    }

    mutating func expectNotNegative(_ amount: Int64, _ field: String) {
        if amount < 0 { add(.amountMismatch, "\(field) is negative") }
    }

    mutating func expectUnique(_ refs: [String], _ field: String) {
        if Set(refs).count != refs.count { add(.form, "\(field) is not unique in the case") }
    }

    /// An amount as text, for reasons.
    func written(_ minorUnits: Int64) -> String {
        Money.decimalString(minorUnits, exponent: operation.currency.exponent)
    }
}
