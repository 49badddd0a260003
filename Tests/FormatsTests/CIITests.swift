import Domain
import Testing

@testable import Formats

private let seller = """
    <ram:SellerTradeParty><ram:GlobalID schemeID="0088">4000001123452</ram:GlobalID>
    <ram:Name>Suministros Ebro S.L.</ram:Name>
    <ram:SpecifiedLegalOrganization><ram:ID schemeID="0002">123456782</ram:ID>
    </ram:SpecifiedLegalOrganization><ram:SpecifiedTaxRegistration><ram:ID schemeID="FC">201/113/40209</ram:ID>
    </ram:SpecifiedTaxRegistration><ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">ES-B45.222.296</ram:ID>
    </ram:SpecifiedTaxRegistration></ram:SellerTradeParty>
    """

private let buyer = """
    <ram:BuyerTradeParty><ram:ID>GE2020211</ram:ID><ram:Name>Kunden AG</ram:Name><ram:PostalTradeAddress>
    <ram:PostcodeCode>69876</ram:PostcodeCode><ram:LineOne>Kundenstr. 15</ram:LineOne>
    <ram:CityName>Frankfurt</ram:CityName><ram:CountryID>DE</ram:CountryID></ram:PostalTradeAddress>
    <ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">DE 123 456 789</ram:ID></ram:SpecifiedTaxRegistration>
    </ram:BuyerTradeParty>
    """

private func terms(_ due: String, _ amount: String = "", format: String = "102") -> String {
    let part = amount.isEmpty ? "" : "<ram:PartialPaymentAmount>\(amount)</ram:PartialPaymentAmount>"
    return
        "<ram:SpecifiedTradePaymentTerms><ram:Description>#SKONTO#TAGE=14#PROZENT=2.00#\n</ram:Description>"
        + "<ram:DueDateDateTime><udt:DateTimeString format='\(format)'>\(due)</udt:DateTimeString>"
        + "</ram:DueDateDateTime>\(part)</ram:SpecifiedTradePaymentTerms>"
}

private let sums = """
    <ram:LineTotalAmount>100.00</ram:LineTotalAmount><ram:ChargeTotalAmount>5</ram:ChargeTotalAmount>
    <ram:AllowanceTotalAmount>5.00</ram:AllowanceTotalAmount><ram:TaxBasisTotalAmount>100</ram:TaxBasisTotalAmount>
    <ram:TaxTotalAmount currencyID="SEK">240.00</ram:TaxTotalAmount>
    <ram:TaxTotalAmount currencyID="EUR">21.00</ram:TaxTotalAmount>
    <ram:GrandTotalAmount>121.00</ram:GrandTotalAmount><ram:TotalPrepaidAmount>21.00</ram:TotalPrepaidAmount>
    <ram:DuePayableAmount>100.00</ram:DuePayableAmount>
    """

private func document(
    profile: String = "urn:cen.eu:en16931:2017", type: String = "380", issued: String = "20250301",
    payment: String = terms("20250401"), sums: String = sums, after: String = ""
) -> String {
    """
    <rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
    xmlns:ram="urn:ram:100" xmlns:udt="urn:udt:100"><rsm:ExchangedDocumentContext>
    <ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>\(profile)</ram:ID>
    </ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext><rsm:ExchangedDocument>
    <ram:ID>A/17</ram:ID><ram:TypeCode>\(type)</ram:TypeCode><ram:IssueDateTime>
    <udt:DateTimeString format="102">\(issued)</udt:DateTimeString></ram:IssueDateTime></rsm:ExchangedDocument>
    <rsm:SupplyChainTradeTransaction><ram:IncludedSupplyChainTradeLineItem><ram:SpecifiedLineTradeSettlement>
    <ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>9</ram:LineTotalAmount>
    </ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>
    </ram:IncludedSupplyChainTradeLineItem><ram:ApplicableHeaderTradeAgreement>\(seller)\(buyer)
    </ram:ApplicableHeaderTradeAgreement><ram:ApplicableHeaderTradeSettlement>
    <ram:PaymentReference>RF18539007547034</ram:PaymentReference>
    <ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>\(payment)
    <ram:SpecifiedTradeSettlementHeaderMonetarySummation>\(sums)
    </ram:SpecifiedTradeSettlementHeaderMonetarySummation>\(after)
    </ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>
    """
}

private func read(_ text: String) throws -> Reading { try Reading(text, with: FormatReader.read) }

