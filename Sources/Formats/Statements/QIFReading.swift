internal import Domain
internal import Scanning

/// The first reading: order of dates, decimal mark, and the names of the accounts.
struct QIFSurvey {
    private(set) var order = QIFOrder()
    private(set) var numbers = NumberEvidence()
    /// Name of the account of each list, in file order; empty where none is named.
    private(set) var accounts: [String] = []
    private(set) var passedOverLine = 0
    private(set) var lists = 0

    init(_ bytes: Span<UInt8>, encoding: TextEncoding) {
        var blocks = QIFBlocks(bytes)
        var account = ""
        while let block = blocks.next(in: bytes) {
            if block.section == .account {
                account = encoding.string(bytes.extracting(block.number))
                continue
            }
            while accounts.count < block.list {
                accounts.append(account)
                order.beginList()
            }
            let written = bytes.extracting(block.date)
            if let date = QIFDate.field(written) {
                order.add(date, hasLongYear: QIFDate.hasLongYear(written), line: block.line)
            }
            let amount = block.amount.isEmpty ? block.otherAmount : block.amount
            numbers.add(bytes.extracting(amount), line: block.line)
            for split in block.splits { numbers.add(bytes.extracting(split.amount), line: block.line) }
        }
        while accounts.count < blocks.lists { accounts.append(account) }
        order.stated = blocks.stated
        passedOverLine = blocks.passedOverLine
        lists = blocks.lists
    }

    /// The account of a list, counted from 1. A program's own name for its only account says nothing; with
    /// several accounts in one file the names must keep their money apart.
    func account(ofList list: Int) -> String {
        guard accounts.indices.contains(list - 1) else { return "" }
        let name = accounts[list - 1]
        if let iban = IBAN(name) { return iban.text }
        return Set(accounts).count > 1 ? name : ""
    }
}

/// The second reading: emits the lists as statements.
struct QIFReading {
    let survey: QIFSurvey
    let order: DateField.Order
    let encoding: TextEncoding
    let currency: Currency
    let emit: RecordSink
    var problems: [Problem] = []

    private let exponent: Int
    private var list = 0
    private var closing = StatementClosing()
    private var isFirst = true

    init(
        survey: QIFSurvey, order: DateField.Order, encoding: TextEncoding, currency: Currency,
        emit: @escaping RecordSink
    ) {
        self.survey = survey
        self.order = order
        self.encoding = encoding
        self.currency = currency
        self.emit = emit
        exponent = currency.exponent
    }

    mutating func read(_ bytes: Span<UInt8>) throws {
        var blocks = QIFBlocks(bytes)
        while let block = blocks.next(in: bytes) {
            guard block.section == .movements else { continue }
            while list < block.list {
                try closeList()
                list += 1
                isFirst = true
                try open(block, bytes)
            }
            try read(block, bytes)
        }
        try closeList()
        // Lists without a movement are statements too.
        while list < survey.lists {
            list += 1
            try emit(.statementOpened(opening(line: 0)))
            try emit(.statementClosed(StatementClosing()))
        }
    }

    private func opening(line: Int) -> StatementOpening {
        StatementOpening(
            account: survey.account(ofList: list), currency: currency, place: Place(line: line))
    }

    private mutating func open(_ block: QIFBlock, _ bytes: Span<UInt8>) throws {
        var opening = opening(line: block.line)
        closing = StatementClosing()
        if list == block.list, isOpeningBalance(block, bytes) {
            opening.openingBalance = amount(block, bytes).value
        }
        closing.openingBalance = opening.openingBalance
        if list == block.list, !block.isOfBank, opening.account.isEmpty {
            // The workspace would take it for the bank account.
            opening.kind = .explanation
            report(
                .formatAmbiguous, severity: .warn, block,
                found: "a list of a card, of cash or of other things",
                expected: "!Type:Bank; its movements are shown, not booked")
        }
        try emit(.statementOpened(opening))
    }

    private mutating func closeList() throws {
        guard list > 0 else { return }
        try emit(.statementClosed(closing))
    }

