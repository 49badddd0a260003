internal import Domain

/// Reads a case batch (flow CASE) strictly, one operation at a time or many side by side.
struct CaseBatchReader: Sendable {
    /// One operation as it stands in the file.
    struct Element: Sendable {
        let position: Int
        let tree: JSONValue
        /// What an earlier operation of the batch, or this one, says of the case's currency.
        let currency: Currency?
    }

    /// What an operation itself says of its case's currency. Only full cases do.
    struct Statement: Sendable {
        let caseRef: String
        let currency: Currency

        /// `nil` where it says nothing.
        init?(_ tree: JSONValue) {
            guard let currency = tree["case"]?["currency"]?.text.flatMap({ Currency($0) }) else { return nil }
            (caseRef, self.currency) = (tree["caseRef"]?.text ?? "", currency)
        }
    }

    let header: BatchHeader
    /// As the batch states them.
    let totals: BatchTotals
    /// The totals themselves, in the order in which they stand: the manifest repeats them.
    let statedTotals: JSONValue
    private let file: String
    private let scanner: BatchScanner
    private var currencies: [String: Currency] = [:]

    /// - Throws: where header or totals cannot be read; then nothing can be said of the operations.
    init(_ bytes: [UInt8], file: String) throws(HandoverFault) {
        self.file = file
        scanner = try BatchScanner(bytes, file: file, list: "ops")
        var fields = try FieldReader(scanner.members, file: file, path: "$")
        header = try fields.header(flow: .cases)
        totals = try fields.part("totals", BatchTotals.read)
        statedTotals = scanner.members["totals"] ?? totals.json
        try fields.finish()
    }

    /// How many operations the file has.
    var count: Int { scanner.count }

    /// The text of one operation as a tree.
    func tree(at position: Int) throws(HandoverFault) -> JSONValue { try scanner.element(at: position) }

    /// The operation with what is known of its currency. Only full cases state theirs, so the operations must
    /// be asked for in their order.
    mutating func element(_ tree: JSONValue, at position: Int) -> Element {
        if let statement = Statement(tree) {
            note(statement)
            return Element(position: position, tree: tree, currency: statement.currency)
        }
        return Element(
            position: position, tree: tree, currency: currencies[tree["caseRef"]?.text ?? ""])
    }

    /// Remembers a case's currency for the operations that follow.
    mutating func note(_ statement: Statement) { currencies[statement.caseRef] = statement.currency }

    /// Some operations from a position on, read side by side, each with what `work` makes of it there; fewer
    /// than are read at a time only at the end.
    ///
    /// - Throws: the first fault in the order of the file.
    mutating func wave<Value: Sendable>(
        from start: Int, _ work: @Sendable (CaseOperation) -> Value
    ) throws(HandoverFault) -> [(operation: CaseOperation, value: Value)] {
        let positions = start..<min(start + Lanes.waveLength, count)
        let scanner = scanner
        let trees = Lanes.map(positions) { part in
            part.map { position in
                Result { () throws(HandoverFault) in try scanner.element(at: position) }
            }
        }.flatMap { $0 }
        var elements: [Element] = []
        var fault: HandoverFault?
        for (position, tree) in zip(positions, trees) {
            do throws(HandoverFault) {
                elements.append(element(try tree.get(), at: position))
            } catch {
                fault = error
                break
            }
        }
        let reader = self
        let readings = Lanes.map(elements) { part in
            part.map { element in
                Result { () throws(HandoverFault) in
                    let operation = try reader.operation(element)
                    return (operation: operation, value: work(operation))
                }
            }
        }.flatMap { $0 }
        var read: [(operation: CaseOperation, value: Value)] = []
        for reading in readings { read.append(try reading.get()) }
        if let fault { throw fault }
        return read
    }

    func operation(_ element: Element) throws(HandoverFault) -> CaseOperation {
        var fields = try FieldReader(element.tree, file: file, path: "$.ops[\(element.position)]")
        let operation = try CaseOperation.read(
            &fields, known: element.currency, stated: totals.amounts.map(\.currency))
        try fields.finish()
        return operation
    }
}

extension CaseOperation {
    fileprivate static func read(
        _ fields: inout FieldReader, known: Currency?, stated: [Currency]
    ) throws(HandoverFault) -> CaseOperation {
        let opId = try fields.id("opId")
        let code = try fields.code("op", Code.self)
        let caseRef = try fields.id("caseRef")
        let agencyCaseRef = try fields.optionalId("agencyCaseRef")
        let version = try fields.integer("caseVersion", in: 1...999_999)
        let effectiveDate = try fields.day("effectiveDate")
        let note = try fields.freeText("note")
        var isReopened = false
        if code == .new, fields.has("reason") {
            isReopened = true
            try fields.part("reason") { (reason) throws(HandoverFault) in
                try reason.constant("code", "REOPENED")
            }
        }
        var currency = known ?? .eur
        if known == nil { currency = try self.currency(of: fields, among: stated) }
        let content = try content(code, &fields, currency)
        var operation = CaseOperation(
            caseRef: caseRef, caseVersion: version, effectiveDate: effectiveDate, currency: currency,
            content: content)
        (operation.agencyCaseRef, operation.note) = (agencyCaseRef, note)
        operation.isReopened = isReopened
        guard operation.opId == opId else {
            throw fields.fault(
                .inconsistent, "opId", found: FieldReader.quoted(opId),
                expected: "{caseRef}.{caseVersion}, '\(operation.opId)'")
        }
        return operation
    }

