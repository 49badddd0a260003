internal import Domain
internal import Handover

/// Applies the operations of a batch to the cases of a desk, in their order, and answers each.
struct DeskBooking {
    /// Decisions of a person about single cases.
    struct Decisions {
        /// Which document is missing, and until when it may come.
        var pending: [String: (documents: [CaseDocument.Kind], by: Day)] = [:]
        var rejected: [String: CaseReason] = [:]
    }

    /// Answers nothing but the operation at hand.
    private struct Refusal: Error {
        let reason: AnswerReason<CaseReason>
    }

    private(set) var cases: [String: DeskCase]
    /// Which cases had a document at some time.
    private var holders: [String: Set<String>] = [:]
    let businessDate: Day
    /// The day of the desk: a recall counts from when it was read, for until then the agency collects.
    let asOf: Day
    let decisions: Decisions
    /// What the check found wrong with the operation of a position.
    let findings: [Int: [AgencyFinding]]

    init(
        cases: [String: DeskCase], businessDate: Day, asOf: Day, decisions: Decisions,
        findings: [Int: [AgencyFinding]]
    ) {
        self.cases = cases
        self.businessDate = businessDate
        self.asOf = asOf
        self.decisions = decisions
        self.findings = findings
        for (caseRef, held) in cases {
            for invoice in held.invoices.lines { holders[invoice.document, default: []].insert(caseRef) }
        }
    }

    /// - Parameter digest: of the operation's canonical form.
    mutating func answer(_ operation: CaseOperation, at position: Int, digest: String) -> OperationAnswer {
        var answer = OperationAnswer(
            opId: operation.opId, caseRef: operation.caseRef, status: .accepted,
            currency: operation.currency)
        do throws(Refusal) {
            if let known = cases[operation.caseRef]?.operations.first(where: { $0.opId == operation.opId }) {
                guard known.sha256 == digest else {
                    throw refusal(
                        operation.code == .new ? .duplicateCase : .versionGap, "caseVersion",
                        operation, position, "another content was received under this opId before")
                }
                answer.status = .duplicate
            } else {
                try checkFindings(operation, at: position)
                try checkDecision(operation, position)
                try apply(operation, position, digest, &answer)
                decide(operation, &answer)
            }
        } catch {
            // Its version was used all the same: what the creditor says next must not look like a gap.
            if let held = cases[operation.caseRef], operation.caseVersion == held.version + 1 {
                cases[operation.caseRef]?.version = operation.caseVersion
            }
            answer.status = .rejected
            answer.reasons = [error.reason]
            return answer
        }
        guard let held = cases[operation.caseRef] else { return answer }
        answer.agencyCaseRef = held.agencyCaseRef
        answer.currency = held.currency
        answer.balanceHeld = try? held.balance.balance(asOf: held.balanceAsOf)
        return answer
    }

    private func refusal(
        _ code: CaseReason, _ field: String, _ operation: CaseOperation, _ position: Int, _ text: String,
        value: String = ""
    ) -> Refusal {
        Refusal(
            reason: AnswerReason(
                code, field: "$.ops[\(position)].\(field)", value: String(value.prefix(140)),
                text: String(text.prefix(1024))))
    }

    private func checkFindings(_ operation: CaseOperation, at position: Int) throws(Refusal) {
        guard let finding = findings[position]?.first,
            let code = AnswerReasons.caseReason(of: finding.code)
        else { return }
        throw refusal(
            code, "case", operation, position,
            "\(finding.code): found \(finding.found), expected \(finding.expected)")
    }

    private func checkDecision(_ operation: CaseOperation, _ position: Int) throws(Refusal) {
        guard let code = decisions.rejected[operation.caseRef],
            operation.code == .new || operation.code == .update
        else { return }
        throw refusal(code, "caseRef", operation, position, "refused by a person")
    }

