import Domain
import Testing

@testable import Formats

private let parties = """
    <Parties><SellerParty><TaxIdentification><PersonTypeCode>J</PersonTypeCode>
    <ResidenceTypeCode>R</ResidenceTypeCode>
    <TaxIdentificationNumber>ES-b45.222.296</TaxIdentificationNumber></TaxIdentification><LegalEntity>
    <CorporateName>Suministros Ebro S.L.</CorporateName></LegalEntity></SellerParty>
    <BuyerParty><TaxIdentification><PersonTypeCode>F</PersonTypeCode><ResidenceTypeCode>U</ResidenceTypeCode>
    <TaxIdentificationNumber>FR12345678901</TaxIdentificationNumber></TaxIdentification><Individual>
    <Name>Marie</Name>
    <FirstSurname>Curie</FirstSurname><OverseasAddress><Address>Rue 1</Address>
    <PostCodeAndTown>75005 Paris</PostCodeAndTown>
    <Province>IDF</Province><CountryCode>FRA</CountryCode></OverseasAddress><ContactDetails>
    <ElectronicMail>m@example.org</ElectronicMail></ContactDetails></Individual></BuyerParty></Parties>
    """

private func invoice(
    number: String = "<InvoiceNumber>17</InvoiceNumber><InvoiceSeriesCode>A</InvoiceSeriesCode>",
    header: String = "<InvoiceClass>OO</InvoiceClass>", issued: String = "2025-03-01",
    totals: String =
        "<TotalGrossAmountBeforeTaxes>100</TotalGrossAmountBeforeTaxes>"
        + "<TotalTaxOutputs>21.00</TotalTaxOutputs>"
        + "<TotalTaxesWithheld>15.00</TotalTaxesWithheld><InvoiceTotal>106.00</InvoiceTotal>"
        + "<TotalOutstandingAmount>106.00</TotalOutstandingAmount>"
        + "<TotalExecutableAmount>106.00</TotalExecutableAmount>",
    payment: String = ""
) -> String {
    """
    <Invoice><InvoiceHeader>\(number)\(header)</InvoiceHeader><InvoiceIssueData><IssueDate>\(issued)
    </IssueDate>
    <InvoiceCurrencyCode>EUR</InvoiceCurrencyCode></InvoiceIssueData><InvoiceTotals>\(totals)</InvoiceTotals>
    \(payment.isEmpty ? "" : "<PaymentDetails>\(payment)</PaymentDetails>")</Invoice>
    """
}

private func read(_ invoices: String, header: String = "", after: String = "") throws -> Reading {
    try Reading(
        "<fe:Facturae xmlns:fe='http://www.facturae.es/Facturae/2014/v3.2.1/Facturae'><FileHeader>"
            + "<SchemaVersion>3.2.1</SchemaVersion>\(header)</FileHeader>\(parties)"
            + "<Invoices>\(invoices)</Invoices>"
            + after + "</fe:Facturae>", with: Facturae.read)
}

private func instalment(_ due: String, _ amount: String, _ more: String = "") -> String {
    "<Installment><InstallmentDueDate>\(due)</InstallmentDueDate><InstallmentAmount>\(amount)"
        + "</InstallmentAmount>"
        + "<PaymentMeans>04</PaymentMeans>\(more)</Installment>"
}

