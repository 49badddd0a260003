public import Domain

extension LedgerWriter {
    /// Posts a decision with its allocations.
    public func post(_ decision: MatchDecision, rules: String, run: String) throws {
        _ = try insert(decision, rules: rules, run: run)
    }

    /// Posts a decision with its allocations and the differences it names; gives its number.
    func insert(_ decision: MatchDecision, rules: String, run: String) throws -> Int64 {
        let id = try insert(
            """
            INSERT INTO match_decision (run, entry, status, kind, pattern, margin, rules, evidence)
            VALUES (?,?,?,?,?,?,?,?)
            """,
            .text(run), .integer(decision.movement), .text(decision.status.rawValue),
            .text(decision.kind.rawValue), .text(decision.pattern), .int(decision.margin), .text(rules),
            .text(EvidenceCoding.encode(decision.evidence)))
        let insertAllocation = try reader.prepared(
            "INSERT INTO allocation (decision, entry, invoice, amount) VALUES (?,?,?,?)")
        for allocation in decision.allocations {
            try insertAllocation.run(
                .integer(id), .integer(decision.movement), .integer(allocation.invoice),
                .integer(allocation.amount))
        }
        for difference in decision.differences {
            _ = try insert(
                "INSERT INTO write_off (run, decision, invoice, amount, kind) VALUES (?,?,?,?,?)",
                .text(run), .integer(id), .integer(difference.invoice), .integer(difference.amount),
                .text(difference.kind.rawValue))
        }
        return id
    }

    /// Records that new evidence speaks against a posted decision. The decision stays as it is.
    public func challenge(decision: Int64, reason: String, run: String) throws {
        _ = try insert(
            "INSERT INTO challenge (run, decision, reason) VALUES (?,?,?)", .text(run), .integer(decision),
            .text(reason))
    }

    public func record(_ credit: CreditFact, run: String) throws {
        _ = try insert(
            "INSERT INTO credit (run, credit_invoice, invoice, amount, basis) VALUES (?,?,?,?,?)", .text(run),
            .integer(credit.creditInvoice), .integer(credit.invoice), .integer(credit.amount),
            .text(credit.basis))
    }

    /// Records the verdict that an output of this run relies on.
    public func record(_ verdict: Verdict, run: String) throws {
        for result in verdict.results {
            _ = try insert(
                "INSERT INTO verdict (run, invoice, condition, outcome, evidence, missing) VALUES (?,?,?,?,?,?)",
                .text(run), .integer(verdict.invoice), .text(result.condition.rawValue),
                .text(result.outcome.rawValue), .text(result.evidence), .text(result.missing))
        }
    }

    public func record(_ step: StepFact) throws {
        _ = try insert(
            """
            INSERT INTO step (run, case_ref, invoice, kind, channel, day, amount, document_sha256, document_path,
              registry_named) VALUES (?,?,?,?,?,?,?,?,?,?)
            """,
            .text(step.run), .text(step.caseReference), .integer(step.invoice), .text(step.kind.rawValue),
            .text(step.channel.rawValue), .day(step.day), .integer(step.amount), .text(step.documentSHA256),
            .text(step.documentPath), .text(step.registryNamed))
    }

    public func record(_ operation: CaseOperationFact, run: String) throws {
        _ = try insert(
            """
            INSERT INTO case_operation (run, batch, case_ref, version, op, invoice, amount, balance, reason,
              allocation) VALUES (?,?,?,?,?,?,?,?,?,?)
            """,
            .text(run), .text(operation.batch), .text(operation.caseReference), .int(operation.version),
            .text(operation.operation), .integer(operation.invoice), .integer(operation.amount),
            .integer(operation.balance), .text(operation.reason), .integer(operation.allocation))
    }

    public func record(_ record: RegistryFact, run: String) throws {
        _ = try insert(
            """
            INSERT INTO registry_record (run, registry, rec_id, op, operation_ref, version, invoice, amount, reason)
            VALUES (?,?,?,?,?,?,?,?,?)
            """,
            .text(run), .text(record.registry), .text(record.recordId), .text(record.operation),
            .text(record.operationReference), .int(record.version), .integer(record.invoice),
            .integer(record.amount), .text(record.reason))
    }
}
