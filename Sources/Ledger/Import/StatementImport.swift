internal import Domain
internal import GRDB

/// A statement whose entries are arriving.
struct OpenStatement {
    let id: Int64
    let account: Int64
    let opening: StatementOpening
    /// Balance after the last entry taken, where it can be known.
    var running: Int64?
    /// Entries of one booking day that the ledger held before, waiting to be compared.
    var block: [EntryRecord] = []
    var blockDay: Day?
    /// Rows of the ledger that entries of this statement were found equal to.
    var consumed: Set<Int64> = []
    var ownDays: Set<Int32> = []
    var first: Day?
    var last: Day?
    var added = 0
    var known = 0
    var credits: Int64 = 0
    var debits: Int64 = 0
}

extension FileImport {
    func open(_ opening: StatementOpening) throws {
        let account = try writer.accountId(opening.account)
        let next = (try writer.reader.integer("SELECT max(id) FROM statement") ?? 0) + 1
        statement = OpenStatement(
            id: next, account: account, opening: opening, running: opening.openingBalance)
    }

    func take(_ record: EntryRecord) throws {
        guard var current = statement else {
            throw LedgerError.corrupt("an entry outside of a statement")
        }
        statement = nil
        var entry = record
        if let running = current.running { current.running = try running.addingExactly(entry.amount) }
        if entry.balanceAfter == nil { entry.balanceAfter = current.running }
        current.first = min(current.first ?? entry.booked, entry.booked)
        current.last = max(current.last ?? entry.booked, entry.booked)
        if entry.amount >= 0 {
            current.credits = try current.credits.addingExactly(entry.amount)
        } else {
            current.debits = try current.debits.addingExactly(-entry.amount)
        }
        if current.blockDay != entry.booked {
            try finishBlock(&current)
            current.blockDay = entry.booked
        }
        let mustCompare = try days.contains(entry.booked, account: current.account) {
            try writer.reader.bookingDays(account: current.account)
        }
        if mustCompare {
            current.block.append(entry)
        } else {
            current.ownDays.insert(entry.booked.number)
            try insert(entry, into: &current)
        }
        statement = current
    }

    func close(_ closing: StatementClosing) throws {
        guard var current = statement else { return }
        statement = nil
        try finishBlock(&current)
        days.add(current.ownDays, account: current.account)
        let from = closing.from ?? current.opening.from ?? current.first
        let to = closing.to ?? current.opening.to ?? current.last
        if try writer.knowsStatement(current, from: from, to: to, closing: closing) { return }
        try writer.reader.prepared(
            """
            INSERT INTO statement (id, file, account, currency, reference, from_day, to_day, opening, closing,
              entries, entries_known, credits, debits, line) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)
            """
        ).run(
            .integer(current.id), .integer(file), .integer(current.account),
            .currency(current.opening.currency), .text(current.opening.reference), .day(from), .day(to),
            .int(closing.openingBalance ?? current.opening.openingBalance), .int(closing.closingBalance),
            .int(current.added), .int(current.known), .integer(current.credits), .integer(current.debits),
            .int(current.opening.place.line))
        counts.statements += 1
    }

    /// Compares the waiting entries of one day with the day's entries in the ledger and adds what is new.
    private func finishBlock(_ current: inout OpenStatement) throws {
        guard let day = current.blockDay, !current.block.isEmpty else { return }
        let existing = try writer.reader.entries(
            account: current.account, booked: day, notIn: current.id, currency: current.opening.currency
        ).filter { !current.consumed.contains($0.id) }
        let outcome = DayComparison.compare(
            incoming: current.block, existing: existing.map { ($0.id, $0.entry, $0.file != file) })
        for (entry, twin) in zip(current.block, outcome.twins) {
            if let twin {
                current.consumed.insert(twin)
                current.known += 1
                counts.entriesKnown += 1
            } else {
                try insert(entry, into: &current)
            }
        }
        if outcome.isUnclear {
            problems.append(
                Problem(
                    .overlapUnclear, at: current.block[0].place,
                    found: "movements of \(day) with equal amounts but different balances or texts"))
        }
        current.block = []
    }

