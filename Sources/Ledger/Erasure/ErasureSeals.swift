internal import GRDB

/// Changing sealed rows, the one exception: only an erasure does it, and only inside its transaction.
extension LedgerWriter {
    /// Takes the triggers that refuse UPDATE off tables while `body` runs, and puts them back word for word.
    /// A failure rolls the whole transaction back, triggers too.
    func withoutUpdateProtection(of tables: [String], _ body: () throws -> Void) throws {
        var triggers: [(name: String, sql: String)] = []
        for table in tables {
            try reader.prepared("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?")
                .each(
                    .text("\(table)_no_update")
                ) { triggers.append(($0.text(0), $0.text(1))) }
        }
        guard triggers.count == tables.count else {
            throw LedgerError.invariantBroken("a table of the journal has lost its protection")
        }
        for trigger in triggers { try db.execute(sql: "DROP TRIGGER \(trigger.name)") }
        try body()
        for trigger in triggers { try db.execute(sql: trigger.sql) }
    }

    /// Makes every seal again over the rows as they are now; gives the digests that were replaced, by the
    /// number of the seal. The marks stay: no row came or went.
    func sealAgain() throws -> [(seal: Int64, digest: String)] {
        var seals: [(number: Int64, marks: [String: Int64])] = []
        var old: [String] = []
        var replaced: [(seal: Int64, digest: String)] = []
        try reader.prepared("SELECT number, watermarks, digest FROM seal ORDER BY number").each { row in
            seals.append((row.int(0), SealMarks.decode(row.text(1))))
            old.append(row.text(2))
        }
        var previous = ""
        var marks: [String: Int64] = [:]
        let update = try reader.prepared("UPDATE seal SET previous = ?, digest = ? WHERE number = ?")
        for (seal, before) in zip(seals, old) {
            let digest = try reader.sealDigest(previous: previous, from: marks, to: seal.marks)
            // Those before the first row that changed are what they were.
            if digest != before { replaced.append((seal.number, before)) }
            try update.run(.text(previous), .text(digest), .integer(seal.number))
            previous = digest
            marks = seal.marks
        }
        return replaced
    }
}

extension LedgerStore {
    /// Rewrites the file without what its pages still hold of rows that were changed, and empties the log:
    /// until then erased bytes can be read in both. False where another program that reads the ledger is in
    /// the way.
    public func compact() throws -> Bool {
        try queue.writeWithoutTransaction { db in
            do {
                try db.execute(sql: "VACUUM")
                // The pragma reports a reader in the way in its row, not as an error.
                return try Int.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)") == 0
            } catch let error as DatabaseError
                where [.SQLITE_BUSY, .SQLITE_LOCKED].contains(error.resultCode)
            {
                return false
            }
        }
    }
}
