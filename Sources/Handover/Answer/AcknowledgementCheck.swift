public import Domain

/// An operation that the creditor sent, with what it said is owed.
public struct SentOperation: Sendable, Equatable {
    public var opId: String
    public var caseRef: String
    /// `balance.total` or `balanceAfter.total`, minor units; `nil` for operations that state no balance.
    public var balanceTotal: Int64?

    public init(opId: String, caseRef: String, balanceTotal: Int64?) {
        self.opId = opId
        self.caseRef = caseRef
        self.balanceTotal = balanceTotal
    }
}

/// A batch that the creditor sent, for comparison with its answer.
public struct SentBatch: Sendable, Equatable {
    public var batchId: String
    /// SHA-256 of its payload manifest.
    public var manifestSHA256: String
    public var operations: [SentOperation]
    /// Control sums, one a currency.
    public var amounts: [Money]

    public init(batchId: String, manifestSHA256: String, operations: [SentOperation], amounts: [Money]) {
        self.batchId = batchId
        self.manifestSHA256 = manifestSHA256
        self.operations = operations
        self.amounts = amounts
    }
}

/// Where an answer does not fit what was sent. A case with a break is frozen until a person solves it.
public struct AnswerBreak: Sendable, Equatable {
    /// What does not fit.
    public enum Code: String, Sendable, CaseIterable {
        /// The answer is to a batch of another id.
        case batchUnknown = "BATCH_UNKNOWN"
        /// The agency answers another content under the same id.
        case manifestDiffers = "MANIFEST_DIFFERS"
        /// The agency counted other operations or sums than were sent.
        case totalsDiffer = "TOTALS_DIFFER"
        case operationUnknown = "OPERATION_UNKNOWN"
        case operationUnanswered = "OPERATION_UNANSWERED"
        /// `balanceHeld` is not the balance that was sent (§5.3.4).
        case balanceHeldDiffers = "BALANCE_HELD_DIFFERS"
    }

    public let code: Code
    /// `opId`, or the batch id where the whole batch is meant.
    public let subject: String
    /// The case that is frozen; empty for the batch.
    public let caseRef: String
    public let reason: String

    public init(_ code: Code, subject: String, caseRef: String = "", _ reason: String) {
        self.code = code
        self.subject = subject
        self.caseRef = caseRef
        self.reason = reason
    }
}

/// The creditor's side of an acknowledgement.
public enum AcknowledgementCheck {
    /// The breaks, those of the batch first, then by operation as the agency listed them, then what was not
    /// answered. A break of batch or manifest ends the comparison: the rest is then about something else.
    public static func breaks(of answer: Acknowledgement, sent: SentBatch) -> [AnswerBreak] {
        let original = answer.original
        guard original.batchId == sent.batchId, original.flow == .cases else {
            return [
                AnswerBreak(
                    .batchUnknown, subject: original.batchId,
                    "\(original.flow.rawValue) batch answered, \(sent.batchId) was sent")
            ]
        }
        guard original.manifestSHA256 == sent.manifestSHA256 else {
            return [
                AnswerBreak(
                    .manifestDiffers, subject: sent.batchId,
                    "answered \(original.manifestSHA256), sent \(sent.manifestSHA256)")
            ]
        }
        return totals(original, sent) + operations(answer, sent)
    }

    private static func totals(_ original: Acknowledgement.Original, _ sent: SentBatch) -> [AnswerBreak] {
        func inOrder(_ amounts: [Money]) -> [Money] { amounts.sorted { $0.currency < $1.currency } }
        guard
            original.operationCount != sent.operations.count
                || inOrder(original.amounts) != inOrder(sent.amounts)
        else { return [] }
        func text(_ count: Int, _ amounts: [Money]) -> String {
            "\(count) operations"
                + inOrder(amounts).map { ", \($0.decimalString) \($0.currency.code)" }.joined()
        }
        return [
            AnswerBreak(
                .totalsDiffer, subject: sent.batchId,
                "counted \(text(original.operationCount, original.amounts)); "
                    + "sent \(text(sent.operations.count, sent.amounts))")
        ]
    }

    private static func operations(_ answer: Acknowledgement, _ sent: SentBatch) -> [AnswerBreak] {
        var byId: [String: SentOperation] = [:]
        for operation in sent.operations { byId[operation.opId] = operation }
        var breaks: [AnswerBreak] = []
        for part in answer.answers {
            guard let operation = byId[part.opId], operation.caseRef == part.caseRef else {
                breaks.append(
                    AnswerBreak(
                        .operationUnknown, subject: part.opId, caseRef: part.caseRef, "was not in the batch"))
                continue
            }
            guard part.status.isAccepted, let held = part.balanceHeld?.total,
                let stated = operation.balanceTotal, held != stated
            else { continue }
            breaks.append(
                AnswerBreak(
                    .balanceHeldDiffers, subject: part.opId, caseRef: part.caseRef,
                    "the agency holds \(part.text(held)), sent was \(part.text(stated))"))
        }
        guard answer.level == .operation else { return breaks }
        let answered = Set(answer.answers.map(\.opId))
        return breaks
            + sent.operations.filter { !answered.contains($0.opId) }.map {
                AnswerBreak(
                    .operationUnanswered, subject: $0.opId, caseRef: $0.caseRef, "has no answer in this file")
            }
    }
}
