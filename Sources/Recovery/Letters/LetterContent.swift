internal import Domain

/// What fills the holes of a letter.
struct LetterContent {
    let currency: Currency
    private(set) var values: [String: String] = [:]
    private(set) var sections: [String: [[String: String]]] = [:]

    init(
        caseReference: String, day: Day, items: [OpenItem], customer: Customer, sender: Letter.Sender,
        language: String, wording: LetterWording
    ) throws(LetterError) {
        guard let first = items.first else { throw .nothingToWrite }
        currency = first.currency
        var total = Money(minorUnits: 0, currency: first.currency)
        for item in items {
            guard let sum = try? total.adding(Money(minorUnits: item.outstanding, currency: item.currency))
            else {
                throw .amount
            }
            total = sum
        }
        values["language"] = language
        values["total"] = wording.text(total)
        values["case"] = caseReference
        fill(days: day, sender: sender, wording: wording)
        fill(creditor: sender.creditor)
        fill(customer: customer, items: items)
        fill(payment: sender.creditor, caseReference: caseReference)
        sections["rows"] = items.map { item in
            [
                "number": item.number, "issued": wording.text(item.issued),
                "due": item.due.map { wording.text($0) } ?? wording.none,
                "outstanding": wording.text(Money(minorUnits: item.outstanding, currency: item.currency)),
            ]
        }
        let registry = customer.holder == .publicBody ? "" : sender.registryName ?? ""
        sections["registry"] = registry.isEmpty ? [] : [["name": registry]]
    }

    private mutating func flag(_ name: String, _ isOn: Bool) { sections[name] = isOn ? [[:]] : [] }

    /// A section with one value, left out where the value is empty.
    private mutating func optional(_ name: String, _ value: String) {
        sections[name] = value.isEmpty ? [] : [["value": value]]
    }

    private mutating func fill(days day: Day, sender: Letter.Sender, wording: LetterWording) {
        func after(_ days: Int) -> String { wording.text(day.adding(days: min(max(days, 0), 3650))) }
        values["day"] = wording.text(day)
        values["reminderTerm"] = after(sender.reminderTermDays)
        values["claimTerm"] = after(sender.claimTermDays)
        values["answerTerm"] = after(sender.answerTermDays)
        values["answerDays"] = String(sender.answerTermDays)
    }

    private mutating func fill(creditor: Creditor) {
        values["creditor"] = creditor.name
        values["creditorTaxId"] = creditor.taxId
        optional("creditorAddress", Self.address(creditor.street, creditor.postCode, creditor.town))
        optional("creditorEmail", creditor.email)
        optional("creditorPhone", creditor.phone)
        let contact = [creditor.email, creditor.phone].filter { !$0.isEmpty }
        optional("contact", contact.joined(separator: " · "))
    }

    private mutating func fill(customer: Customer, items: [OpenItem]) {
        let party = customer.party
        let name = party.name.isEmpty ? items.first?.customerName ?? "" : party.name
        values["customer"] = name.isEmpty ? customer.key : name
        let taxId = party.taxId.isEmpty ? items.first?.taxId ?? "" : party.taxId
        optional("customerTaxId", taxId)
        optional("customerStreet", party.street)
        optional("customerTown", Self.address("", party.postCode, party.town))
        optional("customerProvince", party.province == party.town ? "" : party.province)
        flag("entity", customer.holder == .legal || customer.holder == .publicBody)
        flag("person", customer.holder == .natural || customer.holder == nil)
        flag("company", customer.holder == .legal)
        // The prior negotiation of LO 1/2025 does not hold for claims against public bodies (art. 3).
        flag("private", customer.holder != .publicBody)
        flag("single", items.count == 1)
        flag("several", items.count > 1)
    }

    private mutating func fill(payment creditor: Creditor, caseReference: String) {
        optional("iban", LetterWording.inFours(creditor.ibans.first ?? ""))
        flag("noIban", creditor.ibans.isEmpty)
        values["reference"] =
            CreditorReference(body: caseReference).map { LetterWording.inFours($0.text) } ?? caseReference
    }

    private static func address(_ street: String, _ postCode: String, _ town: String) -> String {
        let place = [postCode, town].filter { !$0.isEmpty }.joined(separator: " ")
        return [street, place].filter { !$0.isEmpty }.joined(separator: ", ")
    }
}
