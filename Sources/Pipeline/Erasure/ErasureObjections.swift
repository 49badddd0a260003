internal import Domain
internal import Handover
internal import Ledger
internal import Verification

/// Why a person is not erased yet: what is not settled would be lost, and what others were told of them must
/// be taken back first.
struct ErasureObjections {
    let reader: LedgerReader
    let configuration: Configuration
    let subject: ErasureSubject
    let standing: ErasureStanding
    let scope: ErasureScope
    let asOf: Day

    /// In words, empty where nothing stands against it. Throws `RunError.usage` while imported money waits to
    /// be matched: it may be theirs.
    func all() throws -> [String] {
        try ledger() + agencies() + registries() + facts()
    }

    private func ledger() -> [String] {
        standing.open.map { open in
            let amount = "\(open.outstanding.decimalString) \(open.outstanding.currency)"
            return open.outstanding.minorUnits > 0
                ? "invoice \(open.number) is not settled: \(amount) open"
                : "invoice \(open.number) is not settled: \(amount), which is owed to the customer"
        }
            + standing.undecided.map { "movement \($0) may be the customer's and waits for a decision" }
            + standing.doubted.map { "a posting to invoice \($0) is in doubt and waits for a decision" }
    }

    /// A case is over when the agency knows that it has it no more. One that never answers is told and no
    /// more can be known.
    private func agencies() throws -> [String] {
        let own = Set(subject.invoices)
        let told = try reader.caseOperations().filter { own.contains($0.invoice) }
        var reasons: [String] = []
        var seen: Set<String> = []
        for operation in told
        where operation.operation == "NEW" && seen.insert(operation.caseReference).inserted {
            let book = try AgencyBook(
                reader, agency: operation.recipient, recipient: operation.recipientStem)
            let isRecalled = told.contains {
                $0.operation == "RCF" && $0.caseReference == operation.caseReference
            }
            let isOver = book.cases[operation.caseReference].map(\.state.isOver) ?? isRecalled
            if !isOver {
                reasons.append(
                    "case \(operation.caseReference) is with agency \(operation.recipient), which has not said that it is over"
                )
            }
        }
        return reasons
    }

    /// A removal is repeated every night until it is acknowledged, and names the person each time.
    private func registries() throws -> [String] {
        let own = Set(subject.invoices)
        let acknowledged = Set(
            try reader.agencyAnswers().filter { answer in
                let status = AnswerStatus(rawValue: answer.status)
                return status?.isAccepted == true || status == .duplicate
            }.map(\.operation))
        var last: [String: RegistryFact] = [:]
        for record in try reader.registryRecords() where own.contains(record.invoice) {
            last["\(record.registry) \(record.operationReference)"] = record
        }
        return last.sorted { $0.key < $1.key }.compactMap { name, record in
            if record.operation != "B" { return "registry \(name) lists the debt" }
            let isKnown = acknowledged.contains(record.recordId)
            return isKnown || scope == .contact
                ? nil : "registry \(name) has not acknowledged that the debt was removed"
        }
    }

    private func facts() throws -> [String] {
        let judgement = try DebtJudgement(
            reader, configuration: configuration, asOf: asOf, everything: true, plans: false)
        var reasons: [String] = []
        var seen: Set<Int64> = []
        for invoice in subject.invoices {
            let decisions = judgement.decisions(of: invoice)
            if let filed = decisions.last(where: { $0.kind == .claimFiled }),
                !decisions.contains(where: { $0.kind == .litigationEnded && $0.day >= filed.day }),
                seen.insert(filed.number).inserted
            {
                reasons.append(
                    "fact #\(filed.number): a claim was filed in court on \(filed.day), and no litigation-ended ends it"
                )
            }
            for (fact, state) in judgement.facts.agreements(for: invoice)
            where state.isRunning && seen.insert(fact.number).inserted {
                reasons.append("fact #\(fact.number): \(fact.kind.rawValue) of \(fact.day) is running")
            }
        }
        return reasons
    }
}

extension CaseOperationFact {
    /// The batch id without its number, with the dot.
    var recipientStem: String { String(batch.prefix(through: batch.lastIndex(of: ".") ?? batch.startIndex)) }

    /// The code of the agency that was told; batch ids are `sender.recipient.flow.number`.
    var recipient: String {
        let parts = batch.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count > 1 ? String(parts[1]) : batch
    }
}
