internal import Scanning

/// The elements of CII that are read. Lines, attachments and notes are skipped unread.
enum CIIElement: UInt8 {
    case namespace = 1, profile, test, number, typeCode, issued, copy, currency, paymentReference, preceding
    case seller, buyer, payee
    case partyId, globalId, globalIdScheme, name, tradingName, legalId, taxId, taxIdScheme
    case address, addressScheme, street, town, postCode, province, country, phone, email
    case payeeAccount, payerAccount, terms, termsDue, termsAmount
    case amountCurrency
    case lines, allowances, charges, net, tax, total, prepaid, rounding, payable

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
        default: nil
        }
    }
}

/// The trees of CII D16B (Factur-X, ZUGFeRD 2, XRechnung) and of ZUGFeRD 1, which names its parts otherwise.
enum CIITree {
    static let d16b = XMLGrammar(
        anchor: "CrossIndustryInvoice",
        rules(
            context: "ExchangedDocumentContext", document: "ExchangedDocument",
            agreement: "SupplyChainTradeTransaction/ApplicableHeaderTradeAgreement",
            settlement: "SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement",
            summation: "SpecifiedTradeSettlementHeaderMonetarySummation",
            preceding: "InvoiceReferencedDocument/IssuerAssignedID"))

    static let zugferd1 = XMLGrammar(
        anchor: "CrossIndustryDocument",
        rules(
            context: "SpecifiedExchangedDocumentContext", document: "HeaderExchangedDocument",
            agreement: "SpecifiedSupplyChainTradeTransaction/ApplicableSupplyChainTradeAgreement",
            settlement: "SpecifiedSupplyChainTradeTransaction/ApplicableSupplyChainTradeSettlement",
            summation: "SpecifiedTradeSettlementMonetarySummation",
            preceding: "InvoiceReferencedDocument/ID"))

    private static func rules(
        context: String, document: String, agreement: String, settlement: String, summation: String,
        preceding: String
    ) -> [XMLGrammar.Rule] {
        [
            .text("@xmlns", CIIElement.namespace),
            .text(context + "/GuidelineSpecifiedDocumentContextParameter/ID", CIIElement.profile),
            .text(context + "/TestIndicator/Indicator", CIIElement.test),
            .text(document + "/ID", CIIElement.number),
            .text(document + "/TypeCode", CIIElement.typeCode),
            .text(document + "/IssueDateTime/DateTimeString", CIIElement.issued),
            .text(document + "/IssueDateTime/DateTime", CIIElement.issued),
            .text(document + "/CopyIndicator/Indicator", CIIElement.copy),
            .scope(agreement + "/SellerTradeParty", CIIElement.seller),
            .scope(agreement + "/BuyerTradeParty", CIIElement.buyer),
            .scope(settlement + "/PayeeTradeParty", CIIElement.payee),
            .text(settlement + "/InvoiceCurrencyCode", CIIElement.currency),
            .text(settlement + "/PaymentReference", CIIElement.paymentReference),
            .text(settlement + "/" + preceding, CIIElement.preceding),
        ] + party(agreement + "/SellerTradeParty") + party(agreement + "/BuyerTradeParty")
            + party(settlement + "/PayeeTradeParty") + payment(settlement)
            + amounts(settlement + "/" + summation)
    }

    private static func party(_ path: String) -> [XMLGrammar.Rule] {
        let (address, contact) = (path + "/PostalTradeAddress", path + "/DefinedTradeContact")
        return [
            .text(path + "/ID", CIIElement.partyId),
            .text(path + "/GlobalID", CIIElement.globalId),
            .text(path + "/GlobalID/@schemeID", CIIElement.globalIdScheme),
            .text(path + "/Name", CIIElement.name),
            .text(path + "/SpecifiedLegalOrganization/ID", CIIElement.legalId),
            .text(path + "/SpecifiedLegalOrganization/TradingBusinessName", CIIElement.tradingName),
            .text(path + "/SpecifiedTaxRegistration/ID", CIIElement.taxId),
            .text(path + "/SpecifiedTaxRegistration/ID/@schemeID", CIIElement.taxIdScheme),
            .text(path + "/URIUniversalCommunication/URIID", CIIElement.address),
            .text(path + "/URIUniversalCommunication/URIID/@schemeID", CIIElement.addressScheme),
            .text(address + "/PostcodeCode", CIIElement.postCode),
            .text(address + "/LineOne", CIIElement.street),
            .text(address + "/CityName", CIIElement.town),
            .text(address + "/CountrySubDivisionName", CIIElement.province),
            .text(address + "/CountryID", CIIElement.country),
            .text(contact + "/TelephoneUniversalCommunication/CompleteNumber", CIIElement.phone),
            .text(contact + "/EmailURIUniversalCommunication/URIID", CIIElement.email),
        ]
    }

    private static func payment(_ settlement: String) -> [XMLGrammar.Rule] {
        let means = settlement + "/SpecifiedTradeSettlementPaymentMeans"
        let terms = settlement + "/SpecifiedTradePaymentTerms"
        return [
            .text(means + "/PayeePartyCreditorFinancialAccount/IBANID", CIIElement.payeeAccount),
            .text(means + "/PayerPartyDebtorFinancialAccount/IBANID", CIIElement.payerAccount),
            .scope(terms, CIIElement.terms),
            .text(terms + "/DueDateDateTime/DateTimeString", CIIElement.termsDue),
            .text(terms + "/DueDateDateTime/DateTime", CIIElement.termsDue),
            .text(terms + "/PartialPaymentAmount", CIIElement.termsAmount),
        ]
    }

    private static func amounts(_ path: String) -> [XMLGrammar.Rule] {
        let names: [(String, CIIElement)] = [
            ("LineTotalAmount", .lines), ("ChargeTotalAmount", .charges),
            ("AllowanceTotalAmount", .allowances), ("TaxBasisTotalAmount", .net), ("TaxTotalAmount", .tax),
            ("RoundingAmount", .rounding), ("GrandTotalAmount", .total), ("TotalPrepaidAmount", .prepaid),
            ("DuePayableAmount", .payable),
        ]
        return names.flatMap { name, element -> [XMLGrammar.Rule] in
            [
                .text(path + "/" + name, element),
                .text(path + "/" + name + "/@currencyID", CIIElement.amountCurrency),
            ]
        }
    }
}
