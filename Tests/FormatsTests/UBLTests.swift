import Domain
import Scanning
import Testing

@testable import Formats

private let namespaces =
    "xmlns:cbc='urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2' "
    + "xmlns:cac='urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2'"

private func party(_ id: String, _ name: String, more: String = "") -> String {
    """
    <cac:Party>\(more)<cac:PostalAddress><cbc:StreetName>Calle Mayor</cbc:StreetName>
    <cbc:CityName>Zaragoza</cbc:CityName><cbc:PostalZone>50001</cbc:PostalZone>
    <cac:Country><cbc:IdentificationCode>ES</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
    <cac:PartyTaxScheme><cbc:CompanyID>\(id)</cbc:CompanyID>
    <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
    <cac:PartyLegalEntity><cbc:RegistrationName>\(name)</cbc:RegistrationName></cac:PartyLegalEntity>
    <cac:Contact><cbc:ElectronicMail>a@example.org</cbc:ElectronicMail></cac:Contact></cac:Party>
    """
}

private func euros(_ name: String, _ amount: String, _ currency: String = "EUR") -> String {
    "<cbc:\(name) currencyID='\(currency)'>\(amount)</cbc:\(name)>"
}

private let tax = "<cac:TaxTotal>" + euros("TaxAmount", "21.00") + "</cac:TaxTotal>"

/// Totals of 100 + 21 with what is given besides.
private func totals(
    net: String = "100.00", total: String = "121.00", payable: String = "121.00", more: String = ""
)
    -> String
{
    "<cac:LegalMonetaryTotal>" + euros("LineExtensionAmount", net) + euros("TaxExclusiveAmount", net)
        + euros("TaxInclusiveAmount", total) + more + euros("PayableAmount", payable)
        + "</cac:LegalMonetaryTotal>"
}

private func document(
    root: String = "Invoice", number: String = "A/17", type: String = "380", header: String = "",
    seller: String = party("ES B45222296", "Suministros Ebro S.L."), payee: String = "",
    payment: String = "", tax: String = tax, totals: String = totals()
) -> String {
    let kind = root.hasSuffix("CreditNote") ? "CreditNote" : "Invoice"
    return """
        <\(root) xmlns='urn:oasis:names:specification:ubl:schema:xsd:\(root)-2' \(namespaces)>
        <cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0
        </cbc:CustomizationID><cbc:ID>\(number)</cbc:ID><cbc:IssueDate>2025-03-01+01:00</cbc:IssueDate>
        <cbc:\(kind)TypeCode>\(type)</cbc:\(kind)TypeCode>
        <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>\(header)
        <cac:AccountingSupplierParty>\(seller)</cac:AccountingSupplierParty>
        <cac:AccountingCustomerParty><cbc:SupplierAssignedAccountID>C-9</cbc:SupplierAssignedAccountID>
        \(party("FR 83 404833048", "Boulangerie SARL"))</cac:AccountingCustomerParty>\(payee)
        \(payment)\(tax)\(totals)
        <cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:LineExtensionAmount currencyID="EUR">9</cbc:LineExtensionAmount>
        </cac:InvoiceLine></\(root)>
        """
}

private func read(_ text: String) throws -> Reading { try Reading(text, with: FormatReader.read) }

