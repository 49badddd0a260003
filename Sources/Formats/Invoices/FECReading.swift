internal import Domain
internal import Scanning

/// The pass over all lines of a FEC: keeps those on customer accounts and what tells the journals apart.
struct FECReading {
    private(set) var problems: [Problem] = []
    private(set) var journals: [FECJournal] = []
    private(set) var customers: [FECCustomer] = []
    private(set) var lines: [FECLine] = []

    private let columns: FECColumns
    private let encoding: TextEncoding
    private let needed: Int
    private var row = FECRow()
    private var journalPositions: [String: Int] = [:]
    private var customerPositions: [String: Int] = [:]
    /// Bytes of the code of the journal last met: lines of one journal stand together.
    private var lastCode: [UInt8] = []
    private var lastJournal = -1
    private var debits: Int64 = 0
    private var credits: Int64 = 0
    private var areSumsExact = true
    private var firstDoubtfulLine = 0
    private var hasSaidFiller = false
    private var entry = FECEntry()

    init(columns: FECColumns, encoding: TextEncoding) {
        self.columns = columns
        self.encoding = encoding
        needed = columns.needed
    }

    /// Bytes of a line at most; labels of a few hundred occur.
    private static let lineBytesMax = 1 << 16

    mutating func read(_ text: Span<UInt8>) {
        var cursor = LineCursor(text)
        guard FECColumns.firstLine(&cursor, text) != nil else { return }
        while let line = cursor.nextLine(in: text) {
            if line.isEmpty { continue }
            guard line.count <= Self.lineBytesMax else {
                problems.report(
                    Problem(
                        .limitExceeded, severity: .setAside, at: Place(line: cursor.number),
                        found: "a longer line",
                        expected: "at most \(Self.lineBytesMax) bytes"))
                continue
            }
            let whole = withTrailingTabs(line, in: text)
            row.cut(text, whole, columns.separator)
            read(text, at: cursor.number, isCutOff: whole.upperBound == text.count)
        }
        finish()
    }

    /// The line with the separators of empty fields at its end, which the cursor has cut off with the blanks.
    private func withTrailingTabs(_ line: Range<Int>, in text: Span<UInt8>) -> Range<Int> {
        var end = line.upperBound
        while end < text.count, text[end] == 0x09 || text[end] == 0x20 { end += 1 }
        return line.lowerBound..<end
    }

    private mutating func read(_ text: Span<UInt8>, at line: Int, isCutOff: Bool) {
        let place = Place(line: line)
        guard isWhole(text, isCutOff: isCutOff) else {
            return problems.report(
                Problem(
                    .recordMalformed, at: place, found: "\(row.count) columns", expected: "\(columns.count)"))
        }
        if isHeading(text) { return }
        let amounts: (debit: Int64, credit: Int64)
        switch readAmounts(text) {
        case .failure(let failure):
            areSumsExact = false
            return problems.report(Problem(failure.code, at: place))
        case .success(let read): amounts = read
        }
        add(amounts)
        let account = row.range(columns.account, in: text)
        guard account.count >= 2 else {
            return problems.report(
                Problem(
                    .fieldMissing, at: Place(line: line, column: columns.account + 1), expected: "an account")
            )
        }
        let (amount, overflowed) = amounts.debit.subtractingReportingOverflow(amounts.credit)
        guard !overflowed else { return problems.report(Problem(.amountUnreadable, at: place)) }
        let journal = journal(text)
        let booked = row.day(columns.booked, in: text)
        journals[journal].add(
            day: booked, classDigit: text[account.lowerBound], groupDigit: text[account.lowerBound + 1],
            isCredit: amount < 0)
        entry.add(
            journal: journal, amount: amount, classDigit: text[account.lowerBound],
            groupDigit: text[account.lowerBound + 1], customerLines: lines.count)
        defer { if entry.isSale { markSale() } }
        if firstDoubtfulLine == 0, begins(text, account, "416") { firstDoubtfulLine = line }
        guard begins(text, account, "411"), amount != 0 else { return }
        guard let booked else {
            return problems.report(
                Problem(.dateUnreadable, at: Place(line: line, column: columns.booked + 1)))
        }
        let piece = piece(text, at: line)
        lines.append(
            FECLine(
                customer: customer(text), journal: journal, amount: amount, booked: booked,
                piece: piece.text, pieceDay: row.day(columns.pieceDay, in: text),
                isPieceOwnNumber: piece.isOwnNumber,
                letter: row.text(columns.letter, in: text, encoding), line: line))
    }

