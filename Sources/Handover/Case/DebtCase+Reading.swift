internal import Domain

// A full case (DHX 1.0 §5.3.2), members in the order of the writer.
extension DebtCase {
    static func read(_ fields: inout FieldReader, _ currency: Currency) throws(HandoverFault) -> DebtCase {
        _ = try fields.currencyCode("currency")
        let phase = try fields.code("phase", Phase.self)
        let claimType = try fields.code("claimType", ClaimType.self)
        let (group, schedule) = (try fields.optionalId("groupRef"), try fields.optionalId("feeScheduleRef"))
        let mandate = try fields.part("mandate", CaseMandate.read)
        let creditor = try fields.part("creditor", CaseParty.read)
        let original = try fields.optionalPart("originalCreditor", CaseParty.read)
        let debtors = try fields.requiredParts("debtors", DebtorParty.read)
        let lines = try fields.requiredParts("lines") { (part) throws(HandoverFault) in
            try CaseLine.read(&part, currency)
        }
        let charges = try fields.parts("charges") { (part) throws(HandoverFault) in
            try CaseCharge.read(&part, currency)
        }
        let payments = try fields.requiredParts("priorPayments") { (part) throws(HandoverFault) in
            try CasePayment.read(&part, currency)
        }
        let demands = try fields.requiredParts("demands") { (part) throws(HandoverFault) in
            try CaseDemand.read(&part, currency)
        }
        let documents = try fields.requiredParts("documents", CaseDocument.read)
        let verification = try fields.part("verification", CaseVerification.read)
        let protection = try fields.part("dataProtection", CaseDataProtection.read)
        var debtCase = DebtCase(
            mandate: mandate, creditor: creditor, debtors: debtors, lines: lines, verification: verification,
            dataProtection: protection, balance: try fields.caseBalance("balance", currency))
        (debtCase.phase, debtCase.claimType) = (phase, claimType)
        (debtCase.groupRef, debtCase.feeScheduleRef) = (group, schedule)
        debtCase.originalCreditor = original
        (debtCase.charges, debtCase.priorPayments) = (charges, payments)
        (debtCase.demands, debtCase.documents) = (demands, documents)
        return debtCase
    }
}

extension CaseMandate {
    fileprivate static func read(_ fields: inout FieldReader) throws(HandoverFault) -> CaseMandate {
        var mandate = CaseMandate(basis: try fields.code("basis", Basis.self))
        mandate.docRef = try fields.optionalId("docRef")
        // What a mandate does not allow in words it does not allow (§5.3.2: default all false).
        mandate.mayNegotiate = try fields.optionalBool("mayNegotiate") ?? false
        mandate.maxDiscountPercentHundredths = try fields.optionalPercent("maxDiscountPct")
        mandate.maxInstalments = try fields.optionalInteger("maxInstalments", in: 0...9999)
        mandate.mayReceiveFunds = try fields.optionalBool("mayReceiveFunds") ?? false
        mandate.mayReportToRegistry = try fields.optionalBool("mayReportToRegistry") ?? false
        mandate.mayLitigate = try fields.optionalBool("mayLitigate") ?? false
        return mandate
    }
}

extension CaseParty {
    static func read(_ fields: inout FieldReader) throws(HandoverFault) -> CaseParty {
        let name = try fields.requiredText("name")
        let parts = (
            try fields.freeText("firstName"), try fields.freeText("surname1"), try fields.freeText("surname2")
        )
        let kind = try fields.code("kind", PartyKind.self)
        let ids = try fields.requiredParts("ids") { (id) throws(HandoverFault) in
            PartyIdentifier(scheme: try id.text("scheme", max: 20), value: try id.id("value"))
        }
        let addresses = try fields.requiredParts("addresses", PartyAddress.read)
        let contacts = try fields.parts("contacts") { (contact) throws(HandoverFault) in
            PartyContact(
                kind: try contact.code("type", PartyContact.Kind.self),
                value: try contact.requiredText("value"))
        }
        var party = CaseParty(name: name, kind: kind, ids: ids, addresses: addresses, contacts: contacts)
        (party.firstName, party.surname1, party.surname2) = parts
        party.language = try fields.freeText("language")
        return party
    }
}

extension PartyAddress {
    fileprivate static func read(_ fields: inout FieldReader) throws(HandoverFault) -> PartyAddress {
        let kind = try fields.code("type", Kind.self)
        // What an address lacks is for the rules to find (ADDRESS_INSUFFICIENT), not a matter of form.
        let street = try fields.freeText("street")
        let (number, line2) = (try fields.freeText("buildingNumber"), try fields.freeText("line2"))
        let (postCode, town) = (try fields.freeText("postCode"), try fields.freeText("town"))
        let subdivision = try fields.freeText("subdivision")
        var address = PartyAddress(
            kind: kind, street: street, postCode: postCode, town: town,
            country: try fields.freeText("country"))
        (address.buildingNumber, address.line2, address.subdivision) = (number, line2, subdivision)
        address.status = try fields.optionalCode("status", Status.self)
        address.statusDate = try fields.optionalDay("statusDate")
        return address
    }
}

extension DebtorParty {
    fileprivate static func read(_ fields: inout FieldReader) throws(HandoverFault) -> DebtorParty {
        let role = try fields.code("role", Role.self)
        let customer = try fields.freeText("customerRef")
        let party = try fields.part("party", CaseParty.read)
        return DebtorParty(
            role: role, customerRef: customer, party: party,
            insolvency: try fields.code("insolvency", Insolvency.self))
    }
}

extension CaseVerification {
    fileprivate static func read(_ fields: inout FieldReader) throws(HandoverFault) -> CaseVerification {
        try fields.constant("status", "VERIFIED")
        let ruleSet = try fields.requiredText("ruleSet")
        let checkedAt = try fields.time("checkedAt")
        let cutoff = try fields.day("bankCutoff")
        let approvedBy = try fields.freeText("approvedBy")
        let checks = try fields.requiredParts("checks") { (check) throws(HandoverFault) in
            let code = try check.code("code", Check.Code.self)
            let result = try check.code("result", CheckResult.self)
            return Check(code, passed: result == .pass, evidence: try check.freeText("evidence"))
        }
        return CaseVerification(
            ruleSet: ruleSet, checkedAt: checkedAt, bankCutoff: cutoff, approvedBy: approvedBy, checks: checks
        )
    }

    private enum CheckResult: String, CaseIterable {
        case pass = "PASS"
        case fail = "FAIL"
    }
}

extension CaseDataProtection {
    fileprivate static func read(_ fields: inout FieldReader) throws(HandoverFault) -> CaseDataProtection {
        let role = try fields.code("recipientRole", RecipientRole.self)
        // A missing basis or agreement is for the rules to find, not a matter of form.
        let (basis, agreement) = (try fields.freeText("lawfulBasis"), try fields.freeText("agreementRef"))
        var protection = CaseDataProtection(
            recipientRole: role, lawfulBasis: basis, agreementRef: agreement,
            debtorInformedAt: try fields.optionalDay("debtorInformedAt"))
        protection.eraseAfter = try fields.optionalDay("eraseAfter")
        return protection
    }
}
