public import Domain

/// The answer to one operation of a case batch.
public struct OperationAnswer: Sendable, Equatable {
    /// The `opId` of the operation, `{caseRef}.{version}`.
    public var opId: String
    public var caseRef: String
    /// The agency's own number; mandatory once it accepts.
    public var agencyCaseRef = ""
    public var status: AnswerStatus
    /// What the agency now holds as owed: the echo that shows a drift at once. Mandatory once it accepts.
    public var balanceHeld: CaseBalance?
    /// Which documents a pending case waits for.
    public var missingDocuments: [CaseDocument.Kind] = []
    /// Until when a pending case waits.
    public var answerBy: Day?
    /// Why refused, or what was changed.
    public var reasons: [AnswerReason<CaseReason>] = []
    /// The case's one currency, which the answer does not write.
    public var currency: Currency

    public init(opId: String, caseRef: String, status: AnswerStatus, currency: Currency = .eur) {
        self.opId = opId
        self.caseRef = caseRef
        self.status = status
        self.currency = currency
    }

    /// `1727.41`, in the case's currency.
    func text(_ minorUnits: Int64) -> String {
        Money.decimalString(minorUnits, exponent: currency.exponent)
    }
}

/// Flow ACK of DHX 1.0: what the agency did with a batch (§5.3.4).
public struct Acknowledgement: Sendable, Equatable {
    /// What the answer speaks of.
    public enum Level: String, Sendable, CaseIterable {
        /// The file only: received, technically valid, refused.
        case file = "FILE"
        /// Every operation.
        case operation = "OP"
    }

    /// The batch that is answered, as the agency received it.
    public struct Original: Sendable, Equatable {
        public var batchId: String
        public var flow: HandoverFlow
        /// SHA-256 of its payload manifest: which of two batches with one id is meant.
        public var manifestSHA256: String
        /// Its operations, as the receiver counted them.
        public var operationCount: Int
        /// Its control sums, one a currency.
        public var amounts: [Money]

        public init(
            batchId: String, flow: HandoverFlow, manifestSHA256: String, operationCount: Int, amounts: [Money]
        ) {
            self.batchId = batchId
            self.flow = flow
            self.manifestSHA256 = manifestSHA256
            self.operationCount = operationCount
            self.amounts = amounts
        }
    }

    public var header: BatchHeader
    public var original: Original
    public var level: Level
    public var groupStatus: GroupStatus
    /// Why the file as a whole is refused or doubted.
    public var reasons: [AnswerReason<FileReason>] = []
    /// In the order of the agency.
    public var answers: [OperationAnswer]

    public init(
        header: BatchHeader, original: Original, level: Level, groupStatus: GroupStatus,
        answers: [OperationAnswer]
    ) {
        self.header = header
        self.original = original
        self.level = level
        self.groupStatus = groupStatus
        self.answers = answers
    }

    /// How many operations have a status; statuses that do not occur are left out.
    public var counts: [(status: AnswerStatus, count: Int)] {
        AnswerStatus.allCases.compactMap { status in
            let count = answers.count { $0.status == status }
            return count > 0 ? (status, count) : nil
        }
    }

    /// The group status that follows from the operations: PART where they are mixed.
    public var derivedGroupStatus: GroupStatus { groupStatusesAllowed.first ?? .received }

    /// The group statuses that do not contradict the operations: all accepted is ACCP, all refused RJCT, and
    /// what is mixed may be called PART, or PDNG while something is pending.
    var groupStatusesAllowed: [GroupStatus] {
        guard level == .operation else { return [.received, .valid, .pending, .rejected, .duplicate] }
        let statuses = Set(answers.map(\.status))
        let settled = statuses.subtracting([.duplicate])
        if settled.isEmpty { return [.duplicate] }
        if settled == [.rejected] { return statuses.contains(.duplicate) ? [.partlyAccepted] : [.rejected] }
        if settled == [.pending] { return [.pending] }
        if settled.isSubset(of: [.accepted, .acceptedWithChange]) { return [.accepted] }
        return settled.contains(.pending) ? [.partlyAccepted, .pending] : [.partlyAccepted]
    }
}

extension Acknowledgement {
    /// The canonical JSON, the same bytes for the same answer.
    public var jsonBytes: [UInt8] { JSONText.bytes(of: tree) }

    var tree: JSONValue {
        var members = JSONMembers()
        members.add("header", header.json)
        members.add("original", original.tree)
        members.add("level", text: level.rawValue)
        members.add("groupStatus", text: groupStatus.rawValue)
        if !reasons.isEmpty { members.add("reasons", .array(reasons.map(\.tree))) }
        var numbers = JSONMembers()
        for (status, count) in counts { numbers.add(status.rawValue, .integer(Int64(count))) }
        members.add("counts", numbers.object)
        members.add("ops", .array(answers.map(\.tree)))
        return members.object
    }
}

extension Acknowledgement.Original {
    var tree: JSONValue {
        var members = JSONMembers()
        members.add("batchId", text: batchId)
        members.add("flow", text: flow.rawValue)
        members.add("manifestSha256", text: manifestSHA256)
        members.add("ops", .integer(Int64(operationCount)))
        let sums = amounts.map { amount in
            var sum = JSONMembers()
            sum.add("currency", text: amount.currency.code)
            sum.add("controlSum", text: amount.decimalString)
            return sum.object
        }
        members.add("amounts", .array(sums))
        return members.object
    }
}

extension AnswerReason {
    var tree: JSONValue {
        var members = JSONMembers()
        members.add("code", text: code.rawValue)
        members.add("field", text: field)
        members.add("value", text: value)
        members.add("text", text: text)
        return members.object
    }
}

extension OperationAnswer {
    var tree: JSONValue {
        var members = JSONMembers()
        members.add("opId", text: opId)
        members.add("caseRef", text: caseRef)
        members.add("agencyCaseRef", text: agencyCaseRef)
        members.add("status", text: status.rawValue)
        members.add("balanceHeld", balanceHeld?.tree(in: currency))
        members.add("missingDocs", texts: missingDocuments.map(\.rawValue))
        members.add("answerBy", day: answerBy)
        if !reasons.isEmpty { members.add("reasons", .array(reasons.map(\.tree))) }
        return members.object
    }
}
