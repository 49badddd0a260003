internal import Domain

/// Which XML writes the core invoice of EN 16931: problems name elements as the file does.
enum CoreSyntax {
    case ubl, cii, zugferd1

    var seller: String { self == .ubl ? "AccountingSupplierParty" : "SellerTradeParty" }
    var buyer: String { self == .ubl ? "AccountingCustomerParty" : "BuyerTradeParty" }
    var terms: String { self == .ubl ? "PaymentTerms" : "SpecifiedTradePaymentTerms" }

    func element(_ term: CoreTerm) -> String {
        switch self {
        case .ubl: "LegalMonetaryTotal/" + ublName(term)
        case .cii: "SpecifiedTradeSettlementHeaderMonetarySummation/" + ciiName(term)
        case .zugferd1: "SpecifiedTradeSettlementMonetarySummation/" + ciiName(term)
        }
    }

    private func ublName(_ term: CoreTerm) -> String {
        switch term {
        case .lines: "LineExtensionAmount"
        case .allowances: "AllowanceTotalAmount"
        case .charges: "ChargeTotalAmount"
        case .net: "TaxExclusiveAmount"
        case .tax: "TaxTotal"
        case .total: "TaxInclusiveAmount"
        case .prepaid: "PrepaidAmount"
        case .rounding: "PayableRoundingAmount"
        case .payable: "PayableAmount"
        case .withheld: "WithholdingTaxTotal"
        }
    }

    private func ciiName(_ term: CoreTerm) -> String {
        switch term {
        case .lines: "LineTotalAmount"
        case .allowances: "AllowanceTotalAmount"
        case .charges: "ChargeTotalAmount"
        case .net: "TaxBasisTotalAmount"
        case .tax: "TaxTotalAmount"
        case .total: "GrandTotalAmount"
        case .prepaid: "TotalPrepaidAmount"
        case .rounding: "RoundingAmount"
        case .payable: "DuePayableAmount"
        case .withheld: "WithholdingTaxTotal"
        }
    }
}

/// What the document type code (BT-3, UNTDID 1001) says.
struct CoreType {
    let code: String

    /// Amounts are positive and lower the debt (EN 16931 code list, credit notes; French extension 502, 503).
    var isCreditNote: Bool {
        ["81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"]
            .contains(code)
    }

    /// "Commercial invoice that includes revised information differing from an earlier submission of the same
    /// invoice" (UNTDID 1001, 384); 471 to 473 are its French variants.
    var isCorrected: Bool { ["384", "471", "472", "473"].contains(code) }

    /// "Invoice assigned to a third party for collection" (393), its credit note (396), the French variants.
    var isFactored: Bool { ["393", "396", "472", "473", "501", "502"].contains(code) }

    /// A pro-forma invoice asks for nothing.
    var isProForma: Bool { code == "325" }
}

/// The profile a document claims (BT-24), in short.
enum CoreProfile {
    /// `MINIMUM`, `BASIC WL`, `BASIC`, `EN16931`, `EXTENDED`, `XRECHNUNG`, `PEPPOL`; empty for any other.
    static func shortName(_ identifier: String) -> String {
        let text = identifier.lowercased()
        if text.contains("xrechnung") { return "XRECHNUNG" }
        let last = text.split(whereSeparator: { $0 == ":" || $0 == "#" }).last.map(String.init) ?? ""
        let names = [
            "minimum": "MINIMUM", "basicwl": "BASIC WL", "basic": "BASIC", "en16931": "EN16931",
            "comfort": "EN16931", "extended": "EXTENDED",
        ]
        if let name = names[last] { return name }
        if text.contains("peppol") { return "PEPPOL" }
        return text.contains("en16931:2017") ? "EN16931" : ""
    }
}