    private mutating func markSale() {
        for index in entry.firstLine..<lines.count { lines[index].isInSale = true }
    }

    /// The piece, and whether it only repeats the number of its entry. Odoo and Tryton write `-` where the
    /// books name no piece. Odoo's entry is the invoice itself then, and bears its number (`INV/2021/00001`);
    /// an entry number of digits alone only counts the entries. Other fillers (`0`, `N/A`) name nothing.
    private mutating func piece(_ text: Span<UInt8>, at line: Int) -> (text: String, isOwnNumber: Bool) {
        let written = row.text(columns.piece, in: text, encoding)
        let isFiller = !written.contains { $0.isLetter || ($0.isNumber && $0 != "0") }
        guard isFiller || ["n/a", "na", "n.a."].contains(written.lowercased()) else {
            return (written, isPieceOwnNumber(text))
        }
        let entry = row.text(columns.entry, in: text, encoding)
        guard written == "-", entry.contains(where: \.isLetter) else { return ("", false) }
        if !hasSaidFiller {
            hasSaidFiller = true
            problems.report(
                Problem(
                    .fieldMissing, severity: .warn, at: Place(line: line), found: "-, read as EcritureNum",
                    expected: "PieceRef"))
        }
        return (entry, true)
    }

    /// Enough columns, and nothing behind the last one: a separator inside a label has moved the others.
    /// Empty fields at the end may be left out, but not where the file ends without a line end: there it may
    /// be cut off.
    private func isWhole(_ text: Span<UInt8>, isCutOff: Bool) -> Bool {
        if row.count > columns.count {
            return (columns.count..<row.count).allSatisfy { row.range($0, in: text).isEmpty }
        }
        if row.count == columns.count || (row.count >= needed && !isCutOff) { return true }
        let amounts = max(columns.debit, columns.credit, columns.amount, columns.direction)
        return !isCutOff && row.count > amounts
    }

    /// The heading once more, as files put together have it.
    private func isHeading(_ text: Span<UInt8>) -> Bool {
        let range = row.range(columns.account, in: text)
        return range.count == 9 && (text[range.lowerBound] | 0x20) == UInt8(ascii: "c")
            && HeadingText.fold(TextEncoding.utf8.string(text.extracting(range))) == "comptenum"
    }

    private func readAmounts(_ text: Span<UInt8>) -> Result<(debit: Int64, credit: Int64), CodedFailure> {
        guard columns.amount >= 0 else {
            return row.cents(columns.debit, in: text).flatMap { debit in
                row.cents(columns.credit, in: text).map { (debit, $0) }
            }
        }
        return row.cents(columns.amount, in: text).flatMap { amount in
            let direction = text.extracting(row.range(columns.direction, in: text))
            guard let isDebit = Self.isDebit(direction) else {
                return .failure(CodedFailure(code: .recordMalformed))
            }
            return .success(isDebit ? (amount, 0) : (0, amount))
        }
    }

    /// `D` and `C`, perhaps as words, or `+1` and `-1` (art. A.47 A-1, VII).
    private static func isDebit(_ text: Span<UInt8>) -> Bool? {
        guard let first = text.isEmpty ? nil : text[0] else { return nil }
        switch first {
        case UInt8(ascii: "D"), UInt8(ascii: "d"): return true
        case UInt8(ascii: "C"), UInt8(ascii: "c"): return false
        default:
            return XMLText.equals(text, "-1")
                ? false : XMLText.equals(text, "+1") || XMLText.equals(text, "1") ? true : nil
        }
    }

