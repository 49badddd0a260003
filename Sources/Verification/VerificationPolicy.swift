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
    /// Whether payment must have been demanded formally (requerimiento previo de pago).
    public let requiresDemand: Bool
    /// Days from the proven delivery of the formal claim until the debt counts as demanded.
    public let demandWaitDays: Int
    /// Whether an invoice without due date falls due after the legal term, counted from its issue day.
    /// The law counts from the receipt of the goods, which no invoice proves: low confidence.
    public let assumesLegalTerm: Bool
    /// Category (scope in the law pack) of the limitation for claims against companies.
    public let limitationCategory: String
    /// The same where the debtor is a natural person or unknown. Then it is uncertain whether the short term
    /// of sales to non-merchants applies, and the shorter term is the safe one.
    public let limitationCategoryUncertain: String
    /// Language of evidence and of what is missing, ISO 639-1: `es` or `en`; any other reads English.
    public let language: String

    /// The usual policy where nothing else is said. Numbers of days are cut to 0 to 36.525.
    public init(
        minimumPrincipal: Int64 = 5000, currency: Currency = .eur, statementLagDays: Int = 3,
        breakLookbackDays: Int = 366, requiresDemand: Bool = true, demandWaitDays: Int = 10,
        assumesLegalTerm: Bool = false, limitationCategory: String = "general",
        limitationCategoryUncertain: String = "sales-and-fees", language: String = "en"
    ) {
        self.minimumPrincipal = minimumPrincipal
        self.currency = currency
        self.statementLagDays = Self.bounded(statementLagDays)
        self.breakLookbackDays = Self.bounded(breakLookbackDays)
        self.requiresDemand = requiresDemand
        self.demandWaitDays = Self.bounded(demandWaitDays)
        self.assumesLegalTerm = assumesLegalTerm
        self.limitationCategory = limitationCategory
        self.limitationCategoryUncertain = limitationCategoryUncertain
        self.language = language
    }

    /// A number of days from a configuration file: within a century, so that no day arithmetic overflows.
    private static func bounded(_ days: Int) -> Int { min(max(days, 0), 36_525) }
}
