internal import Domain
internal import Handover
internal import Ledger

/// What an agency's events state of the debts themselves, as facts: those that a person would state. A person
/// takes one back by its number, as any other.
struct AgencyFacts {
    /// `agency COLCO`.
    let author: String
    /// The day of the run: what an agency says of a later day counts from tonight.
    let asOf: Day

    /// - Parameter invoices: of the case, with their numbers.
    func decisions(of event: StatusEvent, _ invoices: [(id: Int64, number: String)]) -> [DecisionRecord] {
        switch event.status.status {
        case .disputed:
            guard let dispute = event.dispute else { return [] }
            let touched = invoices.filter {
                dispute.lineRefs.isEmpty || dispute.lineRefs.contains(CaseLine.ref($0.id))
            }
            // A line that nobody knows must not let the dispute go by: then it is of the whole case.
            return (touched.isEmpty ? invoices : touched).map { disputed(event, dispute, $0.number) }
        case .insolvent:
            return invoices.map { invoice in
                var record = fact(.reason, event, invoice.number)
                record.terms.code = NonPaymentReason.insolvent.rawValue
                record.terms.reference = event.court?.caseNumber ?? ""
                return record
            }
        case .deceased: return invoices.prefix(1).map { fact(.deceased, event, $0.number) }
        case .promise:
            guard let due = event.dueDate, let first = invoices.first else { return [] }
            // An amount in all, not one on each invoice: of several it is stated of the debtor's case.
            let subject = invoices.count == 1 ? first.number : PlacementBook.stem(event.caseRef)
            var record = fact(.promised, event, subject)
            record.terms.amount = event.amount
            record.terms.currency = event.currency
            record.terms.until = due
            return [record]
        default: return []
        }
    }

    private func disputed(
        _ event: StatusEvent, _ dispute: StatusEvent.Dispute, _ number: String
    ) -> DecisionRecord {
        guard !dispute.ground.isFormalClaim else { return fact(.litigated, event, number) }
        var record = fact(.disputed, event, number)
        record.terms.code = Self.reason(of: dispute.ground)?.rawValue ?? ""
        return record
    }

    /// The reason by our own list that hands over as this ground.
    private static func reason(of ground: DisputeGround) -> NonPaymentReason? {
        ground == .other
            ? .disagrees : NonPaymentReason.allCases.first { $0.disputeGround == ground.rawValue }
    }

    private func fact(_ kind: DecisionRecord.Kind, _ event: StatusEvent, _ number: String) -> DecisionRecord {
        var record = DecisionRecord(
            kind: kind, subject: number, day: min(event.at.day, asOf), author: author)
        record.detail = "event \(event.eventId)"
        return record
    }
}

extension AgencyEventFact {
    /// The row of an event: codes, days and amounts, no free text.
    init(_ entry: StatusHistory.Entry) {
        let event = entry.event
        let status: String =
            switch event.status {
            case .known(let known): known.rawValue
            case .unmapped(let raw): raw
            }
        self.init(
            event: event.eventId, caseReference: event.caseRef, agencyCase: event.agencyCaseRef,
            version: event.caseVersionSeen, day: event.at.day, second: event.at.secondOfDay,
            phase: event.phase.rawValue, status: status, isKnown: event.status.status != nil,
            currency: event.currency)
        isOlder = entry.isOlderVersion
        amount = event.amount ?? event.close?.balanceAtClose.total ?? event.actionRequired?.costEstimate
        due = event.dueDate ?? event.actionRequired?.by ?? event.court?.claimBy
        code =
            event.dispute?.ground.rawValue ?? event.close?.reason.rawValue ?? event.actionRequired?.code ?? ""
        detail = event.actionRequired?.documentTypes.map(\.rawValue).joined(separator: " ") ?? ""
    }
}
