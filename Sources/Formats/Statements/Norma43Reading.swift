internal import Domain
internal import Scanning

/// The state of one reading.
struct Norma43Reading {
    let encoding: TextEncoding
    let options: ReadOptions
    let emit: RecordSink
    var problems: [Problem] = []
    private let isAllASCII: Bool
    private var records: Int64 = 0
    private(set) var line = 0

    private var hasRecords = false
    private var hasHeader = false
    private var account = Norma43Account()
    private var isInAccount = false
    /// The account record could not be read: its movements are left out.
    private var isSkipping = false
    /// The movement whose texts may still follow.
    private var movement = Norma43Movement()
    private var hasMovement = false
    private var text = Norma43Text()
    private var repeatedDay = RepeatedDay()

    init(encoding: TextEncoding, isASCII: Bool, options: ReadOptions, emit: @escaping RecordSink) {
        self.encoding = encoding
        isAllASCII = isASCII
        self.options = options
        self.emit = emit
    }

    var encodingName: String { isAllASCII ? "ASCII" : encoding.rawValue }

    mutating func read(_ bytes: Span<UInt8>, from start: Int) throws {
        var lines = LineCursor(bytes, from: start)
        while let range = lines.nextLine(in: bytes) {
            line = lines.number
            if range.isEmpty || (range.count == 1 && bytes[range.lowerBound] == 0x1A) { continue }
            try readLine(bytes, range)
            // A file that begins with no record is not one of ours: not a problem a line.
            if !hasRecords, !Self.isHeader(bytes, range) { break }
        }
        try closeAccount(bytes)
        if !hasRecords { problems.report(Problem(.formatUnknown, expected: "records of Norma 43")) }
    }

    /// A record 00, which some banks write before the accounts.
    static func isHeader(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        range.count >= 2 && bytes[range.lowerBound] == 0x30 && bytes[range.lowerBound + 1] == 0x30
    }

    /// A line, or several records without line ends between them.
    private mutating func readLine(_ bytes: Span<UInt8>, _ range: Range<Int>) throws {
        guard range.count >= 160, encoding != .utf8 || isAllASCII else {
            return try readRecord(bytes, range)
        }
        var start = range.lowerBound
        while start < range.upperBound {
            let end = min(start + 80, range.upperBound)
            try readRecord(bytes, start..<end)
            start = end
        }
    }

    private mutating func readRecord(_ bytes: Span<UInt8>, _ range: Range<Int>) throws {
        let columns = FixedColumns(range, in: bytes, isUTF8: encoding == .utf8 && !isAllASCII)
        let code = range.count >= 2 ? (bytes[range.lowerBound], bytes[range.lowerBound + 1]) : (0, 0)
        switch code {
        case (0x31, 0x31):
            try closeAccount(bytes)
            try openAccount(bytes, columns)
        case (0x32, 0x32): try readMovement(bytes, columns)
        case (0x32, 0x33): readText(bytes, columns)
        case (0x32, 0x34): break  // The amount in another currency is only information.
        case (0x33, 0x33): try readTotals(bytes, columns)
        case (0x38, 0x38): try readEnd(bytes, columns)
        case (0x30, 0x30):
            if !hasHeader {
                report(.recordMalformed, severity: .warn, found: "00", expected: "no header record")
            }
            hasHeader = true
            return
        default:
            report(.recordMalformed, expected: "a record code 11, 22, 23, 24, 33 or 88")
            return
        }
        records += 1
        hasRecords = true
    }

    mutating func report(
        _ code: Problem.Code, severity: Problem.Severity? = nil, column: Int = 0, found: String = "",
        expected: String = ""
    ) {
        let place = Place(line: line, column: column)
        problems.report(Problem(code, severity: severity, at: place, found: found, expected: expected))
    }

    // MARK: 11

