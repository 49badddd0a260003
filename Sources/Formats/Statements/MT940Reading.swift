internal import Domain
internal import Scanning

/// The state of one reading.
struct MT940Reading {
    /// The field whose further lines may follow.
    private enum Field { case movement, details, other }

    /// The encoding; that of plain bytes wherever no byte needs more.
    let textEncoding: TextEncoding
    let options: ReadOptions
    let emit: RecordSink
    /// The envelope or the first message says MT942.
    let isPreview: Bool
    var problems: [Problem] = []
    private(set) var line = 0

    private var field = Field.other
    /// Between the end of a message and the first field of the next.
    private var isOutside = false
    /// Length of the details before a line of a hyphen, which ends the message if no field of it follows.
    private var lengthBeforeHyphen: Int?
    var statement = MT940Statement()
    var movement = MT940Movement()
    var hasMovement = false
    var details: MT940Details
    /// The code of the last movement, and its bytes in one.
    var lastCode: (packed: UInt64, text: String) = (0, "")
    /// The account that was last reported.
    private var brokenIBAN = ""

    init(
        encoding: TextEncoding, isASCII: Bool, isPreview: Bool, options: ReadOptions,
        emit: @escaping RecordSink
    ) {
        textEncoding = isASCII ? .utf8 : encoding
        self.isPreview = isPreview
        self.options = options
        self.emit = emit
        details = MT940Details(isUTF8: encoding == .utf8 && !isASCII)
    }

    /// Longest line, and longest details of a movement: the standard has 390 characters.
    private static let textBytesMax = 1 << 20

    mutating func read(_ bytes: Span<UInt8>, from start: Int) throws {
        var lines = LineCursor(bytes, from: start)
        while let range = lines.nextLine(in: bytes) {
            line = lines.number
            guard range.count <= Self.textBytesMax, details.length <= Self.textBytesMax else {
                return problems.report(
                    report(
                        .limitExceeded, found: "a line or details of more than \(Self.textBytesMax) bytes",
                        expected: "at most six lines of 65 characters"))
            }
            if let tag = MT940Tag(bytes, range) {
                try begin(tag, bytes, range, lines)
            } else if !isOutside {
                readOther(bytes, range)
            }
        }
        dropAfterHyphen()
        try closeStatement(bytes)
    }

    func report(
        _ code: Problem.Code, severity: Problem.Severity? = nil, line: Int? = nil, found: String = "",
        expected: String = ""
    ) -> Problem {
        let place = Place(line: line ?? self.line)
        return Problem(code, severity: severity, at: place, found: found, expected: expected)
    }

    // MARK: Lines

    /// A line that begins no field: it continues the one before, or ends the message.
    private mutating func readOther(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        switch Self.end(bytes, range) {
        case .certain:
            dropAfterHyphen()
            isOutside = true
            field = .other
            return
        case .hyphen where field != .details:
            field = .other
            return
        case .hyphen: if lengthBeforeHyphen == nil { lengthBeforeHyphen = details.length }
        case .none: break
        }
        switch field {
        case .movement:
            if !range.isEmpty, movement.supplement.isEmpty { movement.supplement = range }
        case .details: details.append(bytes, range)
        case .other: break
        }
    }

    private enum End { case none, hyphen, certain }

    /// How a message ends: `-}`, the next envelope, a control character of the transmission, or the trailer
    /// that some networks write literally as a hyphen and three capital X; a hyphen alone may also be text.
    private static func end(_ bytes: Span<UInt8>, _ range: Range<Int>) -> End {
        guard let first = range.first else { return .none }
        switch bytes[first] {
        case UInt8(ascii: "-"):
            if range.count == 1 { return .hyphen }
            if bytes[first + 1] == UInt8(ascii: "}") || bytes[first + 1] <= 0x20 { return .certain }
            return MT940Line.equals(bytes, range, "-XXX") ? .certain : .none
        case UInt8(ascii: "{"):
            return range.count >= 3 && bytes[first + 2] == UInt8(ascii: ":") ? .certain : .none
        case UInt8(ascii: ":"): return MT940Line.begins(bytes, range, ":94") ? .certain : .none
        case 0..<0x20: return range.count == 1 ? .certain : .none
        default: return .none
        }
    }

    /// A hyphen ended the message after all: what followed was no text.
    private mutating func dropAfterHyphen() {
        if let lengthBeforeHyphen { details.cut(to: lengthBeforeHyphen) }
        lengthBeforeHyphen = nil
    }

    // MARK: Fields

