internal import Domain
internal import Ledger
internal import Recovery
internal import Reports

/// Posted and suggested matches as the report and `export matches` show them.
struct MatchBook {
    private(set) var table: [MatchTableRow] = []
    /// What this run posted, and what people decided since the run before.
    private(set) var posted: [PostedMatch] = []
    private(set) var suggested: [SuggestedMatch] = []
    private var payments: [Int64: PaymentLine] = [:]

    init(_ reader: LedgerReader, run: RunRecord?, names: InvoiceNames) throws {
        try reader.paymentLines { id, reference, day, amount, currency in
            payments[id] = PaymentLine(
                reference: reference, day: day, amount: Money(minorUnits: amount, currency: currency))
        }
        let reported = try run.map { try reader.runs(reportedBy: $0) } ?? []
        try reader.postedDecisions { entry in
            guard entry.reversal == nil else { return }
            let decision = entry.decision
            addRows(decision, names)
            guard reported.contains(entry.run), let payment = payments[decision.movement] else { return }
            posted.append(
                PostedMatch(
                    payment: payment, invoiceNumbers: decision.allocations.map { names.number($0.invoice) },
                    status: decision.status, kind: decision.kind, pattern: decision.pattern,
                    evidence: decision.evidence))
        }
        try reader.suggestions { decision in
            addRows(decision, names)
            guard let payment = payments[decision.movement] else { return }
            let amount = decision.allocations.reduce(Int64(0)) { $0 + $1.amount }
            let proposal = MatchProposal(
                rank: decision.rank, invoiceNumbers: decision.allocations.map { names.number($0.invoice) },
                amount: Money(minorUnits: amount, currency: payment.amount.currency), kind: decision.kind,
                pattern: decision.pattern, evidence: decision.evidence, vetoes: decision.vetoes)
            if let last = suggested.last, last.payment == payment, decision.rank > 1 {
                suggested[suggested.count - 1].proposals.append(proposal)
            } else {
                suggested.append(SuggestedMatch(payment: payment, proposals: [proposal]))
            }
        }
    }

    /// The bank's reference of a movement; its own number where the bank gives none.
    func reference(_ movement: Int64) -> String { payments[movement]?.reference ?? "#\(movement)" }

    func payment(_ movement: Int64) -> PaymentLine? { payments[movement] }

    private mutating func addRows(_ decision: MatchDecision, _ names: InvoiceNames) {
        for allocation in decision.allocations {
            table.append(
                MatchTableRow(
                    paymentId: reference(decision.movement), invoiceNumber: names.number(allocation.invoice),
                    amountCents: allocation.amount, status: decision.status, rank: decision.rank,
                    kind: decision.kind, pattern: decision.pattern, margin: decision.margin))
        }
    }
}

/// The steps of a night, and those held back.
struct RecoveryRows {
    private(set) var table: [StepTableRow] = []
    private(set) var taken: [StepRow] = []
    private(set) var held: [HeldRow] = []
    /// Those of the held that only a person's release keeps back.
    private(set) var releases: [HeldRow] = []

    init(
        _ reader: LedgerReader, configuration: Configuration, run: RunRecord, _ judgement: DebtJudgement,
        _ names: InvoiceNames
    ) throws {
        for step in try reader.steps(run: run.id) {
            guard let item = names.item(step.invoice) else { continue }
            table.append(StepTableRow(fact: step, invoiceNumber: item.number, currency: item.currency))
            add(step, item, isWithdrawal: false)
        }
        for operation in try reader.caseOperations(run: run.id) where operation.operation == "RCF" {
            addWithdrawal(
                operation.invoice, .agency, operation.caseReference, amount: operation.balance, run, names)
        }
        for record in try reader.registryRecords(run: run.id) where record.operation == "B" {
            addWithdrawal(
                record.invoice, .registry, record.operationReference, amount: record.amount, run, names)
        }
        let outputs = RunOutputs(workspace: Workspace(path: "."), run: run.id)
        let cases = StepTaking(configuration: configuration, run: run, outputs: outputs).plan(judgement)
        for planned in cases {
            for step in planned.held {
                let row = HeldRow(
                    caseReference: planned.reference, invoiceNumber: step.item.number,
                    customerName: step.item.customerName, kind: step.kind,
                    amount: Money(minorUnits: step.item.outstanding, currency: step.item.currency),
                    reason: step.reasons.map(\.text).joined(separator: " · "))
                held.append(row)
                if step.reasons.allSatisfy({ $0.code == "registry-released" }) { releases.append(row) }
            }
        }
    }

