internal import Domain

/// The same batch as eleven CSV tables, for agencies that import tables rather than trees. Rows are joined by
/// `opId`; party number 0 is the creditor, debtors follow from 1, the original creditor is last.
struct CaseBatchTables {
    private var ops = CSVText(heading: [
        "opId", "op", "caseRef", "agencyCaseRef", "caseVersion", "effectiveDate", "reason", "note",
        "asOf", "principal", "interest", "fixedComp", "costs", "total", "objectionUntil", "answersEventId",
        "budgetLimit",
    ])
    private var cases = CSVText(heading: [
        "opId", "caseRef", "currency", "phase", "claimType", "groupRef", "feeScheduleRef",
        "mandateBasis", "mandateDocRef", "mayNegotiate", "maxDiscountPct", "maxInstalments",
        "mayReceiveFunds",
        "mayReportToRegistry", "mayLitigate", "status", "ruleSet", "checkedAt", "bankCutoff", "approvedBy",
        "recipientRole", "lawfulBasis", "agreementRef", "debtorInformedAt", "eraseAfter",
        "asOf", "principal", "interest", "fixedComp", "costs", "total",
    ])
    private var parties = CSVText(heading: [
        "opId", "partyNo", "role", "customerRef", "name", "firstName", "surname1", "surname2", "kind", "ids",
        "language", "insolvency",
    ])
    private var addresses = CSVText(heading: [
        "opId", "partyNo", "type", "street", "buildingNumber", "line2", "postCode", "town", "subdivision",
        "country", "status", "statusDate",
    ])
    private var contacts = CSVText(heading: ["opId", "partyNo", "type", "value"])
    private var lines = CSVText(heading: [
        "opId", "lineRef", "docType", "docNumber", "issueDate", "dueDate", "gross", "vat", "credited", "paid",
        "outstanding", "dispute", "limitationDate", "lifecycleScheme", "lifecycleCode", "lifecycleDate",
    ])
    private var charges = CSVText(heading: [
        "opId", "chargeRef", "type", "relatesTo", "amount", "base", "ratePct", "from", "to", "dayCount",
        "legalBasis",
    ])
    private var payments = CSVText(heading: [
        "opId", "paymentRef", "date", "amount", "kind", "feeable", "bankRef", "allocRef", "allocAmount",
    ])
    private var demands = CSVText(heading: [
        "opId", "seq", "level", "channel", "sentAt", "delivery", "deliveredAt", "amountDemanded",
        "registryWarning", "registriesNamed", "docRef", "proofDocRef",
    ])
    private var documents = CSVText(heading: [
        "opId", "docRef", "type", "path", "sha256", "bytes", "mediaType", "original", "lineRefs",
    ])
    private var checks = CSVText(heading: ["opId", "code", "result", "evidence"])

    /// The rows of operations that were written apart.
    mutating func append(_ part: CaseBatchTables) {
        ops.append(part.ops)
        cases.append(part.cases)
        parties.append(part.parties)
        addresses.append(part.addresses)
        contacts.append(part.contacts)
        lines.append(part.lines)
        charges.append(part.charges)
        payments.append(part.payments)
        demands.append(part.demands)
        documents.append(part.documents)
        checks.append(part.checks)
    }

    /// `csv/…`, paths relative to `data/`.
    var files: [OutputFile] { tables.map { OutputFile(path: $0.path, bytes: $0.text.bytes) } }

    /// The tables with their paths relative to `data/`.
    var tables: [(path: String, text: CSVText)] {
        [
            ("csv/ops.csv", ops), ("csv/cases.csv", cases), ("csv/parties.csv", parties),
            ("csv/addresses.csv", addresses), ("csv/contacts.csv", contacts), ("csv/lines.csv", lines),
            ("csv/charges.csv", charges), ("csv/payments.csv", payments), ("csv/demands.csv", demands),
            ("csv/documents.csv", documents), ("csv/checks.csv", checks),
        ]
    }

