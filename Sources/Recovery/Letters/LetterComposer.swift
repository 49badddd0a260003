internal import Domain

/// Composes the parts of one letter: which texts, in which order.
struct LetterComposer {
    let kind: LetterKind
    let items: [OpenItem]
    let details: LetterDetails
    let sender: Letter.Sender
    let templates: LetterTemplates
    let standing: LetterStanding
    let amounts: LetterAmounts
    let customer: Customer
    let day: Day
    let caseReference: String
    /// The registry that this letter warns of; empty for none.
    let registry: String
    let values: [String: String]

    init(
        _ kind: LetterKind, caseReference: String, day: Day, items: [OpenItem], customer: Customer,
        details: LetterDetails, sender: Letter.Sender, templates: LetterTemplates
    ) throws(LetterError) {
        let standing = LetterStanding(customer, details.customerKind)
        let amounts =
            kind == .instalmentReminder
            ? try LetterAmounts(overdue: details.instalments, of: items)
            : try LetterAmounts(items, details, standing)
        // Only Spanish law has registries that suppliers may feed, and none for public bodies.
        let warns = kind == .formalClaim || kind == .lastNotice
        registry =
            warns && details.law == .spain && standing.kind != .publicBody ? sender.registryName ?? "" : ""
        self.kind = kind
        self.items = items
        self.details = details
        self.sender = sender
        self.templates = templates
        self.standing = standing
        self.amounts = amounts
        self.customer = customer
        self.day = day
        self.caseReference = caseReference
        let wording = templates.wording
        func after(_ days: Int) -> String { wording.text(day.adding(days: min(max(days, 0), 3650))) }
        values = [
            "creditor": sender.creditor.name, "creditorTaxId": sender.creditor.taxId,
            "customer": Self.name(of: customer, items), "total": wording.text(amounts.total),
            "day": wording.text(day),
            "term": details.payBy.map { wording.text($0) } ?? after(sender.termDays(for: kind)),
            "planDay": details.planDay.map { wording.text($0) } ?? wording.none,
            "numbers": items.map(\.number).joined(separator: ", "),
            "answerTerm": after(sender.answerTermDays), "answerDays": String(sender.answerTermDays),
            "graceDays": String(details.graceDays), "agency": details.agency?.name ?? "",
            "registry": registry, "contact": sender.contact.map(Self.unbroken).joined(separator: "\u{A0}· "),
            "case": caseReference,
        ]
    }

    func document() throws(LetterError) -> LetterDocument {
        let title = try text(titleKey)
        return LetterDocument(
            language: templates.language, title: title,
            caseLine: try text("label.case") + " " + caseReference,
            pageCount: try templates.text("page", ["page": "{page}", "pages": "{pages}"]),
            creditor: try creditorParty(), customer: try customerParty(),
            day: templates.wording.text(day), blocks: try blocks(), regards: try text("regards"),
            signature: [sender.creditor.name, try text("department")], privacy: try privacy())
    }

    /// The letter's heading, and the subject of its e-mail.
    var titleKey: String {
        kind == .formalClaim && negotiates ? "title.formal-claim.negotiation" : "title.\(kind.rawValue)"
    }

    /// The prior negotiation of LO 1/2025 does not hold for claims against public bodies (art. 3).
    var negotiates: Bool { details.law == .spain && standing.kind != .publicBody }

    func text(_ key: String) throws(LetterError) -> String {
        try templates.text(key, values, isMany: items.count > 1)
    }

    func paragraph(_ key: String) throws(LetterError) -> LetterBlock { .paragraph(try text(key)) }

    func heading(_ key: String) throws(LetterError) -> LetterBlock { .heading(try text(key)) }

    /// Several texts as one paragraph.
    func paragraph(_ keys: [String]) throws(LetterError) -> LetterBlock {
        var texts: [String] = []
        for key in keys { texts.append(try text(key)) }
        return .paragraph(texts.joined(separator: " "))
    }

    private func privacy() throws(LetterError) -> String {
        let country = sender.creditor.country.isEmpty ? "ES" : sender.creditor.country.uppercased()
        let known = templates.texts["authority.\(country)"] == nil ? "other" : country
        return try templates.text(
            "privacy", values.merging(["authority": try text("authority.\(known)")]) { $1 })
    }
}

extension LetterComposer {
    private static func name(of customer: Customer, _ items: [OpenItem]) -> String {
        let name = customer.party.name.isEmpty ? items.first?.customerName ?? "" : customer.party.name
        return name.isEmpty ? customer.key : name
    }

    private func creditorParty() throws(LetterError) -> LetterDocument.Party {
        let creditor = sender.creditor
        let phone = creditor.phone.isEmpty ? "" : try text("label.phone") + " " + creditor.phone
        return LetterDocument.Party(
            name: creditor.name,
            address: Self.present([creditor.street, Self.joined(creditor.postCode, creditor.town)]),
            details: Self.present([try text("label.taxId") + " " + creditor.taxId, creditor.email, phone]))
    }

    private func customerParty() throws(LetterError) -> LetterDocument.Party {
        let party = customer.party
        let taxId = party.taxId.isEmpty ? items.first?.taxId ?? "" : party.taxId
        let home = sender.creditor.country.isEmpty ? "ES" : sender.creditor.country
        let isAbroad = !party.country.isEmpty && party.country != home
        return LetterDocument.Party(
            name: Self.name(of: customer, items),
            address: Self.present([
                party.street, Self.joined(party.postCode, party.town),
                party.province == party.town ? "" : party.province, isAbroad ? party.country : "",
            ]), details: taxId.isEmpty ? [] : [try text("label.taxId") + " " + taxId])
    }

    /// A telephone number stays on one line.
    static func unbroken(_ text: String) -> String { text.replacing(" ", with: "\u{A0}") }

    private static func present(_ lines: [String]) -> [String] { lines.filter { !$0.isEmpty } }

    private static func joined(_ postCode: String, _ town: String) -> String {
        present([postCode, town]).joined(separator: " ")
    }
}
