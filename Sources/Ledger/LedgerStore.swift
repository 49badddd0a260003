internal import GRDB

/// The ledger of one creditor: an SQLite file in write-ahead-log mode, written by one process at a time.
///
/// Only this module speaks SQL. A stage writes in one transaction (`write`), so a killed run leaves either
/// all of a stage or nothing of it.
public final class LedgerStore: Sendable {
    let queue: DatabaseQueue

    /// Opens the ledger at `path`, creating and migrating it as needed. Throws `LedgerError`.
    public init(path: String) throws {
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.foreignKeysEnabled = true
        configuration.publicStatementArguments = false
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: "PRAGMA temp_store = MEMORY")
            try db.execute(sql: "PRAGMA cache_size = -65536")
        }
        queue = try DatabaseQueue(path: path, configuration: configuration)
        try Schema.migrator.migrate(queue)
    }

    /// Runs `body` in one transaction; all of it is committed or, when it throws, nothing.
    public func write<Value>(_ body: (LedgerWriter) throws -> Value) throws -> Value {
        try queue.write { db in try body(LedgerWriter(reader: LedgerReader(db: db))) }
    }

    /// Writes a copy of the ledger, as of now, to a new file.
    public func copy(to path: String) throws {
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "VACUUM INTO ?", arguments: [path])
        }
    }

    /// Runs `body` on one consistent view of the ledger.
    public func read<Value>(_ body: (LedgerReader) throws -> Value) throws -> Value {
        try queue.read { db in try body(LedgerReader(db: db)) }
    }
}

/// Reading access inside `LedgerStore.read` or `write`. Not to be kept beyond it.
public struct LedgerReader {
    let db: Database
}

/// Writing access inside `LedgerStore.write`. Not to be kept beyond it.
public struct LedgerWriter {
    /// Reads see what this transaction has written.
    public let reader: LedgerReader
    var db: Database { reader.db }
}

/// What can go wrong inside the ledger besides the database itself.
public enum LedgerError: Error, CustomStringConvertible {
    /// Conservation does not hold; the text says where. The run stops.
    case invariantBroken(String)
    /// A row holds what the program cannot have written.
    case corrupt(String)

    public var description: String {
        switch self {
        case .invariantBroken(let text): "ledger invariant broken: \(text)"
        case .corrupt(let text): "ledger row not understood: \(text)"
        }
    }
}
