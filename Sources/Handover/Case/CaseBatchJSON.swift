internal import Domain

/// The tree of a case batch: names and order as in DHX 1.0 §5.3, the canonical form.
enum CaseBatchJSON {
    static func operation(_ filed: FiledOperation) -> JSONValue {
        let operation = filed.operation
        let currency = operation.currency
        var members = JSONMembers()
        members.add("opId", text: operation.opId)
        members.add("op", text: operation.code.rawValue)
        members.add("caseRef", text: operation.caseRef)
        members.add("agencyCaseRef", text: operation.agencyCaseRef)
        members.add("caseVersion", .integer(Int64(operation.caseVersion)))
        members.add("effectiveDate", day: operation.effectiveDate)
        members.add("note", text: operation.note)
        if operation.isReopened { members.add("reason", code: "REOPENED") }
        switch operation.content {
        case .new(let debtCase), .update(let debtCase):
            members.add("case", tree(of: debtCase, in: currency, evidence: filed.evidence))
        case .payment(let payment, let balance):
            members.add("payment", payment.json(in: currency))
            members.add("balanceAfter", balance.json(in: currency))
        case .adjustment(let adjustment, let balance):
            members.add("adjustment", adjustment.json(in: currency))
            members.add("balanceAfter", balance.json(in: currency))
        case .hold(let reason): members.add("reason", code: reason.rawValue)
        case .resume: break
        case .announcedRecall(let reason, let objectionUntil):
            members.add("reason", code: reason.rawValue)
            members.add("objectionUntil", day: objectionUntil)
        case .finalRecall(let reason): members.add("reason", code: reason.rawValue)
        case .answer(let event, _):
            members.add("answersEventId", text: event)
            members.add("documents", .array((filed.evidence?.entries ?? []).map(\.json)))
        case .legalApproval(let event, let budget):
            members.add("answersEventId", text: event)
            members.add("budgetLimit", minorUnits: budget, in: currency)
        }
        return members.object
    }

    private static func tree(
        of debtCase: DebtCase, in currency: Currency, evidence: EvidenceFolder?
    ) -> JSONValue {
        var members = JSONMembers()
        members.add("currency", text: currency.code)
        members.add("phase", text: debtCase.phase.rawValue)
        members.add("claimType", text: debtCase.claimType.rawValue)
        members.add("groupRef", text: debtCase.groupRef)
        members.add("feeScheduleRef", text: debtCase.feeScheduleRef)
        members.add("mandate", debtCase.mandate.json)
        members.add("creditor", debtCase.creditor.json)
        members.add("originalCreditor", debtCase.originalCreditor?.json)
        members.add("debtors", .array(debtCase.debtors.map(\.json)))
        members.add("lines", .array(debtCase.lines.map { $0.json(in: currency) }))
        members.add("charges", .array(debtCase.charges.map { $0.json(in: currency) }))
        members.add("priorPayments", .array(debtCase.priorPayments.map { $0.json(in: currency) }))
        members.add("demands", .array(debtCase.demands.map { $0.json(in: currency) }))
        members.add("documents", .array((evidence?.entries ?? []).map(\.json)))
        members.add("verification", debtCase.verification.json)
        members.add("dataProtection", debtCase.dataProtection.json)
        members.add("balance", debtCase.balance.json(in: currency))
        return members.object
    }
}

extension JSONMembers {
    /// A reason is an object with one code, so that a text can join it later.
    fileprivate mutating func add(_ name: String, code: String) {
        var members = JSONMembers()
        members.add("code", text: code)
        add(name, members.object)
    }
}

extension PartyIdentifier {
    var json: JSONValue {
        var members = JSONMembers()
        members.add("scheme", text: scheme)
        members.add("value", text: value)
        return members.object
    }
}

extension CaseParty {
    var json: JSONValue {
        var members = JSONMembers()
        members.add("name", text: name)
        members.add("firstName", text: firstName)
        members.add("surname1", text: surname1)
        members.add("surname2", text: surname2)
        members.add("kind", text: kind.rawValue)
        members.add("ids", .array(ids.map(\.json)))
        members.add("addresses", .array(addresses.map(\.json)))
        if !contacts.isEmpty { members.add("contacts", .array(contacts.map(\.json))) }
        members.add("language", text: language)
        return members.object
    }
}

