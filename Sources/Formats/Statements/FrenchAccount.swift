internal import Domain

/// A French account (RIB, relevé d'identité bancaire): bank, branch, number and key.
enum FrenchAccount {
    /// The IBAN of a bank of five digits, a branch of five digits and an account of eleven digits or letters;
    /// `nil` for any other form.
    ///
    /// The key (clé RIB) is 97 − (89 × bank + 15 × branch + 3 × account) mod 97, letters counted as digits
    /// (A J = 1, B K S = 2, …): Banque de France, "Relevé d'identité bancaire".
    static func iban(bank: String, branch: String, account: String) -> IBAN? {
        guard let bankNumber = digits(bank, 5), let branchNumber = digits(branch, 5),
            let accountNumber = lettersAsDigits(account)
        else { return nil }
        // At most 89 × 99 999 + 15 × 99 999 + 3 × 10^11: fits.
        let key = 97 - (89 * bankNumber + 15 * branchNumber + 3 * accountNumber) % 97
        let basic = "\(bank)\(branch)\(IdentifierText.compact(account))\(key < 10 ? "0" : "")\(key)"
        let check = 98 - remainder(basic + "FR00")
        return IBAN("FR\(check < 10 ? "0" : "")\(check)\(basic)")
    }

    /// ISO 7064 mod 97 of digits and capital letters (A = 10 … Z = 35).
    private static func remainder(_ text: String) -> Int {
        text.utf8.reduce(0) { rest, byte in
            byte <= 0x39 ? (rest * 10 + Int(byte) - 0x30) % 97 : (rest * 100 + Int(byte) - 0x37) % 97
        }
    }

    /// The IBAN of a whole RIB of 23 digits and letters; `nil` where the key is wrong.
    static func iban(whole text: String) -> IBAN? {
        guard text.utf8.count == 23, text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        let iban = iban(
            bank: String(text.prefix(5)), branch: String(text.dropFirst(5).prefix(5)),
            account: String(text.dropFirst(10).prefix(11)))
        guard let iban, text.hasSuffix(key(of: iban)) else { return nil }
        return iban
    }

    /// The key that an IBAN of France ends with.
    static func key(of iban: IBAN) -> String { String(iban.text.suffix(2)) }

    private static func digits(_ text: String, _ count: Int) -> Int? {
        guard text.utf8.count == count, text.utf8.allSatisfy({ $0 &- 0x30 <= 9 }) else { return nil }
        return Int(text)
    }

    private static func lettersAsDigits(_ text: String) -> Int? {
        guard text.utf8.count == 11 else { return nil }
        var value = 0
        for byte in IdentifierText.compact(text).utf8 {
            switch byte {
            case 0x30...0x39: value = value * 10 + Int(byte - 0x30)
            case 0x41...0x52: value = value * 10 + Int(byte - 0x41) % 9 + 1
            case 0x53...0x5A: value = value * 10 + Int(byte - 0x53) + 2
            default: return nil
            }
        }
        return value
    }
}
