internal import Domain

/// lines, charges and balance add up.
extension CaseRules {
    static func checkLines(of debtCase: DebtCase, _ found: inout Findings) {
        for line in debtCase.lines {
            let parts = exactSum([line.credited, line.paid, line.outstanding])
            if parts != line.gross {
                found.add(
                    .lineBalance,
                    "line \(line.lineRef): \(found.written(line.gross)) is not credited + paid + outstanding"
                )
            }
            if line.issueDate > line.dueDate {
                found.add(.lineDates, "line \(line.lineRef): issued \(line.issueDate), due \(line.dueDate)")
            }
            if line.dueDate >= debtCase.balance.asOf {
                found.add(
                    .notOverdue,
                    "line \(line.lineRef): due \(line.dueDate), balance as of \(debtCase.balance.asOf)")
            }
            if line.dispute == .open { found.add(.disputed, "line \(line.lineRef): the dispute is open") }
            if let last = line.limitationDate, last < debtCase.balance.asOf {
                found.add(.timeBarred, "line \(line.lineRef): enforceable until \(last)")
            }
        }
    }

    static func checkCharges(of debtCase: DebtCase, _ found: inout Findings) {
        let lineRefs = Set(debtCase.lines.map(\.lineRef))
        for charge in debtCase.charges {
            if !lineRefs.contains(charge.relatesTo) {
                found.add(.chargeWithoutLine, "charge \(charge.chargeRef) relates to no line")
            }
            if charge.kind == .interest || charge.terms != nil {
                let expected = charge.terms?.amount
                if expected != charge.amount {
                    let computed = expected.map { found.written($0) } ?? "not computable"
                    found.add(
                        .interest,
                        "charge \(charge.chargeRef): \(found.written(charge.amount)), by terms \(computed)"
                    )
                }
            }
        }
    }

    static func checkBalance(of debtCase: DebtCase, _ found: inout Findings) {
        let balance = debtCase.balance
        if exactSum(debtCase.lines.lazy.map(\.outstanding)) != balance.principal {
            found.add(.principal, "principal \(found.written(balance.principal)) is not the sum of the lines")
        }
        func sum(_ kinds: [CaseCharge.Kind]) -> Int64? {
            exactSum(debtCase.charges.lazy.filter { kinds.contains($0.kind) }.map(\.amount))
        }
        let pairs = [
            ("interest", sum([.interest]), balance.interest),
            ("fixedComp", sum([.fixedCompensation]), balance.fixedComp),
            ("costs", sum([.cost, .penalty]), balance.costs),
        ]
        for (name, charged, stated) in pairs where charged != stated {
            found.add(.chargeBalance, "\(name) \(found.written(stated)) is not the sum of the charges")
        }
        checkTotal(of: balance, &found)
    }

    /// R-17, of a placement and of the balance after a payment.
    static func checkTotal(of balance: CaseBalance, _ found: inout Findings) {
        let parts = [balance.principal, balance.interest, balance.fixedComp, balance.costs]
        if exactSum(parts) != balance.total {
            found.add(.balanceTotal, "total \(found.written(balance.total)) is not the sum of its parts")
        }
        for (name, amount) in zip(["principal", "interest", "fixedComp", "costs"], parts) {
            found.expectNotNegative(amount, "balance \(name)")
        }
    }
}
