internal import Domain
internal import Scanning

/// The columns of a bank table, resolved once; -1 where there is none.
struct BankColumns {
    let booked, value, amount, debit, credit, balance: Int
    /// A charge that is taken off the amount.
    let fee: Int
    /// The column of directions, by its heading or what it holds.
    private(set) var sign: Int
    let currency, account, iban, reference, bankReference: Int
    let counterparty, counterpartyAccount, counterpartyTaxId: Int
    let status, code, mandateId, endToEndId: Int
    /// Concept first, then what comments it.
    private(set) var texts: [Int]

    init(_ layout: TableLayout) {
        booked = layout.column("booked")
        value = layout.column("value")
        amount = layout.column("amount")
        // A table with a signed column and the same again in two is read by the signed one.
        debit = amount >= 0 ? -1 : layout.column("debit")
        credit = amount >= 0 ? -1 : layout.column("credit")
        sign = layout.column("sign")
        balance = layout.column("balance")
        fee = layout.column("fee")
        currency = layout.column("currency")
        account = layout.column("account")
        iban = layout.column("iban")
        reference = layout.column("reference")
        bankReference = layout.column("bankReference")
        counterparty = layout.column("counterparty")
        counterpartyAccount = layout.column("counterpartyAccount")
        counterpartyTaxId = layout.column("counterpartyTaxId")
        status = layout.column("status")
        code = layout.column("code")
        mandateId = layout.column("mandateId")
        endToEndId = layout.column("endToEndId")
        texts = layout.columns("text") + layout.columns("note")
    }

    /// Takes a column of directions that no heading names, which is then no text.
    mutating func take(sign column: Int) {
        sign = column
        if column >= 0 { texts.removeAll { $0 == column } }
    }

    /// Whether the table has value days only, which then stand for the booking days.
    var hasValueDaysOnly: Bool { booked >= 0 && booked == value }

    var dates: [Int] { [booked, value] }
    var numbers: [Int] { [amount, debit, credit, balance, fee] }
    /// The column whose heading may name the currency of the amounts.
    var mainAmount: Int { amount >= 0 ? amount : credit }
}

/// A bank table as its rows are read: what is the same for all of them, one object that no call copies.
final class BankTable: Sendable {
    let layout: TableLayout
    let columns: BankColumns
    let conventions: TableConventions
    /// Whether the column of debits has negative numbers only.
    let debitIsNegative: Bool
    let signs: BankSigns

    init(
        _ layout: TableLayout, _ columns: BankColumns, _ conventions: TableConventions, _ signs: BankSigns
    ) {
        self.signs = signs
        self.layout = layout
        self.columns = columns
        self.conventions = conventions
        let debits = conventions.numbers[columns.debit]
        debitIsNegative = (debits?.minus ?? 0) > 0 && (debits?.bare ?? 0) + (debits?.plus ?? 0) == 0
    }

    /// Whether a row has sums or balances instead of a movement.
    func isTotal(_ record: DelimitedRecord, _ bytes: Span<UInt8>, isDated: Bool) -> Bool {
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

    func number(
        _ record: DelimitedRecord, _ column: Int, _ bytes: Span<UInt8>
    ) throws(BankRowFailure) -> LocaleNumber? {
        switch conventions.number(record, column, in: bytes) {
        case .blank: return nil
        case .unreadable: throw BankRowFailure(code: .amountUnreadable, column: column)
        case .value(let number): return number
        }
    }

    func units(
        _ number: LocaleNumber, _ currency: Currency, _ column: Int
    ) throws(BankRowFailure) -> Int64 {
        switch number.minorUnits(currency) {
        case .success(let units): return units
        case .failure(let failure):
            throw BankRowFailure(
                code: failure.code, column: column, found: "\(number.number.scale) decimals in \(currency)")
        }
    }

    func balance(
        _ record: DelimitedRecord, _ bytes: Span<UInt8>, _ currency: Currency
    ) throws(BankRowFailure) -> Int64? {
        guard let number = try number(record, columns.balance, bytes) else { return nil }
        guard GluedCurrency.agrees(number.currency, with: currency) else {
            throw BankRowFailure(code: .currencyUnknown, column: columns.balance)
        }
        return try units(number, currency, columns.balance)
    }

    /// What the column of signs says: a word, plus or minus.
    func isCredit(_ record: DelimitedRecord, _ bytes: Span<UInt8>) -> Bool? {
        let word = layout.folded(record, columns.sign, bytes)
        if word == "a" { return true }
        if signs.cIsCargo, word == "c" { return false }
        if let known = BankWords.isCredit(word) { return known }
        let range = record.range(columns.sign, in: bytes)
        guard range.count == 1 else { return nil }
        switch bytes[range.lowerBound] {
        case UInt8(ascii: "+"): return true
        case UInt8(ascii: "-"): return false
        default: return nil
        }
    }
}
