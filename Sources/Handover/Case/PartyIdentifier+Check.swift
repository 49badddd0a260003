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
        case "9946": value.hasPrefix("PT") && PortugueseIdentifier.isNIF(value)
        case "9957": value.hasPrefix("FR") && FrenchIdentifier.isVATNumber(value)
        case "0002": FrenchIdentifier.isSIREN(value)
        default: true
        }
    }
}
