internal import Domain
internal import Formats
internal import Foundation
internal import Ledger
internal import Scanning

/// Stage 1: the files of the inbox into the ledger, in one transaction, in an order that does not depend on
/// their names or on when they arrived.
struct Intake {
    let workspace: Workspace
    let configuration: Configuration
    let run: RunRecord
    /// Role and account that a person gave on the command line, for the named file only.
    var override: FileOverride?

    struct FileOverride {
        var file: String
        var format: FileFormat?
        var account: String?
    }

    /// One file of the inbox, identified.
    private struct Waiting {
        let name: String
        /// Where its bytes are: in the inbox, or a member taken out of an archive.
        let path: String
        let source: SourceFile
        let identification: Identification

        /// Whether its lines name files that prove them.
        var namesEvidence: Bool {
            identification.format == .decisionsCSV || identification.format == .deliveriesCSV
        }

        /// Whether it may hold nothing that is read: a PDF need not be an invoice.
        var isPerhapsUnread: Bool { [.unknown, .facturxPDF].contains(identification.format) }

        /// Invoices first, decisions and proofs of delivery last; within a kind by content.
        var rank: Int {
            switch identification.format {
            case .facturae, .ubl, .cii, .facturxPDF, .saftPT, .fec, .invoiceCSV, .invoiceXLSX: 0
            case .customersCSV: 1
            case .directDebitCSV, .pain008: 2
            case .camt053, .camt052, .camt054: 3
            case .norma43, .mt940, .mt942, .cfonb120, .ofx, .qif: 4
            case .bankCSV, .bankXLSX: 5
            case .pain002: 6
            case .decisionsCSV: 7
            case .deliveriesCSV: 8
            case .unknown: 9
            }
        }
    }

    private static let problemsMax = 1000

    /// Reads everything that waits.
    func importFiles(into writer: LedgerWriter) throws {
        let days = ImportedDays()
        let sample = AuditDraw(perThousand: configuration.auditPerThousand)
        let folder = try PartsFolder(workspace)
        defer { folder.remove() }
        var waiting: [Waiting] = []
        for name in try workspace.waitingFiles() {
            do {
                waiting += try open(name, folder, writer)
            } catch let error as FileError {
                // It stays where it is; the night goes on with the others.
                try writer.recordProblems(
                    [Problem(.fileUnreadable, found: error.reason)], file: name, run: run.id)
            }
        }
        waiting.sort { ($0.rank, $0.source.sha256, $0.name) < ($1.rank, $1.source.sha256, $1.name) }
        let returns = try RegistryReturns(configuration, workspace: workspace.root, run: run)
        let agencies = try AgencyReturns(configuration, workspace: workspace.root, run: run)
        func isReturn(_ file: Waiting) -> Bool {
            returns?.isReturn(file.name) == true || agencies.isReturn(file.name)
        }
        let answers = waiting.filter(isReturn)
        waiting.removeAll(where: isReturn)
        let evidence = try evidence(of: waiting)
        let refused = try take(waiting, writer, days, sample, evidence)
        // By name, which has day and number: of two answers to one record the later one counts.
        for file in answers.sorted(by: { ($0.name, $0.source.sha256) < ($1.name, $1.source.sha256) }) {
            if let returns, returns.isReturn(file.name) {
                try returns.take(file.source, path: file.path, writer)
            } else {
                try agencies.take(file.source, path: file.path, writer)
            }
        }
        // After the tables of tonight: what people could not know when they wrote them comes later.
        try PartnerIntake(workspace: workspace, configuration: configuration, run: run)
            .importPackages(into: writer)
        for one in refused { try refuse(one, writer) }
        let reader = writer.reader
        for problem in try reader.decisionsWithoutSubject(run: run.id)
            + reader.directDebitsWithoutInvoice(run: run.id)
        {
            try writer.recordProblems(
                [configuration.raised(problem.problem)], file: problem.file, run: run.id)
        }
        for account in try reader.coverage() {
            let breaks = account.breaks.map { Problem(.chainBroken, found: "a break at \($0)") }
            try writer.recordProblems(capped(breaks), file: "account \(account.account)", run: run.id)
        }
    }

    /// A file that nothing reads.
    private struct Refused {
        let file: Waiting
        let problems: [Problem]
    }

    /// Takes files in their order: what is new of each. Gives those that nothing reads.
    private func take(
        _ files: [Waiting], _ writer: LedgerWriter, _ days: ImportedDays, _ sample: AuditDraw,
        _ evidence: EvidenceIntake
    ) throws -> [Refused] {
        var refused: [Refused] = []
        for file in files {
            if try writer.reader.knows(sha256: file.source.sha256) {
                try writer.recordFile(file.source, outcome: .known, counts: ImportCounts(), run: run.id)
            } else if file.isPerhapsUnread, evidence.isNamed(file.name) {
                try writer.addEvidence(file.source, run: run.id)
            } else if let one = try take(file, writer, days, sample, evidence) {
                refused.append(one)
            }
        }
        return refused
    }

