internal import Domain

/// A table as RFC 4180 text: comma, quotes where needed, CRLF, a heading row, UTF-8.
///
/// Cells that a spreadsheet would run as a formula get an apostrophe before them. Plain signed numbers, as
/// `-12.50` or `+34600111222`, are no formulas and stay as they are.
struct CSVText {
    private(set) var bytes: [UInt8] = []
    private let columns: Int
    private var headingLength = 0

    init(heading: [String]) {
        columns = heading.count
        add(heading)
        headingLength = bytes.count
    }

    /// The rows of a part of the table that was written apart.
    mutating func append(_ part: CSVText) { bytes += part.rows }

    /// What stands below the heading.
    var rows: ArraySlice<UInt8> { bytes[headingLength...] }

    /// One row. Missing cells at its end are empty, so that every row is as wide as the heading.
    mutating func add(_ cells: [String]) {
        for (position, cell) in cells.enumerated() {
            if position > 0 { bytes.append(0x2C) }
            // Nearly every cell stands as it is, and a batch has tens of millions of them.
            if !appendPlain(cell) { append(Self.neutralised(CanonicalText.composed(cell))) }
        }
        for position in min(cells.count, columns)..<columns where position > 0 { bytes.append(0x2C) }
        bytes += [0x0D, 0x0A]
    }

    /// Appends a cell that needs neither quotes nor an apostrophe nor composing; false where it may need one.
    private mutating func appendPlain(_ cell: String) -> Bool {
        var cell = cell
        return cell.withUTF8 { text in
            guard let first = text.first else { return true }
            if first == 0x3D || first == 0x2B || first == 0x2D || first == 0x40 { return false }
            for byte in text where byte < 0x20 || byte == 0x2C || byte == 0x22 || byte >= 0xCC {
                return false
            }
            bytes.append(contentsOf: text)
            return true
        }
    }

    private mutating func append(_ cell: String) {
        guard cell.utf8.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else {
            bytes += cell.utf8
            return
        }
        bytes.append(0x22)
        for byte in cell.utf8 {
            if byte == 0x22 { bytes.append(0x22) }
            bytes.append(byte)
        }
        bytes.append(0x22)
    }

    /// The cell with an apostrophe before `=`, `+`, `-`, `@`, tab or carriage return, unless it is a number.
    static func neutralised(_ cell: String) -> String {
        guard let first = cell.utf8.first, "=+-@\t\r".utf8.contains(first) else { return cell }
        let rest = cell.utf8.dropFirst()
        let isNumber =
            (first == 0x2B || first == 0x2D) && !rest.isEmpty
            && rest.allSatisfy { $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2E }
        return isNumber ? cell : "'" + cell
    }
}
