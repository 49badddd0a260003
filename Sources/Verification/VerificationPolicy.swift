public import Domain

/// What the creditor asks of a debt before it calls it verified. Stricter than the law is allowed; the law's
/// own numbers stand in the law pack.
public struct VerificationPolicy: Sendable, Equatable {
    /// Smallest principal (principal mínimo) worth a formal claim, minor units of `currency`.
    public let minimumPrincipal: Int64
    /// The currency of `minimumPrincipal`; what is owed in another one is never above a minimum it cannot be
    /// compared with.
    public let currency: Currency
    /// How many days before the as-of day the statements may end: banks deliver late.
    public let statementLagDays: Int
    /// How far back a break of the balance chain still counts: the statement that begins there may reach into
    /// the days asked for, and no statement is longer than this.
    public let breakLookbackDays: Int
    /// Whether payment must have been demanded formally (requerimiento previo de pago) of companies. Of
    /// natural persons and public bodies it always must.
    public let requiresDemand: Bool
    /// Days from the proven delivery of the formal claim until the debt counts as demanded.
    public let demandWaitDays: Int
    /// Whether an invoice without due date falls due after the legal term, counted from its issue day.
    /// The law counts from the receipt of the goods, which no invoice proves: low confidence.
    public let assumesLegalTerm: Bool
    /// What the creditor claims, as the law pack calls it: `transport`. Empty where nothing is said: of the
    /// terms that may hold for the debtor the shortest one does.
    public let claimCategory: String
    /// The law that governs the claims, `catalonia`; empty for the country's common law.
    public let governingLaw: String
    /// Language of evidence and of what is missing, ISO 639-1: `es` or `en`; any other reads English.
    public let language: String

    /// The usual policy where nothing else is said. Numbers of days are cut to 0 to 36.525.
    public init(
        minimumPrincipal: Int64 = 5000, currency: Currency = .eur, statementLagDays: Int = 3,
        breakLookbackDays: Int = 366, requiresDemand: Bool = true, demandWaitDays: Int = 10,
        assumesLegalTerm: Bool = false, claimCategory: String = "",
        governingLaw: String = "", language: String = "en"
    ) {
        self.minimumPrincipal = minimumPrincipal
        self.currency = currency
        self.statementLagDays = Self.bounded(statementLagDays)
        self.breakLookbackDays = Self.bounded(breakLookbackDays)
        self.requiresDemand = requiresDemand
        self.demandWaitDays = Self.bounded(demandWaitDays)
        self.assumesLegalTerm = assumesLegalTerm
        self.claimCategory = claimCategory
        self.governingLaw = governingLaw
        self.language = language
    }

    /// A number of days from a configuration file: within a century, so that no day arithmetic overflows.
    private static func bounded(_ days: Int) -> Int { min(max(days, 0), 36_525) }
}
