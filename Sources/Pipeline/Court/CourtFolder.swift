public import Domain
internal import Foundation
internal import Ledger
internal import Recovery
internal import Verification

/// What `recobro court` is asked for.
public struct CourtRequest: Sendable {
    /// Case reference, customer or invoice number.
    public var subject: String
    /// Whether it is for the attempt to negotiate instead of the claim.
    public var isMediation = false
    /// The folder to write; `nil` is one under `court/` in the workspace.
    public var target: String?
    /// `nil` is the day of the last night.
    public var asOf: Day?

    /// A claim about a subject.
    public init(subject: String) { self.subject = subject }
}

/// `recobro court`: the folder for a claim in court, or for the negotiation before it. Only reads the ledger.
public enum CourtFolder {
    /// What came of it.
    public enum Outcome: Sendable, Equatable {
        /// The folder, and what a person must still add or confirm.
        case written(folder: String, missing: [String])
        /// Everything that stands against it, a line each.
        case refused([String])
    }

    /// Writes the folder, whole or not at all; refuses where anything stands against it.
    public static func write(_ request: CourtRequest, in workspace: Workspace) throws -> Outcome {
        try workspace.reading { reader, configuration in
            guard configuration.creditor.country == "ES" else {
                throw RunError.usage("court folders are made for creditors in Spain only")
            }
            guard let last = try reader.lastRun(), try reader.isPublished(last.id) else {
                throw RunError.usage("run 'recobro run' in \(workspace.root) first")
            }
            let day = request.asOf ?? last.asOf
            let judgement = try DebtJudgement(
                reader, configuration: configuration, asOf: day, everything: true, plans: false)
            let (customer, items) = try debts(request.subject, reader, judgement)
            let purpose: CourtFile.Purpose = request.isMediation ? .mediation : .court
            let readiness = CourtReadiness(
                purpose: purpose, judgement: judgement, configuration: configuration)
            let refusals = readiness.refusals(items, customer)
            guard refusals.isEmpty else { return .refused(refusals) }
            let composing = CourtComposing(
                reader: reader, workspace: workspace, configuration: configuration, judgement: judgement,
                readiness: readiness)
            let (file, documents) = try composing.compose(request.subject, purpose, customer, items)
            let outputs = [file.index(), file.data()] + documents
            let target = request.target ?? "\(workspace.root)/court/\(file.folderName)"
            let printing = CourtPrinting(configuration: configuration)
            try write(outputs + printing.index(outputs[0], day: day), to: target)
            return .written(folder: target, missing: file.missingTexts)
        }
    }

    /// The debts that a subject means: those of one customer, overdue and owed; an invoice that is named
    /// itself, whatever its state, so that it is said what is wrong with it.
    static func debts(
        _ subject: String, _ reader: LedgerReader, _ judgement: DebtJudgement
    ) throws -> (Customer, [OpenItem]) {
        guard let invoices = try reader.invoices(ofSubject: subject, kind: .contacted) else {
            throw RunError.usage("no invoice, case or customer '\(subject)' in the ledger")
        }
        let all = invoices.compactMap { judgement.item($0) }
        let named = all.filter { $0.number == subject }
        let items = named.isEmpty ? all.filter { judgement.isOverdue($0) } : named
        guard let first = items.first else {
            throw RunError.usage("'\(subject)' owes nothing that is overdue on \(judgement.facts.asOf)")
        }
        guard items.allSatisfy({ $0.customer == first.customer }) else {
            throw RunError.usage("'\(subject)' means invoices of several customers; name the customer")
        }
        guard named.count <= 1 else {
            throw RunError.usage("two invoices have the number '\(subject)'; name the case or customer")
        }
        guard let customer = judgement.customers[first.customer] else {
            throw RunError.usage("nobody knows who owes '\(subject)'")
        }
        return (customer, items)
    }

    private static func write(_ outputs: [OutputFile], to target: String) throws {
        let folder = URL(fileURLWithPath: target).standardizedFileURL.path
        guard !FileManager.default.fileExists(atPath: folder) else {
            throw RunError.usage("\(folder) exists already; move it away, or name another with --to")
        }
        let parent = (folder as NSString).deletingLastPathComponent
        try DurableFile.makeFolder(parent)
        let part = "\(parent)/.\((folder as NSString).lastPathComponent).part"
        DurableFile.removeFolder(part)
        for output in outputs {
            let path = "\(part)/\(output.path)"
            try DurableFile.makeFolder((path as NSString).deletingLastPathComponent)
            try DurableFile.write(output.bytes, to: path)
        }
        try DurableFile.syncFolder(part)
        try DurableFile.move(part, to: folder)
        try DurableFile.syncFolder(parent)
    }
}