    private mutating func openAccount(_ bytes: Span<UInt8>, _ columns: FixedColumns) throws {
        isSkipping = true
        guard columns.count >= 50, let numeric = digitsValue(bytes, columns.range(48, 50)) else {
            return report(.recordMalformed, expected: "an account record of at least 50 characters")
        }
        guard let currency = Currency(numeric: Int(numeric)) else {
            return report(.currencyUnknown, column: 48, found: "\(numeric)")
        }
        repeatedDay = RepeatedDay()
        var account = Norma43Account()
        account.currency = currency
        account.exponent = currency.exponent
        account.line = line
        account.key = ascii(bytes, columns.range(3, 20))
        (account.from, account.to, account.isDayFirst) = period(bytes, columns)
        account.opening = balance(bytes, columns, sign: 33, amount: 34)
        isSkipping = false
        isInAccount = true
        self.account = account
        try emit(
            .statementOpened(
                StatementOpening(
                    account: accountNumber(account.key), currency: currency, from: account.from,
                    to: account.to, openingBalance: account.opening, place: Place(line: line))))
    }

    /// The IBAN: the control digits, which the record leaves out, are computed.
    private func accountNumber(_ key: String) -> String {
        let bank = String(key.prefix(4))
        let office = String(key.dropFirst(4).prefix(4))
        return IBAN(spanishBank: bank, office: office, account: String(key.dropFirst(8)))?.text ?? key
    }

    /// A signed amount of 14 digits; `nil`, reported, when it has none. Sign 1 is debit, 2 credit.
    private mutating func balance(
        _ bytes: Span<UInt8>, _ columns: FixedColumns, sign: Int, amount: Int
    ) -> Int64? {
        guard let magnitude = minorUnits(bytes, columns.range(amount, amount + 13)) else {
            report(.amountUnreadable, severity: .warn, column: amount, expected: "14 digits")
            return nil
        }
        switch digitsValue(bytes, columns.range(sign, sign)) {
        case 1: return -magnitude
        case 2: return magnitude
        default:
            if magnitude != 0 {
                report(
                    .recordMalformed, severity: .warn, column: sign,
                    expected: "a sign 1 (debit) or 2 (credit); taken as credit")
            }
            return magnitude
        }
    }

    private func minorUnits(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
        guard range.count == 14, let digits = digitsValue(bytes, range) else { return nil }
        guard account.exponent != 2 else { return digits }
        return Int64.minorUnits(digits: digits, scale: 2, exponent: account.exponent)
    }

    func ascii(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        (isAllASCII ? .utf8 : encoding).string(bytes.extracting(range))
    }

    // MARK: Days

    /// The period, and whether the file writes its days day first: some banks send DDMMYY. The standard's
    /// YYMMDD is taken whenever it makes a period of no more than two years.
    private mutating func period(
        _ bytes: Span<UInt8>, _ columns: FixedColumns
    ) -> (from: Day?, to: Day?, isDayFirst: Bool) {
        let (from, to) = (columns.range(21, 26), columns.range(27, 32))
        for isDayFirst in [false, true] {
            guard let first = Self.day(bytes, from, isDayFirst: isDayFirst),
                let last = Self.day(bytes, to, isDayFirst: isDayFirst), first <= last,
                last.days(since: first) <= 732
            else { continue }
            if isDayFirst {
                report(.dateUnreadable, severity: .warn, column: 21, expected: "YYMMDD; read as DDMMYY")
            }
            return (first, last, isDayFirst)
        }
        report(.dateUnreadable, severity: .warn, column: 21, expected: "a period of days YYMMDD")
        return (
            Self.day(bytes, from, isDayFirst: false), Self.day(bytes, to, isDayFirst: false), false
        )
    }

    /// Years 80 to 99 are of the last century.
    static func day(_ bytes: Span<UInt8>, _ range: Range<Int>, isDayFirst: Bool) -> Day? {
        guard range.count == 6, let digits = digitsValue(bytes, range) else { return nil }
        let (first, middle, last) = (Int(digits / 10_000), Int(digits / 100 % 100), Int(digits % 100))
        let year = isDayFirst ? last : first
        return Day(
            year: year + (year >= 80 ? 1900 : 2000), month: middle, day: isDayFirst ? first : last)
    }

