public import Domain

/// What an agency was told, against which its own files are read: they name neither batches nor currencies
/// nor versions.
public struct AgencyReturnContext: Sendable, Equatable {
    /// A case that the agency was told of.
    public struct Case: Sendable, Equatable {
        public var caseRef: String
        /// In which all amounts of the case are.
        public var currency: Currency
        /// The agency's number as it is known so far, empty while it is not.
        public var agencyCaseRef: String
        /// The last version that was told, 1 or more.
        public var version: Int

        public init(caseRef: String, currency: Currency = .eur, agencyCaseRef: String = "", version: Int) {
            self.caseRef = caseRef
            self.currency = currency
            self.agencyCaseRef = agencyCaseRef
            self.version = version
        }
    }

    /// Of the batch that the file becomes: its flow, its number, sender the agency, recipient the creditor.
    public var header: BatchHeader
    /// The day of the run.
    public var asOf: Day
    public var cases: [Case]
    /// The CASE batches that went to the agency, in the order of their numbers; in each its operations in the
    /// order in which they were told. For an acknowledgement list only; balances may be left out.
    public var batches: [SentBatch]

    public init(header: BatchHeader, asOf: Day, cases: [Case], batches: [SentBatch] = []) {
        self.header = header
        self.asOf = asOf
        self.cases = cases
        self.batches = batches
    }

    /// How far ahead of the run a day may lie on which something has happened. A run may be as of a day
    /// before the one on which it runs: the night after a Friday and a weekend takes what came on the Monday.
    static let daysAheadMax = 3

    /// The last day on which a file can have been written, or something in it have happened.
    var lastDay: Day { asOf.adding(days: Self.daysAheadMax) }
}
