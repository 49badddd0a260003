import Domain
import Foundation
import Support
import Testing

@testable import Formats

/// Every UBL, CII and Factur-X file of the corpus against what an independent reader found in it.
@Suite(.enabled(if: Corpus.isRequired, "the shared corpus is not there"))
struct CoreInvoiceCorpusTests {
    static let exceptions = Fact.exceptions.deletingLastPathComponent()
        .appendingPathComponent("ExceptionsInvoices.tsv")

    @Test(arguments: [("ubl", 58, 56), ("cii", 34, 34), ("facturx-pdf", 15, 15)])
    func invoicesAgree(folder: String, factsCount: Int, readCount: Int) throws {
        var differences = try Differences(table: Self.exceptions, folder: folder)
        let facts = try Corpus.facts("FACTS_INVOICES.tsv", in: folder)
        try #require(facts.count == factsCount)
        var read = 0
        for row in facts {
            let path = row["path", default: ""]
            let reading = try Reading(Corpus.bytes("corpus/" + path), with: FormatReader.read)
            guard let invoice = reading.invoices.first, reading.invoices.count == 1 else {
                if !differences.isLeftOut(path, "1") {
                    differences.compare(path, "1", "record", ours: "", theirs: "present")
                }
                #expect(!reading.codes.isEmpty, "\(path) is left out without a reason")
                continue
            }
            read += 1
            let kind = row["kind", default: ""]
            let format: FileFormat =
                folder == "facturx-pdf" ? .facturxPDF : kind.hasPrefix("ubl") ? .ubl : .cii
            #expect(reading.outcome.identification.format == format)
            compare(row, invoice, path, &differences)
        }
        #expect(read == readCount)
        for item in differences.unexplained { Issue.record("\(item)") }
        for item in differences.stale { Issue.record("no longer so: \(item)") }
    }

    private func compare(
        _ row: [String: String], _ invoice: InvoiceRecord, _ path: String, _ differences: inout Differences
    ) {
        func fact(_ field: String) -> String { row[field, default: ""] }
        func compare(_ field: String, _ ours: String, _ theirs: String? = nil) {
            differences.compare(path, "1", field, ours: ours, theirs: theirs ?? Fact.words(fact(field)))
        }
        /// Of several values that a table joins with a semicolon, the first.
        func first(_ field: String) -> String { fact(field).components(separatedBy: ";").first ?? "" }
        compare("number", invoice.number)
        compare("issue", "\(invoice.issued)")
        compare("due", invoice.due?.description ?? "")
        compare("payment_ref", invoice.paymentReference, Fact.words(first("instalments_or_payment_ref")))
        compare("seller_tax_id", invoice.seller.taxId, TaxIdentifier.key(fact("seller_tax_id")))
        compare("buyer_tax_id", invoice.buyer.taxId, TaxIdentifier.key(fact("buyer_tax_id")))
        compare("seller_name", invoice.seller.name)
        compare("buyer_name", invoice.buyer.name)
        // The facts hold amounts as written, credit notes positive.
        let sign: Int64 =
            fact("type") == "381" || fact("kind").hasSuffix("CreditNote") ? -1 : 1
        for (field, ours) in [
            ("net", invoice.net), ("tax", invoice.tax), ("total_with_tax", invoice.total),
            ("payable", invoice.payable),
        ] as [(String, Int64?)] {
            let theirs = first(field).split(separator: " ").first.map(String.init) ?? ""
            compare(field, Fact.amount(ours.map { $0 * sign }, invoice.currency), Fact.amount(theirs))
        }
        compare("currency", invoice.currency.code)
        compare("corrects", invoice.corrects)
        compare("iban", invoice.seller.iban, IdentifierText.compact(first("iban")))
    }
}
