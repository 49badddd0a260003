internal import Domain
internal import GRDB

/// Erasing a person from the journal, in the one transaction of the caller.
extension LedgerWriter {
    /// What an erasure did.
    public struct Erased: Sendable, Equatable {
        public let number: Int64
        public let parts: [ErasedPart]
        public var rows: Int { parts.reduce(0) { $0 + $1.rows } }
        public let headBefore: String
    }

    /// Empties what the scope says, makes the seals again, and records who did it and which head of the chain
    /// it replaced. Throws where the chain does not hold before: nobody may hide a forgery behind an erasure.
    public func erase(_ subject: ErasureSubject, _ order: ErasureOrder, run: String) throws -> Erased {
        let chain = try reader.verifySeals()
        guard chain.violations.isEmpty else {
            throw LedgerError.invariantBroken(chain.violations.joined(separator: "; "))
        }
        let number = (try reader.integer("SELECT max(id) FROM erasure") ?? 0) + 1
        let versions = try reader.integer("SELECT max(id) FROM invoice_version") ?? 0
        let records = try reader.integer("SELECT max(id) FROM customer_record") ?? 0
        let columns = ErasureColumns.of(order.scope, subject)
        let searched = ErasureColumns.searched(order.scope)
        let protected = Set(columns.map(\.table) + searched.map(\.table) + ["output", "seal"])
            .intersection(Schema.appendOnlyTables)
        var parts: [ErasedPart] = []
        var replaced: [(seal: Int64, digest: String)] = []
        try withoutUpdateProtection(of: protected.sorted()) {
            if order.scope == .everything { parts.note("what matching saw", try eraseEvidence(subject)) }
            for one in columns {
                let before = db.totalChangesCount
                try reader.prepared(one.sql).run(
                    .text(subject.key), .text(ErasureMark.customer(number)))
                parts.note(one.what, db.totalChangesCount - before)
            }
            let values = subject.values.of(order.scope)
            let text = ErasureText(values)
            for (table, columns) in searched {
                parts.note("texts that name the person", try eraseTexts(table, columns, text, values))
            }
            try replaceOutputs(order.outputs)
            replaced = try sealAgain()
        }
        let erased = Erased(number: number, parts: parts, headBefore: chain.digest)
        try record(erased, subject, order, versions: versions, records: records, run: run)
        for old in replaced {
            _ = try insert(
                "INSERT INTO erasure_seal (erasure, seal, digest) VALUES (?,?,?)", .integer(number),
                .integer(old.seal), .text(old.digest))
        }
        return erased
    }

    /// What was seen of the payer is all but the amounts and the numbers of the invoices.
    private func eraseEvidence(_ subject: ErasureSubject) throws -> Int {
        var changed = 0
        let update = try reader.prepared("UPDATE match_decision SET evidence = ? WHERE id = ?")
        var rows: [(id: Int64, evidence: String)] = []
        try reader.prepared(
            "SELECT id, evidence FROM match_decision WHERE entry IN (\(commaList(subject.movements))) ORDER BY id"
        ).each { rows.append(($0.int(0), $0.text(1))) }
        for row in rows {
            let pieces = try EvidenceCoding.decode(row.evidence).map { piece in
                let isNumber = ["number", "amount", "batch"].contains { piece.code.hasPrefix($0) }
                return isNumber
                    ? piece
                    : Evidence(code: piece.code, field: piece.field, seen: "", centibits: piece.centibits)
            }
            let evidence = EvidenceCoding.encode(pieces)
            guard evidence != row.evidence else { continue }
            try update.run(.text(evidence), .integer(row.id))
            changed += 1
        }
        return changed
    }

    /// Every text of a table that names the person, also of rows that are others'.
    private func eraseTexts(
        _ table: String, _ columns: [String], _ text: ErasureText, _ values: [String]
    ) throws -> Int {
        let names = columns.joined(separator: ", ")
        let sets = columns.map { "\($0) = ?" }.joined(separator: ", ")
        let update = try reader.prepared("UPDATE \(table) SET \(sets) WHERE rowid = ?")
        var changed = 0
        // SQLite takes no more than 1000 conditions one after another.
        for start in stride(from: 0, to: values.count, by: 100) {
            // The search in SQL is coarse and quick: nearly no row gets beyond it.
            let conditions = columns.flatMap { column in
                values[start..<min(start + 100, values.count)].map {
                    "instr(\(column), '\($0.replacing("'", with: "''"))') > 0"
                }
            }
            var found: [[BoundValue]] = []
            try reader.prepared(
                "SELECT rowid, \(names) FROM \(table) WHERE \(conditions.joined(separator: " OR "))"
            ).each { row in
                let texts = columns.indices.map { text.erased(row.text($0 + 1)) }
                guard texts.contains(where: { $0 != nil }) else { return }
                found.append(
                    columns.indices.map { .text(texts[$0] ?? row.text($0 + 1)) } + [.integer(row.int(0))])
            }
            for row in found { try update.runAll(row) }
            changed += found.count
        }
        return changed
    }

    /// The journal's plan of what stands in the outbox follows what the files become.
    private func replaceOutputs(_ outputs: [ErasedOutput]) throws {
        let update = try reader.prepared(
            "UPDATE output SET sha256 = ?, bytes = ? WHERE run = ? AND path = ?")
        for output in outputs {
            guard let replacement = output.replacement else { continue }
            try update.run(
                .text(replacement.sha256), .int(replacement.bytes), .text(output.run), .text(output.path))
        }
    }

    private func record(
        _ erased: Erased, _ subject: ErasureSubject, _ order: ErasureOrder, versions: Int64, records: Int64,
        run: String
    ) throws {
        _ = try insert(
            """
            INSERT INTO erasure (id, run, day, author, reason, subject, scope, changed, files, head_before,
              plan, last_version, last_record) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)
            """,
            .integer(erased.number), .text(run), .day(order.day), .text(order.author), .text(order.reason),
            .text(ErasureDigest.of(subject.key, erased.headBefore)), .text(order.scope.rawValue),
            .int(erased.rows), .int(order.files), .text(erased.headBefore), .text(order.plan),
            .integer(versions), .integer(records))
        for part in erased.parts {
            _ = try insert(
                "INSERT INTO erasure_part (erasure, what, changed) VALUES (?,?,?)", .integer(erased.number),
                .text(part.what), .int(part.rows))
        }
        for output in order.outputs where output.replacement == nil {
            _ = try insert(
                """
                INSERT INTO erasure_output (erasure, output)
                SELECT ?, id FROM output WHERE run = ? AND path = ?
                """, .integer(erased.number), .text(output.run), .text(output.path))
        }
    }
}

extension [ErasedPart] {
    /// Adds rows to what they are counted as.
    fileprivate mutating func note(_ what: String, _ rows: Int) {
        guard rows > 0 else { return }
        if let place = firstIndex(where: { $0.what == what }) {
            self[place] = ErasedPart(what: what, rows: self[place].rows + rows)
        } else {
            append(ErasedPart(what: what, rows: rows))
        }
    }
}
