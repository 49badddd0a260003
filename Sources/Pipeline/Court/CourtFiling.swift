public import Domain
internal import Ledger

/// `recobro court --record`: a person filed the claim. It becomes a fact of each of its invoices, and with it
/// the last step of the ladder.
public struct CourtFiling: Sendable {
    /// Case reference, customer or invoice number.
    public var subject: String
    /// The day it was filed.
    public var day: Day
    public var author: String
    /// Court and number; empty while nobody knows them.
    public var reference = ""
    /// Path of what proves the filing.
    public var evidencePath: String
    public var note = ""

    public init(subject: String, day: Day, author: String, evidencePath: String) {
        self.subject = subject
        self.day = day
        self.author = author
        self.evidencePath = evidencePath
    }

    /// States it of every invoice that a folder for the subject would hold, one fact each, and gives a line
    /// each. Those that are before the court already are passed over, so that a killed one is simply
    /// repeated.
    public func record(in workspace: Workspace, asOf: Day) throws -> [String] {
        let items = try workspace.reading { reader, configuration in
            let judgement = try DebtJudgement(
                reader, configuration: configuration, asOf: asOf, everything: true, plans: false)
            let (_, items) = try CourtFolder.debts(subject, reader, judgement)
            return items.filter { item in
                !judgement.steps(of: item.id).contains { $0.kind == .court }
            }
        }
        guard !items.isEmpty else {
            throw RunError.usage("every debt that '\(subject)' means is before the court already")
        }
        return try items.flatMap { item in
            var draft = CaseDraft(
                subject: item.number, kind: DecisionRecord.Kind.claimFiled.rawValue, day: day, author: author)
            draft.reference = reference.isEmpty ? nil : reference
            draft.note = note
            draft.evidencePath = evidencePath
            return try CaseLog.state(draft, in: workspace, asOf: asOf)
        }
    }
}