    private func insert(_ entry: EntryRecord, into current: inout OpenStatement) throws {
        try insertEntry.run(
            .integer(current.id), .integer(current.account), .day(entry.booked), .day(entry.value),
            .integer(entry.amount), .currency(current.opening.currency), .text(entry.reference),
            .text(entry.bankReference), .text(entry.code), .text(entry.counterparty),
            .text(entry.counterpartyAccount), .text(entry.counterpartyTaxId), .text(entry.text),
            .text(entry.endToEndId), .text(entry.mandateId), .text(entry.structuredReference),
            .text(entry.batchReference), .text(entry.returnReason), .flag(entry.isReversal),
            .int(entry.balanceAfter), .int(entry.place.line))
        current.added += 1
        counts.entries += 1
        guard !entry.details.isEmpty else { return }
        let id = writer.lastRowID
        for detail in entry.details {
            try writer.reader.prepared(
                """
                INSERT INTO entry_detail (entry, amount, counterparty, counterparty_account, text, end_to_end,
                  mandate, structured, return_reason) VALUES (?,?,?,?,?,?,?,?,?)
                """
            ).run(
                .integer(id), .int(detail.amount), .text(detail.counterparty),
                .text(detail.counterpartyAccount), .text(detail.text), .text(detail.endToEndId),
                .text(detail.mandateId), .text(detail.structuredReference), .text(detail.returnReason))
            if detail.isFee == true {
                try writer.reader.prepared("INSERT INTO entry_fee (detail) VALUES (?)").run(
                    .integer(writer.lastRowID))
            }
        }
    }
}

extension LedgerWriter {
    var lastRowID: Int64 { db.lastInsertedRowID }

    /// The account's row, made on first sight.
    func accountId(_ identifier: String) throws -> Int64 {
        if let id = try reader.integer("SELECT id FROM account WHERE identifier = ?", .text(identifier)) {
            return id
        }
        return try insert("INSERT INTO account (identifier) VALUES (?)", .text(identifier))
    }

    /// Whether a statement with the same account, days and balances is in the ledger and this one added
    /// nothing: the same statement in another file.
    func knowsStatement(
        _ current: OpenStatement, from: Day?, to: Day?, closing: StatementClosing
    ) throws -> Bool {
        guard current.added == 0 else { return false }
        var known = false
        try reader.prepared(
            """
            SELECT 1 FROM statement WHERE account = ? AND from_day IS ? AND to_day IS ? AND opening IS ?
              AND closing IS ? AND currency = ? LIMIT 1
            """
        ).each(
            .integer(current.account), .day(from), .day(to),
            .int(closing.openingBalance ?? current.opening.openingBalance), .int(closing.closingBalance),
            .currency(current.opening.currency)
        ) { _ in known = true }
        return known
    }
}

extension LedgerReader {
    /// The days on which the account has entries.
    func bookingDays(account: Int64) throws -> Set<Int32> {
        var days: Set<Int32> = []
        try prepared("SELECT DISTINCT booked FROM entry WHERE account = ?").each(.integer(account)) {
            days.insert($0.day(0).number)
        }
        return days
    }

    /// The entries of one account, day and currency, in the order they were added.
    func entries(
        account: Int64, booked: Day, notIn statement: Int64, currency: Currency
    ) throws -> [(id: Int64, file: Int64, entry: EntryRecord)] {
        var found: [(id: Int64, file: Int64, entry: EntryRecord)] = []
        try prepared(
            """
            SELECT entry.id, coalesce(statement.file, 0), amount, value, entry.reference, bank_reference, text,
              counterparty, counterparty_account, end_to_end, balance_after
            FROM entry LEFT JOIN statement ON statement.id = entry.statement
            WHERE entry.account = ? AND booked = ? AND entry.statement <> ? AND entry.currency = ?
            ORDER BY entry.id
            """
        ).each(.integer(account), .day(booked), .integer(statement), .currency(currency)) { row in
            var entry = EntryRecord(booked: booked, value: row.optionalDay(3), amount: row.int(2))
            entry.reference = row.text(4)
            entry.bankReference = row.text(5)
            entry.text = row.text(6)
            entry.counterparty = row.text(7)
            entry.counterpartyAccount = row.text(8)
            entry.endToEndId = row.text(9)
            entry.balanceAfter = row.optionalInt(10)
            found.append((row.int(0), row.int(1), entry))
        }
        return found
    }
}
