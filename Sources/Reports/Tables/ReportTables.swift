public import Domain

/// The CSV tables of a night, each an incremental encoder: rows in, chunks of bytes out.
///
/// Amounts are decimal strings with a point, days are `YYYY-MM-DD`, absent values are empty. Rows are written
/// in the order given. `emit` gets at least one chunk, the heading; what it throws is thrown on.
public enum ReportTables {
    /// `files.csv`: one row a file.
    public static func files(
        _ rows: some Sequence<ReceivedFile>, emit: ([UInt8]) throws -> Void
    ) rethrows {
        try CSVWriter.encode(rows, columns: ReportTable.files.columns, emit: emit) { csv, row in
            csv.text(row.name)
            csv.text(row.sha256)
            csv.text(row.format)
            for value in [
                row.statements, row.entries, row.invoices, row.added, row.known, row.setAside,
            ] { csv.integer(value) }
            csv.flag(row.isRefused)
            csv.endRow()
        }
    }

    /// `problems.csv`: one row a problem, worded in `language`.
    public static func problems(
        _ rows: some Sequence<ProblemRow>, language: String, emit: ([UInt8]) throws -> Void
    ) rethrows {
        let words = Wording(language: language)
        try CSVWriter.encode(rows, columns: ReportTable.problems.columns, emit: emit) { csv, row in
            let problem = row.problem
            csv.text(row.file)
            csv.raw(problem.place.line > 0 ? String(problem.place.line) : "")
            csv.raw(problem.place.column > 0 ? String(problem.place.column) : "")
            csv.text(problem.place.element ?? "")
            csv.raw(problem.code.rawValue)
            csv.raw(problem.severity.rawValue)
            csv.text(problem.found)
            csv.text(problem.expected)
            csv.text(words.message(problem))
            csv.text(words.remedy(problem))
            csv.endRow()
        }
    }

    /// `matches.csv`, which is also `recobro export matches`: what is posted or suggested, a row a payment
    /// and invoice.
    public static func matches(
        _ rows: some Sequence<MatchTableRow>, emit: ([UInt8]) throws -> Void
    ) rethrows {
        try CSVWriter.encode(rows, columns: ReportTable.matches.columns, emit: emit, row: write)
    }

    /// `matches.csv` of rows that are made one by one.
    public static func matches(
        emit: ([UInt8]) throws -> Void, rows: (_ take: (MatchTableRow) throws -> Void) throws -> Void
    ) throws {
        try CSVWriter.encode(columns: ReportTable.matches.columns, emit: emit, rows: rows, row: write)
    }

    private static func write(_ csv: inout CSVWriter, _ row: MatchTableRow) {
        csv.text(row.paymentId)
        csv.text(row.invoiceNumber)
        csv.integer(row.amountCents)
        csv.raw(row.status.rawValue)
        csv.integer(row.rank)
        csv.raw(row.kind.rawValue)
        csv.text(row.pattern)
        csv.integer(row.margin)
        csv.endRow()
    }

    /// `unexplained.csv`: one row a credit; the customers it may come from are separated by semicolons.
    public static func unexplained(
        _ rows: some Sequence<UnexplainedRow>, emit: ([UInt8]) throws -> Void
    ) rethrows {
        try CSVWriter.encode(rows, columns: ReportTable.unexplained.columns, emit: emit) { csv, row in
            csv.text(row.payment.reference)
            csv.day(row.payment.day)
            csv.money(row.payment.amount)
            csv.text(row.customers.joined(separator: "; "))
            csv.endRow()
        }
    }

    /// `ruled.csv`: one row a movement that a rule decided on.
    public static func ruled(
        _ rows: some Sequence<RuledRow>, emit: ([UInt8]) throws -> Void
    ) rethrows {
        try CSVWriter.encode(rows, columns: ReportTable.ruled.columns, emit: emit) { csv, row in
            csv.text(row.payment.reference)
            csv.day(row.payment.day)
            csv.money(row.payment.amount)
            csv.text(row.rule)
            csv.raw(row.outcome.rawValue)
            csv.endRow()
        }
    }

    /// `patterns.csv`: what each pattern posted alone, and what the audit sample found of it.
    public static func patterns(
        _ rows: some Sequence<AuditedPattern>, emit: ([UInt8]) throws -> Void
    ) rethrows {
        try CSVWriter.encode(rows, columns: ReportTable.patterns.columns, emit: emit) { csv, row in
            csv.raw(row.pattern)
            for value in [row.posted, row.audited, row.confirmed, row.wrong, row.waiting] {
                csv.integer(value)
            }
            csv.raw(row.bound.map(String.init) ?? "")
            csv.endRow()
        }
    }

    /// `aged.csv`: one row an invoice with something outstanding.
    public static func aged(
        _ rows: some Sequence<OpenItem>, asOf: Day, emit: ([UInt8]) throws -> Void
    ) rethrows {
        let open = rows.lazy.filter { $0.outstanding != 0 }
        try CSVWriter.encode(open, columns: ReportTable.aged.columns, emit: emit) { csv, row in
            let band = AgeBand(outstanding: row.outstanding, due: row.due, asOf: asOf)
            csv.text(row.number)
            csv.text(row.customer)
            csv.text(row.customerName)
            csv.day(row.issued)
            csv.day(row.due)
            csv.raw(row.due.map { band.isOverdue ? String(asOf.days(since: $0)) : "0" } ?? "")
            csv.raw(band.rawValue)
            csv.money(Money(minorUnits: row.outstanding, currency: row.currency))
            csv.endRow()
        }
    }

