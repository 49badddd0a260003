public import Domain

/// What a person must decide, in order of importance.
public enum ToDoKind: String, Sendable, CaseIterable, Comparable {
    /// A statement does not continue the one before, or does not add up: nothing behind it can be verified.
    case chainBreak = "chain-break"
    /// A file was refused as a whole.
    case rejectedFile = "rejected-file"
    /// Two documents with one number say different things.
    case conflict
    /// New evidence speaks against a posted match.
    case challenge
    /// A message that a sender command refused, or of which nobody knows whether it went out.
    case unsent
    /// What the collection agency answered or reported needs a person.
    case agency
    /// A payment with proposals.
    case suggestion
    /// A step that waits for a person's release.
    case release

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    public static func < (a: ToDoKind, b: ToDoKind) -> Bool { a.rank < b.rank }
}

/// One thing that waits for a person.
public struct ToDoRow: ShownRow, Equatable {
    public var kind: ToDoKind
    /// What it is about: an account, a file, an invoice number, a payment's reference, a case.
    public var subject: String
    /// What happened: a sentence in the reader's language, or a code that `Wording` knows; of a
    /// suggestion the
    /// numbers of the invoices proposed first.
    public var detail: String
    public var day: Day?
    public var amount: Money?

    public init(kind: ToDoKind, subject: String, detail: String, day: Day? = nil, amount: Money? = nil) {
        self.kind = kind
        self.subject = subject
        self.detail = detail
        self.day = day
        self.amount = amount
    }

    public static let shownMax = 200

    /// By kind; within a kind the larger amount of a currency first, then the older day, then the subject.
    public static func comesBefore(_ a: ToDoRow, _ b: ToDoRow) -> Bool {
        if a.kind != b.kind { return a.kind < b.kind }
        let (currencyA, currencyB) = (a.amount?.currency.code ?? "~", b.amount?.currency.code ?? "~")
        if currencyA != currencyB { return currencyA < currencyB }
        let (sizeA, sizeB) = (a.amount?.minorUnits.magnitude ?? 0, b.amount?.minorUnits.magnitude ?? 0)
        if sizeA != sizeB { return sizeA > sizeB }
        return (a.day?.number ?? .max, a.subject, a.detail) < (b.day?.number ?? .max, b.subject, b.detail)
    }
}