    /// A person waits for a document: the case is held, and pending until it comes.
    private mutating func decide(_ operation: CaseOperation, _ answer: inout OperationAnswer) {
        guard let pending = decisions.pending[operation.caseRef],
            operation.code == .new || operation.code == .update
        else { return }
        cases[operation.caseRef]?.state = CaseState.pendingInformation.rawValue
        answer.status = .pending
        answer.missingDocuments = pending.documents
        answer.answerBy = pending.by
    }

    private mutating func apply(
        _ operation: CaseOperation, _ position: Int, _ digest: String, _ answer: inout OperationAnswer
    ) throws(Refusal) {
        if case .new(let debtCase) = operation.content {
            guard cases[operation.caseRef] == nil else {
                throw refusal(
                    .duplicateCase, "caseRef", operation, position, "the case is held already")
            }
            let held = DeskCase(debtCase, of: operation, digest: digest)
            try checkTwins(of: held, operation, position)
            take(held, operation.caseRef)
            return
        }
        var held = try caseHeld(operation, position)
        do {
            try change(&held, operation, position, &answer)
        } catch let error as Refusal {
            throw error
        } catch {
            throw refusal(
                .amountMismatch, "balanceAfter", operation, position, "the balance does not fit")
        }
        held.version = operation.caseVersion
        held.operations.append(DeskOperation(opId: operation.opId, sha256: digest))
        take(held, operation.caseRef)
    }

    private mutating func take(_ held: DeskCase, _ caseRef: String) {
        for invoice in held.invoices.lines { holders[invoice.document, default: []].insert(caseRef) }
        cases[caseRef] = held
    }

    /// An invoice is in one open case: its debtor is not asked twice for it.
    private func checkTwins(
        of new: DeskCase, _ operation: CaseOperation, _ position: Int
    ) throws(Refusal) {
        for invoice in new.invoices.lines {
            let holder = holders[invoice.document, default: []].sorted().first { caseRef in
                guard let held = cases[caseRef], !held.inventoryState.isOver,
                    !DeskCase.mayLeave(caseRef, for: operation.caseRef)
                else { return false }
                return held.sharesDebtor(with: new)
                    && held.invoices.lines.contains { $0.document == invoice.document }
            }
            guard let holder else { continue }
            throw refusal(
                .duplicateCase, "case.lines", operation, position, "an invoice of it is held in \(holder)",
                value: invoice.number)
        }
    }

    /// The case, open and at the version before the operation's. A final recall is never refused for a gap:
    /// a withdrawal outranks everything.
    private func caseHeld(_ operation: CaseOperation, _ position: Int) throws(Refusal) -> DeskCase {
        guard let held = cases[operation.caseRef] else {
            throw refusal(.unknownCase, "caseRef", operation, position, "no such case is held")
        }
        let isFinal = operation.code == .finalRecall
        guard !held.inventoryState.isOver || isFinal else {
            throw refusal(
                .caseClosed, "caseRef", operation, position, "the case is \(held.state)",
                value: operation.caseRef)
        }
        guard operation.caseVersion == held.version + 1 || isFinal && operation.caseVersion > held.version
        else {
            throw refusal(
                .versionGap, "caseVersion", operation, position,
                "version \(held.version) is held, \(held.version + 1) would be next",
                value: String(operation.caseVersion))
        }
        guard operation.currency.exponent == held.currency.exponent,
            !operation.isFullCase || operation.currency == held.currency
        else {
            throw refusal(
                .currency, "case.currency", operation, position, "the case is in \(held.currency)",
                value: operation.currency.code)
        }
        return held
    }

