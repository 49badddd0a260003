public import Domain
internal import Scanning

/// Reads a bank's movements from a delimited text, whatever the bank calls its columns.
///
/// No standard exists; what fits is a `TableProfile`. The file is read three times: how it writes days and
/// numbers, then every row's numbers, then, oldest first, every row's texts. A file that can be read in two
/// ways is refused with `formatAmbiguous` and emits nothing.
public enum BankCSV {
    /// Emits one statement an account and currency: its opening, its movements oldest first, its closing.
    ///
    /// Opening and closing balance follow from the running balance where the table has one. Rows that cannot
    /// be read are set aside, each with a problem; so are movements that are not booked yet.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        try TableReading.read(bytes, format: .bankCSV, role: .bank, options: options) { text, layout in
            var columns = BankColumns(layout)
            let conventions = TableConventions(
                text, layout, dates: columns.dates, numbers: columns.numbers)
            var problems = conventions.problems
            guard !conventions.isRefused else { return problems }
            let signs = BankSigns(text, layout, columns, conventions)
            if let problem = signs.problem { return problems + [problem] }
            columns.take(sign: signs.column)
            var survey = BankSurvey(layout, columns, conventions, signs, options: options)
            survey.run(text)
            problems += survey.problems
            guard !survey.isRefused else { return problems }
            var statements = survey.takeStatements()
            var plans: [BankPlan] = []
            for index in statements.indices { plans.append(BankPlan(&statements[index], survey.rows)) }
            guard plans.allSatisfy({ $0.totals != nil }) else {
                return problems + [Problem(.limitExceeded, found: "sums too large to add")]
            }
            if let missing = BankSigns.contradiction(plans, survey.rows, columns) {
                return problems + [missing]
            }
            for plan in plans { problems += plan.order.problems }
            problems += preambleProblems(layout, plans)
            var emission = BankEmission(layout, columns, ibanIsOurs: survey.ibanIsOurs)
            for plan in plans { try emission.run(text, plan, survey.rows, emit) }
            return problems
        }
    }

    /// Compares the balances above the heading with those of the rows.
    private static func preambleProblems(_ layout: TableLayout, _ plans: [BankPlan]) -> [Problem] {
        let preamble = BankPreamble(layout.preamble)
        guard plans.count == 1, let plan = plans.first else { return [] }
        let pairs = [(preamble.opening, plan.order.opening), (preamble.closing, plan.order.closing)]
        return pairs.compactMap { stated, counted in
            guard let stated, let counted, !isSame(stated.cell, counted, plan.statement.currency) else {
                return nil
            }
            return Problem(
                .balanceMismatch, at: Place(line: stated.line), found: stated.cell,
                expected: Money.decimalString(counted, exponent: plan.statement.currency.exponent))
        }
    }

    /// Under either decimal mark: Crédit Agricole writes the balance of its preamble with the other one.
    private static func isSame(_ cell: String, _ units: Int64, _ currency: Currency) -> Bool {
        [DecimalMark.comma, .point].contains { mark in
            guard let number = LocaleNumber(Array(cell.utf8).span, mark: mark) else { return false }
            return (try? number.minorUnits(currency).get()) == units
        }
    }
}

/// One statement ready to emit.
struct BankPlan {
    /// Without its rows: they are in `order`.
    let statement: BankStatement
    let order: BankOrder
    /// Opening and closing with all sums; `nil` where they do not fit.
    let totals: StatementClosing?

    /// Takes the rows out of `statement`, so that they are turned where they stand.
    init(_ statement: inout BankStatement, _ rows: [BankRow]) {
        var file: [UInt32] = []
        swap(&file, &statement.rows)
        order = BankOrder(file, statement.currency, rows)
        self.statement = statement
        totals = Self.totals(order, rows)
    }

    private static func totals(_ order: BankOrder, _ rows: [BankRow]) -> StatementClosing? {
        var closing = StatementClosing(closingBalance: order.closing, openingBalance: order.opening)
        closing.entries = order.rows.count
        for index in order.rows {
            let (amount, booked) = (rows[Int(index)].amount, rows[Int(index)].booked)
            closing.from = closing.from.map { min($0, booked) } ?? booked
            closing.to = closing.to.map { max($0, booked) } ?? booked
            guard closing.credits < .max / 4, closing.debits < .max / 4 else { return nil }
            if amount >= 0 { closing.credits += amount } else { closing.debits -= amount }
        }
        return closing
    }
}

/// Turns surveyed rows into records: the only place where texts of a bank table are made.
struct BankEmission {
    private let table: DelimitedCursor
    private let encoding: TextEncoding
    private let columns: BankColumns
    private let counterpartyAccount: Int
    /// Where the texts of the row stand, in the order of their columns.
    private var parts: [Range<Int>]

    init(_ layout: TableLayout, _ columns: BankColumns, ibanIsOurs: Bool) {
        table = layout.rows
        encoding = layout.encoding
        self.columns = columns
        parts = columns.texts.map { _ in 0..<0 }
        let plain = columns.account >= 0 || !ibanIsOurs ? columns.iban : -1
        counterpartyAccount = columns.counterpartyAccount >= 0 ? columns.counterpartyAccount : plain
    }

