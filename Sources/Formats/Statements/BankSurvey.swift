internal import Domain
internal import Scanning

/// The first reading of a bank table: every row's numbers, its statement, and what is wrong. No text is made.
///
/// Not copyable: a copy for every call on every row would cost as much as the reading.
struct BankSurvey: ~Copyable {
    private(set) var rows: [BankRow] = []
    private(set) var accounts: BankAccounts
    private(set) var problems: [Problem] = []
    /// Whether the column that is just called IBAN holds our account: the same in all of several rows.
    private(set) var ibanIsOurs = false

    private let table: BankTable
    private var firstIBAN: String?
    private var ibanIsConstant = true
    private var flagSigns = [Bool: Bool]()
    private var bookedMemo = DayMemo()
    private var valueMemo = DayMemo()
    private var statuses = FieldMemo<Bool>()
    private var signs = FieldMemo<Bool?>()
    private var lastWasMovement = false
    private var isDone = false
    private var hasWarnedOfDebits = false

    init(
        _ layout: TableLayout, _ columns: BankColumns, _ conventions: TableConventions, _ signs: BankSigns,
        options: ReadOptions
    ) {
        table = BankTable(layout, columns, conventions, signs)
        let preamble = BankPreamble(layout.preamble)
        let heading = layout.currency(ofColumn: columns.mainAmount)
        let currency =
            heading ?? preamble.currency
            ?? layout.profile.currency.flatMap { Currency($0) } ?? options.defaultCurrency
        let account = preamble.account
        accounts = BankAccounts(
            layout.encoding, columns, account: account, currency: currency, headingCurrency: heading)
        if !account.isEmpty, IBAN(account) == nil, account.first?.isLetter == true {
            problems.report(Problem(.ibanInvalid, at: Place(line: preamble.accountLine)))
        }
        if columns.hasValueDaysOnly {
            problems.report(
                Problem(
                    .fieldMissing, severity: .warn, at: Place(line: layout.headingLine),
                    found: "value days only, read as booking days", expected: "a column of booking days"))
        }
    }

    private var columns: BankColumns { table.columns }

    /// Whether the survey forbids to emit anything.
    var isRefused: Bool { problems.contains { $0.severity == .refuse } }

    mutating func run(_ bytes: Span<UInt8>) {
        guard bytes.count < BankRow.offsetLimit else {
            return problems.report(
                Problem(.limitExceeded, severity: .refuse, found: "a file of 1 TB or more"))
        }
        refuseUnsignedCharges()
        var cursor = table.layout.rows
        var record = DelimitedRecord()
        while !isDone, cursor.next(bytes, into: &record) == .record {
            lastWasMovement = readMovement(record, bytes)
            if rows.count == Self.rowsOfSample { reserve(forRowsUntil: bytes.count, from: cursor.offset) }
        }
        ibanIsOurs = columns.account < 0 && accounts.account.isEmpty && ibanIsConstant && rows.count > 1
        accounts.finish(rows, headingLine: table.layout.headingLine, account: ibanIsOurs ? firstIBAN : nil)
    }

    /// Gives the statements away with their rows: what puts them in order keeps no second copy.
    mutating func takeStatements() -> [BankStatement] { accounts.takeStatements() }

    /// A card statement writes charges bare and payments with `+`: the bare ones would be read as money in.
    private mutating func refuseUnsignedCharges() {
        guard columns.sign < 0, let amounts = table.conventions.numbers[columns.amount], amounts.minus == 0,
            amounts.plus > 0, amounts.bare > 0
        else { return }
        problems.report(
            Problem(
                .formatAmbiguous, at: Place(line: table.layout.headingLine, column: columns.amount + 1),
                found: "amounts with + and amounts without sign", expected: "signed amounts"))
    }

    /// Rows after which their number in the whole file is estimated.
    private static let rowsOfSample = 1000

    /// Makes room at once for as many rows as there will be, so that they are not copied as they grow.
    private mutating func reserve(forRowsUntil end: Int, from offset: Int) {
        guard let first = rows.first, offset > first.offset else { return }
        rows.reserveCapacity((end - first.offset) / ((offset - first.offset) / rows.count + 1) / 16 * 17)
    }

