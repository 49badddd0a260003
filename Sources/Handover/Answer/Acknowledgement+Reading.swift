internal import Domain

extension Acknowledgement {
    /// Reads an answer strictly: with a single fault nothing of it is taken, since half an answer would leave
    /// cases in a state that nobody stated.
    ///
    /// - Parameters:
    ///   - file: its name, for the faults.
    ///   - currencies: of the creditor's cases, since the answer writes amounts without one.
    public static func read(
        _ bytes: [UInt8], file: String, currencies: CaseCurrencies = CaseCurrencies()
    ) -> HandoverReading<Acknowledgement> {
        do throws(HandoverFault) {
            let root = try FieldReader.root(of: bytes, file: file)
            return read(root, currencies: currencies)
        } catch {
            return HandoverReading(value: nil, faults: [error])
        }
    }

    static func read(
        _ root: FieldReader, currencies: CaseCurrencies
    ) -> HandoverReading<Acknowledgement> {
        var faults: [HandoverFault] = []
        var root = root
        do throws(HandoverFault) {
            let header = try root.header(flow: .acknowledgement)
            let original = try root.original()
            let level = try root.code("level", Level.self)
            let status = try root.code("groupStatus", GroupStatus.self)
            let reasons = try root.parts("reasons") { (part: inout FieldReader) throws(HandoverFault) in
                try part.reason(FileReason.self)
            }
            let answers = try root.items("ops", faults: &faults) {
                (item: inout FieldReader) throws(HandoverFault) in
                try item.answer(
                    to: original.flow, currencies, stated: original.amounts.map(\.currency))
            }
            var answer = Acknowledgement(
                header: header, original: original, level: level, groupStatus: status, answers: answers)
            answer.reasons = reasons
            // Counts of what could not be read would only repeat the faults.
            if faults.isEmpty { try root.checkCounts(of: answer) }
            _ = try root.take("counts")
            try root.finish()
            if faults.isEmpty { try answer.checkConsistency(root) }
            return HandoverReading(value: faults.isEmpty ? answer : nil, faults: faults)
        } catch {
            return HandoverReading(value: nil, faults: faults + [error])
        }
    }

    private func checkConsistency(_ root: FieldReader) throws(HandoverFault) {
        if level == .file, !answers.isEmpty {
            throw root.fault(
                .inconsistent, "ops", found: "\(answers.count) operations",
                expected: "none in an answer at level FILE")
        }
        guard answers.count <= original.operationCount else {
            throw root.fault(
                .inconsistent, "ops", found: "\(answers.count) operations",
                expected: "at most original.ops, \(original.operationCount)")
        }
        var seen: Set<String> = []
        for (position, answer) in answers.enumerated() where !seen.insert(answer.opId).inserted {
            throw root.fault(
                .inconsistent, "ops[\(position)].opId", found: FieldReader.quoted(answer.opId),
                expected: "an operation that is not answered before")
        }
        if level == .operation, answers.isEmpty {
            throw root.fault(
                .inconsistent, "ops", found: "no operation", expected: "an answer to each operation")
        }
        guard groupStatusesAllowed.contains(groupStatus) else {
            throw root.fault(
                .inconsistent, "groupStatus", found: groupStatus.rawValue,
                expected: groupStatusesAllowed.map(\.rawValue).joined(separator: " or ")
                    + (level == .file ? " at level FILE" : " after the operations"))
        }
        if groupStatus == .rejected, level == .file, reasons.isEmpty {
            throw root.fault(.fieldMissing, "reasons", found: "nothing", expected: "why the file is refused")
        }
    }
}

extension FieldReader {
    fileprivate mutating func original() throws(HandoverFault) -> Acknowledgement.Original {
        var fields = try object("original")
        let batchId = try fields.id("batchId")
        let flow = try fields.code("flow", HandoverFlow.self)
        let digest = try fields.require(
            try fields.form("manifestSha256", "64 lower-case hexadecimal digits", SHA256Text.isDigest),
            "manifestSha256", "64 lower-case hexadecimal digits")
        let count = try fields.integer("ops", in: 0...9_999_999)
        let amounts = try fields.requiredParts("amounts") { (sum: inout FieldReader) throws(HandoverFault) in
            let currency = try sum.currency("currency")
            return Money(minorUnits: try sum.amount("controlSum", currency), currency: currency)
        }
        try fields.finish()
        return Acknowledgement.Original(
            batchId: batchId, flow: flow, manifestSHA256: digest, operationCount: count, amounts: amounts)
    }

