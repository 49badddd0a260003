internal import Domain
internal import Scanning

/// Why a workbook, or one sheet of it, cannot be read.
struct WorkbookFailure: Error {
    let problem: Problem

    init(_ problem: Problem) { self.problem = problem }
}

/// Ends the reading of a sheet of which enough is known.
struct SheetIsEnough: Error {}

/// Reads one sheet into delimited text: row number is line number, column number is field number.
///
/// Date cells come out as `2025-01-31`, number cells with `WorkbookText.mark` before their decimals, until it
/// is decided which mark suits the rest of the column.
struct WorkbookSheet: XMLHandler {
    enum Field: UInt8 { case row = 1, rowNumber, cell, reference, style, type, value, run, formula, merge }

    static let grammar = XMLGrammar(
        anchor: "worksheet",
        [
            .scope("sheetData/row", Field.row),
            .text("sheetData/row/@r", Field.rowNumber),
            .scope("sheetData/row/c", Field.cell),
            .text("sheetData/row/c/@r", Field.reference),
            .text("sheetData/row/c/@s", Field.style),
            .text("sheetData/row/c/@t", Field.type),
            .scope("sheetData/row/c/f", Field.formula),
            .text("sheetData/row/c/v", Field.value),
            .text("sheetData/row/c/is/t", Field.run),
            .text("sheetData/row/c/is/r/t", Field.run),
            .text("mergeCells/mergeCell/@ref", Field.merge),
        ])

    /// The last row and column a sheet can have (XFD1048576).
    static let rowsMax = 1 << 20
    static let columnsMax = 1 << 14

    /// Cell types (ECMA-376 18.18.11).
    private enum CellType { case number, shared, text, boolean, error }

    private let strings: WorkbookStrings
    private let styles: WorkbookStyles
    private let is1904: Bool
    /// Rows read; the others are left.
    private let lastRow: Int

    private(set) var text = WorkbookText()
    private var row = 0
    private var column = 0
    private var type = CellType.number
    private var style = 0
    private var value: [UInt8] = []
    private var hasValue = false
    private var hasFormula = false
    /// The day last written: days repeat from row to row.
    private var lastDay: (serial: Int, text: [UInt8]) = (-1, [])

    init(_ strings: WorkbookStrings, _ styles: WorkbookStyles, is1904: Bool, lastRow: Int) {
        self.strings = strings
        self.styles = styles
        self.is1904 = is1904
        self.lastRow = lastRow
    }

    mutating func opened(_ field: UInt8, line: Int) throws {
        switch Field(rawValue: field) {
        case .row: try begin(row: row + 1)
        case .cell:
            column += 1
            (type, style) = (.number, 0)
            (hasValue, hasFormula) = (false, false)
            value.removeAll(keepingCapacity: true)
        case .formula: hasFormula = true
        default: break
        }
    }

    mutating func text(_ field: UInt8, _ bytes: Span<UInt8>, line: Int) throws {
        switch Field(rawValue: field) {
        case .rowNumber:
            // The row was taken for the next one when its element began.
            guard let number = digitsValue(bytes, 0..<bytes.count), number >= Int64(row) else {
                throw malformed("rows out of order")
            }
            try begin(row: Int(number))
        case .reference: try readReference(bytes)
        case .style: style = digitsValue(bytes, 0..<bytes.count).map { Int($0) } ?? 0
        case .type: type = Self.type(bytes)
        case .value, .run:
            // Nothing but an inline text has several parts.
            if Field(rawValue: field) == .run, type == .number { type = .text }
            hasValue = true
            bytes.withUnsafeBufferPointer { value.append(contentsOf: $0) }
        case .merge: text.noteMerge(bytes)
        default: break
        }
    }

    mutating func closed(_ field: UInt8, line: Int) throws {
        guard Field(rawValue: field) == .cell else { return }
        if !hasValue {
            if hasFormula { text.note(.formulaWithoutValue, row: row, column: column) }
            return
        }
        guard !value.isEmpty else { return }
        switch type {
        case .text, .error: try text.put(text: value, row: row, column: column)
        case .boolean:
            try text.put(text: Array((value == [0x31] ? "true" : "false").utf8), row: row, column: column)
        case .shared:
            let number = digitsValue(value.span, 0..<value.count).map { Int($0) } ?? -1
            value.removeAll(keepingCapacity: true)
            guard strings.append(number, to: &value) else {
                throw malformed("a shared text that is not there")
            }
            try text.put(text: value, row: row, column: column)
        case .number: try putNumber()
        }
    }

    // MARK: Places

    private func malformed(_ what: String) -> WorkbookFailure {
        WorkbookFailure(
            Problem(.recordMalformed, severity: .refuse, at: Place(line: row, column: column), found: what))
    }

