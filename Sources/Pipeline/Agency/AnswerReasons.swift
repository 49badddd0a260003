internal import Handover

/// Which reason of DHX 1.0 §5.3.4 an acknowledgement gives for a rule that is broken.
enum AnswerReasons {
    /// Of one operation; `nil` where the reasons of cases have no word for it, and the file is refused.
    static func caseReason(of code: String) -> CaseReason? {
        switch RuleBreak.Code(rawValue: code) {
        case .duplicateOperation: .duplicateCase
        case .lineBalance, .chargeWithoutLine, .interest, .principal, .chargeBalance, .balanceTotal,
            .amountMismatch:
            .amountMismatch
        // The days of an invoice that was due before it was issued prove no overdue debt.
        case .notOverdue, .lineDates: .notOverdue
        case .address: .addressInsufficient
        case .debtorIsCreditor: .debtorIsCreditor
        case .primaryDebtor, .identifierInvalid: .idInvalid
        case .demandUnproven, .lineWithoutInvoice, .documentMissing: .documentMissing
        case .checksum, .documentUnreadable: .documentUnreadable
        case .documentType: .documentWrongType
        case .mandateDocument, .personalDataBasis: .mandateMissing
        case .timeBarred: .timeBarred
        case .insolvent: .insolvent
        case .disputed: .disputed
        case .version: .versionGap
        case .currency: .currency
        case .heldBack: .changePending
        default: nil
        }
    }

    /// Of a whole file.
    static func fileReason(of code: String) -> FileReason {
        switch RuleBreak.Code(rawValue: code) {
        case .checksum: .checksum
        case .signature: .signature
        case .environment: .environment
        case .controlSum: .controlSum
        case .operationCounts, .contentCounts: .count
        default: .schema
        }
    }
}
