/// Tax identifiers by the country they are said to be of.
extension TaxIdentifier {
    /// Whether the form and the check characters are right by the rules of a country (ISO 3166 alpha-2): the
    /// NIF of Spain and Portugal, the SIREN, SIRET or VAT number of France. `nil` for all other countries:
    /// nothing is known of their numbers here.
    public static func isValid(_ candidate: some StringProtocol, country: some StringProtocol) -> Bool? {
        switch country.uppercased() {
        case "ES": TaxIdentifier(spanish: candidate) != nil
        case "FR": FrenchIdentifier.isValid(candidate)
        case "PT": PortugueseIdentifier.isNIF(candidate)
        default: nil
        }
    }

    /// What kind of person holds a number, where it is valid and tells. French numbers do not tell a sole
    /// trader from a company.
    public static func holder(
        of candidate: some StringProtocol, country: some StringProtocol
    ) -> Holder? {
        switch country.uppercased() {
        case "ES": TaxIdentifier(spanish: candidate)?.holder
        case "PT": PortugueseIdentifier.holder(of: candidate)
        default: nil
        }
    }
}
