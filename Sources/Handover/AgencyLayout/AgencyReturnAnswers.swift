internal import Domain

/// A batch that may be the one answered, its operations by id and by case.
private struct AnsweredBatch {
    let sent: SentBatch
    let byId: [String: SentOperation]
    /// In the order in which they were told.
    let byCase: [String: [SentOperation]]

    init(_ sent: SentBatch) {
        self.sent = sent
        byId = Dictionary(sent.operations.map { ($0.opId, $0) }) { first, _ in first }
        byCase = Dictionary(grouping: sent.operations, by: \.caseRef)
    }

    /// Whether the operation that a row names, or one of its case, is in the batch.
    func holds(_ row: AgencyReturnRow) -> Bool {
        if let opId = row.text("opId") { return byId[opId] != nil }
        return row.text("caseRef").map { byCase[$0] != nil } ?? false
    }
}

// Acknowledgement lists: flow ACK.
extension AgencyReturnBuilding {
    /// The answer to one batch, operation by operation; its group status is what follows from them.
    mutating func acknowledgement() -> Acknowledgement? {
        guard !file.rows.isEmpty else {
            if file.problems.isEmpty {
                problems.append(Problem(.fileEmpty, found: "no row", expected: "an answer"))
            }
            return nil
        }
        guard let batch = answeredBatch() else { return nil }
        var answers: [OperationAnswer] = []
        var seen: Set<String> = []
        var numbered: [String: (caseRef: String, line: Int)] = [:]
        for row in file.rows {
            do throws(AgencyReturnFault) {
                let operation = try operation(of: row, in: batch)
                let answer = try answer(of: row, to: operation)
                try checkNumber(answer.agencyCaseRef, of: answer.caseRef)
                if let other = numbered[answer.agencyCaseRef], other.caseRef != answer.caseRef {
                    throw AgencyReturnFault(
                        .recordMalformed, "agencyCaseRef",
                        "\(LayoutReader.quoted(answer.agencyCaseRef)), the number of \(other.caseRef) in line "
                            + "\(other.line)", "a number of one case")
                }
                guard seen.insert(answer.opId).inserted else {
                    throw AgencyReturnFault(
                        .recordMalformed, row.has("opId") ? "opId" : "caseRef",
                        "a second answer to \(answer.opId)", "one row an operation")
                }
                answers.append(answer)
                if !answer.agencyCaseRef.isEmpty, numbered[answer.agencyCaseRef] == nil {
                    numbered[answer.agencyCaseRef] = (answer.caseRef, row.lines.first?.number ?? 0)
                }
            } catch {
                leaveOut(row, error)
            }
        }
        guard !answers.isEmpty else { return nil }
        let sent = batch.sent
        var answer = Acknowledgement(
            header: context.header,
            original: Acknowledgement.Original(
                batchId: sent.batchId, flow: .cases, manifestSHA256: sent.manifestSHA256,
                operationCount: sent.operations.count, amounts: sent.amounts),
            level: .operation, groupStatus: .received, answers: answers)
        answer.groupStatus = answer.derivedGroupStatus
        return answer
    }

    // MARK: - What is answered

    /// The batch by the number that file or name give, else the last one that holds everything answered.
    private mutating func answeredBatch() -> AnsweredBatch? {
        if let sequence = file.sequence {
            let digits = String(sequence)
            let suffix = "." + String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits
            if let batch = context.batches.last(where: { $0.batchId.hasSuffix(suffix) }) {
                return AnsweredBatch(batch)
            }
            problems.append(
                Problem(
                    .subjectUnknown, severity: .refuse, at: file.head.place(of: "batch.sequence"),
                    found: "an answer to batch \(sequence)", expected: "a batch that went to the agency"))
            return nil
        }
        let batches = context.batches.map(AnsweredBatch.init)
        let rows = file.rows.filter { row in batches.contains { $0.holds(row) } }
        // What is in no batch at all is said row by row against whichever batch is meant.
        guard !rows.isEmpty else {
            for row in file.rows { leaveOut(row, Self.unknown(row)) }
            return nil
        }
        if let batch = batches.last(where: { rows.allSatisfy($0.holds) }) {
            return batch
        }
        problems.append(
            Problem(
                .subjectUnknown, severity: .refuse, found: "answers to operations of several batches",
                expected: "one batch, or its number in the file or its name"))
        return nil
    }

    private static func unknown(_ row: AgencyReturnRow) -> AgencyReturnFault {
        let path = row.text("opId") == nil ? "caseRef" : "opId"
        guard let text = row.text(path) else {
            return AgencyReturnFault(.fieldMissing, path, "nothing", "what is answered")
        }
        return AgencyReturnFault(
            .subjectUnknown, path, LayoutReader.quoted(text), "something of the batch that is answered")
    }

