internal import Domain
internal import Scanning

/// The second reading: emits the statements that the survey found.
struct OFXReading: OFXHandler {
    let survey: OFXSurvey
    let text: OFXText
    let options: ReadOptions
    let emit: RecordSink
    var problems: [Problem] = []

    private var index = -1
    var head = OFXHead()
    private var closing = StatementClosing()
    private var last: Day?
    private var saidOutsidePeriod = false
    private var movement = OFXMovement(line: 0)

    init(survey: OFXSurvey, text: OFXText, options: ReadOptions, emit: @escaping RecordSink) {
        self.survey = survey
        self.text = text
        self.options = options
        self.emit = emit
    }

    mutating func report(
        _ code: Problem.Code, severity: Problem.Severity? = nil, line: Int, _ element: String,
        found: String = "", expected: String = ""
    ) {
        let place = Place(line: line, element: element)
        problems.report(Problem(code, severity: severity, at: place, found: found, expected: expected))
    }

    // MARK: Statement

    mutating func statementOpened(isCard: Bool, line: Int, in bytes: Span<UInt8>) throws {
        index += 1
        guard survey.statements.indices.contains(index) else { return }
        head = OFXHead()
        openHead(survey.statements[index], bytes)
        closing = StatementClosing(from: head.from, to: head.to)
        last = nil
        saidOutsidePeriod = false
        var opening = StatementOpening(
            account: head.account, currency: head.currency, from: head.from, to: head.to,
            place: Place(line: line))
        if head.isExplanation { opening.kind = .explanation }
        try emit(.statementOpened(opening))
    }

    mutating func statementClosed(in bytes: Span<UInt8>) throws {
        guard survey.statements.indices.contains(index) else { return }
        let statement = survey.statements[index]
        if let balance = closingBalance(statement, bytes) {
            closing.closingBalance = balance
            closing.to = closing.to ?? statement.balanceDay
        }
        try emit(.statementClosed(closing))
    }

    /// The ledger balance where it is the balance at the end of the listed period.
    ///
    /// Banks write the balance of the moment of the download, whatever period was asked for. A balance of a
    /// day after the period holds movements that are not listed; one of a day before the last movement lacks
    /// listed ones; one without a day may be either. Neither closes the list, so it is left out: a wrong
    /// closing balance would break the chain of statements. Between the last movement and the end of the
    /// period nothing happened, so a balance of any day there closes the period.
    private mutating func closingBalance(_ statement: OFXStatement, _ bytes: Span<UInt8>) -> Int64? {
        guard !statement.balance.isEmpty else { return nil }
        let amount = StatementAmount(
            bytes.extracting(statement.balance.range), usual: survey.numbers.shown, exponent: head.exponent)
        guard let value = amount.value else {
            report(
                amount == .notExact ? .amountNotExact : .amountUnreadable, severity: .warn,
                line: statement.balanceLine, "LEDGERBAL/BALAMT")
            return nil
        }
        guard let day = statement.balanceDay else {
            report(
                .dateUnreadable, severity: .warn, line: statement.balanceLine, "LEDGERBAL/DTASOF",
                expected: "the day of the balance; the balance is left out")
            return nil
        }
        if let last, day < last { return nil }
        if let to = head.to, day > to { return nil }
        return value
    }

    // MARK: Movement

    mutating func transactionOpened(line: Int) { movement = OFXMovement(line: line) }

    mutating func pendingTransaction(line: Int) { report(.entryNotBooked, line: line, "STMTTRNP") }

    mutating func value(_ field: OFXField, _ token: OFXToken, in bytes: Span<UInt8>, isInTransaction: Bool) {
        if isInTransaction { movement.take(field, OFXValue(token)) }
    }

    mutating func transactionClosed(in bytes: Span<UInt8>) throws {
        guard let amount = amount(bytes), let booked = booked(bytes), isInCurrency(bytes) else { return }
        guard add(amount) else {
            return report(
                .amountUnreadable, line: movement.line, "STMTTRN/TRNAMT", expected: "a smaller amount")
        }
        last = max(last ?? booked, booked)
        checkPeriod(booked)
        var entry = EntryRecord(booked: booked, amount: amount)
        let value = movement.available.isEmpty ? movement.valueDay : movement.available
        entry.value = OFXDate.day(bytes.extracting(value.range), period: head.period)
        entry.code = text.string(bytes, movement.code)
        entry.reference = text.string(bytes, movement.reference)
        entry.bankReference = bankReference(bytes)
        entry.counterparty = counterparty(bytes)
        entry.counterpartyAccount = otherAccount(bytes)
        entry.text = text.string(bytes, movement.memo)
        for more in movement.moreMemos { entry.text += " " + text.string(bytes, more) }
        entry.place = Place(line: movement.line)
        try emit(.entry(entry))
    }

