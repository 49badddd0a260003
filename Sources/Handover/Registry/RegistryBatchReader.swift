internal import Domain

/// Reads a registry batch (flow REGY) strictly, one record at a time.
struct RegistryBatchReader {
    let header: BatchHeader
    let target: RegistryTarget
    /// Name of the layout profile, empty for canonical records only.
    let profile: String
    /// The totals as they stand, to be read in the currency of the records.
    private let stated: FieldReader
    private let file: String
    private let scanner: BatchScanner

    /// - Throws: where header or target cannot be read; then nothing can be said of the records.
    init(_ bytes: [UInt8], file: String) throws(HandoverFault) {
        self.file = file
        scanner = try BatchScanner(bytes, file: file, list: "records")
        var fields = try FieldReader(scanner.members, file: file, path: "$")
        header = try fields.header(flow: .registry)
        var profile = ""
        target = try fields.part("registry") { (part) throws(HandoverFault) in
            let code = try part.requiredText("code")
            profile = try part.freeText("profile")
            var target = RegistryTarget(code: code, reporterId: try part.freeText("reporterId"))
            target.mode = try part.code("mode", RegistryTarget.Mode.self)
            return target
        }
        self.profile = profile
        stated = try fields.object("totals")
        try fields.finish()
    }

    /// How many records the file has.
    var count: Int { scanner.count }

    func record(at position: Int) throws(HandoverFault) -> RegistryRecord {
        let tree = try scanner.element(at: position)
        var fields = try FieldReader(tree, file: file, path: "$.records[\(position)]")
        let record = try RegistryRecord.read(&fields)
        try fields.finish()
        return record
    }

    /// The totals as stated, in the currency of the records.
    func totals(in currency: Currency) throws(HandoverFault) -> RegistryTotals {
        var fields = stated
        let totals = RegistryTotals(
            records: try fields.count("records"), additions: try fields.count("A"),
            changes: try fields.count("M"), removals: try fields.count("B"),
            unpaidAdded: try fields.amount("unpaidA", currency),
            unpaidChanged: try fields.amount("unpaidM", currency))
        try fields.finish()
        return totals
    }
}

extension RegistryRecord {
    fileprivate static func read(_ fields: inout FieldReader) throws(HandoverFault) -> RegistryRecord {
        let recId = try fields.id("recId")
        let operation = try fields.code("op", Operation.self)
        let corrects = try fields.optionalId("correctsRecId")
        let ref = try fields.id("operationRef")
        let debtorSeq = try fields.integer("debtorSeq", in: 1...99)
        let role = try fields.code("role", Role.self)
        let version = try fields.integer("recordVersion", in: 1...999_999)
        let asOf = try fields.day("asOf")
        let caseRef = try fields.optionalId("caseRef")
        let debtor = try fields.part("debtor", CaseParty.read)
        let product = try fields.optionalCode("product", Product.self)
        // A removal carries no amounts, so it has no currency either.
        let currency = operation == .remove ? Currency.eur : try fields.currencyCode("currency")
        var record = RegistryRecord(
            recId: recId, operation: operation, operationRef: ref, recordVersion: version, asOf: asOf,
            debtor: debtor, currency: currency)
        (record.correctsRecId, record.caseRef) = (corrects, caseRef)
        (record.debtorSeq, record.role, record.product) = (debtorSeq, role, product)
        record.contractDate = try fields.optionalDay("contractDate")
        record.contractEnd = try fields.optionalDay("contractEnd")
        switch operation {
        case .remove: record.reason = try fields.code("reason", RemovalReason.self)
        case .add, .change:
            record.debt = try Debt.read(&fields, currency)
            if operation == .add { record.gate = try fields.optionalPart("gate", Gate.read) }
        }
        return record
    }
}

extension RegistryRecord.Debt {
    fileprivate static func read(
        _ fields: inout FieldReader, _ currency: Currency
    ) throws(HandoverFault) -> RegistryRecord.Debt {
        let original = try fields.optionalAmount("original", currency)
        let unpaid = try fields.amount("unpaid", currency)
        let pending = try fields.optionalAmount("pending", currency)
        let instalments = try fields.optionalInteger("instalments", in: 0...9999)
        let count = try fields.integer("unpaidCount", in: 0...9999)
        let first = try fields.day("firstUnpaidDue")
        var debt = RegistryRecord.Debt(
            unpaid: unpaid, unpaidCount: count, firstUnpaidDue: first,
            lastUnpaidDue: try fields.day("lastUnpaidDue"))
        (debt.original, debt.pending, debt.instalments) = (original, pending, instalments)
        return debt
    }
}

extension RegistryRecord.Gate {
    fileprivate static func read(_ fields: inout FieldReader) throws(HandoverFault) -> RegistryRecord.Gate {
        let warnedAt = try fields.day("warnedAt")
        let document = try fields.digest("warningDocSha256")
        let approvedBy = try fields.freeText("approvedBy")
        let expected = FieldReader.choice(Check.self)
        let checks = try fields.texts("checks", expected) { Check(rawValue: $0) != nil }
        return RegistryRecord.Gate(
            warnedAt: warnedAt, warningDocSHA256: document, approvedBy: approvedBy,
            checks: checks.compactMap(Check.init(rawValue:)))
    }
}
