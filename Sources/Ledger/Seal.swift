internal import Crypto
internal import Domain
internal import GRDB

/// The chain of seals: each run's new rows are digested together with the seal before, so that a later change
/// of any sealed row shows.
extension LedgerWriter {
    /// Seals everything added since the last seal. Once a run, as its last act before publishing.
    public func seal(run: String) throws {
        let last = try reader.lastSeal()
        let marks = try reader.watermarks()
        let digest = try reader.sealDigest(previous: last?.digest ?? "", from: last?.marks ?? [:], to: marks)
        try reader.prepared("INSERT INTO seal (run, previous, digest, watermarks) VALUES (?,?,?,?)").run(
            .text(run), .text(last?.digest ?? ""), .text(digest), .text(SealMarks.encode(marks)))
    }
}

extension LedgerReader {
    /// Whether the run's rows are sealed.
    public func isSealed(run: String) throws -> Bool {
        try integer("SELECT 1 FROM seal WHERE run = ?", .text(run)) != nil
    }

    /// The digest of the last seal; empty before the first.
    public func lastSealDigest() throws -> String { try lastSeal()?.digest ?? "" }

    /// The last seal's digest and how far it reached.
    func lastSeal() throws -> (digest: String, marks: [String: Int64])? {
        var last: (digest: String, marks: [String: Int64])?
        try prepared("SELECT digest, watermarks FROM seal ORDER BY number DESC LIMIT 1").each {
            last = ($0.text(0), SealMarks.decode($0.text(1)))
        }
        return last
    }

    /// Re-computes the whole chain.
    func verifySeals() throws -> (violations: [String], digest: String, count: Int) {
        var violations: [String] = []
        var previous = ""
        var marks: [String: Int64] = [:]
        var seals: [(run: String, previous: String, digest: String, marks: [String: Int64])] = []
        try prepared("SELECT run, previous, digest, watermarks FROM seal ORDER BY number").each {
            seals.append(($0.text(0), $0.text(1), $0.text(2), SealMarks.decode($0.text(3))))
        }
        for seal in seals {
            let computed = try sealDigest(previous: previous, from: marks, to: seal.marks)
            if seal.previous != previous || computed != seal.digest {
                violations.append("seal of run \(seal.run) does not fit the rows it sealed")
            }
            previous = seal.digest
            marks = seal.marks
        }
        return (violations, previous, seals.count)
    }

    /// The highest row number of every sealed table.
    func watermarks() throws -> [String: Int64] {
        var marks: [String: Int64] = [:]
        for table in Schema.sealedTables {
            let mark = try integer("SELECT max(rowid) FROM \(table)")
            if mark == nil, Schema.sealedOnceFilled.contains(table) { continue }
            marks[table] = mark ?? 0
        }
        return marks
    }

    func sealDigest(previous: String, from: [String: Int64], to: [String: Int64]) throws -> String {
        var hash = SHA256()
        hash.update(data: Array(previous.utf8))
        var buffer: [UInt8] = []
        for table in Schema.sealedTables where to[table] != nil {
            buffer.append(contentsOf: table.utf8)
            try prepared("SELECT * FROM \(table) WHERE rowid > ? AND rowid <= ? ORDER BY rowid").each(
                .integer(from[table] ?? 0), .integer(to[table] ?? 0)
            ) { row in
                for index in 0..<row.count { row.appendCanonical(index, to: &buffer) }
                if buffer.count > 1 << 16 {
                    hash.update(data: buffer)
                    buffer.removeAll(keepingCapacity: true)
                }
            }
        }
        hash.update(data: buffer)
        return String(hexadecimal: hash.finalize())
    }
}

/// Watermarks as a text column: `table=number`, blank-separated, in the order of the sealed tables.
enum SealMarks {
    static func encode(_ marks: [String: Int64]) -> String {
        Schema.sealedTables.filter { marks[$0] != nil }.map { "\($0)=\(marks[$0] ?? 0)" }.joined(
            separator: " ")
    }

    static func decode(_ text: String) -> [String: Int64] {
        var marks: [String: Int64] = [:]
        for pair in text.split(separator: " ") {
            let parts = pair.split(separator: "=")
            if parts.count == 2, let number = Int64(parts[1]) { marks[String(parts[0])] = number }
        }
        return marks
    }
}
