public import Domain
internal import Ledger

/// `recobro erase --received`: archived files in which nothing is needed any more are deleted whole.
///
/// They hold many people and are never edited. The ledger keeps their names and digests, so that the same
/// file is known when it comes again.
public enum ReceivedFiles {
    /// Deletes them, or with `isTrial` says which they are. Lines for a terminal.
    public static func delete(
        in workspace: Workspace, reason: String, author: String, asOf: Day, isTrial: Bool
    ) throws -> [String] {
        let configuration = try workspace.configuration()
        try Erasure.check(author, reason)
        let lock = try WorkspaceLock(workspace)
        defer { withExtendedLifetime(lock) {} }
        let store = try LedgerStore(path: workspace.ledgerPath)
        var lines = try Erasure.finishInterrupted(workspace, store, isTrial: isTrial)
        let (since, outdated) = try store.read { reader in
            let night = try Erasure.lastNight(reader, workspace, asOf)
            guard try reader.isMatched() else { throw DebtJudgement.unmatched }
            let since = configuration.retention.firstDayKept(on: night)
            return (since, try reader.outdatedFiles(before: since))
        }
        let counted = try ErasureFiles(workspace, deleting: outdated, isTrial: true)
        guard counted.deleted > 0 else {
            return lines + ["no file in archive/ is about nothing but what ended before \(since)"]
        }
        if !isTrial {
            let files = try ErasureFiles(workspace, deleting: outdated, isTrial: false)
            let plan = try files.commit()
            _ = try store.write { writer in
                try writer.review(
                    on: asOf, configuration: configuration.digest, configurationText: configuration.text,
                    program: Program.version
                ) {
                    try writer.recordDeletion(
                        of: files.deleted, plan: plan, day: asOf, author: author, reason: reason, run: $0)
                }
            }
            try ErasureFinish.finish(workspace, store)
        }
        lines.append(
            "\(counted.deleted) files in archive/, of which nothing ended after \(since.adding(days: -1)), "
                + (isTrial ? "would be deleted" : "deleted"))
        return lines + counted.plan.steps.map { "  \($0.path)" }
    }
}
