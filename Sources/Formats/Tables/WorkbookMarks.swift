internal import Domain
internal import Scanning

/// Makes the number cells of a sheet's text agree with the texts that stand in the same column.
///
/// A number cell is certain whatever the country, but the readers of tables decide one decimal mark a column
/// from what they see: were number cells always written with a point, a column that also has the text
/// `1.234,56` would be read by the wrong mark in part. So a number cell takes the mark of its column, never
/// the other way round: what the profile declares, else what the texts of the column show, else those of the
/// other number columns, else what the profile's language usually writes, else a point.
struct WorkbookMarks {
    /// Longer fields are no numbers.
    private static let numberBytesMax = 40

    private struct Column {
        var hasNumberCells = false
        var texts = NumberEvidence()
        var dates = MixedDates()

        mutating func add(_ field: Span<UInt8>, line: Int) {
            var hasMark = false
            for index in field.indices {
                let byte = field[index]
                if byte == WorkbookText.mark {
                    hasNumberCells = true
                    return
                }
                if byte == UInt8(ascii: ",") || byte == UInt8(ascii: ".") { hasMark = true }
            }
            if let date = DateField(field) { return dates.add(date, line: line) }
            let isNumber =
                hasMark
                && (LocaleNumber(field, mark: .comma) != nil || LocaleNumber(field, mark: .point) != nil)
            if isNumber { texts.add(field, line: line) }
        }
    }

    private var columns: [Column] = []
    /// What refuses the sheet.
    private(set) var problem: Problem?

    /// Looks at the rows under the heading of `layout`, which was found in the same text.
    init(_ text: Span<UInt8>, _ layout: TableLayout) {
        var cursor = layout.rows
        var record = DelimitedRecord()
        while cursor.next(text, into: &record) == .record {
            for index in record.fields.indices {
                let range = record.range(index, in: text)
                guard !range.isEmpty, range.count <= Self.numberBytesMax else { continue }
                while columns.count <= index { columns.append(Column()) }
                columns[index].add(text.extracting(range), line: record.line)
            }
        }
        for (index, column) in columns.enumerated() where problem == nil {
            problem = column.dates.problem(column: index + 1)
        }
    }

    /// Writes the decimal marks into the text.
    func write(into text: inout [UInt8], _ layout: TableLayout) {
        let bytes = marks(layout.profile)
        var cursor = DelimitedCursor(delimiter: WorkbookText.delimiter, in: text.span)
        var record = DelimitedRecord()
        while cursor.next(text.span, into: &record) == .record {
            for (index, field) in record.fields.enumerated() {
                for position in field.start..<field.end where text[position] == WorkbookText.mark {
                    text[position] = index < bytes.count ? bytes[index] : UInt8(ascii: ".")
                    break
                }
            }
        }
    }

    /// One mark a column.
    private func marks(_ profile: TableProfile) -> [UInt8] {
        func byte(_ mark: Character?) -> UInt8? { mark?.asciiValue }
        if let declared = byte(profile.decimalMark) { return columns.map { _ in declared } }
        let shown = columns.filter(\.hasNumberCells).compactMap(\.texts.shown)
        let commas = shown.count { $0 == .comma }
        let common =
            commas * 2 == shown.count
            ? byte(profile.usualDecimalMark) ?? UInt8(ascii: ".")
            : commas * 2 > shown.count ? UInt8(ascii: ",") : UInt8(ascii: ".")
        return columns.map { column in
            column.texts.shown.map { $0 == .comma ? UInt8(ascii: ",") : UInt8(ascii: ".") } ?? common
        }
    }
}

/// A column with days as texts and days as date cells.
///
/// Where a spreadsheet of the wrong country opened a CSV, `03/04/2025` became the date cell of 4 March and
/// `25/04/2025` stayed a text: every text has a number above 12, and no date cell has a day above 12. Such
/// days cannot be told any more.
private struct MixedDates {
    private var texts = 0
    private var openTexts = 0
    private var cells = 0
    private var cellsAbove12 = 0
    private var firstLine = 0

    mutating func add(_ date: DateField, line: Int) {
        switch date.form {
        case .yearLast:
            texts += 1
            if date.first <= 12, date.second <= 12 { openTexts += 1 }
        case .yearFirst where date.separator == UInt8(ascii: "-"):
            if cells == 0 { firstLine = line }
            cells += 1
            if date.third > 12 { cellsAbove12 += 1 }
        case .yearFirst, .named: break
        }
    }

    func problem(column: Int) -> Problem? {
        guard texts > 0, cells > 0, openTexts == 0, cellsAbove12 == 0 else { return nil }
        return Problem(
            .formatAmbiguous, at: Place(line: firstLine, column: column),
            found: "date cells up to the 12th of a month and texts beyond: day and month were exchanged",
            expected: "the bank's own file, not opened and saved by a spreadsheet program")
    }
}