    private func change(
        _ held: inout DeskCase, _ operation: CaseOperation, _ position: Int,
        _ answer: inout OperationAnswer
    ) throws {
        switch operation.content {
        case .new: break
        case .update(let debtCase): try update(&held, debtCase, operation, position)
        case .payment(let payment, let after):
            try pay(&held, payment)
            try settle(&held, after, operation, position, &answer)
        case .adjustment(let adjustment, let after):
            var change = try held.buckets(of: adjustment.shares)
            let rest = try adjustment.amount.addingExactly(change.total().negatedExactly())
            try change.add(rest, to: adjustment.kind == .interest ? .interest : nil)
            held.moveInvoices(
                adjustment.shares, rest: adjustment.kind == .interest ? 0 : rest, isPayment: false)
            held.balance = try held.balance.adding(change)
            try settle(&held, after, operation, position, &answer)
        case .hold:
            if held.inventoryState != .recallPending { held.state = CaseState.held.rawValue }
        case .resume:
            // Also of an announced recall that was called off: its reason is none any more.
            held.recallReason = nil
            held.resume()
        case .announcedRecall(let reason, _):
            held.state = CaseState.recallPending.rawValue
            held.recallReason = reason.rawValue
        case .finalRecall(let reason):
            held.state = CaseState.recalled.rawValue
            held.recallReason = reason.rawValue
            held.closedAt = held.closedAt ?? max(asOf, operation.effectiveDate)
        case .answer:
            if held.inventoryState == .pendingInformation { held.resume() }
        case .legalApproval: break
        }
    }

    /// After a part payment debtor and principal stay, and charges do not grow: payments and adjustments say
    /// what changed.
    private func update(
        _ held: inout DeskCase, _ debtCase: DebtCase, _ operation: CaseOperation, _ position: Int
    ) throws {
        if held.isPartPaid {
            guard DeskCase.debtorsDigest(debtCase) == held.debtorsSha256 else {
                throw refusal(
                    .debtorChanged, "case.debtors", operation, position, "another debtor after a payment")
            }
            guard debtCase.balance.principal == held.balance.principal else {
                throw refusal(
                    .partPaidNoUpdate, "case.balance.principal", operation, position,
                    "another principal after a payment: PAY and ADJ say what changed")
            }
            // What was collected of interest and fixed sums must not come back with the debtor's new address.
            guard debtCase.balance.interest <= held.balance.interest,
                debtCase.balance.fixedComp <= held.balance.fixedComp
            else {
                throw refusal(
                    .partPaidNoUpdate, "case.balance.interest", operation, position,
                    "more interest or fixed sums after a payment than are left of them")
            }
        }
        held.take(debtCase)
        if held.inventoryState == .pendingInformation { held.resume() }
    }

    private func pay(_ held: inout DeskCase, _ payment: CasePayment) throws {
        let applied = try held.buckets(of: payment.shares)
        held.balance = try held.balance.subtracting(applied)
        var allocation = applied
        let rest = try payment.amount.addingExactly(applied.total().negatedExactly())
        try allocation.add(rest, to: nil)
        held.moveInvoices(payment.shares, rest: rest, isPayment: true)
        held.payments.append(
            DeskPayment(
                paymentRef: payment.paymentRef, date: payment.date,
                amount: Money(minorUnits: payment.amount, currency: held.currency),
                isFeeable: payment.feeable == true, reportedOn: businessDate, allocation: allocation))
        held.isPartPaid = true
        held.lastPaymentDate = payment.date
        held.lastPaymentAmount = Money(minorUnits: payment.amount, currency: held.currency)
    }

    /// The balance after a change, by the desk's own books. Where the creditor states another total the desk
    /// keeps to its own and says so: a drift that both sides see is solved, a hidden one grows.
    private func settle(
        _ held: inout DeskCase, _ stated: CaseBalance, _ operation: CaseOperation, _ position: Int,
        _ answer: inout OperationAnswer
    ) throws {
        held.balanceAsOf = stated.asOf
        let total = try held.balance.total()
        if total == stated.total {
            held.balance = DeskBuckets(stated, held.currency)
            return
        }
        func text(_ units: Int64) -> String {
            Money.decimalString(units, exponent: held.currency.exponent)
        }
        answer.status = .acceptedWithChange
        answer.reasons = [
            refusal(
                .amountMismatch, "balanceAfter.total", operation, position,
                "\(text(total)) is held after it", value: text(stated.total)
            ).reason
        ]
    }
}

extension CaseOperation {
    /// Whether it carries the case as a whole.
    fileprivate var isFullCase: Bool { code == .new || code == .update }
}
