public import Domain

extension LedgerReader {
    /// Posted decisions with what they applied, by id; those taken back with their reversal.
    public func postedDecisions(body: (PostedDecision) throws -> Void) throws {
        let reversals = try reversals().reduce(into: [Int64: ReversalFact]()) { found, reversal in
            if let decision = reversal.decision { found[decision] = reversal }
        }
        var allocations: [Int64: [Allocation]] = [:]
        try prepared(
            """
            SELECT a.decision, a.invoice, a.amount FROM allocation a
            LEFT JOIN reversal r ON r.decision = a.decision
            WHERE r.id IS NULL OR a.id <= r.after_allocation ORDER BY a.id
            """
        ).each {
            allocations[$0.int(0), default: []].append(Allocation(invoice: $0.int(1), amount: $0.int(2)))
        }
        let differences = try writeOffsByDecision()
        try prepared(
            "SELECT id, run, entry, status, kind, pattern, margin, evidence FROM match_decision ORDER BY id"
        ).each { row in
            guard let status = MatchDecision.Status(rawValue: row.text(3)),
                let kind = MatchDecision.Kind(rawValue: row.text(4))
            else { throw LedgerError.corrupt("decision \(row.int(0))") }
            var decision = MatchDecision(
                movement: row.int(2), status: status, kind: kind, pattern: row.text(5),
                margin: Int(row.int(6)), allocations: allocations[row.int(0)] ?? [],
                evidence: try EvidenceCoding.decode(row.text(7)))
            decision.differences = differences[row.int(0)] ?? []
            try body(
                PostedDecision(
                    id: row.int(0), run: row.text(1), decision: decision, reversal: reversals[row.int(0)]))
        }
    }

    /// The differences that decisions named; what a reversal gave back has the opposite sign and is left out.
    private func writeOffsByDecision() throws -> [Int64: [NamedDifference]] {
        var differences: [Int64: [NamedDifference]] = [:]
        try prepared(
            """
            SELECT decision, kind, invoice, amount FROM write_off WHERE decision IS NOT NULL AND amount > 0
            ORDER BY id
            """
        ).each { row in
            guard let kind = NamedDifference.Kind(rawValue: row.text(1)) else {
                throw LedgerError.corrupt("difference \(row.text(1))")
            }
            differences[row.int(0), default: []].append(
                NamedDifference(kind: kind, invoice: row.int(2), amount: row.int(3)))
        }
        return differences
    }

    /// Tonight's suggestions, by movement and rank.
    public func suggestions(body: (MatchDecision) throws -> Void) throws {
        try prepared(
            """
            SELECT entry, rank, kind, pattern, margin, evidence, vetoes, allocations FROM suggestion
            ORDER BY entry, rank, id
            """
        ).each { try body($0.suggestion()) }
    }

    /// Tonight's suggestions for one movement, by rank.
    public func suggestions(of movement: Int64) throws -> [MatchDecision] {
        var found: [MatchDecision] = []
        try prepared(
            """
            SELECT entry, rank, kind, pattern, margin, evidence, vetoes, allocations FROM suggestion
            WHERE entry = ? ORDER BY rank, id
            """
        ).each(.integer(movement)) { found.append(try $0.suggestion()) }
        return found
    }

    /// Credits with money left that no posted invoice explains, by movement.
    public func unexplainedCredits() throws -> [UnexplainedCredit] {
        var credits: [UnexplainedCredit] = []
        try prepared(
            "SELECT entry, booked, amount, currency, label, customers, invoices FROM unexplained ORDER BY entry"
        ).each { row in
            credits.append(
                UnexplainedCredit(
                    movement: row.int(0), booked: row.day(1), amount: row.int(2),
                    currency: try row.currency(3),
                    label: row.text(4), customers: row.text(5).split(separator: "\n").map(String.init),
                    invoices: row.text(6).split(separator: " ").compactMap { Int64($0) }))
        }
        return credits
    }

