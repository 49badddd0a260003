internal import Domain

/// The check digits of the schemes we know; others are taken as they stand.
extension PartyIdentifier {
    /// What is wrong with the form, or `nil`.
    var formFault: String? {
        if !(1...20).contains(scheme.utf8.count) { return "identifier scheme is not 1 to 20 characters" }
        if !FieldForm.isId(value) { return "identifier value is not an id of at most 35 characters" }
        return nil
    }

    /// Whether the number's own check digit is right. A right one never proves that the holder exists.
    var isCheckDigitRight: Bool {
        switch scheme {
        case "9920": value.hasPrefix("ES") && TaxIdentifier(spanish: value) != nil
        case "ES:NIF", "ES:NIE", "ES:CIF": TaxIdentifier(spanish: value) != nil
        case "9946": value.hasPrefix("PT") && Self.isPortuguese(value.dropFirst(2))
        case "9957": value.hasPrefix("FR") && value.utf8.count == 13 && Self.isLuhn(value.dropFirst(4))
        case "0002": value.utf8.count == 9 && Self.isLuhn(value[...])
        default: true
        }
    }

    private static func digits(_ text: Substring) -> [Int]? {
        guard text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        return text.utf8.map { Int($0) - 0x30 }
    }

    /// NIPC: eight digits weighted 9 to 2, modulo 11.
    private static func isPortuguese(_ text: Substring) -> Bool {
        guard let digits = digits(text), digits.count == 9, let control = digits.last else { return false }
        let sum = zip(digits, stride(from: 9, to: 1, by: -1)).reduce(0) { $0 + $1.0 * $1.1 }
        let check = 11 - sum % 11
        return control == (check > 9 ? 0 : check)
    }

    /// SIREN: the Luhn formula over nine digits.
    private static func isLuhn(_ text: Substring) -> Bool {
        guard let digits = digits(text), digits.count == 9 else { return false }
        let sum = digits.enumerated().reduce(0) { sum, entry in
            let doubled = entry.element * (entry.offset % 2 == 1 ? 2 : 1)
            return sum + doubled / 10 + doubled % 10
        }
        return sum % 10 == 0
    }
}
