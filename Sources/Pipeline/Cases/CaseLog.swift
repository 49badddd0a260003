public import Domain
internal import Formats
internal import Foundation
internal import Ledger
internal import Scanning

/// `recobro case`: states a fact of a case. A run of its own, whole and sealed, as a review's decision is.
public enum CaseLog {
    /// States a fact and gives what was written, in lines for a terminal.
    ///
    /// - Parameter asOf: the day of the run; the fact may be older, never younger.
    public static func state(
        _ draft: CaseDraft, in workspace: Workspace, asOf: Day
    ) throws -> [String] {
        let configuration = try workspace.configuration()
        let kind = try draft.resolvedKind()
        guard !draft.author.allSatisfy(\.isWhitespace) else { throw RunError.usage("--author is missing") }
        guard draft.day <= asOf else {
            throw RunError.usage("a fact of \(draft.day) is not known on \(asOf)")
        }
        let lock = try WorkspaceLock(workspace)
        defer { withExtendedLifetime(lock) {} }
        let store = try LedgerStore(path: workspace.ledgerPath)
        let currency = try store.read { reader in
            try checkNight(reader, workspace, asOf)
            return try commonCurrency(draft, kind, reader) ?? configuration.currency
        }
        var record = try draft.record(kind, currency: currency)
        try checkAgency(record, configuration)
        try store.read { try checkRetraction(record, $0, asOf) }
        let evidence = try draft.evidencePath.map { try archive($0, workspace, asOf) }
        if let evidence { record.evidence = EvidenceReference(file: evidence.name, sha256: evidence.sha256) }
        let bytes = CaseTable.bytes(record)
        record = try read(bytes, expecting: record)
        let table = SourceFile(
            name: CaseTable.name(record), sha256: Digest.sha256(bytes), byteCount: bytes.count)
        guard try !store.read({ try $0.knows(sha256: table.sha256) }) else { throw known(record) }
        try write(bytes, table, workspace, asOf)
        let number = try store.write { writer in
            try writer.review(
                on: asOf, configuration: configuration.digest, configurationText: configuration.text,
                program: Program.version
            ) { try add(record, table, evidence, writer, run: $0) }
        }
        return ["#\(number) \(CaseView.text(record))"]
    }

    private static func add(
        _ record: DecisionRecord, _ table: SourceFile, _ evidence: SourceFile?, _ writer: LedgerWriter,
        run: String
    ) throws -> Int64 {
        if let evidence, try !writer.reader.knows(sha256: evidence.sha256) {
            try writer.addEvidence(evidence, run: run)
        }
        let importing = try FileImport(
            writer, file: table, format: FileFormat.decisionsCSV.rawValue, version: "", encoding: "utf-8",
            profile: "decisions-en", run: run, days: ImportedDays())
        if let evidence { importing.evidenceDigests[evidence.name] = evidence.sha256 }
        try importing.take(.decision(record))
        if let problem = importing.problems.first {
            throw RunError.usage(problem.message)
        }
        guard importing.counts.others == 1, let number = importing.lastFact else { throw known(record) }
        try writer.recordFile(table, outcome: .imported, counts: importing.counts, run: run)
        return number
    }

    private static func known(_ record: DecisionRecord) -> RunError {
        .usage("this \(record.kind.rawValue) of \(record.subject) is stated already")
    }

    /// A night that was interrupted is finished as if nothing had disturbed it, so nothing is stated before.
    private static func checkNight(_ reader: LedgerReader, _ workspace: Workspace, _ day: Day) throws {
        guard let last = try reader.lastRun() else {
            throw RunError.usage("nothing has been run in \(workspace.root) yet")
        }
        guard try reader.isPublished(last.id) else {
            throw RunError.usage("run \(last.id) was interrupted; finish it first with 'recobro run'")
        }
        guard day >= last.asOf else {
            throw RunError.usage(
                "the last run was as of \(last.asOf); a fact stated on \(day) cannot follow it")
        }
    }