extension PartyAddress {
    fileprivate var json: JSONValue {
        var members = JSONMembers()
        members.add("type", text: kind.rawValue)
        members.add("street", text: street)
        members.add("buildingNumber", text: buildingNumber)
        members.add("line2", text: line2)
        members.add("postCode", text: postCode)
        members.add("town", text: town)
        members.add("subdivision", text: subdivision)
        members.add("country", text: country)
        members.add("status", text: status?.rawValue ?? "")
        members.add("statusDate", day: statusDate)
        return members.object
    }
}

extension PartyContact {
    fileprivate var json: JSONValue {
        var members = JSONMembers()
        members.add("type", text: kind.rawValue)
        members.add("value", text: value)
        return members.object
    }
}

extension DebtorParty {
    fileprivate var json: JSONValue {
        var members = JSONMembers()
        members.add("role", text: role.rawValue)
        members.add("customerRef", text: customerRef)
        members.add("party", party.json)
        members.add("insolvency", text: insolvency.rawValue)
        return members.object
    }
}

extension DebtCase {
    /// SHA-256 of the debtors as the case describes them: another one is something to tell.
    public var debtorsDigest: String {
        let described = inOrder.debtors.map { $0.json }
        return SHA256Text.digest(of: JSONText.bytes(of: .array(described)))
    }
}

extension CaseMandate {
    fileprivate var json: JSONValue {
        var members = JSONMembers()
        members.add("basis", text: basis.rawValue)
        members.add("docRef", text: docRef)
        members.add("mayNegotiate", .bool(mayNegotiate))
        members.add("maxDiscountPct", percent(maxDiscountPercentHundredths))
        members.add("maxInstalments", maxInstalments.map { .integer(Int64($0)) })
        members.add("mayReceiveFunds", .bool(mayReceiveFunds))
        members.add("mayReportToRegistry", .bool(mayReportToRegistry))
        members.add("mayLitigate", .bool(mayLitigate))
        return members.object
    }
}

/// Hundredths of a percent as text: 1015 is `10.15`.
private func percent(_ hundredths: Int?) -> JSONValue? {
    hundredths.map { .string(Money.decimalString(Int64($0), exponent: 2)) }
}

extension CaseLine {
    fileprivate func json(in currency: Currency) -> JSONValue {
        var members = JSONMembers()
        members.add("lineRef", text: lineRef)
        members.add("docType", text: docType)
        members.add("docNumber", text: docNumber)
        members.add("issueDate", day: issueDate)
        members.add("dueDate", day: dueDate)
        members.add("gross", minorUnits: gross, in: currency)
        members.add("vat", minorUnits: vat, in: currency)
        members.add("credited", minorUnits: credited, in: currency)
        members.add("paid", minorUnits: paid, in: currency)
        members.add("outstanding", minorUnits: outstanding, in: currency)
        members.add("dispute", text: dispute.rawValue)
        members.add("limitationDate", day: limitationDate)
        if let lifecycle {
            var status = JSONMembers()
            status.add("scheme", text: lifecycle.scheme)
            status.add("code", text: lifecycle.code)
            status.add("date", day: lifecycle.date)
            members.add("lifecycle", status.object)
        }
        return members.object
    }
}

extension CaseCharge {
    fileprivate func json(in currency: Currency) -> JSONValue {
        var members = JSONMembers()
        members.add("chargeRef", text: chargeRef)
        members.add("type", text: kind.rawValue)
        members.add("relatesTo", text: relatesTo)
        members.add("amount", minorUnits: amount, in: currency)
        if let terms {
            members.add("base", minorUnits: terms.base, in: currency)
            members.add("ratePct", percent(terms.ratePercentHundredths))
            members.add("from", day: terms.from)
            members.add("to", day: terms.to)
            members.add("dayCount", text: "ACT_365")
        }
        members.add("legalBasis", text: legalBasis)
        return members.object
    }
}

