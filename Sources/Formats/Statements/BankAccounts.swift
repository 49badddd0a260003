internal import Domain
internal import Scanning

/// Why a row of a bank table is left out, and in which column.
struct BankRowFailure: Error {
    let code: Problem.Code
    let column: Int
    var found = ""
}

/// The accounts and currencies of a bank table, each pair a statement of its own.
struct BankAccounts {
    private(set) var statements: [BankStatement] = []
    /// What the rows above the table say; holds where a row says nothing.
    let account: String
    private let currency: Currency
    /// What the heading of the amounts names.
    private let headingCurrency: Currency?
    private let columns: BankColumns
    private let encoding: TextEncoding

    private var accountRange = 0..<0
    private var lastAccount = ""
    private var lastAccountCurrency: Currency?
    private var lastStatement = -1
    private var lastCurrencyRange = 0..<0
    private var lastGlued: UInt32 = 0

    init(
        _ encoding: TextEncoding, _ columns: BankColumns, account: String, currency: Currency,
        headingCurrency: Currency?
    ) {
        self.encoding = encoding
        self.columns = columns
        self.account = account
        self.currency = currency
        self.headingCurrency = headingCurrency
    }

    func currency(ofStatement index: Int) -> Currency { statements[index].currency }

    /// Gives every statement its rows, and `account` where the rows' own column named it; a table without
    /// rows is one empty statement.
    mutating func finish(_ rows: [BankRow], headingLine: Int, account named: String?) {
        if statements.isEmpty { _ = statement(account: account, currency, line: headingLine) }
        if let named {
            for index in statements.indices { statements[index].account = IdentifierText.compact(named) }
        }
        if statements.count == 1 {
            statements[0].rows = Array(0..<UInt32(clamping: rows.count))
        } else {
            for index in rows.indices {
                statements[rows[index].statement].rows.append(UInt32(clamping: index))
            }
        }
    }

    mutating func takeStatements() -> [BankStatement] {
        defer { statements = [] }
        return statements
    }

    /// The statement of a row; `glued` is the currency written next to its amount, 0 for none.
    mutating func statement(
        _ record: DelimitedRecord, _ bytes: Span<UInt8>, glued: UInt32
    ) throws(BankRowFailure) -> Int {
        let range = record.range(columns.currency, in: bytes)
        if lastStatement >= 0, columns.account < 0, glued == lastGlued,
            isSame(range, lastCurrencyRange, in: bytes)
        {
            return lastStatement
        }
        var account = account
        var base = currency
        if columns.account >= 0 {
            readAccount(record, bytes)
            if !lastAccount.isEmpty { account = lastAccount }
            base = lastAccountCurrency ?? base
        }
        let written = try written(record, bytes)
        let currency = written ?? headingCurrency ?? Currency(packed: glued) ?? base
        guard GluedCurrency.agrees(glued, with: currency) else {
            let column = written == nil ? columns.mainAmount : columns.currency
            throw BankRowFailure(code: .currencyUnknown, column: column)
        }
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
        var text = encoding.string(bytes.extracting(range))
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

    /// What the column of currencies says; `nil` where it says nothing.
    private func written(
        _ record: DelimitedRecord, _ bytes: Span<UInt8>
    ) throws(BankRowFailure) -> Currency? {
        let range = record.range(columns.currency, in: bytes)
        if range.isEmpty { return nil }
        if range.count == 3 {
            var packed: UInt32 = 0
            for index in range { packed = packed << 8 | UInt32(bytes[index] & 0xDF) }
            if let currency = Currency(packed: packed) { return currency }
        }
        let text = encoding.string(bytes.extracting(range))
        if text == "€" || HeadingText.currency(named: HeadingText.fold(text)) == .eur { return .eur }
        throw BankRowFailure(code: .currencyUnknown, column: columns.currency)
    }
}
