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

/// A value in what a row says: put into its words, or after them.
public enum ToDoPart: Sendable, Equatable {
    /// As it stands: a reference, a number, what a partner wrote.
    case text(String)
    /// Codes of the exchange with agencies, commas between them, with what each points to in parentheses:
    /// `BELOW_MINIMUM ($.ops[3].caseRef), DOC_MISSING`. Shown in words, each with its code.
    case codes(String)
    case amount(Money)
    case day(Day)
    /// A sentence, in the reader's language where it is translated.
    case phrase(Phrase)
    /// What was wrong with a file.
    case problem(Problem)

    /// What rows that are alike otherwise are put in order by.
    fileprivate var key: String {
        switch self {
        case .text(let text), .codes(let text): text
        case .amount(let amount): "\(amount.decimalString) \(amount.currency)"
        case .day(let day): day.description
        case .phrase(let phrase): phrase.text
        case .problem(let problem): "\(problem.code.rawValue) \(problem.found)"
        }
    }
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
    /// What the words of a detail code are about.
    public var parts: [ToDoPart] = []

    public init(
        kind: ToDoKind, subject: String, detail: String, _ parts: [ToDoPart] = [], day: Day? = nil,
        amount: Money? = nil
    ) {
        self.parts = parts
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
        let (wordsA, wordsB) = (a.parts.map(\.key).joined(), b.parts.map(\.key).joined())
        return (a.day?.number ?? .max, a.subject, a.detail, wordsA)
            < (b.day?.number ?? .max, b.subject, b.detail, wordsB)
    }
}
