internal import Domain
internal import Handover
internal import Ledger
internal import Verification

/// PAY, ADJ, UPD, HLD, RES, RCP, RCF, ANS and LGA: what changed tonight in cases that the agency has.
struct CaseChanges {
    let run: RunRecord
    let composer: CaseComposer
    let book: PlacementBook
    let judgement: DebtJudgement
    /// Digest of the debtors as the agency was told of them last, by case.
    let toldDebtors: [String: String]

    func drafts(_ reader: LedgerReader) throws -> [DraftOperation] {
        try repeated(book.recalls, reader)
            + book.open.flatMap { try drafts(of: $0.caseReference, invoices: $0.invoices, reader) }
    }

    /// Recalls again, word for word as they were sent first: the agency answers that it knows them, and one
    /// number never means two things.
    private func repeated(_ recalls: [CaseOperationFact], _ reader: LedgerReader) throws -> [DraftOperation] {
        var sent: [String: [CaseOperation]] = [:]
        return try recalls.compactMap { recall in
            let operations = try sent[recall.batch] ?? composer.files.sent(recall.batch, reader)
            sent[recall.batch] = operations
            let opId = "\(recall.caseReference).\(recall.version)"
            guard let operation = operations.first(where: { $0.opId == opId }) ?? restated(recall) else {
                return nil
            }
            return DraftOperation(operation: operation, lines: [], reason: recall.reason, isRepeated: true)
        }
    }

    /// A recall whose batch is not in the outbox any more, without what else was said in it.
    private func restated(_ recall: CaseOperationFact) -> CaseOperation? {
        guard let currency = book.items[recall.invoice]?.currency,
            let reason = RecallReason(rawValue: recall.reason)
        else { return nil }
        return CaseOperation(
            caseRef: recall.caseReference, caseVersion: recall.version, effectiveDate: run.asOf,
            currency: currency, content: .finalRecall(reason))
    }

    private func drafts(of reference: String, invoices: [Int64], _ reader: LedgerReader) throws
        -> [DraftOperation]
    {
        guard let currency = invoices.lazy.compactMap({ book.items[$0]?.currency }).first else { return [] }
        var drafts: [DraftOperation] = []
        var version = book.nextVersion(of: reference)
        func add(
            _ content: CaseOperation.Content, lines: [DraftOperation.Line], reason: String,
            note: String = ""
        ) {
            var operation = CaseOperation(
                caseRef: reference, caseVersion: version, effectiveDate: run.asOf, currency: currency,
                content: content)
            operation.note = note
            operation.agencyCaseRef = book.agency.cases[reference]?.agencyCase ?? ""
            drafts.append(DraftOperation(operation: operation, lines: lines, reason: reason))
            version += 1
        }
        let balance = invoices.reduce(Int64(0)) { $0 + book.outstanding($1) }
        let requests = CaseRequests(
            book: book, judgement: judgement, reference: reference, invoices: invoices, asOf: run.asOf)
        let recall =
            try withdrawal(invoices, balance: balance, reader) ?? requests.finalRecall.map { ($0, "") }
        // A recall takes everything with it that is to be told. Without one, an agency that answers is told
        // nothing of a case before it has, and nothing of one whose balance it holds otherwise.
        if recall == nil, isUnanswered(reference) { return [] }
        let isFrozen = isFrozen(reference, invoices)
        let money = try isFrozen ? nil : UntoldMoney(book, reference, invoices, asOf: run.asOf, reader)
        for change in money?.changes(firstVersion: version) ?? [] {
            add(change.content, lines: change.lines, reason: change.reason, note: change.note)
        }
        func lines(fact: Int64 = 0) -> [DraftOperation.Line] {
            invoices.map {
                DraftOperation.Line(
                    invoice: $0, amount: 0, balance: book.outstanding($0), allocation: fact)
            }
        }
        if let (reason, note) = recall {
            let fact = requests.recall?.number ?? 0
            add(.finalRecall(reason), lines: lines(fact: fact), reason: reason.rawValue, note: note)
            return drafts
        }
        if let (reason, until, fact) = requests.announcement {
            add(
                .announcedRecall(reason, objectionUntil: until), lines: lines(fact: fact.number),
                reason: AnnouncedRecall.text(reason, until: until), note: Self.note(fact))
            return drafts
        }
        if !isFrozen, let debtCase = try update(reference, invoices, reader) {
            add(.update(debtCase), lines: lines(), reason: "")
        }
        if requests.isCalledOff {
            add(.resume, lines: lines(), reason: "")
        } else if !isFrozen, let (content, reason) = pause(reference, invoices) {
            add(content, lines: lines(), reason: reason)
        }
        for (content, fact) in try answers(requests, reader) {
            add(
                content, lines: lines(fact: fact.number), reason: fact.terms.reference,
                note: Self.note(fact))
        }
        return drafts
    }