    /// The operation that a row answers. A row that names only its case means the last operation of it; with
    /// several, only an acceptance is clear, since what is refused or waits could be any of them.
    private func operation(
        of row: AgencyReturnRow, in batch: AnsweredBatch
    ) throws(AgencyReturnFault) -> SentOperation {
        let caseRef = row.text("caseRef")
        if let opId = row.text("opId") {
            guard let operation = batch.byId[opId] else {
                throw Self.unknown(row)
            }
            guard caseRef == nil || caseRef == operation.caseRef else {
                throw AgencyReturnFault(
                    .recordMalformed, "caseRef", LayoutReader.quoted(caseRef ?? ""),
                    "\(operation.caseRef), the case of \(opId)")
            }
            return operation
        }
        let named = caseRef.flatMap { batch.byCase[$0] } ?? []
        guard let last = named.last else { throw Self.unknown(row) }
        let status = row.text("status").flatMap(AnswerStatus.init)
        guard named.count == 1 || status?.isAccepted ?? true else {
            throw AgencyReturnFault(
                .recordMalformed, "caseRef", "a case with \(named.count) operations in the batch",
                "the operation that is answered \(status?.rawValue ?? "")")
        }
        return last
    }

    // MARK: - One answer

    private mutating func answer(
        of row: AgencyReturnRow, to operation: SentOperation
    ) throws(AgencyReturnFault) -> OperationAnswer {
        let known = statedCase(operation.caseRef)
        guard let currency = known?.currency else {
            throw AgencyReturnFault(
                .subjectUnknown, row.has("caseRef") ? "caseRef" : "opId",
                LayoutReader.quoted(operation.caseRef), "a case whose currency is known")
        }
        var tree = JSONValue.object([])
        func put(_ name: String, _ text: String) {
            if !text.isEmpty { tree = tree.putting(.string(text), at: [name[...]][...]) }
        }
        put("opId", operation.opId)
        put("caseRef", operation.caseRef)
        put("agencyCaseRef", row.text("agencyCaseRef") ?? known?.agencyCaseRef ?? "")
        try row.put("status", .code([]), currency, into: &tree)
        try row.put("answerBy", .day, currency, into: &tree)
        try row.putBalance(
            "balanceHeld", asOf: file.businessDate ?? context.header.businessDate, currency,
            as: "balanceHeld", into: &tree)
        let documents = row.list("missingDocs")
        for document in documents {
            if let raw = document.raw { throw row.unmappedFault(document.path, raw) }
        }
        if !documents.isEmpty {
            tree = tree.putting(
                .array(documents.compactMap { $0.text.map(JSONValue.string) }), at: ["missingDocs"])
        }
        let unknown = try putReasons(of: row, into: &tree)
        let answer: OperationAnswer
        do throws(HandoverFault) {
            var reader = try FieldReader(tree, file: "", path: "$")
            let currencies = CaseCurrencies([operation.caseRef: currency])
            answer = try reader.answer(to: .cases, currencies, stated: [])
            try reader.finish()
        } catch {
            throw AgencyReturnFault(error)
        }
        for fault in unknown { add(row, fault, .setAside) }
        return answer
    }

    /// Puts our reasons into the tree, and what no table maps as the text of the last of them. That a reason
    /// is not known makes the answer no other one; but a refusal without any known reason cannot be told.
    ///
    /// - Returns: what is to be said of the unknown ones.
    private func putReasons(
        of row: AgencyReturnRow, into tree: inout JSONValue
    ) throws(AgencyReturnFault) -> [AgencyReturnFault] {
        let reasons = row.list("reasons")
        let unknown = reasons.compactMap { reason in
            reason.raw.map { (reason.path, $0) }
        }
        let status = row.text("status").flatMap(AnswerStatus.init)
        var known = reasons.compactMap { $0.text.flatMap(CaseReason.init) }.map { AnswerReason($0) }
        if known.isEmpty, let first = unknown.first,
            status == .rejected || status == .acceptedWithChange || status == .accepted
        {
            throw row.unmappedFault(first.0, first.1)
        }
        if !known.isEmpty {
            known[known.count - 1].text = unknown.map { AgencyReturnRow.kept($0.1) }.joined(separator: " ")
            tree = tree.putting(.array(known.map(\.tree)), at: ["reasons"])
        }
        return unknown.map { row.unmappedFault($0.0, $0.1) }
    }
}
