/// French business identifiers: SIREN, SIRET and the VAT number (numéro de TVA intracommunautaire).
///
/// Sources: INSEE (SIREN and SIRET, Luhn formula), Code général des impôts art. 286 ter (VAT number). A right
/// check digit never proves that the holder exists.
public enum FrenchIdentifier {
    /// Nine digits by the Luhn formula.
    public static func isSIREN(_ text: some StringProtocol) -> Bool {
        guard let digits = IdentifierText.digits(IdentifierText.compact(text)) else { return false }
        return digits.count == 9 && digits.contains { $0 != 0 } && IdentifierText.isLuhn(digits)
    }

    /// A SIREN and five more digits, all fourteen by the Luhn formula. The establishments of La Poste outgrew
    /// it: but for the head office the sum of their digits is a multiple of five.
    public static func isSIRET(_ text: some StringProtocol) -> Bool {
        let compact = IdentifierText.compact(text)
        guard let digits = IdentifierText.digits(compact), digits.count == 14, isSIREN(compact.prefix(9))
        else { return false }
        if compact.hasPrefix(laPoste), compact != laPosteHeadOffice {
            return digits.reduce(0, +) % 5 == 0
        }
        return IdentifierText.isLuhn(digits)
    }

    /// `FR`, a key of two characters and the SIREN. A numeric key is (12 + 3 × (SIREN mod 97)) mod 97; keys
    /// with a letter (no I, no O) have their own formula. The numbers of Monaco hold no SIREN and begin with
    /// three zeros.
    public static func isVATNumber(_ text: some StringProtocol) -> Bool {
        let compact = IdentifierText.compact(text)
        let bytes = Array(compact.utf8)
        guard bytes.count == 13, compact.hasPrefix("FR"),
            let first = keyLetters.firstIndex(of: bytes[2]),
            let second = keyLetters.firstIndex(of: bytes[3]),
            let digits = IdentifierText.digits(compact.suffix(9)),
            compact.dropFirst(4).hasPrefix("000") || isSIREN(compact.suffix(9))
        else { return false }
        let number = digits.reduce(0) { $0 * 10 + $1 }
        if first < 10, second < 10 { return first * 10 + second == (12 + 3 * (number % 97)) % 97 }
        let check = first < 10 ? first * 24 + second - 10 : first * 34 + second - 100
        return check >= 0 && (number + 1 + check / 11) % 11 == check % 11
    }

    /// Any of the three.
    public static func isValid(_ text: some StringProtocol) -> Bool {
        isSIREN(text) || isSIRET(text) || isVATNumber(text)
    }

    private static let laPoste = "356000000"
    private static let laPosteHeadOffice = "35600000000048"
    private static let keyLetters = Array("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ".utf8)
}