    /// The case anew where the debtor's data are not what the agency was told: an address, a telephone. Never
    /// while it has money that the books have not, for principal is no data of the debtor; nor after a part
    /// of interest or fixed sums was collected, which a full case cannot say; nor while the debt is in doubt,
    /// which it would have to deny.
    private func update(
        _ reference: String, _ invoices: [Int64], _ reader: LedgerReader
    ) throws -> DebtCase? {
        let items = invoices.compactMap { book.items[$0] }
        guard let told = toldDebtors[reference], items.count == invoices.count,
            let customer = items.first.flatMap({ judgement.customers[$0.customer] }),
            composer.debtorsDigest(items, customer) != told, !book.collects(reference),
            let charges = book.charges.repeated(reference),
            items.allSatisfy({ $0.outstanding <= 0 || judgement.verdict(for: $0).isVerified })
        else { return nil }
        return try composer.debtCase(reference, items, customer, charges: charges, reader)
    }

    /// What a person said of it, as far as an operation has room.
    private static func note(_ fact: DecisionFact) -> String { String(fact.detail.prefix(1024)) }

    /// ANS and LGA. An approval is for the legal action that the agency proposed, nothing else.
    private func answers(
        _ requests: CaseRequests, _ reader: LedgerReader
    ) throws -> [(CaseOperation.Content, DecisionFact)] {
        guard let known = book.agency.cases[requests.reference], known.state.isWithAgency else { return [] }
        return try requests.answers(known).compactMap { fact, event in
            if fact.kind == .legalApproved {
                guard let event, event.status == EventStatus.legalRecommended.rawValue,
                    let budget = fact.terms.amount,
                    fact.terms.currency == known.currency
                else { return nil }
                return (.legalApproval(eventId: event.event, budgetLimit: budget), fact)
            }
            guard let question = known.question(fact),
                let document = try composer.files.answer(fact, reader)
            else { return nil }
            return (.answer(eventId: question, documents: [document]), fact)
        }
    }

    /// Whether an agency that answers has not answered the case yet. One that never answered anything is told
    /// as if it knew.
    private func isUnanswered(_ reference: String) -> Bool {
        guard book.agency.hasAnswered, let known = book.agency.cases[reference] else { return false }
        return !known.isAnswered
    }

    /// Whether the agency holds another balance, and nobody has settled it since: it is told of no money.
    private func isFrozen(_ reference: String, _ invoices: [Int64]) -> Bool {
        guard let known = book.agency.cases[reference], known.isFrozen else { return false }
        return !invoices.contains { judgement.isResumed($0, after: known.frozenAfterFact) }
    }

    /// HLD while the debtor's promise to the creditor or an open offer runs, RES when it is over; only for an
    /// agency that answers. What the debtor promised the agency is the agency's own.
    private func pause(_ reference: String, _ invoices: [Int64]) -> (CaseOperation.Content, String)? {
        guard book.agency.hasAnswered, let known = book.agency.cases[reference], known.state.isWithAgency
        else { return nil }
        let running = invoices.lazy.compactMap { invoice in
            judgement.facts.agreements(for: invoice).first { fact, state in
                state.isRunning && !fact.author.hasPrefix("agency ")
            }
        }.first
        switch (running, known.isHeldByCreditor) {
        case (.some(let agreement), false):
            let reason: CaseHoldReason = agreement.fact.kind == .promised ? .promise : .other
            return (.hold(reason), reason.rawValue)
        case (nil, true): return (.resume, "")
        default: return nil
        }
    }

    /// Why the case must come back tonight, if it must. When no principal is owed any more it does, whatever
    /// is left of interest and fixed sums: nobody pursues that.
    private func withdrawal(
        _ invoices: [Int64], balance: Int64, _ reader: LedgerReader
    ) throws -> (RecallReason, String)? {
        if balance <= 0 {
            // What credit notes and write-offs alone took away nobody paid, and no fee is earned on.
            let isPaid = try invoices.flatMap(reader.payments(of:)).contains {
                book.isSincePlaced($0) && !$0.isReversed
            }
            return isPaid ? (.paid, "") : (.commercialDecision, "credited or written off, nothing is owed")
        }
        for invoice in invoices where book.outstanding(invoice) > 0 {
            guard let item = book.items[invoice] else { continue }
            if judgement.steps(of: invoice).contains(where: { $0.kind == .court }) {
                return (.commercialDecision, "invoice \(item.number) is before the court")
            }
            let verdict = judgement.verdict(for: item)
            if verdict.outcome(.undisputed) != .passed {
                return (.commercialDecision, "the debtor disputes invoice \(item.number)")
            }
            if verdict.outcome(.certain) == .failed {
                return (.placedInError, "invoice \(item.number) is not certain")
            }
            if verdict.outcome(.identity) == .failed {
                if judgement.isDeceased(invoice) { return (.commercialDecision, "the debtor has died") }
                return (.placedInError, "invoice \(item.number) is not this debtor's to pay")
            }
            if verdict.outcome(.solvent) == .failed {
                return (.insolvent, "the debtor of invoice \(item.number) is insolvent")
            }
            if verdict.outcome(.unrestricted) == .failed { return (.dataRight, "") }
            if judgement.facts.hasBindingAgreement(invoice) {
                return (.commercialDecision, "an agreement covers invoice \(item.number)")
            }
            if verdict.outcome(.enforceable) == .failed {
                return (.commercialDecision, "invoice \(item.number) may not be claimed")
            }
        }
        return nil
    }
}