    private mutating func amount(_ bytes: Span<UInt8>) -> Int64? {
        guard !movement.amount.isEmpty else {
            report(.fieldMissing, line: movement.line, "STMTTRN/TRNAMT", expected: "an amount")
            return nil
        }
        // Two movements run into one: which amount belongs to which day cannot be known.
        guard !movement.isDoubled else {
            report(.recordMalformed, line: movement.line, "STMTTRN", expected: "one amount and one day")
            return nil
        }
        let amount = StatementAmount(
            bytes.extracting(movement.amount.range), usual: survey.numbers.shown, exponent: head.exponent)
        switch amount {
        case .exact(let value): return value
        case .notExact: report(.amountNotExact, line: movement.line, "STMTTRN/TRNAMT")
        case .ambiguous:
            report(
                .amountUnreadable, line: movement.line, "STMTTRN/TRNAMT", found: "a number like 1.234",
                expected: "an amount with its decimals")
        case .unreadable: report(.amountUnreadable, line: movement.line, "STMTTRN/TRNAMT")
        }
        return nil
    }

    private mutating func booked(_ bytes: Span<UInt8>) -> Day? {
        guard !movement.posted.isEmpty else {
            report(.fieldMissing, line: movement.line, "STMTTRN/DTPOSTED", expected: "a booking day")
            return nil
        }
        let day = OFXDate.day(bytes.extracting(movement.posted.range), period: head.period)
        if day == nil {
            report(.dateUnreadable, line: movement.line, "STMTTRN/DTPOSTED", expected: "YYYYMMDD")
        }
        return day
    }

    /// A movement in another currency than its account (`CURRENCY`, not `ORIGCURRENCY`) is not converted.
    private mutating func isInCurrency(_ bytes: Span<UInt8>) -> Bool {
        guard !movement.symbol.isEmpty else { return true }
        let written = text.string(bytes, movement.symbol)
        guard written != head.currency.code else { return true }
        report(
            .currencyUnknown, line: movement.line, "STMTTRN/CURRENCY/CURSYM",
            found: Currency(written)?.code ?? "", expected: head.currency.code)
        return false
    }

    private mutating func add(_ amount: Int64) -> Bool {
        let (sum, overflow) =
            amount < 0
            ? closing.debits.subtractingReportingOverflow(amount)
            : closing.credits.addingReportingOverflow(amount)
        guard !overflow else { return false }
        if amount < 0 { closing.debits = sum } else { closing.credits = sum }
        closing.entries += 1
        return true
    }

    private mutating func checkPeriod(_ day: Day) {
        guard let period = head.period, !period.contains(day), !saidOutsidePeriod else { return }
        saidOutsidePeriod = true
        report(
            .dateUnreadable, severity: .warn, line: movement.line, "STMTTRN/DTPOSTED", found: "\(day)",
            expected: "a day from \(period.lowerBound) to \(period.upperBound)")
    }

    // MARK: Texts

    /// `REFNUM`, else the number of the cheque; `0` is none.
    private func bankReference(_ bytes: Span<UInt8>) -> String {
        for value in [movement.otherReference, movement.check] {
            let written = text.string(bytes, value)
            if written.utf8.contains(where: { $0 != 0x30 }) { return written }
        }
        return ""
    }

    /// `NAME`, or `EXTDNAME` where that is the whole of the name that `NAME` cuts off.
    private func counterparty(_ bytes: Span<UInt8>) -> String {
        let name = text.string(bytes, movement.name)
        guard !movement.extendedName.isEmpty else { return name }
        let extended = text.string(bytes, movement.extendedName)
        return extended.hasPrefix(name) ? extended : name
    }

    private func otherAccount(_ bytes: Span<UInt8>) -> String {
        guard !movement.otherNumber.isEmpty else { return "" }
        let number = text.string(bytes, movement.otherNumber)
        if let iban = IBAN(number) { return iban.text }
        guard survey.isFrench || head.isFrench else { return number }
        let iban = FrenchAccount.iban(
            bank: text.string(bytes, movement.otherBank), branch: text.string(bytes, movement.otherBranch),
            account: number)
        guard let iban, hasKey(movement.otherKey, of: iban, bytes) else { return number }
        return iban.text
    }

    func hasKey(_ key: OFXValue, of iban: IBAN, _ bytes: Span<UInt8>) -> Bool {
        key.isEmpty || text.string(bytes, key) == FrenchAccount.key(of: iban)
    }
}
