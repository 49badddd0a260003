internal import Domain
internal import Scanning

/// Heads and feet of statements.
extension MT940Reading {
    /// Emits the head, before the first entry or at the end of a statement without entries.
    mutating func openStatement(_ bytes: Span<UInt8>, _ lines: LineCursor? = nil) throws {
        guard !statement.isOpened else { return }
        statement.isOpened = true
        if statement.currency == nil { statement.currency = options.defaultCurrency }
        if !statement.hasAccount {
            problems.report(
                report(
                    .fieldMissing, severity: .warn, line: statement.line, expected: "an account (field 25)"))
        }
        var opening = StatementOpening(
            account: statement.account, currency: statement.currency ?? options.defaultCurrency,
            reference: statement.reference, openingBalance: statement.opening,
            place: Place(line: statement.line))
        if isPreview || statement.isPreview { opening.kind = .preview }
        try emit(.statementOpened(opening))
    }

    /// Emits what is left of the message and its foot, and begins a new one.
    mutating func closeStatement(_ bytes: Span<UInt8>) throws {
        try flush(bytes)
        defer { statement = MT940Statement() }
        guard statement.line > 0 else { return }
        guard !statement.isEmpty else {
            problems.report(
                report(
                    .recordMalformed, severity: .warn, line: statement.line,
                    expected: "an account, balances and entries after field 20"))
            return
        }
        try openStatement(bytes)
        let isPreview = isPreview || statement.isPreview
        if !isPreview { checkBalances() }
        checkClaims()
        var closing = StatementClosing(
            closingBalance: statement.closing, openingBalance: statement.opening, from: firstDay,
            to: statement.closingDay)
        closing.entries = statement.counted.creditCount + statement.counted.debitCount
        closing.credits = statement.counted.credits
        closing.debits = statement.counted.debits
        try emit(.statementClosed(closing))
    }

    /// The first day the statement covers. The opening balance is that of the day before, but of the same day
    /// in statements of one day, and some banks date it on the first day itself.
    private var firstDay: Day? {
        guard let opening = statement.openingDay else { return nil }
        let next = opening.adding(days: 1)
        var first = next
        if let closing = statement.closingDay, closing < next { first = closing }
        // An entry of the opening day shows that the day belongs to the statement.
        if let entry = statement.firstDay, entry >= opening, entry < first { first = entry }
        return first
    }

    private mutating func checkBalances() {
        if statement.opening == nil || statement.closing == nil {
            problems.report(
                report(
                    .fieldMissing, severity: .warn, line: statement.line,
                    expected: statement.opening == nil
                        ? "an opening balance (field 60)" : "a closing balance (field 62)"))
            return
        }
        guard let opening = statement.opening, let closing = statement.closing else { return }
        // All of them are below a quarter of what fits.
        let computed = opening &+ statement.counted.credits &- statement.counted.debits
        guard computed != closing else { return }
        func written(_ amount: Int64) -> String {
            Money.decimalString(amount, exponent: statement.exponent)
        }
        problems.report(
            report(
                .balanceMismatch, line: statement.line, found: written(closing),
                expected: "\(written(computed)) (difference \(written(closing &- computed)))"))
    }

    private mutating func checkClaims() {
        let counted = statement.counted
        check(statement.claims.debits, counted.debitCount, counted.debits, "debits")
        check(statement.claims.credits, counted.creditCount, counted.credits, "credits")
    }

    private mutating func check(_ claim: MT940Claim?, _ count: Int, _ sum: Int64, _ side: String) {
        guard let claim else { return }
        if claim.count != Int64(count) {
            problems.report(
                report(
                    .countMismatch, line: statement.line, found: "\(claim.count) \(side)",
                    expected: "\(count)"))
        }
        guard claim.amount != sum else { return }
        problems.report(
            report(
                .totalsDiffer, line: statement.line,
                found: "\(side) " + Money.decimalString(claim.amount, exponent: statement.exponent),
                expected: Money.decimalString(sum, exponent: statement.exponent)))
    }
}

/// Field 25: the account, in one of many ways.
enum MT940Account {
    /// The IBAN where one is in it, else what is written: `NL34RABO0142623393 EUR`, `NL77INGB0574908765EUR`,
    /// `CCRALULL/LU540026121160200600`, `50880050/0194787400888`.
    static func identifier(_ text: String) -> String {
        // 35 characters by the book; far more is no account.
        guard text.utf8.count <= 100 else { return "" }
        if let iban = IBAN(text) { return iban.text }
        for part in text.split(whereSeparator: { $0 == "/" || $0 == " " }) {
            if let iban = iban(part) { return iban }
        }
        if let iban = iban(text[...]) { return iban }
        // Blanks and a currency behind something that looks like an IBAN are no part of it.
        let words = text.split(separator: " ")
        if words.count == 2, words[1].utf8.count == 3, Currency(words[1]) != nil { return String(words[0]) }
        return String(text.drop { $0 == "/" })
    }

    /// Whether it has the form of an IBAN and fails its check.
    static func isBrokenIBAN(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return (15...34).contains(bytes.count) && IBANBytes.looksLikeIBAN(bytes.span)
            && bytes.allSatisfy { $0 &- 0x30 <= 9 || ($0 >= 0x41 && $0 <= 0x5A) } && IBAN(text) == nil
    }

    /// A valid IBAN, perhaps with the currency glued to its end.
    private static func iban(_ text: Substring) -> String? {
        if let iban = IBAN(text) { return iban.text }
        guard text.utf8.count > 18, Currency(text.suffix(3)) != nil else { return nil }
        return IBAN(text.dropLast(3))?.text
    }
}