    // MARK: 22

    private mutating func readMovement(_ bytes: Span<UInt8>, _ columns: FixedColumns) throws {
        try flush(bytes)
        guard isInAccount else {
            if !isSkipping { report(.recordMalformed, expected: "an account record before the movement") }
            return
        }
        let sign = digitsValue(bytes, columns.range(28, 28))
        guard let sign, sign == 1 || sign == 2 else {
            return report(.recordMalformed, column: 28, expected: "a sign 1 (debit) or 2 (credit)")
        }
        guard let amount = minorUnits(bytes, columns.range(29, 42)) else {
            return report(.amountUnreadable, column: 29, expected: "14 digits")
        }
        account.counted.add(amount, isDebit: sign == 1)
        guard let booked = movementDay(bytes, columns.range(11, 16)) else {
            return report(.dateUnreadable, column: 11, expected: "a booking day YYMMDD")
        }
        checkPeriod(booked)
        var bankReference = identifier(bytes, columns.range(53, 64))
        if bankReference.isEmpty { bankReference = identifier(bytes, columns.range(65, 80)) }
        movement.booked = booked
        movement.value = movementDay(bytes, columns.range(17, 22))
        movement.amount = sign == 1 ? -amount : amount
        movement.code = columns.range(23, 27)
        movement.reference = identifier(bytes, columns.range(43, 52))
        movement.bankReference = bankReference
        movement.line = line
        hasMovement = true
    }

