public import Domain

/// Everything the page of one night says: plain values, gathered by the pipeline from the ledger and the run.
///
/// Lists hold only what a page shows (`ShownRows`), so a report of a million invoices is as small as one of
/// a hundred; the whole lists go into the CSV tables (`ReportTables`).
public struct NightReport: Sendable {
    /// Name of the creditor (acreedor) whose night this was.
    public var creditorName: String
    public var runId: String
    /// The day the report speaks of.
    public var asOf: Day
    /// Language of the reader, ISO 639-1: `es` or `en`; any other reads Spanish.
    public var language: String
    /// What came in.
    public var received = ReceivedFiles()
    /// What was matched and why.
    public var matched = MatchingOutcome()
    /// How old the open debt is.
    public var aged: AgedDebt
    /// Which debts are verified, and what the others lack.
    public var verdicts = VerdictOutcome()
    /// What was done this night, and what was held back.
    public var steps = StepsTaken()
    /// What a person must decide.
    public var toDo = ShownRows<ToDoRow>()
    /// That nothing was lost: conservation, balances, digest.
    public var controls = ControlTotals()

    public init(creditorName: String, runId: String, asOf: Day, language: String) {
        self.creditorName = creditorName
        self.runId = runId
        self.asOf = asOf
        self.language = language
        aged = AgedDebt(asOf: asOf)
    }
}
