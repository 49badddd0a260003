import Domain
import Foundation
import Support
import Testing

@testable import Formats

/// Every Facturae file of the corpus against what an independent reader found in it.
@Suite(.enabled(if: Corpus.isRequired, "the shared corpus is not there"))
struct FacturaeCorpusTests {
    @Test func invoicesAgree() throws {
        var differences = try Differences(table: Fact.exceptions, folder: "facturae")
        let facts = try Corpus.facts("FACTS_INVOICES.tsv", in: "facturae")
        try #require(facts.count == 19)
        for row in facts {
            let path = row["path", default: ""]
            let item = row["n", default: ""]
            if differences.isLeftOut(path, item) { continue }
            let reading = try Reading(Corpus.bytes("corpus/" + path), with: Facturae.read)
            #expect(reading.outcome.identification.version == row["kind"]?.dropFirst(9).description)
            guard let index = Int(item), reading.invoices.indices.contains(index - 1) else {
                differences.compare(path, item, "record", ours: "", theirs: "present")
                continue
            }
            compare(row, reading.invoices[index - 1], path, item, &differences)
        }
        for item in differences.unexplained { Issue.record("\(item)") }
        for item in differences.stale { Issue.record("no longer so: \(item)") }
    }

    private func compare(
        _ row: [String: String], _ invoice: InvoiceRecord, _ path: String, _ item: String,
        _ differences: inout Differences
    ) {
        func compare(_ field: String, _ ours: String, _ theirs: String? = nil) {
            differences.compare(path, item, field, ours: ours, theirs: theirs ?? row[field, default: ""])
        }
        func written(_ amount: Int64?) -> String { Fact.amount(amount, invoice.currency) }
        // The facts join series and number with " / ".
        compare("number", invoice.number, row["number", default: ""].replacing(" / ", with: "/"))
        compare("issue", "\(invoice.issued)")
        compare("due", invoice.due?.description ?? "")
        let plan = invoice.instalments.map { "\($0.due)=\(written($0.amount))" }.joined(separator: " | ")
        let theirs = row["instalments_or_payment_ref", default: ""].components(separatedBy: " | ")
            .map(Fact.amount).joined(separator: " | ")
        compare("instalments", plan, theirs)
        compare("seller_tax_id", invoice.seller.taxId, TaxIdentifier.key(row["seller_tax_id", default: ""]))
        compare("buyer_tax_id", invoice.buyer.taxId, TaxIdentifier.key(row["buyer_tax_id", default: ""]))
        compare("seller_name", invoice.seller.name, Fact.words(row["seller_name", default: ""]))
        compare("buyer_name", invoice.buyer.name, Fact.words(row["buyer_name", default: ""]))
        for (field, ours) in [
            ("net", invoice.net), ("tax", invoice.tax), ("withheld", invoice.withheld ?? 0),
            ("total_with_tax", invoice.total), ("payable", invoice.payable),
        ] as [(String, Int64?)] { compare(field, written(ours), Fact.amount(row[field, default: ""])) }
        compare("currency", invoice.currency.code)
        compare("corrects", invoice.corrects)
        compare("iban", invoice.seller.iban, row["iban", default: ""].replacing(" ", with: ""))
    }
}
