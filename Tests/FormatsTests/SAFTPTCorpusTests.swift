import Domain
import Foundation
import Support
import Testing

@testable import Formats

/// Every SAF-T file of the corpus against what an independent reader found in it.
@Suite(.enabled(if: Corpus.isRequired, "the shared corpus is not there"))
struct SAFTPTCorpusTests {
    private func reading(_ path: String) throws -> CSVReading {
        try CSVReading(Corpus.bytes("corpus/" + path)) { try SAFTPT.read($0, options: $1, emit: $2) }
    }

    @Test func invoicesAgree() throws {
        var differences = try Differences(table: BookTables.exceptions, folder: "saft-pt")
        let facts = try Corpus.facts("FACTS_INVOICES.tsv", in: "saft-pt")
        try #require(facts.count == 144)
        for (path, rows) in Dictionary(grouping: facts, by: { $0["path", default: ""] }) {
            let reading = try reading(path)
            #expect(reading.outcome.identification.version == "1.04_01")
            differences.compare(
                path, "0", "count", ours: "\(reading.invoices.count)", theirs: "\(rows.count)")
            for row in rows {
                guard let item = Int(row["n", default: ""]), reading.invoices.indices.contains(item - 1)
                else {
                    Issue.record("\(path) \(row["n", default: ""]) is missing")
                    continue
                }
                compare(row, reading.invoices[item - 1], path, "\(item)", &differences)
            }
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
        let type = row["type", default: ""]
        // The facts give a credit note positive amounts, as the file does.
        let sign: Int64 = type.hasPrefix("NC") ? -1 : 1
        func written(_ amount: Int64?) -> String { Fact.amount(amount.map { sign * $0 }, invoice.currency) }
        compare("number", invoice.number)
        compare("issue", "\(invoice.issued)")
        let kind: InvoiceKind = type.hasSuffix("/A") ? .cancelled : sign < 0 ? .creditNote : .invoice
        compare("kind", invoice.kind.rawValue, kind.rawValue)
        compare("paid", "\(invoice.isPaidOnIssue)", "\(type.hasPrefix("FR"))")
        compare("seller_tax_id", invoice.seller.taxId)
        compare("seller_name", invoice.seller.name)
        // A question mark stands for a customer that the file does not have.
        for (field, ours) in [("buyer_tax_id", invoice.buyer.taxId), ("buyer_name", invoice.buyer.name)] {
            compare(field, ours, row[field] == "?" ? "" : row[field, default: ""])
        }
        compare("net", written(invoice.net), Fact.amount(row["net", default: ""]))
        compare("tax", written(invoice.tax), Fact.amount(row["tax", default: ""]))
        compare("total", written(invoice.total), Fact.amount(row["total_with_tax", default: ""]))
        compare("withheld", written(invoice.withheld), Fact.amount(row["withheld", default: ""]))
        // The payable of the facts is the total; what is withheld is not owed.
        compare(
            "payable", written(invoice.payable + (invoice.withheld ?? 0)),
            Fact.amount(row["payable", default: ""]))
        // One of the files names no currency.
        compare(
            "currency", invoice.currency.code, row["currency"] == "" ? "EUR" : row["currency", default: ""])
        var references: [String] = []
        for reference in row["corrects", default: ""].split(separator: ";").map(String.init)
        where !references.contains(reference) {
            references.append(reference)
        }
        compare("corrects", invoice.corrects, references.joined(separator: ";"))
    }

    /// What was found in the files by hand. One customer's number, 129999998, has a wrong check digit.
    @Test(arguments: [
        ("saft_idemo599999999", [Problem.Code.taxIdInvalid, .entryNotBooked], ["1T 1/6 2017-10-22 700000"]),
        // Its first receipt has a debit of 1000 for a total of 7000.
        ("saft_DEBIT_NC", [.taxIdInvalid, .totalsDiffer, .entryNotBooked], []),
        (
            "saft_MISSING_CUSTOMER_INVOICE", [.taxIdInvalid, .fieldMissing, .entryNotBooked],
            ["1T 1/6 2017-10-22 700000"]
        ),
        ("saft_WRONG_SCHEMA", [.taxIdInvalid, .entryNotBooked, .fieldMissing], ["1T 1/6 2017-10-22 700000"]),
        ("saft_with_error", [.taxIdInvalid, .entryNotBooked, .fieldMissing], ["1T 1/6 2017-10-22 700000"]),
        // Without customers and receipts.
        ("saft_permissivo_error", Array(repeating: .fieldMissing, count: 24), []),
    ])
    func problemsAndReceipts(_ name: String, _ codes: [Problem.Code], _ receipts: [String]) throws {
        let reading = try reading("saft-pt/joaomfrebelo__Saft-PT_4_PHP/\(name).xml")
        #expect(reading.codes == codes)
        #expect(reading.receiptSummary == receipts)
        #expect(!reading.isRefused)
    }
}
