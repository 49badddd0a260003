/// Why an invoice is closed with less money than it asks for (diferencia de cobro): only what the creditor
/// declared is written off, everything else stays owed.
public struct NamedDifference: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable, Codable {
        /// Descuento por pronto pago.
        case discount
        /// Comisión bancaria descontada por el camino.
        case fee
        /// Retención a cuenta del IRPF: the payer pays it to the tax office for the creditor.
        case withholding
        /// Retención en garantía: owed, but later.
        case retention
        /// Céntimos de redondeo.
        case cents
    }

    public let kind: Kind
    public let invoice: Int64
    /// Minor units, positive: what the payment is short of the invoice. Negative where a payment is taken
    /// back with its difference.
    public let amount: Int64

    public init(kind: Kind, invoice: Int64, amount: Int64) {
        self.kind = kind
        self.invoice = invoice
        self.amount = amount
    }
}

/// A person's decision on one movement (decisión del contable): what matching learns from, and all it learns
/// from. A fact; a reversed one stays, marked.
public struct Adjudication: Sendable, Equatable {
    public enum Verdict: String, Sendable, CaseIterable, Codable {
        /// The movement pays these invoices.
        case applied
        /// The movement is nobody's invoice: a salary, a tax, the creditor's own transfer.
        case unrelated
        /// What was shown first is wrong; what is right is not known yet.
        case rejected
    }

    /// The ledger's number, ascending in the order in which decisions were made.
    public let id: Int64
    /// The ledger's number of the movement.
    public let movement: Int64
    public let verdict: Verdict
    public let day: Day
    public let author: String
    /// What was applied; for `rejected`, what was refused.
    public var allocations: [Allocation]
    public var differences: [NamedDifference]
    /// Pattern of the suggestion that was shown first when it was decided, empty where none was shown.
    public var shownPattern: String
    /// Whether the person took exactly the invoices that were shown first.
    public var agreesWithShown: Bool
    /// Whether a later decision took it back.
    public var isReversed: Bool
    /// Whether it refuses, as wrong, what the program had posted alone.
    public var takesBackPosting: Bool

    public init(
        id: Int64, movement: Int64, verdict: Verdict, day: Day, author: String,
        allocations: [Allocation] = [],
        differences: [NamedDifference] = [], shownPattern: String = "", agreesWithShown: Bool = false,
        isReversed: Bool = false, takesBackPosting: Bool = false
    ) {
        self.id = id
        self.movement = movement
        self.verdict = verdict
        self.day = day
        self.author = author
        self.allocations = allocations
        self.differences = differences
        self.shownPattern = shownPattern
        self.agreesWithShown = agreesWithShown
        self.isReversed = isReversed
        self.takesBackPosting = takesBackPosting
    }
}