    /// Reads one row; true where it is a movement or continues one.
    private mutating func readMovement(_ record: DelimitedRecord, _ bytes: Span<UInt8>) -> Bool {
        if record.isBlank(from: 0, in: bytes) { return false }
        let place = Place(line: record.line)
        let hasAmount =
            !record.isBlank(columns.amount, in: bytes) || !record.isBlank(columns.debit, in: bytes)
            || !record.isBlank(columns.credit, in: bytes)
        let day: Day
        switch table.conventions.day(record, columns.booked, in: bytes, &bookedMemo) {
        case .value(let value): day = value
        case .blank where !hasAmount && record.isBlank(columns.balance, in: bytes) && lastWasMovement:
            rows[rows.count - 1].addContinuation()
            return true
        case .blank, .unreadable:
            if table.layout.isHeading(record, in: bytes) { return readHeadingAgain(record) }
            explainUndated(record, bytes, place)
            return false
        }
        if table.isTotal(record, bytes, isDated: true) {
            skip("a balance or total", at: place)
            return false
        }
        let columnCount = table.layout.columnCount
        if record.fieldCount > columnCount, !record.isBlank(from: columnCount, in: bytes) {
            problems.report(
                Problem(
                    .recordMalformed, at: place, found: "\(record.fieldCount) columns",
                    expected: "\(columnCount)"))
            return false
        }
        return readDated(record, bytes, day, hasAmount: hasAmount)
    }

    private mutating func readDated(
        _ record: DelimitedRecord, _ bytes: Span<UInt8>, _ day: Day, hasAmount: Bool
    ) -> Bool {
        if columns.status >= 0, isPending(record, bytes) {
            problems.report(Problem(.entryNotBooked, at: Place(line: record.line)))
            return false
        }
        guard hasAmount else {
            if record.isBlank(columns.balance, in: bytes) {
                problems.report(Problem(.fieldMissing, at: Place(line: record.line), found: "no amount"))
            } else {
                skip("a balance without an amount", at: Place(line: record.line))
            }
            return false
        }
        do {
            let (amount, statement) = try amountAndStatement(record, bytes)
            let balance = try table.balance(record, bytes, accounts.currency(ofStatement: statement))
            var value: Day?
            if case .value(let day) = table.conventions.day(record, columns.value, in: bytes, &valueMemo) {
                value = day
            }
            if columns.iban >= 0, ibanIsConstant { noteIBAN(record, bytes) }
            rows.append(
                BankRow(
                    offset: record.offset, line: record.line, booked: day, value: value, amount: amount,
                    balance: balance, statement: statement))
            return true
        } catch {
            problems.report(
                Problem(
                    error.code, at: Place(line: record.line, column: error.column + 1), found: error.found))
            return false
        }
    }

    private mutating func noteIBAN(_ record: DelimitedRecord, _ bytes: Span<UInt8>) {
        let text = record.text(columns.iban, in: bytes, encoding: table.layout.encoding)
        if let firstIBAN { ibanIsConstant = text == firstIBAN } else { firstIBAN = text }
        if text.isEmpty { ibanIsConstant = false }
    }

    private mutating func isPending(_ record: DelimitedRecord, _ bytes: Span<UInt8>) -> Bool {
        let column = columns.status
        if let known = statuses.known(record, column, in: bytes) { return known }
        let isPending = BankWords.isPending(table.layout.folded(record, column, bytes))
        return statuses.keep(isPending, of: record, column, in: bytes)
    }

    /// Why a row without a day is not a movement.
    private mutating func explainUndated(_ record: DelimitedRecord, _ bytes: Span<UInt8>, _ place: Place) {
        if table.isTotal(record, bytes, isDated: false) { return skip("a total", at: place) }
        let date = table.layout.folded(record, columns.booked, bytes)
        if BankWords.isPending(date) || (columns.status >= 0 && isPending(record, bytes)) {
            problems.report(Problem(.entryNotBooked, at: place))
        } else if date.isEmpty {
            problems.report(Problem(.fieldMissing, at: place, found: "no booking day"))
        } else {
            problems.report(Problem(.dateUnreadable, at: Place(line: place.line, column: columns.booked + 1)))
        }
    }

