public import Domain
internal import Ledger
internal import Matching
internal import Reports
internal import Verification

/// `recobro export`: machine-readable tables, their columns a contract.
public enum TableExport {
    /// What is posted and suggested.
    public static func matches(_ workspace: Workspace, emit: ([UInt8]) throws -> Void) throws {
        try workspace.reading { reader, _ in
            let book = MatchBook(reader, names: InvoiceNumbers(reader))
            try ReportTables.matches(emit: emit) { take in
                try book.posted(take)
                try book.suggested(take) { _ in }
            }
        }
    }

    /// What people's decisions have taught of payers, and which patterns they have licensed or
    /// suspended. Taking a decision back (`recobro review`) takes back what it taught.
    public static func memory(_ workspace: Workspace, emit: ([UInt8]) throws -> Void) throws {
        try workspace.reading { reader, configuration in
            let day = try reader.lastRun()?.asOf ?? Day(number: 0)
            let learned = learned(
                from: try Reconciliation.learningInput(reader, configuration.matching, asOf: day))
            var rows = learned.licences.map { licence in
                MemoryRow(
                    what: "pattern", name: licence.pattern, decisions: licence.decisions,
                    disagreements: licence.disagreements, state: licence.isGranted ? "licensed" : "shown",
                    bound: licence.bound)
            }
            rows += suspendedPatterns(try reader.adjudications()).map { suspension in
                var row = MemoryRow(
                    what: "suspension", name: suspension.pattern, decisions: suspension.agreements,
                    state: "suspended")
                (row.since, row.missing) = (suspension.since, suspension.missing)
                return row
            }
            for payer in learned.payers {
                rows += payer.customers.map { customer in
                    MemoryRow(
                        what: payer.isAccount ? "account" : "name", name: payer.payer,
                        customer: customer.customer, decisions: customer.decisions,
                        state: payer.state.rawValue)
                }
            }
            try ReportTables.memory(rows, emit: emit)
        }
    }

    /// The rows of the creditor's law pack that a lawyer must still confirm; those that the program computes
    /// with first.
    public static func law(_ workspace: Workspace, emit: ([UInt8]) throws -> Void) throws {
        let configuration = try workspace.configuration()
        let pack = try configuration.lawPack()
        let rows = pack.rowsToConfirm().map { open in
            LawTableRow(
                id: open.row.id, pack: configuration.creditor.country.lowercased(),
                rule: open.row.rule.rawValue, scope: open.scope, value: open.value, article: open.row.article,
                confidence: open.row.confidence.rawValue, from: open.row.from, to: open.row.to,
                source: open.source, uses: open.uses.map(\.rawValue).joined(separator: " "),
                says: open.row.text(configuration.language))
        }
        try ReportTables.law(rows, emit: emit)
    }

    /// Every open invoice and condition as of a day; the last run's day where none is given.
    public static func verdicts(_ workspace: Workspace, asOf: Day?, emit: ([UInt8]) throws -> Void) throws {
        try workspace.reading { reader, configuration in
            let day = try asOf ?? reader.lastRun()?.asOf ?? Day(number: 0)
            let judgement = try DebtJudgement(reader, configuration: configuration, asOf: day, plans: false)
            let rows = judgement.items.lazy.filter { $0.outstanding > 0 && $0.kind != .creditNote }.map {
                VerdictTableRow(invoiceNumber: $0.number, verdict: judgement.verdict(for: $0))
            }
            try ReportTables.verdicts(rows, emit: emit)
        }
    }
}

/// `recobro report`: the last night's report again, from the ledger.
public enum ReportAgain {
    /// Writes page and tables into a folder; gives its path.
    public static func write(_ workspace: Workspace, asOf: Day?, to folder: String?) throws -> String {
        try workspace.reading { reader, configuration in
            guard let last = try reader.lastRun() else {
                throw RunError.usage("nothing has been run in \(workspace.root) yet")
            }
            let run = RunRecord(
                id: last.id, number: last.number, asOf: asOf ?? last.asOf, configuration: last.configuration,
                stages: last.stages)
            let target = Workspace(path: folder ?? "\(workspace.root)/report").root
            let books = NightBooks(configuration: configuration, asOf: run.asOf)
            let material = try ReportMaterial(
                reader, try books.judgement(reader, excluding: run.id), books, configuration: configuration,
                run: run)
            try DurableFile.makeFolder("\(target)/report")
            for table in try material.tables() {
                let stream = try DurableStream(path: "\(target)/\(table.path)")
                try material.emit(table) { try stream.write($0) }
                _ = try stream.finish()
            }
            try DurableFile.write(
                ReportPage.render(try material.page()).bytes, to: "\(target)/\(ReportPage.path)")
            return target
        }
    }
}

extension Workspace {
    /// Reads the ledger with the configuration; it must exist.
    func reading<Value>(_ body: (LedgerReader, Configuration) throws -> Value) throws -> Value {
        let configuration = try configuration()
        let store = try LedgerStore(path: ledgerPath)
        return try store.read { try body($0, configuration) }
    }
}
