import Domain
import Foundation
import Testing

@testable import Formats

/// What a reader made of some bytes.
struct CSVReading {
    typealias Reader = (Span<UInt8>, ReadOptions, RecordSink) throws -> ReadOutcome

    var records: [SourceRecord] = []
    var outcome = ReadOutcome(identification: Identification(format: .unknown))

    init(_ bytes: [UInt8], options: ReadOptions = ReadOptions(), by reader: Reader) throws {
        var records: [SourceRecord] = []
        outcome = try reader(bytes.span, options) { records.append($0) }
        self.records = records
    }

    init(bank text: String, options: ReadOptions = ReadOptions()) throws {
        try self.init(Array(text.utf8), options: options) { try BankCSV.read($0, options: $1, emit: $2) }
    }

    init(invoices text: String, options: ReadOptions = ReadOptions()) throws {
        try self.init(Array(text.utf8), options: options) { try InvoiceCSV.read($0, options: $1, emit: $2) }
    }

    var entries: [EntryRecord] {
        records.compactMap { if case .entry(let entry) = $0 { entry } else { nil } }
    }
    var openings: [StatementOpening] {
        records.compactMap { if case .statementOpened(let opening) = $0 { opening } else { nil } }
    }
    var closings: [StatementClosing] {
        records.compactMap { if case .statementClosed(let closing) = $0 { closing } else { nil } }
    }
    var invoices: [InvoiceRecord] {
        records.compactMap { if case .invoice(let invoice) = $0 { invoice } else { nil } }
    }
    var codes: [Problem.Code] { outcome.problems.map(\.code) }
    var isRefused: Bool { outcome.problems.contains { $0.severity == .refuse } }
}
