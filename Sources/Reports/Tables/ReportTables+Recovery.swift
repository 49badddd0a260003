internal import Domain

extension ReportTables {
    /// `steps.csv`: one row an invoice of a step; `action` is `taken` or `withdrawn`.
    public static func steps(
        _ rows: some Sequence<StepTableRow>, emit: ([UInt8]) throws -> Void
    ) rethrows {
        try CSVWriter.encode(rows, columns: ReportTable.steps.columns, emit: emit) { csv, row in
            csv.text(row.fact.caseReference)
            csv.text(row.invoiceNumber)
            csv.raw(row.fact.kind.rawValue)
            csv.raw(row.isWithdrawal ? "withdrawn" : "taken")
            csv.raw(row.fact.channel.rawValue)
            csv.day(row.fact.day)
            csv.money(Money(minorUnits: row.fact.amount, currency: row.currency))
            csv.text(row.fact.documentPath)
            csv.text(row.fact.documentSHA256)
            csv.text(row.fact.run)
            csv.endRow()
        }
    }

    /// `held.csv`: one row a step that was not taken, its reason worded in `language`.
    public static func held(
        _ rows: some Sequence<HeldRow>, language: String, emit: ([UInt8]) throws -> Void
    ) rethrows {
        let words = Wording(language: language)
        try CSVWriter.encode(rows, columns: ReportTable.held.columns, emit: emit) { write(&$0, $1, words) }
    }

    /// `held.csv` of rows that are made one by one.
    public static func held(
        language: String, emit: ([UInt8]) throws -> Void,
        rows: (_ take: (HeldRow) throws -> Void) throws -> Void
    ) throws {
        let words = Wording(language: language)
        try CSVWriter.encode(columns: ReportTable.held.columns, emit: emit, rows: rows) {
            write(&$0, $1, words)
        }
    }

    private static func write(_ csv: inout CSVWriter, _ row: HeldRow, _ words: Wording) {
        csv.text(row.caseReference)
        csv.text(row.invoiceNumber)
        csv.text(row.customerName)
        csv.raw(row.kind.rawValue)
        csv.money(row.amount)
        csv.text(words.reason(row.reason))
        csv.endRow()
    }

    /// `todo.csv`: one row a thing that waits for a person, what happened and what to do in `language`.
    public static func toDo(
        _ rows: some Sequence<ToDoRow>, language: String, emit: ([UInt8]) throws -> Void
    ) rethrows {
        let words = Wording(language: language)
        try CSVWriter.encode(rows, columns: ReportTable.toDo.columns, emit: emit) { csv, row in
            csv.raw(row.kind.rawValue)
            csv.text(row.subject)
            csv.day(row.day)
            csv.money(row.amount)
            csv.text(words.detail(row))
            csv.text(words.action(row))
            csv.endRow()
        }
    }
}