    /// Every step taken, in order; of one run where given.
    public func steps(run: String? = nil) throws -> [StepFact] {
        var steps: [StepFact] = []
        try prepared(
            """
            SELECT run, case_ref, invoice, kind, channel, day, amount, document_sha256, document_path,
              registry_named FROM step WHERE ? IS NULL OR run = ? ORDER BY id
            """
        ).each(run.map(BoundValue.text) ?? .null, run.map(BoundValue.text) ?? .null) { row in
            guard let kind = StepKind(rawValue: row.text(3)), let channel = Channel(rawValue: row.text(4))
            else {
                throw LedgerError.corrupt("step \(row.text(3))")
            }
            steps.append(
                StepFact(
                    caseReference: row.text(1), invoice: row.int(2), kind: kind, channel: channel,
                    day: row.day(5), amount: row.int(6), documentSHA256: row.text(7),
                    documentPath: row.text(8), run: row.text(0),
                    registryNamed: row.text(9)))
        }
        return steps
    }

    /// Direct debits listed in this run's files for invoices that the ledger does not have, as problems of
    /// their file.
    public func directDebitsWithoutInvoice(run: String) throws -> [FileProblem] {
        var problems: [FileProblem] = []
        try prepared(
            """
            SELECT f.name, d.line, d.invoice_number FROM direct_debit d JOIN source_file f ON f.id = d.file
            WHERE f.run = ? AND d.invoice_number <> ''
              AND d.invoice_number NOT IN (SELECT number FROM invoice) ORDER BY d.id
            """
        ).each(.text(run)) { row in
            problems.append(
                FileProblem(
                    file: row.text(0),
                    problem: Problem(
                        .invoiceUnknown, severity: .warn, at: Place(line: Int(row.int(1))), found: row.text(2)
                    )))
        }
        return problems
    }

    /// What agencies were told, in order; of one run where given.
    public func caseOperations(run: String? = nil) throws -> [CaseOperationFact] {
        var operations: [CaseOperationFact] = []
        try prepared(
            """
            SELECT batch, case_ref, version, op, invoice, amount, balance, reason, allocation FROM case_operation
            WHERE ? IS NULL OR run = ? ORDER BY id
            """
        ).each(run.map(BoundValue.text) ?? .null, run.map(BoundValue.text) ?? .null) { row in
            operations.append(
                CaseOperationFact(
                    batch: row.text(0), caseReference: row.text(1), version: Int(row.int(2)),
                    operation: row.text(3), invoice: row.int(4), amount: row.int(5), balance: row.int(6),
                    reason: row.text(7), allocation: row.int(8)))
        }
        return operations
    }

    /// The money allocated to an invoice, oldest first, with the run that posted it; what was taken back too,
    /// as two rows.
    public func payments(of invoice: Int64) throws -> [InvoicePayment] {
        var payments: [InvoicePayment] = []
        try prepared(
            """
            SELECT a.entry, a.amount, d.run, e.booked, e.amount, e.currency, e.reference, e.end_to_end, s.identifier,
              a.id, a.id > coalesce(t.after_allocation, 9223372036854775807), t.id IS NOT NULL, a.decision
            FROM allocation a JOIN match_decision d ON d.id = a.decision JOIN entry e ON e.id = a.entry
            JOIN account s ON s.id = e.account LEFT JOIN reversal t ON t.decision = a.decision
            WHERE a.invoice = ? ORDER BY e.booked, a.id
            """
        ).each(.integer(invoice)) { row in
            var entry = EntryRecord(booked: row.day(3), amount: row.int(4))
            entry.reference = row.text(6)
            entry.endToEndId = row.text(7)
            payments.append(
                InvoicePayment(
                    movement: Movement(
                        id: row.int(0), account: row.text(8), currency: try row.currency(5), entry: entry,
                        unallocated: 0),
                    allocation: PostedAllocation(movement: row.int(0), invoice: invoice, amount: row.int(1)),
                    run: row.text(2), id: row.int(9), decision: row.int(12), givesBack: row.flag(10),
                    isReversed: row.flag(11)))
        }
        return payments
    }

    /// What registries were told, in order; of one run where given.
    public func registryRecords(run: String? = nil) throws -> [RegistryFact] {
        var records: [RegistryFact] = []
        try prepared(
            """
            SELECT registry, rec_id, op, operation_ref, version, invoice, amount, reason FROM registry_record
            WHERE ? IS NULL OR run = ? ORDER BY id
            """
        ).each(run.map(BoundValue.text) ?? .null, run.map(BoundValue.text) ?? .null) { row in
            records.append(
                RegistryFact(
                    registry: row.text(0), recordId: row.text(1), operation: row.text(2),
                    operationReference: row.text(3), version: Int(row.int(4)), invoice: row.int(5),
                    amount: row.int(6), reason: row.text(7)))
        }
        return records
    }

