public import Domain

/// Where a person's word was given.
public enum DecisionSource: Sendable, Equatable {
    /// In `recobro review`.
    case review
    /// In a table that came through the inbox.
    case file(id: Int64, line: Int)

    var file: Int64? {
        guard case .file(let id, _) = self else { return nil }
        return id
    }

    var line: Int {
        guard case .file(_, let line) = self else { return 0 }
        return line
    }
}

/// Who said it, when and where. A decision that nobody signs decides nothing.
public struct Signature: Sendable, Equatable {
    public var author: String
    public var day: Day
    /// In the author's own words; empty for none.
    public var note: String
    public var source: DecisionSource

    public init(author: String, day: Day, note: String = "", source: DecisionSource = .review) {
        self.author = author
        self.day = day
        self.note = note
        self.source = source
    }
}

/// Why what was posted is taken back.
public enum ReversalCause: Sendable {
    /// It was wrong: the pattern that posted it alone is suspended.
    case wrong
    /// It was right by all that was known; the payer wants the money applied elsewhere (reimputación). No
    /// pattern is blamed: the refusal that goes with the reversal names none.
    case redirected
}

/// What a person decides of one movement, on its way into the ledger.
public struct AdjudicationDraft: Sendable, Equatable {
    /// A named difference; without an amount all that the allocation leaves open.
    public struct Difference: Sendable, Equatable {
        public var kind: NamedDifference.Kind
        public var invoice: Int64
        /// Minor units.
        public var amount: Int64?

        public init(kind: NamedDifference.Kind, invoice: Int64, amount: Int64? = nil) {
            self.kind = kind
            self.invoice = invoice
            self.amount = amount
        }
    }

    public var movement: Int64
    public var verdict: Adjudication.Verdict
    public var signature: Signature
    /// What is applied, or what is refused.
    public var allocations: [Allocation]
    public var differences: [Difference]
    /// The suggestion that was shown first, if one was.
    public var shown: MatchDecision?
    /// The suggestion that the person took, where it is one.
    public var taken: MatchDecision?

    public init(
        movement: Int64, verdict: Adjudication.Verdict, signature: Signature, allocations: [Allocation] = [],
        differences: [Difference] = [], shown: MatchDecision? = nil, taken: MatchDecision? = nil
    ) {
        self.movement = movement
        self.verdict = verdict
        self.signature = signature
        self.allocations = allocations
        self.differences = differences
        self.shown = shown
        self.taken = taken
    }
}

/// Why the ledger does not take a person's decision. Nothing was written.
public enum DecisionRefusal: Error, Equatable {
    case movementUnknown
    /// A person decided it already; what was decided must be taken back first.
    case movementDecided
    /// Nothing of the movement can be taken back.
    case nothingToReverse
    case invoiceUnknown(String)
    /// Two invoices have the number, and both are open.
    case invoiceAmbiguous(String)
    /// The document is a copy or cancelled.
    case invoiceNotDebt(String)
    /// The same invoice stands twice in one decision.
    case invoiceTwice(String)
    case currencyDiffers(String)
    /// More than is open of the invoice, in minor units; or less than nothing.
    case beyondInvoice(String, open: Int64, Currency)
    /// More than is left of the movement, in minor units; or nothing of it.
    case beyondMovement(left: Int64, Currency)
    /// A difference of nothing, or of an invoice that the payment does not touch.
    case differenceRefused(String)
    /// Later money depends on what would be taken back: that must be taken back first.
    case laterMoney(String)

    /// The problem's code and what was found, without names, IBANs or texts.
    public var problem: (code: Problem.Code, found: String, expected: String) {
        func money(_ amount: Int64, _ currency: Currency) -> String {
            "\(Money(minorUnits: amount, currency: currency).decimalString) \(currency)"
        }
        switch self {
        case .movementUnknown: return (.movementUnknown, "", "")
        case .movementDecided: return (.movementDecided, "", "a movement that nobody has decided")
        case .nothingToReverse: return (.movementDecided, "", "a movement with something to take back")
        case .invoiceUnknown(let number): return (.invoiceUnknown, number, "")
        case .invoiceAmbiguous(let number):
            return (.allocationRefused, "two open invoices \(number)", "a number of one")
        case .invoiceNotDebt(let number): return (.allocationRefused, "\(number), which is no debt", "")
        case .invoiceTwice(let number): return (.allocationRefused, "\(number) twice", "each invoice once")
        case .currencyDiffers(let number):
            return (.allocationRefused, "\(number) in another currency", "the movement's currency")
        case .beyondInvoice(let number, let open, let currency):
            return (
                .allocationRefused, "another amount for \(number)",
                "at most \(money(open, currency)), which is open"
            )
        case .beyondMovement(let left, let currency):
            return (
                .allocationRefused, "another sum", "at most \(money(left, currency)), which the movement has"
            )
        case .differenceRefused(let number):
            return (.allocationRefused, "a difference for \(number)", "what the payment leaves open of it")
        case .laterMoney(let number):
            return (.allocationRefused, "later money for \(number)", "that it is taken back first")
        }
    }
}

/// A person took a decision back.
public struct ReversalFact: Sendable, Equatable {
    public let id: Int64
    /// What was posted, `nil` where nothing was.
    public let decision: Int64?
    /// The person's decision that is taken back; `nil` for one of the program.
    public let adjudication: Int64?
    public let day: Day
    public let author: String
    public let reason: String
    /// `review`, or file and line.
    public let source: String
}
