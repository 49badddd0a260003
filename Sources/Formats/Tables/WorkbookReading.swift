internal import Domain
internal import Scanning

/// Reads the sheets of a workbook, the first that is understood and those like it.
struct WorkbookReading {
    private(set) var problems: [Problem] = []
    private let search: WorkbookSearch
    private let options: ReadOptions
    /// Movements of the sheets read so far, kept where there are further sheets.
    private var movements: Set<Movement> = []

    /// What makes one movement another sheet's twin.
    private struct Movement: Hashable {
        let booked: Day
        let amount: Int64
        let balance: Int64?
        let text: String
        let reference: String

        init(_ entry: EntryRecord) {
            (booked, amount, balance) = (entry.booked, entry.amount, entry.balanceAfter)
            (text, reference) = (entry.text, entry.reference)
        }
    }

    init(_ search: WorkbookSearch, _ options: ReadOptions) {
        self.search = search
        self.options = WorkbookSearch.tableOptions(options)
    }

    mutating func run(_ bytes: Span<UInt8>, _ emit: RecordSink) throws {
        let visible = search.parts.sheets.enumerated().filter { !$0.element.isHidden }
        for sheet in search.parts.sheets where sheet.isHidden {
            warn(.recordMalformed, sheet.number, "a hidden sheet; it is not read")
        }
        for (index, sheet) in visible {
            let text: WorkbookText
            do {
                text = try search.parts.text(of: sheet, bytes)
            } catch {
                problems.report(error.problem.on(sheet.number))
                return
            }
            guard text.filledRows > 0 else { continue }
            if index < search.first {
                warn(.headingUnknown, sheet.number, "a sheet without a known heading; it is not read")
            } else if index == search.first {
                try readFirst(text, sheet.number, keepsMovements: visible.count > 1, emit)
                if problems.contains(where: { $0.severity == .refuse }) { return }
            } else {
                try readFurther(text, sheet.number, emit)
            }
        }
    }

    private func read(_ text: [UInt8], emit: RecordSink) throws -> ReadOutcome {
        let text = text.span
        return switch search.tableFormat {
        case .bankCSV: try BankCSV.read(text, options: options, emit: emit)
        case .invoiceCSV: try InvoiceCSV.read(text, options: options, emit: emit)
        case .customersCSV: try CustomersCSV.read(text, options: options, emit: emit)
        case .directDebitCSV: try DirectDebitCSV.read(text, options: options, emit: emit)
        case .decisionsCSV: try DecisionsCSV.read(text, options: options, emit: emit)
        case .deliveriesCSV: try DeliveriesCSV.read(text, options: options, emit: emit)
        default:
            ReadOutcome(
                identification: Identification(format: search.tableFormat),
                problems: [Problem(.formatUnknown)])
        }
    }

    private mutating func warn(_ code: Problem.Code, _ sheet: Int, _ found: String) {
        problems.report(
            Problem(code, severity: .warn, at: Place(element: "sheet[\(sheet)]"), found: found))
    }

    // MARK: One sheet

    private mutating func readFirst(
        _ sheet: WorkbookText, _ number: Int, keepsMovements: Bool, _ emit: RecordSink
    ) throws {
        switch settled(sheet) {
        case .failure(let failure): problems.report(failure.problem.on(number))
        case .success(let text):
            noteFindings(sheet, number)
            var kept: Set<Movement> = []
            let outcome = try read(text) { record in
                if keepsMovements, case .entry(let entry) = record { kept.insert(Movement(entry)) }
                try emit(record.on(number))
            }
            movements = kept
            problems += outcome.problems.map { $0.on(number) }
        }
    }

    /// A further sheet is read when all is well with it and, for a bank, when it repeats no movement of
    /// another: a copy or an extract of the first sheet must not book its movements twice.
    private mutating func readFurther(
        _ sheet: WorkbookText, _ number: Int, _ emit: RecordSink
    ) throws {
        let head = sheet.plainHead()
        guard let found = DelimitedIdentification.identify(head.span, options: options) else {
            return warn(.headingUnknown, number, "a further sheet without a known heading; it is not read")
        }
        guard found.identification.format == search.tableFormat else {
            let other = found.identification.format.rawValue
            return warn(
                .formatAmbiguous, number, "a further sheet of another kind (\(other)); it is not read")
        }
        switch settled(sheet) {
        case .failure(let failure): leaveOut(failure.problem, number)
        case .success(let text):
            var found: [Movement] = []
            let trial = try read(text) { record in
                if case .entry(let entry) = record { found.append(Movement(entry)) }
            }
            if let refusal = trial.problems.first(where: { $0.severity == .refuse }) {
                return leaveOut(refusal, number)
            }
            if found.contains(where: movements.contains) {
                return warn(
                    .overlapUnclear, number, "a further sheet that repeats movements; it is not read")
            }
            noteFindings(sheet, number)
            movements.formUnion(found)
            let outcome = try read(text) { try emit($0.on(number)) }
            problems += outcome.problems.map { $0.on(number) }
        }
    }

    /// A further sheet that cannot be read leaves the others good.
    private mutating func leaveOut(_ problem: Problem, _ number: Int) {
        problems.report(problem.with(severity: .setAside).on(number))
    }

    /// The text of a sheet with its decimal marks.
    private func settled(_ sheet: WorkbookText) -> Result<[UInt8], WorkbookFailure> {
        let head = sheet.plainHead()
        guard let found = DelimitedIdentification.identify(head.span, options: options),
            case .layout(let layout) = HeadingSearch(
                encoding: .utf8, options: options, role: found.profile.role
            ).run(head.span)
        else { return .failure(WorkbookFailure(Problem(.headingUnknown))) }
        var text = sheet.finished()
        let marks = WorkbookMarks(text.span, layout)
        if let problem = marks.problem { return .failure(WorkbookFailure(problem)) }
        marks.write(into: &text, layout)
        return .success(text)
    }

    private mutating func noteFindings(_ sheet: WorkbookText, _ number: Int) {
        for finding in WorkbookText.Finding.allCases {
            guard let (place, count) = sheet.findings[finding] else { continue }
            let (code, found, expected) = finding.problem
            problems.report(
                Problem(
                    code, severity: .warn, at: place.on(number),
                    found: count == 1 ? found : "\(found) (\(count) cells)", expected: expected))
        }
    }
}

extension SourceRecord {
    /// The same record with the sheet in its place.
    fileprivate func on(_ sheet: Int) -> SourceRecord {
        guard sheet != 1 else { return self }
        func placed<Record>(_ record: Record, _ place: WritableKeyPath<Record, Place>) -> Record {
            var record = record
            record[keyPath: place] = record[keyPath: place].on(sheet)
            return record
        }
        switch self {
        case .statementOpened(let record): return .statementOpened(placed(record, \.place))
        case .entry(let record): return .entry(placed(record, \.place))
        case .statementClosed: return self
        case .invoice(let record): return .invoice(placed(record, \.place))
        case .directDebit(let record): return .directDebit(placed(record, \.place))
        case .decision(let record): return .decision(placed(record, \.place))
        case .adjudication(let record): return .adjudication(placed(record, \.place))
        case .status(let record): return .status(placed(record, \.place))
        case .customer(let record): return .customer(placed(record, \.place))
        case .receipt(let record): return .receipt(placed(record, \.place))
        case .delivery(let record): return .delivery(placed(record, \.place))
        }
    }
}