@Suite struct UBLTests {
    @Test func anInvoiceWithEverything() throws {
        let payment = """
            <cac:PaymentMeans><cbc:PaymentID>RF18539007547034</cbc:PaymentID><cac:PayeeFinancialAccount>
            <cbc:ID>ES91 2100 0418 4502 0005 1332</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>
            <cac:PaymentMeans><cac:PayeeFinancialAccount><cbc:ID>ES0000</cbc:ID></cac:PayeeFinancialAccount>
            </cac:PaymentMeans>
            """
        let reading = try read(document(header: "<cbc:DueDate>2025-04-01</cbc:DueDate>", payment: payment))
        #expect(reading.codes == [])
        #expect(
            reading.outcome.identification
                == Identification(format: .ubl, version: "PEPPOL", encoding: "UTF-8"))
        let invoice = try #require(reading.invoices.first)
        #expect(invoice.number == "A/17" && invoice.kind == .invoice && invoice.corrects == "")
        #expect("\(invoice.issued)" == "2025-03-01" && invoice.due?.description == "2025-04-01")
        #expect(
            [invoice.net, invoice.tax, invoice.total, invoice.payable] == [100_00, 21_00, 121_00, 121_00])
        #expect(invoice.seller.taxId == "B45222296" && invoice.seller.name == "Suministros Ebro S.L.")
        #expect(invoice.seller.iban == "ES9121000418450200051332", "the first account")
        #expect(invoice.paymentReference == "RF18539007547034" && !invoice.isAssigned)
        #expect(invoice.buyer.taxId == "FR83404833048" && invoice.customerNumber == "C-9")
        #expect(invoice.buyer.street == "Calle Mayor" && invoice.buyer.postCode == "50001")
        #expect(invoice.buyer.town == "Zaragoza" && invoice.buyer.email == "a@example.org")
    }

    @Test func prefixesAndEnvelopesDoNotMatter() throws {
        let other = document().replacing("<cbc:", with: "<x:").replacing("</cbc:", with: "</x:")
            .replacing("xmlns:cbc", with: "xmlns:x")
            .replacing("<Invoice xmlns=", with: "<u:Invoice xmlns:u=").replacing(
                "</Invoice>", with: "</u:Invoice>")
        let header =
            "<sh:StandardBusinessDocumentHeader><sh:Type>Invoice</sh:Type></sh:StandardBusinessDocumentHeader>"
        let reading = try read(
            "<sh:StandardBusinessDocument xmlns:sh='urn:sbdh'>\(header)\(other)</sh:StandardBusinessDocument>"
        )
        #expect(reading.codes == [] && reading.invoices.map(\.payable) == [121_00])
    }

    @Test func anEnvelopeMayHoldSeveral() throws {
        let reading = try read("<batch>\(document())\(document(number: "A/18"))</batch>")
        #expect(reading.invoices.map(\.number) == ["A/17", "A/18"])
        #expect(reading.invoices.allSatisfy { $0.payable == 121_00 })
    }

    @Test func fourSpellingsOfACreditNote() throws {
        let minus = totals(net: "-100.00", total: "-121.00", payable: "-121.00")
        let negativeTax = tax.replacing("21.00", with: "-21.00")
        for text in [
            document(root: "CreditNote", type: "381"), document(type: "381"),
            document(type: "380", tax: negativeTax, totals: minus),
            document(root: "SelfBilledCreditNote", type: ""),
        ] {
            let reading = try read(text)
            let invoice = try #require(reading.invoices.first)
            #expect(reading.codes == [] && invoice.kind == .creditNote)
            #expect(
                [invoice.net, invoice.tax, invoice.total, invoice.payable] == [
                    -100_00, -21_00, -121_00, -121_00,
                ])
        }
        let twice = try read(document(root: "CreditNote", type: "381", tax: negativeTax, totals: minus))
        #expect(twice.invoices.first?.payable == -121_00, "never a claim")
        #expect(twice.codes == [.recordMalformed])
    }

    @Test func correctionsNameWhatTheyCorrect() throws {
        func reference(_ number: String) -> String {
            "<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>\(number)</cbc:ID>"
                + "</cac:InvoiceDocumentReference></cac:BillingReference>"
        }
        let replacement = try read(document(type: "384", header: reference("A/3")))
        #expect(replacement.invoices.first?.kind == .replacement && replacement.codes == [])
        #expect(replacement.invoices.first?.corrects == "A/3" && replacement.invoices.first?.number == "A/17")
        let minus = totals(net: "-100.00", total: "-121.00", payable: "-121.00")
        let difference = try read(
            document(
                type: "384", header: reference("A/3"), tax: tax.replacing("21.00", with: "-21.00"),
                totals: minus))
        #expect(
            difference.invoices.first?.kind == .corrective && difference.invoices.first?.payable == -121_00)
        let several = try read(
            document(root: "CreditNote", type: "381", header: reference("A/3") + reference("A/4")))
        #expect(several.invoices.first?.corrects == "" && several.codes == [.recordMalformed])
        #expect(try read(document(type: "384")).codes == [.fieldMissing], "which one?")
        #expect(try read(document(header: reference("A/3"))).invoices.first?.kind == .invoice)
    }

    @Test func aSelfBilledInvoiceIsOwedToItsSeller() throws {
        for text in [document(type: "389"), document(root: "SelfBilledInvoice", type: "389")] {
            let invoice = try #require(try read(text).invoices.first)
            #expect(
                invoice.kind == .invoice && invoice.seller.taxId == "B45222296" && invoice.payable == 121_00)
        }
    }

    @Test func copiesAndProFormaInvoicesAreNoDebts() throws {
        let copy = try read(document(header: "<cbc:CopyIndicator>true</cbc:CopyIndicator>"))
        #expect(copy.invoices.first?.kind == .copy)
        #expect(try read(document(type: "325")).codes == [.invoiceNotDebt])
        #expect(try read(document(type: "325")).invoices.isEmpty)
    }

    @Test func thePayableIsNotTheTotal() throws {
        let reading = try read(
            document(
                totals: totals(
                    payable: "20.99",
                    more: euros("PrepaidAmount", "100.00") + euros("PayableRoundingAmount", "-0.01"))))
        #expect(reading.codes == [] && reading.invoices.first?.payable == 20_99)
        #expect(reading.invoices.first?.total == 121_00)
    }

    @Test func taxWithheldIsNotPaid() throws {
        let withheld =
            "<cac:WithholdingTaxTotal>" + euros("TaxAmount", "15.00") + "</cac:WithholdingTaxTotal>"
        let reading = try read(document(payment: withheld, totals: totals(payable: "106.00")))
        #expect(reading.codes == [] && reading.invoices.first?.withheld == 15_00)
        #expect(try read(document(payment: withheld)).codes == [.totalsDiffer], "121.00 is with it")
    }

    @Test func theVATTotalIsTheOneInTheInvoicesCurrency() throws {
        let second = "<cac:TaxTotal>" + euros("TaxAmount", "240.00", "SEK") + "</cac:TaxTotal>"
        for both in [tax + second, second + tax] {
            let reading = try read(document(tax: both))
            #expect(reading.codes == [] && reading.invoices.first?.tax == 21_00)
        }
        let regional = "<cac:TaxTotal>" + euros("TaxAmount", "4.00") + "</cac:TaxTotal>"
        let reading = try read(
            document(tax: tax + regional, totals: totals(total: "125.00", payable: "125.00")))
        #expect(reading.codes == [] && reading.invoices.first?.tax == 25_00, "two kinds of tax")
    }

    @Test func sumsThatDoNotAddUpAreReportedExactly() throws {
        let reading = try read(document(totals: totals(total: "121.01", payable: "121.00")))
        #expect(reading.codes == [.totalsDiffer, .totalsDiffer] && reading.invoices.first?.payable == 121_00)
        #expect(reading.outcome.problems.map(\.found) == ["121.01", "121.00"])
        #expect(reading.outcome.problems.map(\.expected) == ["121.00", "121.01"])
        let lines = totals(more: euros("ChargeTotalAmount", "0.01"))
        #expect(try read(document(totals: lines)).codes == [.totalsDiffer])
    }

    @Test func roundingInsideTheTotalIsTheOldSpelling() throws {
        let old = totals(total: "121.30", payable: "121.30", more: euros("PayableRoundingAmount", "0.30"))
        #expect(try read(document(totals: old)).codes == [])
        #expect(
            try read(document(totals: old.replacing("0.30", with: "0.31"))).codes == [
                .totalsDiffer, .totalsDiffer,
            ])
    }

    @Test func aMissingPayableIsWhatTheRuleMakesIt() throws {
        let without = totals(more: euros("PrepaidAmount", "21.00")).replacing(
            euros("PayableAmount", "121.00"), with: "")
        let reading = try read(document(totals: without))
        #expect(reading.codes == [.fieldMissing] && reading.invoices.first?.payable == 100_00)
        #expect(try read(document(totals: "")).invoices.isEmpty)
    }

    @Test func amountsAreExactOrNoInvoice() throws {
        func codes(_ payable: String) throws -> [Problem.Code] {
            try read(document(totals: totals(payable: payable))).codes
        }
        #expect(try codes("121.0000") == [])
        #expect(try codes("121.005") == [.amountNotExact])
        #expect(try codes("121,000") == [.amountUnreadable], "thousands or decimals?")
        #expect(try codes("99999999999999999999") == [.amountUnreadable])
        #expect(try codes("9000000000000000.00") == [.amountUnreadable], "no sum may overflow")
        let foreign = totals().replacing(
            euros("PayableAmount", "121.00"), with: euros("PayableAmount", "121.00", "USD"))
        #expect(try read(document(totals: foreign)).codes == [.currencyUnknown])
    }

    /// The schema has a decimal point only; what can be nothing else is read and told.
    @Test func amountsOfTheCountryAreReadWhereTheyAreCertain() throws {
        for (written, cents) in [
            ("121,00", 121_00), ("-121,5", -121_50), ("1.121,00", 1121_00), ("1,121.00", 1121_00),
            ("1.234.567,89", 1_234_567_89), ("0,0500", 5),
        ] {
            let read = InvoiceAmount.read(Array(written.utf8).span)
            let units = read.number.flatMap {
                Int64.minorUnits(digits: $0.digits, scale: $0.scale, exponent: 2)
            }
            #expect(read.isDeviating && units == Int64(cents), "\(written)")
        }
        for written in [
            "1,234", "1,234,567", "12,", ",", "1.2.3", "1 234,50", "1,2,3.4", "12.34,5", "1e2", "-",
        ] {
            #expect(InvoiceAmount.read(Array(written.utf8).span).number == nil, "\(written)")
        }
        #expect(InvoiceAmount.read(Array("121.00".utf8).span).isDeviating == false)
        let reading = try read(document(totals: totals(net: "100,00", total: "121,00", payable: "121,00")))
        #expect(reading.codes == [.recordMalformed] && reading.invoices.first?.payable == 121_00)
    }

    @Test func theCurrencyOfTheAmountStandsInForTheDocuments() throws {
        let text = document().replacing("<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>", with: "")
        #expect(try read(text.replacing("'EUR'", with: "'DKK'")).invoices.first?.currency.code == "DKK")
    }

    @Test func dueDatesOfCreditNotesAndOfTerms() throws {
        let means = "<cac:PaymentMeans><cbc:PaymentDueDate>2025-05-01</cbc:PaymentDueDate></cac:PaymentMeans>"
        #expect(
            try read(document(root: "CreditNote", type: "381", payment: means)).invoices.first?.due?
                .description == "2025-05-01")
        func part(_ day: String, _ amount: String) -> String {
            "<cac:PaymentTerms><cbc:Note>#SKONTO#TAGE=14#PROZENT=2.00#\n</cbc:Note>"
                + euros("Amount", amount)
                + "<cbc:PaymentDueDate>\(day)</cbc:PaymentDueDate></cac:PaymentTerms>"
        }
        let parts = try read(document(payment: part("2025-04-01", "60.50") + part("2025-05-01", "60.50")))
        let invoice = try #require(parts.invoices.first)
        #expect(parts.codes == [] && invoice.instalments.map(\.amount) == [60_50, 60_50])
        #expect(invoice.due?.description == "2025-05-01")
        #expect(try read(document(payment: part("2025-04-01", "60.50"))).codes == [.totalsDiffer])
        let discount =
            "<cac:PaymentTerms><cbc:Note>#SKONTO#TAGE=14#PROZENT=2.00#\n</cbc:Note></cac:PaymentTerms>"
        #expect(try read(document(payment: discount)).invoices.first?.due == nil)
    }

    /// OIOUBL states the amount of the terms and the day with the means of payment, or no day at all.
    @Test func termsOfOnePartAreDueAsTheDocument() throws {
        let terms = "<cac:PaymentTerms>" + euros("Amount", "121.00") + "</cac:PaymentTerms>"
        let means = "<cac:PaymentMeans><cbc:PaymentDueDate>2025-05-01</cbc:PaymentDueDate></cac:PaymentMeans>"
        let dated = try read(document(payment: means + terms))
        #expect(dated.codes == [] && dated.invoices.first?.instalments.map(\.amount) == [121_00])
        #expect(dated.invoices.first?.due?.description == "2025-05-01")
        let undated = try read(document(payment: terms))
        #expect(undated.codes == [] && undated.invoices.first?.due == nil)
        #expect(undated.invoices.first?.instalments.isEmpty == true)
        #expect(
            try read(document(payment: terms + terms)).codes.contains(.fieldMissing), "two parts, no days")
    }

    /// The Danish OIOUBL has the sum of the taxes in `TaxExclusiveAmount`.
    @Test func theTaxInThePlaceOfTheNetIsSeen() throws {
        let danish = totals().replacing(
            euros("TaxExclusiveAmount", "100.00"), with: euros("TaxExclusiveAmount", "21.00"))
        let reading = try read(document(totals: danish))
        #expect(reading.codes == [] && reading.invoices.first?.net == 100_00)
        let odd = try read(document(totals: danish.replacing("121.00", with: "130.00")))
        #expect(
            odd.invoices.first?.net == 21_00 && odd.codes.contains(.totalsDiffer), "not proved by the sums")
    }

    @Test func aBuildingNumberIsNotWrittenTwice() throws {
        func street(_ street: String) throws -> String? {
            let text = document().replacing(
                "<cbc:StreetName>Calle Mayor</cbc:StreetName>",
                with: "<cbc:StreetName>\(street)</cbc:StreetName><cbc:BuildingNumber>12</cbc:BuildingNumber>")
            return try read(text).invoices.first?.seller.street
        }
        #expect(try street("Calle Mayor") == "Calle Mayor 12")
        #expect(try street("Calle Mayor 12") == "Calle Mayor 12" && street("Calle 112") == "Calle 112 12")
    }

    @Test func currencyCodesInSmallLetters() throws {
        let text = document().replacing("EUR", with: "eur")
        let reading = try read(text)
        #expect(reading.codes == [] && reading.invoices.first?.currency == .eur)
        #expect(reading.invoices.first?.payable == 121_00)
    }

    @Test func unreadableDueDatesAreReported() throws {
        let reading = try read(document(header: "<cbc:DueDate>01/04/2025</cbc:DueDate>"))
        #expect(reading.codes == [.dateUnreadable] && reading.invoices.first?.due == nil)
    }

    @Test func aPayeeThatIsNotTheSellerHoldsTheClaim() throws {
        func assigned(_ inside: String) throws -> Bool? {
            let reading = try read(document(payee: "<cac:PayeeParty>\(inside)</cac:PayeeParty>"))
            #expect(reading.codes == (reading.invoices.first?.isAssigned == true ? [.invoiceAssigned] : []))
            return reading.invoices.first?.isAssigned
        }
        func name(_ text: String) -> String { "<cac:PartyName><cbc:Name>\(text)</cbc:Name></cac:PartyName>" }
        func legal(_ id: String) -> String {
            "<cac:PartyLegalEntity><cbc:CompanyID>\(id)</cbc:CompanyID></cac:PartyLegalEntity>"
        }
        #expect(try assigned(name("Factor S.A.")) == true)
        #expect(try assigned(legal("A58818501")) == true)
        #expect(try assigned(name("SUMINISTROS EBRO S.L.")) == false)
        #expect(try assigned(name("Ebro") + legal("ESB45222296")) == false, "the seller under a trade name")
        let bank =
            "<cac:PartyIdentification><cbc:ID schemeID='SEPA'>ES99ZZZ1</cbc:ID></cac:PartyIdentification>"
        #expect(try assigned(bank) == false)
    }

    @Test func factoredInvoicesAreAssigned() throws {
        #expect(try read(document(type: "393")).codes == [.invoiceAssigned])
        #expect(try read(document(type: "393")).invoices.first?.isAssigned == true)
    }

    @Test func numbersOfCustomersAreNoTaxNumbers() throws {
        func seller(_ id: String, _ scheme: String) -> String {
            "<cac:Party><cac:PartyIdentification><cbc:ID \(scheme)>\(id)</cbc:ID></cac:PartyIdentification>"
                + "<cac:PartyName><cbc:Name>Ebro</cbc:Name></cac:PartyName></cac:Party>"
        }
        func taxId(_ id: String, _ scheme: String = "") throws -> String? {
            try read(document(seller: seller(id, scheme))).invoices.first?.seller.taxId
        }
        #expect(try taxId("10202") == "")
        #expect(try taxId("B45222296") == "B45222296", "its check character says what it is")
        #expect(try taxId("DK12345678", "schemeID='9902'") == "")
        #expect(try taxId("ESB45222296", "schemeID='9920'") == "B45222296")
        #expect(try taxId("5790000435975", "schemeID='0088'") == "")
    }

    @Test func spanishNumbersAreChecked() throws {
        #expect(try read(document(seller: party("ESB45222297", "Ebro"))).codes == [.taxIdInvalid])
        #expect(try read(document(seller: party("B45222297", "Ebro"))).codes == [.taxIdInvalid])
        #expect(try read(document(seller: party("DE123456789", "Ebro"))).codes == [])
    }

    @Test(arguments: ["Reminder", "Statement", "Order", "DebitNote", "ApplicationResponse"])
    func otherDocumentsAreRefusedByName(root: String) throws {
        let reading = try read(document(root: root))
        #expect(reading.isRefused && reading.codes == [.formatUnknown] && reading.invoices.isEmpty)
        #expect(reading.outcome.problems.first?.found == "a UBL \(root)")
    }

    @Test func invoicesOfOtherVocabulariesAreRefused() throws {
        for namespace in [
            "http://www.ebinterface.at/schema/5p0/",
            "urn:oasis:names:specification:ubl:schema:xsd:Invoice-1.0",
        ] {
            let text = document().replacing(
                "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2", with: namespace)
            let reading = try read(text)
            #expect(reading.codes == [.formatUnknown] && reading.isRefused && reading.invoices.isEmpty)
        }
        let bare = document().replacing(
            "xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'", with: "")
        #expect(try read(bare).invoices.map(\.number) == ["A/17"])
        #expect(try read("<batch>\(bare)\(bare)</batch>").isRefused, "two in one")
    }

    @Test func incompleteInvoicesAreSetAside() throws {
        #expect(try read(document(number: "")).codes == [.fieldMissing])
        #expect(try read(document().replacing("2025-03-01", with: "2025-02-30")).codes == [.dateUnreadable])
        #expect(try read(document().replacing("Code>EUR<", with: "Code>euro<")).codes == [.currencyUnknown])
        #expect(try read("<Invoice/>").isRefused)
        #expect(try read("<!DOCTYPE a>" + document()).codes == [.xmlForbidden])
    }

    @Test func attachmentsAreSkippedUnread() throws {
        let megabytes = String(repeating: "QUJD\n", count: 1 << 19)
        let attachment =
            "<cac:AdditionalDocumentReference><cac:Attachment><cbc:EmbeddedDocumentBinaryObject>\(megabytes)"
            + "</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>"
        #expect(try read(document(header: attachment)).codes == [])
    }

    @Test func damageNeverLooksLikeAnInvoice() throws {
        let bytes = Array(document().utf8)
        try InvoiceHostility.truncated(bytes, with: UBL.read) { reading, count in
            #expect(reading.isRefused, "cut at \(count)")
        }
        try InvoiceHostility.mutated(bytes, rounds: 2000, with: UBL.read)
    }
}
