internal import Domain

/// who owes to whom, and what proves it.
extension CaseRules {
    static func checkParties(of debtCase: DebtCase, _ found: inout Findings) {
        let creditorIds = Set(debtCase.creditor.ids.map(\.comparable))
        if debtCase.debtors.contains(where: { $0.party.ids.contains { creditorIds.contains($0.comparable) } })
        {
            found.add(.debtorIsCreditor, "debtor and creditor share an identifier")
        }
        let primaries = debtCase.debtors.count { $0.role == .primary }
        if primaries != 1 { found.add(.primaryDebtor, "\(primaries) primary debtors") }
        if debtCase.phase == .preLegal, debtCase.debtors.contains(where: { $0.insolvency == .open }) {
            found.add(.insolvent, "insolvency proceedings are open")
        }
        let isPersonal = debtCase.debtors.contains { $0.party.kind.isPersonal }
        let basis = debtCase.dataProtection.lawfulBasis
        if isPersonal, basis.isEmpty || basis == CaseDataProtection.notPersonal {
            found.add(.personalDataBasis, "a debtor is a natural person and no lawful basis is named")
        }
    }

    static func checkEvidence(of debtCase: DebtCase, _ found: inout Findings) {
        var kinds: [String: CaseDocument.Kind] = [:]
        for document in debtCase.documents { kinds[document.docRef] = document.kind }
        for demand in debtCase.demands where demand.level == .formal || demand.level == .final {
            if kinds[demand.proofDocRef] != .formalDemandProof {
                found.add(.demandUnproven, "demand \(demand.seq) has no proof of delivery")
            }
        }
        let invoiced = Set(
            debtCase.documents.filter { $0.kind == .invoice || $0.kind == .electronicInvoice }
                .flatMap(\.lineRefs))
        for line in debtCase.lines where !invoiced.contains(line.lineRef) {
            found.add(.lineWithoutInvoice, "line \(line.lineRef) has no invoice document")
        }
        let document = kinds[debtCase.mandate.docRef]
        switch debtCase.mandate.basis {
        case .serviceAgreement: break
        case .powerOfAttorney where document != .powerOfAttorney:
            found.add(.mandateDocument, "the power of attorney is missing")
        case .assignment where document != .assignment:
            found.add(.mandateDocument, "the assignment is missing")
        case .powerOfAttorney, .assignment: break
        }
    }
}

extension PartyIdentifier {
    /// The identifier without what differs between its schemes: `ESB12345674` and `B12345674` are one number.
    var comparable: String { TaxIdentifier.key(value) }
}