@Suite struct CIITests {
    @Test func anInvoiceWithEverything() throws {
        let means = """
            <ram:SpecifiedTradeSettlementPaymentMeans><ram:PayerPartyDebtorFinancialAccount>
            <ram:IBANID>DE02120300000000202051</ram:IBANID></ram:PayerPartyDebtorFinancialAccount>
            <ram:PayeePartyCreditorFinancialAccount><ram:IBANID>ES91 2100 0418 4502 0005 1332</ram:IBANID>
            </ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>
            """
        let reading = try read("\u{FEFF}" + document(payment: means + terms("20250401")))
        #expect(reading.codes == [])
        #expect(
            reading.outcome.identification
                == Identification(format: .cii, version: "EN16931", encoding: "UTF-8"))
        let invoice = try #require(reading.invoices.first)
        #expect(invoice.number == "A/17" && invoice.kind == .invoice && invoice.instalments.isEmpty)
        #expect("\(invoice.issued)" == "2025-03-01" && invoice.due?.description == "2025-04-01")
        #expect(
            [invoice.net, invoice.tax, invoice.total, invoice.payable] == [100_00, 21_00, 121_00, 100_00])
        #expect(invoice.seller.taxId == "B45222296" && invoice.seller.iban == "ES9121000418450200051332")
        #expect(invoice.buyer.taxId == "DE123456789" && invoice.buyer.iban == "DE02120300000000202051")
        #expect(invoice.customerNumber == "GE2020211" && invoice.paymentReference == "RF18539007547034")
        #expect(invoice.buyer.street == "Kundenstr. 15" && invoice.buyer.town == "Frankfurt")
    }

    /// The schema allows `DateTime` in the place of `DateTimeString`.
    @Test func daysAsDateTime() throws {
        let text = document()
            .replacing(
                "<udt:DateTimeString format=\"102\">20250301</udt:DateTimeString>",
                with: "<udt:DateTime>2025-03-01T00:00:00</udt:DateTime>"
            )
            .replacing(
                "<udt:DateTimeString format='102'>20250401</udt:DateTimeString>",
                with: "<udt:DateTime>2025-04-01T00:00:00+02:00</udt:DateTime>")
        let reading = try read(text)
        let invoice = try #require(reading.invoices.first)
        #expect(reading.codes == [])
        #expect(invoice.issued.description == "2025-03-01" && invoice.due?.description == "2025-04-01")
    }

    @Test(arguments: [
        ("urn:factur-x.eu:1p0:minimum", "MINIMUM"), ("urn:factur-x.eu:1p0:basicwl", "BASIC WL"),
        ("urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic", "BASIC"),
        ("urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended", "EXTENDED"),
        ("urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0", "XRECHNUNG"),
        ("urn:zugferd.de:2p0:basic", "BASIC"), ("something", ""),
    ])
    func profiles(identifier: String, name: String) throws {
        #expect(try read(document(profile: identifier)).outcome.identification.version == name)
    }

    @Test func creditNotesOfBothSpellings() throws {
        let minus = sums.replacing(">100", with: ">-100").replacing(">21.00", with: ">-21.00")
            .replacing(">121.00", with: ">-121.00")
        for text in [document(type: "381"), document(sums: minus)] {
            let reading = try read(text)
            let invoice = try #require(reading.invoices.first)
            #expect(reading.codes == [] && invoice.kind == .creditNote)
            #expect(
                [invoice.net, invoice.tax, invoice.total, invoice.payable] == [
                    -100_00, -21_00, -121_00, -100_00,
                ])
        }
    }

    @Test func partialPaymentsAreInstalments() throws {
        let parts = try read(document(payment: terms("20250401", "40.00") + terms("20250501", "60.00")))
        let invoice = try #require(parts.invoices.first)
        #expect(parts.codes == [] && invoice.due?.description == "2025-05-01")
        #expect(invoice.instalments.map(\.amount) == [40_00, 60_00])
        #expect(invoice.instalments.map { "\($0.due)" } == ["2025-04-01", "2025-05-01"])
        let wrong = try read(document(payment: terms("20250401", "40.00")))
        #expect(wrong.codes == [.totalsDiffer] && wrong.outcome.problems.first?.expected == "100.00")
        let credit = try read(document(type: "381", payment: terms("20250401", "100.00")))
        #expect(credit.invoices.first?.instalments.map(\.amount) == [-100_00])
    }

    @Test func daysOfEveryForm() throws {
        func due(_ text: String) throws -> String? {
            try read(document(payment: terms(text, format: "203"))).invoices.first?.due?.description
        }
        #expect(try due("202504011200") == "2025-04-01")
        #expect(try due("2025-04-01") == "2025-04-01")
        #expect(try due("202504") == nil)
        #expect(try read(document(payment: terms("20250431"))).codes == [.dateUnreadable])
        #expect(try read(document(payment: "")).invoices.first?.due == nil)
        #expect(try read(document(issued: "20250230")).codes == [.dateUnreadable])
    }

    @Test func correctionsNameWhatTheyCorrect() throws {
        let reference =
            "<ram:InvoiceReferencedDocument><ram:IssuerAssignedID>A/3</ram:IssuerAssignedID>"
            + "</ram:InvoiceReferencedDocument>"
        let invoice = try #require(try read(document(type: "384", after: reference)).invoices.first)
        #expect(invoice.kind == .replacement && invoice.corrects == "A/3" && invoice.number == "A/17")
    }

    @Test func aPayeeThatIsNotTheSellerHoldsTheClaim() throws {
        func assigned(_ inside: String) throws -> Bool? {
            let payee = "<ram:PayeeTradeParty>\(inside)</ram:PayeeTradeParty>"
            return try read(document(payment: payee)).invoices.first?.isAssigned
        }
        #expect(try assigned("<ram:Name>Factor S.A.</ram:Name>") == true)
        #expect(try assigned("<ram:Name>Suministros  Ebro S.L.</ram:Name>") == false)
        #expect(
            try assigned(
                "<ram:GlobalID schemeID='0088'>4000001123452</ram:GlobalID><ram:Name>Ebro</ram:Name>")
                == false)
        let other =
            "<ram:GlobalID schemeID='0088'>4000001123469</ram:GlobalID><ram:Name>Suministros Ebro S.L.</ram:Name>"
        #expect(try assigned(other) == true, "a namesake with a number of its own")
    }

    @Test func theMinimumProfileHidesPrepayments() throws {
        let minimum = """
            <ram:TaxBasisTotalAmount>100</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="EUR">21.00
            </ram:TaxTotalAmount><ram:GrandTotalAmount>121.00</ram:GrandTotalAmount>
            <ram:DuePayableAmount>60.00</ram:DuePayableAmount>
            """
        let reading = try read(document(profile: "urn:factur-x.eu:1p0:minimum", sums: minimum))
        #expect(reading.codes == [] && reading.invoices.first?.payable == 60_00)
        #expect(try read(document(sums: minimum)).codes == [.totalsDiffer], "elsewhere it must be stated")
    }

    @Test func theFirstZUGFeRDHasOtherNames() throws {
        let text = document(profile: "urn:ferd:CrossIndustryDocument:invoice:1p0:comfort")
            .replacing("rsm:ExchangedDocumentContext>", with: "rsm:SpecifiedExchangedDocumentContext>")
            .replacing(
                "<ram:GuidelineSpec",
                with:
                    "<ram:TestIndicator><udt:Indicator>true</udt:Indicator></ram:TestIndicator><ram:GuidelineSpec"
            )
            .replacing("CrossIndustryInvoice", with: "CrossIndustryDocument")
            .replacing("rsm:ExchangedDocument>", with: "rsm:HeaderExchangedDocument>")
            .replacing(":SupplyChainTradeTransaction>", with: ":SpecifiedSupplyChainTradeTransaction>")
            .replacing("ApplicableHeaderTrade", with: "ApplicableSupplyChainTrade")
            .replacing("SettlementHeaderMonetary", with: "SettlementMonetary")
        let reading = try read(text)
        #expect(
            reading.outcome.identification == Identification(format: .cii, version: "1.0", encoding: "UTF-8"))
        #expect(reading.codes == [.invoiceNotDebt], "only a warning: it is marked as a test")
        #expect(reading.invoices.map(\.payable) == [100_00])
    }

    @Test func missingPartsAreSaid() throws {
        #expect(try read(document(sums: "")).codes == [.fieldMissing])
        #expect(
            try read(document().replacing(">EUR</ram:Inv", with: ">eu</ram:Inv")).codes == [.currencyUnknown])
        #expect(try read("<CrossIndustryInvoice/>").isRefused)
        #expect(try read("<!DOCTYPE a>" + document()).codes == [.xmlForbidden])
    }

    @Test func damageNeverLooksLikeAnInvoice() throws {
        let bytes = Array(document().utf8)
        try InvoiceHostility.truncated(bytes, with: CII.read) { reading, count in
            #expect(reading.isRefused, "cut at \(count)")
        }
        try InvoiceHostility.mutated(bytes, rounds: 2000, with: CII.read)
    }
}
