/// What matching says about one movement: post it alone, or show it to a person with the reasons.
public struct MatchDecision: Sendable, Equatable {
    public enum Status: String, Sendable, Codable {
        /// Posted without a person: nothing rivals it and nothing contradicts it.
        case auto
        /// Proposed; `rank` 1 is shown first.
        case suggested
        /// Decided by a person.
        case decided
    }

    /// What the payment is to the invoices.
    public enum Kind: String, Sendable, CaseIterable {
        case single, listed, partial, overpayment
        case creditNoteNetted = "credit-note"
        /// Money of an earlier payment that the payer took back by paying less now (compensación): only a
        /// person, or an agency's statement that a person signed, says so.
        case setOff = "set-off"
        case directDebitBatch = "dd-batch"
        case directDebitReturn = "dd-return"
        case difference
        case unlistedGroup = "group"
    }

    public let movement: Int64
    public var status: Status
    /// 1-based among the suggestions of one movement; 0 for what is posted.
    public var rank: Int
    public var kind: Kind
    /// Name of the evidence pattern that decided: `number+amount+payer`.
    public var pattern: String
    /// Score ahead of the best rival, centibits; 0 where nothing rivals it is not known.
    public var margin: Int
    /// In ascending order of invoice id.
    public var allocations: [Allocation]
    /// What closes an invoice without money, by a rule that the creditor declared.
    public var differences: [NamedDifference] = []
    public var evidence: [Evidence]
    /// Why a suggestion was not posted: empty for what is posted.
    public var vetoes: [String]

    public init(
        movement: Int64, status: Status, rank: Int = 0, kind: Kind, pattern: String, margin: Int = 0,
        allocations: [Allocation], evidence: [Evidence] = [], vetoes: [String] = [],
        differences: [NamedDifference] = []
    ) {
        self.movement = movement
        self.status = status
        self.rank = rank
        self.kind = kind
        self.pattern = pattern
        self.margin = margin
        self.allocations = allocations
        self.evidence = evidence
        self.vetoes = vetoes
        self.differences = differences
    }
}

/// Part of a movement applied to one invoice (imputación de pago), signed minor units.
public struct Allocation: Sendable, Equatable {
    public let invoice: Int64
    public let amount: Int64

    public init(invoice: Int64, amount: Int64) {
        self.invoice = invoice
        self.amount = amount
    }
}

/// One reason for or against a match, as a code and what was seen: the text is rendered from these, so that
/// it cannot disagree with the decision.
public struct Evidence: Sendable, Equatable, Codable {
    /// Stable code: `number-full`, `amount-exact`, `payer-iban`, `payer-name`.
    public let code: String
    /// The field it was seen in: `text`, `counterparty`, `amount`.
    public let field: String
    /// What was seen, as little as explains it.
    public let seen: String
    /// Weight in centibits: hundredths of a binary digit of surprise.
    public let centibits: Int

    public init(code: String, field: String, seen: String, centibits: Int) {
        self.code = code
        self.field = field
        self.seen = seen
        self.centibits = centibits
    }
}