    /// `verdicts.csv`, which is also `recobro export verdicts`: a row an invoice and condition.
    public static func verdicts(
        _ rows: some Sequence<VerdictTableRow>, emit: ([UInt8]) throws -> Void
    ) rethrows {
        try CSVWriter.encode(rows, columns: ReportTable.verdicts.columns, emit: emit, row: write)
    }

    /// `verdicts.csv` of verdicts that are made one by one.
    public static func verdicts(
        emit: ([UInt8]) throws -> Void, rows: (_ take: (VerdictTableRow) throws -> Void) throws -> Void
    ) throws {
        try CSVWriter.encode(columns: ReportTable.verdicts.columns, emit: emit, rows: rows, row: write)
    }

    private static func write(_ csv: inout CSVWriter, _ row: VerdictTableRow) {
        let isVerified = row.verdict.isVerified && !row.verdict.results.isEmpty
        for result in row.verdict.results {
            csv.text(row.invoiceNumber)
            csv.flag(isVerified)
            csv.raw(result.condition.rawValue)
            csv.raw(result.outcome.rawValue)
            csv.text(result.evidence)
            csv.text(result.missing)
            csv.endRow()
        }
    }

    /// `recobro export memory`: what people's decisions have taught of payers, and which patterns they have
    /// licensed.
    public static func memory(_ rows: [MemoryRow], emit: ([UInt8]) throws -> Void) rethrows {
        let columns = [
            "what", "name", "customer", "decisions", "disagreements", "state", "bound_per_10000", "since",
            "missing",
        ]
        try CSVWriter.encode(rows, columns: columns, emit: emit) { csv, row in
            csv.raw(row.what)
            csv.text(row.name)
            csv.text(row.customer)
            csv.raw(String(row.decisions))
            csv.raw(row.disagreements.map(String.init) ?? "")
            csv.raw(row.state)
            csv.raw(row.bound.map(String.init) ?? "")
            csv.day(row.since)
            csv.raw(row.missing.map(String.init) ?? "")
            csv.endRow()
        }
    }
}

/// One row of law that a lawyer must still confirm.
public struct LawTableRow: Sendable, Equatable {
    /// Stable name of the row.
    public let id: String
    /// Country of the pack, `es`; `eu` for what is shared.
    public let pack: String
    /// What it is about, for whom it holds, its value with unit, where it stands.
    public let rule, scope, value, article: String
    /// How it was checked: `V3` weak or derived, `K` never looked up.
    public let confidence: String
    /// First and last day in force.
    public let from: Day
    public let to: Day?
    /// Where it was read; which parts of the program compute with it; what it says.
    public let source, uses, says: String

    /// A row as the pack has it.
    public init(
        id: String, pack: String, rule: String, scope: String, value: String, article: String,
        confidence: String, from: Day, to: Day?, source: String, uses: String, says: String
    ) {
        (self.id, self.pack, self.rule, self.scope, self.value) = (id, pack, rule, scope, value)
        (self.article, self.confidence, self.from, self.to) = (article, confidence, from, to)
        (self.source, self.uses, self.says) = (source, uses, says)
    }
}

extension ReportTables {
    /// `recobro export law`: a row a rule.
    public static func law(_ rows: [LawTableRow], emit: ([UInt8]) throws -> Void) rethrows {
        let columns = [
            "id", "pack", "rule", "scope", "value", "article", "confidence", "from", "to", "used_by",
            "source",
            "says",
        ]
        try CSVWriter.encode(rows, columns: columns, emit: emit) { csv, row in
            for text in [row.id, row.pack, row.rule, row.scope, row.value, row.article, row.confidence] {
                csv.text(text)
            }
            csv.day(row.from)
            csv.day(row.to)
            for text in [row.uses, row.source, row.says] { csv.text(text) }
            csv.endRow()
        }
    }
}

/// One row of what was learned from people's decisions.
public struct MemoryRow: Sendable, Equatable {
    /// `account`, `name`, `pattern` or `suspension`.
    public let what: String
    /// The account, the payer's name as the bank prints it, or the pattern.
    public let name: String
    /// Key of the customer it was decided for; empty for a pattern.
    public let customer: String
    public let decisions: Int
    /// For a pattern: decisions that chose something else.
    public let disagreements: Int?
    /// A payer's state (`known`, `pure`, `hub`, `tainted`), `licensed` or `shown` of a pattern, or
    /// `suspended`.
    public let state: String
    /// For a pattern: upper bound of its error rate per ten thousand, at 95 % confidence.
    public let bound: Int?
    /// For a suspension: the day on which a person took back what the pattern had posted.
    public var since: Day?
    /// For a suspension: decisions that must still agree with what the pattern shows.
    public var missing: Int?

    public init(
        what: String, name: String, customer: String = "", decisions: Int, disagreements: Int? = nil,
        state: String, bound: Int? = nil
    ) {
        self.what = what
        self.name = name
        self.customer = customer
        self.decisions = decisions
        self.disagreements = disagreements
        self.state = state
        self.bound = bound
    }
}