    /// A case is moved to an agency that there is: else nobody would get it.
    private static func checkAgency(_ record: DecisionRecord, _ configuration: Configuration) throws {
        let code = record.terms.reference
        guard record.kind == .recalled, RecallCause(rawValue: record.terms.code) == .anotherAgency,
            !code.isEmpty
        else { return }
        let known = configuration.agencies.map(\.code)
        guard !known.contains(code) else { return }
        throw RunError.usage(
            "there is no agency '\(code)' in recobro.yaml; there are \(known.joined(separator: ", "))")
    }

    /// A fact is taken back under the subject it was stated of; asked before anything is archived.
    private static func checkRetraction(_ record: DecisionRecord, _ reader: LedgerReader, _ day: Day) throws {
        guard record.kind == .retracted, let number = record.terms.retracts else { return }
        let isKnown = try reader.caseFacts(asOf: day).contains {
            $0.number == number && $0.record.subject == record.subject
        }
        guard isKnown else {
            throw RunError.usage(
                "fact #\(number) is none of '\(record.subject)'; see its facts with 'recobro case FOLDER SUBJECT'"
            )
        }
    }

    /// The currency of what the subject means; `nil` where it has none or several. Throws where nothing
    /// answers to the subject, or two invoices do and the fact cannot say which one it means.
    private static func commonCurrency(
        _ draft: CaseDraft, _ kind: DecisionRecord.Kind, _ reader: LedgerReader
    ) throws -> Currency? {
        guard let invoices = try reader.invoices(ofSubject: draft.subject, kind: kind) else {
            throw RunError.usage("no invoice, case or customer '\(draft.subject)' in the ledger")
        }
        guard try !reader.isAmbiguous(draft.subject, kind: kind) else {
            throw RunError.usage("two invoices have the number '\(draft.subject)'; name the case or customer")
        }
        let currencies = try Set(invoices.compactMap { try reader.invoiceLine($0)?.payable.currency })
        return currencies.count == 1 ? currencies.first : nil
    }

    /// What the archived table says, which must be what was typed.
    private static func read(_ bytes: [UInt8], expecting record: DecisionRecord) throws -> DecisionRecord {
        var options = ReadOptions()
        options.forcedFormat = .decisionsCSV
        options.defaultCurrency = record.terms.currency
        var found: [DecisionRecord] = []
        _ = try FormatReader.read(bytes.span, options: options) {
            if case .decision(let decision) = $0 { found.append(decision) }
        }
        guard let one = found.first, found.count == 1 else {
            throw RunError.usage("the fact cannot be written as a row of a table; simplify its texts")
        }
        var expected = record
        expected.place = one.place
        guard one == expected else {
            throw RunError.internalFault("the archived row says something else than what was typed")
        }
        return one
    }

    /// Copies the evidence into the archive, unchanged, under its digest.
    private static func archive(_ path: String, _ workspace: Workspace, _ day: Day) throws -> SourceFile {
        let mapped: MappedFile
        do {
            mapped = try MappedFile(path: path)
        } catch {
            throw RunError.usage("cannot read the evidence \(path): \(error.reason)")
        }
        let name = URL(fileURLWithPath: path).lastPathComponent
        let folder = ArchiveName.folder(workspace.archivePath, day: day)
        try DurableFile.makeFolder(folder)
        return try mapped.withBytes { bytes in
            let file = SourceFile(name: name, sha256: Digest.sha256(bytes), byteCount: bytes.count)
            let target = "\(folder)/\(ArchiveName.of(name, sha256: file.sha256))"
            if !FileManager.default.fileExists(atPath: target) {
                let stream = try DurableStream(path: target)
                try stream.write(bytes)
                _ = try stream.finish()
                try DurableFile.syncFolder(folder)
            }
            return file
        }
    }

    /// The table before the ledger: a kill between leaves a file that nothing names, never a fact without
    /// its file.
    private static func write(
        _ bytes: [UInt8], _ table: SourceFile, _ workspace: Workspace, _ day: Day
    ) throws {
        let folder = ArchiveName.folder(workspace.archivePath, day: day)
        try DurableFile.makeFolder(folder)
        try DurableFile.write(bytes, to: "\(folder)/\(ArchiveName.of(table.name, sha256: table.sha256))")
        try DurableFile.syncFolder(folder)
    }
}
