public import Domain

/// One invoice of a case. Amounts are minor units of the case's currency, not negative.
public struct CaseLine: Sendable, Equatable {
    /// A line with an open dispute is not a verified debt: it can be read, and its case is refused.
    public enum Dispute: String, Sendable, CaseIterable {
        case none = "NONE"
        case open = "OPEN"
        case resolved = "RESOLVED"
    }

    /// Stable for the life of the case: payments name it.
    public var lineRef: String
    /// UNTDID 1001: 380 invoice, 384 corrected invoice.
    public var docType: String
    /// At most 60 characters.
    public var docNumber: String
    public var issueDate: Day
    public var dueDate: Day
    public var gross: Int64
    public var vat: Int64?
    public var credited: Int64
    public var paid: Int64
    /// gross − credited − paid.
    public var outstanding: Int64
    public var dispute = Dispute.none
    /// Last day before prescription (prescripción), where known.
    public var limitationDate: Day?
    /// What the e-invoicing network says of the invoice, where it says something.
    public var lifecycle: Lifecycle?

    /// A status of the invoice's own life in an e-invoicing network (DHX 1.0 §5.3.2).
    public struct Lifecycle: Sendable, Equatable {
        /// `FR_CDV`, `ES_B2B`, `PEPPOL_IR`.
        public var scheme: String
        /// The network's own code: `205` approved, `AP`.
        public var code: String
        public var date: Day

        public init(scheme: String, code: String, date: Day) {
            self.scheme = scheme
            self.code = code
            self.date = date
        }

        /// Refused or in dispute: the invoice is no verified debt.
        var isContrary: Bool {
            switch (scheme, code) {
            case ("FR_CDV", "207"), ("FR_CDV", "210"), ("PEPPOL_IR", "RE"), ("PEPPOL_IR", "UQ"): true
            default: false
            }
        }
    }

    public init(
        lineRef: String, docType: String, docNumber: String, issueDate: Day, dueDate: Day, gross: Int64,
        credited: Int64, paid: Int64, outstanding: Int64
    ) {
        self.lineRef = lineRef
        self.docType = docType
        self.docNumber = docNumber
        self.issueDate = issueDate
        self.dueDate = dueDate
        self.gross = gross
        self.credited = credited
        self.paid = paid
        self.outstanding = outstanding
    }
}

/// What is owed beside the principal: late-payment interest, fixed compensation, costs.
public struct CaseCharge: Sendable, Equatable {
    /// INTEREST counts into the balance's interest, FIXED_COMP into its fixedComp, the rest into its costs.
    public enum Kind: String, Sendable, CaseIterable {
        /// Intereses de demora (Ley 3/2004 art. 7).
        case interest = "INTEREST"
        /// Indemnización por costes de cobro, 40 € an invoice (Ley 3/2004 art. 8).
        case fixedCompensation = "FIXED_COMP"
        case cost = "COST"
        case penalty = "PENALTY"
    }

    /// The terms of an interest charge: base × rate × days / 365, rounded half up, both ends counted.
    public struct InterestTerms: Sendable, Equatable {
        /// Minor units.
        public var base: Int64
        /// Hundredths of a percent a year: 10.15 % is 1015.
        public var ratePercentHundredths: Int
        public var from: Day
        public var to: Day

        public init(base: Int64, ratePercentHundredths: Int, from: Day, to: Day) {
            self.base = base
            self.ratePercentHundredths = ratePercentHundredths
            self.from = from
            self.to = to
        }

        /// The interest in minor units; `nil` where the terms make no sense or the amount does not fit.
        public var amount: Int64? {
            guard base >= 0, ratePercentHundredths >= 0, from <= to else { return nil }
            let days = Int128(to.days(since: from) + 1)
            let (product, overflow) = (Int128(base) * Int128(ratePercentHundredths))
                .multipliedReportingOverflow(by: days)
            guard !overflow else { return nil }
            // Half up: half of the divisor is added before the division.
            let divisor: Int128 = 10_000 * 365
            return Int64(exactly: (product + divisor / 2) / divisor)
        }
    }

    public var chargeRef: String
    public var kind: Kind
    /// The line it grows from.
    public var relatesTo: String
    /// Minor units, not negative.
    public var amount: Int64
    /// Mandatory for INTEREST.
    public var terms: InterestTerms?
    /// Article, as text: `Ley 3/2004 art. 8`.
    public var legalBasis: String

    public init(
        chargeRef: String, kind: Kind, relatesTo: String, amount: Int64, terms: InterestTerms? = nil,
        legalBasis: String = ""
    ) {
        self.chargeRef = chargeRef
        self.kind = kind
        self.relatesTo = relatesTo
        self.amount = amount
        self.terms = terms
        self.legalBasis = legalBasis
    }
}

/// A payment the creditor received, before the case was placed or after (operation PAY).
public struct CasePayment: Sendable, Equatable {
    /// How the money came.
    public enum Kind: String, Sendable, CaseIterable {
        /// From the debtor straight to the creditor.
        case direct = "DIRECT"
    }

    /// A part of the payment applied to a line or charge (imputación), signed like the payment.
    public struct Share: Sendable, Equatable {
        public var ref: String
        /// Minor units.
        public var amount: Int64

        public init(ref: String, amount: Int64) {
            self.ref = ref
            self.amount = amount
        }
    }

    public var paymentRef: String
    public var date: Day
    /// Minor units; negative for money that went back (returned direct debit, refund).
    public var amount: Int64
    public var kind: Kind
    /// Whether the agency earns its fee on it; only for payments after the placement.
    public var feeable: Bool?
    public var bankRef: String
    public var shares: [Share]

    public init(
        paymentRef: String, date: Day, amount: Int64, kind: Kind = .direct, feeable: Bool? = nil,
        bankRef: String = "", shares: [Share]
    ) {
        self.paymentRef = paymentRef
        self.date = date
        self.amount = amount
        self.kind = kind
        self.feeable = feeable
        self.bankRef = bankRef
        self.shares = shares
    }
}

/// What is owed on a day, minor units, by kind.
public struct CaseBalance: Sendable, Equatable {
    public var asOf: Day
    public var principal: Int64
    public var interest: Int64
    public var fixedComp: Int64
    public var costs: Int64
    /// The sum of the four.
    public var total: Int64

    public init(asOf: Day, principal: Int64, interest: Int64, fixedComp: Int64, costs: Int64, total: Int64) {
        self.asOf = asOf
        self.principal = principal
        self.interest = interest
        self.fixedComp = fixedComp
        self.costs = costs
        self.total = total
    }
}
