import Domain
import Testing

@testable import Formats

private let customers = """
    <MasterFiles><Customer><CustomerID>C1</CustomerID><CustomerTaxID>501442600</CustomerTaxID>
    <CompanyName>Gomes &amp; Gomes, Lda.</CompanyName><BillingAddress><AddressDetail>Rua 1</AddressDetail>
    <City>Porto</City><PostalCode>4000-022</PostalCode><Country>PT</Country></BillingAddress>
    <ShipToAddress><City>Maia</City></ShipToAddress><Email>g@example.pt</Email></Customer>
    <Customer><CustomerID>C9</CustomerID><CustomerTaxID>999999990</CustomerTaxID>
    <CompanyName>Consumidor final</CompanyName><BillingAddress><AddressDetail>Desconhecido</AddressDetail>
    <City>Desconhecido</City><Country>Desconhecido</Country></BillingAddress></Customer>
    <Supplier><SupplierID>C1</SupplierID><CompanyName>Other</CompanyName></Supplier></MasterFiles>
    """

private let header = """
    <Header><AuditFileVersion>1.04_01</AuditFileVersion><TaxRegistrationNumber>501964843</TaxRegistrationNumber>
    <CompanyName>Demonstração, S.A.</CompanyName><CompanyAddress><City>Lisboa</City><Country>PT</Country>
    </CompanyAddress><CurrencyCode>EUR</CurrencyCode></Header>
    """

private func invoice(
    _ number: String = "FT A/1", type: String = "FT", status: String = "N", date: String = "2025-03-01",
    customer: String = "C1", net: String = "100.00", tax: String = "23.00", gross: String = "123.00",
    lines: String = "<Line><CreditAmount>100</CreditAmount></Line>", totals: String = "", after: String = ""
) -> String {
    """
    <Invoice><InvoiceNo>\(number)</InvoiceNo><DocumentStatus><InvoiceStatus>\(status)</InvoiceStatus>
    </DocumentStatus><InvoiceDate>\(date)</InvoiceDate><InvoiceType>\(type)</InvoiceType>
    <CustomerID>\(customer)</CustomerID>\(lines)<DocumentTotals><TaxPayable>\(tax)</TaxPayable>
    <NetTotal>\(net)</NetTotal><GrossTotal>\(gross)</GrossTotal>\(totals)</DocumentTotals>\(after)</Invoice>
    """
}

private func list(_ invoices: String, count: Int = 1, debit: String = "0.00", credit: String = "100.00")
    -> String
{
    "<SalesInvoices><NumberOfEntries>\(count)</NumberOfEntries><TotalDebit>\(debit)</TotalDebit>"
        + "<TotalCredit>\(credit)</TotalCredit>\(invoices)</SalesInvoices>"
}

private func payment(
    _ lines: String, gross: String, status: String = "N", after: String = "", number: String = "RG R/1"
) -> String {
    "<Payment><PaymentRefNo>\(number)</PaymentRefNo><TransactionDate>2025-04-02</TransactionDate>"
        + "<PaymentType>RG</PaymentType><DocumentStatus><PaymentStatus>\(status)</PaymentStatus></DocumentStatus>"
        + "<CustomerID>C1</CustomerID>\(lines)<DocumentTotals><GrossTotal>\(gross)</GrossTotal></DocumentTotals>"
        + "\(after)</Payment>"
}

private func paidLine(
    _ number: String, _ amount: String, rate: String = "", settlement: String = "", side: String = "Credit"
) -> String {
    "<Line><SourceDocumentID><OriginatingON>\(number)</OriginatingON><InvoiceDate>2025-03-01</InvoiceDate>"
        + "</SourceDocumentID>"
        + (settlement.isEmpty ? "" : "<SettlementAmount>\(settlement)</SettlementAmount>")
        + "<\(side)Amount>\(amount)</\(side)Amount>"
        + (rate.isEmpty ? "" : "<Tax><TaxPercentage>\(rate)</TaxPercentage></Tax>") + "</Line>"
}

private func file(
    _ documents: String, header: String = header,
    version: String = "urn:OECD:StandardAuditFile-Tax:PT_1.04_01"
) -> String {
    "<?xml version=\"1.0\"?><AuditFile xmlns=\"\(version)\">\(header)\(customers)"
        + "<SourceDocuments>\(documents)</SourceDocuments></AuditFile>"
}

