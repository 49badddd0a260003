internal import Domain

/// Writes a comma-separated table row by row into chunks of bytes: a million rows never exist at once.
///
/// UTF-8, a heading row, commas, fields quoted where RFC 4180 asks for it, every row ended by a line feed
/// (what scripts expect; a line break inside a field is kept and quoted). A text that a spreadsheet
/// would read
/// as a formula gets a leading apostrophe; numbers are written as they are.
struct CSVWriter {
    /// Chunks are given away as soon as they are at least this long.
    static let chunkBytes = 1 << 16

    private var bytes: [UInt8] = []
    private var isRowStart = true
    private let separator: UInt8

    /// - Parameters:
    ///   - separator: a comma, or what spreadsheets of the reader's country expect.
    ///   - marksEncoding: begins with a byte-order mark, without which spreadsheets misread accents.
    init(columns: [String], separator: UInt8 = 0x2C, marksEncoding: Bool = false) {
        self.separator = separator
        if marksEncoding { bytes = [0xEF, 0xBB, 0xBF] }
        for column in columns { raw(column) }
        endRow()
    }

    /// Text from outside: neutralised and quoted.
    mutating func text(_ value: String) {
        separate()
        var value = value
        value.withUTF8 { field($0) }
    }

    /// A name of our own: a status, a code, a heading. Quoted where needed, never neutralised.
    mutating func raw(_ value: String) {
        separate()
        var value = value
        value.withUTF8 { quoted($0, prefix: []) }
    }

    /// A whole number.
    mutating func integer(_ value: some BinaryInteger) {
        separate()
        bytes.append(contentsOf: String(value).utf8)
    }

    /// `true` or `false`.
    mutating func flag(_ value: Bool) { raw(value ? "true" : "false") }

    /// A decimal string and, in the next column, the currency.
    mutating func money(_ amount: Money?) {
        raw(amount?.decimalString ?? "")
        raw(amount?.currency.code ?? "")
    }

    /// `YYYY-MM-DD`, empty for none.
    mutating func day(_ day: Day?) { raw(day?.description ?? "") }

    mutating func endRow() {
        bytes.append(0x0A)
        isRowStart = true
    }

    /// The bytes written so far when they make a chunk, or when `final`; empty otherwise.
    mutating func takeChunk(final: Bool = false) -> [UInt8] {
        guard final || bytes.count >= Self.chunkBytes else { return [] }
        let chunk = bytes
        bytes.removeAll(keepingCapacity: !final)
        return chunk
    }

    private mutating func separate() {
        if !isRowStart { bytes.append(separator) }
        isRowStart = false
    }

    /// `=`, `+`, `-`, `@`, tab and carriage return start a formula or smuggle one in.
    private mutating func field(_ value: UnsafeBufferPointer<UInt8>) {
        switch value.first {
        case 0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D: quoted(value, prefix: [0x27])
        default: quoted(value, prefix: [])
        }
    }

    private mutating func quoted(_ value: UnsafeBufferPointer<UInt8>, prefix: [UInt8]) {
        let needsQuotes = value.contains {
            $0 == 0x22 || $0 == separator || $0 == 0x0A || $0 == 0x0D
        }
        guard needsQuotes else {
            bytes.append(contentsOf: prefix)
            bytes.append(contentsOf: value)
            return
        }
        bytes.append(0x22)
        bytes.append(contentsOf: prefix)
        var rest = value[...]
        while let quote = rest.firstIndex(of: 0x22) {
            bytes.append(contentsOf: rest[...quote])
            bytes.append(0x22)
            rest = rest[(quote + 1)...]
        }
        bytes.append(contentsOf: rest)
        bytes.append(0x22)
    }
}

extension CSVWriter {
    /// Encodes all rows of a table, one call of `row` each, and hands the bytes to `emit` chunk by chunk.
    /// What `emit` throws, a full disk for example, ends the table and is thrown on.
    static func encode<Row>(
        _ rows: some Sequence<Row>, columns: [String], emit: ([UInt8]) throws -> Void,
        row write: (inout CSVWriter, Row) -> Void
    ) rethrows {
        var csv = CSVWriter(columns: columns)
        for row in rows {
            write(&csv, row)
            let chunk = csv.takeChunk()
            if !chunk.isEmpty { try emit(chunk) }
        }
        try emit(csv.takeChunk(final: true))
    }

    /// The same where the rows are made one by one: `produce` gives each to what it is handed.
    static func encode<Row>(
        columns: [String], emit: ([UInt8]) throws -> Void,
        rows produce: (_ take: (Row) throws -> Void) throws -> Void,
        row write: @escaping (inout CSVWriter, Row) -> Void
    ) throws {
        try withoutActuallyEscaping(emit) { emit in
            var csv = CSVWriter(columns: columns)
            try produce { row in
                write(&csv, row)
                let chunk = csv.takeChunk()
                if !chunk.isEmpty { try emit(chunk) }
            }
            try emit(csv.takeChunk(final: true))
        }
    }
}
