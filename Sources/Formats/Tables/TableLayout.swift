internal import Domain
internal import Scanning

/// A delimited file whose columns are understood: what every table reader starts from.
struct TableLayout {
    /// A row above the heading.
    struct PreambleRow {
        let line: Int
        let cells: [String]
    }

    let profile: TableProfile
    let encoding: TextEncoding
    /// Set to the first row under the heading.
    let rows: DelimitedCursor
    /// 1-based; 0 where the table has no heading.
    let headingLine: Int
    /// Folded headings, as they stand; empty where the table has none.
    let headings: [String]
    /// The currency each heading names.
    let headingCurrencies: [Currency?]
    let preamble: [PreambleRow]
    /// Field of ours to its columns, from 0, in file order.
    let assigned: [String: [Int]]
    /// Names of columns, or the profile's column count.
    let columnCount: Int

    /// The column of a field, -1 where the table has none: no column of any record.
    func column(_ field: String) -> Int { assigned[field]?.first ?? -1 }

    /// All columns of a field, in file order.
    func columns(_ field: String) -> [Int] { assigned[field] ?? [] }

    /// The columns of days of every role.
    var dateColumns: [Int] { ["booked", "issued", "collected", "day"].flatMap { columns($0) } }

    func currency(ofColumn column: Int) -> Currency? {
        headingCurrencies.indices.contains(column) ? headingCurrencies[column] : nil
    }

    /// Longest field that may be a key word, bytes; a longer one is a text.
    static let wordBytesMax = 40

    /// The folded text of a short field; empty for a long one.
    func folded(_ record: DelimitedRecord, _ column: Int, _ bytes: Span<UInt8>) -> String {
        let range = record.range(column, in: bytes)
        guard !range.isEmpty, range.count <= Self.wordBytesMax else { return "" }
        return HeadingText.fold(encoding.string(bytes.extracting(range)))
    }

    /// Whether a record repeats the heading row, as concatenated exports do.
    func isHeading(_ record: DelimitedRecord, in bytes: Span<UInt8>) -> Bool {
        guard let first = headings.first, record.fieldCount == headings.count else { return false }
        func folded(_ column: Int) -> String {
            HeadingText.split(record.text(column, in: bytes, encoding: encoding)).words
        }
        guard folded(0) == first else { return false }
        return headings.indices.allSatisfy { folded($0) == headings[$0] }
    }
}

/// A layout in one place that all rows share.
final class SharedLayout: Sendable {
    let layout: TableLayout

    init(_ layout: TableLayout) { self.layout = layout }
}
