public import Domain

/// The payment references of letters: derived, so that the answer can be read without a list of them.
public enum LetterReference {
    /// The reference of a case: letters that take no step of the ladder show it, and all did before each had
    /// one of its own. `nil` where the case's name has other characters than letters and digits.
    public static func ofCase(_ caseReference: String) -> CreditorReference? {
        CreditorReference(body: caseReference)
    }

    /// A reference of one letter's own: the case, the letter's rung and its day. It stands for the
    /// invoices of exactly that letter, where the case's stands for all that were ever claimed. It can be
    /// derived from the register of mailings again; of the case where there is no room for more.
    ///
    /// `C-B12345674`, formal claim of 2026-04-09: `RF..CB12345674` and four characters. A message of several
    /// rungs has that of its highest. Two letters of one day that differ in currency alone share it.
    public static func ofLetter(case caseReference: String, kind: StepKind, day: Day) -> CreditorReference? {
        ofLetter(case: caseReference, mark: UInt32(kind.rung), day: day)
    }

    /// The reference that a letter of this kind shows: its own, or the case's where it asks for nothing new.
    public static func shown(by kind: LetterKind, case caseReference: String, day: Day) -> CreditorReference?
    {
        switch kind {
        case .beforeDue, .reminder, .secondReminder, .formalClaim, .lastNotice, .mediation:
            StepKind(rawValue: kind.rawValue).flatMap { ofLetter(case: caseReference, kind: $0, day: day) }
        case .instalmentReminder: ofLetter(case: caseReference, mark: instalmentMark, day: day)
        case .planConfirmation, .agencyNotice: ofCase(caseReference)
        }
    }

    /// Above every rung: a reminder of an instalment takes none.
    private static let instalmentMark: UInt32 = 16

    private static func ofLetter(
        case caseReference: String, mark: UInt32, day: Day
    ) -> CreditorReference? {
        let compact = IdentifierText.compact(caseReference)
        let body = compact + base32(mark, count: 1) + base32(UInt32(max(0, day.number)), count: 3)
        return CreditorReference(body: body) ?? ofCase(caseReference)
    }

    /// Crockford's base 32; three characters count 89 years of days.
    private static func base32(_ value: UInt32, count: Int) -> String {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
        let digits = (0..<count).reversed().map { alphabet[Int(value >> (UInt32($0) * 5) & 31)] }
        return String(decoding: digits, as: UTF8.self)
    }
}
