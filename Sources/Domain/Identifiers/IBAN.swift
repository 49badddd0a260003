/// An international bank account number (ISO 13616), checked and without blanks.
public struct IBAN: Sendable, Hashable, CustomStringConvertible {
    /// Upper case, no blanks.
    public let text: String

    /// `nil` unless the check digits (mod 97) and, for ES, FR and PT, the length are right.
    public init?(_ candidate: some StringProtocol) {
        let compact = IdentifierText.compact(candidate)
        guard compact.utf8.count >= 15, compact.utf8.count <= 34, IdentifierText.mod97(compact) == 1,
            compact.utf8.prefix(2).allSatisfy({ $0 >= 0x41 && $0 <= 0x5A }),
            compact.utf8.dropFirst(2).prefix(2).allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
        else { return nil }
        let lengths = ["ES": 24, "FR": 27, "PT": 25]
        if let expected = lengths[String(compact.prefix(2))], compact.utf8.count != expected { return nil }
        text = compact
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
