import Domain
import Foundation
import Support
import Testing

@testable import Formats

/// Every FEC of the corpus against figures counted over the raw file by a script of its own.
@Suite(.enabled(if: Corpus.isRequired, "the shared corpus is not there"))
struct FECCorpusTests {
    /// What one file holds; sums in cents.
    struct Figures: Sendable {
        var invoices = 0
        var invoiced: Int64 = 0
        var creditNotes = 0
        var credited: Int64 = 0
        var receipts = 0
        var received: Int64 = 0
        /// Letters that do not balance, customers with open credits, customers with open debits.
        var findings = 0
    }

    private static func figures(of file: String) -> Figures {
        switch file {
        case "0000000001FEC20220831":
            Figures(
                invoices: 391, invoiced: 112_601_308, creditNotes: 8, credited: -1_841_041, receipts: 362,
                received: 104_689_124, findings: 15 + 2 + 7)
        case "000000000FEC20231231": Figures(invoices: 20, invoiced: 18_777_084, findings: 4)
        default: Figures(findings: 1)
        }
    }

    private func reading(_ path: String) throws -> CSVReading {
        try CSVReading(Corpus.bytes("corpus/" + path)) { try FEC.read($0, options: $1, emit: $2) }
    }

    @Test(arguments: ["0000000001FEC20220831", "000000000FEC20231231", "123456789FEC20500930"])
    func figuresAgree(_ file: String) throws {
        let figures = Self.figures(of: file)
        let reading = try reading("fec/neolegal-fr__fec-reader/\(file).txt")
        let invoices = reading.invoices.filter { $0.kind == .invoice }
        let notes = reading.invoices.filter { $0.kind == .creditNote }
        #expect(invoices.count == figures.invoices && notes.count == figures.creditNotes)
        #expect(invoices.count + notes.count == reading.invoices.count)
        #expect(invoices.reduce(0) { $0 + $1.payable } == figures.invoiced)
        #expect(notes.reduce(0) { $0 + $1.payable } == figures.credited)
        #expect(reading.receipts.count == figures.receipts)
        #expect(reading.receipts.reduce(0) { $0 + $1.amount } == figures.received)
        // The manifest says that debits and credits agree: no other problem is left.
        #expect(reading.codes == Array(repeating: .detailsDiffer, count: figures.findings))
        #expect(notes.allSatisfy { !$0.corrects.isEmpty })
    }

    private func isFEC(_ bytes: [UInt8]) -> Bool { FEC.identify(bytes.span)?.format == .fec }

    @Test func rowsAgreeWithTheManifest() throws {
        for row in try Corpus.facts("MANIFEST.tsv", in: "fec") {
            let path = row["path", default: ""]
            let bytes = try Corpus.bytes("corpus/" + path)
            #expect(isFEC(bytes))
            let lines = String(decoding: bytes, as: UTF8.self)
            let rows = lines.split(whereSeparator: \.isNewline).count - 1
            #expect("\(rows)" == row["n_entries"])
        }
    }

    @Test func oneInvoiceInFull() throws {
        let reading = try reading("fec/neolegal-fr__fec-reader/0000000001FEC20220831.txt")
        let note = try #require(reading.invoices.first { $0.number == "AV 220002" })
        #expect(note.customerNumber == "CDISCO" && note.payable == -3122_80)
        #expect(note.issued.description == "2021-09-01" && note.kind == .creditNote)
        let settled = reading.receipts.filter { $0.invoiceNumber == note.corrects }
        let corrected = try #require(reading.invoices.first { $0.number == note.corrects })
        #expect(corrected.payable + note.payable == settled.reduce(0) { $0 + $1.amount })
    }
}
