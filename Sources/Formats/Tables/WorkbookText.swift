internal import Domain
internal import Scanning

/// The delimited text that a sheet becomes while it grows.
///
/// Cells come in order of rows and columns. The first rows stay apart as cells until the sheet ends, because
/// merged cells are named at its end.
struct WorkbookText {
    /// Stands where a number cell has its decimal mark; no text holds it.
    static var mark: UInt8 { 0x1F }
    static var delimiter: UInt8 { 0x09 }
    /// Rows among which a heading is looked for.
    static let headRows = HeadingSearch.rowsMax
    /// No table of ours is as wide: what stands further right is not read.
    static let columnsMax = 1024
    /// Longest text of a sheet, bytes.
    static let bytesMax = 1 << 28
    private static let mergesMax = 1000
    /// Tallest merged cell that is taken for a heading.
    private static let mergeHeightMax = 3

    /// What is odd about a sheet without setting rows aside.
    enum Finding: CaseIterable {
        case formulaWithoutValue, lostDigits, farColumn

        var problem: (code: Problem.Code, found: String, expected: String) {
            switch self {
            case .formulaWithoutValue:
                (
                    .fieldMissing, "a formula without its value",
                    "a workbook saved by a spreadsheet program, which calculates it"
                )
            case .lostDigits:
                (
                    .recordMalformed, "a number of more than 15 digits, the last of them lost; left blank",
                    "a cell with text"
                )
            case .farColumn: (.recordMalformed, "a cell right of column \(columnsMax); left out", "")
            }
        }
    }

    private struct HeadCell {
        let column: Int
        let bytes: [UInt8]
        let isText: Bool
    }

    private struct Merge {
        let column: Int
        let rows: ClosedRange<Int>
    }

    /// Cells of rows 1 to `headRows`, the content as it goes into the text.
    private var head = [[HeadCell]](repeating: [], count: headRows)
    /// The rows after them.
    private var body: [UInt8] = []
    /// Line and field at the end of `body`.
    private var line = headRows + 1
    private var field = 1
    private var merges: [Merge] = []
    private(set) var filledRows = 0
    private var lastFilledRow = 0
    private(set) var findings: [Finding: (place: Place, count: Int)] = [:]

    mutating func note(_ finding: Finding, row: Int, column: Int) {
        findings[finding, default: (Place(line: row, column: column), 0)].count += 1
    }

    /// Adds a text cell, quoted where needed. Line ends and tabs become blanks, so that a row stays a line.
    mutating func put(text: [UInt8], row: Int, column: Int) throws(WorkbookFailure) {
        try put(row: row, column: column, isText: true) { Self.append(text, to: &$0) }
    }

    /// Adds a number written with a point and without anything else.
    mutating func put(
        number: ArraySlice<UInt8>, currency: [UInt8], row: Int, column: Int
    ) throws(WorkbookFailure) {
        try put(row: row, column: column, isText: false) { target in
            for byte in number { target.append(byte == UInt8(ascii: ".") ? Self.mark : byte) }
            target.append(contentsOf: currency)
        }
    }

    /// Adds a cell that needs neither quotes nor tidying.
    mutating func put(plain: [UInt8], row: Int, column: Int) throws(WorkbookFailure) {
        guard !plain.isEmpty else { return }
        try put(row: row, column: column, isText: false) { $0.append(contentsOf: plain) }
    }

    private mutating func put(
        row: Int, column: Int, isText: Bool, _ write: (inout [UInt8]) -> Void
    ) throws(WorkbookFailure) {
        guard column <= Self.columnsMax else { return note(.farColumn, row: row, column: column) }
        if row != lastFilledRow {
            filledRows += 1
            lastFilledRow = row
        }
        if row <= Self.headRows {
            var bytes: [UInt8] = []
            write(&bytes)
            head[row - 1].append(HeadCell(column: column, bytes: bytes, isText: isText))
            return
        }
        if row > line {
            body.append(contentsOf: repeatElement(UInt8(ascii: "\n"), count: row - line))
            (line, field) = (row, 1)
        }
        body.append(contentsOf: repeatElement(Self.delimiter, count: max(0, column - field)))
        field = column
        write(&body)
        guard body.count <= Self.bytesMax else {
            throw WorkbookFailure(
                Problem(
                    .limitExceeded, at: Place(line: row), found: "a larger sheet",
                    expected: "at most \(Self.bytesMax) bytes of text"))
        }
    }

    /// Notes a merged range `A6:A7` that may be a heading over two or three rows.
    mutating func noteMerge(_ reference: Span<UInt8>) {
        guard merges.count < Self.mergesMax else { return }
        let corners = XMLText.string(reference).split(separator: ":").map { Array($0.utf8) }
        guard corners.count == 2, let (column, first) = WorkbookSheet.place(corners[0]),
            let (_, last) = WorkbookSheet.place(corners[1]),
            first >= 1, first < last, last <= Self.headRows, last - first < Self.mergeHeightMax
        else { return }
        merges.append(Merge(column: column, rows: first...last))
    }

    /// The text of the first rows, a heading merged over several of them written in each.
    ///
    /// Only words without digits: a merged amount belongs to one row alone.
    func headText() -> [UInt8] {
        var rows = head
        for merge in merges {
            guard let cell = head[merge.rows.lowerBound - 1].first(where: { $0.column == merge.column }),
                cell.isText, !cell.bytes.contains(where: { $0 &- 0x30 <= 9 })
            else { continue }
            for row in merge.rows.dropFirst()
            where !rows[row - 1].contains(where: { $0.column == cell.column }) {
                let index = rows[row - 1].firstIndex { $0.column > cell.column } ?? rows[row - 1].count
                rows[row - 1].insert(cell, at: index)
            }
        }
        var text: [UInt8] = []
        for row in rows {
            var field = 1
            for cell in row {
                text.append(contentsOf: repeatElement(Self.delimiter, count: cell.column - field))
                text.append(contentsOf: cell.bytes)
                field = cell.column
            }
            text.append(UInt8(ascii: "\n"))
        }
        return text
    }

    /// The whole text.
    consuming func finished() -> [UInt8] {
        var text = headText()
        guard !body.isEmpty else { return text }
        text.append(contentsOf: body)
        text.append(UInt8(ascii: "\n"))
        return text
    }

    /// Appends a text as one field: what would end the field or row becomes a blank, `_x000D_` is what it
    /// stands for (ECMA-376 22.9.2.19), quotes are doubled in quotes.
    static func append(_ text: [UInt8], to target: inout [UInt8]) {
        let quote = UInt8(ascii: "\"")
        let isQuoted = text.contains(quote)
        if isQuoted { target.append(quote) }
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte == UInt8(ascii: "_"), let code = escape(text, at: index) {
                index += 7
                if code < 0x20 || code == 0x22 {
                    target.append(0x20)
                } else if let scalar = Unicode.Scalar(code) {
                    target.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
                }
                continue
            }
            index += 1
            if byte == quote { target.append(quote) }
            target.append(byte < 0x20 || byte == 0x7F ? 0x20 : byte)
        }
        if isQuoted { target.append(quote) }
    }

    /// The code unit of `_xHHHH_`; `nil` for anything else and for half a surrogate pair.
    private static func escape(_ text: [UInt8], at start: Int) -> UInt16? {
        guard start + 7 <= text.count, text[start + 1] == UInt8(ascii: "x"),
            text[start + 6] == UInt8(ascii: "_")
        else { return nil }
        var code: UInt16 = 0
        for byte in text[start + 2..<start + 6] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            code = code << 4 | UInt16(digit)
        }
        return (0xD800...0xDFFF).contains(code) ? nil : code
    }
}
