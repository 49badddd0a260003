/// Which registries a trade creditor cannot feed. Writing a file for them would be a lie in a fixed format.
public enum RegistryAvailability {
    /// Why the registry takes no data from us; `nil` where nothing is known against it.
    ///
    /// The code is compared word by word: `RAI`, `ES_RAI` and `es:rai` are one registry.
    public static func refusal(of code: String) -> String? {
        let words = code.uppercased().split { !$0.isLetter && !$0.isNumber }
        return words.lazy.compactMap { reasons[String($0)] }.first
    }

    private static let reasons: [String: String] = [
        "RAI":
            "the RAI takes data from banks, savings banks and credit cooperatives only; an unpaid accepted "
            + "bill or promissory note gets there by presenting it through the bank",
        "CIRBE":
            "the CIRBE is the Bank of Spain's register of bank risks; only reporting institutions feed it",
        "CRC":
            "the Central de Responsabilidades de Crédito takes data from credit institutions only",
        "FICP": "the FICP is fed by banks and covers household credit only",
        "FCC": "the FCC is fed by banks only",
        "FNCI": "the FNCI is fed by banks only",
        "FIBEN": "the FIBEN is fed by banks and the Banque de France only",
    ]
}
