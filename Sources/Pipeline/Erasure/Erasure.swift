public import Domain
internal import Foundation
internal import Ledger

/// Who is to be erased, by whose word and why.
public struct ErasureRequest: Sendable {
    /// Tax id or number of a customer.
    public let subject: String
    public let reason: String
    public let author: String
    /// The day it is done on. Whether a term is over is judged on the day of the last night.
    public let asOf: Day
    /// Says what would be erased, and changes nothing.
    public var isTrial = false

    public init(subject: String, reason: String, author: String, asOf: Day) {
        self.subject = subject
        self.reason = reason
        self.author = author
        self.asOf = asOf
    }
}

/// `recobro erase`: what law does not require of a person goes at once, the rest when its term is over
/// (bloqueo, LOPDGDD art. 32).
public enum Erasure {
    public enum Outcome: Sendable, Equatable {
        /// Lines for a terminal.
        case done([String])
        /// Why nothing is erased.
        case refused([String])
    }

    /// Erases a customer, or says why not. Killed at any point it is done again from where it was.
    public static func perform(_ request: ErasureRequest, in workspace: Workspace) throws -> Outcome {
        let configuration = try workspace.configuration()
        try check(request.author, request.reason)
        let lock = try WorkspaceLock(workspace)
        defer { withExtendedLifetime(lock) {} }
        let store = try LedgerStore(path: workspace.ledgerPath)
        let finished = try finishInterrupted(workspace, store, isTrial: request.isTrial)
        switch try store.read({ try judge(request, $0, workspace, configuration) }) {
        case .failure(let refusal): return .refused(refusal.reasons)
        case .success(nil):
            return .done(finished + ["nothing is left to erase of \(request.subject)"])
        case .success(let judged?):
            var lines = try ErasureRun(
                request: request, workspace: workspace, configuration: configuration, store: store,
                judged: judged
            ).perform()
            lines.insert(contentsOf: finished, at: 0)
            return .done(lines)
        }
    }

    static func check(_ author: String, _ reason: String) throws {
        for (name, text) in [("--author", author), ("--reason", reason)] where text.allSatisfy(\.isWhitespace)
        {
            throw RunError.usage("\(name) is missing")
        }
    }

    /// Does what an erasure that was killed had still to do; says so.
    static func finishInterrupted(
        _ workspace: Workspace, _ store: LedgerStore, isTrial: Bool
    ) throws -> [String] {
        guard workspace.isErasing else { return [] }
        guard !isTrial else {
            throw RunError.usage("an erasure was interrupted; finish it first without --dry-run")
        }
        return try ErasureFinish.finish(workspace, store) ? ["finished what was interrupted"] : []
    }

    struct Refusal: Error { let reasons: [String] }

    /// A customer that may be erased, and how much of it.
    struct Judged {
        let subject: ErasureSubject
        let scope: ErasureScope
        /// Until when the rest is kept, and of which day the last entry is; `nil` where nothing is kept.
        let kept: (until: Day, since: Day)?
    }

    private static func judge(
        _ request: ErasureRequest, _ reader: LedgerReader, _ workspace: Workspace,
        _ configuration: Configuration
    ) throws -> Result<Judged?, Refusal> {
        let night = try lastNight(reader, workspace, request.asOf)
        let keys = try reader.customerKeys(named: request.subject)
        guard let key = keys.first else {
            guard try reader.lastErasure(ofKey: TaxIdentifier.key(request.subject)) != nil else {
                throw RunError.usage("no customer '\(request.subject)' in \(workspace.root)")
            }
            return .success(nil)
        }
        guard keys.count == 1 else {
            throw RunError.usage(
                "\(keys.count) customers have the number '\(request.subject)'; name one by its tax id")
        }
        let subject = try reader.erasureSubject(key)
        let standing = try reader.erasureStanding(subject, asOf: request.asOf)
        let kept = standing.lastEntry.map { (configuration.retention.lastDay(after: $0), $0) }
        // A day that no night has reached proves no term to be over: it may be a slip of the keyboard, and
        // what is erased does not come back.
        let isKept = kept.map { night <= $0.0 } ?? false
        let scope = isKept ? ErasureScope.contact : .everything
        let reasons = try ErasureObjections(
            reader: reader, configuration: configuration, subject: subject, standing: standing, scope: scope,
            asOf: request.asOf
        ).all()
        guard reasons.isEmpty else { return .failure(Refusal(reasons: reasons)) }
        guard ErasureText(subject.values.of(.everything)).erased(request.reason) == nil else {
            throw RunError.usage("--reason names the person, and it stays in the journal; say it otherwise")
        }
        return .success(Judged(subject: subject, scope: scope, kept: isKept ? kept : nil))
    }

    /// The day of the last night. One that was interrupted is finished first, as if nothing had disturbed it.
    static func lastNight(_ reader: LedgerReader, _ workspace: Workspace, _ day: Day) throws -> Day {
        guard let last = try reader.lastRun() else {
            throw RunError.usage("nothing has been run in \(workspace.root) yet")
        }
        guard try reader.isPublished(last.id) else {
            throw RunError.usage("run \(last.id) was interrupted; finish it first with 'recobro run'")
        }
        guard day >= last.asOf else {
            throw RunError.usage(
                "the last run was as of \(last.asOf); an erasure as of \(day) cannot follow it")
        }
        return last.asOf
    }
}

/// One erasure that nothing stands against.
struct ErasureRun {
    let request: ErasureRequest
    let workspace: Workspace
    let configuration: Configuration
    let store: LedgerStore
    let judged: Erasure.Judged

    /// Counts first: what has nothing to erase leaves no row.
    func perform() throws -> [String] {
        let counted = try store.read {
            try ErasureFiles($0, workspace, judged.subject, judged.scope, isTrial: true)
        }
        let (parts, lines) = try count(counted)
        guard !parts.isEmpty || !counted.plan.steps.isEmpty else {
            return ["nothing is left to erase of \(request.subject)"] + lines.kept(counted)
        }
        if !request.isTrial { try erase() }
        return lines.all(parts, counted, isTrial: request.isTrial)
    }

    /// The whole erasure in a part of a transaction that is undone.
    private func count(_ files: ErasureFiles) throws -> ([ErasedPart], ErasureLines) {
        var parts: [ErasedPart] = []
        let lines = try store.read {
            try ErasureLines($0, configuration, judged, subject: request.subject)
        }
        try store.write { writer in
            try writer.undoable {
                parts = try write(files, plan: "", writer).parts
                return false
            }
        }
        return (parts, lines)
    }

    private func erase() throws {
        let files = try store.read {
            try ErasureFiles($0, workspace, judged.subject, judged.scope, isTrial: false)
        }
        let plan = try files.commit()
        _ = try store.write { try write(files, plan: plan, $0) }
        try ErasureFinish.finish(workspace, store)
    }

    private func write(
        _ files: ErasureFiles, plan: String, _ writer: LedgerWriter
    ) throws -> LedgerWriter.Erased {
        let order = ErasureOrder(
            scope: judged.scope, day: request.asOf, author: request.author, reason: request.reason,
            plan: plan,
            files: files.plan.steps.count, outputs: files.outputs)
        return try writer.review(
            on: request.asOf, configuration: configuration.digest, configurationText: configuration.text,
            program: Program.version
        ) { try writer.erase(judged.subject, order, run: $0) }
    }
}
