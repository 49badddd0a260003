internal import Scanning

/// The elements of Facturae that are read. Attachments, lines and signatures are skipped unread.
enum FacturaeElement: UInt8 {
    case schemaVersion = 1, batchCurrency, invoicesCount, factoring
    case seller, personType, residence, taxId, name, surname, address, postCode, postCodeAndTown, town
    case province, country, email, phone, buyer
    case invoice, number, series, invoiceClass, issued, currency
    case correctedNumber, correctedSeries, correctionMethod
    case net, tax, withheld, total, outstanding, executable, paymentsOnAccount, paymentOnAccount, subsidy
    case guarantee, reimbursable, financial, inKind
    case instalment, due, instalmentAmount, creditedIBAN, creditedAccount, debitedIBAN, debitedAccount
    case paymentReference
}

/// The tree of Facturae 3.1 to 3.2.2. Only the root is in a namespace.
enum FacturaeTree {
    static let grammar = XMLGrammar(
        anchor: "Facturae", header + party + invoice + totals + payment)

    private static let header: [XMLGrammar.Rule] = [
        .text("FileHeader/SchemaVersion", FacturaeElement.schemaVersion),
        .text("FileHeader/Batch/InvoiceCurrencyCode", FacturaeElement.batchCurrency),
        .text("FileHeader/Batch/InvoicesCount", FacturaeElement.invoicesCount),
        .scope("FileHeader/FactoringAssignmentData", FacturaeElement.factoring),
        .scope("Parties/SellerParty", FacturaeElement.seller),
        .scope("Parties/BuyerParty", FacturaeElement.buyer),
    ]

    private static let party = party("Parties/SellerParty") + party("Parties/BuyerParty")

    /// Name, address and contact of a company; those of a person stand in other elements but are the same.
    private static func party(_ path: String) -> [XMLGrammar.Rule] {
        let (tax, company) = (path + "/TaxIdentification", path + "/LegalEntity")
        let (address, person) = (company + "/AddressInSpain", path + "/Individual")
        return [
            .text(tax + "/PersonTypeCode", FacturaeElement.personType),
            .text(tax + "/ResidenceTypeCode", FacturaeElement.residence),
            .text(tax + "/TaxIdentificationNumber", FacturaeElement.taxId),
            .text(company + "/CorporateName", FacturaeElement.name),
            .text(address + "/Address", FacturaeElement.address),
            .text(address + "/PostCode", FacturaeElement.postCode),
            .text(address + "/PostCodeAndTown", FacturaeElement.postCodeAndTown),
            .text(address + "/Town", FacturaeElement.town),
            .text(address + "/Province", FacturaeElement.province),
            .text(address + "/CountryCode", FacturaeElement.country),
            .same(company + "/OverseasAddress", as: address),
            .text(company + "/ContactDetails/ElectronicMail", FacturaeElement.email),
            .text(company + "/ContactDetails/Telephone", FacturaeElement.phone),
            .text(person + "/Name", FacturaeElement.name),
            .text(person + "/FirstSurname", FacturaeElement.surname),
            .text(person + "/SecondSurname", FacturaeElement.surname),
            .same(person + "/AddressInSpain", as: address),
            .same(person + "/OverseasAddress", as: address),
            .same(person + "/ContactDetails", as: company + "/ContactDetails"),
        ]
    }

    private static let document = "Invoices/Invoice"

    private static let invoice: [XMLGrammar.Rule] = [
        .scope(document, FacturaeElement.invoice),
        .text(document + "/InvoiceHeader/InvoiceNumber", FacturaeElement.number),
        .text(document + "/InvoiceHeader/InvoiceSeriesCode", FacturaeElement.series),
        .text(document + "/InvoiceHeader/InvoiceClass", FacturaeElement.invoiceClass),
        .text(document + "/InvoiceHeader/Corrective/InvoiceNumber", FacturaeElement.correctedNumber),
        .text(document + "/InvoiceHeader/Corrective/InvoiceSeriesCode", FacturaeElement.correctedSeries),
        .text(document + "/InvoiceHeader/Corrective/CorrectionMethod", FacturaeElement.correctionMethod),
        .text(document + "/InvoiceIssueData/IssueDate", FacturaeElement.issued),
        .text(document + "/InvoiceIssueData/InvoiceCurrencyCode", FacturaeElement.currency),
    ]

    private static let totals: [XMLGrammar.Rule] = [
        .text(document + "/InvoiceTotals/TotalGrossAmountBeforeTaxes", FacturaeElement.net),
        .text(document + "/InvoiceTotals/TotalTaxOutputs", FacturaeElement.tax),
        .text(document + "/InvoiceTotals/TotalTaxesWithheld", FacturaeElement.withheld),
        .text(document + "/InvoiceTotals/InvoiceTotal", FacturaeElement.total),
        .text(document + "/InvoiceTotals/TotalOutstandingAmount", FacturaeElement.outstanding),
        .text(document + "/InvoiceTotals/TotalExecutableAmount", FacturaeElement.executable),
        .text(document + "/InvoiceTotals/TotalPaymentsOnAccount", FacturaeElement.paymentsOnAccount),
        .text(
            document + "/InvoiceTotals/PaymentsOnAccount/PaymentOnAccount/PaymentOnAccountAmount",
            FacturaeElement.paymentOnAccount),
        .text(document + "/InvoiceTotals/Subsidies/Subsidy/SubsidyAmount", FacturaeElement.subsidy),
        .text(document + "/InvoiceTotals/AmountsWithheld/WithholdingAmount", FacturaeElement.guarantee),
        .text(document + "/InvoiceTotals/TotalReimbursableExpenses", FacturaeElement.reimbursable),
        .text(document + "/InvoiceTotals/TotalFinancialExpenses", FacturaeElement.financial),
        .text(document + "/InvoiceTotals/PaymentInKind/PaymentInKindAmount", FacturaeElement.inKind),
    ]

    private static let plan = document + "/PaymentDetails/Installment"

    private static let payment: [XMLGrammar.Rule] = [
        .scope(plan, FacturaeElement.instalment),
        .text(plan + "/InstallmentDueDate", FacturaeElement.due),
        .text(plan + "/InstallmentAmount", FacturaeElement.instalmentAmount),
        .text(plan + "/AccountToBeCredited/IBAN", FacturaeElement.creditedIBAN),
        .text(plan + "/AccountToBeCredited/AccountNumber", FacturaeElement.creditedAccount),
        .text(plan + "/AccountToBeDebited/IBAN", FacturaeElement.debitedIBAN),
        .text(plan + "/AccountToBeDebited/AccountNumber", FacturaeElement.debitedAccount),
        .text(plan + "/PaymentReconciliationReference", FacturaeElement.paymentReference),
    ]
}
