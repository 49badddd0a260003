/// An international bank account number (ISO 13616), checked and without blanks.
public struct IBAN: Sendable, Hashable, CustomStringConvertible {
    /// Upper case, no blanks.
    public let text: String

    /// `nil` unless the check digits (mod 97) are right, and the length, where the country has registered
    /// one.
    public init?(_ candidate: some StringProtocol) {
        let compact = IdentifierText.compact(candidate)
        let bytes = Array(compact.utf8)
        guard (15...34).contains(bytes.count), bytes.prefix(2).allSatisfy({ $0 >= 0x41 && $0 <= 0x5A }),
            IdentifierText.hasCheckDigits(bytes), IdentifierText.mod97(compact) == 1
        else { return nil }
        if let expected = Self.lengths[String(compact.prefix(2))], bytes.count != expected { return nil }
        text = compact
    }

    /// Whether the check digits that the account number has in its own country are right as well: the CCC in
    /// Spain, the clé RIB in France, the NIB in Portugal. True where the country has none that is known here.
    public var isNationalNumberRight: Bool {
        let national = text.dropFirst(4)
        switch text.prefix(2) {
        case "ES": return CCC.isValid(national)
        case "FR", "MC": return RIB.isValid(national)
        case "PT": return IdentifierText.remainder97(Array(national.utf8)) == 1
        default: return true
        }
    }

    /// The IBAN of a Spanish account given as bank, office and account number: Norma 43 leaves the two
    /// control digits of the CCC (código cuenta cliente) out, so they are computed.
    public init?(spanishBank bank: String, office: String, account: String) {
        guard bank.utf8.count == 4, office.utf8.count == 4, account.utf8.count == 10,
            let first = CCC.controlDigit("00" + bank + office), let second = CCC.controlDigit(account)
        else { return nil }
        let ccc = "\(bank)\(office)\(first)\(second)\(account)"
        let check = 98 - IdentifierText.mod97("ES00" + ccc)
        self.init("ES\(check < 10 ? "0" : "")\(check)\(ccc)")
    }

    public var description: String { text }

    /// The account of a Spanish CCC of 20 digits with right control digits.
    public init?(ccc: some StringProtocol) {
        let digits = IdentifierText.compact(ccc)
        guard CCC.isValid(digits) else { return nil }
        let check = 98 - IdentifierText.mod97("ES00" + digits)
        self.init("ES\(check < 10 ? "0" : "")\(check)\(digits)")
    }

    /// Length by country, from the SWIFT registry of IBAN formats.
    private static let lengths: [String: Int] = {
        var lengths: [String: Int] = [:]
        for entry in registry.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
            lengths[String(entry.prefix(2))] = Int(entry.dropFirst(2))
        }
        return lengths
    }()

    private static let registry = """
        AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28
        EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26
        IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28
        NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25
        SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30
        """
}

/// Relevé d'identité bancaire: the 23 characters of a French account.
public enum RIB {
    /// Whether the key is right: 97 minus (89 × bank + 15 × branch + 3 × account) mod 97, letters of the
    /// account being A, J = 1, B, K, S = 2 to I, R, Z = 9.
    public static func isValid(_ text: some StringProtocol) -> Bool {
        let bytes = Array(IdentifierText.compact(text).utf8)
        guard bytes.count == 23 else { return false }
        var digits: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case 0x30...0x39: digits.append(byte)
            case 0x41...0x52 where (10..<21).contains(index): digits.append(0x31 + (byte - 0x41) % 9)
            case 0x53...0x5A where (10..<21).contains(index): digits.append(0x32 + byte - 0x53)
            default: return false
            }
        }
        return IdentifierText.remainder97(digits) == 0
    }
}

/// Código cuenta cliente: the 20 digits of a Spanish account.
public enum CCC {
    private static let weights = [1, 2, 4, 8, 5, 10, 9, 7, 3, 6]

    /// The control digit of ten digits: 11 minus the weighted sum mod 11; 10 becomes 1 and 11 becomes 0.
    public static func controlDigit(_ digits: String) -> Int? {
        guard digits.utf8.count == 10 else { return nil }
        var sum = 0
        for (weight, byte) in zip(weights, digits.utf8) {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            sum += weight * Int(byte - 0x30)
        }
        let control = 11 - sum % 11
        return control == 10 ? 1 : control == 11 ? 0 : control
    }

    /// Whether both control digits of a 20-digit account are right.
    public static func isValid(_ text: some StringProtocol) -> Bool {
        let digits = IdentifierText.compact(text)
        guard digits.utf8.count == 20 else { return false }
        let head = "00" + digits.prefix(8)
        let control = digits.dropFirst(8).prefix(2)
        guard let first = controlDigit(head), let second = controlDigit(String(digits.suffix(10))) else {
            return false
        }
        return control == "\(first)\(second)"
    }
}