private func read(_ text: String) throws -> CSVReading {
    try CSVReading(Array(text.utf8)) { try SAFTPT.read($0, options: $1, emit: $2) }
}

private func readPayments(_ payments: String, invoices: String? = nil) throws -> CSVReading {
    try read(file((invoices ?? list(invoice())) + "<Payments>\(payments)</Payments>"))
}

@Suite struct SAFTPTTests {
    @Test func negativeCreditNotesLowerTheDebtToo() throws {
        let note = invoice(
            "NC A/1", type: "NC", net: "-100.00", tax: "-23.00", gross: "-123.00",
            lines: "<Line><CreditAmount>-100</CreditAmount></Line>")
        let reading = try read(file(list(note, credit: "-100.00")))
        #expect(reading.summary == ["NC A/1 creditNote -12300"] && reading.codes == [.recordMalformed])
        #expect(reading.invoices.first?.net == -100_00 && reading.invoices.first?.tax == -23_00)
        let owed = try read(file(list(note.replacing("NC", with: "FT"), credit: "-100.00")))
        #expect(owed.records.isEmpty && owed.codes == [.amountUnreadable], "an invoice cannot")
    }

    @Test func anInvoiceWithItsParties() throws {
        let reading = try read(file(list(invoice())))
        #expect(reading.codes == [])
        #expect(reading.outcome.identification.version == "1.04_01")
        let invoice = try #require(reading.invoices.first)
        #expect(
            invoice.number == "FT A/1" && invoice.kind == .invoice
                && invoice.issued.description == "2025-03-01")
        #expect(
            [invoice.net, invoice.tax, invoice.total] == [100_00, 23_00, 123_00] && invoice.payable == 123_00)
        #expect(invoice.withheld == nil && invoice.due == nil && !invoice.isPaidOnIssue)
        #expect(invoice.seller.taxId == "501964843" && invoice.seller.name == "Demonstração, S.A.")
        #expect(invoice.customerNumber == "C1" && invoice.buyer.taxId == "501442600")
        #expect(invoice.buyer.name == "Gomes & Gomes, Lda." && invoice.buyer.town == "Porto")
        #expect(invoice.buyer.postCode == "4000-022" && invoice.buyer.country == "PT")
        #expect(invoice.buyer.email == "g@example.pt")
    }

    @Test func theDeclaredEncodingCounts() throws {
        let text = file(list(invoice())).replacing(
            "<?xml version=\"1.0\"?>", with: "<?xml version=\"1.0\" encoding=\"Windows-1252\"?>")
        let bytes = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        let reading = try CSVReading(bytes) { try SAFTPT.read($0, options: $1, emit: $2) }
        #expect(reading.invoices.first?.seller.name == "Demonstração, S.A.")
        #expect(reading.outcome.identification.encoding == "WINDOWS-1252")
        #expect(FormatReader.identify(bytes.span, options: ReadOptions()).format == .saftPT)
    }

    @Test(arguments: [
        ("FT", "N", InvoiceKind.invoice, 123_00, false), ("FS", "N", .invoice, 123_00, false),
        ("ND", "N", .invoice, 123_00, false), ("FR", "N", .invoice, 123_00, true),
        ("VD", "N", .invoice, 123_00, true), ("NC", "N", .creditNote, -123_00, false),
        ("TD", "N", .creditNote, -123_00, false), ("FT", "S", .invoice, 123_00, false),
        ("FT", "R", .invoice, 123_00, false), ("FT", "A", .cancelled, 123_00, false),
        ("NC", "A", .cancelled, -123_00, false), ("FS", "F", .copy, 123_00, false),
    ])
    func typesAndStatuses(
        _ type: String, _ status: String, _ kind: InvoiceKind, _ payable: Int64, _ isPaid: Bool
    ) throws {
        let invoice = try #require(read(file(list(invoice(type: type, status: status)))).invoices.first)
        #expect(invoice.kind == kind && invoice.payable == payable && invoice.isPaidOnIssue == isPaid)
    }

    @Test func whatIsNoClaimIsSetAside() throws {
        let reading = try read(
            file(list(invoice(type: "CS") + invoice(status: "Z") + invoice(), count: 3, credit: "300")))
        #expect(reading.codes == [.invoiceNotDebt, .recordMalformed] && reading.invoices.count == 1)
    }

    @Test func creditNotesNameWhatTheyCorrect() throws {
        func corrects(_ references: [String]) throws -> String? {
            let lines = references.map {
                "<Line><References><Reference>\($0)</Reference></References><DebitAmount>50</DebitAmount></Line>"
            }
            return try read(file(list(invoice(type: "NC", lines: lines.joined())))).invoices.first?.corrects
        }
        #expect(try corrects(["FT A/1", "FT A/1"]) == "FT A/1")
        #expect(try corrects(["FT A/1", "FT A/2"]) == "FT A/1;FT A/2")
        #expect(try corrects([]) == "")
        // 1.01 has one more element around it.
        let old = "<Line><References><CreditNote><Reference>FT 7</Reference></CreditNote></References></Line>"
        #expect(try read(file(list(invoice(type: "NC", lines: old)))).invoices.first?.corrects == "FT 7")
    }

    @Test func theWithheldTaxIsNotOwed() throws {
        let withheld =
            "<WithholdingTax><WithholdingTaxAmount>20.00</WithholdingTaxAmount></WithholdingTax>"
            + "<WithholdingTax><WithholdingTaxAmount>5</WithholdingTaxAmount></WithholdingTax>"
        let invoice = try #require(read(file(list(invoice(after: withheld)))).invoices.first)
        #expect(invoice.withheld == 25_00 && invoice.payable == 98_00 && invoice.total == 123_00)
        let tooMuch = "<WithholdingTax><WithholdingTaxAmount>123.01</WithholdingTaxAmount></WithholdingTax>"
        let odd = try read(file(list(document(after: tooMuch))))
        #expect(odd.codes == [.totalsDiffer] && odd.invoices.isEmpty)
    }

    private func document(after: String) -> String { invoice(after: after) }

    @Test func theTotalIsInTheCurrencyOfTheHeader() throws {
        let foreign =
            "<Currency><CurrencyCode>USD</CurrencyCode><CurrencyAmount>150.00</CurrencyAmount></Currency>"
        let invoice = try #require(read(file(list(invoice(totals: foreign)))).invoices.first)
        #expect(invoice.currency == .eur && invoice.payable == 123_00)
    }

    @Test func finalConsumersHaveNoTaxId() throws {
        let buyer = try #require(read(file(list(invoice(customer: "C9")))).invoices.first).buyer
        #expect(buyer.taxId == "" && buyer.name == "Consumidor final" && buyer.street == "")
        #expect(buyer.town == "" && buyer.country == "")
    }

    @Test func anUnknownCustomerLeavesTheInvoice() throws {
        let reading = try read(file(list(invoice(customer: "C7"))))
        #expect(reading.codes == [.fieldMissing] && reading.invoices.first?.customerNumber == "C7")
        #expect(reading.outcome.problems.first?.severity == .warn)
    }

    @Test func countersSalesThatWerePaidOweNothing() throws {
        func isPaid(_ type: String, _ amount: String, _ day: String) throws -> Bool? {
            let paid =
                "<Payment><PaymentAmount>\(amount)</PaymentAmount><PaymentDate>\(day)</PaymentDate></Payment>"
            return try read(file(list(invoice(type: type, totals: paid)))).invoices.first?.isPaidOnIssue
        }
        #expect(try isPaid("FS", "123.00", "2025-03-01") == true)
        #expect(try isPaid("FS", "100.00", "2025-03-01") == false)
        #expect(try isPaid("FS", "123.00", "2025-03-31") == false)
        #expect(try isPaid("FT", "123.00", "2025-03-01") == false)
    }

    @Test func controlTotalsAreChecked() throws {
        let two = invoice() + invoice("FT A/2", status: "A")
        #expect(try read(file(list(two, count: 2))).codes == [], "cancelled ones count and are not summed")
        #expect(try read(file(list(two, count: 3))).codes == [.countMismatch])
        #expect(try read(file(list(two, count: 2, credit: "200.00"))).codes == [.totalsDiffer])
        #expect(try read(file(list(two, count: 2, debit: "1.00"))).codes == [.totalsDiffer])
        let billed = invoice() + invoice("FS A/2", type: "FS", status: "F")
        for credit in ["100.00", "200.00"] {
            #expect(try read(file(list(billed, count: 2, credit: credit))).codes == [.invoiceNotDebt])
        }
        #expect(try read(file(list(invoice(net: "90.00")))).codes == [.totalsDiffer])
    }

    @Test func amountsAreExactOrNoInvoice() throws {
        #expect(try read(file(list(invoice(gross: "123.000")))).codes == [])
        #expect(try read(file(list(invoice(gross: "123.005")))).codes == [.amountNotExact])
        #expect(try read(file(list(invoice(gross: "123,00")))).codes == [.amountUnreadable])
        #expect(try read(file(list(invoice(gross: "-5.00")))).codes == [.amountUnreadable])
        #expect(try read(file(list(invoice(gross: "99999999999999999")))).codes == [.amountUnreadable])
        #expect(try read(file(list(invoice(date: "2025-02-30")))).codes == [.dateUnreadable])
        #expect(try read(file(list(invoice("")))).codes == [.fieldMissing])
    }

    @Test func olderVersionsHaveTheStatusInTheInvoice() throws {
        let old = invoice().replacing("<DocumentStatus>", with: "").replacing("</DocumentStatus>", with: "")
            .replacing("<InvoiceStatus>N", with: "<InvoiceStatus>A")
        let reading = try read(
            file(list(old, credit: "0"), version: "urn:OECD:StandardAuditFile-Tax:PT_1.01_01"))
        #expect(reading.codes == [] && reading.invoices.first?.kind == .cancelled)
    }

    @Test func otherCountriesAreRefused() throws {
        let reading = try read(file(list(invoice()), version: "urn:StandardAuditFile-Taxation-Financial:NO"))
        #expect(reading.isRefused && reading.invoices.isEmpty && reading.codes == [.formatUnknown])
        #expect(try read(file("")).codes == [.fieldMissing])
        #expect(try read(file("")).isRefused)
    }

    @Test func theHeaderIsChecked() throws {
        let wrong = header.replacing("501964843", with: "501964842").replacing(
            "<CurrencyCode>EUR</CurrencyCode>", with: "")
        #expect(try read(file(list(invoice()), header: wrong)).codes == [.taxIdInvalid, .fieldMissing])
        let none = header.replacing("<TaxRegistrationNumber>501964843</TaxRegistrationNumber>", with: "")
        #expect(try read(file(list(invoice()), header: none)).codes == [.fieldMissing])
        let odd = header.replacing(">EUR<", with: ">Euro<")
        #expect(try read(file(list(invoice()), header: odd)).isRefused)
    }

    @Test func goodsAndWorkingDocumentsAreNoDebts() throws {
        let others =
            "<MovementOfGoods><StockMovement><DocumentNumber>GT 1</DocumentNumber></StockMovement></MovementOfGoods>"
            + "<WorkingDocuments><WorkDocument><DocumentNumber>OR 1</DocumentNumber></WorkDocument></WorkingDocuments>"
        let reading = try read(file(list(invoice()) + others))
        #expect(reading.records.count == 1 && reading.codes == [])
    }
}

