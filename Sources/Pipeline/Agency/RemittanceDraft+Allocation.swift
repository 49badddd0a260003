internal import Domain
internal import Handover

// What an amount pays: as the row says, or in the order of the law.
extension RemittanceDraft {
    func split(
        _ row: AgencyTable.Row, _ gross: Int64, _ retained: Int64
    ) throws(AgencyFinding) -> RemittanceLine.Allocation? {
        let columns = ["principal", "interest", "fixed_comp", "costs"]
        guard columns.contains(where: { row.cells[$0] != nil }) else { return nil }
        var parts: [Int64] = []
        for column in columns {
            let part = try row.amount(column, currency) ?? 0
            guard part >= 0 else {
                throw row.finding("WRONG_FORM", column, found: row.text(column), expected: "0 or more")
            }
            parts.append(part)
        }
        let sum = (parts + [retained]).reduce(Int128(0)) { $0 + Int128($1) }
        guard sum == Int128(gross) else {
            throw row.finding(
                "M-01", "amount", found: Money.decimalString(gross, exponent: currency.exponent),
                expected: "the sum of its parts")
        }
        return RemittanceLine.Allocation(
            principal: parts[0], interest: parts[1], fixedComp: parts[2], costs: parts[3], retained: retained)
    }

    func spread(_ line: RemittanceLine, _ retained: Int64) -> RemittanceLine.Allocation {
        let owed = held[line.caseRef] ?? DeskBuckets(currency)
        var rest = line.gross - min(retained, line.gross)
        func part(_ owed: Int64) -> Int64 {
            let part = min(max(0, owed), rest)
            rest -= part
            return part
        }
        var allocation = RemittanceLine.Allocation(retained: line.gross - rest)
        allocation.interest = part(owed.interest)
        allocation.fixedComp = part(owed.fixedComp)
        allocation.costs = part(owed.costs)
        allocation.principal = rest
        return allocation
    }
}

extension RemittanceLine {
    /// The fee on an amount.
    mutating func charge(_ rate: Int, on base: Int64) {
        guard rate != 0, let fee = FeeSchedule.fee(on: base, basisPoints: rate) else { return }
        (feeBase, feeRateBasisPoints, self.fee) = (base, rate, fee)
    }
}

extension RemittanceLine.Allocation {
    /// What a payment paid.
    init(_ buckets: DeskBuckets) {
        self.init(
            principal: buckets.principal, interest: buckets.interest, fixedComp: buckets.fixedComp,
            costs: buckets.costs)
    }

    /// What pays the claim, without the retained part.
    func buckets(_ currency: Currency) -> DeskBuckets {
        var buckets = DeskBuckets(currency)
        (buckets.principal, buckets.interest) = (principal, interest)
        (buckets.fixedComp, buckets.costs) = (fixedComp, costs)
        return buckets
    }
}
