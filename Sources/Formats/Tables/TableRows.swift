internal import Domain
internal import Scanning

/// Why a row is set aside, and in which column.
struct RowProblem: Error {
    let code: Problem.Code
    let column: Int
    let found: String
    let expected: String

    init(_ code: Problem.Code, column: Int, found: String = "", expected: String = "") {
        self.code = code
        self.column = column
        self.found = found
        self.expected = expected
    }
}

/// Reads tables in which every row is a record of its own: invoices, direct debits, decisions.
struct TableRows {
    private let layout: TableLayout
    private let conventions: TableConventions
    private let defaultCurrency: Currency

    init(
        _ bytes: Span<UInt8>, _ layout: TableLayout, dates: [Int], numbers: [Int], options: ReadOptions
    ) {
        self.layout = layout
        conventions = TableConventions(bytes, layout, dates: dates, numbers: numbers)
        defaultCurrency = layout.profile.currency.flatMap { Currency($0) } ?? options.defaultCurrency
    }

    /// Calls `body` with every row that is neither blank nor a total, and `emit` with what it makes of it.
    func read(
        _ bytes: Span<UInt8>, emit: RecordSink,
        body: (inout TableRow, Span<UInt8>) throws(RowProblem) -> SourceRecord
    ) throws -> [Problem] {
        var problems = conventions.problems
        guard !conventions.isRefused else { return problems }
        var cursor = layout.rows
        var row = TableRow(layout, conventions, defaultCurrency)
        while cursor.next(bytes, into: &row.record) == .record {
            guard row.begin(bytes) else { continue }
            let place = row.place
            if row.hasSurplus(bytes) {
                let found = "\(row.record.fieldCount) columns"
                problems.report(
                    Problem(.recordMalformed, at: place, found: found, expected: "\(layout.columnCount)"))
                continue
            }
            if row.isTotal(bytes) {
                problems.report(
                    Problem(
                        .recordMalformed, severity: .warn, at: place, found: "a total", expected: "a record"))
                continue
            }
            if !row.findings.isEmpty { row.findings.removeAll(keepingCapacity: true) }
            let result: SourceRecord
            do throws(RowProblem) {
                result = try body(&row, bytes)
            } catch {
                problems.report(
                    Problem(
                        error.code, at: Place(line: place.line, column: error.column + 1), found: error.found,
                        expected: error.expected))
                continue
            }
            if !row.findings.isEmpty { problems += row.findings }
            try emit(consume result)
        }
        return problems
    }
}

/// One row and how to read its fields. Column numbers below 0 are columns the table does not have.
struct TableRow {
    fileprivate(set) var record = DelimitedRecord()
    /// What is odd about the row without setting it aside.
    var findings: [Problem] = []

    private let shared: SharedLayout
    private let conventions: TableConventions
    private let defaultCurrency: Currency
    /// The columns of days, and what stands in the first of them.
    private let dateColumns: [Int]
    private var firstDay = TableValue<Day>.blank
    private var firstDayMemo = DayMemo()

    fileprivate init(_ layout: TableLayout, _ conventions: TableConventions, _ currency: Currency) {
        shared = SharedLayout(layout)
        self.conventions = conventions
        defaultCurrency = currency
        dateColumns = layout.dateColumns
    }

    private var layout: TableLayout { shared.layout }

    var place: Place { Place(line: record.line) }

    mutating func note(_ code: Problem.Code, _ column: Int, found: String = "", expected: String = "") {
        findings.append(
            Problem(
                code, severity: .warn, at: Place(line: record.line, column: column + 1), found: found,
                expected: expected))
    }

    func text(_ column: Int, _ bytes: Span<UInt8>) -> String {
        guard column >= 0 else { return "" }
        let text = record.text(column, in: bytes, encoding: layout.encoding)
        // A no-break blank ends in 0xA0 in every encoding, as some letters do.
        let range = record.range(column, in: bytes)
        guard !range.isEmpty, bytes[range.upperBound - 1] == 0xA0 || bytes[range.lowerBound] >= 0x80 else {
            return text
        }
        return Self.trimmed(text)
    }

    /// Without no-break blanks around it, which programs put where a field is to keep its width.
    @inline(never)
    private static func trimmed(_ text: String) -> String {
        func isBlank(_ character: Character) -> Bool { character == "\u{A0}" || character == " " }
        var rest = text[...]
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return String(rest.drop(while: isBlank))
    }

    func requiredText(_ column: Int, _ bytes: Span<UInt8>) throws(RowProblem) -> String {
        let text = text(column, bytes)
        guard !text.isEmpty else { throw RowProblem(.fieldMissing, column: column) }
        return text
    }