@Suite struct SAFTPTPaymentTests {
    @Test func receiptsByInvoice() throws {
        let reading = try readPayments(
            payment(
                paidLine("FT A/1", "60.00") + paidLine("FT A/2", "40.00") + paidLine("FT A/1", "3"),
                gross: "103.00"))
        #expect(reading.receiptSummary == ["FT A/1 2025-04-02 6300", "FT A/2 2025-04-02 4000"])
        #expect(reading.receipts.first?.number == "RG R/1" && reading.receipts.first?.customerNumber == "C1")
        #expect(reading.codes == [])
    }

    @Test func linesWithoutTaxAreMadeUpToTheTotal() throws {
        let reading = try readPayments(
            payment(
                paidLine("FT A/1", "100.00", rate: "23") + paidLine("FT A/2", "50", rate: "6"),
                gross: "176.00"))
        #expect(reading.receiptSummary == ["FT A/1 2025-04-02 12300", "FT A/2 2025-04-02 5300"])
        let one = try readPayments(
            payment(paidLine("FT A/1", "5000") + paidLine("FT A/1", "1000"), gross: "7000.00"))
        #expect(one.receiptSummary == ["FT A/1 2025-04-02 700000"])
    }

    @Test func linesThatDoNotMakeUpTheTotalAreSetAside() throws {
        let reading = try readPayments(
            payment(paidLine("FT A/1", "60") + paidLine("FT A/2", "40"), gross: "123.00"))
        #expect(reading.receipts.isEmpty && reading.codes == [.totalsDiffer])
    }

