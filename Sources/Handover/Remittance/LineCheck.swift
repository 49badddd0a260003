internal import Domain

/// The lines against cases, payments, earlier movements and the fee schedule, in the order of the statement.
struct LineCheck {
    private let statement: RemittanceStatement
    private let context: RemittanceContext
    private var cases: [String: RemittanceCase] = [:]
    /// One payment of the debtor may be for several cases, each told its part under the same reference.
    private struct PaymentKey: Hashable {
        let caseRef: String
        let reference: String
    }

    private var payments: [PaymentKey: ReportedPayment] = [:]
    /// Movements that a reversal may name: earlier ones, and lines above.
    private var movements: [String: EarlierMovement] = [:]
    private var echoed: Set<PaymentKey> = []
    private var found: [RemittanceBreak] = []

    init(_ statement: RemittanceStatement, _ context: RemittanceContext) {
        self.statement = statement
        self.context = context
        for entry in context.cases { cases[entry.caseRef] = entry }
        for payment in context.payments { payments[Self.key(payment)] = payment }
        for movement in context.earlierMovements { movements[movement.movementId] = movement }
    }

    mutating func breaks() -> [RemittanceBreak] {
        for line in statement.lines { check(line) }
        let payments = context.payments.sorted {
            ($0.paymentRef, $0.caseRef) < ($1.paymentRef, $1.caseRef)
        }
        for payment in payments { checkEchoed(payment) }
        checkPaidCases()
        return found
    }

    private static func key(_ payment: ReportedPayment) -> PaymentKey {
        PaymentKey(caseRef: payment.caseRef, reference: payment.paymentRef)
    }

    private mutating func add(_ code: RemittanceBreak.Code, _ line: RemittanceLine, _ reason: Phrase) {
        found.append(RemittanceBreak(code, subject: line.movementId, caseRef: line.caseRef, reason))
    }

    private mutating func check(_ line: RemittanceLine) {
        if movements[line.movementId] != nil {
            return add(.movementDuplicate, line, "the movement was received before")
        }
        let original = line.kind.isReversal ? reversed(by: line) : nil
        movements[line.movementId] = EarlierMovement(
            movementId: line.movementId, kind: line.kind, caseRef: line.caseRef, gross: line.gross,
            feeRateBasisPoints: line.feeRateBasisPoints)
        if line.allocation?.retained ?? 0 != 0, !context.schedule.allowsRetention {
            add(
                .retainedNotAgreed, line,
                "\(statement.text(line.allocation?.retained ?? 0)) retained, nothing is agreed")
        }
        guard let known = cases[line.caseRef] else { return add(.unknownCase, line, "no such case") }
        guard known.agencyCaseRef.isEmpty || known.agencyCaseRef == line.agencyCaseRef else {
            return add(
                .unknownCase, line, "the agency's number is \(line.agencyCaseRef), not \(known.agencyCaseRef)"
            )
        }
        guard known.currency == statement.currency else {
            return add(.currency, line, "the case is in \(known.currency), not \(statement.currency)")
        }
        // A bank takes back what it likes when it likes: also of a case that is over.
        if let closedAt = known.closedAt, line.date > closedAt, !line.kind.isReversal {
            add(.caseClosed, line, "the case was closed on \(closedAt)")
        }
        let payment = line.kind.isDirect ? checkDirect(line) : nil
        checkFee(line, of: known, payment: payment, original: original)
        checkBalance(line)
    }

    /// The movement that a reversal takes back, marked as taken back.
    private mutating func reversed(by line: RemittanceLine) -> EarlierMovement? {
        let kind: RemittanceLine.Kind = line.kind == .collectedReversal ? .collected : .direct
        guard var original = movements[line.reversesId] else {
            add(.reversalOrphan, line, "nothing is known of \(line.reversesId)")
            return nil
        }
        guard original.kind == kind, original.caseRef == line.caseRef else {
            add(.reversalOrphan, line, "\(line.reversesId) is no \(kind.rawValue) of this case")
            return nil
        }
        guard !original.isReversed, line.gross.magnitude <= original.gross.magnitude else {
            add(.reversalOrphan, line, "\(line.reversesId) is reversed already, or was less")
            return nil
        }
        original.isReversed = true
        movements[line.reversesId] = original
        return original
    }

