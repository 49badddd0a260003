public import Domain

/// How facts of a case come into the ledger: from tables and from `recobro case` in the same way.
extension FileImport {
    /// Adds a fact with its terms and evidence. The same fact again is known; one that takes back what is no
    /// fact of its subject is left out.
    func take(_ decision: DecisionRecord) throws {
        if let refusal = try refusal(ofRetraction: decision) {
            problems.append(refusal)
            return
        }
        let evidence = evidence(of: decision)
        let known = try writer.insertIgnoring(
            """
            INSERT OR IGNORE INTO decision_fact (file, line, kind, subject, day, author, detail)
            VALUES (?,?,?,?,?,?,?)
            """,
            .integer(file), .int(decision.place.line), .text(decision.kind.rawValue), .text(decision.subject),
            .day(decision.day), .text(decision.author), .text(Self.detail(decision, evidence)))
        guard !known else { return counts.othersKnown += 1 }
        counts.others += 1
        let number = writer.lastRowID
        lastFact = number
        guard !decision.terms.isEmpty || !evidence.isEmpty else { return }
        try insert(decision, number)
        if !evidence.isEmpty {
            _ = try writer.insert(
                "INSERT INTO case_evidence (fact, name, sha256) VALUES (?,?,?)", .integer(number),
                .text(evidence.file), .text(evidence.sha256))
        }
    }

    private func insert(_ decision: DecisionRecord, _ number: Int64) throws {
        let terms = decision.terms
        _ = try writer.insert(
            """
            INSERT INTO case_terms (fact, note, code, reference, amount, currency, basis_points, until, grace,
              breaks, published, retracts) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)
            """,
            .integer(number), .text(decision.detail), .text(terms.code), .text(terms.reference),
            .int(terms.amount), .currency(terms.currency), .int(terms.basisPoints.map(Int64.init)),
            .day(terms.until), .int(terms.graceDays.map(Int64.init)),
            .int(terms.breaksAfter.map(Int64.init)), .day(terms.published), .int(terms.retracts))
        for instalment in terms.instalments {
            _ = try writer.insert(
                "INSERT INTO case_instalment (fact, due, amount) VALUES (?,?,?)", .integer(number),
                .day(instalment.due), .integer(instalment.amount))
        }
    }

    /// What makes a fact another one: its terms and evidence count, not only the author's words.
    private static func detail(_ decision: DecisionRecord, _ evidence: EvidenceReference) -> String {
        var parts: [String] = []
        if !decision.terms.isEmpty { parts.append(decision.terms.canonicalText) }
        if !evidence.isEmpty { parts.append("evidence=\(evidence.file) \(evidence.sha256)") }
        guard !parts.isEmpty else { return decision.detail }
        return "[\(parts.joined(separator: " "))]" + (decision.detail.isEmpty ? "" : " " + decision.detail)
    }

    /// The file that a fact names, with its digest where it came with the table.
    private func evidence(of decision: DecisionRecord) -> EvidenceReference {
        var evidence = decision.evidence
        guard !evidence.file.isEmpty else { return evidence }
        let seen = evidenceDigests[evidence.file]
        if evidence.sha256.isEmpty { evidence.sha256 = seen ?? "" }
        if evidence.sha256.isEmpty || seen.map({ $0 != evidence.sha256 }) == true {
            problems.append(
                Problem(
                    .evidenceMissing, at: decision.place,
                    found: seen == nil ? "a name without a file" : "a file with another digest",
                    expected: "the file beside the table, or its SHA-256"))
        }
        return evidence
    }

    /// A fact is taken back under the subject it was stated of: a wrong number must not lift a dispute.
    private func refusal(ofRetraction decision: DecisionRecord) throws -> Problem? {
        guard decision.kind == .retracted else { return nil }
        let number = decision.terms.retracts ?? 0
        var isKnown = false
        try writer.reader.prepared("SELECT subject FROM decision_fact WHERE id = ?").each(.integer(number)) {
            isKnown = $0.isText(0, decision.subject)
        }
        guard !isKnown else { return nil }
        return Problem(
            .subjectUnknown, at: decision.place, found: "fact #\(number)",
            expected: "the number of a fact of this subject")
    }
}

extension LedgerWriter {
    /// Records a file that only proves a fact: it is kept, and nothing is read from it.
    public func addEvidence(_ file: SourceFile, run: String) throws {
        _ = try addSourceFile(
            file, format: "evidence", version: "", encoding: "", profile: "", refused: false, run: run)
        try recordFile(file, outcome: .imported, counts: ImportCounts(), run: run)
    }
}