    private mutating func begin(
        _ tag: MT940Tag, _ bytes: Span<UInt8>, _ range: Range<Int>, _ lines: LineCursor
    ) throws {
        let content = tag.content..<max(tag.content, range.upperBound)
        if tag.number == 20 || tag.number == 25 { dropAfterHyphen() }
        lengthBeforeHyphen = nil
        isOutside = false
        field = .other
        switch tag.number {
        case 61:
            try flush(bytes)
            readMovement(bytes, content, lines)
            try openStatement(bytes, lines)
            field = .movement
        case 86:
            guard hasMovement else { return }
            // A second one goes on with the first.
            field = .details
            details.append(bytes, content, tagLength: tag.content - range.lowerBound)
        case 20:
            try closeStatement(bytes)
            touch()
            statement.reference = FieldWords.string(bytes.extracting(content), textEncoding)
        case 25: try readAccount(bytes, content)
        case 28: if statement.hasClosing { try closeStatement(bytes) }
        case 60: try readOpening(bytes, content)
        case 62: try readClosing(bytes, content)
        case 13, 34: readLimit(tag, bytes, content)
        case 90: try readClaim(bytes, range, content)
        // Field NS holds what the bank has besides; field 86 of the same movement may follow it.
        case MT940Tag.notSWIFT: break
        default: try flush(bytes)
        }
    }

    /// Notes where a message begins.
    mutating func touch() { if statement.line == 0 { statement.line = line } }

    private mutating func readAccount(_ bytes: Span<UInt8>, _ content: Range<Int>) throws {
        // A second account is a second statement, whose field 20 is missing.
        if statement.hasAccount || statement.hasClosing { try closeStatement(bytes) }
        touch()
        statement.account = MT940Account.identifier(
            FieldWords.string(bytes.extracting(content), textEncoding))
        statement.hasAccount = !statement.account.isEmpty
        // Once an account, not once a day.
        guard statement.account != brokenIBAN, MT940Account.isBrokenIBAN(statement.account) else { return }
        brokenIBAN = statement.account
        problems.report(report(.ibanInvalid))
    }

    private mutating func readOpening(_ bytes: Span<UInt8>, _ content: Range<Int>) throws {
        if statement.hasClosing { try closeStatement(bytes) }
        touch()
        guard let balance = balance(bytes, content) else { return }
        guard statement.opening == nil, !statement.isOpened else {
            problems.report(
                report(.recordMalformed, severity: .warn, expected: "one opening balance before the entries"))
            return
        }
        statement.opening = balance.amount
        statement.openingDay = balance.day
    }

    private mutating func readClosing(_ bytes: Span<UInt8>, _ content: Range<Int>) throws {
        try flush(bytes)
        touch()
        guard let balance = balance(bytes, content) else { return }
        if statement.hasClosing {
            problems.report(
                report(.recordMalformed, severity: .warn, expected: "one closing balance a statement"))
        }
        statement.closing = balance.amount
        statement.closingDay = balance.day
        statement.hasClosing = true
    }

    /// A balance in the statement's currency; `nil`, reported, for another or an unreadable one.
    private mutating func balance(_ bytes: Span<UInt8>, _ content: Range<Int>) -> MT940Balance? {
        guard let balance = MT940Balance(bytes, content) else {
            problems.report(
                report(.amountUnreadable, severity: .warn, expected: "a balance like C250131EUR1234,56"))
            return nil
        }
        if statement.currency == nil { setCurrency(balance.currency) }
        guard balance.currency == statement.currency else {
            problems.report(
                report(
                    .recordMalformed, severity: .warn, found: balance.currency.code,
                    expected: statement.currency?.code ?? ""))
            return nil
        }
        if balance.magnitude == nil { problems.report(report(.amountNotExact, severity: .warn)) }
        if balance.day == nil {
            problems.report(report(.dateUnreadable, severity: .warn, expected: "a day YYMMDD"))
        }
        return balance
    }

    mutating func setCurrency(_ currency: Currency) {
        statement.currency = currency
        statement.exponent = currency.exponent
    }

    /// Fields 34F, the floor limit with the currency, and 13D: only an MT942 has them.
    private mutating func readLimit(_ tag: MT940Tag, _ bytes: Span<UInt8>, _ content: Range<Int>) {
        touch()
        statement.isPreview = true
        guard tag.number == 34, statement.currency == nil, content.count >= 3 else { return }
        let code = bytes.extracting(content.lowerBound..<content.lowerBound + 3)
        if let currency = Currency(TextEncoding.utf8.string(code)) { setCurrency(currency) }
    }

    private mutating func readClaim(
        _ bytes: Span<UInt8>, _ range: Range<Int>, _ content: Range<Int>
    ) throws {
        try flush(bytes)
        touch()
        guard let claim = MT940Claim(bytes, content) else { return }
        let isDebit = bytes[range.lowerBound + 3] == UInt8(ascii: "D")
        if isDebit { statement.claims.debits = claim } else { statement.claims.credits = claim }
        if statement.currency == nil { setCurrency(claim.currency) }
    }
}