    private mutating func skip(_ what: String, at place: Place) {
        problems.report(
            Problem(.recordMalformed, severity: .warn, at: place, found: what, expected: "a movement"))
    }

    /// A heading right after a movement is a second export glued on; after anything else it opens a section
    /// of its own, such as the card movements under a Crédit Agricole account, which the account has as one
    /// sum.
    private mutating func readHeadingAgain(_ record: DelimitedRecord) -> Bool {
        guard !lastWasMovement, !rows.isEmpty else { return lastWasMovement }
        isDone = true
        problems.report(
            Problem(
                .recordMalformed, at: Place(line: record.line),
                found: "a second section; its rows are not read",
                expected: "one account a file"))
        return false
    }
}

// MARK: - Amounts

extension BankSurvey {
    private mutating func amountAndStatement(
        _ record: DelimitedRecord, _ bytes: Span<UInt8>
    ) throws(BankRowFailure) -> (amount: Int64, statement: Int) {
        let isOneColumn = columns.amount >= 0
        let main = isOneColumn ? columns.amount : columns.credit
        let first = try table.number(record, main, bytes)
        let second = isOneColumn ? nil : try table.number(record, columns.debit, bytes)
        let glued = first?.currency ?? 0 != 0 ? first?.currency : second?.currency
        let statement = try accounts.statement(record, bytes, glued: glued ?? 0)
        let currency = accounts.currency(ofStatement: statement)
        if let second, !GluedCurrency.agrees(second.currency, with: currency) {
            throw BankRowFailure(code: .currencyUnknown, column: columns.debit)
        }
        var credit: Int64 = 0
        if let first { credit = try table.units(first, currency, main) }
        if isOneColumn {
            if columns.sign >= 0 { credit = try flagged(credit, record, bytes) }
            if columns.fee >= 0, let fee = try table.number(record, columns.fee, bytes) {
                credit -= try table.units(fee, currency, columns.fee)
            }
            return (credit, statement)
        }
        var debit: Int64 = 0
        if let second { debit = try table.units(second, currency, columns.debit) }
        if debit < 0, !table.debitIsNegative { warnOfNegativeDebit(record) }
        return (table.debitIsNegative ? credit + debit : credit - debit, statement)
    }

    /// Once a file: a debit taken back, or a file that writes its debits in two ways.
    private mutating func warnOfNegativeDebit(_ record: DelimitedRecord) {
        guard !hasWarnedOfDebits else { return }
        hasWarnedOfDebits = true
        problems.report(
            Problem(
                .formatAmbiguous, severity: .warn, at: Place(line: record.line, column: columns.debit + 1),
                found: "a negative number among positive debits, read as money in",
                expected: "debits of one sign"))
    }

    /// Applies a column of signs: the flag says the direction whatever sign the amount itself carries, as
    /// long as amounts under one flag carry one sign all through the file.
    private mutating func flagged(
        _ amount: Int64, _ record: DelimitedRecord, _ bytes: Span<UInt8>
    ) throws(BankRowFailure) -> Int64 {
        guard !record.isBlank(columns.sign, in: bytes) else {
            guard amount <= 0 || table.signs.blankIsCredit else {
                throw BankRowFailure(code: .fieldMissing, column: columns.sign, found: "no sign")
            }
            return amount
        }
        let flag =
            signs.known(record, columns.sign, in: bytes)
            ?? signs.keep(table.isCredit(record, bytes), of: record, columns.sign, in: bytes)
        guard let isCredit = flag else {
            throw BankRowFailure(code: .recordMalformed, column: columns.sign, found: "an unknown sign")
        }
        if amount != 0 {
            let isNegative = amount < 0
            if let before = flagSigns[isCredit], before != isNegative, !isRefused {
                problems.report(
                    Problem(
                        .formatAmbiguous, at: Place(line: record.line, column: columns.sign + 1),
                        found: "positive and negative amounts under one sign"))
            }
            flagSigns[isCredit] = isNegative
        }
        return isCredit ? abs(amount) : -abs(amount)
    }
}
