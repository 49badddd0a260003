internal import Scanning

/// The elements of UBL that are read. Lines, attachments, signatures and notes are skipped unread.
enum UBLElement: UInt8 {
    case namespace = 1, version, customization, number, copy, issued, due, typeCode, currency, preceding
    case seller, buyer, payee, accountId
    case address, addressScheme, partyId, partyIdScheme, tradingName, legalName, legalId
    case street, buildingNumber, town, postCode, province, country, phone, email, firstName, familyName
    case taxScheme, taxCompanyId, taxSchemeId, taxName
    case payeeAccount, payerAccount, paymentId, meansDue
    case terms, termsDue, termsAmount
    case amountCurrency
    case lines, allowances, charges, net, tax, total, prepaid, rounding, payable, withheld

    /// The amount that the element holds.
    var term: CoreTerm? {
        switch self {
        case .lines: .lines
        case .allowances: .allowances
        case .charges: .charges
        case .net: .net
        case .tax: .tax
        case .total: .total
        case .prepaid: .prepaid
        case .rounding: .rounding
        case .payable: .payable
        case .withheld: .withheld
        default: nil
        }
    }
}

/// The trees of the UBL documents that are read: they differ in nothing that matters here.
enum UBLTree {
    static let grammars: [String: XMLGrammar] = {
        let rules = header + parties + payment + amounts
        var grammars: [String: XMLGrammar] = [:]
        for name in ["Invoice", "CreditNote", "SelfBilledInvoice", "SelfBilledCreditNote"] {
            grammars[name] = XMLGrammar(anchor: name, rules)
        }
        return grammars
    }()

    private static let header: [XMLGrammar.Rule] = [
        .text("@xmlns", UBLElement.namespace),
        .text("UBLVersionID", UBLElement.version),
        .text("CustomizationID", UBLElement.customization),
        .text("ID", UBLElement.number),
        .text("CopyIndicator", UBLElement.copy),
        .text("IssueDate", UBLElement.issued),
        .text("DueDate", UBLElement.due),
        .text("InvoiceTypeCode", UBLElement.typeCode),
        .text("CreditNoteTypeCode", UBLElement.typeCode),
        .text("DocumentCurrencyCode", UBLElement.currency),
        .text("BillingReference/InvoiceDocumentReference/ID", UBLElement.preceding),
        .text("BillingReference/SelfBilledInvoiceDocumentReference/ID", UBLElement.preceding),
    ]

    private static let parties: [XMLGrammar.Rule] =
        [
            .scope("AccountingSupplierParty", UBLElement.seller),
            .scope("AccountingCustomerParty", UBLElement.buyer),
            .text("AccountingCustomerParty/SupplierAssignedAccountID", UBLElement.accountId),
            .scope("PayeeParty", UBLElement.payee),
        ] + party("AccountingSupplierParty/Party") + party("AccountingCustomerParty/Party")
        + party("PayeeParty")

    private static func party(_ path: String) -> [XMLGrammar.Rule] {
        [
            .text(path + "/EndpointID", UBLElement.address),
            .text(path + "/EndpointID/@schemeID", UBLElement.addressScheme),
            .text(path + "/PartyIdentification/ID", UBLElement.partyId),
            .text(path + "/PartyIdentification/ID/@schemeID", UBLElement.partyIdScheme),
            .text(path + "/PartyName/Name", UBLElement.tradingName),
            .text(path + "/PostalAddress/StreetName", UBLElement.street),
            .text(path + "/PostalAddress/BuildingNumber", UBLElement.buildingNumber),
            .text(path + "/PostalAddress/CityName", UBLElement.town),
            .text(path + "/PostalAddress/PostalZone", UBLElement.postCode),
            .text(path + "/PostalAddress/CountrySubentity", UBLElement.province),
            .text(path + "/PostalAddress/Country/IdentificationCode", UBLElement.country),
            .scope(path + "/PartyTaxScheme", UBLElement.taxScheme),
            .text(path + "/PartyTaxScheme/RegistrationName", UBLElement.taxName),
            .text(path + "/PartyTaxScheme/CompanyID", UBLElement.taxCompanyId),
            .text(path + "/PartyTaxScheme/TaxScheme/ID", UBLElement.taxSchemeId),
            .text(path + "/PartyLegalEntity/RegistrationName", UBLElement.legalName),
            .text(path + "/PartyLegalEntity/CompanyID", UBLElement.legalId),
            .text(path + "/Contact/Telephone", UBLElement.phone),
            .text(path + "/Contact/ElectronicMail", UBLElement.email),
            .text(path + "/Person/FirstName", UBLElement.firstName),
            .text(path + "/Person/FamilyName", UBLElement.familyName),
        ]
    }

    private static let payment: [XMLGrammar.Rule] = [
        .text("PaymentMeans/PaymentDueDate", UBLElement.meansDue),
        .text("PaymentMeans/PaymentID", UBLElement.paymentId),
        .text("PaymentMeans/PayeeFinancialAccount/ID", UBLElement.payeeAccount),
        .text("PaymentMeans/PaymentMandate/PayerFinancialAccount/ID", UBLElement.payerAccount),
        .text("PaymentMeans/PayerFinancialAccount/ID", UBLElement.payerAccount),
        .scope("PaymentTerms", UBLElement.terms),
        .text("PaymentTerms/PaymentDueDate", UBLElement.termsDue),
        .text("PaymentTerms/InstallmentDueDate", UBLElement.termsDue),
        .text("PaymentTerms/Amount", UBLElement.termsAmount),
    ]

    private static let amounts: [XMLGrammar.Rule] =
        amount("TaxTotal/TaxAmount", .tax) + amount("WithholdingTaxTotal/TaxAmount", .withheld)
        + amount("LegalMonetaryTotal/LineExtensionAmount", .lines)
        + amount("LegalMonetaryTotal/TaxExclusiveAmount", .net)
        + amount("LegalMonetaryTotal/TaxInclusiveAmount", .total)
        + amount("LegalMonetaryTotal/AllowanceTotalAmount", .allowances)
        + amount("LegalMonetaryTotal/ChargeTotalAmount", .charges)
        + amount("LegalMonetaryTotal/PrepaidAmount", .prepaid)
        + amount("LegalMonetaryTotal/PayableRoundingAmount", .rounding)
        + amount("LegalMonetaryTotal/PayableAmount", .payable)

    private static func amount(_ path: String, _ element: UBLElement) -> [XMLGrammar.Rule] {
        [.text(path, element), .text(path + "/@currencyID", UBLElement.amountCurrency)]
    }
}
