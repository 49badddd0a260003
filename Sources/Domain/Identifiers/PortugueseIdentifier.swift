/// The Portuguese tax number (NIF, of legal persons NIPC): nine digits, the last one the check digit.
///
/// Source: Decreto-Lei 14/2013 (NIF) and the check digit of the Registo Nacional de Pessoas Coletivas. A
/// right check digit never proves that the holder exists.
public enum PortugueseIdentifier {
    /// The number that invoices to unnamed final consumers carry (consumidor final).
    public static let finalConsumer = "999999990"

    /// Whether the number begins as one of the kinds that exist and its check digit is right: eight digits
    /// weighted 9 to 2; 0 where the sum mod 11 is below 2, else 11 less it. A leading `PT` is dropped.
    public static func isNIF(_ text: some StringProtocol) -> Bool {
        guard let digits = digits(text), isKnownKind(digits) else { return false }
        let sum = zip(digits, stride(from: 9, to: 1, by: -1)).reduce(0) { $0 + $1.0 * $1.1 }
        return digits[8] == (sum % 11 < 2 ? 0 : 11 - sum % 11)
    }

    /// What kind of person holds a valid number, where its first digits tell.
    public static func holder(of text: some StringProtocol) -> TaxIdentifier.Holder? {
        guard isNIF(text), let digits = digits(text) else { return nil }
        switch digits[0] {
        // 45: persons not resident; 8: the former empresário em nome individual.
        case 1, 2, 3, 4, 8: return .natural
        case 5: return .legal
        case 6: return .publicBody
        default: return nil
        }
    }

    private static func digits(_ text: some StringProtocol) -> [Int]? {
        var compact = IdentifierText.compact(text)
        if compact.utf8.count == 11, compact.hasPrefix("PT") { compact.removeFirst(2) }
        guard let digits = IdentifierText.digits(compact), digits.count == 9 else { return nil }
        return digits
    }

    private static func isKnownKind(_ digits: [Int]) -> Bool {
        switch digits[0] {
        case 1, 2, 3, 5, 6, 8: true
        case 4: digits[1] == 5
        case 7: [0, 1, 2, 4, 5, 7, 8, 9].contains(digits[1])
        case 9: [0, 1, 8, 9].contains(digits[1])
        default: false
        }
    }
}
