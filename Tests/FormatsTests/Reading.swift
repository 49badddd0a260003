import Domain
import Foundation
import Support

@testable import Formats

/// Everything a reader gave.
struct Reading {
    var openings: [StatementOpening] = []
    /// Entries by statement.
    var entries: [[EntryRecord]] = []
    var closings: [StatementClosing] = []
    var invoices: [InvoiceRecord] = []
    var outcome: ReadOutcome

    typealias Reader = (Span<UInt8>, ReadOptions, RecordSink) throws -> ReadOutcome

    init(_ bytes: [UInt8], with reader: Reader) throws {
        var records: [SourceRecord] = []
        outcome = try reader(bytes.span, ReadOptions()) { records.append($0) }
        for record in records {
            switch record {
            case .statementOpened(let opening):
                openings.append(opening)
                entries.append([])
            case .entry(let entry): if !entries.isEmpty { entries[entries.count - 1].append(entry) }
            case .statementClosed(let closing): closings.append(closing)
            case .invoice(let invoice): invoices.append(invoice)
            default: break
            }
        }
    }

    init(_ text: String, with reader: Reader) throws { try self.init(Array(text.utf8), with: reader) }

    var codes: [Problem.Code] { outcome.problems.map(\.code) }
    var isRefused: Bool { outcome.problems.contains { $0.severity == .refuse } }
    var onlyEntry: EntryRecord? { entries.count == 1 && entries[0].count == 1 ? entries[0][0] : nil }
}

/// Facts as the tables write them, made comparable.
enum Fact {
    static let exceptions = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Exceptions.tsv")

    /// `8.850` and `8.85` are one amount: no zeros at the end.
    static func amount(_ text: String) -> String {
        guard text.contains(".") else { return text }
        var cut = Substring(text)
        while cut.last == "0" { cut.removeLast() }
        if cut.last == "." { cut.removeLast() }
        return cut == "-0" ? "0" : String(cut)
    }

    static func amount(_ minorUnits: Int64?, _ currency: Currency) -> String {
        minorUnits.map { amount(Money.decimalString($0, exponent: currency.exponent)) } ?? ""
    }

    /// Single blanks, none at the ends.
    static func words(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The values that a table joins with a bar, sorted.
    static func parts(_ text: String) -> String {
        Set(text.components(separatedBy: " | ").map(words).filter { !$0.isEmpty }).sorted()
            .joined(separator: " | ")
    }
}
