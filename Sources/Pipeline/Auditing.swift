internal import Domain
internal import Ledger

/// `recobro audit`: does everything that must hold, hold?
public struct Auditing: Sendable {
    private let report: AuditReport
    private let breaks: [String]
    private let differences: [String]

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
            for run in try reader.publishedRuns() {
                let outputs = RunOutputs(workspace: workspace, run: run)
                differences += outputs.differences(try reader.outputs(run: run))
            }
            return Auditing(report: report, breaks: breaks, differences: differences)
        }
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
        lines += report.violations.map { "VIOLATION \($0)" }
        lines += breaks.map { "broken chain: \($0)" }
        lines += differences.map { "outbox: \($0)" }
        lines.append(exitCode == 0 ? "everything holds" : "a person must look")
        return lines.joined(separator: "\n")
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
        return object.text
    }
}
