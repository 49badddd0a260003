internal import Domain
internal import Ledger
internal import Matching
internal import Reports

/// Stage 6: the report of the night, one HTML page and its tables.
struct NightReporting {
    let configuration: Configuration
    let run: RunRecord

    /// Writes page and tables among the run's outputs.
    func write(_ reader: LedgerReader, to outputs: RunOutputs, _ writer: LedgerWriter) throws {
        let material = try ReportMaterial(reader, configuration: configuration, run: run)
        for table in material.tables {
            try outputs.stream(table.path, to: writer) { stream in
                try material.emit(table) { try stream.write($0) }
            }
        }
        try outputs.add(ReportPage.render(try material.page()), to: writer)
    }
}

/// Everything the report shows, read from the ledger once.
struct ReportMaterial {
    let configuration: Configuration
    let run: RunRecord
    let items: [OpenItem]
    let files: [ReceivedFile]
    let problems: [ProblemRow]
    let matches: [MatchTableRow]
    let posted: [PostedMatch]
    let suggested: [SuggestedMatch]
    let unexplained: [UnexplainedRow]
    let verdicts: [(item: OpenItem, verdict: Verdict)]
    let steps: [StepTableRow]
    let stepRows: [StepRow]
    let held: [HeldRow]
    let toDo: [ToDoRow]
    let controls: ControlTotals
    let suspended: [SuspendedPattern]
    let ruled: [RuledRow]
    let audited: [AuditedPattern]

    /// A table of what rules decided only where there are rules.
    var tables: [ReportTable] { ReportTable.allCases.filter { $0 != .ruled || !ruled.isEmpty } }

    init(_ reader: LedgerReader, configuration: Configuration, run: RunRecord) throws {
        self.configuration = configuration
        self.run = run
        let judgement = try DebtJudgement(
            reader, configuration: configuration, asOf: run.asOf, excluding: run.id)
        items = judgement.items
        let names = InvoiceNames(items)
        files = try reader.filesSeen(run: run.id).map(Self.received)
        var problems: [ProblemRow] = []
        try reader.problems(run: run.id) { problems.append(ProblemRow(file: $0.file, problem: $0.problem)) }
        self.problems = problems
        let book = try MatchBook(reader, run: run, names: names)
        (matches, posted, suggested) = (book.table, book.posted, book.suggested)
        let customers = judgement.customers
        unexplained = try reader.unexplainedCredits().map { credit in
            UnexplainedRow(
                payment: PaymentLine(
                    reference: book.reference(credit.movement), day: credit.booked,
                    amount: Money(minorUnits: credit.amount, currency: credit.currency)),
                customers: credit.customers.map { customers[$0]?.party.name ?? $0 })
        }
        verdicts = judgement.items.filter { $0.outstanding > 0 && $0.kind != .creditNote }
            .map { ($0, judgement.verdict(for: $0)) }
        let recovery = try RecoveryRows(reader, configuration: configuration, run: run, judgement, names)
        (steps, stepRows, held) = (recovery.table, recovery.taken, recovery.held)
        toDo =
            ToDoList(
                coverage: judgement.coverage, files: files, problems: problems, suggested: book.suggested,
                releases: recovery.releases,
                challenges: try reader.challenges().map { (book.reference($0.movement), $0.reason) }
            ).rows
        audited = try AuditView(reader, perThousand: configuration.auditPerThousand).patterns
        ruled = try reader.ruledMovements().compactMap { one in
            guard let payment = book.payment(one.movement) else { return nil }
            return RuledRow(payment: payment, rule: one.rule, outcome: one.outcome)
        }
        suspended = suspendedPatterns(try reader.adjudications()).map {
            SuspendedPattern(pattern: $0.pattern, since: $0.since, missing: $0.missing)
        }
        controls = try ControlFigures.of(reader, coverage: judgement.coverage, items: items, asOf: run.asOf)
    }

    private static func received(_ file: FileSeen) -> ReceivedFile {
        let counts = file.counts
        return ReceivedFile(
            name: file.name, sha256: file.sha256, format: file.format, statements: counts.statements,
            entries: counts.entries + counts.entriesKnown, invoices: counts.invoices + counts.invoicesKnown,
            added: counts.entries + counts.invoices + counts.others,
            known: file.outcome == .known
                ? 1 : counts.entriesKnown + counts.invoicesKnown + counts.othersKnown,
            setAside: counts.setAside, isRefused: file.outcome == .refused)
    }

    /// One table of the report, piece by piece.
    func emit(_ table: ReportTable, _ sink: ([UInt8]) throws -> Void) throws {
        let language = configuration.language
        switch table {
        case .files: try ReportTables.files(files, emit: sink)
        case .problems: try ReportTables.problems(problems, language: language, emit: sink)
        case .matches: try ReportTables.matches(matches, emit: sink)
        case .unexplained: try ReportTables.unexplained(unexplained, emit: sink)
        case .patterns: try ReportTables.patterns(audited, emit: sink)
        case .ruled: try ReportTables.ruled(ruled, emit: sink)
        case .aged: try ReportTables.aged(items, asOf: run.asOf, emit: sink)
        case .verdicts:
            try ReportTables.verdicts(
                verdicts.lazy.map { VerdictTableRow(invoiceNumber: $0.item.number, verdict: $0.verdict) },
                emit: sink)
        case .steps: try ReportTables.steps(steps, emit: sink)
        case .held: try ReportTables.held(held, language: language, emit: sink)
        case .toDo: try ReportTables.toDo(toDo, language: language, emit: sink)
        }
    }

    /// The values of the page.
    func page() throws -> NightReport {
        var report = NightReport(
            creditorName: configuration.creditor.name, runId: run.id, asOf: run.asOf,
            language: configuration.language)
        for file in files { report.received.add(file) }
        for problem in problems { report.received.add(problem) }
        for match in posted { try report.matched.add(match) }
        for match in suggested { try report.matched.add(match) }
        for credit in unexplained { try report.matched.add(credit) }
        report.matched.suspended = suspended
        report.matched.audited = audited
        for row in ruled { try report.matched.add(row) }
        for item in items { try report.aged.add(item) }
        for (item, verdict) in verdicts {
            try report.verdicts.add(
                verdict,
                debt: VerifiedDebt(
                    invoiceNumber: item.number, customerName: item.customerName, due: item.due ?? item.issued,
                    amount: Money(minorUnits: item.outstanding, currency: item.currency),
                    results: verdict.results))
        }
        for step in stepRows { try report.steps.add(step) }
        for row in held { report.steps.add(row) }
        report.toDo = ShownRows(toDo)
        report.controls = controls
        return report
    }
}

/// Numbers and names of invoices by the ledger's id.
struct InvoiceNames {
    private let items: [Int64: OpenItem]

    init(_ items: [OpenItem]) {
        self.items = Dictionary(uniqueKeysWithValues: items.map { ($0.id, $0) })
    }

    func number(_ id: Int64) -> String { items[id]?.number ?? "#\(id)" }
    func item(_ id: Int64) -> OpenItem? { items[id] }
}
