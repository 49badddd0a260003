internal import Domain
internal import Scanning

/// The state of one reading.
struct CFONB120Reading {
    let encoding: TextEncoding
    let options: ReadOptions
    let emit: RecordSink
    var problems: [Problem] = []
    let isAllASCII: Bool
    private var line = 0

    var statement = CFONB120Statement()
    private var isInStatement = false
    /// The record of the old balance could not be read: its movements are left out.
    var isSkipping = false
    private var saidUnsigned = false
    var movement = CFONB120Movement()
    /// The movement is not emitted yet.
    var hasMovement = false
    var text = CFONB120Text()
    private var repeatedDay = RepeatedDay()

    init(encoding: TextEncoding, isASCII: Bool, options: ReadOptions, emit: @escaping RecordSink) {
        self.encoding = encoding
        isAllASCII = isASCII
        self.options = options
        self.emit = emit
    }

    var encodingName: String { isAllASCII ? "ASCII" : encoding.rawValue }

    var textEncoding: TextEncoding { isAllASCII ? .utf8 : encoding }

    mutating func read(_ bytes: Span<UInt8>, from start: Int) throws {
        var lines = LineCursor(bytes, from: start)
        while let range = lines.nextLine(in: bytes) {
            line = lines.number
            if range.isEmpty || (range.count == 1 && bytes[range.lowerBound] == 0x1A) { continue }
            try readLine(bytes, range)
        }
        try closeUnfinished(bytes)
    }

    /// A line, or several records without line ends between them.
    private mutating func readLine(_ bytes: Span<UInt8>, _ range: Range<Int>) throws {
        guard range.count > 124, encoding != .utf8 || isAllASCII else { return try readRecord(bytes, range) }
        var start = range.lowerBound
        while start < range.upperBound {
            let end = min(start + 120, range.upperBound)
            try readRecord(bytes, start..<end)
            start = end
        }
    }

    private mutating func readRecord(_ bytes: Span<UInt8>, _ range: Range<Int>) throws {
        let columns = FixedColumns(range, in: bytes, isUTF8: encoding == .utf8 && !isAllASCII)
        guard range.count >= 2, bytes[range.lowerBound] == 0x30 else { return reportUnknown(bytes, range) }
        switch bytes[range.lowerBound + 1] {
        case 0x31: try readOpening(bytes, columns)
        case 0x34: try readMovement(bytes, columns)
        case 0x35: readDetail(bytes, columns)
        case 0x37: try readClosing(bytes, columns)
        default: reportUnknown(bytes, range)
        }
    }

    private mutating func reportUnknown(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        for index in range where bytes[index] > 0x20 {
            return report(.recordMalformed, expected: "a record code 01, 04, 05 or 07")
        }
    }

    mutating func report(
        _ code: Problem.Code, severity: Problem.Severity? = nil, column: Int = 0, found: String = "",
        expected: String = ""
    ) {
        let place = Place(line: line, column: column)
        problems.report(Problem(code, severity: severity, at: place, found: found, expected: expected))
    }

    func string(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        FieldWords.string(bytes.extracting(range), textEncoding)
    }

    // MARK: Fields