    private mutating func begin(row number: Int) throws {
        guard number <= Self.rowsMax else { throw malformed("a row beyond the last") }
        if number > lastRow { throw SheetIsEnough() }
        row = number
        column = 0
    }

    /// `AB12`: only the letters count, the row is known.
    private mutating func readReference(_ bytes: Span<UInt8>) throws {
        guard let number = Self.column(bytes)?.number else { return }
        guard number >= column, number <= Self.columnsMax else { throw malformed("cells out of order") }
        column = number
    }

    /// The column that letters name, 1-based, and how many letters they are.
    static func column(_ bytes: Span<UInt8>) -> (number: Int, length: Int)? {
        var number = 0
        var length = 0
        while length < bytes.count, length < 4 {
            let letter = (bytes[length] & 0xDF) &- 0x41
            guard letter < 26 else { break }
            number = number * 26 + Int(letter) + 1
            length += 1
        }
        return (1...3).contains(length) ? (number, length) : nil
    }

    /// Column and row of `AB12`, 1-based.
    static func place(_ reference: [UInt8]) -> (column: Int, row: Int)? {
        let bytes = reference.span
        guard let (number, length) = column(bytes), let row = digitsValue(bytes, length..<bytes.count) else {
            return nil
        }
        return (number, Int(row))
    }

    private static func type(_ bytes: Span<UInt8>) -> CellType {
        if XMLText.equals(bytes, "s") { return .shared }
        if XMLText.equals(bytes, "b") { return .boolean }
        if XMLText.equals(bytes, "e") { return .error }
        // `d` holds an ISO date, which reads as text just as well.
        return XMLText.equals(bytes, "n") ? .number : .text
    }

    // MARK: Numbers

    private mutating func putNumber() throws {
        let range = XMLText.trimmed(value.span)
        let format = styles.format(ofStyle: style)
        if format == nil || format?.kind == .number, format?.width ?? 1 == 1, Self.isPlain(value, range) {
            return try text.put(
                number: value[range], currency: format?.currency ?? [], row: row, column: column)
        }
        guard let number = WorkbookNumber(value.span.extracting(range)) else {
            return try text.put(text: value, row: row, column: column)
        }
        if let format, format.kind != .number, let moment = moment(number, format.kind) {
            return try text.put(plain: moment, row: row, column: column)
        }
        if number.hasLostDigits { return text.note(.lostDigits, row: row, column: column) }
        value.removeAll(keepingCapacity: true)
        number.append(to: &value, mark: WorkbookText.mark, width: format?.width ?? 1)
        value.append(contentsOf: format?.currency ?? [])
        try text.put(plain: value, row: row, column: column)
    }

    /// Whether a number has the form in which it is written out: few digits, no exponent, no zeros at its
    /// ends. Nearly every number has.
    private static func isPlain(_ value: [UInt8], _ range: Range<Int>) -> Bool {
        var digits = 0
        var mark = -1
        for index in range {
            let byte = value[index]
            if byte &- 0x30 <= 9 {
                digits += 1
            } else if byte == UInt8(ascii: "."), mark < 0, digits > 0 {
                mark = index
            } else if byte != UInt8(ascii: "-") || index > range.lowerBound {
                return false
            }
        }
        guard digits > 0, digits <= 12 || mark < 0, digits <= 15, let last = range.last else { return false }
        let first = value[range.lowerBound] == UInt8(ascii: "-") ? range.lowerBound + 1 : range.lowerBound
        if value[first] == 0x30, mark != first + 1 { return false }
        return mark < 0 || (value[last] != 0x30 && last > mark && last - mark <= 10)
    }

    /// A day as `2025-01-31`, a time of no day as `12:30:00`; `nil` for what is neither (a zero, a sum under
    /// a date's format).
    private mutating func moment(_ number: WorkbookNumber, _ kind: WorkbookFormat.Kind) -> [UInt8]? {
        guard !number.isNegative, let serial = number.wholePart else { return nil }
        guard serial > 0 else {
            // Zero days under a date's format is what an empty cell becomes in a calculation.
            if kind == .date { return [] }
            let seconds = number.secondsOfDay
            return [seconds / 3600, seconds / 60 % 60, seconds % 60].enumerated().reduce(into: []) {
                if $1.offset > 0 { $0.append(UInt8(ascii: ":")) }
                $0 += [UInt8($1.element / 10) + 0x30, UInt8($1.element % 10) + 0x30]
            }
        }
        if serial == lastDay.serial { return lastDay.text }
        guard let day = WorkbookDay.dayNumber(serial: serial, is1904: is1904) else {
            // 29 February 1900 and days after the year 9999: the reader says that they do not exist.
            return Array("day \(serial)".utf8)
        }
        lastDay = (serial, Array(Day(number: day).description.utf8))
        return lastDay.text
    }
}