    /// The currency of an operation whose case was placed in an earlier batch: one of the totals', told apart
    /// by the decimals of the amount. Without an amount it makes no difference.
    private static func currency(
        of fields: FieldReader, among stated: [Currency]
    ) throws(HandoverFault) -> Currency {
        var fields = fields
        var found: (place: String, amount: String)?
        for name in ["payment", "adjustment"] where fields.has(name) {
            var part = try fields.object(name)
            found = (name + ".amount", try part.requiredText("amount"))
        }
        if fields.has("budgetLimit") { found = ("budgetLimit", try fields.requiredText("budgetLimit")) }
        guard let (place, amount) = found else { return stated.first ?? .eur }
        guard let currency = stated.first(where: { $0.exponent == FieldReader.decimals(of: amount) }) else {
            throw fields.fault(
                .inconsistent, place, found: FieldReader.quoted(amount),
                expected: "an amount with the decimals of a currency of totals.amounts: "
                    + (stated.isEmpty ? "none is named" : stated.map(\.code).joined(separator: ", ")))
        }
        return currency
    }

    private static func content(
        _ code: Code, _ fields: inout FieldReader, _ currency: Currency
    ) throws(HandoverFault) -> Content {
        switch code {
        case .new: return .new(try fields.debtCase(currency))
        case .update: return .update(try fields.debtCase(currency))
        case .payment:
            let payment = try fields.part("payment") { (part) throws(HandoverFault) in
                try CasePayment.read(&part, currency)
            }
            return .payment(payment, balanceAfter: try fields.caseBalance("balanceAfter", currency))
        case .adjustment:
            let adjustment = try fields.part("adjustment") { (part) throws(HandoverFault) in
                try CaseAdjustment.read(&part, currency)
            }
            return .adjustment(adjustment, balanceAfter: try fields.caseBalance("balanceAfter", currency))
        case .hold: return .hold(try fields.reasonCode(CaseHoldReason.self))
        case .resume: return .resume
        case .announcedRecall:
            let reason = try fields.reasonCode(RecallReason.self)
            return .announcedRecall(reason, objectionUntil: try fields.day("objectionUntil"))
        case .finalRecall: return .finalRecall(try fields.reasonCode(RecallReason.self))
        case .answer:
            let event = try fields.id("answersEventId")
            return .answer(
                eventId: event, documents: try fields.requiredParts("documents", CaseDocument.read))
        case .legalApproval:
            let event = try fields.id("answersEventId")
            return .legalApproval(
                eventId: event, budgetLimit: try fields.amount("budgetLimit", currency))
        }
    }
}

extension FieldReader {
    /// A reason is an object with one code.
    fileprivate mutating func reasonCode<Code: RawRepresentable & CaseIterable>(
        _ type: Code.Type
    ) throws(HandoverFault) -> Code where Code.RawValue == String {
        try part("reason") { (fields) throws(HandoverFault) in try fields.code("code", type) }
    }

    fileprivate mutating func debtCase(_ currency: Currency) throws(HandoverFault) -> DebtCase {
        try part("case") { (fields) throws(HandoverFault) in try DebtCase.read(&fields, currency) }
    }

    /// A balance as it stands: whether it adds up is rule R-17, not a matter of form.
    mutating func caseBalance(_ name: String, _ currency: Currency) throws(HandoverFault) -> CaseBalance {
        try part(name) { (fields) throws(HandoverFault) in
            CaseBalance(
                asOf: try fields.day("asOf"), principal: try fields.amount("principal", currency),
                interest: try fields.amount("interest", currency),
                fixedComp: try fields.amount("fixedComp", currency),
                costs: try fields.amount("costs", currency), total: try fields.amount("total", currency))
        }
    }
}

extension BatchTotals {
    fileprivate static func read(_ fields: inout FieldReader) throws(HandoverFault) -> BatchTotals {
        let ops = try fields.count("ops")
        let byOp = try fields.part("byOp") { (counts) throws(HandoverFault) in
            var byOp: [CodeCount] = []
            for code in CaseOperation.Code.allCases where counts.has(code.rawValue) {
                byOp.append(CodeCount(code: code, count: try counts.count(code.rawValue)))
            }
            return byOp
        }
        let (cases, lines) = (try fields.count("cases"), try fields.count("lines"))
        let documents = try fields.count("documents")
        let amounts = try fields.requiredParts("amounts") { (sum) throws(HandoverFault) in
            let currency = try sum.currencyCode("currency")
            return Money(minorUnits: try sum.amount("controlSum", currency), currency: currency)
        }
        guard Set(amounts.map(\.currency)).count == amounts.count else {
            throw fields.fault(
                .inconsistent, "amounts", found: "a currency that stands twice", expected: "each once")
        }
        return BatchTotals(
            ops: ops, byOp: byOp, cases: cases, lines: lines, documents: documents,
            amounts: amounts.sorted { $0.currency.code < $1.currency.code })
    }
}