    mutating func reason<Code: RawRepresentable & CaseIterable & Sendable & Equatable>(
        _ type: Code.Type
    ) throws(HandoverFault) -> AnswerReason<Code> where Code.RawValue == String {
        AnswerReason(
            try code("code", Code.self), field: try optionalText("field", max: 140),
            value: try optionalText("value", max: 140), text: try optionalText("text", max: 1024))
    }

    mutating func answer(
        to flow: HandoverFlow, _ currencies: CaseCurrencies, stated: [Currency]
    ) throws(HandoverFault) -> OperationAnswer {
        let opId = try id("opId")
        let caseRef = try id("caseRef")
        let currency = try currency(of: caseRef, currencies, stated: stated)
        let agencyCaseRef = try optionalId("agencyCaseRef")
        var answer = OperationAnswer(
            opId: opId, caseRef: caseRef, status: try code("status", AnswerStatus.self), currency: currency)
        answer.agencyCaseRef = agencyCaseRef
        answer.balanceHeld = try optionalBalance("balanceHeld", currency)
        let kinds = try texts("missingDocs", Self.choice(CaseDocument.Kind.self)) {
            CaseDocument.Kind(rawValue: $0) != nil
        }
        answer.missingDocuments = kinds.compactMap(CaseDocument.Kind.init(rawValue:))
        answer.answerBy = try optionalDay("answerBy")
        answer.reasons = try parts("reasons") { (part: inout FieldReader) throws(HandoverFault) in
            try part.reason(CaseReason.self)
        }
        try checkExtras(of: answer, to: flow)
        return answer
    }

    /// What a status needs, and what it has no use for. A registry keeps no case and holds no balance: it
    /// answers records, whose ids are their own.
    private func checkExtras(
        of answer: OperationAnswer, to flow: HandoverFlow
    ) throws(HandoverFault) {
        let holdsCases = flow != .registry
        guard !holdsCases || answer.opId.hasPrefix(answer.caseRef + ".") else {
            throw fault(
                .inconsistent, "opId", found: Self.quoted(answer.opId),
                expected: "\(answer.caseRef).{version}"
            )
        }
        let status = answer.status
        let extras: [(name: String, isThere: Bool, isNeeded: Bool, isAllowed: Bool)] = [
            ("agencyCaseRef", !answer.agencyCaseRef.isEmpty, holdsCases && status.isAccepted, true),
            ("balanceHeld", answer.balanceHeld != nil, holdsCases && status.isAccepted, true),
            (
                "missingDocs", !answer.missingDocuments.isEmpty, status == .pending, status == .pending
            ),
            ("answerBy", answer.answerBy != nil, status == .pending, status == .pending),
            (
                "reasons", !answer.reasons.isEmpty, status == .rejected || status == .acceptedWithChange,
                status != .accepted
            ),
        ]
        for extra in extras {
            if extra.isNeeded, !extra.isThere {
                throw fault(
                    .fieldMissing, extra.name, found: "nothing", expected: "given with \(status.rawValue)")
            }
            if extra.isThere, !extra.isAllowed {
                throw fault(
                    .inconsistent, extra.name, found: "given", expected: "absent with \(status.rawValue)")
            }
        }
    }

    /// The counts as written, against the operations.
    fileprivate mutating func checkCounts(of answer: Acknowledgement) throws(HandoverFault) {
        // In tables an answer without operations has no counts to write.
        guard has("counts") || !answer.answers.isEmpty else { return }
        var fields = try object("counts")
        for status in AnswerStatus.allCases {
            let stated = try fields.optionalInteger(status.rawValue, in: 1...9_999_999) ?? 0
            let counted = answer.answers.count { $0.status == status }
            guard stated == counted else {
                throw fields.fault(
                    .inconsistent, status.rawValue, found: String(stated),
                    expected: "\(counted), counted in ops")
            }
        }
        try fields.finish()
    }
}