    private mutating func movementDay(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Day? {
        guard range.count == 6 else { return nil }
        let isDayFirst = account.isDayFirst
        return repeatedDay.day(bytes, range.lowerBound) { Self.day(bytes, range, isDayFirst: isDayFirst) }
    }

    private mutating func checkPeriod(_ day: Day) {
        guard let from = account.from, let to = account.to, day < from || day > to,
            !account.saidOutsidePeriod
        else { return }
        account.saidOutsidePeriod = true
        report(
            .dateUnreadable, severity: .warn, column: 11, found: "\(day)",
            expected: "a day from \(from) to \(to)")
    }

    /// `04/099`: the common concept and the bank's own.
    private func code(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        guard range.count == 5, range.allSatisfy({ bytes[$0] > 0x20 && bytes[$0] < 0x7F }) else { return "" }
        return String(unsafeUninitializedCapacity: 6) { text in
            for offset in 0..<5 { text[offset < 2 ? offset : offset + 1] = bytes[range.lowerBound + offset] }
            text[2] = UInt8(ascii: "/")
            return 6
        }
    }

    /// A reference as written, without blanks at its ends; empty when it is only zeros.
    private func identifier(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        bytes.withUnsafeBufferPointer { bytes in
            var (start, end) = (range.lowerBound, range.upperBound)
            while start < end, bytes[start] == 0x20 { start &+= 1 }
            while end > start, bytes[end - 1] == 0x20 { end &-= 1 }
            var index = start
            while index < end, bytes[index] == 0x30 { index &+= 1 }
            return index < end ? start..<end : start..<start
        }
    }

    // MARK: 23

    private mutating func readText(_ bytes: Span<UInt8>, _ columns: FixedColumns) {
        guard hasMovement else {
            if !isSkipping {
                report(.recordMalformed, severity: .warn, expected: "a movement record before its texts")
            }
            return
        }
        text.append(bytes, columns)
    }

    /// Emits the movement whose texts are now complete.
    private mutating func flush(_ bytes: Span<UInt8>) throws {
        guard hasMovement else { return text.clear() }
        hasMovement = false
        var entry = EntryRecord(booked: movement.booked, value: movement.value, amount: movement.amount)
        entry.code = code(bytes, movement.code)
        entry.reference = ascii(bytes, movement.reference)
        entry.bankReference = ascii(bytes, movement.bankReference)
        entry.place = Place(line: movement.line)
        text.describe(
            &entry, isReturn: entry.code.utf8.starts(with: [0x31, 0x34]),
            encoding: isAllASCII ? .utf8 : encoding)
        text.clear()
        if movement.amount < 0 {
            account.counted.emitted.debits &-= movement.amount
        } else {
            account.counted.emitted.credits &+= movement.amount
        }
        account.counted.emitted.count += 1
        try emit(.entry(entry))
    }

    // MARK: 33 and 88

    private mutating func readTotals(_ bytes: Span<UInt8>, _ columns: FixedColumns) throws {
        try flush(bytes)
        guard isInAccount else {
            if !isSkipping {
                report(.recordMalformed, severity: .warn, expected: "an account record before its totals")
            }
            isSkipping = false
            return
        }
        if ascii(bytes, columns.range(3, 20)) != account.key {
            report(
                .recordMalformed, severity: .warn, column: 3, expected: "the account of the account record")
        }
        let counted = account.counted
        check(.countMismatch, bytes, columns.range(21, 25), 21, counted.debitCount)
        check(.totalsDiffer, bytes, columns.range(26, 39), 26, counted.debits)
        check(.countMismatch, bytes, columns.range(40, 44), 40, counted.creditCount)
        check(.totalsDiffer, bytes, columns.range(45, 58), 45, counted.credits)
        let closing = balance(bytes, columns, sign: 59, amount: 60)
        if let closing, let opening = account.opening {
            checkBalance(opening: opening, closing: closing)
        }
        try close(closing: closing)
    }

    private mutating func check(
        _ code: Problem.Code, _ bytes: Span<UInt8>, _ range: Range<Int>, _ column: Int, _ counted: Int64
    ) {
        let isCount = code == .countMismatch
        let claimed = isCount ? digitsValue(bytes, range) : minorUnits(bytes, range)
        guard let claimed, claimed != counted else { return }
        let exponent = isCount ? 0 : account.exponent
        report(
            code, column: column, found: Money.decimalString(claimed, exponent: exponent),
            expected: Money.decimalString(counted, exponent: exponent))
    }

    private mutating func checkBalance(opening: Int64, closing: Int64) {
        let emitted = account.counted.emitted
        let computed = opening &+ emitted.credits &- emitted.debits
        guard computed != closing else { return }
        let exponent = account.exponent
        func written(_ amount: Int64) -> String { Money.decimalString(amount, exponent: exponent) }
        report(
            .balanceMismatch, column: 60, found: written(closing),
            expected: "\(written(computed)) (difference \(written(closing &- computed)))")
    }

    private mutating func close(closing: Int64?) throws {
        var record = StatementClosing(
            closingBalance: closing, openingBalance: account.opening, from: account.from, to: account.to)
        record.entries = account.counted.emitted.count
        record.credits = account.counted.emitted.credits
        record.debits = account.counted.emitted.debits
        isInAccount = false
        try emit(.statementClosed(record))
    }

    /// Closes an account that has no totals record.
    private mutating func closeAccount(_ bytes: Span<UInt8>) throws {
        try flush(bytes)
        isSkipping = false
        guard isInAccount else { return }
        report(.fieldMissing, severity: .warn, expected: "a totals record (33) for the account")
        try close(closing: nil)
    }

    private mutating func readEnd(_ bytes: Span<UInt8>, _ columns: FixedColumns) throws {
        try closeAccount(bytes)
        // The caller counts this record too, and it is not one of its own.
        defer { records = -1 }
        guard let claimed = digitsValue(bytes, columns.range(21, 26)), claimed != records,
            !hasHeader || claimed != records + 1
        else { return }
        report(.countMismatch, column: 21, found: "\(claimed)", expected: "\(records)")
    }
}
