public import Domain

/// An identifier with the scheme that issues it: ISO 6523 / EAS codes (`9920` Spanish VAT number), else
/// country and name (`ES:NIF`).
public struct PartyIdentifier: Sendable, Equatable {
    /// At most 20 characters.
    public var scheme: String
    /// At most 35 characters.
    public var value: String

    public init(scheme: String, value: String) {
        self.scheme = scheme
        self.value = value
    }

    /// The identifier of a compact tax id (`TaxIdentifier.key`) of a country; `nil` where there is none.
    ///
    /// Spanish companies are named by VAT number (9920), Spanish people by their NIF, which is no VAT number
    /// unless registered; Portuguese and French numbers by 9946, 9957 and 0002 (SIREN).
    public init?(taxId: String, country: String, holder: TaxIdentifier.Holder?) {
        let bare = taxId.hasPrefix(country) ? String(taxId.dropFirst(2)) : taxId
        guard !bare.isEmpty else { return nil }
        switch country {
        case "ES" where holder == .natural: self.init(scheme: "ES:NIF", value: bare)
        case "ES": self.init(scheme: "9920", value: "ES" + bare)
        case "PT": self.init(scheme: "9946", value: "PT" + bare)
        case "FR" where bare.utf8.count == 9: self.init(scheme: "0002", value: bare)
        case "FR": self.init(scheme: "9957", value: "FR" + bare)
        default: self.init(scheme: country + ":TAX", value: taxId)
        }
    }
}

/// Who a party is before the law; it decides which data-protection rules hold.
public enum PartyKind: String, Sendable, CaseIterable {
    case legal = "LEGAL"
    /// Persona física.
    case natural = "NATURAL"
    /// Autónomo: a natural person as far as data protection goes.
    case soleTrader = "SOLE_TRADER"
    case publicBody = "PUBLIC"

    /// Whether data of this party are personal data (GDPR art. 4.1).
    public var isPersonal: Bool { self == .natural || self == .soleTrader }
}

/// A postal address. Empty texts are absent.
public struct PartyAddress: Sendable, Equatable {
    /// What the address is to the party; at most one of each kind.
    public enum Kind: String, Sendable, CaseIterable {
        /// Domicilio social.
        case registered = "REGISTERED"
        /// Place of business.
        case trading = "TRADING"
    }

    /// Whether mail arrives there.
    public enum Status: String, Sendable, CaseIterable {
        case verified = "VERIFIED"
        case unverified = "UNVERIFIED"
        /// Mail came back.
        case bad = "BAD"
    }

    public var kind: Kind
    /// At most 70 characters, as `line2`.
    public var street: String
    public var buildingNumber = ""
    public var line2 = ""
    public var postCode: String
    public var town: String
    public var subdivision = ""
    /// ISO 3166 alpha-2.
    public var country: String
    public var status: Status?
    public var statusDate: Day?

    public init(kind: Kind, street: String, postCode: String, town: String, country: String) {
        self.kind = kind
        self.street = street
        self.postCode = postCode
        self.town = town
        self.country = country
    }
}

/// A way to reach a party.
public struct PartyContact: Sendable, Equatable {
    /// EMAIL has at most 254 characters; PHONE and MOBILE are E.164 (`+34600111222`).
    public enum Kind: String, Sendable, CaseIterable {
        case email = "EMAIL"
        case phone = "PHONE"
        case mobile = "MOBILE"
    }

    public var kind: Kind
    public var value: String

    public init(kind: Kind, value: String) {
        self.kind = kind
        self.value = value
    }
}

/// A creditor or debtor as DHX names it. Empty texts are absent.
public struct CaseParty: Sendable, Equatable {
    /// At most 140 characters.
    public var name: String
    /// First name and the two surnames, 70 characters each, for persons where known.
    public var firstName = ""
    public var surname1 = ""
    public var surname2 = ""
    public var kind: PartyKind
    public var ids: [PartyIdentifier]
    public var addresses: [PartyAddress]
    public var contacts: [PartyContact]
    /// ISO 639-1, `es`.
    public var language = ""

    public init(
        name: String, kind: PartyKind, ids: [PartyIdentifier], addresses: [PartyAddress],
        contacts: [PartyContact] = []
    ) {
        self.name = name
        self.kind = kind
        self.ids = ids
        self.addresses = addresses
        self.contacts = contacts
    }
}

/// A debtor (deudor) of a case.
public struct DebtorParty: Sendable, Equatable {
    /// Exactly one PRIMARY a case.
    public enum Role: String, Sendable, CaseIterable {
        case primary = "PRIMARY"
        /// Deudor solidario.
        case joint = "JOINT"
        /// Avalista, fiador.
        case guarantor = "GUARANTOR"
        /// Librado.
        case drawee = "DRAWEE"
    }

    /// State of insolvency proceedings (concurso); OPEN cannot be placed as PRE_LEGAL.
    public enum Insolvency: String, Sendable, CaseIterable {
        case none = "NONE"
        case unknown = "UNKNOWN"
        case pre = "PRE"
        case open = "OPEN"
        case closed = "CLOSED"
    }

    public var role: Role
    /// The creditor's own number of the customer, empty where there is none.
    public var customerRef: String
    public var party: CaseParty
    public var insolvency: Insolvency

    public init(role: Role, customerRef: String, party: CaseParty, insolvency: Insolvency) {
        self.role = role
        self.customerRef = customerRef
        self.party = party
        self.insolvency = insolvency
    }
}
