/// What is wrong with a CSV text, and in which row (1-based, the heading included).
struct CSVSyntaxError: Error, Equatable {
    let row: Int
    let found: String
}

/// Reads RFC 4180 text as `CSVText` writes it: comma, quotes, CRLF or LF, UTF-8, with or without a mark of
/// byte order. The apostrophe that keeps spreadsheets from running a cell is taken off again.
struct CSVReader {
    /// Longer rows are refused, so that a missing quote cannot swallow a file.
    private static let rowBytesMax = 1_048_576

    private let bytes: [UInt8]
    private var position = 0
    private var rowNumber = 1
    private var rowStart = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// All rows, the heading first.
    static func rows(of bytes: [UInt8]) throws(CSVSyntaxError) -> [[String]] {
        var reader = CSVReader(bytes)
        var rows: [[String]] = []
        while reader.position < bytes.count {
            reader.rowStart = reader.position
            rows.append(try reader.row())
            reader.rowNumber += 1
        }
        return rows
    }

    private func error(_ found: String) -> CSVSyntaxError { CSVSyntaxError(row: rowNumber, found: found) }

    private mutating func row() throws(CSVSyntaxError) -> [String] {
        var cells: [String] = []
        while true {
            cells.append(try cell())
            guard position < bytes.count else { return cells }
            let byte = bytes[position]
            position += 1
            switch byte {
            case 0x2C: continue
            case 0x0A: return cells
            case 0x0D where position < bytes.count && bytes[position] == 0x0A:
                position += 1
                return cells
            default: throw error("a carriage return without a line feed")
            }
        }
    }

    private mutating func cell() throws(CSVSyntaxError) -> String {
        let isQuoted = position < bytes.count && bytes[position] == 0x22
        let cell = isQuoted ? try quoted() : try plain()
        guard let text = String(validating: cell, as: UTF8.self) else {
            throw error("a cell that is no UTF-8")
        }
        return Self.withoutApostrophe(text)
    }

    private mutating func plain() throws(CSVSyntaxError) -> [UInt8] {
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte == 0x2C || byte == 0x0A || byte == 0x0D { break }
            guard byte != 0x22 else { throw error("a quote inside a cell without quotes") }
            position += 1
            guard position - rowStart <= Self.rowBytesMax else { throw error("a row of more than 1 MiB") }
        }
        return Array(bytes[start..<position])
    }

    private mutating func quoted() throws(CSVSyntaxError) -> [UInt8] {
        var cell: [UInt8] = []
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            guard position - rowStart <= Self.rowBytesMax else { throw error("a row of more than 1 MiB") }
            guard byte == 0x22 else {
                cell.append(byte)
                continue
            }
            if position < bytes.count, bytes[position] == 0x22 {
                cell.append(0x22)
                position += 1
                continue
            }
            let ends = position == bytes.count || [0x2C, 0x0A, 0x0D].contains(bytes[position])
            guard ends else { throw error("text after a closing quote") }
            return cell
        }
        throw error("a quote that is never closed")
    }

    /// The inverse of `CSVText.neutralised`.
    private static func withoutApostrophe(_ cell: String) -> String {
        guard cell.utf8.first == 0x27 else { return cell }
        let rest = String(cell.dropFirst())
        return CSVText.neutralised(rest) == cell ? rest : cell
    }
}
