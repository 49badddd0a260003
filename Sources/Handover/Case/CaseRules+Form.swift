internal import Domain

/// The forms of fields (DHX 1.0 §5.3.2): mandatory, length, uniqueness, references that lead somewhere.
extension CaseRules {
    /// What of creditor and debtors keeps any debt between them from being handed over, whatever proves it:
    /// names, identifiers, addresses.
    public static func checkParties(of operation: CaseOperation) -> [RuleBreak] {
        guard let debtCase = operation.debtCase else { return [] }
        var found = Findings(operation)
        checkParties(of: debtCase, &found)
        checkPartyForm(of: debtCase, &found)
        return found.breaks.sorted()
    }

    private static func checkPartyForm(of debtCase: DebtCase, _ found: inout Findings) {
        checkForm(of: debtCase.creditor, "creditor", &found)
        if let original = debtCase.originalCreditor { checkForm(of: original, "originalCreditor", &found) }
        for (position, debtor) in debtCase.debtors.enumerated() {
            checkForm(of: debtor.party, "debtor \(position + 1)", &found)
            found.expectOptional(debtor.customerRef, "debtor \(position + 1) customerRef", max: 35)
        }
    }

    static func checkForm(of debtCase: DebtCase, _ found: inout Findings) {
        checkPartyForm(of: debtCase, &found)
        checkLineForm(of: debtCase, &found)
        for payment in debtCase.priorPayments { checkForm(of: payment, &found) }
        found.expectUnique(debtCase.priorPayments.map(\.paymentRef), "paymentRef")
        checkDocumentForm(of: debtCase, &found)
        checkVerificationForm(of: debtCase, &found)
        for (name, ref) in [("groupRef", debtCase.groupRef), ("feeScheduleRef", debtCase.feeScheduleRef)]
        where !ref.isEmpty {
            found.expectId(ref, name)
        }
    }

    static func checkForm(of payment: CasePayment, _ found: inout Findings) {
        found.expectId(payment.paymentRef, "paymentRef")
        found.expectOptional(payment.bankRef, "bankRef", max: 140)
        for share in payment.shares { found.expectId(share.ref, "alloc ref") }
        if !isCovered(payment.shares, by: payment.amount) {
            found.add(
                .amountMismatch, "payment \(payment.paymentRef): more allocated than paid, or nothing paid")
        }
    }

    static func checkForm(of adjustment: CaseAdjustment, _ found: inout Findings) {
        found.expectId(adjustment.adjustmentRef, "adjustmentRef")
        for share in adjustment.shares { found.expectId(share.ref, "alloc ref") }
        if !isCovered(adjustment.shares, by: adjustment.amount) {
            found.add(
                .amountMismatch, "adjustment \(adjustment.adjustmentRef): more allocated than it is, or zero")
        }
    }

    private static func isCovered(_ shares: [CasePayment.Share], by amount: Int64) -> Bool {
        let allocated = exactSum(shares.lazy.map(\.amount))
        return amount != 0 && allocated.map { $0.magnitude <= amount.magnitude } ?? false
    }

    private static func checkForm(of party: CaseParty, _ who: String, _ found: inout Findings) {
        found.expect(party.name, "\(who) name", max: 140)
        found.expectOptional(party.language, "\(who) language", max: 8)
        for part in [party.firstName, party.surname1, party.surname2] {
            found.expectOptional(part, "\(who) part of the name", max: 70)
        }
        if party.ids.isEmpty { found.add(.identifierInvalid, "\(who) has no identifier") }
        for id in party.ids {
            if let fault = id.formFault { found.add(.identifierInvalid, "\(who): \(fault)") }
            if let fault = id.numberFault { found.add(.identifierInvalid, "\(who): \(fault)") }
        }
        if party.addresses.isEmpty { found.add(.address, "\(who) has no address") }
        if Set(party.addresses.map(\.kind)).count != party.addresses.count {
            found.add(.address, "\(who) has two addresses of one type")
        }
        for address in party.addresses { checkForm(of: address, who, &found) }
        for contact in party.contacts where !contact.isFormRight {
            found.add(.form, "\(who): a contact of type \(contact.kind.rawValue) has not its form")
        }
    }

    private static func checkForm(of address: PartyAddress, _ who: String, _ found: inout Findings) {
        found.expect(address.street, "\(who) street", max: 70, .address)
        found.expectOptional(address.buildingNumber, "\(who) buildingNumber", max: 16, .address)
        found.expectOptional(address.line2, "\(who) line2", max: 70, .address)
        found.expect(address.postCode, "\(who) postCode", max: 16, .address)
        found.expect(address.town, "\(who) town", max: 35, .address)
        found.expectOptional(address.subdivision, "\(who) subdivision", max: 35, .address)
        if !FieldForm.isCountry(address.country) { found.add(.address, "\(who) country is not ISO 3166") }
    }

