/// A table as RFC 4180 text: comma, quotes where needed, CRLF, a heading row, UTF-8.
///
/// Cells that a spreadsheet would run as a formula get an apostrophe before them; plain signed numbers, as
/// telephone numbers are written, stay as they are.
struct MessageTable {
    private var text = ""
    private let width: Int

    init(heading: [String]) {
        width = heading.count
        add(heading)
    }

    var bytes: [UInt8] { Array(text.utf8) }

    /// One row as wide as the heading, each cell on one line.
    mutating func add(_ cells: [String]) {
        precondition(cells.count == width, "a row is as wide as its heading")
        text += cells.map { Self.quoted(Self.neutralised(ShownText.line($0))) }.joined(separator: ",")
        text += "\r\n"
    }

    private static func quoted(_ cell: String) -> String {
        guard cell.contains(where: { $0 == "," || $0 == "\"" }) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }

    static func neutralised(_ cell: String) -> String {
        // Some spreadsheets skip blanks before they look for a formula.
        guard let first = cell.first(where: { !$0.isWhitespace }),
            "=+-@\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".contains(first)
        else { return cell }
        let rest = cell.utf8.dropFirst()
        let isNumber =
            (cell.hasPrefix("+") || cell.hasPrefix("-")) && !rest.isEmpty
            && rest.allSatisfy { $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2E }
        return isNumber ? cell : "'" + cell
    }
}
