internal import Scanning

/// The elements of SAF-T (PT) that are read. Products, taxes, ledgers, goods in transit and working documents
/// are skipped unread.
enum SAFTElement: UInt8 {
    case namespace = 1, version, headerCurrency
    case sellerTaxId, sellerName, sellerStreet, sellerTown, sellerPostCode, sellerRegion, sellerCountry
    case sellerPhone, sellerEmail
    case customer, customerId, customerTaxId, customerName, customerStreet, customerTown, customerPostCode
    case customerRegion, customerCountry, customerPhone, customerEmail
    case sales, payments, declaredCount, declaredDebit, declaredCredit
    case invoice, invoiceNumber, invoiceStatus, invoiceType, invoiceDate, invoiceCustomer
    case net, tax, gross, withheld, paidAmount, paidDay
    case line, credit, debit, reference
    case payment, paymentNumber, paymentStatus, paymentDay, paymentCustomer
    case paymentLine, paidInvoice, settlement, taxPercentage
}

/// The tree of SAF-T (PT) 1.01 to 1.04 (Portarias 321-A/2007, 1192/2009, 160/2013, 274/2013, 302/2016).
enum SAFTTree {
    static let grammar = XMLGrammar(
        anchor: "AuditFile", header + customers + sales + invoice + payments + payment)

    private static let header: [XMLGrammar.Rule] = [
        .text("@xmlns", SAFTElement.namespace),
        .text("Header/AuditFileVersion", SAFTElement.version),
        .text("Header/CurrencyCode", SAFTElement.headerCurrency),
        .text("Header/TaxRegistrationNumber", SAFTElement.sellerTaxId),
        .text("Header/CompanyName", SAFTElement.sellerName),
        .text("Header/CompanyAddress/AddressDetail", SAFTElement.sellerStreet),
        .text("Header/CompanyAddress/City", SAFTElement.sellerTown),
        .text("Header/CompanyAddress/PostalCode", SAFTElement.sellerPostCode),
        .text("Header/CompanyAddress/Region", SAFTElement.sellerRegion),
        .text("Header/CompanyAddress/Country", SAFTElement.sellerCountry),
        .text("Header/Telephone", SAFTElement.sellerPhone),
        .text("Header/Email", SAFTElement.sellerEmail),
    ]

    private static let customers: [XMLGrammar.Rule] = [
        .scope("MasterFiles/Customer", SAFTElement.customer),
        .text("MasterFiles/Customer/CustomerID", SAFTElement.customerId),
        .text("MasterFiles/Customer/CustomerTaxID", SAFTElement.customerTaxId),
        .text("MasterFiles/Customer/CompanyName", SAFTElement.customerName),
        .text("MasterFiles/Customer/BillingAddress/AddressDetail", SAFTElement.customerStreet),
        .text("MasterFiles/Customer/BillingAddress/City", SAFTElement.customerTown),
        .text("MasterFiles/Customer/BillingAddress/PostalCode", SAFTElement.customerPostCode),
        .text("MasterFiles/Customer/BillingAddress/Region", SAFTElement.customerRegion),
        .text("MasterFiles/Customer/BillingAddress/Country", SAFTElement.customerCountry),
        .text("MasterFiles/Customer/Telephone", SAFTElement.customerPhone),
        .text("MasterFiles/Customer/Email", SAFTElement.customerEmail),
    ]

    private static let list = "SourceDocuments/SalesInvoices"

    private static let sales: [XMLGrammar.Rule] = [
        .scope(list, SAFTElement.sales),
        .text(list + "/NumberOfEntries", SAFTElement.declaredCount),
        .text(list + "/TotalDebit", SAFTElement.declaredDebit),
        .text(list + "/TotalCredit", SAFTElement.declaredCredit),
    ]

    private static let document = list + "/Invoice"

    /// 1.01 has the status directly in the invoice and the reference below `CreditNote`.
    private static let invoice: [XMLGrammar.Rule] = [
        .scope(document, SAFTElement.invoice),
        .text(document + "/InvoiceNo", SAFTElement.invoiceNumber),
        .text(document + "/DocumentStatus/InvoiceStatus", SAFTElement.invoiceStatus),
        .text(document + "/InvoiceStatus", SAFTElement.invoiceStatus),
        .text(document + "/InvoiceType", SAFTElement.invoiceType),
        .text(document + "/InvoiceDate", SAFTElement.invoiceDate),
        .text(document + "/CustomerID", SAFTElement.invoiceCustomer),
        .text(document + "/DocumentTotals/NetTotal", SAFTElement.net),
        .text(document + "/DocumentTotals/TaxPayable", SAFTElement.tax),
        .text(document + "/DocumentTotals/GrossTotal", SAFTElement.gross),
        .text(document + "/DocumentTotals/Payment/PaymentAmount", SAFTElement.paidAmount),
        .text(document + "/DocumentTotals/Payment/PaymentDate", SAFTElement.paidDay),
        .text(document + "/WithholdingTax/WithholdingTaxAmount", SAFTElement.withheld),
        .scope(document + "/Line", SAFTElement.line),
        .text(document + "/Line/CreditAmount", SAFTElement.credit),
        .text(document + "/Line/DebitAmount", SAFTElement.debit),
        .text(document + "/Line/References/Reference", SAFTElement.reference),
        .text(document + "/Line/References/CreditNote/Reference", SAFTElement.reference),
    ]

    private static let receipts = "SourceDocuments/Payments"

    private static let payments: [XMLGrammar.Rule] = [
        .scope(receipts, SAFTElement.payments),
        .text(receipts + "/NumberOfEntries", SAFTElement.declaredCount),
        .text(receipts + "/TotalDebit", SAFTElement.declaredDebit),
        .text(receipts + "/TotalCredit", SAFTElement.declaredCredit),
    ]

    private static let receipt = receipts + "/Payment"

    private static let payment: [XMLGrammar.Rule] = [
        .scope(receipt, SAFTElement.payment),
        .text(receipt + "/PaymentRefNo", SAFTElement.paymentNumber),
        .text(receipt + "/DocumentStatus/PaymentStatus", SAFTElement.paymentStatus),
        .text(receipt + "/TransactionDate", SAFTElement.paymentDay),
        .text(receipt + "/CustomerID", SAFTElement.paymentCustomer),
        .text(receipt + "/DocumentTotals/GrossTotal", SAFTElement.gross),
        .text(receipt + "/WithholdingTax/WithholdingTaxAmount", SAFTElement.withheld),
        .scope(receipt + "/Line", SAFTElement.paymentLine),
        .text(receipt + "/Line/SourceDocumentID/OriginatingON", SAFTElement.paidInvoice),
        .text(receipt + "/Line/CreditAmount", SAFTElement.credit),
        .text(receipt + "/Line/DebitAmount", SAFTElement.debit),
        .text(receipt + "/Line/SettlementAmount", SAFTElement.settlement),
        .text(receipt + "/Line/Tax/TaxPercentage", SAFTElement.taxPercentage),
    ]
}
