internal import Domain
internal import Scanning

/// The first reading of a bank table: every row's numbers, its statement, and what is wrong. No text is made.
///
/// Not copyable: a copy for every call on every row would cost as much as the reading.
struct BankSurvey: ~Copyable {
    private(set) var rows: [BankRow] = []
    private(set) var statements: [BankStatement] = []
    private(set) var problems: [Problem] = []
    /// Whether the column that is just called IBAN holds our account: the same in all of several rows.
    private(set) var ibanIsOurs = false

    private let shared: SharedLayout
    private let conventions: TableConventions
    private let columns: BankColumns
    private let debitIsNegative: Bool
    private let baseCurrency: Currency
    private let baseAccount: String
    private var accountRange = 0..<0
    private var lastAccount = ""
    private var lastAccountCurrency: Currency?
    private var lastStatement = -1
    private var lastCurrencyRange = 0..<0
    private var lastGlued: UInt32 = 0
    private var firstIBAN: String?
    private var ibanIsConstant = true
    private var flagSigns = [Bool: Bool]()
    private var bookedMemo = DayMemo()
    private var valueMemo = DayMemo()
    private var statuses = FieldMemo<Bool>()
    private var signs = FieldMemo<Bool?>()
    private var lastWasMovement = false
    private var isDone = false

    init(
        _ layout: TableLayout, _ columns: BankColumns, _ conventions: TableConventions, options: ReadOptions
    ) {
        shared = SharedLayout(layout)
        self.conventions = conventions
        self.columns = columns
        let preamble = BankPreamble(layout.preamble)
        baseAccount = preamble.account
        baseCurrency =
            layout.currency(ofColumn: columns.mainAmount) ?? preamble.currency
            ?? layout.profile.currency.flatMap { Currency($0) } ?? options.defaultCurrency
        let debits = conventions.numbers[columns.debit]
        debitIsNegative = (debits?.minus ?? 0) > 0 && (debits?.bare ?? 0) + (debits?.plus ?? 0) == 0
        if !baseAccount.isEmpty, IBAN(baseAccount) == nil, baseAccount.first?.isLetter == true {
            problems.append(Problem(.ibanInvalid, at: Place(line: preamble.accountLine)))
        }
    }

    private var layout: TableLayout { shared.layout }

    /// Whether the survey forbids to emit anything.
    var isRefused: Bool { problems.contains { $0.severity == .refuse } }

    mutating func run(_ bytes: Span<UInt8>) {
        refuseUnsignedCharges()
        var cursor = layout.rows
        var record = DelimitedRecord()
        while !isDone, cursor.next(bytes, into: &record) == .record {
            lastWasMovement = readMovement(record, bytes)
            if rows.count == Self.rowsOfSample { reserve(forRowsUntil: bytes.count, from: cursor.offset) }
        }
        ibanIsOurs = columns.account < 0 && baseAccount.isEmpty && ibanIsConstant && rows.count > 1
        if statements.isEmpty { _ = statement(account: baseAccount, baseCurrency, line: layout.headingLine) }
        if ibanIsOurs, let firstIBAN {
            for index in statements.indices { statements[index].account = IdentifierText.compact(firstIBAN) }
        }
        assignRows()
    }

    private mutating func assignRows() {
        if statements.count == 1 {
            statements[0].rows = Array(rows.indices)
        } else {
            for index in rows.indices { statements[rows[index].statement].rows.append(index) }
        }
    }