    /// The PAY that a line echoes, once, with the same amount and day. A REVD that names none is judged by
    /// what it reverses.
    private mutating func checkDirect(_ line: RemittanceLine) -> ReportedPayment? {
        let reference = line.creditorPaymentRef
        guard !reference.isEmpty else { return nil }
        let key = PaymentKey(caseRef: line.caseRef, reference: reference)
        guard let payment = payments[key] else {
            add(.directUnknown, line, "no payment \(reference) of this case was reported")
            return nil
        }
        guard payment.echoedBy.isEmpty, echoed.insert(key).inserted else {
            add(
                .directUnknown, line,
                payment.echoedBy.isEmpty
                    ? "\(reference) is echoed already by a line above"
                    : "\(reference) is echoed already by \(payment.echoedBy)")
            return payment
        }
        if payment.amount != line.gross || payment.date != line.date {
            add(
                .directUnknown, line,
                "\(reference) was reported as \(statement.text(payment.amount)) on \(payment.date)")
        }
        return payment
    }

    private mutating func checkFee(
        _ line: RemittanceLine, of known: RemittanceCase, payment: ReportedPayment?,
        original: EarlierMovement?
    ) {
        guard line.fee != 0 else { return }
        if line.kind == .expense || payment?.isFeeable == false {
            return add(.feeNotDue, line, "a fee of \(statement.text(line.fee)) on what costs none")
        }
        // What is given back is given back at the rate that was taken.
        let agreed =
            original?.feeRateBasisPoints
            ?? context.schedule.rate(phase: known.phase, ageDays: known.ageDays)
        let rate = line.feeRateBasisPoints ?? 0
        if agreed != rate {
            let charged = DecimalText.percent(rate)
            let (phase, days) = (known.phase.rawValue, known.ageDays)
            add(
                .feeRate, line,
                agreed.map {
                    "\(charged) % charged, agreed \(DecimalText.percent($0)) % for \(phase) at \(days) days"
                } ?? "\(charged) % charged, agreed nothing for \(phase) at \(days) days")
        } else if (line.feeBase ?? 0).magnitude > line.gross.magnitude {
            add(.feeRate, line, "charged on \(statement.text(line.feeBase ?? 0)), more than the movement")
        }
    }

    /// Our balance less what the line pays must be theirs. After a difference theirs goes on, so that one
    /// drift is told once.
    private mutating func checkBalance(_ line: RemittanceLine) {
        guard let allocation = line.allocation, var known = cases[line.caseRef] else { return }
        let after = Int128(known.balance) - allocation.claim
        known.balance = Int64(clamping: after)
        if let stated = line.balanceAfter, Int128(stated) != after {
            add(
                .balanceDiffers, line,
                "\(statement.text(stated)) stated, \(statement.text(known.balance)) by our books")
            known.balance = stated
        } else if after < 0, allocation.claim > 0 {
            add(.overpaid, line, "\(statement.text(known.balance)) remain after it")
        }
        if !line.lineRef.isEmpty { checkLine(line, allocation, &known) }
        cases[line.caseRef] = known
    }

    private mutating func checkLine(
        _ line: RemittanceLine, _ allocation: RemittanceLine.Allocation, _ known: inout RemittanceCase
    ) {
        guard let outstanding = known.lines[line.lineRef] else {
            return add(.unknownCase, line, "the case has no line \(line.lineRef)")
        }
        let after = Int128(outstanding) - Int128(allocation.principal)
        known.lines[line.lineRef] = Int64(clamping: after)
        if after < 0, allocation.principal > 0 {
            add(
                .overpaid, line,
                "\(line.lineRef) owed \(statement.text(outstanding)), "
                    + "\(statement.text(allocation.principal)) allocated")
        }
    }

    /// Every payment that was reported in time is echoed, by this statement or an earlier one.
    private mutating func checkEchoed(_ payment: ReportedPayment) {
        let isEchoed = !payment.echoedBy.isEmpty || echoed.contains(Self.key(payment))
        guard !isEchoed, payment.reportedOn <= statement.periodTo,
            cases[payment.caseRef].map({ $0.currency == statement.currency }) ?? true
        else { return }
        found.append(
            RemittanceBreak(
                .directNotReported, subject: payment.paymentRef, caseRef: payment.caseRef,
                "\(statement.text(payment.amount)) reported on \(payment.reportedOn) has no line"))
    }

    /// A case that the agency calls paid must owe nothing after its last line, unless one of its payments was
    /// taken back. What it calls paid later is for a later statement.
    private mutating func checkPaidCases() {
        let paid = Set(
            context.events.filter { $0.status.status == .paid && $0.at.day <= statement.periodTo }
                .map(\.caseRef)
        ).subtracting(statement.lines.filter(\.kind.isReversal).map(\.caseRef))
        for caseRef in paid.sorted() {
            guard let line = statement.lines.last(where: { $0.caseRef == caseRef && $0.balanceAfter != nil }),
                let after = line.balanceAfter, after != 0
            else { continue }
            add(.balanceDiffers, line, "the case is PAID, yet \(statement.text(after)) remain")
        }
    }
}
