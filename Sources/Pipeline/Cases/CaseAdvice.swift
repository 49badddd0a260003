internal import Domain
internal import Ledger

/// What a person does next about a fact that stands: the pipeline only waits for it.
enum CaseAdvice {
    /// A line for each fact that stands and asks for something.
    static func lines(_ facts: [CaseFact]) -> [String] {
        let standing = facts.filter { $0.retractedBy == nil }
        return standing.compactMap { fact in
            let isEnded = standing.contains {
                $0.record.kind == fact.record.kind.endedBy && $0.record.day > fact.record.day
            }
            guard !isEnded, let advice = advice(fact.record) else { return nil }
            return "#\(fact.number) \(fact.record.kind.rawValue): \(advice)"
        }
    }

    private static func advice(_ record: DecisionRecord) -> String? {
        switch record.kind {
        case .reason, .disputed: record.terms.reason.map(advice)
        case .litigated: "leave it to the lawyer; litigation-ended when it is over"
        case .complaint:
            "answer it with reasons within 15 working days (Ley 10/2025), then complaint-answered"
        case .negotiationAnswered:
            "negotiate; then plan-agreed, or negotiation-ended with the record that both signed"
        case .recalled:
            "the case comes back after the agency's days to object; recall-cancelled leaves it there"
        case .addressReturned: "find the address, then address-confirmed"
        case .returned: "send it again by a way that proves its arrival, then delivered"
        case .insolvency: "file the claim with the insolvency administrator in the term that the order names"
        case .discharged: "write the debt off, and see that every registry deletes it"
        case .deceased: "ask who the heirs are before anybody is claimed"
        case .identityError: "find out whose debt it is, then identity-confirmed or a credit note"
        case .restricted: "answer the debtor's request within a month (GDPR 12.3), then restriction-lifted"
        case .seized: "tell who seized it what is owed; seizure-lifted when it is over"
        default: nil
        }
    }

    private static func advice(_ reason: NonPaymentReason) -> String {
        switch reason {
        case .cannotPay: "offer instalments, then plan-agreed"
        case .forgot: "ask for a day, then promised"
        case .invoiceNotReceived: "send the invoice again, then dispute-resolved"
        case .goodsNotReceived: "send the proof of delivery, then dispute-resolved, or a credit note"
        case .defective: "look at the defect; then a credit note, or dispute-resolved"
        case .wrongPrice: "compare with the order; then a credit note, or dispute-resolved"
        case .creditDue: "issue the credit note, or dispute-resolved"
        case .alreadyPaid: "ask for the proof of the payment and look for it in 'recobro review'"
        case .paidToThirdParty: "ask for the proof and whom it was paid to, then dispute-resolved"
        case .notMine: "look who ordered it; then identity-error, or dispute-resolved"
        case .timeBarred: "look for what interrupted the term, then dispute-resolved"
        case .waitingForOwnCustomer: "ask for a day, then promised or plan-agreed"
        case .disagrees: "ask for the objection in writing"
        case .unknown, .other: "ask again, then reason"
        case .refuses: "nothing to wait for: the ladder goes on"
        case .insolvent: "look it up in the public insolvency register; then insolvency, or insolvency-ended"
        }
    }
}
