internal import Domain

extension RemittanceStatement {
    /// The canonical JSON, the same bytes for the same statement.
    public var jsonBytes: [UInt8] { JSONText.bytes(of: tree) }

    var tree: JSONValue {
        var members = JSONMembers()
        members.add("header", header.json)
        members.add("statement", statementTree)
        members.add("lines", .array(lines.map { $0.tree(in: currency) }))
        members.add("totals", totals.tree(in: currency))
        return members.object
    }

    private var statementTree: JSONValue {
        var members = JSONMembers()
        members.add("statementId", text: statementId)
        members.add("method", text: method.rawValue)
        members.add("currency", text: currency.code)
        members.add("periodFrom", day: periodFrom)
        members.add("periodTo", day: periodTo)
        members.add("opening", minorUnits: opening, in: currency)
        members.add("payout", payout.tree(in: currency))
        members.add("feeInvoice", feeInvoice?.tree(in: currency))
        return members.object
    }
}

extension RemittanceStatement.Payout {
    fileprivate func tree(in currency: Currency) -> JSONValue {
        var members = JSONMembers()
        members.add("amount", minorUnits: amount, in: currency)
        members.add("date", day: date)
        members.add("reference", text: reference)
        members.add("creditorIban", text: creditorIBAN?.text ?? "")
        return members.object
    }
}

extension RemittanceStatement.FeeInvoice {
    fileprivate func tree(in currency: Currency) -> JSONValue {
        var members = JSONMembers()
        members.add("number", text: number)
        members.add("date", day: date)
        members.add("net", minorUnits: net, in: currency)
        members.add("vatCategory", text: vatCategory)
        members.add("vatRatePct", text: DecimalText.percent(vatRateBasisPoints))
        members.add("vat", minorUnits: vat, in: currency)
        members.add("gross", minorUnits: gross, in: currency)
        members.add("docRef", text: docRef)
        return members.object
    }
}

extension RemittanceStatement.Totals {
    func tree(in currency: Currency) -> JSONValue {
        var members = JSONMembers()
        members.add("lines", .integer(Int64(lines)))
        members.add("collected", minorUnits: collected, in: currency)
        members.add("direct", minorUnits: direct, in: currency)
        members.add("retained", minorUnits: retained, in: currency)
        members.add("fees", minorUnits: fees, in: currency)
        members.add("feeVat", minorUnits: feeVAT, in: currency)
        members.add("expenses", minorUnits: expenses, in: currency)
        members.add("adjustments", minorUnits: adjustments, in: currency)
        members.add("closing", minorUnits: closing, in: currency)
        return members.object
    }
}

extension RemittanceLine {
    func tree(in currency: Currency) -> JSONValue {
        var members = JSONMembers()
        members.add("no", .integer(Int64(number)))
        members.add("type", text: kind.rawValue)
        members.add("movementId", text: movementId)
        members.add("reversesId", text: reversesId)
        members.add("creditorPaymentRef", text: creditorPaymentRef)
        members.add("caseRef", text: caseRef)
        members.add("agencyCaseRef", text: agencyCaseRef)
        members.add("lineRef", text: lineRef)
        members.add("date", day: date)
        members.add("gross", minorUnits: gross, in: currency)
        members.add("alloc", allocation?.tree(in: currency))
        members.add("feeBase", minorUnits: feeBase, in: currency)
        members.add("feeRatePct", text: feeRateBasisPoints.map(DecimalText.percent) ?? "")
        members.add("fee", minorUnits: fee, in: currency)
        members.add("expense", minorUnits: expense, in: currency)
        members.add("balanceAfter", minorUnits: balanceAfter, in: currency)
        members.add("reason", text: reason)
        return members.object
    }
}

extension RemittanceLine.Allocation {
    fileprivate func tree(in currency: Currency) -> JSONValue {
        var members = JSONMembers()
        members.add("principal", minorUnits: principal, in: currency)
        members.add("interest", minorUnits: interest, in: currency)
        members.add("fixedComp", minorUnits: fixedComp, in: currency)
        members.add("costs", minorUnits: costs, in: currency)
        members.add("retained", minorUnits: retained, in: currency)
        return members.object
    }
}
