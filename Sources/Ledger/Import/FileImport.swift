public import Domain
internal import GRDB

/// What a file added to the ledger and what the ledger knew already.
public struct ImportCounts: Sendable, Equatable {
    public var statements = 0
    public var entries = 0
    public var entriesKnown = 0
    public var invoices = 0
    public var invoicesKnown = 0
    /// Direct debits and decisions.
    public var others = 0
    public var othersKnown = 0
    public var setAside = 0

    public init() {}
}

/// Puts the records of one file into the ledger: idempotent, and safe for twins.
///
/// The same file again adds nothing; overlapping files add only what is new; two identical movements of one
/// day stay two (see `DayComparison`). One value a file; its writes belong to the caller's transaction.
public final class FileImport {
    let writer: LedgerWriter
    let file: Int64
    let run: String
    let source: SourceFile
    /// Proofs of delivery wait for the end of the file: another line may contradict them.
    var deliveries: [DeliveryRecord] = []
    let days: ImportedDays
    /// Findings that need the ledger to be seen: conflicts, overlaps.
    public internal(set) var problems: [Problem] = []
    public internal(set) var counts = ImportCounts()
    /// SHA-256 of the files that lie beside this one, by the name that a fact gives its evidence.
    public var evidenceDigests: [String: String] = [:]
    /// The number of the last fact that was added; `nil` before the first.
    public internal(set) var lastFact: Int64?
    var statement: OpenStatement?
    /// The statement being read when it is no booked one: its entries are notices.
    private var noticeAccount: (opening: StatementOpening, id: Int64)?
    let insertEntry: Prepared
    /// Whether the audit sample has drawn a posting: then a row about it is the answer that was asked for.
    public var isSampled: (_ decision: Int64) throws -> Bool = { _ in false }

    /// Starts the import of `file`, which must not be in the ledger yet (see `LedgerWriter.knows`).
    public init(
        _ writer: LedgerWriter, file: SourceFile, format: String, version: String, encoding: String,
        profile: String, run: String, days: ImportedDays
    ) throws {
        self.writer = writer
        self.run = run
        self.days = days
        source = file
        self.file = try writer.addSourceFile(
            file, format: format, version: version, encoding: encoding, profile: profile, refused: false,
            run: run)
        insertEntry = try writer.reader.prepared(
            """
            INSERT INTO entry (statement, account, booked, value, amount, currency, reference, bank_reference,
              code, counterparty, counterparty_account, counterparty_tax_id, text, end_to_end, mandate,
              structured, batch, return_reason, is_reversal, balance_after, line)
            VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
            """)
    }

    /// Adds one record; proofs of delivery are added by `finish`. Statements open, hold entries, close; other
    /// records may come anywhere.
    public func take(_ record: SourceRecord) throws {
        switch record {
        case .statementOpened(let opening):
            noticeAccount = opening.kind == .booked ? nil : (opening, try writer.accountId(opening.account))
            if opening.kind == .booked { try open(opening) }
        case .entry(let entry):
            if let notice = noticeAccount {
                try takeNotice(entry, of: notice.opening, account: notice.id)
            } else {
                try take(entry)
            }
        case .statementClosed(let closing): if noticeAccount == nil { try close(closing) }
        case .invoice(let invoice): try take(invoice)
        case .directDebit(let debit): try take(debit)
        case .decision(let decision): try take(decision)
        case .adjudication(let adjudication): try take(adjudication)
        case .status(let status): try take(status)
        case .customer(let customer): try take(customer)
        case .receipt(let receipt): try take(receipt)
        case .delivery(let delivery): deliveries.append(delivery)
        }
    }

    private func take(_ debit: DirectDebitRecord) throws {
        let key =
            "\(debit.batch)|\(debit.invoiceNumber)|\(debit.collected)|\(debit.amount)|\(debit.endToEndId)"
        let occurrence = days.nextOccurrence(of: key, file: file)
        let known = try writer.insertIgnoring(
            """
            INSERT OR IGNORE INTO direct_debit (file, line, batch, collected, invoice_number, amount, currency,
              mandate, tax_id, end_to_end, occurrence) VALUES (?,?,?,?,?,?,?,?,?,?,?)
            """,
            .integer(file), .int(debit.place.line), .text(debit.batch), .day(debit.collected),
            .text(debit.invoiceNumber), .integer(debit.amount), .currency(debit.currency),
            .text(debit.mandateId), .text(debit.debtorTaxId), .text(debit.endToEndId), .int(occurrence))
        guard !known else { return counts.othersKnown += 1 }
        counts.others += 1
        guard !(debit.message + debit.debtor + debit.debtorAccount + debit.text).isEmpty else { return }
        _ = try writer.insert(
            "INSERT INTO direct_debit_note (debit, message, debtor, debtor_account, text) VALUES (?,?,?,?,?)",
            .integer(writer.lastRowID), .text(debit.message), .text(debit.debtor),
            .text(debit.debtorAccount), .text(debit.text))
    }
}

/// What the imports of one transaction share: which days of which account the ledger held before, so that
/// only those are compared, and how often a list line was seen in each file.
public final class ImportedDays {
    private var byAccount: [Int64: Set<Int32>] = [:]
    private var occurrences: [String: Int] = [:]
    private var occurrencesFile: Int64 = 0

    public init() {}

    func contains(_ day: Day, account: Int64, load: () throws -> Set<Int32>) rethrows -> Bool {
        if let known = byAccount[account] { return known.contains(day.number) }
        let loaded = try load()
        byAccount[account] = loaded
        return loaded.contains(day.number)
    }

    func add(_ days: Set<Int32>, account: Int64) {
        byAccount[account]?.formUnion(days)
    }

    /// Forgets what a rolled-back file may have added.
    public func forget() { byAccount = [:] }

    /// 0 for the first line with this key in a file, 1 for its twin.
    func nextOccurrence(of key: String, file: Int64) -> Int {
        if occurrencesFile != file {
            occurrences = [:]
            occurrencesFile = file
        }
        let count = occurrences[key, default: 0]
        occurrences[key] = count + 1
        return count
    }
}

extension LedgerWriter {
    /// Runs an `INSERT OR IGNORE`; true when the row was known already.
    func insertIgnoring(_ sql: String, _ values: BoundValue...) throws -> Bool {
        let before = db.totalChangesCount
        try reader.prepared(sql).runAll(values)
        return db.totalChangesCount == before
    }

    func insert(_ sql: String, _ values: BoundValue...) throws -> Int64 {
        try reader.prepared(sql).runAll(values)
        return db.lastInsertedRowID
    }

    func addSourceFile(
        _ file: SourceFile, format: String, version: String, encoding: String, profile: String, refused: Bool,
        run: String
    ) throws -> Int64 {
        try insert(
            """
            INSERT INTO source_file (sha256, name, bytes, format, version, encoding, profile, refused, run)
            VALUES (?,?,?,?,?,?,?,?,?)
            """,
            .text(file.sha256), .text(file.name), .int(file.byteCount), .text(format), .text(version),
            .text(encoding), .text(profile), .flag(refused), .text(run))
    }
}
