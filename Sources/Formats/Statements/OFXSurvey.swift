internal import Domain
internal import Scanning

/// What one statement says of itself, wherever it says so: currency and account stand before the movements
/// by the standard, and anywhere in real files.
struct OFXStatement {
    let isCard: Bool
    let line: Int
    var currency = OFXValue()
    /// Currency of the first movement that names one of its own.
    var symbol = OFXValue()
    var bank = OFXValue()
    var branch = OFXValue()
    var number = OFXValue()
    var key = OFXValue()
    var kind = OFXValue()
    var from: Day?
    var to: Day?
    /// Last booking day that is certain.
    var last: Day?
    var balance = OFXValue()
    var balanceLine = 0
    var balanceDay: Day?
    /// The day on which the file was made.
    var serverDay: Day?
    /// Movements of a kind that takes money (`DEBIT`, `POS`, `ATM`, …), by their sign.
    var positiveDebits = 0
    var negativeDebits = 0

    init(isCard: Bool, line: Int) {
        self.isCard = isCard
        self.line = line
    }

    var period: ClosedRange<Day>? {
        guard let from, let to, from <= to else { return nil }
        return from...to
    }

    /// A deferred-debit card (seen: La Poste): all that was bought stands there with a plus. Whether these
    /// are debits without their sign or credits cannot be known.
    var hasDoubtfulSigns: Bool { positiveDebits > 0 && negativeDebits == 0 }
}

/// The first reading: heads of the statements and what decides for the whole file. No movement is kept.
struct OFXSurvey: OFXHandler {
    private(set) var statements: [OFXStatement] = []
    private(set) var numbers = NumberEvidence()
    /// Language of the file, `FRA`, `SPA`; French banks also write `FRE`.
    private(set) var isFrench = false
    private(set) var isSpanish = false
    private var serverDay: Day?
    private var from: Day?
    private var isDebit = false
    private var sign = 0

    /// The kinds of movement that take money by the specification. `PAYMENT` and `CREDIT` are none: a card is
    /// paid with them.
    private static let debits: [StaticString] = [
        "DEBIT", "POS", "ATM", "CASH", "FEE", "SRVCHG", "CHECK", "DIRECTDEBIT",
    ]

    mutating func statementOpened(isCard: Bool, line: Int, in bytes: Span<UInt8>) {
        statements.append(OFXStatement(isCard: isCard, line: line))
        statements[statements.count - 1].serverDay = serverDay
        from = nil
    }

    mutating func statementClosed(in bytes: Span<UInt8>) {}

    mutating func transactionOpened(line: Int) {
        isDebit = false
        sign = 0
    }

    mutating func transactionClosed(in bytes: Span<UInt8>) {
        guard isDebit, !statements.isEmpty else { return }
        if sign > 0 { statements[statements.count - 1].positiveDebits += 1 }
        if sign < 0 { statements[statements.count - 1].negativeDebits += 1 }
    }

    mutating func pendingTransaction(line: Int) {}

    mutating func value(_ field: OFXField, _ token: OFXToken, in bytes: Span<UInt8>, isInTransaction: Bool) {
        let text = bytes.extracting(token.value)
        switch field {
        case .serverDay: serverDay = OFXDate.day(text)
        case .language:
            isFrench = XMLText.equals(text, "FRA") || XMLText.equals(text, "FRE")
            isSpanish = XMLText.equals(text, "SPA")
        case .amount:
            numbers.add(text, line: token.line)
            sign = Self.sign(text)
        case .code: isDebit = Self.debits.contains { XMLText.equals(text, $0) }
        default:
            guard !statements.isEmpty else { return }
            Self.take(field, token, text, &statements[statements.count - 1])
            period(field, text)
        }
    }

    private static func take(
        _ field: OFXField, _ token: OFXToken, _ text: Span<UInt8>, _ statement: inout OFXStatement
    ) {
        /// The first one counts.
        func keep(_ value: inout OFXValue) { if value.isEmpty { value = OFXValue(token) } }
        switch field {
        case .statementCurrency: keep(&statement.currency)
        case .symbol: keep(&statement.symbol)
        case .bank: keep(&statement.bank)
        case .branch: keep(&statement.branch)
        case .number: keep(&statement.number)
        case .key: keep(&statement.key)
        case .kind: keep(&statement.kind)
        case .balance:
            if statement.balance.isEmpty { statement.balanceLine = token.line }
            keep(&statement.balance)
        case .balanceDay: statement.balanceDay = statement.balanceDay ?? OFXDate.day(text)
        case .posted:
            guard let day = OFXDate.day(text) else { return }
            statement.last = max(statement.last ?? day, day)
        default: break
        }
    }

    /// The days of the lists. Several lists of a statement are one period where they touch; else the later
    /// one is, which the balance belongs to.
    private mutating func period(_ field: OFXField, _ text: Span<UInt8>) {
        let last = statements.count - 1
        if field == .from { from = OFXDate.day(text) }
        guard field == .to, let to = OFXDate.day(text) else { return }
        let known = statements[last].to
        if let from, let known, let start = statements[last].from, from <= known.adding(days: 1), to >= start
        {
            statements[last].from = min(start, from)
            statements[last].to = max(known, to)
        } else {
            statements[last].from = from
            statements[last].to = to
        }
    }

    private static func sign(_ text: Span<UInt8>) -> Int {
        var isSignificant = false
        for index in text.indices {
            let byte = text[index]
            if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "(") { return -1 }
            if byte >= 0x31, byte <= 0x39 { isSignificant = true }
        }
        return isSignificant ? 1 : 0
    }
}
