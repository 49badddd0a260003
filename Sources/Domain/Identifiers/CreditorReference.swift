/// A structured creditor reference, ISO 11649: `RF`, two check digits, up to 21 letters or digits.
public struct CreditorReference: Sendable, Hashable, CustomStringConvertible {
    public let text: String

    /// `nil` unless the check digits are right.
    public init?(_ candidate: some StringProtocol) {
        let compact = IdentifierText.compact(candidate)
        guard compact.hasPrefix("RF"), (5...25).contains(compact.utf8.count),
            IdentifierText.hasCheckDigits(Array(compact.utf8)), IdentifierText.mod97(compact) == 1
        else { return nil }
        text = compact
    }

    /// The reference of a creditor's own body, for example an invoice number: `INV2026000123` gives
    /// `RF98INV2026000123`. `nil` when the body is empty, too long or not alphanumeric.
    public init?(body: some StringProtocol) {
        let compact = IdentifierText.compact(body)
        guard (1...21).contains(compact.utf8.count) else { return nil }
        let remainder = IdentifierText.mod97("RF00" + compact)
        guard remainder >= 0 else { return nil }
        let check = 98 - remainder
        self.init("RF\(check < 10 ? "0" : "")\(check)\(compact)")
    }

    public var description: String { text }
}