    /// Refuses a file that nothing reads, unless it is the fee invoice of a statement; that may have come
    /// tonight, so this is seen last.
    private func refuse(_ refused: Refused, _ writer: LedgerWriter) throws {
        let file = refused.file
        let fees = FeeInvoiceIntake(configuration: configuration, run: run)
        if try file.isPerhapsUnread && !writer.reader.knows(sha256: file.source.sha256)
            && fees.take(file.source, writer)
        {
            return
        }
        try writer.addRefusedFile(
            file.source, format: file.identification.format.rawValue, version: file.identification.version,
            encoding: file.identification.encoding, run: run.id)
        try writer.recordFile(file.source, outcome: .refused, counts: ImportCounts(), run: run.id)
        try writer.recordProblems(capped(refused.problems), file: file.name, run: run.id)
    }

    /// What the tables of decisions and of deliveries among the files name as evidence.
    private func evidence(of waiting: [Waiting]) throws -> EvidenceIntake {
        var evidence = EvidenceIntake()
        for file in waiting { evidence.add(file.source) }
        for file in waiting where file.namesEvidence {
            let mapped = try MappedFile(path: file.path)
            _ = try mapped.withBytes { bytes in
                try read(bytes, of: file) { evidence.add($0, of: file.name) }
            }
        }
        return evidence
    }

    /// The file, or what an archive holds. The archive itself is recorded here, so that it is filed as what
    /// came.
    private func open(_ name: String, _ folder: PartsFolder, _ writer: LedgerWriter) throws -> [Waiting] {
        let path = "\(workspace.inboxPath)/\(name)"
        let unpacked = try InputParts(path: path, name: name, into: try folder.next())
        guard let archive = unpacked.archive else {
            return try unpacked.parts.map { try identify($0) }
        }
        let whole = try identify(InputPart(name: name, path: path)).source
        guard try !writer.reader.knows(sha256: whole.sha256) else {
            try writer.recordFile(whole, outcome: .known, counts: ImportCounts(), run: run.id)
            return []
        }
        if let problem = unpacked.problem {
            try writer.addRefusedFile(whole, format: archive, version: "", encoding: "", run: run.id)
            try writer.recordFile(whole, outcome: .refused, counts: ImportCounts(), run: run.id)
            try writer.recordProblems([problem], file: name, run: run.id)
            return []
        }
        _ = try FileImport(
            writer, file: whole, format: archive, version: "", encoding: "", profile: "", run: run.id,
            days: ImportedDays())
        try writer.recordFile(whole, outcome: .imported, counts: ImportCounts(), run: run.id)
        return try unpacked.parts.map { try identify($0) }
    }

    private func identify(_ part: InputPart) throws(FileError) -> Waiting {
        let mapped = try MappedFile(path: part.path)
        return mapped.withBytes { bytes in
            Waiting(
                name: part.name, path: part.path,
                source: SourceFile(name: part.name, sha256: Digest.sha256(bytes), byteCount: bytes.count),
                identification: FormatReader.identify(bytes, options: options(for: part.name)))
        }
    }

    /// What a person said of the file, or of the archive it came in.
    private func override(for name: String) -> FileOverride? {
        guard let override, name == override.file || name.hasPrefix(override.file + "/") else { return nil }
        return override
    }

    private func options(for name: String) -> ReadOptions {
        var options = ReadOptions()
        options.defaultCurrency = configuration.currency
        options.profiles = configuration.profiles
        if let override = self.override(for: name) { options.forcedFormat = override.format }
        return options
    }

