internal import Domain
internal import Handover

// One payment that paid several invoices: the creditor books each, so each has a line of its own.
extension RemittanceDraft {
    /// A payment, by invoices where the row names none: the oldest first.
    mutating func takeParts(
        of line: RemittanceLine, _ row: AgencyTable.Row, _ entry: DeskCase
    ) throws(AgencyFinding) {
        guard line.lineRef.isEmpty, entry.lines.count > 1, let allocation = line.allocation,
            allocation.principal > 0
        else { return try take(line, row) }
        guard let shares = invoices[line.caseRef]?.shares(of: allocation.principal) else {
            throw row.finding(
                "FIELD_MISSING", "line_ref",
                found: "nothing, and it is not known what is open of each of \(entry.lines.count) invoices",
                expected: "a row for each invoice that was paid: \(entry.linesText)")
        }
        _ = try owed(after: line, allocation, row)
        var parts: [RemittanceLine] = []
        for share in shares {
            var part = line
            part.lineRef = share.lineRef
            // Interest, costs and what is retained stand on the first.
            var own = parts.isEmpty ? allocation : RemittanceLine.Allocation()
            own.principal = share.amount
            part.allocation = own
            part.gross = parts.isEmpty ? line.gross - allocation.principal + share.amount : share.amount
            if let rate = line.feeRateBasisPoints { part.charge(rate, on: part.gross - own.retained) }
            parts.append(part)
        }
        try take(parts, row)
    }

    /// The whole of an earlier movement goes back, by the invoices that it paid and at the rate that was
    /// taken for it.
    mutating func takeBack(_ line: RemittanceLine, _ row: AgencyTable.Row) throws(AgencyFinding) {
        let id = try row.required("reverses")
        let originals = try originals(id, line, row)
        let whole = originals.reduce(Int128(0)) { $0 + Int128($1.gross.minorUnits) }
        guard Int128(line.gross.magnitude) == whole else {
            let text = Int64(exactly: whole).map { Money.decimalString($0, exponent: currency.exponent) }
            throw row.finding(
                "REVERSAL_ORPHAN", "amount", found: row.text("amount"),
                expected: "\(text ?? "less"), the whole of \(id)")
        }
        var parts: [RemittanceLine] = []
        for original in originals {
            let paid = original.allocation ?? DeskBuckets(currency)
            var part = line
            part.gross = 0 - original.gross.minorUnits
            part.reversesId = original.movementId
            part.lineRef = original.lineRef ?? line.lineRef
            part.allocation = RemittanceLine.Allocation(
                principal: 0 - paid.principal, interest: 0 - paid.interest, fixedComp: 0 - paid.fixedComp,
                costs: 0 - paid.costs, retained: 0 - original.retained.minorUnits)
            if let rate = original.feeRate {
                part.charge(rate, on: part.gross + original.retained.minorUnits)
            }
            parts.append(part)
            movements[original.movementId]?.isReversed = true
        }
        try take(parts, row)
    }

    /// The movements of a payment that a row takes back, the one with its id first.
    private func originals(
        _ id: String, _ line: RemittanceLine, _ row: AgencyTable.Row
    ) throws(AgencyFinding) -> [DeskMovement] {
        let rest = movements.values.filter { $0.payment == id && $0.movementId != id }
            .sorted { $0.movementId < $1.movementId }
        guard let first = movements[id], first.payment ?? id == id,
            ([first] + rest).allSatisfy({ movement in
                movement.type == RemittanceLine.Kind.collected.rawValue && movement.caseRef == line.caseRef
                    && !movement.isReversed && movement.allocation != nil
            })
        else {
            throw row.finding(
                "REVERSAL_ORPHAN", "reverses", found: "'\(id.prefix(40))'",
                expected: "a COLL of this case that is not reversed yet")
        }
        return [first] + rest
    }

    /// Parts of one movement: the first has its id, the others ids of their own.
    private mutating func take(
        _ parts: [RemittanceLine], _ row: AgencyTable.Row
    ) throws(AgencyFinding) {
        guard let first = parts.first else { return }
        let whole = parts.reduce(Int64(0)) { $0 + $1.gross }
        for (position, part) in parts.enumerated() {
            var part = part
            if position > 0 {
                part.movementId = session.derivedId("M", ["part", first.movementId, String(position + 1)])
            }
            try take(part, row)
            guard parts.count > 1, let last = drafted.indices.last else { continue }
            drafted[last].payment = first.movementId
            if position == 0 { drafted[last].whole = Money(minorUnits: whole, currency: currency) }
            movements[part.movementId] = drafted[last]
        }
    }
}
