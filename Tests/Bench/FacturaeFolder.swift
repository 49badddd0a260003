import Domain

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A folder of electronic invoices, one a file, as invoicing programs leave them: a year's first invoices in
/// Facturae 3.2.2 with one line and one due date each.
enum FacturaeFolder {
    static func write(_ folder: String, count: Int) throws {
        guard mkdir(folder, 0o755) == 0 || errno == EEXIST else { throw BenchError.system(folder) }
        let year = InventedYear(entries: max(10_000, count), invoices: max(10_000, count))
        for index in 0..<count {
            let invoice = InventedInvoice(index, of: year)
            let file = try ByteFile("\(folder)/\(invoice.number).xml")
            file.write(document(invoice))
            try file.close()
        }
    }

    private static func document(_ invoice: InventedInvoice) -> String {
        let customer = invoice.customer
        let (net, tax, total) = (
            amount(invoice.total - invoice.tax), amount(invoice.tax), amount(invoice.total)
        )
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <fe:Facturae xmlns:fe="http://www.facturae.gob.es/formato/Versiones/Facturaev3_2_2.xml">
              <FileHeader>
                <SchemaVersion>3.2.2</SchemaVersion><Modality>I</Modality><InvoiceIssuerType>EM</InvoiceIssuerType>
                <Batch>
                  <BatchIdentifier>\(invoice.number)</BatchIdentifier><InvoicesCount>1</InvoicesCount>
                  <TotalInvoicesAmount><TotalAmount>\(total)</TotalAmount></TotalInvoicesAmount>
                  <TotalOutstandingAmount><TotalAmount>\(total)</TotalAmount></TotalOutstandingAmount>
                  <TotalExecutableAmount><TotalAmount>\(total)</TotalAmount></TotalExecutableAmount>
                  <InvoiceCurrencyCode>EUR</InvoiceCurrencyCode>
                </Batch>
              </FileHeader>
              <Parties>
                \(party("SellerParty", "B90000019", InventedYear.creditor))
                \(party("BuyerParty", customer.taxId, customer.name))
              </Parties>
              <Invoices>
                <Invoice>
                  <InvoiceHeader>
                    <InvoiceNumber>\(invoice.number)</InvoiceNumber><InvoiceDocumentType>FC</InvoiceDocumentType>
                    <InvoiceClass>OO</InvoiceClass>
                  </InvoiceHeader>
                  <InvoiceIssueData>
                    <IssueDate>\(invoice.issued)</IssueDate><InvoiceCurrencyCode>EUR</InvoiceCurrencyCode>
                    <TaxCurrencyCode>EUR</TaxCurrencyCode><LanguageName>es</LanguageName>
                  </InvoiceIssueData>
                  <TaxesOutputs>
                    <Tax><TaxTypeCode>01</TaxTypeCode><TaxRate>21.00</TaxRate>
                      <TaxableBase><TotalAmount>\(net)</TotalAmount></TaxableBase>
                      <TaxAmount><TotalAmount>\(tax)</TotalAmount></TaxAmount></Tax>
                  </TaxesOutputs>
                  <InvoiceTotals>
                    <TotalGrossAmount>\(net)</TotalGrossAmount>
                    <TotalGrossAmountBeforeTaxes>\(net)</TotalGrossAmountBeforeTaxes>
                    <TotalTaxOutputs>\(tax)</TotalTaxOutputs><TotalTaxesWithheld>0.00</TotalTaxesWithheld>
                    <InvoiceTotal>\(total)</InvoiceTotal><TotalOutstandingAmount>\(total)</TotalOutstandingAmount>
                    <TotalExecutableAmount>\(total)</TotalExecutableAmount>
                  </InvoiceTotals>
                  <Items>
                    <InvoiceLine><ItemDescription>Suministro según pedido</ItemDescription><Quantity>1.0</Quantity>
                      <UnitOfMeasure>01</UnitOfMeasure><UnitPriceWithoutTax>\(net)</UnitPriceWithoutTax>
                      <TotalCost>\(net)</TotalCost><GrossAmount>\(net)</GrossAmount></InvoiceLine>
                  </Items>
                  <PaymentDetails>
                    <Installment><InstallmentDueDate>\(invoice.due)</InstallmentDueDate>
                      <InstallmentAmount>\(total)</InstallmentAmount><PaymentMeans>04</PaymentMeans></Installment>
                  </PaymentDetails>
                </Invoice>
              </Invoices>
            </fe:Facturae>

            """
    }

    private static func party(_ element: String, _ taxId: String, _ name: String) -> String {
        """
        <\(element)>
              <TaxIdentification><PersonTypeCode>J</PersonTypeCode><ResidenceTypeCode>R</ResidenceTypeCode>
                <TaxIdentificationNumber>\(taxId)</TaxIdentificationNumber></TaxIdentification>
              <LegalEntity><CorporateName>\(name)</CorporateName>
                <AddressInSpain><Address>Calle Inventada 1</Address><PostCode>50001</PostCode><Town>Zaragoza</Town>
                  <Province>Zaragoza</Province><CountryCode>ESP</CountryCode></AddressInSpain></LegalEntity>
            </\(element)>
        """
    }

    private static func amount(_ cents: Int64) -> String { Money.decimalString(cents, exponent: 2) }
}
