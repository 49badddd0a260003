internal import Domain

/// How a case is called: derived from who owes, so that it is the same every night, never drawn or counted.
public enum CaseReference {
    /// `C-B12345674` for a company. A natural person's tax id would be printed on bank statements with the
    /// payment reference, so persons and debtors without usable id get `C-` and 13 characters of a digest.
    ///
    /// Without the hyphen it is the body of the payment reference (ISO 11649): at most 21 letters and digits.
    public static func derived(from customerKey: String) -> String {
        guard !customerKey.isEmpty else { return unknownDebtor }
        let holder = TaxIdentifier(spanish: customerKey)?.holder
        return holder == .legal || holder == .publicBody
            ? "C-\(TaxIdentifier.key(customerKey))" : "C-\(digest(of: customerKey))"
    }

    /// The case that collects invoices whose debtor nobody knows; no step is taken in it.
    static let unknownDebtor = "C-UNKNOWN"

    /// 64-bit FNV-1a of the text in Crockford's base 32, 13 characters. Not a secret, only short and stable.
    private static func digest(of text: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
        var characters: [UInt8] = []
        for position in (0..<13).reversed() {
            characters.append(alphabet[Int(hash >> (UInt64(position) * 5) & 31)])
        }
        return String(decoding: characters, as: UTF8.self)
    }
}