@Suite struct FacturaeTests {
    @Test func anInvoiceWithEverything() throws {
        let reading = try read(
            invoice(
                payment: instalment("2025-04-01", "50.00")
                    + instalment(
                        "2025-05-01", "56.00",
                        "<AccountToBeCredited><IBAN>ES91 2100 0418 4502 0005 1332</IBAN>"
                            + "</AccountToBeCredited>"
                            + "<PaymentReconciliationReference>"
                            + "RF18539007547034</PaymentReconciliationReference>"
                    )))
        #expect(reading.codes == [] && reading.outcome.identification.version == "3.2.1")
        let invoice = try #require(reading.invoices.first)
        #expect(
            invoice.number == "A/17" && invoice.kind == .invoice && invoice.issued.description == "2025-03-01"
        )
        #expect(
            invoice.due?.description == "2025-05-01" && invoice.instalments.map(\.amount) == [50_00, 56_00])
        #expect(
            [invoice.net, invoice.tax, invoice.withheld, invoice.total] == [100_00, 21_00, 15_00, 106_00])
        #expect(invoice.payable == 106_00 && invoice.paymentReference == "RF18539007547034")
        #expect(invoice.seller.taxId == "B45222296" && invoice.seller.isNaturalPerson == false)
        #expect(invoice.seller.iban == "ES9121000418450200051332")
        #expect(invoice.buyer.name == "Marie Curie" && invoice.buyer.isNaturalPerson == true)
        #expect(
            invoice.buyer.postCode == "75005" && invoice.buyer.town == "Paris"
                && invoice.buyer.country == "FR")
        #expect(invoice.buyer.email == "m@example.org" && invoice.buyer.iban == "")
    }

    @Test func severalInvoicesShareTheParties() throws {
        let reading = try read(invoice() + invoice(number: "<InvoiceNumber>18</InvoiceNumber>"))
        #expect(reading.invoices.map(\.number) == ["A/17", "18"])
        #expect(reading.invoices.allSatisfy { $0.buyer.name == "Marie Curie" })
    }

    @Test(arguments: [
        ("A", "1", "A/1"), ("", "1", "1"), ("2025/", "7", "2025/7"), ("F25", "F25-7", "F25-7"),
        ("1", "12", "1/12"),
    ])
    func seriesAndNumber(series: String, number: String, joined: String) {
        #expect(Facturae.joined(series: series, number: number) == joined)
    }

    @Test func thePayableIsNotTheTotal() throws {
        let totals =
            "<TotalGrossAmountBeforeTaxes>1000</TotalGrossAmountBeforeTaxes>"
            + "<TotalTaxOutputs>210</TotalTaxOutputs>"
            + "<InvoiceTotal>1210</InvoiceTotal><TotalPaymentsOnAccount>200</TotalPaymentsOnAccount>"
            + "<TotalOutstandingAmount>1010</TotalOutstandingAmount><AmountsWithheld><WithholdingAmount>60.50"
            + "</WithholdingAmount></AmountsWithheld><TotalExecutableAmount>949.50</TotalExecutableAmount>"
        let reading = try read(invoice(totals: totals))
        #expect(reading.codes == [])
        #expect(reading.invoices.first?.payable == 949_50 && reading.invoices.first?.withheld == 60_50)
    }

    @Test func whatIsNearestReplacesAMissingPayable() throws {
        func payable(_ totals: String) throws -> Int64? {
            try read(invoice(totals: totals)).invoices.first?.payable
        }
        #expect(
            try payable("<InvoiceTotal>5</InvoiceTotal><TotalOutstandingAmount>4</TotalOutstandingAmount>")
                == 4_00)
        #expect(try payable("<InvoiceTotal>5</InvoiceTotal><TotalExecutableAmount/>") == 5_00)
        #expect(try read(invoice(totals: "")).codes == [.fieldMissing])
    }

    @Test func sumsThatDoNotAddUpAreReported() throws {
        let totals =
            "<TotalGrossAmountBeforeTaxes>100</TotalGrossAmountBeforeTaxes>"
            + "<TotalTaxOutputs>21</TotalTaxOutputs>"
            + "<InvoiceTotal>1.00</InvoiceTotal><TotalExecutableAmount>121</TotalExecutableAmount>"
        let reading = try read(invoice(totals: totals, payment: instalment("2025-04-01", "120.99")))
        #expect(reading.codes == [.totalsDiffer, .totalsDiffer] && reading.invoices.first?.payable == 121_00)
    }

    /// Some programs write what is withheld as a negative amount.
    @Test func taxWithheldWithTheSignTurned() throws {
        func totals(_ sign: String, _ withheld: String) -> String {
            "<TotalGrossAmountBeforeTaxes>\(sign)100.00</TotalGrossAmountBeforeTaxes><TotalTaxOutputs>"
                + "\(sign)21.00</TotalTaxOutputs><TotalTaxesWithheld>\(withheld)</TotalTaxesWithheld>"
                + "<InvoiceTotal>\(sign)106.00</InvoiceTotal>"
                + "<TotalExecutableAmount>\(sign)106.00</TotalExecutableAmount>"
        }
        for (sign, withheld, cents) in [("", "-15.00", 15_00), ("-", "15.00", -15_00)] {
            let reading = try read(invoice(totals: totals(sign, withheld)))
            #expect(reading.codes == [.recordMalformed] && reading.invoices.first?.withheld == Int64(cents))
        }
        let right = try read(invoice(totals: totals("-", "-15.00")))
        #expect(right.codes == [] && right.invoices.first?.withheld == -15_00, "a refund")
    }

    @Test func decimalsBeyondTheCentAreExactOrNotAnInvoice() throws {
        func codes(_ payable: String) throws -> [Problem.Code] {
            try read(invoice(totals: "<TotalExecutableAmount>\(payable)</TotalExecutableAmount>")).codes
        }
        #expect(try codes("12.34000000") == [])
        #expect(try codes("12.34500000") == [.amountNotExact])
        #expect(try codes("12,345") == [.amountUnreadable], "thousands or decimals?")
        #expect(try codes("12,34").first == .recordMalformed, "read, and told")
    }

    @Test(arguments: [
        ("OO", "", "-10.00", InvoiceKind.creditNote), ("OC", "", "10.00", .invoice),
        ("OR", "01", "8.00", .replacement), ("OR", "01", "-8.00", .corrective),
        ("OR", "03", "-8.00", .corrective), ("", "01", "8.00", .replacement), ("OR", "", "8.00", .corrective),
        ("OR", "02", "-2.00", .corrective), ("CO", "", "10.00", .copy), ("CR", "01", "10.00", .copy),
        ("CC", "", "1.00", .copy),
    ])
    func kinds(invoiceClass: String, method: String, payable: String, kind: InvoiceKind) throws {
        let corrective =
            method.isEmpty
            ? ""
            : "<Corrective><InvoiceNumber>3</InvoiceNumber><InvoiceSeriesCode>B</InvoiceSeriesCode>"
                + "<CorrectionMethod>\(method)</CorrectionMethod></Corrective>"
        let reading = try read(
            invoice(
                header: "<InvoiceClass>\(invoiceClass)</InvoiceClass>" + corrective,
                totals: "<TotalExecutableAmount>\(payable)</TotalExecutableAmount>"))
        #expect(reading.invoices.first?.kind == kind)
        #expect(reading.invoices.first?.corrects == (method.isEmpty ? "" : "B/3"))
        #expect(reading.invoices.first?.number == "A/17", "not the corrected one's number")
    }

    @Test func assignedCreditsSaySo() throws {
        let factor =
            "<FactoringAssignmentData><Assignee><LegalEntity><CorporateName>Factor</CorporateName>"
            + "</LegalEntity></Assignee>"
            + "<PaymentDetails>\(instalment("2025-09-09", "9.00"))</PaymentDetails></FactoringAssignmentData>"
        let reading = try read(invoice(), header: factor)
        #expect(reading.codes == [.invoiceAssigned] && reading.invoices.first?.isAssigned == true)
        #expect(
            reading.invoices.first?.seller.name == "Suministros Ebro S.L."
                && reading.invoices.first?.due == nil)
    }

    @Test func residentsNeedAValidTaxNumber() throws {
        let text =
            "<Facturae>" + parties.replacing("b45.222.296", with: "b45.222.297")
            + "<Invoices>\(invoice())</Invoices></Facturae>"
        let reading = try Reading(text, with: Facturae.read)
        #expect(reading.codes == [.taxIdInvalid], "the foreign buyer's number is not ours to check")
        #expect(reading.invoices.first?.seller.taxId == "B45222297")
    }

    @Test func wrongIBANsAreReported() throws {
        let account = "<AccountToBeCredited><IBAN>ES9121000418450200051333</IBAN></AccountToBeCredited>"
        #expect(
            try read(invoice(payment: instalment("2025-04-01", "106.00", account))).codes == [.ibanInvalid])
    }

    @Test func attachmentsAndSignaturesAreSkippedUnread() throws {
        let megabytes = String(repeating: "QUJD\n", count: 2 << 20)
        let attachment =
            "<AdditionalData><RelatedDocuments><Attachment><AttachmentData>\(megabytes)"
            + "</AttachmentData></Attachment>"
            + "</RelatedDocuments></AdditionalData></Invoice>"
        let signature =
            "<ds:Signature xmlns:ds='http://www.w3.org/2000/09/xmldsig#'><ds:Object><Invoices>"
            + "<Invoice/></Invoices></ds:Object></ds:Signature>"
        let reading = try read(invoice().replacing("</Invoice>", with: attachment), after: signature)
        #expect(reading.codes == [] && reading.invoices.count == 1)
    }

    @Test func incompleteInvoicesAreSetAside() throws {
        #expect(try read(invoice(number: "")).codes == [.fieldMissing])
        #expect(try read(invoice(issued: "2025-02-30")).codes == [.dateUnreadable])
        #expect(try read(invoice().replacing(">EUR<", with: ">euro<")).codes == [.currencyUnknown])
        #expect(try read("").isRefused)
        #expect(try Reading("<!DOCTYPE a><Facturae/>", with: Facturae.read).codes == [.xmlForbidden])
    }

    @Test func aTotalBeforeTheTaxWithheldIsSaidOnce() throws {
        let totals =
            "<TotalGrossAmountBeforeTaxes>100</TotalGrossAmountBeforeTaxes><TotalTaxOutputs>21</TotalTaxOutputs>"
            + "<TotalTaxesWithheld>15</TotalTaxesWithheld><InvoiceTotal>121</InvoiceTotal>"
        let whole =
            "<TotalOutstandingAmount>106</TotalOutstandingAmount><TotalExecutableAmount>106</TotalExecutableAmount>"
        let reading = try read(invoice(totals: totals + whole))
        #expect(reading.codes == [.totalsDiffer] && reading.invoices.first?.payable == 106_00)
        let alone = try read(invoice(totals: totals))
        #expect(alone.codes == [.fieldMissing] && alone.invoices.isEmpty, "what is owed cannot be said")
        #expect(
            try read(invoice(totals: totals.replacing(">121<", with: ">106<"))).invoices.first?.payable
                == 106_00)
    }

    @Test func aMissingPayableIsWhatTheSchemaMakesIt() throws {
        let totals =
            "<InvoiceTotal>1210</InvoiceTotal><PaymentsOnAccount><PaymentOnAccount>"
            + "<PaymentOnAccountAmount>150</PaymentOnAccountAmount></PaymentOnAccount><PaymentOnAccount>"
            + "<PaymentOnAccountAmount>50</PaymentOnAccountAmount></PaymentOnAccount></PaymentsOnAccount>"
            + "<AmountsWithheld><WithholdingAmount>10</WithholdingAmount></AmountsWithheld>"
        #expect(try read(invoice(totals: totals)).invoices.first?.payable == 1000_00)
    }

    @Test func spanishAccountsWithoutIBAN() throws {
        let account =
            "<AccountToBeCredited><AccountNumber>21000418450200051332</AccountNumber></AccountToBeCredited>"
        let other = account.replacing("AccountNumber", with: "IBAN").replacing(
            "21000418", with: "ES9100000418")
        let reading = try read(
            invoice(
                payment: instalment("2025-04-01", "50.00", account) + instalment("2025-05-01", "56.00", other)
            ))
        #expect(reading.codes == [], "only the first account is kept")
        #expect(reading.invoices.first?.seller.iban == "ES9121000418450200051332")
    }

    @Test func theFilesOwnCountIsChecked() throws {
        let header = "<Batch><InvoicesCount>1</InvoicesCount></Batch>"
        #expect(try read(invoice(), header: header).codes == [])
        #expect(try read(invoice() + invoice(), header: header).codes == [.countMismatch])
    }

    @Test func damageNeverLooksLikeAnInvoice() throws {
        let bytes = Array("<Facturae>\(parties)<Invoices>\(invoice())</Invoices></Facturae>".utf8)
        try InvoiceHostility.truncated(bytes, with: Facturae.read) { reading, count in
            #expect(reading.isRefused, "cut at \(count)")
        }
        try InvoiceHostility.mutated(bytes, rounds: 2000, with: Facturae.read)
    }
}