    @Test func discountsGrantedSettleToo() throws {
        // 20 % of the tax base before the discount, as the example of the tax authority has it.
        let lines =
            paidLine("FT A/1", "900", rate: "20", settlement: "100") + paidLine("FT A/2", "100", rate: "20")
        #expect(
            try readPayments(payment(lines, gross: "1220.00")).receiptSummary == [
                "FT A/1 2025-04-02 120000", "FT A/2 2025-04-02 12000",
            ])
    }

    @Test func whatWasWithheldIsNotReceivedTwice() throws {
        let withheld = "<WithholdingTax><WithholdingTaxAmount>25.00</WithholdingTaxAmount></WithholdingTax>"
        let receipt = payment(paidLine("FT A/1", "123.00"), gross: "123.00", after: withheld)
        let stated = try readPayments(receipt, invoices: list(invoice(after: withheld)))
        #expect(stated.receiptSummary == ["FT A/1 2025-04-02 9800"], "the payable is without it already")
        #expect(try readPayments(receipt).receiptSummary == ["FT A/1 2025-04-02 12300"])
    }

    @Test func cancelledReceiptsSettleNothing() throws {
        let reading = try readPayments(payment(paidLine("FT A/1", "10"), gross: "10", status: "A"))
        #expect(reading.receipts.isEmpty && reading.codes == [.entryNotBooked] && !reading.isRefused)
        #expect(reading.outcome.problems.first?.severity == .warn)
    }

    @Test func creditNotesTakenIntoAReceiptAreReported() throws {
        let lines = paidLine("FT A/1", "100") + paidLine("NC A/1", "20", side: "Debit")
        let reading = try readPayments(payment(lines, gross: "80.00"))
        #expect(reading.receiptSummary == ["FT A/1 2025-04-02 10000"] && reading.codes == [.detailsDiffer])
    }

    @Test func controlTotalsOfReceipts() throws {
        let totals =
            "<NumberOfEntries>2</NumberOfEntries><TotalDebit>0</TotalDebit><TotalCredit>9</TotalCredit>"
        let reading = try readPayments(totals + payment(paidLine("FT A/1", "10"), gross: "10"))
        #expect(reading.codes == [.countMismatch, .totalsDiffer] && reading.receipts.count == 1)
    }
}

