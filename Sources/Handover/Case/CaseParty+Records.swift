public import Domain

extension PartyKind {
    /// What is not known to be a company is protected as a person.
    public init(_ customer: Customer) {
        switch customer.holder {
        case .legal: self = .legal
        case .publicBody: self = .publicBody
        case .natural: self = .natural
        case nil: self = customer.party.isNaturalPerson == false ? .legal : .natural
        }
    }
}

extension CaseParty {
    /// The creditor of the workspace.
    public init(_ creditor: Creditor) {
        let holder = TaxIdentifier(spanish: creditor.taxId)?.holder
        let id = PartyIdentifier(taxId: creditor.taxId, country: creditor.country, holder: holder)
        let kind: PartyKind = holder == .natural ? .soleTrader : holder == .publicBody ? .publicBody : .legal
        self.init(
            name: creditor.name, kind: kind, ids: id.map { [$0] } ?? [],
            addresses: PartyAddress.written(
                kind: kind, street: creditor.street, postCode: creditor.postCode, town: creditor.town,
                province: "", country: creditor.country),
            contacts: PartyContact.written(
                email: creditor.email, phone: creditor.phone, country: creditor.country))
        language = Self.language(of: creditor.country)
    }

    /// A customer as all documents together describe it.
    public init(_ customer: Customer) {
        let party = customer.party
        // A valid Spanish number tells its country even where the document names none.
        let isSpanish = TaxIdentifier(spanish: party.taxId) != nil
        let country = party.country.isEmpty && isSpanish ? "ES" : party.country
        let kind = PartyKind(customer)
        let id = PartyIdentifier(taxId: party.taxId, country: country, holder: customer.holder)
        self.init(
            name: party.name, kind: kind, ids: id.map { [$0] } ?? [],
            addresses: PartyAddress.written(
                kind: kind, street: party.street, postCode: party.postCode, town: party.town,
                province: party.province, country: country),
            contacts: PartyContact.written(email: party.email, phone: party.phone, country: country))
        language = Self.language(of: country)
    }

    private static func language(of country: String) -> String {
        switch country {
        case "ES": "es"
        case "PT": "pt"
        case "FR": "fr"
        default: "en"
        }
    }
}

extension PartyAddress {
    /// One address, or none where the documents give no street. A long street goes on in `line2`.
    fileprivate static func written(
        kind: PartyKind, street: String, postCode: String, town: String, province: String, country: String
    ) -> [PartyAddress] {
        guard !street.isEmpty else { return [] }
        let (first, rest) = split(street, at: 70)
        var address = PartyAddress(
            kind: kind == .legal || kind == .publicBody ? .registered : .trading, street: first,
            postCode: postCode, town: town, country: country)
        address.line2 = rest
        address.subdivision = province
        return [address]
    }

    /// At the last blank before `max` characters, or at `max` where there is none.
    private static func split(_ text: String, at max: Int) -> (String, String) {
        let scalars = Array(CanonicalText.composed(text).unicodeScalars)
        guard scalars.count > max else { return (text, "") }
        let cut = scalars.prefix(max + 1).lastIndex(of: " ") ?? max
        let rest = scalars.dropFirst(cut).drop { $0 == " " }
        return (
            String(String.UnicodeScalarView(scalars.prefix(cut))), String(String.UnicodeScalarView(rest))
        )
    }
}

extension PartyContact {
    /// E-mail and telephone where they have their form; what has not is left out, as it is optional.
    fileprivate static func written(email: String, phone: String, country: String) -> [PartyContact] {
        let digits = phone.utf8.filter { $0 >= 0x30 && $0 <= 0x39 }
        let number = String(decoding: digits, as: UTF8.self)
        var contacts: [PartyContact] = []
        if !email.isEmpty { contacts.append(PartyContact(kind: .email, value: email)) }
        if phone.hasPrefix("+") {
            contacts.append(PartyContact(kind: .phone, value: "+" + number))
        } else if country == "ES", digits.count == 9 {
            let isMobile = number.hasPrefix("6") || number.hasPrefix("7")
            contacts.append(PartyContact(kind: isMobile ? .mobile : .phone, value: "+34" + number))
        }
        return contacts.filter(\.isFormRight)
    }
}