    private mutating func add(_ step: StepFact, _ item: OpenItem, isWithdrawal: Bool) {
        let amount = Money(minorUnits: step.amount, currency: item.currency)
        if let last = taken.last, last.caseReference == step.caseReference, last.kind == step.kind,
            last.documentPath == step.documentPath, last.isWithdrawal == isWithdrawal,
            let sum = try? last.amount.adding(amount)
        {
            taken[taken.count - 1].invoiceNumbers.append(item.number)
            taken[taken.count - 1].amount = sum
            return
        }
        taken.append(
            StepRow(
                caseReference: step.caseReference, customerName: item.customerName, kind: step.kind,
                isWithdrawal: isWithdrawal, channel: step.channel, invoiceNumbers: [item.number],
                amount: amount,
                documentPath: step.documentPath))
    }

    private mutating func addWithdrawal(
        _ invoice: Int64, _ kind: StepKind, _ reference: String, amount: Int64, _ run: RunRecord,
        _ names: InvoiceNames
    ) {
        guard let item = names.item(invoice) else { return }
        let fact = StepFact(
            caseReference: reference, invoice: invoice, kind: kind, channel: .file, day: run.asOf,
            amount: amount,
            documentSHA256: "", documentPath: "", run: run.id)
        table.append(
            StepTableRow(fact: fact, invoiceNumber: item.number, currency: item.currency, isWithdrawal: true))
        add(fact, item, isWithdrawal: true)
    }
}

/// One list of what a person must decide, from everything that waits.
struct ToDoList {
    let rows: [ToDoRow]

    init(
        coverage: [AccountCoverage], files: [ReceivedFile], problems: [ProblemRow],
        suggested: [SuggestedMatch],
        releases: [HeldRow], challenges: [(String, String)]
    ) {
        var rows: [ToDoRow] = []
        for account in coverage {
            for day in account.breaks {
                rows.append(
                    ToDoRow(
                        kind: .chainBreak, subject: account.account,
                        detail: Problem.Code.chainBroken.rawValue, day: day))
            }
        }
        for file in files where file.isRefused {
            let reason = problems.first { $0.file == file.name && $0.problem.severity == .refuse }
            rows.append(
                ToDoRow(
                    kind: .rejectedFile, subject: file.name,
                    detail: reason?.problem.code.rawValue ?? Problem.Code.fileUnreadable.rawValue))
        }
        for row in problems where row.problem.code == .invoiceConflict || row.problem.code == .overlapUnclear
        {
            rows.append(ToDoRow(kind: .conflict, subject: row.file, detail: row.problem.code.rawValue))
        }
        for (reference, reason) in challenges {
            rows.append(ToDoRow(kind: .challenge, subject: reference, detail: reason))
        }
        for match in suggested {
            guard let first = match.proposals.first else { continue }
            rows.append(
                ToDoRow(
                    kind: .suggestion, subject: match.payment.reference,
                    detail: first.invoiceNumbers.joined(separator: ", "), day: match.payment.day,
                    amount: match.payment.amount))
        }
        for row in releases {
            rows.append(
                ToDoRow(kind: .release, subject: row.invoiceNumber, detail: row.reason, amount: row.amount))
        }
        self.rows = rows
    }
}

/// Conservation in figures.
enum ControlFigures {
    static func of(
        _ reader: LedgerReader, coverage: [AccountCoverage], items: [OpenItem], asOf: Day
    ) throws -> ControlTotals {
        var controls = ControlTotals()
        for sums in try reader.controlSums(asOf: asOf) {
            controls.entries.append(
                EntryControl(
                    currency: sums.currency, entries: sums.entries, allocated: sums.allocatedEntries,
                    unallocated: sums.entries - sums.allocatedEntries))
            controls.invoices.append(
                InvoiceControl(
                    currency: sums.currency, payable: sums.payable, allocated: sums.allocatedInvoices,
                    writtenOff: sums.writtenOff, credited: sums.credited,
                    outstanding: items.filter { $0.currency == sums.currency }.reduce(0) {
                        $0 + $1.outstanding
                    }))
        }
        let positions = try reader.accountPositions()
        controls.accounts = coverage.map { account in
            let position = positions.first { $0.account == account.account }
            return AccountControl(
                coverage: account,
                balance: position.flatMap { known in
                    known.closing.map { Money(minorUnits: $0, currency: known.currency) }
                })
        }
        controls.journalDigest = try reader.lastSealDigest()
        return controls
    }
}
