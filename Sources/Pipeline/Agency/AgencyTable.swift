internal import Domain
internal import Foundation
internal import Handover
internal import Scanning

/// A CSV that a person wrote: a heading of known names, comma or semicolon, RFC 4180 quotes, in UTF-8, in
/// UTF-16 or, as a Spanish spreadsheet saves it, in Windows-1252.
struct AgencyTable {
    /// One row, by column. Cells without content are absent.
    struct Row {
        /// 1-based, the heading included.
        let line: Int
        let cells: [String: String]
        fileprivate let file: String

        /// All cells as one text, to recognise the row.
        var text: String { cells.keys.sorted().map { "\($0)=\(cells[$0] ?? "")" }.joined(separator: "\n") }

        func finding(_ code: String, _ column: String, found: String, expected: String) -> AgencyFinding {
            AgencyFinding(
                code, place: "\(file) line \(line) \(column)", line: line, found: found,
                expected: expected)
        }

        func text(_ column: String) -> String { cells[column] ?? "" }

        func required(_ column: String) throws(AgencyFinding) -> String {
            guard let text = cells[column] else {
                throw finding("FIELD_MISSING", column, found: "nothing", expected: "a value")
            }
            return text
        }

        func day(_ column: String) throws(AgencyFinding) -> Day? {
            guard let text = cells[column] else { return nil }
            guard let day = AgencyNumber.day(text) else {
                throw finding(
                    "WRONG_FORM", column, found: "'\(text.prefix(40))'", expected: "a day as 2026-02-28")
            }
            return day
        }

        func requiredDay(_ column: String) throws(AgencyFinding) -> Day {
            _ = try required(column)
            guard let day = try day(column) else {
                throw finding("FIELD_MISSING", column, found: "nothing", expected: "a day")
            }
            return day
        }

        func amount(_ column: String, _ currency: Currency) throws(AgencyFinding) -> Int64? {
            guard let text = cells[column] else { return nil }
            guard let amount = AgencyNumber.minorUnits(text, currency) else {
                throw finding(
                    "WRONG_FORM", column, found: "'\(text.prefix(40))'",
                    expected: AgencyNumber.expected(text, currency))
            }
            return amount
        }

        func integer(_ column: String) throws(AgencyFinding) -> Int? {
            guard let text = cells[column] else { return nil }
            guard let number = Int(text), number > 0 else {
                throw finding(
                    "WRONG_FORM", column, found: "'\(text.prefix(40))'", expected: "a number of 1 or more")
            }
            return number
        }

        /// A code of a closed list; `nil` where the cell is empty.
        func code<Code: RawRepresentable & CaseIterable>(
            _ column: String, _ type: Code.Type
        ) throws(AgencyFinding) -> Code? where Code.RawValue == String {
            guard let text = cells[column] else { return nil }
            guard let code = Code(rawValue: text) else {
                throw finding(
                    "CODE_UNKNOWN", column, found: "'\(text.prefix(40))'",
                    expected: Code.allCases.map(\.rawValue).joined(separator: ", "))
            }
            return code
        }
    }

    let rows: [Row]
    /// Of the whole file.
    let sha256: String

    /// - Throws: `AgencyFinding` where the file is no table, or its heading names what nobody knows.
    init(path: String, columns: [String], required: [String]) throws {
        let bytes = try PackageFolder.bytes(of: path)
        let file = (path as NSString).lastPathComponent
        sha256 = Digest.sha256(bytes)
        let (encoding, markLength, _) = TextEncoding.survey(bytes.span)
        let text = encoding.string(bytes.span.extracting(markLength..<bytes.count))
        let lines = try Self.split(text, file: file)
        guard let heading = lines.first?.cells.map({ $0.lowercased() }) else {
            throw AgencyFinding("SYNTAX", place: file, found: "no rows", expected: "a heading and rows")
        }
        for name in heading where !columns.contains(name) {
            throw AgencyFinding(
                "FIELD_UNKNOWN", place: "\(file) line 1", found: "'\(name.prefix(40))'",
                expected: "columns among \(columns.joined(separator: ", "))")
        }
        for name in required where !heading.contains(name) {
            throw AgencyFinding("FIELD_MISSING", place: "\(file) line 1", found: "no \(name)", expected: name)
        }
        guard Set(heading).count == heading.count else {
            throw AgencyFinding(
                "SYNTAX", place: "\(file) line 1", found: "a column twice", expected: "each column once")
        }
        var rows: [Row] = []
        for line in lines.dropFirst() where line.cells != [""] {
            guard line.cells.count == heading.count else {
                throw AgencyFinding(
                    "SYNTAX", place: "\(file) line \(line.number)", found: "\(line.cells.count) cells",
                    expected: "\(heading.count), as the heading has")
            }
            let filled = zip(heading, line.cells).filter { !$1.isEmpty }
            rows.append(
                Row(
                    line: line.number,
                    cells: Dictionary(filled, uniquingKeysWith: { first, _ in first }), file: file))
        }
        self.rows = rows
    }

    private typealias Line = (number: Int, cells: [String])

    /// Cells without the blanks around them; a quoted cell may hold separators and line ends.
    private static func split(_ text: String, file: String) throws(AgencyFinding) -> [Line] {
        let scalars = Array(text.unicodeScalars)
        let heading = scalars.prefix { $0 != "\n" }
        let separator: Unicode.Scalar = heading.contains(";") && !heading.contains(",") ? ";" : ","
        var lines: [Line] = []
        var (number, start, cells, cell) = (1, 1, [String](), String.UnicodeScalarView())
        var (isQuoted, closed) = (false, -2)
        func trimmed() -> String { String(cell).trimmingCharacters(in: .whitespaces) }
        for (position, scalar) in scalars.enumerated() {
            switch scalar {
            case "\"":
                // A doubled quote inside quotes ends and begins them: it stands for itself.
                if !isQuoted, closed == position - 1, position > 0 { cell.append(scalar) }
                if isQuoted { closed = position }
                isQuoted.toggle()
            case separator where !isQuoted:
                cells.append(trimmed())
                cell.removeAll()
            case "\n" where !isQuoted:
                lines.append((start, cells + [trimmed()]))
                (cells, cell) = ([], String.UnicodeScalarView())
                start = number + 1
            case "\r" where !isQuoted: break
            default: cell.append(scalar)
            }
            if scalar == "\n" { number += 1 }
        }
        guard !isQuoted else {
            throw AgencyFinding(
                "SYNTAX", place: "\(file) line \(start)", found: "a quote that is not closed",
                expected: "quotes in pairs")
        }
        if !cell.isEmpty || !cells.isEmpty { lines.append((start, cells + [trimmed()])) }
        return lines
    }
}