    /// Imports one file; what it holds is kept with its findings, or the file is refused whole: at once, or
    /// by the caller where nothing reads it and it may be something else.
    private func take(
        _ file: Waiting, _ writer: LedgerWriter, _ days: ImportedDays, _ sample: AuditDraw,
        _ evidence: EvidenceIntake
    ) throws -> Refused? {
        var problems: [Problem] = []
        var counts = ImportCounts()
        var isRefused = false
        try writer.undoable {
            let importing = try FileImport(
                writer, file: file.source, format: file.identification.format.rawValue,
                version: file.identification.version, encoding: file.identification.encoding,
                profile: file.identification.profile, run: run.id, days: days)
            importing.isSampled = { try sample.holds($0, writer.reader) }
            if file.namesEvidence {
                importing.evidenceDigests = evidence.digests(beside: file.name)
            }
            var gate = IntakeGate(
                configuration: configuration, fileName: file.name,
                account: override(for: file.name)?.account)
            let mapped = try MappedFile(path: file.path)
            let found = try mapped.withBytes { bytes in
                try read(bytes, of: file) { record in
                    if let admitted = gate.admit(record) { try importing.take(admitted) }
                }
            }
            try importing.finish()
            try FeeInvoiceIntake(configuration: configuration, run: run).take(gate.purchases, writer)
            problems = (found + gate.finished() + importing.problems).map(configuration.raised)
            counts = importing.counts
            counts.others += gate.purchases.count
            counts.setAside = problems.filter { $0.severity == .setAside }.count
            isRefused = problems.contains { $0.severity == .refuse }
            return !isRefused
        }
        guard !isRefused else {
            days.forget()
            let refused = Refused(file: file, problems: problems)
            if file.isPerhapsUnread, !configuration.agencies.isEmpty { return refused }
            try refuse(refused, writer)
            return nil
        }
        try writer.recordFile(file.source, outcome: .imported, counts: counts, run: run.id)
        try writer.recordProblems(capped(problems), file: file.name, run: run.id)
        return nil
    }

    /// The problems of reading. A file that changed since it was identified is refused, and so is one whose
    /// amounts add up to more than there can be.
    private func read(
        _ bytes: Span<UInt8>, of file: Waiting, emit: RecordSink
    ) throws -> [Problem] {
        guard Digest.sha256(bytes) == file.source.sha256 else {
            return [Problem(.fileUnreadable, found: "the file changed while it was read")]
        }
        do {
            return try FormatReader.read(bytes, options: options(for: file.name), emit: emit).problems
        } catch is MoneyError {
            return [Problem(.limitExceeded, found: "amounts that add up to more than can be counted")]
        }
    }

    /// A file that is wrong in every line must not fill the ledger: the first thousand say enough.
    private func capped(_ problems: [Problem]) -> [Problem] {
        guard problems.count > Self.problemsMax else { return problems }
        let refusing = problems.filter { $0.severity == .refuse }.prefix(Self.problemsMax)
        let rest = problems.filter { $0.severity != .refuse }.prefix(Self.problemsMax - refusing.count)
        let more = problems.count - refusing.count - rest.count
        return refusing + rest + [
            Problem(.limitExceeded, severity: .warn, found: "\(more) more problems in this file")
        ]
    }
}

/// Where members of archives stand while they are imported: inside the workspace, gone afterwards.
final class PartsFolder {
    private let root: String
    private var count = 0

    init(_ workspace: Workspace) throws {
        root = workspace.root + "/.parts"
        // What a killed run left.
        remove()
    }

    /// A new empty folder for one archive.
    func next() throws -> String {
        count += 1
        try DurableFile.makeFolder("\(root)/\(count)")
        return "\(root)/\(count)"
    }

    func remove() { try? FileManager.default.removeItem(atPath: root) }
}

/// Which records of a file belong to this workspace.
struct IntakeGate {
    let configuration: Configuration
    let fileName: String
    /// Account given by a person for files that name none.
    let account: String?
    private(set) var problems: [Problem] = []
    /// Invoices of the agencies, for their fees.
    private(set) var purchases: [InvoiceRecord] = []
    private var skipsStatement = false
    private var kind = StatementKind.booked
    /// Something of the file belongs here.
    private var hasAdmitted = false

    init(configuration: Configuration, fileName: String, account: String?) {
        self.configuration = configuration
        self.fileName = fileName
        self.account = account
    }

    /// The record, completed, or `nil` when it is left out; the reason is in `problems`.
    mutating func admit(_ record: SourceRecord) -> SourceRecord? {
        let admitted = examine(record)
        if admitted != nil { hasAdmitted = true }
        return admitted
    }

    /// All problems. A file of another company's accounts alone is refused; where one account of several is
    /// another's (a card beside the bank account) only that one is left out.
    func finished() -> [Problem] {
        guard !hasAdmitted else { return problems }
        return problems.map { $0.code == .accountNotOurs ? $0.with(severity: .refuse) : $0 }
    }

    private mutating func examine(_ record: SourceRecord) -> SourceRecord? {
        if let place = excess(in: record) {
            problems.append(
                Problem(
                    .limitExceeded, severity: .setAside, at: place, found: "an amount above 10^13 minor units"
                ))
            if case .statementOpened = record { skipsStatement = true }
            return nil
        }
        switch record {
        case .statementOpened(var opening):
            kind = opening.kind
            skipsStatement = !resolveAccount(&opening)
            return skipsStatement ? nil : .statementOpened(opening)
        case .entry(let entry): return skipsStatement || isPending(entry) ? nil : record
        case .statementClosed: return skipsStatement ? nil : record
        case .invoice(let invoice): return isOurs(invoice) ? record : nil
        case .directDebit, .decision, .adjudication, .status, .customer, .receipt, .delivery: return record
        }
    }

