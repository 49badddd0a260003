import Domain
import Scanning

@testable import Formats

/// What can be fuzzed: every reader, the choice among them, and the scanners under them.
struct FuzzSubject: Sendable {
    let name: String
    let run: @Sendable (UnsafeBufferPointer<UInt8>) -> Void

    static let all: [FuzzSubject] =
        [
            reader("camt", Camt.read), reader("pain002", Pain002.read), reader("pain008", Pain008.read),
            reader("norma43", Norma43.read), reader("mt940", MT940.read), reader("cfonb120", CFONB120.read),
            reader("ofx", OFX.read), reader("qif", QIF.read), reader("bank-csv", BankCSV.read),
            reader("invoice-csv", InvoiceCSV.read), reader("customers-csv", CustomersCSV.read),
            reader("direct-debit-csv", DirectDebitCSV.read), reader("decisions-csv", DecisionsCSV.read),
            reader("deliveries-csv", DeliveriesCSV.read),
            reader("facturae", Facturae.read), reader("ubl", UBL.read), reader("cii", CII.read),
            reader("facturx-pdf", FacturXPDF.read), reader("saft-pt", SAFTPT.read), reader("fec", FEC.read),
            reader("any", FormatReader.read), reader("workbook", Workbook.read),
        ] + [
            FuzzSubject(name: "workbook-parts", run: FuzzedContainers.workbookParts),
            FuzzSubject(name: "zip", run: FuzzedContainers.zip),
            FuzzSubject(name: "gzip", run: FuzzedContainers.gzip),
            FuzzSubject(name: "xml-windows", run: XMLWindows.compare),
        ]

    private static func reader(_ name: String, _ read: @escaping ReaderInvariants.Reader) -> FuzzSubject {
        FuzzSubject(name: name) { ReaderInvariants.check($0, read) }
    }
}
