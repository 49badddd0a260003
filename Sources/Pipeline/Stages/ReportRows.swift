internal import Domain
internal import Ledger
internal import Recovery
internal import Reports

/// Posted and suggested matches as the report and `export matches` show them. They are read row by row and
/// never held: there are as many as payments.
struct MatchBook {
    private let reader: LedgerReader
    private let names: InvoiceNumbers

    init(_ reader: LedgerReader, names: InvoiceNumbers) {
        self.reader = reader
        self.names = names
    }

    /// The rows of everything posted.
    func posted(_ take: (MatchTableRow) throws -> Void) throws {
        try reader.postedLines { line in
            try take(
                MatchTableRow(
                    paymentId: line.reference,
                    invoiceNumber: names.shown(line.invoiceNumber, of: line.invoice),
                    amountCents: line.amount, status: line.status, kind: line.kind, pattern: line.pattern,
                    margin: line.margin))
        }
    }

    /// The rows of everything suggested, and each payment with its proposals, without their evidence.
    func suggested(
        _ take: (MatchTableRow) throws -> Void, each: (SuggestedMatch) throws -> Void
    ) throws {
        var last: SuggestedMatch?
        try reader.suggestionLines { decision, reference, day, amount, currency in
            let numbers = try decision.allocations.map { try names.number($0.invoice) }
            for (allocation, number) in zip(decision.allocations, numbers) {
                try take(
                    MatchTableRow(
                        paymentId: reference, invoiceNumber: number, amountCents: allocation.amount,
                        status: decision.status, rank: decision.rank, kind: decision.kind,
                        pattern: decision.pattern, margin: decision.margin))
            }
            let payment = PaymentLine(
                reference: reference, day: day, amount: Money(minorUnits: amount, currency: currency))
            let sum = decision.allocations.reduce(Int64(0)) { $0 + $1.amount }
            let proposal = MatchProposal(
                rank: decision.rank, invoiceNumbers: numbers,
                amount: Money(minorUnits: sum, currency: currency), kind: decision.kind,
                pattern: decision.pattern, vetoes: decision.vetoes)
            if last?.payment == payment, decision.rank > 1 {
                last?.proposals.append(proposal)
            } else {
                if let last { try each(last) }
                last = SuggestedMatch(
                    payment: payment, proposals: [proposal], movement: decision.movement)
            }
        }
        if let last { try each(last) }
    }

    /// Puts the evidence into proposals that are shown.
    func explain(_ match: inout SuggestedMatch) throws {
        let evidence = try reader.suggestions(of: match.movement).map(\.evidence)
        for index in match.proposals.indices where index < evidence.count {
            match.proposals[index].evidence = evidence[index]
        }
    }

    /// What a run posted, and what people decided since the run before.
    func posted(reportedBy run: RunRecord, each: (PostedMatch) throws -> Void) throws {
        try reader.decisions(postedBy: reader.runs(reportedBy: run)) { decision in
            guard let payment = try payment(decision.movement) else { return }
            try each(
                PostedMatch(
                    payment: payment,
                    invoiceNumbers: try decision.allocations.map { try names.number($0.invoice) },
                    status: decision.status, kind: decision.kind, pattern: decision.pattern,
                    evidence: decision.evidence))
        }
    }

    /// The bank's reference of a movement; its own number where the bank gives none.
    func reference(_ movement: Int64) throws -> String {
        try reader.paymentLine(of: movement)?.reference ?? "#\(movement)"
    }

    func payment(_ movement: Int64) throws -> PaymentLine? {
        try reader.paymentLine(of: movement).map {
            PaymentLine(
                reference: $0.reference, day: $0.day,
                amount: Money(minorUnits: $0.amount, currency: $0.currency))
        }
    }
}

/// The steps of a night.
struct RecoveryRows {
    private(set) var table: [StepTableRow] = []
    private(set) var taken: [StepRow] = []

    init(_ reader: LedgerReader, run: RunRecord, _ judgement: DebtJudgement) throws {
        for step in try reader.steps(run: run.id) {
            guard let item = judgement.item(step.invoice) else { continue }
            table.append(StepTableRow(fact: step, invoiceNumber: item.number, currency: item.currency))
            add(step, item, isWithdrawal: false)
        }
        let stated = try reader.factsStated(in: reader.runs(reportedBy: run))
        for step in judgement.steps where step.kind == .court && stated.contains(step.run) {
            guard let item = judgement.item(step.invoice) else { continue }
            table.append(StepTableRow(fact: step, invoiceNumber: item.number, currency: item.currency))
            add(step, item, isWithdrawal: false)
        }
        for operation in try reader.caseOperations(run: run.id) where operation.operation == "RCF" {
            addWithdrawal(
                operation.invoice, .agency, operation.caseReference, amount: operation.balance, run, judgement
            )
        }
        for record in try reader.registryRecords(run: run.id) where record.operation == "B" {
            addWithdrawal(
                record.invoice, .registry, record.operationReference, amount: record.amount, run, judgement)
        }
    }

    /// The steps that were held back, one by one; planned again, for they are kept nowhere.
    static func held(
        _ judgement: DebtJudgement, configuration: Configuration, run: RunRecord,
        each: (_ row: HeldRow, _ waitsForRelease: Bool) throws -> Void
    ) throws {
        try StepTaking(configuration: configuration, run: run).plan(
            judgement, verdicts: { judgement.objections(to: $0) }
        ) { planned in
            for step in planned.held {
                let row = HeldRow(
                    caseReference: planned.reference, invoiceNumber: step.item.number,
                    customerName: step.item.customerName, kind: step.kind,
                    amount: Money(minorUnits: step.item.outstanding, currency: step.item.currency),
                    reason: step.reasons.map(\.text).joined(separator: " · "))
                try each(row, step.waitsForRelease)
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
        _ judgement: DebtJudgement
    ) {
        guard let item = judgement.item(invoice) else { return }
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
enum ToDoList {
    /// - Parameters:
    ///   - suggested: of every payment with proposals, as `row(of:)` makes it.
    ///   - releases: those of the held steps that only a person's release keeps back.
    static func rows(
        coverage: [AccountCoverage], files: [ReceivedFile], problems: [ProblemRow], suggested: [ToDoRow],
        releases: [HeldRow], challenges: [(String, String)]
    ) -> [ToDoRow] {
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
                    detail: reason?.problem.code.rawValue ?? Problem.Code.fileUnreadable.rawValue,
                    reason.map { [.problem($0.problem)] } ?? []))
        }
        for row in problems where row.problem.code == .invoiceConflict || row.problem.code == .overlapUnclear
        {
            rows.append(ToDoRow(kind: .conflict, subject: row.file, detail: row.problem.code.rawValue))
        }
        for (reference, reason) in challenges {
            rows.append(ToDoRow(kind: .challenge, subject: reference, detail: reason))
        }
        rows += suggested
        for row in releases {
            rows.append(
                ToDoRow(kind: .release, subject: row.invoiceNumber, detail: row.reason, amount: row.amount))
        }
        return rows
    }

    /// A payment with proposals, by the first of them.
    static func row(of match: SuggestedMatch) -> ToDoRow? {
        match.proposals.first.map { first in
            ToDoRow(
                kind: .suggestion, subject: match.payment.reference,
                detail: first.invoiceNumbers.joined(separator: ", "), day: match.payment.day,
                amount: match.payment.amount)
        }
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
                    outstanding: items.lazy.filter { $0.currency == sums.currency }.reduce(0) {
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