    private mutating func report(
        _ code: Problem.Code, severity: Problem.Severity? = nil, _ block: QIFBlock, found: String = "",
        expected: String = ""
    ) {
        let place = Place(line: block.line)
        problems.report(Problem(code, severity: severity, at: place, found: found, expected: expected))
    }

    // MARK: Movement

    private mutating func read(_ block: QIFBlock, _ bytes: Span<UInt8>) throws {
        defer { isFirst = false }
        if isFirst, isOpeningBalance(block, bytes), closing.openingBalance != nil { return }
        guard block.end != .cut, !block.isDoubled else {
            return report(.recordMalformed, block, expected: "a movement that ends with a line ^")
        }
        guard !block.date.isEmpty else { return report(.fieldMissing, block, expected: "a date (D)") }
        guard !block.amount.isEmpty || !block.otherAmount.isEmpty else {
            return report(.fieldMissing, block, expected: "an amount (T)")
        }
        guard let booked = day(bytes.extracting(block.date)) else {
            return report(.dateUnreadable, block, expected: "day, month and year")
        }
        let written = amount(block, bytes)
        guard let value = written.value, add(value) else {
            return report(
                written == .notExact ? .amountNotExact : .amountUnreadable, block,
                found: written == .ambiguous ? "a number like 1.234" : "",
                expected: "an amount with the currency's decimals")
        }
        if block.end == .missing {
            report(.recordMalformed, severity: .warn, block, expected: "a line ^ after the movement")
        }
        var entry = EntryRecord(booked: booked, amount: value)
        entry.reference = text(bytes, block.number)
        entry.counterparty = text(bytes, block.payee)
        entry.text = text(bytes, block.memo)
        entry.place = Place(line: block.line)
        if block.splits.count > 1 { entry.details = details(block, value, bytes) }
        try emit(.entry(entry))
    }

    private func day(_ bytes: Span<UInt8>) -> Day? {
        guard let date = QIFDate.field(bytes) else { return nil }
        let (year, month, day) = date.civil(order)
        return Day(year: year, month: month, day: day)
    }

    private func amount(_ block: QIFBlock, _ bytes: Span<UInt8>) -> StatementAmount {
        let range = block.amount.isEmpty ? block.otherAmount : block.amount
        return StatementAmount(bytes.extracting(range), usual: survey.numbers.shown, exponent: exponent)
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

    private func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        guard !range.isEmpty else { return "" }
        if encoding == .utf8 { return XMLText.string(bytes.extracting(range)) }
        return XMLText.string(encoding.utf8Bytes(bytes.extracting(range)).span)
    }

    /// The parts of a split movement; they must add up to it.
    private mutating func details(
        _ block: QIFBlock, _ total: Int64, _ bytes: Span<UInt8>
    ) -> [EntryDetail] {
        var sum: Int64? = 0
        let details = block.splits.map { split in
            let amount = StatementAmount(
                bytes.extracting(split.amount), usual: survey.numbers.shown, exponent: exponent
            ).value
            if let known = sum, let amount {
                let (added, overflow) = known.addingReportingOverflow(amount)
                sum = overflow ? nil : added
            } else {
                sum = nil
            }
            var detail = EntryDetail(amount: amount)
            detail.text = text(bytes, split.memo.isEmpty ? split.category : split.memo)
            return detail
        }
        if sum != total {
            report(
                .detailsDiffer, block,
                found: sum.map { Money.decimalString($0, exponent: exponent) } ?? "a part without an amount",
                expected: Money.decimalString(total, exponent: exponent))
        }
        return details
    }

    /// Programs begin a list with its opening balance in the form of a movement: it moved no money.
    private func isOpeningBalance(_ block: QIFBlock, _ bytes: Span<UInt8>) -> Bool {
        guard block.end != .cut, !block.isDoubled, !block.payee.isEmpty, block.payee.count < 40 else {
            return false
        }
        return Self.openingBalances.contains(text(bytes, block.payee).lowercased())
    }

    private static let openingBalances: Set<String> = [
        "opening balance", "saldo inicial", "saldo de apertura", "solde initial", "solde d'ouverture",
        "saldo de abertura", "anfangssaldo", "anfangsbestand", "saldo iniziale",
    ]
}
