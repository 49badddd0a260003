internal import Domain

/// The check digits of the schemes we know; others are taken as they stand.
extension PartyIdentifier {
    /// What is wrong with the form, or `nil`.
    var formFault: String? {
        if !(1...20).contains(scheme.utf8.count) { return "identifier scheme is not 1 to 20 characters" }
        if !FieldForm.isId(value) { return "identifier value is not an id of at most 35 characters" }
        return nil
    }

    /// Whether the scheme is one of DHX 1.0 §5.0: an EAS code, or `CC:NAME` with a country and a name of
    /// capitals, digits, hyphens and underscores.
    var isSchemeKnown: Bool {
        if CodeLists.addressSchemes.contains(scheme) { return true }
        let parts = scheme.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty, FieldForm.isCountry(String(parts[0])) else { return false }
        return parts[1].utf8.allSatisfy { byte in
            (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x5F
        }
    }

    /// Why the number cannot be anybody's, or `nil`: a scheme that is none, or a wrong check digit.
    var numberFault: String? {
        if !isSchemeKnown { return "scheme \(FieldReader.quoted(scheme))" }
        return isCheckDigitRight ? nil : "check digit of \(scheme)"
    }

    /// Whether the number's own check digit is right. A right one never proves that the holder exists.
    var isCheckDigitRight: Bool {
        switch scheme {
        case "9920": value.hasPrefix("ES") && TaxIdentifier(spanish: value) != nil
        case "ES:NIF", "ES:NIE", "ES:CIF": TaxIdentifier(spanish: value) != nil
        case "9946": value.hasPrefix("PT") && PortugueseIdentifier.isNIF(value)
        case "9957": value.hasPrefix("FR") && FrenchIdentifier.isVATNumber(value)
        case "0002": FrenchIdentifier.isSIREN(value)
        default: true
        }
    }
}