    mutating func add(_ filed: FiledOperation) {
        let operation = filed.operation
        let currency = operation.currency
        var reason = operation.isReopened ? "REOPENED" : ""
        var balance = Array(repeating: "", count: 6)
        var (objectionUntil, event, budget) = ("", "", "")
        switch operation.content {
        case .new(let debtCase), .update(let debtCase): add(debtCase, of: filed)
        case .payment(let payment, let balanceAfter):
            add(payment, opId: operation.opId, in: currency)
            balance = balanceAfter.cells(in: currency)
        case .adjustment(let adjustment, let balanceAfter):
            add(adjustment, opId: operation.opId, in: currency)
            balance = balanceAfter.cells(in: currency)
        case .hold(let why): reason = why.rawValue
        case .resume: break
        case .announcedRecall(let why, let until):
            (reason, objectionUntil) = (why.rawValue, until.description)
        case .finalRecall(let why): reason = why.rawValue
        case .answer(let eventId, _): event = eventId
        case .legalApproval(let eventId, let limit): (event, budget) = (eventId, amount(limit, currency))
        }
        for entry in filed.evidence?.entries ?? [] { add(entry, opId: operation.opId) }
        ops.add(
            [
                operation.opId, operation.code.rawValue, operation.caseRef, operation.agencyCaseRef,
                String(operation.caseVersion), operation.effectiveDate.description, reason, operation.note,
            ] + balance + [objectionUntil, event, budget])
    }

    private mutating func add(_ debtCase: DebtCase, of filed: FiledOperation) {
        let opId = filed.operation.opId
        let currency = filed.operation.currency
        let (mandate, verification) = (debtCase.mandate, debtCase.verification)
        let protection = debtCase.dataProtection
        cases.add(
            [
                opId, filed.operation.caseRef, currency.code, debtCase.phase.rawValue,
                debtCase.claimType.rawValue, debtCase.groupRef, debtCase.feeScheduleRef,
                mandate.basis.rawValue,
                mandate.docRef, String(mandate.mayNegotiate), percent(mandate.maxDiscountPercentHundredths),
                mandate.maxInstalments.map(String.init) ?? "", String(mandate.mayReceiveFunds),
                String(mandate.mayReportToRegistry), String(mandate.mayLitigate), "VERIFIED",
                verification.ruleSet, verification.checkedAt.description, verification.bankCutoff.description,
                verification.approvedBy, protection.recipientRole.rawValue, protection.lawfulBasis,
                protection.agreementRef, text(protection.debtorInformedAt), text(protection.eraseAfter),
            ] + debtCase.balance.cells(in: currency))
        addParties(of: debtCase, opId: opId)
        for line in debtCase.lines { add(line, opId: opId, in: currency) }
        for charge in debtCase.charges { add(charge, opId: opId, in: currency) }
        for payment in debtCase.priorPayments { add(payment, opId: opId, in: currency) }
        for demand in debtCase.demands { add(demand, opId: opId, in: currency) }
        for check in verification.checks {
            checks.add([opId, check.code.rawValue, check.passed ? "PASS" : "FAIL", check.evidence])
        }
    }

    private mutating func addParties(of debtCase: DebtCase, opId: String) {
        add(debtCase.creditor, number: 0, role: "CREDITOR", opId: opId)
        for (position, debtor) in debtCase.debtors.enumerated() {
            add(
                debtor.party, number: position + 1, role: debtor.role.rawValue, customer: debtor.customerRef,
                insolvency: debtor.insolvency.rawValue, opId: opId)
        }
        if let original = debtCase.originalCreditor {
            add(original, number: debtCase.debtors.count + 1, role: "ORIGINAL_CREDITOR", opId: opId)
        }
    }

