/// Which kind of fact takes what, and what it cannot do without. The same for tables and for the command.
public enum CaseRules {
    /// What is wrong with a part of a fact.
    public struct Refusal: Error, Equatable {
        public let field: CaseTerms.Field
        /// True where it is missing, false where it says what it cannot.
        public let isMissing: Bool
        /// What it should be.
        public let expected: String
    }

    /// The parts that a kind takes.
    public static func fields(of kind: DecisionRecord.Kind) -> [CaseTerms.Field] {
        switch kind {
        case .reason, .disputed: [.code, .reference]
        case .litigated: [.code, .reference]
        case .promised: [.amount, .until, .grace]
        case .planAgreed: [.instalments, .grace, .breaks]
        case .discountOffered: [.amount, .percent, .until, .grace]
        case .hold: [.until]
        case .insolvency: [.reference, .published]
        case .seized: [.amount, .reference]
        case .contacted: [.code, .reference]
        case .retracted: [.fact]
        case .recalled: [.code, .until, .reference]
        case .agencyAnswered: [.reference, .code]
        case .legalApproved: [.reference, .amount]
        case .delivered, .disputeResolved, .released, .resumed, .litigationEnded, .planCancelled, .complaint,
            .complaintAnswered, .negotiationAnswered, .negotiationEnded, .claimFiled, .recallCancelled,
            .addressReturned, .addressConfirmed, .returned, .insolvencyEnded, .discharged,
            .deceased, .identityError, .identityConfirmed, .restricted, .restrictionLifted, .seizureLifted:
            [.reference]
        }
    }

    /// The parts without which it says nothing. What stands against a claim needs none where it can: a
    /// lawsuit without its number is a lawsuit.
    public static func needed(by kind: DecisionRecord.Kind) -> [CaseTerms.Field] {
        switch kind {
        case .reason, .recalled: [.code]
        case .agencyAnswered: [.reference]
        case .legalApproved: [.reference, .amount]
        case .promised, .discountOffered: [.until]
        case .planAgreed: [.instalments]
        case .retracted: [.fact]
        default: []
        }
    }

    /// The code of a kind, from a folded word of a person; `nil` where the kind's list does not have it.
    public static func code(_ word: String, of kind: DecisionRecord.Kind) -> String? {
        switch kind {
        case .reason, .disputed: NonPaymentReason(word: word)?.rawValue
        case .litigated: DisputeForum(word: word)?.rawValue
        case .contacted: ContactChannel(word: word)?.rawValue
        case .recalled: RecallCause(word: word)?.rawValue
        case .agencyAnswered: AnswerDocument(word: word)?.rawValue
        default: nil
        }
    }

    /// The codes that a kind knows, for who gets one wrong.
    public static func codes(of kind: DecisionRecord.Kind) -> [String] {
        switch kind {
        case .reason, .disputed: NonPaymentReason.allCases.map(\.rawValue)
        case .litigated: DisputeForum.allCases.map(\.rawValue)
        case .contacted: ContactChannel.allCases.map(\.rawValue)
        case .recalled: RecallCause.allCases.map(\.rawValue)
        case .agencyAnswered: AnswerDocument.allCases.map(\.rawValue)
        default: []
        }
    }

    /// What is wrong with a fact, part by part; `nil` where nothing is. Parts that the kind does not take are
    /// not looked at.
    public static func refusal(of record: DecisionRecord) -> Refusal? {
        let terms = record.terms
        if let missing = needed(by: record.kind).first(where: { !terms.fields.contains($0) }) {
            return Refusal(field: missing, isMissing: true, expected: form(of: missing, record.kind))
        }
        func wrong(_ field: CaseTerms.Field, _ expected: String) -> Refusal {
            Refusal(field: field, isMissing: false, expected: expected)
        }
        let takes = fields(of: record.kind)
        if takes.contains(.amount), let amount = terms.amount, amount <= 0 {
            return wrong(.amount, "an amount above 0")
        }
        if takes.contains(.until), let until = terms.until, until < record.day {
            return wrong(.until, "a day not before the day of the fact")
        }
        if let grace = terms.graceDays, !(0...365).contains(grace) {
            return wrong(.grace, "0 to 365 days")
        }
        switch record.kind {
        case .planAgreed:
            if let breaks = terms.breaksAfter, !(1...terms.instalments.count).contains(breaks) {
                return wrong(.breaks, "1 to the number of instalments")
            }
        case .discountOffered:
            if (terms.amount == nil) == (terms.basisPoints == nil) {
                return wrong(terms.amount == nil ? .percent : .amount, "a percentage, or an amount")
            }
            if let basisPoints = terms.basisPoints, !(1...9_999).contains(basisPoints) {
                return wrong(.percent, "above 0 and below 100")
            }
        case .retracted where (terms.retracts ?? 0) <= 0:
            return wrong(.fact, "the fact's number")
        default: break
        }
        return nil
    }

    /// What a part looks like.
    public static func form(of field: CaseTerms.Field, _ kind: DecisionRecord.Kind) -> String {
        switch field {
        case .code: codes(of: kind).joined(separator: ", ")
        case .amount: "an amount"
        case .percent: "a percentage"
        case .until, .published: "a day"
        case .instalments: "YYYY-MM-DD:AMOUNT for each instalment"
        case .grace: "a number of days"
        case .breaks: "a number of instalments"
        case .reference: "a text"
        case .fact: "the fact's number, #12"
        }
    }
}
