internal import Domain
internal import Ledger
internal import Matching
internal import Reports

/// Stage 6: the report of the night, one HTML page and its tables.
struct NightReporting {
    let configuration: Configuration
    let run: RunRecord
    let books: NightBooks

    /// Writes page and tables among the run's outputs.
    func write(_ judgement: DebtJudgement, _ writer: LedgerWriter, to outputs: RunOutputs) throws {
        let material = try ReportMaterial(
            writer.reader, judgement, books, configuration: configuration, run: run)
        for table in try material.tables() {
            try outputs.stream(table.path, to: writer) { stream in
                try material.emit(table) { try stream.write($0) }
            }
        }
        for file in try material.remittanceFiles() { try outputs.add(file, to: writer) }
        try outputs.add(ReportPage.render(try material.page()), to: writer)
    }
}

/// Everything the report shows. Its tables are as long as the ledger: their rows are read and written one by
/// one, and the page keeps of each what it shows.
final class ReportMaterial {
    private let configuration: Configuration
    private let run: RunRecord
    private let reader: LedgerReader
    private let judgement: DebtJudgement
    private let books: NightBooks
    private let book: MatchBook
    private let files: [ReceivedFile]
    private let problems: [ProblemRow]
    private var report: NightReport
    /// What waits for a person, as the tables before `toDo` find it.
    private var suggestedToDo: [ToDoRow] = []
    private lazy var routes = RouteAdvising(configuration: configuration, judgement, asOf: run.asOf)
    private var releases: [HeldRow] = []
    /// `nil` without an agency.
    private let partners: [PartnerReport]

