internal import Domain
internal import GRDB
internal import GRDBSQLite

/// A prepared statement bound and stepped through SQLite's own interface: the bulk path, four times the speed
/// of encoded records. GRDB owns the statement; nothing else of it is bypassed.
struct Prepared {
    private let statement: Statement
    private var raw: OpaquePointer { statement.sqliteStatement }
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    init(_ db: Database, _ sql: String) throws {
        statement = try db.cachedStatement(sql: sql)
    }

    /// Binds `values` in order, runs the statement to its end and resets it.
    func run(_ values: BoundValue...) throws { try runAll(values) }

    /// The same with the values in an array.
    func runAll(_ values: [BoundValue]) throws {
        defer { reset() }
        bind(values)
        let code = sqlite3_step(raw)
        guard code == SQLITE_DONE || code == SQLITE_ROW else {
            throw DatabaseError(
                resultCode: ResultCode(rawValue: code),
                message: String(cString: sqlite3_errmsg(sqlite3_db_handle(raw))))
        }
    }

    /// Binds `values` and calls `body` for each row.
    func each(_ values: BoundValue..., body: (Columns) throws -> Void) throws {
        defer { reset() }
        bind(values)
        while let row = try step() { try body(row) }
    }

    /// Goes to the next row; `nil` after the last.
    fileprivate func step() throws -> Columns? {
        let code = sqlite3_step(raw)
        if code == SQLITE_DONE { return nil }
        guard code == SQLITE_ROW else {
            throw DatabaseError(
                resultCode: ResultCode(rawValue: code),
                message: String(cString: sqlite3_errmsg(sqlite3_db_handle(raw))))
        }
        return Columns(raw: raw)
    }

    private func bind(_ values: [BoundValue]) {
        for (offset, value) in values.enumerated() {
            let index = Int32(offset + 1)
            switch value {
            case .integer(let number): sqlite3_bind_int64(raw, index, number)
            case .null: sqlite3_bind_null(raw, index)
            case .text(var text):
                text.withUTF8 { bytes in
                    _ = bytes.withMemoryRebound(to: CChar.self) {
                        sqlite3_bind_text(raw, index, $0.baseAddress, Int32($0.count), Self.transient)
                    }
                    if bytes.isEmpty { sqlite3_bind_text(raw, index, "", 0, Self.transient) }
                }
            }
        }
    }

    fileprivate func reset() {
        sqlite3_reset(raw)
        sqlite3_clear_bindings(raw)
    }
}

/// Rows that are fetched one at a time, so that two lists in one order can be read in step. A statement is
/// stepped by one cursor at a time.
final class RowCursor {
    private let statement: Prepared

    init(_ reader: LedgerReader, _ sql: String) throws { statement = try reader.prepared(sql) }

    deinit { statement.reset() }

    /// The next row, to be read before the one after it is asked for; `nil` after the last.
    func next() throws -> Columns? { try statement.step() }
}

/// A list of keys and sums in ascending order of keys, asked in that order.
final class SumsInStep {
    private let rows: RowCursor
    private var next: (key: Int64, sum: Int64)?

    init(_ reader: LedgerReader, _ sql: String) throws {
        rows = try RowCursor(reader, sql)
        try advance()
    }

    /// The sum of a key, 0 where the list does not have it.
    func sum(of key: Int64) throws -> Int64 {
        while let known = next, known.key < key { try advance() }
        return next?.key == key ? next?.sum ?? 0 : 0
    }

    private func advance() throws { next = try rows.next().map { ($0.int(0), $0.int(1)) } }
}

/// What a statement can be given.
enum BoundValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    case integer(Int64)
    case text(String)
    case null

    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int64) { self = .integer(value) }

    static func int(_ value: Int) -> BoundValue { .integer(Int64(value)) }
    static func int(_ value: Int64?) -> BoundValue { value.map(BoundValue.integer) ?? .null }
    static func flag(_ value: Bool) -> BoundValue { .integer(value ? 1 : 0) }
    static func day(_ value: Day?) -> BoundValue { value.map { .integer(Int64($0.number)) } ?? .null }
    static func currency(_ value: Currency) -> BoundValue { .text(value.code) }
}

/// The row that a statement stands on.
struct Columns {
    fileprivate let raw: OpaquePointer

    var count: Int { Int(sqlite3_column_count(raw)) }

    func int(_ index: Int) -> Int64 { sqlite3_column_int64(raw, Int32(index)) }
    func isNull(_ index: Int) -> Bool { sqlite3_column_type(raw, Int32(index)) == SQLITE_NULL }
    func optionalInt(_ index: Int) -> Int64? { isNull(index) ? nil : int(index) }
    func flag(_ index: Int) -> Bool { int(index) != 0 }
    func day(_ index: Int) -> Day { Day(number: Int32(truncatingIfNeeded: int(index))) }
    func optionalDay(_ index: Int) -> Day? { isNull(index) ? nil : day(index) }

    func text(_ index: Int) -> String {
        guard let bytes = sqlite3_column_text(raw, Int32(index)) else { return "" }
        let count = Int(sqlite3_column_bytes(raw, Int32(index)))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    /// Whether the text is this one, without making a string of it.
    func isText(_ index: Int, _ expected: String) -> Bool {
        let count = Int(sqlite3_column_bytes(raw, Int32(index)))
        guard count == expected.utf8.count else { return false }
        guard count > 0, let bytes = sqlite3_column_text(raw, Int32(index)) else { return count == 0 }
        return UnsafeBufferPointer(start: bytes, count: count).elementsEqual(expected.utf8)
    }

    func currency(_ index: Int) throws -> Currency {
        guard let currency = Currency(text(index)) else {
            throw LedgerError.corrupt("currency \(text(index))")
        }
        return currency
    }

    /// Appends the value with its type, so that two different rows never give the same bytes.
    func appendCanonical(_ index: Int, to bytes: inout [UInt8]) {
        switch sqlite3_column_type(raw, Int32(index)) {
        case SQLITE_NULL: bytes.append(0)
        case SQLITE_INTEGER:
            bytes.append(1)
            withUnsafeBytes(of: int(index).bigEndian) { bytes.append(contentsOf: $0) }
        default:
            bytes.append(2)
            let count = Int(sqlite3_column_bytes(raw, Int32(index)))
            withUnsafeBytes(of: UInt32(count).bigEndian) { bytes.append(contentsOf: $0) }
            if count > 0, let text = sqlite3_column_text(raw, Int32(index)) {
                bytes.append(contentsOf: UnsafeBufferPointer(start: text, count: count))
            }
        }
    }
}

extension LedgerReader {
    func prepared(_ sql: String) throws -> Prepared { try Prepared(db, sql) }

    /// The first column of the first row, or `nil`.
    func integer(_ sql: String, _ value: BoundValue? = nil) throws -> Int64? {
        var result: Int64?
        let statement = try prepared(sql)
        if let value {
            try statement.each(value) { if result == nil { result = $0.optionalInt(0) } }
        } else {
            try statement.each { if result == nil { result = $0.optionalInt(0) } }
        }
        return result
    }
}