    /// Number of packages put out so far whose folder begins with `stem`: the next sequence is one more.
    /// Counted by what was put out, for a package may hold nothing but repeated recalls.
    public func sentPackages(stem: String) throws -> Int {
        Int(
            try integer(
                "SELECT count(*) FROM output WHERE substr(path, 1, length(?1)) = ?1 AND path LIKE '%/manifest.json'",
                .text(stem)) ?? 0)
    }

    /// The highest number of an allocation; later ones are higher.
    public func lastAllocation() throws -> Int64 { try integer("SELECT max(id) FROM allocation") ?? 0 }

    /// What credit notes and replacements took off invoices, by id.
    public func credits() throws -> [CreditFact] {
        var credits: [CreditFact] = []
        try prepared("SELECT credit_invoice, invoice, amount, basis FROM credit ORDER BY id").each {
            credits.append(
                CreditFact(
                    creditInvoice: $0.int(0), invoice: $0.int(1), amount: $0.int(2), basis: $0.text(3)))
        }
        return credits
    }

    /// Posted decisions about invoices that this run's files say something else of, with the number.
    public func decisionsContradicted(run: String) throws -> [(decision: Int64, number: String)] {
        var found: [(decision: Int64, number: String)] = []
        try prepared(
            """
            SELECT DISTINCT a.decision, i.number FROM allocation a JOIN invoice i ON i.id = a.invoice
            WHERE a.invoice IN (
              SELECT v.invoice FROM invoice_version v JOIN source_file f ON f.id = v.file
                WHERE f.run = ?1 AND v.version > 1
              UNION SELECT c.invoice FROM invoice_conflict c JOIN source_file f ON f.id = c.file WHERE f.run = ?1)
              AND a.decision NOT IN (SELECT decision FROM reversal WHERE decision IS NOT NULL)
            ORDER BY a.decision, i.number
            """
        ).each(.text(run)) { found.append(($0.int(0), $0.text(1))) }
        return found
    }

    /// Challenges to posted decisions that nobody has answered, in order.
    public func challenges() throws -> [Challenge] {
        var challenges: [Challenge] = []
        try prepared(
            """
            SELECT c.id, c.decision, d.entry, c.reason,
              EXISTS (SELECT 1 FROM reversal r WHERE r.decision = c.decision)
            FROM challenge c JOIN match_decision d ON d.id = c.decision
            WHERE NOT EXISTS (SELECT 1 FROM challenge_answer a WHERE a.challenge = c.id) ORDER BY c.id
            """
        ).each { row in
            challenges.append(
                Challenge(
                    id: row.int(0), decision: row.int(1), movement: row.int(2), reason: row.text(3),
                    isOfReversed: row.flag(4)))
        }
        return challenges
    }
}

extension Columns {
    /// A row of `suggestion`: entry, rank, kind, pattern, margin, evidence, vetoes, allocations.
    func suggestion() throws -> MatchDecision {
        guard let kind = MatchDecision.Kind(rawValue: text(2)) else {
            throw LedgerError.corrupt("suggestion of entry \(int(0))")
        }
        var allocations: [Allocation] = []
        var differences: [NamedDifference] = []
        for piece in text(7).split(separator: " ") {
            let parts = piece.split(separator: ":")
            guard let invoice = parts.first.flatMap({ Int64($0) }),
                let amount = parts.last.flatMap({ Int64($0) })
            else { continue }
            if parts.count == 2 {
                allocations.append(Allocation(invoice: invoice, amount: amount))
            } else if let kind = NamedDifference.Kind(rawValue: String(parts[1])) {
                differences.append(NamedDifference(kind: kind, invoice: invoice, amount: amount))
            }
        }
        var decision = MatchDecision(
            movement: int(0), status: .suggested, rank: Int(int(1)), kind: kind, pattern: text(3),
            margin: Int(int(4)), allocations: allocations, evidence: try EvidenceCoding.decode(text(5)),
            vetoes: text(6).split(separator: "\n").map(String.init))
        decision.differences = differences
        return decision
    }
}