    private func day(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Day? {
        Norma43Reading.day(bytes, range, isDayFirst: true)
    }

    private mutating func movementDay(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Day? {
        guard range.count == 6 else { return nil }
        return repeatedDay.day(bytes, range.lowerBound) {
            Norma43Reading.day(bytes, range, isDayFirst: true)
        }
    }

    /// A signed amount in the statement's currency; `nil`, reported, when there is none.
    private mutating func amount(
        _ bytes: Span<UInt8>, _ columns: FixedColumns, severity: Problem.Severity? = nil
    ) -> Int64? {
        guard let amount = CFONB120Amount(bytes, columns.range(91, 104)) else {
            report(
                .amountUnreadable, severity: severity, column: 91,
                expected: "13 digits and one of { A to I } J to R")
            return nil
        }
        if amount.isUnsigned, !saidUnsigned, amount.digits != 0 {
            saidUnsigned = true
            report(
                .recordMalformed, severity: .warn, column: 104,
                expected: "a last digit with its sign; plain digits are taken as credits")
        }
        guard
            let units = Int64.minorUnits(
                digits: amount.digits, scale: decimals(bytes, columns.range(20, 20)),
                exponent: statement.currency.exponent)
        else {
            report(.amountNotExact, severity: severity, column: 91)
            return nil
        }
        return units
    }

    /// The number of decimals; two where the column is blank.
    func decimals(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        digitsValue(bytes, range).map(Int.init) ?? 2
    }

    /// The currency of the record; `nil` for a code that is none. Blank is the euro.
    func currency(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Currency? {
        if range.count == 3, equals(bytes, range, "EUR") || equals(bytes, range, "   ") { return .eur }
        return Currency(TextEncoding.utf8.string(bytes.extracting(range)))
    }

    private func equals(_ bytes: Span<UInt8>, _ range: Range<Int>, _ word: StaticString) -> Bool {
        MT940Line.equals(bytes, range, word)
    }

    /// Without blanks at its ends; empty when it is only zeros.
    private func identifier(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        let found = MT940Values.trimmed(bytes, range)
        for index in found where bytes[index] != 0x30 { return found }
        return found.lowerBound..<found.lowerBound
    }

    // MARK: 01

    private mutating func readOpening(_ bytes: Span<UInt8>, _ columns: FixedColumns) throws {
        try closeUnfinished(bytes)
        isSkipping = true
        guard columns.count >= 104 else {
            return report(.recordMalformed, expected: "an old balance of at least 104 characters")
        }
        guard let currency = currency(bytes, columns.range(17, 19)) else {
            return report(.currencyUnknown, column: 17)
        }
        statement = CFONB120Statement()
        statement.currency = currency
        statement.account = Array(ascii: bytes, columns.range(22, 32))
        statement.line = line
        statement.openingDay = day(bytes, columns.range(35, 40))
        if statement.openingDay == nil {
            report(.dateUnreadable, severity: .warn, column: 35, expected: "a day DDMMYY")
        }
        statement.opening = amount(bytes, columns, severity: .warn)
        (isSkipping, isInStatement) = (false, true)
        try emit(
            .statementOpened(
                StatementOpening(
                    account: accountNumber(bytes, columns), currency: currency,
                    openingBalance: statement.opening, place: Place(line: line))))
    }

    /// The IBAN: the key, which the record leaves out, is computed.
    private func accountNumber(_ bytes: Span<UInt8>, _ columns: FixedColumns) -> String {
        let (bank, branch) = (string(bytes, columns.range(3, 7)), string(bytes, columns.range(12, 16)))
        let account = string(bytes, columns.range(22, 32))
        return RIB.iban(bank: bank, branch: branch, account: account)?.text ?? bank + branch + account
    }

    // MARK: 04

    private mutating func readMovement(_ bytes: Span<UInt8>, _ columns: FixedColumns) throws {
        try flush(bytes)
        guard isInStatement else {
            if !isSkipping { report(.recordMalformed, expected: "an old balance (01) before the movement") }
            return
        }
        guard isOwn(bytes, columns.range(22, 32)) else {
            return report(.recordMalformed, column: 22, expected: "the account of the old balance (01)")
        }
        guard let own = currency(bytes, columns.range(17, 19)), own == statement.currency else {
            return report(.currencyUnknown, column: 17, expected: statement.currency.code)
        }
        guard let amount = amount(bytes, columns) else { return }
        guard let booked = movementDay(bytes, columns.range(35, 40)) else {
            return report(.dateUnreadable, column: 35, expected: "a booking day DDMMYY")
        }
        movement = CFONB120Movement()
        hasMovement = true
        movement.booked = booked
        movement.value = movementDay(bytes, columns.range(43, 48))
        movement.amount = amount
        movement.internalCode = MT940Values.trimmed(bytes, columns.range(8, 11))
        movement.interbankCode = MT940Values.trimmed(bytes, columns.range(33, 34))
        movement.reason = identifier(bytes, columns.range(41, 42))
        movement.label = columns.range(49, 79)
        movement.reference = identifier(bytes, columns.range(82, 88))
        movement.bankReference = identifier(bytes, columns.range(105, 120))
        movement.line = line
        text.begin(bytes, movement.label)
    }

    private func isOwn(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard range.count == statement.account.count else { return false }
        var offset = 0
        for index in range {
            if bytes[index] != statement.account[offset] { return false }
            offset += 1
        }
        return true
    }

    // MARK: 07

    private mutating func readClosing(_ bytes: Span<UInt8>, _ columns: FixedColumns) throws {
        try flush(bytes)
        guard isInStatement else {
            if !isSkipping {
                report(.recordMalformed, severity: .warn, expected: "an old balance (01) before the new one")
            }
            isSkipping = false
            return
        }
        guard isOwn(bytes, columns.range(22, 32)) else {
            return report(
                .recordMalformed, severity: .warn, column: 22, expected: "the account of the old balance (01)"
            )
        }
        let day = day(bytes, columns.range(35, 40))
        if day == nil { report(.dateUnreadable, severity: .warn, column: 35, expected: "a day DDMMYY") }
        let closing = amount(bytes, columns, severity: .warn)
        if let closing, let opening = statement.opening {
            // 17 digits each, and fewer than 2^62 in sum: cannot overflow.
            let computed = opening &+ statement.counted.credits &- statement.counted.debits
            if computed != closing { reportBalance(found: closing, computed: computed) }
        }
        try close(closing: closing, day: day)
    }

    private mutating func reportBalance(found: Int64, computed: Int64) {
        let exponent = statement.currency.exponent
        func written(_ amount: Int64) -> String { Money.decimalString(amount, exponent: exponent) }
        report(
            .balanceMismatch, column: 91, found: written(found),
            expected: "\(written(computed)) (difference \(written(found &- computed)))")
    }

    /// The old balance is that of the evening of its day: the statement covers the days after it.
    private mutating func close(closing: Int64?, day: Day?) throws {
        isInStatement = false
        var from = statement.openingDay?.adding(days: 1)
        if let day, let next = from, day < next { from = day }
        if let first = statement.firstDay, let opening = statement.openingDay, first == opening {
            from = first
        }
        var record = StatementClosing(
            closingBalance: closing, openingBalance: statement.opening, from: from, to: day)
        record.entries = statement.counted.creditCount + statement.counted.debitCount
        record.credits = statement.counted.credits
        record.debits = statement.counted.debits
        try emit(.statementClosed(record))
    }

    /// Closes a statement that has no new balance.
    private mutating func closeUnfinished(_ bytes: Span<UInt8>) throws {
        try flush(bytes)
        isSkipping = false
        guard isInStatement else { return }
        report(.fieldMissing, severity: .warn, expected: "a new balance (07) for the account")
        try close(closing: nil, day: nil)
    }
}

extension Array where Element == UInt8 {
    init(ascii bytes: Span<UInt8>, _ range: Range<Int>) {
        self = bytes.extracting(range).withUnsafeBufferPointer { Array($0) }
    }
}