    private mutating func add(
        _ party: CaseParty, number: Int, role: String, customer: String = "", insolvency: String = "",
        opId: String
    ) {
        let key = [opId, String(number)]
        parties.add(
            key + [
                role, customer, party.name, party.firstName, party.surname1, party.surname2,
                party.kind.rawValue,
                party.ids.map { "\($0.scheme)=\($0.value)" }.joined(separator: " "), party.language,
                insolvency,
            ])
        for address in party.addresses {
            addresses.add(
                key + [
                    address.kind.rawValue, address.street, address.buildingNumber, address.line2,
                    address.postCode, address.town, address.subdivision, address.country,
                    address.status?.rawValue ?? "", text(address.statusDate),
                ])
        }
        for contact in party.contacts { contacts.add(key + [contact.kind.rawValue, contact.value]) }
    }

    private mutating func add(_ line: CaseLine, opId: String, in currency: Currency) {
        lines.add([
            opId, line.lineRef, line.docType, line.docNumber, line.issueDate.description,
            line.dueDate.description, amount(line.gross, currency), amount(line.vat, currency),
            amount(line.credited, currency), amount(line.paid, currency), amount(line.outstanding, currency),
            line.dispute.rawValue, text(line.limitationDate), line.lifecycle?.scheme ?? "",
            line.lifecycle?.code ?? "", text(line.lifecycle?.date),
        ])
    }

    private mutating func add(_ charge: CaseCharge, opId: String, in currency: Currency) {
        let terms = charge.terms
        charges.add([
            opId, charge.chargeRef, charge.kind.rawValue, charge.relatesTo, amount(charge.amount, currency),
            amount(terms?.base, currency), percent(terms?.ratePercentHundredths), text(terms?.from),
            text(terms?.to), terms == nil ? "" : "ACT_365", charge.legalBasis,
        ])
    }

    /// One row a share, so that the table adds up to the allocations; a payment without shares has one row.
    private mutating func add(_ payment: CasePayment, opId: String, in currency: Currency) {
        let head = [
            opId, payment.paymentRef, payment.date.description, amount(payment.amount, currency),
            payment.kind.rawValue, payment.feeable.map { String($0) } ?? "", payment.bankRef,
        ]
        if payment.shares.isEmpty { payments.add(head) }
        for share in payment.shares { payments.add(head + [share.ref, amount(share.amount, currency)]) }
    }

    /// Adjustments stand among the payments, with their own kinds; `ops.csv` tells ADJ from PAY.
    private mutating func add(_ adjustment: CaseAdjustment, opId: String, in currency: Currency) {
        let head = [
            opId, adjustment.adjustmentRef, adjustment.date.description, amount(adjustment.amount, currency),
            adjustment.kind.rawValue, "", "",
        ]
        if adjustment.shares.isEmpty { payments.add(head) }
        for share in adjustment.shares { payments.add(head + [share.ref, amount(share.amount, currency)]) }
    }

    private mutating func add(_ demand: CaseDemand, opId: String, in currency: Currency) {
        demands.add([
            opId, String(demand.seq), demand.level.rawValue, demand.channel.rawValue,
            demand.sentAt.description, demand.delivery.rawValue, text(demand.deliveredAt),
            amount(demand.amountDemanded, currency), String(!demand.registriesNamed.isEmpty),
            demand.registriesNamed.joined(separator: " "), demand.docRef, demand.proofDocRef,
        ])
    }

    private mutating func add(_ entry: EvidenceFolder.Entry, opId: String) {
        let document = entry.document
        documents.add([
            opId, document.docRef, document.kind.rawValue, entry.path, entry.sha256,
            String(document.size), document.mediaType, String(document.original),
            document.lineRefs.joined(separator: " "),
        ])
    }
}

extension CaseBalance {
    fileprivate func cells(in currency: Currency) -> [String] {
        [asOf.description] + [principal, interest, fixedComp, costs, total].map { amount($0, currency) }
    }
}

private func text(_ day: Day?) -> String { day?.description ?? "" }

private func amount(_ minorUnits: Int64?, _ currency: Currency) -> String {
    minorUnits.map { Money.decimalString($0, exponent: currency.exponent) } ?? ""
}

private func percent(_ hundredths: Int?) -> String {
    hundredths.map { Money.decimalString(Int64($0), exponent: 2) } ?? ""
}
