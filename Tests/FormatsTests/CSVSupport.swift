import Domain
import Foundation
import Testing

@testable import Formats

/// The shared corpus and the labelled sets, found by environment or beside the package.
enum CSVCorpus {
    static let root: URL? = {
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let beside = package.deletingLastPathComponent().appendingPathComponent("shared").path
        let path = ProcessInfo.processInfo.environment["RECOBRO_SHARED"] ?? beside
        return FileManager.default.fileExists(atPath: path) ? URL(fileURLWithPath: path) : nil
    }()

    /// Without the corpus a continuous-integration run fails; elsewhere the test is skipped, saying so.
    static let isExpected = root != nil || ProcessInfo.processInfo.environment["CI"] != nil

    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: try #require(root, "no shared corpus").appendingPathComponent(path)))
    }

    static func text(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }

    /// The rows of a tab-separated file as dictionaries.
    static func table(_ text: String) -> [[String: String]] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: true).map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        guard let heading = lines.first else { return [] }
        return lines.dropFirst().map { row in
            Dictionary(zip(heading, row), uniquingKeysWith: { first, _ in first })
        }
    }
}

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
