internal import Domain

extension FieldReader {
    /// One line with what its type needs.
    mutating func remittanceLine(_ currency: Currency) throws(HandoverFault) -> RemittanceLine {
        let number = try integer("no", in: 1...9_999_999)
        let kind = try code("type", RemittanceLine.Kind.self)
        let movementId = try id("movementId")
        let reversesId = try optionalId("reversesId")
        let creditorPaymentRef = try optionalId("creditorPaymentRef")
        let caseRef = try id("caseRef")
        let agencyCaseRef = try id("agencyCaseRef")
        let lineRef = try optionalId("lineRef")
        let date = try day("date")
        let gross = try amount("gross", currency)
        let allocation = try allocation(currency)
        let feeBase = try optionalAmount("feeBase", currency)
        let rate = try optionalPercent("feeRatePct")
        var line = RemittanceLine(
            number: number, kind: kind, movementId: movementId, caseRef: caseRef,
            agencyCaseRef: agencyCaseRef, date: date, gross: gross, fee: try amount("fee", currency),
            expense: try amount("expense", currency))
        line.reversesId = reversesId
        line.creditorPaymentRef = creditorPaymentRef
        line.lineRef = lineRef
        line.allocation = allocation
        line.feeBase = feeBase
        line.feeRateBasisPoints = rate
        line.balanceAfter = try optionalAmount("balanceAfter", currency)
        line.reason = try optionalText("reason", max: 140)
        try checkPresence(of: line)
        try checkSigns(of: line)
        return line
    }

    private mutating func allocation(
        _ currency: Currency
    ) throws(HandoverFault) -> RemittanceLine.Allocation? {
        guard var fields = try optionalObject("alloc") else { return nil }
        let allocation = RemittanceLine.Allocation(
            principal: try fields.amount("principal", currency),
            interest: try fields.amount("interest", currency),
            fixedComp: try fields.amount("fixedComp", currency),
            costs: try fields.amount("costs", currency), retained: try fields.amount("retained", currency))
        try fields.finish()
        return allocation
    }

    private func checkPresence(of line: RemittanceLine) throws(HandoverFault) {
        let movesMoney = line.kind.isCollected || line.kind.isDirect
        let hasFee = line.fee != 0
        let rows: [(name: String, isThere: Bool, isNeeded: Bool, isAllowed: Bool)] = [
            ("reversesId", !line.reversesId.isEmpty, line.kind.isReversal, line.kind.isReversal),
            (
                "creditorPaymentRef", !line.creditorPaymentRef.isEmpty, line.kind == .direct,
                line.kind.isDirect
            ),
            ("alloc", line.allocation != nil, movesMoney, line.kind != .expense),
            ("balanceAfter", line.balanceAfter != nil, movesMoney, true),
            ("reason", !line.reason.isEmpty, line.kind == .adjustment, true),
            ("feeBase", line.feeBase != nil, hasFee || line.feeRateBasisPoints != nil, true),
            ("feeRatePct", line.feeRateBasisPoints != nil, hasFee || line.feeBase != nil, true),
        ]
        for row in rows {
            if row.isNeeded, !row.isThere {
                throw fault(
                    .fieldMissing, row.name, found: "nothing",
                    expected: hasFee && row.name.hasPrefix("fee")
                        ? "given with a fee" : "given with \(line.kind.rawValue)")
            }
            if row.isThere, !row.isAllowed {
                throw fault(
                    .inconsistent, row.name, found: "given", expected: "absent with \(line.kind.rawValue)")
            }
        }
    }

    private func checkSigns(of line: RemittanceLine) throws(HandoverFault) {
        let expected: String?
        switch line.kind {
        case .collected, .direct: expected = line.gross > 0 ? nil : "more than 0"
        case .collectedReversal, .directReversal: expected = line.gross < 0 ? nil : "less than 0"
        case .expense: expected = line.gross == 0 ? nil : "0"
        case .adjustment: expected = line.gross != 0 ? nil : "not 0"
        }
        if let expected {
            throw fault(
                .inconsistent, "gross",
                found: line.gross < 0 ? "a negative amount" : "\(line.gross) minor units",
                expected: "\(expected) with \(line.kind.rawValue)")
        }
        if line.kind == .expense, line.expense == 0 {
            throw fault(.inconsistent, "expense", found: "0", expected: "not 0 with EXPN")
        }
    }
}
