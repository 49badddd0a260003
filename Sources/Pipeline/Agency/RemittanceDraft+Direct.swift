internal import Domain
internal import Handover

// What the creditor received itself, and the end of the draft.
extension RemittanceDraft {
    /// A line for each payment that the creditor reported up to the last day and that no statement echoed.
    mutating func addDirect() {
        for (caseRef, entry) in session.state.cases.sorted(by: { $0.key < $1.key })
        where entry.currency == currency {
            for payment in entry.payments.sorted(by: { ($0.date, $0.paymentRef) < ($1.date, $1.paymentRef) })
            where payment.movementId == nil && payment.reportedOn <= periodTo && payment.date <= periodTo {
                echo(payment, caseRef, entry)
            }
        }
        // A new movement beside rows that look like earlier ones: which is which only a person knows.
        guard lines.contains(where: { !$0.kind.isDirect }) else { return }
        for row in lookalikes {
            findings.append(
                row.finding(
                    "MOVEMENT_DUPLICATE", "movement_id",
                    found: "nothing, and the movement was remitted before",
                    expected: "an id of its own, or a table without it"))
        }
        findings.sort { $0.line < $1.line }
    }

    private mutating func echo(_ payment: DeskPayment, _ caseRef: String, _ entry: DeskCase) {
        let isReversal = payment.amount.minorUnits < 0
        let kind: RemittanceLine.Kind = isReversal ? .directReversal : .direct
        var line = RemittanceLine(
            number: 0, kind: kind,
            movementId: session.derivedId("M", ["direct", caseRef, payment.paymentRef]), caseRef: caseRef,
            agencyCaseRef: entry.agencyCaseRef, date: payment.date, gross: payment.amount.minorUnits)
        line.creditorPaymentRef = payment.paymentRef
        line.allocation = RemittanceLine.Allocation(payment.allocation)
        if isReversal {
            // Without the movement that it takes back the format has no line for it.
            guard let original = reversible(payment, caseRef) else { return }
            line.reversesId = original.movementId
            movements[original.movementId]?.isReversed = true
            if let rate = original.feeRate { line.charge(rate, on: line.gross) }
        } else if payment.isFeeable, !entry.isPlacedInError,
            let rate = session.terms.schedule.rate(
                phase: DebtCase.Phase(rawValue: entry.phase) ?? .preLegal, ageDays: entry.ageDays)
        {
            line.charge(rate, on: line.gross)
        }
        echoes["\(caseRef)\n\(payment.paymentRef)"] = (caseRef, line.movementId)
        append(line)
    }

    /// The DIRC that money which went back takes back: of the same case, as much, the latest.
    private func reversible(_ payment: DeskPayment, _ caseRef: String) -> DeskMovement? {
        movements.values.filter {
            $0.type == RemittanceLine.Kind.direct.rawValue && $0.caseRef == caseRef && !$0.isReversed
                && $0.gross.minorUnits == 0 - payment.amount.minorUnits && $0.date <= payment.date
        }.max { ($0.date, $0.movementId) < ($1.date, $1.movementId) }
    }

    /// Puts the lines in order, numbers them and writes the balance after each.
    mutating func number() {
        func rank(_ line: RemittanceLine) -> Int {
            RemittanceLine.Kind.allCases.firstIndex(of: line.kind) ?? 0
        }
        let ordered = lines.enumerated().sorted {
            ($0.element.date, rank($0.element), $0.offset) < ($1.element.date, rank($1.element), $1.offset)
        }.map(\.element)
        var running: [String: Int64] = [:]
        for (caseRef, entry) in session.state.cases {
            guard let waiting = unechoed[caseRef], let sum = try? entry.balance.adding(waiting).total()
            else { continue }
            running[caseRef] = sum
        }
        lines = []
        for var line in ordered {
            line.number = lines.count + 1
            if let allocation = line.allocation, let before = running[line.caseRef] {
                let part = (try? allocation.buckets(currency).total()) ?? 0
                let after = before &- part
                running[line.caseRef] = after
                line.balanceAfter = after
            }
            lines.append(line)
        }
    }

    /// What the statement changes of the desk.
    func book(_ statementId: String, into state: inout DeskState) {
        for index in state.movements.indices
        where movements[state.movements[index].movementId]?.isReversed == true {
            state.movements[index].isReversed = true
        }
        for var movement in drafted {
            movement.statement = statementId
            movement.isReversed = movements[movement.movementId]?.isReversed ?? false
            state.movements.append(movement)
        }
        for line in lines where line.kind.isCollected {
            guard var entry = state.cases[line.caseRef], let balance = held[line.caseRef] else { continue }
            entry.balance = balance
            entry.invoices = invoices[line.caseRef] ?? entry.invoices
            entry.balanceAsOf = max(entry.balanceAsOf, periodTo)
            entry.isPartPaid = true
            entry.isWorked = true
            let movement = movements[line.movementId]
            if line.kind == .collected, movement?.payment ?? line.movementId == line.movementId {
                entry.lastPaymentDate = line.date
                entry.lastPaymentAmount = movement?.whole ?? Money(minorUnits: line.gross, currency: currency)
            }
            state.cases[line.caseRef] = entry
        }
        for caseRef in Set(echoes.values.map(\.caseRef)) {
            guard var entry = state.cases[caseRef] else { continue }
            for index in entry.payments.indices where entry.payments[index].movementId == nil {
                let key = "\(caseRef)\n\(entry.payments[index].paymentRef)"
                entry.payments[index].movementId = echoes[key]?.movementId
            }
            state.cases[caseRef] = entry
        }
    }
}
