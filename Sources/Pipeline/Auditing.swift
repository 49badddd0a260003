internal import Domain
internal import Ledger

/// `recobro audit`: does everything that must hold, hold?
public struct Auditing: Sendable {
    private let report: AuditReport
    private let breaks: [String]
    private let differences: [String]
    private let erasures: [ErasureRecord]

    /// Audits a workspace.
    public static func audit(_ workspace: Workspace) throws -> Auditing {
        _ = try workspace.configuration()
        let store = try LedgerStore(path: workspace.ledgerPath)
        return try store.read { reader in
            let report = try reader.audit()
            let breaks = try reader.coverage().flatMap { coverage in
                coverage.breaks.map {
                    "account ending in \(coverage.account.suffix(4)): chain broken at \($0)"
                }
            }
            var differences: [String] = []
            if workspace.isErasing {
                differences.append("an erasure was interrupted; run the same 'recobro erase' again")
            }
            for run in try reader.publishedRuns() {
                let outputs = RunOutputs(workspace: workspace, run: run)
                let gone = try reader.erasedOutputs(run: run)
                differences += outputs.differences(
                    try reader.outputs(run: run).filter { !gone.contains($0.path) })
            }
            return Auditing(
                report: report, breaks: breaks, differences: differences, erasures: try reader.erasures())
        }
    }

    /// Of which night a journal digest is that somebody wrote down, in words: the chain that holds, or one
    /// that an erasure replaced. Throws `RunError.usage` for one that was never a head: it is not of this
    /// journal, or the journal was changed by something else than an erasure.
    public static func origin(of digest: String, in workspace: Workspace) throws -> String {
        _ = try workspace.configuration()
        let store = try LedgerStore(path: workspace.ledgerPath)
        let heads = try store.read { try $0.heads(digest) }
        guard let head = heads.first(where: { $0.replacedBy == nil }) ?? heads.first else {
            throw RunError.usage("\(digest) was never the head of this journal's chain")
        }
        return "head of the chain after run \(head.run)"
            + (head.replacedBy.map { ", replaced by erasure #\($0)" } ?? ", which holds")
    }

    /// 0 clean, 1 a person must look at broken chains or moved outputs, 70 the ledger itself is wrong.
    public var exitCode: Int32 {
        if !report.violations.isEmpty { return 70 }
        return breaks.isEmpty && differences.isEmpty ? 0 : 1
    }

    /// For a terminal.
    public var text: String {
        var lines = [
            "entries \(report.entries), invoices \(report.invoices), allocations \(report.allocations), "
                + "sealed runs \(report.sealedRuns)",
            "facts digest     \(report.factsDigest)", "movements digest \(report.movementsDigest)",
            "journal digest   \(report.journalDigest)",
        ]
        lines += erasures.map(Self.text)
        lines += report.violations.map { "VIOLATION \($0)" }
        lines += breaks.map { "broken chain: \($0)" }
        lines += differences.map { "outbox: \($0)" }
        lines.append(exitCode == 0 ? "everything holds" : "a person must look")
        return lines.joined(separator: "\n")
    }

    /// An erasure replaced the head of the chain that somebody may have written down.
    private static func text(_ erasure: ErasureRecord) -> String {
        let what =
            switch erasure.scope {
            case ErasureScope.everything.rawValue: "everything"
            case ErasureScope.contact.rawValue: "contact data"
            default: "received files past their term"
            }
        let back =
            erasure.cameBack > 0
            ? "; the person came back in \(erasure.cameBack) records of later files" : ""
        return """
            erasure #\(erasure.number) of \(erasure.day) by \(erasure.author): \(what), \(erasure.rows) rows, \
            \(erasure.files) files (\(erasure.reason))\(back)
              journal digest before it \(erasure.headBefore)
            """
    }

    private static func object(_ erasure: ErasureRecord) -> JSONObject {
        var object = JSONObject()
        object.add("number", Int(erasure.number))
        object.add("day", erasure.day.description)
        object.add("author", erasure.author)
        object.add("reason", erasure.reason)
        object.add("scope", erasure.scope)
        object.add("rows", erasure.rows)
        object.add("files", erasure.files)
        object.add("journalDigestBefore", erasure.headBefore)
        object.add("cameBack", erasure.cameBack)
        return object
    }

    /// One JSON object (schema `recobro.audit/1`).
    public var json: String {
        var object = JSONObject()
        object.add("schema", "recobro.audit/1")
        object.add("entries", report.entries)
        object.add("invoices", report.invoices)
        object.add("allocations", report.allocations)
        object.add("sealedRuns", report.sealedRuns)
        object.add("factsDigest", report.factsDigest)
        object.add("movementsDigest", report.movementsDigest)
        object.add("journalDigest", report.journalDigest)
        object.add("violations", texts: report.violations)
        object.add("chainBreaks", texts: breaks)
        object.add("outputDifferences", texts: differences)
        if !erasures.isEmpty { object.add("erasures", erasures.map(Self.object)) }
        return object.text
    }
}
