import Domain
import Foundation
import Support
import Testing

@testable import Formats

/// Every FEC of the corpus against figures counted over the raw file by a script of its own.
@Suite(.enabled(if: Corpus.isRequired, "the shared corpus is not there"))
struct FECCorpusTests {
    struct Figures {
        let file: String
        /// Number and sum in cents.
        let invoices: (Int, Int64)
        let creditNotes: (Int, Int64)
        let receipts: (Int, Int64)
        /// Letters that do not balance, customers with open credits, customers with open debits.
        let findings: Int
    }

    static let figures = [
        Figures(
            file: "0000000001FEC20220831.txt", invoices: (391, 112_601_308), creditNotes: (8, -1_841_041),
            receipts: (362, 104_689_124), findings: 15 + 2 + 7),
        Figures(
            file: "000000000FEC20231231.txt", invoices: (20, 18_777_084), creditNotes: (0, 0),
            receipts: (0, 0),
            findings: 4),
        Figures(
            file: "123456789FEC20500930.txt", invoices: (0, 0), creditNotes: (0, 0), receipts: (0, 0),
            findings: 1),
    ]

    private func reading(_ path: String) throws -> CSVReading {
        try CSVReading(Corpus.bytes("corpus/" + path)) { try FEC.read($0, options: $1, emit: $2) }
    }

    @Test(arguments: figures) func figuresAgree(_ figures: Figures) throws {
        let reading = try reading("fec/neolegal-fr__fec-reader/" + figures.file)
        let invoices = reading.invoices.filter { $0.kind == .invoice }
        let notes = reading.invoices.filter { $0.kind == .creditNote }
        #expect(invoices.count == figures.invoices.0 && notes.count == figures.creditNotes.0)
        #expect(invoices.count + notes.count == reading.invoices.count)
        #expect(invoices.reduce(0) { $0 + $1.payable } == figures.invoices.1)
        #expect(notes.reduce(0) { $0 + $1.payable } == figures.creditNotes.1)
        #expect(reading.receipts.count == figures.receipts.0)
        #expect(reading.receipts.reduce(0) { $0 + $1.amount } == figures.receipts.1)
        // The manifest says that debits and credits agree: no other problem is left.
        #expect(reading.codes == Array(repeating: .detailsDiffer, count: figures.findings))
        #expect(notes.allSatisfy { !$0.corrects.isEmpty })
    }

    /// The manifest counts the customers with lines that are not lettered and what they leave: the invoices
    /// without receipts and letters, the credits and the debits besides.
    @Test func whatIsOpenAgreesWithTheManifest() throws {
        for row in try Corpus.facts("MANIFEST.tsv", in: "fec") {
            let path = row["path", default: ""]
            let identification = try FEC.identify(Corpus.bytes("corpus/" + path).span)
            #expect(identification?.format == .fec)
            let lines = String(decoding: try Corpus.bytes("corpus/" + path), as: UTF8.self)
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
