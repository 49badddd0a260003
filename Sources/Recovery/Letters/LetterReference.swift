public import Domain

/// The payment references of letters: derived, so that the answer can be read without a list of them.
public enum LetterReference {
    /// The reference of a case: every letter of it shows the same. `nil` where the case's name has other
    /// characters than letters and digits.
    public static func ofCase(_ caseReference: String) -> CreditorReference? {
        CreditorReference(body: caseReference)
    }

    /// A reference of one letter's own: the case, the letter's rung and its day. It stands for the
    /// invoices of exactly that letter, where the case's stands for all that were ever claimed. It can be
    /// derived from a recorded step again; of the case where there is no room for more.
    ///
    /// `C-B12345674`, formal claim of 2026-04-09: `RF..CB12345674` and four characters.
    public static func ofLetter(case caseReference: String, kind: StepKind, day: Day) -> CreditorReference? {
        let compact = IdentifierText.compact(caseReference)
        let body =
            compact + base32(UInt32(kind.rung), count: 1) + base32(UInt32(max(0, day.number)), count: 3)
        return CreditorReference(body: body) ?? ofCase(caseReference)
    }

    /// The references that the answer to a recorded step may show: its letter's own, then its case's. A
    /// letter of several rungs has the reference of its highest; the invoices of lower ones answer to the
    /// case's.
    public static func accepted(for step: StepFact) -> [CreditorReference] {
        guard LetterKind(step: step.kind) != nil, let ofCase = ofCase(step.caseReference) else { return [] }
        let own = ofLetter(case: step.caseReference, kind: step.kind, day: step.day) ?? ofCase
        return own == ofCase ? [ofCase] : [own, ofCase]
    }

    /// Crockford's base 32; three characters count 89 years of days.
    private static func base32(_ value: UInt32, count: Int) -> String {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
        let digits = (0..<count).reversed().map { alphabet[Int(value >> (UInt32($0) * 5) & 31)] }
        return String(decoding: digits, as: UTF8.self)
    }
}