    init(
        _ reader: LedgerReader, _ judgement: DebtJudgement, _ books: NightBooks,
        configuration: Configuration, run: RunRecord
    ) throws {
        self.reader = reader
        self.judgement = judgement
        self.books = books
        self.configuration = configuration
        self.run = run
        partners = try PartnerReport.all(reader, judgement, configuration: configuration, asOf: run.asOf)
        book = MatchBook(reader, names: try InvoiceNumbers(reader, known: judgement, asOf: run.asOf))
        files = try reader.filesSeen(run: run.id).map(Self.received)
        report = NightReport(
            creditorName: configuration.creditor.name, runId: run.id, asOf: run.asOf,
            language: configuration.language)
        var problems: [ProblemRow] = []
        try reader.problems(run: run.id) { problems.append(ProblemRow(file: $0.file, problem: $0.problem)) }
        self.problems = problems
        for file in files { report.received.add(file) }
        for problem in problems { report.received.add(problem) }
        report.matched.suspended = suspendedPatterns(try reader.adjudications()).map {
            SuspendedPattern(pattern: $0.pattern, since: $0.since, missing: $0.missing)
        }
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

    /// One table of the report, piece by piece. To be called once for each table, in the order of
    /// `ReportTable.allCases`: the list of what is to do gathers from those before it, and the page from all.
    func emit(_ table: ReportTable, _ sink: ([UInt8]) throws -> Void) throws {
        let language = configuration.language
        switch table {
        case .files: try ReportTables.files(files, emit: sink)
        case .problems: try ReportTables.problems(problems, language: language, emit: sink)
        case .matches: try emitMatches(sink)
        case .unexplained: try emitUnexplained(sink)
        case .patterns:
            let audited = try books.audit(reader).patterns
            report.matched.audited = audited
            try ReportTables.patterns(audited, emit: sink)
        case .ruled:
            let ruled = try ruled()
            for row in ruled { try report.matched.add(row) }
            try ReportTables.ruled(ruled, emit: sink)
        case .aged:
            for item in judgement.items { try report.aged.add(item) }
            try ReportTables.aged(judgement.items, asOf: run.asOf, emit: sink)
        case .verdicts: try emitVerdicts(sink)
        case .routes: try ReportTables.routes(routes.rows(), emit: sink)
        case .steps:
            let steps = try RecoveryRows(reader, run: run, judgement)
            for step in steps.taken { try report.steps.add(step) }
            try ReportTables.steps(steps.table, emit: sink)
        case .held: try emitHeld(sink)
        case .cases: try ReportTables.cases(partners.flatMap { $0.caseRows() }, emit: sink)
        case .remittances: try ReportTables.remittances(partners.flatMap { $0.remittanceRows() }, emit: sink)
        case .toDo:
            let rows = try toDo()
            report.toDo = ShownRows(rows)
            try ReportTables.toDo(rows, language: language, emit: sink)
        }
    }

    /// All tables; those of what rules decided and of what an agency sent only where there is such.
    func tables() throws -> [ReportTable] {
        let isRuled = try !reader.ruledMovements().isEmpty
        return ReportTable.allCases.filter { table in
            switch table {
            case .ruled: isRuled
            case .cases: partners.contains { $0.agency.hasSpoken }
            case .remittances: partners.contains { !$0.remittances.statements.isEmpty }
            default: true
            }
        }
    }

    /// Of each statement whose payout came tonight.
    func remittanceFiles() throws -> [OutputFile] {
        try partners.flatMap { partner in
            let files = RemittanceFiles(
                reader: reader, language: configuration.language, charges: partner.remittances.charges)
            return try partner.remittances.statements.flatMap(files.files)
        }
    }

    private func ruled() throws -> [RuledRow] {
        try reader.ruledMovements().compactMap { one in
            guard let payment = try book.payment(one.movement) else { return nil }
            return RuledRow(payment: payment, rule: one.rule, outcome: one.outcome)
        }
    }

    private func emitMatches(_ sink: ([UInt8]) throws -> Void) throws {
        try book.posted(reportedBy: run) { try report.matched.add($0) }
        try ReportTables.matches(emit: sink) { take in
            try book.posted(take)
            try book.suggested(take) { match in
                try report.matched.add(match)
                if let row = ToDoList.row(of: match) { suggestedToDo.append(row) }
            }
        }
        try report.matched.completeSuggested { try book.explain(&$0) }
    }

    private func emitUnexplained(_ sink: ([UInt8]) throws -> Void) throws {
        let customers = judgement.customers
        let rows = try judgement.unexplained.map { credit in
            UnexplainedRow(
                payment: PaymentLine(
                    reference: try book.reference(credit.movement), day: credit.booked,
                    amount: Money(minorUnits: credit.amount, currency: credit.currency)),
                customers: credit.customers.map { customers[$0]?.party.name ?? $0 })
        }
        for row in rows { try report.matched.add(row) }
        try ReportTables.unexplained(rows, emit: sink)
    }

    private func emitVerdicts(_ sink: ([UInt8]) throws -> Void) throws {
        try ReportTables.verdicts(emit: sink) { take in
            for item in judgement.items where item.outstanding > 0 && item.kind != .creditNote {
                let verdict = judgement.verdict(for: item)
                try take(VerdictTableRow(invoiceNumber: item.number, verdict: verdict))
                if verdict.isVerified { routes.note(item) }
                try report.verdicts.add(
                    verdict,
                    debt: VerifiedDebt(
                        invoiceNumber: item.number, customerName: item.customerName,
                        due: item.due ?? item.issued,
                        amount: Money(minorUnits: item.outstanding, currency: item.currency),
                        results: verdict.results))
            }
        }
    }

    private func emitHeld(_ sink: ([UInt8]) throws -> Void) throws {
        try ReportTables.held(language: configuration.language, emit: sink) { take in
            try RecoveryRows.held(judgement, configuration: configuration, run: run) { row, waitsForRelease in
                try take(row)
                report.steps.add(row)
                if waitsForRelease { releases.append(row) }
            }
        }
    }

    private func toDo() throws -> [ToDoRow] {
        ToDoList.rows(
            coverage: judgement.coverage, files: files, problems: problems, suggested: suggestedToDo,
            releases: releases,
            challenges: try reader.challenges().map { (try book.reference($0.movement), $0.reason) })
            + keptBack + (try unsent()) + partners.flatMap { $0.toDo() }
    }

    /// What was to go out tonight and broke a rule, or fits no layout of its agency.
    private var keptBack: [ToDoRow] {
        problems.filter { configuration.isKeptBack($0.problem, file: $0.file) }.map {
            ToDoRow(
                kind: .agency, subject: $0.file, detail: "kept-back", [.text($0.problem.found)], day: run.asOf
            )
        }
    }

    /// Messages of nights before that did not go out, or of which nobody knows.
    private func unsent() throws -> [ToDoRow] {
        try MessageBook.troubled(reader, configuration.send, asOf: run.asOf) {
            (judgement.item($0)?.outstanding ?? 0) > 0
        }.map { one in
            ToDoRow(
                kind: .unsent, subject: one.name,
                detail: one.last?.isUncertain == true ? "sending-uncertain" : "sending-failed", day: one.day)
        }
    }

    /// The values of the page, when all tables have been written.
    func page() throws -> NightReport {
        report.controls = try ControlFigures.of(
            reader, coverage: judgement.coverage, items: judgement.items, asOf: run.asOf)
        return report
    }
}

/// Numbers of invoices by the ledger's own.
struct InvoiceNumbers {
    private let reader: LedgerReader
    private let known: DebtJudgement?
    /// Issued after the day the list is about: nobody knew their numbers.
    private let later: Set<Int64>

    /// Of all invoices.
    init(_ reader: LedgerReader) {
        self.reader = reader
        known = nil
        later = []
    }

    /// - Parameter known: whose invoices need not be asked for again.
    init(_ reader: LedgerReader, known: DebtJudgement, asOf: Day) throws {
        self.reader = reader
        self.known = known
        later = try reader.invoicesIssued(after: asOf)
    }

    func number(_ id: Int64) throws -> String {
        if let item = known?.item(id) { return item.number }
        return try later.contains(id) ? "#\(id)" : reader.invoiceNumber(id) ?? "#\(id)"
    }

    /// A number that was read with the row.
    func shown(_ number: String, of id: Int64) -> String { later.contains(id) ? "#\(id)" : number }
}