extension CasePayment {
    fileprivate func json(in currency: Currency) -> JSONValue {
        var members = JSONMembers()
        members.add("paymentRef", text: paymentRef)
        members.add("date", day: date)
        members.add("amount", minorUnits: amount, in: currency)
        members.add("kind", text: kind.rawValue)
        members.add("feeable", feeable.map { .bool($0) })
        members.add("bankRef", text: bankRef)
        members.add("alloc", .array(shares.map { $0.json(in: currency) }))
        return members.object
    }
}

extension CasePayment.Share {
    fileprivate func json(in currency: Currency) -> JSONValue {
        var members = JSONMembers()
        members.add("ref", text: ref)
        members.add("amount", minorUnits: amount, in: currency)
        return members.object
    }
}

extension CaseAdjustment {
    fileprivate func json(in currency: Currency) -> JSONValue {
        var members = JSONMembers()
        members.add("adjustmentRef", text: adjustmentRef)
        members.add("date", day: date)
        members.add("amount", minorUnits: amount, in: currency)
        members.add("kind", text: kind.rawValue)
        members.add("alloc", .array(shares.map { $0.json(in: currency) }))
        return members.object
    }
}

extension CaseDemand {
    fileprivate func json(in currency: Currency) -> JSONValue {
        var members = JSONMembers()
        members.add("seq", .integer(Int64(seq)))
        members.add("level", text: level.rawValue)
        members.add("channel", text: channel.rawValue)
        members.add("sentAt", day: sentAt)
        members.add("delivery", text: delivery.rawValue)
        members.add("deliveredAt", day: deliveredAt)
        members.add("amountDemanded", minorUnits: amountDemanded, in: currency)
        members.add("registryWarning", .bool(!registriesNamed.isEmpty))
        members.add("registriesNamed", texts: registriesNamed)
        members.add("docRef", text: docRef)
        members.add("proofDocRef", text: proofDocRef)
        return members.object
    }
}

extension EvidenceFolder.Entry {
    fileprivate var json: JSONValue {
        var members = JSONMembers()
        members.add("docRef", text: document.docRef)
        members.add("type", text: document.kind.rawValue)
        members.add("path", text: path)
        members.add("sha256", text: sha256)
        members.add("bytes", .integer(Int64(document.size)))
        members.add("mediaType", text: document.mediaType)
        members.add("original", .bool(document.original))
        members.add("lineRefs", texts: document.lineRefs)
        return members.object
    }
}

extension CaseVerification {
    fileprivate var json: JSONValue {
        var members = JSONMembers()
        members.add("status", text: "VERIFIED")
        members.add("ruleSet", text: ruleSet)
        members.add("checkedAt", text: checkedAt.description)
        members.add("bankCutoff", day: bankCutoff)
        members.add("approvedBy", text: approvedBy)
        let results = checks.map { check in
            var result = JSONMembers()
            result.add("code", text: check.code.rawValue)
            result.add("result", text: check.passed ? "PASS" : "FAIL")
            result.add("evidence", text: check.evidence)
            return result.object
        }
        members.add("checks", .array(results))
        return members.object
    }
}

extension CaseDataProtection {
    fileprivate var json: JSONValue {
        var members = JSONMembers()
        members.add("recipientRole", text: recipientRole.rawValue)
        members.add("lawfulBasis", text: lawfulBasis)
        members.add("agreementRef", text: agreementRef)
        members.add("debtorInformedAt", day: debtorInformedAt)
        members.add("eraseAfter", day: eraseAfter)
        return members.object
    }
}

extension CaseBalance {
    fileprivate func json(in currency: Currency) -> JSONValue {
        var members = JSONMembers()
        members.add("asOf", day: asOf)
        members.add("principal", minorUnits: principal, in: currency)
        members.add("interest", minorUnits: interest, in: currency)
        members.add("fixedComp", minorUnits: fixedComp, in: currency)
        members.add("costs", minorUnits: costs, in: currency)
        members.add("total", minorUnits: total, in: currency)
        return members.object
    }
}
