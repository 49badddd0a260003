internal import Domain

// What all feedback flows read alike: the header, balances, identifiers.
extension FieldReader {
    /// The header of a batch of one flow. Sender and recipient codes stand in the batch id only.
    mutating func header(flow: HandoverFlow) throws(HandoverFault) -> BatchHeader {
        var fields = try object("header")
        try fields.constant("format", "dhx/1.0")
        try fields.constant("flow", flow.rawValue)
        let batchId = try fields.id("batchId")
        let sequence = try fields.integer("sequence", in: 1...999_999)
        let environment = try fields.code("environment", HandoverEnvironment.self)
        let parts = batchId.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let codes = parts.count == 4 ? (parts[0], parts[1]) : ("", "")
        let sender = BatchParty(code: codes.0, identifier: try fields.identifier("sender"))
        let recipient = BatchParty(code: codes.1, identifier: try fields.identifier("recipient"))
        let createdAt = try fields.time("createdAt")
        var header = BatchHeader(
            flow: flow, sequence: sequence, environment: environment, sender: sender, recipient: recipient,
            businessDate: try fields.day("businessDate"), createdAt: createdAt,
            agreementRef: try fields.optionalId("agreementRef"),
            processorAgreementRef: try fields.optionalId("processorAgreementRef"))
        header.previousBatchId = try fields.optionalId("previousBatchId")
        header.resendOf = try fields.optionalId("resendOf")
        try fields.finish()
        guard FieldForm.isCode(codes.0), FieldForm.isCode(codes.1), header.batchId == batchId else {
            throw fields.fault(
                .inconsistent, "batchId", found: Self.quoted(batchId),
                expected: "{sender}.{recipient}.\(flow.rawValue).\(header.sixDigits)")
        }
        return header
    }

    private mutating func identifier(_ name: String) throws(HandoverFault) -> PartyIdentifier {
        var fields = try object(name)
        let identifier = PartyIdentifier(
            scheme: try fields.text("scheme", max: 20), value: try fields.text("value", max: 35))
        try fields.finish()
        return identifier
    }

    /// A balance whose total is the sum of its parts; `nil` where absent.
    mutating func optionalBalance(
        _ name: String, _ currency: Currency
    ) throws(HandoverFault) -> CaseBalance? {
        guard var fields = try optionalObject(name) else { return nil }
        let balance = CaseBalance(
            asOf: try fields.day("asOf"), principal: try fields.amount("principal", currency),
            interest: try fields.amount("interest", currency),
            fixedComp: try fields.amount("fixedComp", currency),
            costs: try fields.amount("costs", currency), total: try fields.amount("total", currency))
        try fields.finish()
        let sum = exactSum([balance.principal, balance.interest, balance.fixedComp, balance.costs])
        guard sum == balance.total else {
            let text = sum.map { Money.decimalString($0, exponent: currency.exponent) } ?? "a sum that fits"
            throw fields.fault(
                .inconsistent, "total",
                found: Money.decimalString(balance.total, exponent: currency.exponent),
                expected: "\(text), the sum of the parts")
        }
        return balance
    }

    mutating func balance(_ name: String, _ currency: Currency) throws(HandoverFault) -> CaseBalance {
        try require(try optionalBalance(name, currency), name, "a balance")
    }
}

extension CaseBalance {
    /// As every feedback flow writes it.
    func tree(in currency: Currency) -> JSONValue {
        var members = JSONMembers()
        members.add("asOf", day: asOf)
        members.add("principal", minorUnits: principal, in: currency)
        members.add("interest", minorUnits: interest, in: currency)
        members.add("fixedComp", minorUnits: fixedComp, in: currency)
        members.add("costs", minorUnits: costs, in: currency)
        members.add("total", minorUnits: total, in: currency)
        return members.object
    }
}
