internal import Domain
internal import Scanning

/// What holds for all movements of a statement.
struct OFXHead {
    var account = ""
    var currency = Currency.eur
    var exponent = 2
    var from: Day?
    var to: Day?
    /// The account is one of a French bank for certain.
    var isFrench = false
    /// The movements are shown, not booked.
    var isExplanation = false

    var period: ClosedRange<Day>? {
        guard let from, let to, from <= to else { return nil }
        return from...to
    }
}

/// A movement as places in the file.
struct OFXMovement {
    let line: Int
    var code = OFXValue()
    var posted = OFXValue()
    var available = OFXValue()
    var valueDay = OFXValue()
    var amount = OFXValue()
    var reference = OFXValue()
    var check = OFXValue()
    var otherReference = OFXValue()
    var name = OFXValue()
    var extendedName = OFXValue()
    var memo = OFXValue()
    var moreMemos: [OFXValue] = []
    var symbol = OFXValue()
    var otherBank = OFXValue()
    var otherBranch = OFXValue()
    var otherNumber = OFXValue()
    var otherKey = OFXValue()
    /// A second amount or day: a movement that is not closed ran into the next.
    var isDoubled = false

    init(line: Int) { self.line = line }

    mutating func take(_ field: OFXField, _ value: OFXValue) {
        switch field {
        case .code: code = value
        case .posted:
            isDoubled = isDoubled || !posted.isEmpty
            posted = value
        case .available: available = value
        case .valueDay: valueDay = value
        case .amount:
            isDoubled = isDoubled || !amount.isEmpty
            amount = value
        case .reference: reference = value
        case .check: check = value
        case .otherReference: otherReference = value
        case .name: if name.isEmpty { name = value }
        case .extendedName: extendedName = value
        case .memo: if memo.isEmpty { memo = value } else { moreMemos.append(value) }
        case .symbol: symbol = value
        case .otherBank: otherBank = value
        case .otherBranch: otherBranch = value
        case .otherNumber: otherNumber = value
        case .otherKey: otherKey = value
        default: break
        }
    }
}

extension OFXReading {
    /// Currency, account and days, from what the survey found.
    mutating func openHead(_ statement: OFXStatement, _ bytes: Span<UInt8>) {
        head.currency = currency(statement, bytes)
        head.exponent = head.currency.exponent
        head.account = account(statement, bytes)
        period(statement)
        let isCard = statement.isCard || text.string(bytes, statement.kind).uppercased() == "CREDITLINE"
        guard isCard else { return }
        if head.account.isEmpty {
            // The workspace would take it for the bank account.
            head.isExplanation = true
            report(
                .fieldMissing, severity: .warn, line: statement.line, "CCACCTFROM/ACCTID",
                expected: "the number of the card; its movements are shown, not booked")
        }
        guard statement.hasDoubtfulSigns else { return }
        head.isExplanation = true
        report(
            .formatAmbiguous, severity: .warn, line: statement.line, "CCSTMTRS",
            found: "a card's purchases without a minus",
            expected: "signed amounts; they are shown as written, not booked")
    }

    private mutating func currency(_ statement: OFXStatement, _ bytes: Span<UInt8>) -> Currency {
        let written = statement.currency.isEmpty ? statement.symbol : statement.currency
        let code = text.string(bytes, written)
        if let currency = Currency(code.uppercased()) { return currency }
        report(
            .currencyUnknown, severity: .warn, line: statement.line, "CURDEF",
            found: code.isEmpty ? "" : "no ISO 4217 code",
            expected: "a currency; read as \(options.defaultCurrency.code)")
        return options.defaultCurrency
    }

    /// Where computers begin to count days: as a first day it says that nobody stated one (seen: csv2ofx).
    private static let dayZero = Day(year: 1970, month: 1, day: 1)

    /// The period that the bank names, but no day after the one on which the file was made: nobody knows what
    /// happens later (seen: Crédit Agricole asks for days to come).
    private mutating func period(_ statement: OFXStatement) {
        if let from = statement.from, let to = statement.to, from > to {
            return report(
                .dateUnreadable, severity: .warn, line: statement.line, "BANKTRANLIST/DTSTART",
                expected: "a first day that is not after the last")
        }
        (head.from, head.to) = (statement.from == Self.dayZero ? nil : statement.from, statement.to)
        // A server's day before the movements or the balance is none (seen: Fortis).
        guard let server = statement.serverDay, let to = statement.to, server < to,
            server >= statement.from ?? server, server >= statement.last ?? server,
            server >= statement.balanceDay ?? server
        else { return }
        head.to = server
    }

    // MARK: Account

    /// The IBAN, or the number as written.
    private mutating func account(_ statement: OFXStatement, _ bytes: Span<UInt8>) -> String {
        let number = text.string(bytes, statement.number)
        if let iban = IBAN(number) { return iban.text }
        guard !statement.isCard, head.currency == .eur else { return number }
        let compact = IdentifierText.compact(number)
        let bank = text.string(bytes, statement.bank)
        let branch = text.string(bytes, statement.branch)
        if let iban = FrenchAccount.iban(bank: bank, branch: branch, account: compact) {
            return french(iban, statement, bytes) ?? number
        }
        return (FrenchAccount.iban(whole: compact) ?? iberian(bank, branch, compact))?.text ?? number
    }

    /// France is certain where the file is in French or states the key of the account, and the key is right.
    private mutating func french(
        _ iban: IBAN, _ statement: OFXStatement, _ bytes: Span<UInt8>
    ) -> String? {
        guard hasKey(statement.key, of: iban, bytes) else {
            report(.ibanInvalid, line: statement.line, "BANKACCTFROM/ACCTKEY")
            return nil
        }
        guard survey.isFrench || !statement.key.isEmpty else { return nil }
        head.isFrench = true
        return iban.text
    }

    /// A Spanish account (CCC) of twenty digits with two right control digits, or of bank, office and number
    /// in a Spanish file; a Portuguese one (NIB), whose IBAN always begins with PT50.
    private func iberian(_ bank: String, _ branch: String, _ number: String) -> IBAN? {
        if number.utf8.count == 20, CCC.isValid(number) {
            return IBAN(
                spanishBank: String(number.prefix(4)), office: String(number.dropFirst(4).prefix(4)),
                account: String(number.suffix(10)))
        }
        if survey.isSpanish, let iban = IBAN(spanishBank: bank, office: branch, account: number) {
            return iban
        }
        return number.utf8.count == 21 ? IBAN("PT50" + number) : nil
    }
}
