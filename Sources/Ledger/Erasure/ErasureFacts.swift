public import Domain

/// How much of a person is erased.
public enum ErasureScope: String, Sendable {
    /// What no law requires: telephone numbers, e-mail addresses, and free text that proves nothing.
    case contact
    /// All that says who it was; amounts, days, numbers and identifiers of movements stay.
    case everything
}

/// The mark in the place of erased text, where an empty one would not do.
public enum ErasureMark {
    public static let text = "[erased]"

    /// The key of the customer that an erased person becomes. It has the form of a customer known by name
    /// only, which every reader understands; no name folds to it, for it has brackets.
    static func customer(_ erasure: Int64) -> String { "name:[erased \(erasure)]" }

    static let customerPrefix = "name:[erased "
}

/// Who is to be erased: a customer with all that the ledger has of it.
public struct ErasureSubject: Sendable, Equatable {
    /// The customer's key.
    public let key: String
    /// The ledger's numbers of the customer's invoices, ascending.
    public let invoices: [Int64]
    /// Names of the cases that these invoices were in, in order.
    public let cases: [String]
    /// Facts that people stated of the customer, ascending.
    let facts: [Int64]
    /// Facts among them whose free text proves nothing of a claim that is kept.
    let looseFacts: [Int64]
    /// Movements that are this customer's alone, ascending.
    let movements: [Int64]
    /// Every spelling under which facts name the customer itself.
    let spellings: [String]
    /// What stands in files and texts and says who it is.
    public let values: ErasureValues
}

/// What identifies a person in texts, longest first. What another customer has too is left out: it is erased
/// in the person's own rows only.
public struct ErasureValues: Sendable, Equatable {
    /// Telephone numbers and e-mail addresses.
    public var contact: [String] = []
    /// Names, tax ids, accounts, mandates, streets.
    public var identity: [String] = []
    /// How many were left out because another customer has them too.
    public internal(set) var shared = 0

    public func of(_ scope: ErasureScope) -> [String] {
        let all = scope == .contact ? contact : contact + identity
        return Set(all).sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }
    }
}

/// What the ledger itself says against erasing a customer, and since when it is over.
public struct ErasureStanding: Sendable {
    public struct OpenInvoice: Sendable {
        public let number: String
        /// Minor units; negative where it is owed to the customer.
        public let outstanding: Money
    }

    public internal(set) var open: [OpenInvoice] = []
    /// Movements that may be the customer's and that nobody has decided, as lists show them.
    public internal(set) var undecided: [String] = []
    /// Numbers of invoices with a posting in doubt that nobody has answered.
    public internal(set) var doubted: [String] = []
    /// The last day on which anything about the invoices was booked, decided or done; `nil` for a customer
    /// without invoices.
    public internal(set) var lastEntry: Day?
}

/// A file that a run put out, changed or deleted by an erasure.
public struct ErasedOutput: Sendable, Equatable {
    public let run: String
    public let path: String
    /// Digest and length of what takes its place; `nil` for a file that is deleted.
    public let replacement: Replacement?

    public struct Replacement: Sendable, Equatable {
        public let sha256: String
        public let bytes: Int

        public init(sha256: String, bytes: Int) {
            self.sha256 = sha256
            self.bytes = bytes
        }
    }

    public init(run: String, path: String, replacement: Replacement?) {
        self.run = run
        self.path = path
        self.replacement = replacement
    }
}

/// Who has an erasure made, when and why.
public struct ErasureOrder: Sendable {
    public let scope: ErasureScope
    public let day: Day
    public let author: String
    public let reason: String
    /// Digest of the list of files; empty for none.
    public let plan: String
    /// Files deleted or replaced, those of the archive too.
    public let files: Int
    public let outputs: [ErasedOutput]

    public init(
        scope: ErasureScope, day: Day, author: String, reason: String, plan: String, files: Int,
        outputs: [ErasedOutput]
    ) {
        self.scope = scope
        self.day = day
        self.author = author
        self.reason = reason
        self.plan = plan
        self.files = files
        self.outputs = outputs
    }
}

/// How many rows of one kind were changed.
public struct ErasedPart: Sendable, Equatable {
    public let what: String
    public let rows: Int
}

/// An erasure as the journal keeps it.
public struct ErasureRecord: Sendable, Equatable {
    /// The scope of an erasure of nobody in particular: received files in which nothing is needed any more.
    public static let receivedFiles = "received-files"

    public let number: Int64
    public let day: Day
    public let author: String
    public let reason: String
    public let scope: String
    public let rows: Int
    public let files: Int
    /// The head of the chain of seals that it replaced.
    public let headBefore: String
    public let plan: String
    /// Rows that name the person again, from files that came since.
    public internal(set) var cameBack: Int
}