    /// No real amount is above 10^13 minor units (a hundred thousand million euros), and below it no sum of a
    /// ledger overflows. The place of one that is, else `nil`.
    private func excess(in record: SourceRecord) -> Place? {
        func isExcessive(_ amounts: Int64?...) -> Bool {
            amounts.contains { ($0 ?? 0).magnitude > 10_000_000_000_000 }
        }
        switch record {
        case .entry(let entry):
            return isExcessive(entry.amount, entry.balanceAfter) ? entry.place : nil
        case .invoice(let invoice):
            return isExcessive(invoice.payable, invoice.total, invoice.net) ? invoice.place : nil
        case .directDebit(let debit): return isExcessive(debit.amount) ? debit.place : nil
        case .statementOpened(let opening): return isExcessive(opening.openingBalance) ? opening.place : nil
        case .status(let status): return isExcessive(status.amount) ? status.place : nil
        case .receipt(let receipt): return isExcessive(receipt.amount) ? receipt.place : nil
        case .adjudication(let decided):
            guard case .applied(let parts) = decided.answer else { return nil }
            return parts.contains { isExcessive($0.amount, $0.difference?.amount) } ? decided.place : nil
        case .decision(let decision):
            let parts = decision.terms.instalments.map { Optional($0.amount) } + [decision.terms.amount]
            return parts.contains { isExcessive($0) } ? decision.place : nil
        case .statementClosed, .customer, .delivery: return nil
        }
    }

    private mutating func resolveAccount(_ opening: inout StatementOpening) -> Bool {
        let ours = configuration.creditor.ibans
        if opening.account.isEmpty {
            let byName = configuration.accountFiles.first {
                GlobPattern.matches($0.pattern, lastComponent(fileName))
            }
            guard let found = account ?? byName?.iban ?? (ours.count == 1 ? ours[0] : nil) else {
                problems.append(
                    Problem(
                        .accountUnknown, at: opening.place, found: "no account in the file",
                        expected: "formats.accounts in recobro.yaml, or --account"))
                return false
            }
            opening.account = found
        }
        opening.account = IdentifierText.compact(opening.account)
        guard ours.isEmpty || ours.contains(opening.account) else {
            problems.append(
                Problem(
                    .accountNotOurs, severity: .setAside, at: opening.place,
                    found: "an account ending in \(opening.account.suffix(4))",
                    expected: "one of creditor.ibans"))
            return false
        }
        return true
    }

    /// A booked statement's entry that is not booked yet: it arrives again once it is.
    private mutating func isPending(_ entry: EntryRecord) -> Bool {
        guard kind == .booked, entry.status != .booked else { return false }
        problems.append(Problem(.entryNotBooked, at: entry.place, found: entry.status.rawValue))
        return true
    }

    private mutating func isOurs(_ invoice: InvoiceRecord) -> Bool {
        let seller = invoice.seller.taxId
        if !seller.isEmpty, TaxIdentifier.key(seller) != configuration.creditor.taxId {
            guard FeeInvoiceIntake.agency(of: invoice, configuration) == nil else {
                purchases.append(invoice)
                return false
            }
            problems.append(
                Problem(
                    .sellerNotCreditor, at: invoice.place,
                    found: "invoice \(invoice.number) of another seller",
                    expected: "the creditor's tax id"))
            return false
        }
        if invoice.kind == .creditNote, invoice.isPaidOnIssue {
            // The books have applied it already; the invoices it went to are settled there too.
            problems.append(
                Problem(
                    .invoiceNotDebt, at: invoice.place,
                    found: "credit \(invoice.number), used up in the books"))
            return false
        }
        if invoice.kind == .copy {
            problems.append(Problem(.invoiceNotDebt, at: invoice.place, found: "copy of \(invoice.number)"))
            return false
        }
        return true
    }

    private func lastComponent(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}

/// File name patterns with `*` for any characters, without regard to case.
enum GlobPattern {
    static func matches(_ pattern: String, _ name: String) -> Bool {
        let parts = pattern.lowercased().split(separator: "*", omittingEmptySubsequences: false)
        var rest = name.lowercased()[...]
        guard let first = parts.first, rest.hasPrefix(first) else { return false }
        rest = rest.dropFirst(first.count)
        guard parts.count > 1 else { return rest.isEmpty }
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let range = rest.firstRange(of: part) else { return false }
            rest = rest[range.upperBound...]
        }
        return parts.last.map { rest.hasSuffix($0) } ?? true
    }
}