@Suite struct SAFTPTHostileTests {
    private static let text = file(
        list(invoice()) + "<Payments>" + payment(paidLine("FT A/1", "60.00"), gross: "60.00") + "</Payments>")

    /// A file cut off anywhere is refused.
    @Test func truncationIsSeen() throws {
        let bytes = Array(Self.text.utf8)
        for length in stride(from: 0, to: bytes.count, by: 1) {
            let reading = try CSVReading(Array(bytes[..<length])) {
                try SAFTPT.read($0, options: $1, emit: $2)
            }
            #expect(reading.isRefused, "cut at \(length)")
        }
        #expect(try !read(Self.text).isRefused)
    }

    @Test func changedBytesNeverTrap() throws {
        let bytes = Array(Self.text.utf8)
        let special = Array("<>/&;.-+09\"= ".utf8) + [0, 0xFF]
        var dice = BookDice(seed: 3)
        var kept = 0
        for _ in 0..<2000 {
            let reading = try CSVReading(dice.changed(bytes, with: special)) {
                try SAFTPT.read($0, options: $1, emit: $2)
            }
            kept += reading.invoices.count
        }
        #expect(kept > 20)
    }

    @Test func amountsOfAnySizeNeverTrap() throws {
        let huge = "999999999999999999"
        let lines = String(repeating: "<Line><CreditAmount>\(huge)</CreditAmount></Line>", count: 50)
        let withheld = "<WithholdingTax><WithholdingTaxAmount>\(huge)</WithholdingTaxAmount></WithholdingTax>"
        let odd = invoice(net: huge, tax: huge, gross: huge, lines: lines, after: withheld + withheld)
        let receipt = payment(
            paidLine("F", huge, rate: huge, settlement: huge) + paidLine("G", huge), gross: huge)
        #expect(try readPayments(receipt, invoices: list(odd, credit: huge)).records.isEmpty)
        #expect(
            try readPayments(payment(paidLine("F", huge, settlement: huge), gross: "1")).receipts.count <= 1)
    }
}
