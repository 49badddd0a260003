/// What the law adds to an invoice of a business that is paid late (Ley 3/2004): an agency counts each kind
/// for itself.
public enum LateCharge: String, Sendable, CaseIterable {
    /// Intereses de demora (art. 7).
    case interest = "INTEREST"
    /// Cantidad fija por costes de cobro, 40 EUR an invoice (art. 8).
    case fixedSum = "FIXED_COMP"
}

/// What a letter demanded of an invoice beside its principal.
public struct DemandedCharge: Sendable, Equatable {
    /// SHA-256 of the letter, by which its steps name it.
    public let documentSHA256: String
    public let invoice: Int64
    public let kind: LateCharge
    /// Minor units of the invoice's currency, positive.
    public let amount: Int64

    public init(documentSHA256: String, invoice: Int64, kind: LateCharge, amount: Int64) {
        self.documentSHA256 = documentSHA256
        self.invoice = invoice
        self.kind = kind
        self.amount = amount
    }
}

/// A charge as an agency was told of it when its case was placed: from then on it does not grow.
public struct ToldCharge: Sendable, Equatable {
    /// How interest was reckoned: base × rate × days / 365, both ends counted.
    public struct Terms: Sendable, Equatable {
        /// Minor units.
        public let base: Int64
        /// Hundredths of a percent a year: 10.15 % is 1015.
        public let ratePercentHundredths: Int
        public let from: Day
        public let to: Day

        public init(base: Int64, ratePercentHundredths: Int, from: Day, to: Day) {
            self.base = base
            self.ratePercentHundredths = ratePercentHundredths
            self.from = from
            self.to = to
        }
    }

    public let caseReference: String
    public let invoice: Int64
    /// By which the exchange names it, unique in its case.
    public let reference: String
    public let kind: LateCharge
    /// Minor units of the case's currency, positive.
    public let amount: Int64
    /// Of interest.
    public let terms: Terms?
    /// The article that gives it.
    public let legalBasis: String

    public init(
        caseReference: String, invoice: Int64, reference: String, kind: LateCharge, amount: Int64,
        terms: Terms?, legalBasis: String
    ) {
        self.caseReference = caseReference
        self.invoice = invoice
        self.reference = reference
        self.kind = kind
        self.amount = amount
        self.terms = terms
        self.legalBasis = legalBasis
    }
}