    mutating func run(
        _ bytes: Span<UInt8>, _ plan: BankPlan, _ rows: [BankRow], _ emit: RecordSink
    ) throws {
        guard let totals = plan.totals else { return }
        let statement = plan.statement
        try emit(
            .statementOpened(
                StatementOpening(
                    account: statement.account, currency: statement.currency, from: totals.from,
                    to: totals.to,
                    openingBalance: totals.openingBalance, place: Place(line: statement.line))))
        var record = DelimitedRecord()
        var last = 0
        for index in plan.order.rows {
            let row = rows[Int(index)]
            // Newest first is read from its end: pages are given back here, not by a cursor that goes
            // forwards.
            if abs(row.offset - last) > MappedPages.stride {
                last = row.offset
                MappedPages.releaseAll()
            }
            var cursor = table.moved(toOffset: row.offset, line: row.line)
            guard cursor.next(bytes, into: &record) == .record else { continue }
            var entry = EntryRecord(booked: row.booked, value: row.value, amount: row.amount)
            read(&entry, record, row, bytes)
            for _ in 0..<row.continuations where cursor.next(bytes, into: &record) == .record {
                let more = text(record, bytes)
                append(to: &entry, more)
            }
            try emit(.entry(entry))
        }
        try emit(.statementClosed(totals))
    }

    /// What is only ever changed in place is not copied: the record holds fifteen texts.
    @inline(never)
    private mutating func read(
        _ entry: inout EntryRecord, _ record: DelimitedRecord, _ row: BankRow, _ bytes: Span<UInt8>
    ) {
        entry.place.line = row.line
        entry.balanceAfter = row.balance
        func read(_ column: Int, _ text: inout String) {
            if column >= 0 { text = record.text(column, in: bytes, encoding: encoding) }
        }
        read(columns.reference, &entry.reference)
        read(columns.bankReference, &entry.bankReference)
        read(columns.code, &entry.code)
        read(columns.mandateId, &entry.mandateId)
        read(columns.endToEndId, &entry.endToEndId)
        read(columns.counterpartyTaxId, &entry.counterpartyTaxId)
        read(columns.counterparty, &entry.counterparty)
        if counterpartyAccount >= 0 {
            read(counterpartyAccount, &entry.counterpartyAccount)
            entry.counterpartyAccount = IdentifierText.compact(entry.counterpartyAccount)
        }
        readTexts(&entry, record, bytes)
    }

    @inline(never)
    private func append(to entry: inout EntryRecord, _ text: String) {
        entry.text = joined(entry.text, text)
    }

    /// Joins the texts, and finds the other party in the first of them where no column names it.
    private mutating func readTexts(
        _ entry: inout EntryRecord, _ record: DelimitedRecord, _ bytes: Span<UInt8>
    ) {
        guard let concept = columns.texts.first else { return }
        let isPlain = findParts(record, bytes)
        entry.text = isPlain ? plainText(bytes) : joinedText(record, bytes)
        guard entry.counterparty.isEmpty else { return }
        let isCredit = entry.amount >= 0
        guard isPlain else {
            let words = record.text(concept, in: bytes, encoding: encoding)
            entry.counterparty = CounterpartyPhrase.name(in: words, isCredit: isCredit)
            return
        }
        let words = bytes.extracting(parts[0])
        guard let name = CounterpartyPhrase.nameStart(in: words, isCredit: isCredit) else { return }
        words.extracting(name..<words.count).withUnsafeBufferPointer {
            entry.counterparty = String(decoding: $0, as: UTF8.self)
        }
    }

    /// Whether all texts of the row stand as they are to be; `parts` then says where.
    private mutating func findParts(_ record: DelimitedRecord, _ bytes: Span<UInt8>) -> Bool {
        for (index, column) in columns.texts.enumerated() {
            let plain = record.plainRange(column, in: bytes, encoding: encoding)
            guard let plain else { return false }
            parts[index] = plain
        }
        return true
    }

    /// The parts joined by blanks, copied at once.
    private func plainText(_ bytes: Span<UInt8>) -> String {
        var length = 0
        for part in parts where !part.isEmpty { length += part.count + 1 }
        guard length > 0 else { return "" }
        return bytes.withUnsafeBufferPointer { source in
            String(unsafeUninitializedCapacity: length - 1) { target in
                var end = 0
                for part in parts where !part.isEmpty {
                    if end > 0 {
                        target[end] = 0x20
                        end += 1
                    }
                    _ = target[end...].update(fromContentsOf: source[part])
                    end += part.count
                }
                return end
            }
        }
    }

    private mutating func text(_ record: DelimitedRecord, _ bytes: Span<UInt8>) -> String {
        findParts(record, bytes) ? plainText(bytes) : joinedText(record, bytes)
    }

    private func joinedText(_ record: DelimitedRecord, _ bytes: Span<UInt8>) -> String {
        columns.texts.reduce("") {
            joined($0, record.text($1, in: bytes, encoding: encoding))
        }
    }

    private func joined(_ first: String, _ second: String) -> String {
        first.isEmpty ? second : second.isEmpty ? first : "\(first) \(second)"
    }
}