    private static func checkLineForm(of debtCase: DebtCase, _ found: inout Findings) {
        if debtCase.lines.isEmpty { found.add(.lineWithoutInvoice, "the case has no line") }
        found.expectUnique(
            debtCase.lines.map(\.lineRef) + debtCase.charges.map(\.chargeRef), "lineRef, chargeRef")
        for line in debtCase.lines {
            found.expectId(line.lineRef, "lineRef")
            if !CodeLists.documentTypes.contains(line.docType) {
                found.add(
                    .documentType,
                    "line \(line.lineRef): docType \(FieldReader.quoted(line.docType)) is not of UNTDID 1001")
            }
            found.expect(line.docNumber, "docNumber", max: 60)
            if let lifecycle = line.lifecycle {
                found.expect(lifecycle.scheme, "lifecycle scheme", max: 20)
                found.expect(lifecycle.code, "lifecycle code", max: 35)
                if lifecycle.isContrary {
                    found.add(.disputed, "line \(line.lineRef) is refused or disputed")
                }
            }
            for (name, amount) in [
                ("gross", line.gross), ("vat", line.vat ?? 0), ("credited", line.credited),
                ("paid", line.paid),
                ("outstanding", line.outstanding),
            ] {
                found.expectNotNegative(amount, "line \(line.lineRef) \(name)")
            }
        }
        for charge in debtCase.charges {
            found.expectOptional(charge.legalBasis, "charge \(charge.chargeRef) legalBasis", max: 140)
            found.expectId(charge.chargeRef, "chargeRef")
            found.expectNotNegative(charge.amount, "charge \(charge.chargeRef)")
        }
    }

    private static func checkDocumentForm(of debtCase: DebtCase, _ found: inout Findings) {
        if debtCase.documents.isEmpty { found.add(.documentMissing, "the case has no document") }
        checkForm(of: debtCase.documents, lines: Set(debtCase.lines.map(\.lineRef)), &found)
        if debtCase.demands.isEmpty { found.add(.documentMissing, "the case has no demand") }
        if Set(debtCase.demands.map(\.seq)).count != debtCase.demands.count {
            found.add(.form, "seq of the demands is not unique")
        }
        let known = Set(debtCase.documents.map(\.docRef))
        for demand in debtCase.demands where !demand.docRef.isEmpty && !known.contains(demand.docRef) {
            found.add(.documentMissing, "demand \(demand.seq) names a document that is not there")
        }
        for demand in debtCase.demands where demand.deliveredAt.map({ $0 < demand.sentAt }) ?? false {
            found.add(.form, "demand \(demand.seq) is delivered before it is sent")
        }
    }

    /// - Parameter lines: the lines that documents may name; `nil` where the case stands elsewhere.
    static func checkForm(of documents: [CaseDocument], lines: Set<String>?, _ found: inout Findings) {
        found.expectUnique(documents.map(\.docRef), "docRef")
        for document in documents {
            found.expectId(document.docRef, "docRef")
            if document.size < 1 { found.add(.documentUnreadable, "document \(document.docRef) is empty") }
            found.expect(document.mediaType, "document \(document.docRef) mediaType", max: 127)
            found.expectWritable(document.title, "document \(document.docRef) title")
            if let lines, !lines.isSuperset(of: document.lineRefs) {
                found.add(.documentType, "document \(document.docRef) names a line that is not there")
            }
        }
    }

    private static func checkVerificationForm(of debtCase: DebtCase, _ found: inout Findings) {
        let verification = debtCase.verification
        found.expectId(verification.ruleSet, "ruleSet")
        found.expectOptional(verification.approvedBy, "approvedBy", max: 140)
        if verification.checks.isEmpty { found.add(.form, "the verification has no check") }
        for check in verification.checks where !check.passed {
            found.add(.form, "check \(check.code.rawValue) did not pass: the case is not verified")
        }
        if debtCase.dataProtection.lawfulBasis.isEmpty { found.add(.form, "lawfulBasis is missing") }
        found.expectId(debtCase.dataProtection.agreementRef, "dataProtection agreementRef")
    }
}

extension PartyContact {
    /// EMAIL up to 254 characters with one `@`; PHONE and MOBILE as E.164.
    var isFormRight: Bool {
        switch kind {
        case .email:
            return FieldForm.isText(value, max: 254) && value.utf8.count { $0 == 0x40 } == 1
                && !value.hasPrefix("@") && !value.hasSuffix("@")
        case .phone, .mobile:
            let digits = value.utf8.dropFirst()
            return value.hasPrefix("+") && (7...15).contains(digits.count)
                && digits.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
        }
    }
}
