internal import Domain
internal import Scanning

/// Seller, buyer or payee of the core invoice (EN 16931 BG-4, BG-7, BG-10) while it is read.
struct CoreParty {
    var record = PartyRecord()
    var line = 0
    /// VAT identifier (BT-31, BT-48) as written.
    var vatId = ""
    /// Another tax registration (BT-32), else the legal registration (BT-30, BT-47), as written.
    var otherTaxId = ""
    var legalId = ""
    /// An identifier whose scheme says that it is a tax number.
    var schemedTaxId = ""
    /// The buyer's number at the seller (BT-46 without a scheme).
    var customerNumber = ""
    var tradingName = ""
    /// A person in the place of a company's name.
    var personName = ""
    /// Identifiers with their scheme, compact, to tell whether two parties are one.
    private var identifiers: [(scheme: String, id: String)] = []

    init(line: Int = 0) { self.line = line }

    /// The party with the account that the invoice names for it.
    func record(iban: String) -> PartyRecord {
        var party = record
        if party.name.isEmpty { party.name = tradingName.isEmpty ? personName : tradingName }
        party.taxId = TaxIdentifier.key(taxIdAsWritten)
        party.iban = iban
        return party
    }

    /// An official number: the best one there is. An identifier of no known scheme is none, it may be a
    /// customer number.
    var taxIdAsWritten: String {
        [vatId, otherTaxId, schemedTaxId, legalId].first { !$0.isEmpty } ?? ""
    }

    /// Takes an identifier (BT-29, BT-46, BT-60) or an electronic address, whose scheme may be a tax number.
    mutating func takeIdentifier(_ text: String, scheme: String, isAddress: Bool = false) {
        guard !text.isEmpty else { return }
        let scheme = scheme.uppercased()
        // The creditor identifier of direct debits (BT-90) is the bank's.
        guard scheme != "SEPA" else { return }
        let isTaxNumber = Self.isTaxScheme(scheme) || (scheme.isEmpty && TaxIdentifier(spanish: text) != nil)
        if isTaxNumber, schemedTaxId.isEmpty { schemedTaxId = text }
        guard !isAddress else { return }
        identifiers.append((scheme, IdentifierText.compact(text)))
        if scheme.isEmpty, !isTaxNumber, customerNumber.isEmpty { customerNumber = text }
    }

    /// `9920` and its like are the VAT numbers of the countries in the code list of electronic addresses
    /// (EAS); the others are spellings seen.
    private static func isTaxScheme(_ scheme: String) -> Bool {
        if scheme.count == 4, let code = Int(scheme) { return (9910...9957).contains(code) && code != 9918 }
        return ["VA", "VAT", "NIF", "CIF", "ES:VAT", "ES:NIF", "ES:CIF"].contains(scheme)
    }

    var isEmpty: Bool { names.isEmpty && plainIdentifiers.isEmpty }

    /// Whether this payee is another than the seller: it has another identifier, or another name and no
    /// identifier of the seller's (EN 16931 BG-10 is only for a payee different from the seller).
    func isOther(than seller: CoreParty) -> Bool {
        guard !isEmpty else { return false }
        let theirs = Set(seller.plainIdentifiers)
        if plainIdentifiers.contains(where: theirs.contains) { return false }
        guard !names.isDisjoint(with: seller.names) else { return true }
        if !legalId.isEmpty, !seller.legalId.isEmpty { return true }
        return identifiers.contains { own in seller.identifiers.contains { $0.scheme == own.scheme } }
    }

    private var names: Set<String> {
        Set([record.name, tradingName, personName].filter { !$0.isEmpty }.map { $0.lowercased() })
    }

    private var plainIdentifiers: [String] {
        identifiers.map(\.id)
            + [legalId, vatId, otherTaxId, schemedTaxId].filter { !$0.isEmpty }.map { TaxIdentifier.key($0) }
    }

    /// A Spanish number must have the right check character (Real Decreto 1065/2007 art. 18 ff.), and so must
    /// VAT numbers of France and Portugal, which say their country; others are not ours to check.
    var hasInvalidTaxId: Bool {
        let written = IdentifierText.compact(taxIdAsWritten)
        for (country, length) in [("FR", 13), ("PT", 11)]
        where written.hasPrefix(country) && written.utf8.count == length {
            return TaxIdentifier.isValid(written, country: country) == false
        }
        let isSpanish =
            (written.hasPrefix("ES") && written.utf8.count == 11)
            || (record.country == "ES" && written.utf8.count == 9
                && written.utf8.dropFirst().prefix(7).allSatisfy { $0 >= 0x30 && $0 <= 0x39 })
        return isSpanish && TaxIdentifier(spanish: written) == nil
    }
}