    private mutating func add(_ amounts: (debit: Int64, credit: Int64)) {
        let (debits, overflowed) = debits.addingReportingOverflow(amounts.debit)
        let (credits, carried) = credits.addingReportingOverflow(amounts.credit)
        areSumsExact = areSumsExact && !overflowed && !carried
        (self.debits, self.credits) = (debits, credits)
    }

    private mutating func journal(_ text: Span<UInt8>) -> Int {
        let code = row.range(columns.journal, in: text)
        if lastJournal >= 0, code.count == lastCode.count,
            lastCode.indices.allSatisfy({ text[code.lowerBound + $0] == lastCode[$0] })
        {
            return lastJournal
        }
        lastCode = text.extracting(code).withUnsafeBufferPointer { Array($0) }
        let word = row.text(columns.journal, in: text, encoding)
        lastJournal = journalPositions[word] ?? journals.count
        if lastJournal == journals.count {
            journalPositions[word] = lastJournal
            journals.append(FECJournal(code: word, name: row.text(columns.journalName, in: text, encoding)))
        }
        return lastJournal
    }

    /// By the auxiliary account, where it has no number by its name, else by the account itself: small books
    /// have one 411 account a customer.
    private mutating func customer(_ text: Span<UInt8>) -> Int {
        var auxiliary = row.text(columns.customer, in: text, encoding)
        if auxiliary.isEmpty { auxiliary = row.text(columns.customerName, in: text, encoding) }
        let number = auxiliary.isEmpty ? row.text(columns.account, in: text, encoding) : auxiliary
        let column = auxiliary.isEmpty ? columns.accountName : columns.customerName
        if let known = customerPositions[number] {
            if customers[known].name.isEmpty { customers[known].name = name(column, text) }
            return known
        }
        customerPositions[number] = customers.count
        customers.append(FECCustomer(number: number, name: name(column, text)))
        return customers.count - 1
    }

    /// `CLIENTS` names the account of all customers, not one of them.
    private func name(_ column: Int, _ text: Span<UInt8>) -> String {
        let name = row.text(column, in: text, encoding)
        guard column == columns.accountName else { return name }
        let first = HeadingText.fold(name).split(separator: " ").first ?? ""
        return first == "client" || first == "clients" ? "" : name
    }

    /// A piece that repeats the number of its entry was filled in by the program.
    private func isPieceOwnNumber(_ text: Span<UInt8>) -> Bool {
        let (piece, entry) = (row.range(columns.piece, in: text), row.range(columns.entry, in: text))
        guard !piece.isEmpty, piece.count == entry.count else { return false }
        return (0..<piece.count).allSatisfy { text[piece.lowerBound + $0] == text[entry.lowerBound + $0] }
    }

    private func begins(_ text: Span<UInt8>, _ range: Range<Int>, _ prefix: StaticString) -> Bool {
        prefix.withUTF8Buffer { wanted in
            range.count >= wanted.count
                && wanted.indices.allSatisfy { text[range.lowerBound + $0] == wanted[$0] }
        }
    }

    private mutating func finish() {
        if journals.isEmpty, problems.isEmpty {
            problems.report(Problem(.fieldMissing, severity: .warn, expected: "entries below the heading"))
        }
        if areSumsExact, debits != credits {
            problems.report(
                Problem(
                    .totalsDiffer, found: "debits of " + Money.decimalString(debits, exponent: 2),
                    expected: "the credits, " + Money.decimalString(credits, exponent: 2)))
        }
        if firstDoubtfulLine > 0 {
            problems.report(
                Problem(
                    .detailsDiffer, at: Place(line: firstDoubtfulLine),
                    found: "doubtful customers (416), which are not read"))
        }
    }
}
