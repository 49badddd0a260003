internal import Domain

/// A table as RFC 4180 text: comma, quotes where needed, CRLF, a heading row, UTF-8.
///
/// Cells that a spreadsheet would run as a formula get an apostrophe before them. Plain signed numbers, as
/// `-12.50` or `+34600111222`, are no formulas and stay as they are.
struct CSVText {
    private(set) var bytes: [UInt8] = []
    private let columns: Int

    init(heading: [String]) {
        columns = heading.count
        add(heading)
    }

    /// One row. Missing cells at its end are empty, so that every row is as wide as the heading.
    mutating func add(_ cells: [String]) {
        let padding = repeatElement("", count: max(0, columns - cells.count))
        for (position, cell) in (cells + padding).enumerated() {
            if position > 0 { bytes.append(0x2C) }
            append(Self.neutralised(CanonicalText.composed(cell)))
        }
        bytes += [0x0D, 0x0A]
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