    func day(_ column: Int, _ bytes: Span<UInt8>) throws(RowProblem) -> Day? {
        let isFirst = !dateColumns.isEmpty && dateColumns[0] == column
        switch isFirst ? firstDay : conventions.day(record, column, in: bytes) {
        case .blank: return nil
        case .unreadable: throw RowProblem(.dateUnreadable, column: column)
        case .value(let day): return day
        }
    }

    func requiredDay(_ column: Int, _ bytes: Span<UInt8>) throws(RowProblem) -> Day {
        guard let day = try day(column, bytes) else { throw RowProblem(.fieldMissing, column: column) }
        return day
    }

    /// Minor units; `nil` for a blank field.
    func amount(_ column: Int, _ currency: Currency, _ bytes: Span<UInt8>) throws(RowProblem) -> Int64? {
        switch conventions.number(record, column, in: bytes) {
        case .blank: return nil
        case .unreadable: throw RowProblem(.amountUnreadable, column: column)
        case .value(let number):
            guard GluedCurrency.agrees(number.currency, with: currency) else {
                throw RowProblem(.currencyUnknown, column: column)
            }
            switch number.minorUnits(currency) {
            case .success(let units): return units
            case .failure(let failure):
                throw RowProblem(failure.code, column: column, found: "\(number.number.scale) decimals")
            }
        }
    }

    func requiredAmount(
        _ column: Int, _ currency: Currency, _ bytes: Span<UInt8>
    ) throws(RowProblem) -> Int64 {
        guard let amount = try amount(column, currency, bytes) else {
            throw RowProblem(.fieldMissing, column: column)
        }
        return amount
    }

    /// The currency by its column, else by the heading of the amount, else as written next to the amount,
    /// else the file's default. An amount that names another one is refused by `amount`.
    func currency(_ column: Int, amount: Int, _ bytes: Span<UInt8>) throws(RowProblem) -> Currency {
        let range = range(column, bytes)
        if range.isEmpty {
            return layout.currency(ofColumn: amount) ?? glued(amount, bytes) ?? defaultCurrency
        }
        if range.count == 3, bytes[range.lowerBound] == UInt8(ascii: "E"),
            bytes[range.lowerBound + 1] == UInt8(ascii: "U"), bytes[range.lowerBound + 2] == UInt8(ascii: "R")
        {
            return .eur
        }
        let text = text(column, bytes)
        if text == "€" { return .eur }
        guard let currency = Currency(text.uppercased()) else {
            throw RowProblem(.currencyUnknown, column: column)
        }
        return currency
    }

    /// The currency written next to an amount; `nil` for none.
    private func glued(_ column: Int, _ bytes: Span<UInt8>) -> Currency? {
        let range = range(column, bytes)
        guard !range.isEmpty, bytes[range.lowerBound] &- 0x30 > 9 || bytes[range.upperBound - 1] &- 0x30 > 9,
            case .value(let number) = conventions.number(record, column, in: bytes)
        else { return nil }
        return Currency(packed: number.currency)
    }

    /// The bytes of a field without blanks around it.
    func range(_ column: Int, _ bytes: Span<UInt8>) -> Range<Int> { record.range(column, in: bytes) }

    /// Begins a row: true where it is neither blank nor the heading once more.
    fileprivate mutating func begin(_ bytes: Span<UInt8>) -> Bool {
        guard !record.isBlank(from: 0, in: bytes) else { return false }
        if !dateColumns.isEmpty {
            firstDay = conventions.day(record, dateColumns[0], in: bytes, &firstDayMemo)
            if case .value = firstDay { return true }
        }
        return !layout.isHeading(record, in: bytes)
    }

    /// Filled fields to the right of the last column: a delimiter that was not quoted has moved the others.
    fileprivate func hasSurplus(_ bytes: Span<UInt8>) -> Bool {
        record.fieldCount > layout.columnCount && !record.isBlank(from: layout.columnCount, in: bytes)
    }

    /// A first field that says total, in a row whose dates are blank. Where rows have no dates it must say
    /// nothing else: a customer may be called Total Energía.
    fileprivate func isTotal(_ bytes: Span<UInt8>) -> Bool {
        if case .value = firstDay { return false }
        guard !dateColumns.isEmpty else {
            return ["total", "totales", "totaux", "totais", "suma", "soma"].contains(firstWords(bytes))
        }
        guard !dateColumns.contains(where: { !record.isBlank($0, in: bytes) }) else { return false }
        return BankWords.isTotal(firstWords(bytes), isDated: false)
    }

    private func firstWords(_ bytes: Span<UInt8>) -> String {
        let column = (0..<record.fieldCount).first { !record.isBlank($0, in: bytes) }
        guard let column else { return "" }
        return HeadingText.fold(text(column, bytes))
    }
}
