internal import Domain
internal import Scanning

/// The columns of a FEC (Livre des procédures fiscales, art. A.47 A-1) by their headings, in any order; -1
/// for those that a file has not.
struct FECColumns {
    let separator: UInt8
    let count: Int
    private(set) var journal = -1
    private(set) var journalName = -1
    private(set) var entry = -1
    private(set) var booked = -1
    private(set) var account = -1
    private(set) var accountName = -1
    private(set) var customer = -1
    private(set) var customerName = -1
    private(set) var piece = -1
    private(set) var pieceDay = -1
    private(set) var debit = -1
    private(set) var credit = -1
    private(set) var amount = -1
    private(set) var direction = -1
    private(set) var letter = -1

    /// The columns a row must reach to be whole; what stands behind them may be left out.
    var needed: Int {
        [journal, booked, account, customer, piece, pieceDay, debit, credit, amount, direction, letter]
            .reduce(-1, max) + 1
    }

    /// `nil` where the first line of `text` is no heading of a FEC. Tab and bar are the separators of the
    /// rule; exports with semicolon or comma occur.
    init?(_ text: Span<UInt8>) {
        var lines = LineCursor(text)
        guard let line = Self.firstLine(&lines, text) else { return nil }
        let heading = text.extracting(line)
        for separator in [0x09, UInt8(ascii: "|"), UInt8(ascii: ";"), UInt8(ascii: ",")] {
            let columns = Self(heading, separator)
            if columns.isComplete {
                self = columns
                return
            }
        }
        return nil
    }

    /// The first line that is not blank, of a few; a heading is not longer than a kilobyte.
    static func firstLine(_ lines: inout LineCursor, _ text: Span<UInt8>) -> Range<Int>? {
        while let line = lines.nextLine(in: text), lines.number <= 5 {
            if !line.isEmpty { return line.count <= 1024 ? line : nil }
        }
        return nil
    }

    private init(_ heading: Span<UInt8>, _ separator: UInt8) {
        self.separator = separator
        var row = FECRow()
        row.cut(heading, 0..<heading.count, separator)
        count = row.count
        for column in 0..<row.count {
            let range = row.range(column, in: heading)
            guard !range.isEmpty, range.count <= 40 else { continue }
            let name = HeadingText.fold(TextEncoding.windows1252.string(heading.extracting(range)))
            take(name.filter { $0 != " " }, column)
        }
    }

    private var isComplete: Bool {
        journal >= 0 && booked >= 0 && account >= 0 && (debit >= 0) == (credit >= 0)
            && (amount >= 0) == (direction >= 0) && (debit >= 0) != (amount >= 0)
    }

    /// The first column of a name counts.
    private mutating func take(_ name: String, _ column: Int) {
        func set(_ field: inout Int) { if field < 0 { field = column } }
        switch name {
        case "journalcode", "codejournal": set(&journal)
        case "journallib": set(&journalName)
        case "ecriturenum": set(&entry)
        case "ecrituredate": set(&booked)
        case "comptenum": set(&account)
        case "comptelib": set(&accountName)
        case "compauxnum", "compteauxnum": set(&customer)
        case "compauxlib", "compteauxlib": set(&customerName)
        case "pieceref": set(&piece)
        case "piecedate": set(&pieceDay)
        case "debit": set(&debit)
        case "credit": set(&credit)
        case "montant": set(&amount)
        case "sens": set(&direction)
        // Seen besides the rule's own word.
        case "ecriturelet", "ecrturelet", "lettrage", "lettragepiece": set(&letter)
        default: break
        }
    }
}

/// The fields of one line. A FEC has no quoting: a quote in a label is a character like any other.
struct FECRow {
    private var starts: [Int] = []
    private var end = 0

    var count: Int { starts.count }

    /// Columns looked at; no FEC has as many.
    private static let columnsMax = 200

    mutating func cut(_ bytes: Span<UInt8>, _ line: Range<Int>, _ separator: UInt8) {
        starts.removeAll(keepingCapacity: true)
        starts.append(line.lowerBound)
        end = line.upperBound
        bytes.withUnsafeBufferPointer { buffer in
            for index in line where buffer[index] == separator {
                if starts.count < Self.columnsMax { starts.append(index + 1) }
            }
        }
    }

    /// The bytes of a field without the blanks that pad it and without quotes around all of it; empty where
    /// the line has no such column.
    func range(_ column: Int, in bytes: Span<UInt8>) -> Range<Int> {
        guard column >= 0, column < starts.count else { return 0..<0 }
        var start = starts[column]
        var stop = column + 1 < starts.count ? starts[column + 1] - 1 : end
        while start < stop, bytes[start] <= 0x20 { start += 1 }
        while stop > start, bytes[stop - 1] <= 0x20 { stop -= 1 }
        let quote = UInt8(ascii: "\"")
        guard stop - start >= 2, bytes[start] == quote, bytes[stop - 1] == quote else { return start..<stop }
        return start + 1..<stop - 1
    }

    /// The text of a field, runs of blanks as one.
    func text(_ column: Int, in bytes: Span<UInt8>, _ encoding: TextEncoding) -> String {
        let range = range(column, in: bytes)
        guard !range.isEmpty else { return "" }
        let text = encoding.string(bytes.extracting(range))
        guard XMLText.hasOddBlanks(bytes, range) else { return text }
        return text.split { $0.isWhitespace }.joined(separator: " ")
    }

    /// The day in a field, `AAAAMMJJ` or with separators, day first.
    func day(_ column: Int, in bytes: Span<UInt8>) -> Day? {
        guard let field = DateField(bytes.extracting(range(column, in: bytes))) else { return nil }
        let (year, month, day) = field.civil(.dayFirst)
        return Day(year: year, month: month, day: day)
    }

    /// Cents in a field: a comma or a point before the decimals; 0 where it is empty.
    func cents(_ column: Int, in bytes: Span<UInt8>) -> Result<Int64, CodedFailure> {
        let field = bytes.extracting(range(column, in: bytes))
        guard !field.isEmpty else { return .success(0) }
        let hasComma = field.indices.contains { field[$0] == UInt8(ascii: ",") }
        guard let number = LocaleNumber(field, mark: hasComma ? .comma : .point) else {
            return .failure(CodedFailure(code: .amountUnreadable))
        }
        return number.minorUnits(.eur)
    }
}
