import Domain

/// What an account or an invoice is kept in.
enum AccountCurrency: String, CaseIterable {
    case euro = "EUR"
    case dollar = "USD"
    case pound = "GBP"

    /// ISO 4217, as Norma 43 has it.
    var digits: String {
        switch self {
        case .euro: "978"
        case .dollar: "840"
        case .pound: "826"
        }
    }

    var place: Int {
        switch self {
        case .euro: 0
        case .dollar: 1
        case .pound: 2
        }
    }
}

/// A customer who does not exist, with right check characters.
struct Customer {
    let name: String
    /// Capitals without accents; `base` without the legal form too, which is what tells namesakes.
    let plainName: String
    let base: String
    let taxId: String
    let iban: String
    let email: String
    /// Days from issue to due date.
    let terms: Int
    /// What a subscription costs before tax, in cents; nil without one.
    let subscription: Int?
    let showsAccount: Bool
    let isPerson: Bool
    let currency: AccountCurrency
    /// The index whose name it shares; its own for most.
    let namesake: Int

    private static let prices: [(item: Int, weight: Int)] = [
        (4_124, 45), (1_652, 22), (2_471, 19), (8_256, 14),
    ]
    private static let termWeights: [(item: Int, weight: Int)] = [
        (30, 43), (0, 17), (60, 14), (90, 13), (15, 13),
    ]
    static let banks = [
        "3058", "0182", "2038", "0128", "2095", "0081", "2080", "0049", "1465", "2100", "0030",
    ]

    /// `namesake` is the index whose name and kind of contract it shares: its own, or an earlier one of its
    /// group of three.
    init(_ index: Int, namesake: Int, seed: UInt64, shares: Shares, subscriberShare: Int) {
        var identity = Chance(seed, .third, namesake)
        isPerson = identity.below(100) < 31
        let title = isPerson ? Names.person(&identity) : Names.company(&identity)
        base = Names.plain(title)
        subscription = identity.happens(subscriberShare) ? identity.weighted(Self.prices) : nil
        var chance = Chance(seed, .customer, index)
        name = isPerson ? title : title + chance.weighted(Names.legalForms)
        plainName = Names.plain(name)
        taxId = isPerson ? Self.personTaxId(&chance, index) : Self.companyTaxId(&chance, index)
        iban = Self.account(&chance)
        email = chance.happens(7_700) ? "admin\(index + 1)@\(Self.domain(plainName)).example" : ""
        terms = chance.weighted(Self.termWeights)
        self.namesake = namesake
        let roll = shares.isWild && subscription == nil && namesake == index ? chance.below(10_000) : 10_000
        currency = roll < shares.dollars ? .dollar : roll < shares.dollars + shares.pounds ? .pound : .euro
        showsAccount = chance.happens(shares.accountOnInvoice)
    }

    static func account(_ chance: inout Chance) -> String {
        IBAN(spanishBank: chance.pick(banks), office: chance.digits(4), account: chance.digits(10))?.text
            ?? ""
    }

    /// DNI: the letter is the number modulo 23. The index makes it unique, the chance makes it look so.
    private static func personTaxId(_ chance: inout Chance, _ index: Int) -> String {
        let letters = Array("TRWAGMYFPDXBNJZSQVHLCKE")
        let number = index &* 7_368_787 % 50_000_000 * 2 + chance.below(2)
        return padded(number, 8) + String(letters[number % 23])
    }

    /// NIF of companies and partnerships: the check character of the former CIF.
    private static func companyTaxId(_ chance: inout Chance, _ index: Int) -> String {
        let form = chance.weighted([(item: "B", weight: 60), ("A", 20), ("F", 10), ("J", 10)])
        return companyTaxId(form, number: (index &* 7_368_787 + 1_234_567) % 10_000_000)
    }

    /// `form`: the letter of the legal form; partnerships have a letter as check character.
    static func companyTaxId(_ form: String, number: Int) -> String {
        let text = padded(number, 7)
        var sum = 0
        for (place, byte) in text.utf8.enumerated() {
            let digit = Int(byte) - 0x30
            sum += place % 2 == 0 ? digit * 2 / 10 + digit * 2 % 10 : digit
        }
        let check = (10 - sum % 10) % 10
        return form + text + (form == "J" ? String(Array("JABCDEFGHI")[check]) : String(check))
    }

    private static func domain(_ plainName: String) -> String {
        var text = ""
        for scalar in plainName.unicodeScalars where text.utf8.count < 18 {
            switch scalar {
            case "A"..."Z": text.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value + 32)))
            case "0"..."9": text.unicodeScalars.append(scalar)
            default: break
            }
        }
        return text
    }
}