    /// A card statement writes charges bare and payments with `+`: the bare ones would be read as money in.
    private mutating func refuseUnsignedCharges() {
        guard columns.sign < 0, let amounts = conventions.numbers[columns.amount], amounts.minus == 0,
            amounts.plus > 0, amounts.bare > 0
        else { return }
        problems.append(
            Problem(
                .formatAmbiguous, at: Place(line: layout.headingLine, column: columns.amount + 1),
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
        switch conventions.day(record, columns.booked, in: bytes, &bookedMemo) {
        case .value(let value): day = value
        case .blank where !hasAmount && record.isBlank(columns.balance, in: bytes) && lastWasMovement:
            rows[rows.count - 1].continuations &+= 1
            return true
        case .blank, .unreadable:
            if layout.isHeading(record, in: bytes) { return readHeadingAgain(record) }
            explainUndated(record, bytes, place)
            return false
        }
        if isTotal(record, bytes, isDated: true) {
            skip("a balance or total", at: place)
            return false
        }
        if record.fieldCount > layout.columnCount, !record.isBlank(from: layout.columnCount, in: bytes) {
            problems.append(
                Problem(
                    .recordMalformed, at: place, found: "\(record.fieldCount) columns",
                    expected: "\(layout.columnCount)"))
            return false
        }
        return readDated(record, bytes, day, hasAmount: hasAmount)
    }

    private mutating func readDated(
        _ record: DelimitedRecord, _ bytes: Span<UInt8>, _ day: Day, hasAmount: Bool
    ) -> Bool {
        let place = Place(line: record.line)
        if columns.status >= 0, isPending(record, bytes) {
            problems.append(Problem(.entryNotBooked, at: place))
            return false
        }
        guard hasAmount else {
            if record.isBlank(columns.balance, in: bytes) {
                problems.append(Problem(.fieldMissing, at: place, found: "no amount"))
            } else {
                skip("a balance without an amount", at: place)
            }
            return false
        }
        do {
            let (amount, statement) = try amountAndStatement(record, bytes)
            let balance = try balance(record, bytes, statements[statement].currency)
            var value: Day?
            if case .value(let day) = conventions.day(record, columns.value, in: bytes, &valueMemo) {
                value = day
            }
            noteIBAN(record, bytes)
            rows.append(
                BankRow(
                    offset: record.offset, line: record.line, booked: day, value: value, amount: amount,
                    balance: balance, statement: statement))
            return true
        } catch {
            problems.append(
                Problem(
                    error.code, at: Place(line: record.line, column: error.column + 1), found: error.found))
            return false
        }
    }

    private mutating func isPending(_ record: DelimitedRecord, _ bytes: Span<UInt8>) -> Bool {
        let column = columns.status
        if let known = statuses.known(record, column, in: bytes) { return known }
        let isPending = BankWords.isPending(layout.folded(record, column, bytes))
        return statuses.keep(isPending, of: record, column, in: bytes)
    }

    /// Why a row without a day is not a movement.
    private mutating func explainUndated(_ record: DelimitedRecord, _ bytes: Span<UInt8>, _ place: Place) {
        if isTotal(record, bytes, isDated: false) { return skip("a total", at: place) }
        let date = layout.folded(record, columns.booked, bytes)
        if BankWords.isPending(date) {
            problems.append(Problem(.entryNotBooked, at: place))
        } else if date.isEmpty {
            problems.append(Problem(.fieldMissing, at: place, found: "no booking day"))
        } else {
            problems.append(Problem(.dateUnreadable, at: Place(line: place.line, column: columns.booked + 1)))
        }
    }

    private mutating func skip(_ what: String, at place: Place) {
        problems.append(
            Problem(.recordMalformed, severity: .warn, at: place, found: what, expected: "a movement"))
    }

    /// A heading right after a movement is a second export glued on; after anything else it opens a section
    /// of its own, such as the card movements under a Crédit Agricole account, which the account has as one
    /// sum.
    private mutating func readHeadingAgain(_ record: DelimitedRecord) -> Bool {
        guard !lastWasMovement, !rows.isEmpty else { return lastWasMovement }
        isDone = true
        problems.append(
            Problem(
                .recordMalformed, at: Place(line: record.line),
                found: "a second section; its rows are not read",
                expected: "one account a file"))
        return false
    }

    private func isTotal(_ record: DelimitedRecord, _ bytes: Span<UInt8>, isDated: Bool) -> Bool {
        guard isDated else {
            return (0..<record.fieldCount).contains {
                BankWords.isTotal(layout.folded(record, $0, bytes), isDated: false)
            }
        }
        for column in columns.texts {
            let range = record.range(column, in: bytes)
            guard range.count >= 2, range.count <= TableLayout.wordBytesMax,
                BankWords.mayBeTotal(bytes[range.lowerBound], bytes[range.lowerBound + 1])
            else { continue }
            if BankWords.isTotal(layout.folded(record, column, bytes), isDated: true) { return true }
        }
        return false
    }
}

// MARK: - Amounts

extension BankSurvey {
    /// Why a row is left out, and where.
    private struct RowFailure: Error {
        let code: Problem.Code
        let column: Int
        var found = ""
    }

    private mutating func amountAndStatement(
        _ record: DelimitedRecord, _ bytes: Span<UInt8>
    ) throws(RowFailure) -> (amount: Int64, statement: Int) {
        let main = columns.amount >= 0 ? columns.amount : columns.credit
        let first = try number(record, main, bytes)
        let second = columns.amount >= 0 ? nil : try number(record, columns.debit, bytes)
        let glued = first?.currency ?? 0 != 0 ? first?.currency : second?.currency
        let statement = try statement(record, bytes, glued: glued ?? 0)
        let currency = statements[statement].currency
        let credit = try first.map { number throws(RowFailure) in try units(number, currency, main) } ?? 0
        if columns.amount >= 0 { return (try flagged(credit, record, bytes), statement) }
        let debit =
            try second.map { number throws(RowFailure) in try units(number, currency, columns.debit) } ?? 0
        return (debitIsNegative ? credit + debit : credit - debit, statement)
    }

    private func number(
        _ record: DelimitedRecord, _ column: Int, _ bytes: Span<UInt8>
    ) throws(RowFailure) -> LocaleNumber? {
        switch conventions.number(record, column, in: bytes) {
        case .blank: return nil
        case .unreadable: throw RowFailure(code: .amountUnreadable, column: column)
        case .value(let number): return number
        }
    }

    private func units(_ number: LocaleNumber, _ currency: Currency, _ column: Int) throws(RowFailure)
        -> Int64
    {
        switch number.minorUnits(currency) {
        case .success(let units): return units
        case .failure(let failure):
            throw RowFailure(
                code: failure.code, column: column, found: "\(number.number.scale) decimals in \(currency)")
        }
    }

    private func balance(
        _ record: DelimitedRecord, _ bytes: Span<UInt8>, _ currency: Currency
    ) throws(RowFailure) -> Int64? {
        guard let number = try number(record, columns.balance, bytes) else { return nil }
        return try units(number, currency, columns.balance)
    }

    /// Applies a column of signs: the flag says the direction whatever sign the amount itself carries, as
    /// long as amounts under one flag carry one sign all through the file.
    private mutating func flagged(
        _ amount: Int64, _ record: DelimitedRecord, _ bytes: Span<UInt8>
    ) throws(RowFailure) -> Int64 {
        guard columns.sign >= 0, !record.isBlank(columns.sign, in: bytes) else { return amount }
        guard let isCredit = isCredit(record, bytes) else {
            throw RowFailure(code: .recordMalformed, column: columns.sign, found: "an unknown sign")
        }
        if amount != 0 {
            let isNegative = amount < 0
            if let before = flagSigns[isCredit], before != isNegative, !isRefused {
                problems.append(
                    Problem(
                        .formatAmbiguous, at: Place(line: record.line, column: columns.sign + 1),
                        found: "positive and negative amounts under one sign"))
            }
            flagSigns[isCredit] = isNegative
        }
        return isCredit ? abs(amount) : -abs(amount)
    }

    /// What the column of signs says: a word, plus or minus.
    private mutating func isCredit(_ record: DelimitedRecord, _ bytes: Span<UInt8>) -> Bool? {
        let column = columns.sign
        if let known = signs.known(record, column, in: bytes) { return known }
        var isCredit = BankWords.isCredit(layout.folded(record, column, bytes))
        let range = record.range(column, in: bytes)
        if isCredit == nil, range.count == 1 {
            switch bytes[range.lowerBound] {
            case UInt8(ascii: "+"): isCredit = true
            case UInt8(ascii: "-"): isCredit = false
            default: break
            }
        }
        return signs.keep(isCredit, of: record, column, in: bytes)
    }
}

// MARK: - Accounts and currencies

extension BankSurvey {
    private mutating func statement(
        _ record: DelimitedRecord, _ bytes: Span<UInt8>, glued: UInt32
    ) throws(RowFailure) -> Int {
        let range = record.range(columns.currency, in: bytes)
        if lastStatement >= 0, columns.account < 0, glued == lastGlued,
            isSame(range, lastCurrencyRange, in: bytes)
        {
            return lastStatement
        }
        var account = baseAccount
        var base = baseCurrency
        if columns.account >= 0 {
            readAccount(record, bytes)
            if !lastAccount.isEmpty { account = lastAccount }
            base = lastAccountCurrency ?? base
        }
        let currency = try currency(record, bytes, glued: glued) ?? base
        (lastCurrencyRange, lastGlued) = (range, glued)
        if lastStatement >= 0, statements[lastStatement].currency == currency,
            statements[lastStatement].account == account
        {
            return lastStatement
        }
        lastStatement = statement(account: account, currency, line: record.line)
        return lastStatement
    }

    private mutating func statement(account: String, _ currency: Currency, line: Int) -> Int {
        if let known = statements.firstIndex(where: { $0.account == account && $0.currency == currency }) {
            return known
        }
        statements.append(BankStatement(account: account, currency: currency, line: line))
        return statements.count - 1
    }

    /// Decodes the account only where it differs from the row before; `210999-40010000 (GBP)` names a
    /// currency.
    private mutating func readAccount(_ record: DelimitedRecord, _ bytes: Span<UInt8>) {
        let range = record.range(columns.account, in: bytes)
        if isSame(range, accountRange, in: bytes) { return }
        accountRange = range
        var text = layout.encoding.string(bytes.extracting(range))
        lastAccountCurrency = nil
        if text.hasSuffix(")"), let open = text.lastIndex(of: "("),
            let currency = Currency(text[text.index(after: open)...].dropLast())
        {
            lastAccountCurrency = currency
            text = String(text[..<open])
        }
        lastAccount = IdentifierText.compact(text)
    }

    private func isSame(_ a: Range<Int>, _ b: Range<Int>, in bytes: Span<UInt8>) -> Bool {
        guard a.count == b.count else { return false }
        for index in 0..<a.count
        where bytes[a.lowerBound &+ index] != bytes[b.lowerBound &+ index] {
            return false
        }
        return true
    }

    private func currency(
        _ record: DelimitedRecord, _ bytes: Span<UInt8>, glued: UInt32
    ) throws(RowFailure) -> Currency? {
        let range = record.range(columns.currency, in: bytes)
        if range.isEmpty { return Currency(packed: glued) }
        if range.count == 3 {
            var packed: UInt32 = 0
            for index in range { packed = packed << 8 | UInt32(bytes[index] & 0xDF) }
            if let currency = Currency(packed: packed) { return currency }
        }
        let text = layout.encoding.string(bytes.extracting(range))
        if text == "€" || HeadingText.currency(named: HeadingText.fold(text)) == .eur { return .eur }
        throw RowFailure(code: .currencyUnknown, column: columns.currency)
    }

    private mutating func noteIBAN(_ record: DelimitedRecord, _ bytes: Span<UInt8>) {
        guard columns.iban >= 0, ibanIsConstant else { return }
        let text = record.text(columns.iban, in: bytes, encoding: layout.encoding)
        if let firstIBAN { ibanIsConstant = text == firstIBAN } else { firstIBAN = text }
        if text.isEmpty { ibanIsConstant = false }
    }
}

extension Currency {
    /// The currency of three packed capitals, 0x455552 = EUR.
    fileprivate init?(packed: UInt32) {
        if packed == 0x45_5552 {
            self = .eur
            return
        }
        guard packed != 0 else { return nil }
        let bytes = [16, 8, 0].map { UInt8(truncatingIfNeeded: packed >> UInt32($0)) }
        self.init(String(decoding: bytes, as: UTF8.self))
    }
}
