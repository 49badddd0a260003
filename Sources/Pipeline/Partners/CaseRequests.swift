internal import Domain
internal import Handover
internal import Ledger

/// A recall that was announced to an agency and is neither final nor called off yet.
struct AnnouncedRecall {
    /// The ledger's number of the person's fact that asks for it.
    let fact: Int64
    /// The version of the operation that announced it.
    let version: Int
    let reason: RecallReason
    /// The last day on which the agency may object.
    let until: Day

    /// From the journal's line of an RCP: `COMMERCIAL_DECISION 2026-03-10`.
    init?(_ told: CaseOperationFact) {
        let words = told.reason.split(separator: " ")
        guard words.count == 2, let reason = RecallReason(rawValue: String(words[0])),
            let until = Day(iso: words[1])
        else { return nil }
        (fact, version) = (told.allocation, told.version)
        (self.reason, self.until) = (reason, until)
    }

    /// How the journal's line says it.
    static func text(_ reason: RecallReason, until: Day) -> String { "\(reason.rawValue) \(until)" }

    /// The agency's objection to it, made in time; a later announcement needs an objection of its own.
    func objection(in events: [AgencyEventFact]) -> AgencyEventFact? {
        events.last {
            $0.isKnown && $0.status == EventStatus.recallObjected.rawValue && $0.day <= until
                && $0.version >= version
        }
    }
}

extension RecallReason {
    /// What the creditor's cause is called towards an agency (DHX 5.3.1).
    init(_ cause: RecallCause) {
        switch cause {
        case .commercialDecision: self = .commercialDecision
        case .settledDirect: self = .settledDirect
        case .disputeAccepted: self = .disputeAccepted
        case .placedInError: self = .placedInError
        case .anotherAgency: self = .moveAgency
        case .contractEnd: self = .contractEnd
        }
    }
}

extension DebtJudgement {
    /// The last request to take an invoice back from an agency that nobody called off.
    func standingRecall(_ invoice: Int64) -> DecisionFact? {
        let facts = decisions(of: invoice)
        guard let recall = facts.last(where: { $0.kind == .recalled }) else { return nil }
        let isCalledOff = facts.contains {
            $0.kind == .recallCancelled && ($0.day, $0.number) > (recall.day, recall.number)
        }
        return isCalledOff ? nil : recall
    }
}

extension DecisionFact {
    /// Why an invoice is to be taken back.
    var recallCause: RecallCause? { RecallCause(rawValue: terms.code) }
}

/// What people asked of one case at an agency: to take it back, or to answer the agency.
struct CaseRequests {
    let book: PlacementBook
    let judgement: DebtJudgement
    let reference: String
    let invoices: [Int64]
    let asOf: Day

    /// The last request to take the case back that was not carried out; a case comes back whole.
    var recall: DecisionFact? {
        invoices.compactMap { judgement.standingRecall($0) }
            .filter { !book.executedRecalls.contains($0.number) }
            .max { $0.number < $1.number }
    }

    /// The final recall that is due tonight: of what was placed in error at once, of the rest after the days
    /// to object, and against an objection only where a person asks for it again.
    var finalRecall: RecallReason? {
        guard let recall, let cause = recall.recallCause else { return nil }
        if cause == .placedInError { return .placedInError }
        guard let announced = book.announced[reference] else { return nil }
        if let objection = announced.objection(in: book.agency.cases[reference]?.events ?? []) {
            return recall.number > objection.afterFact ? RecallReason(cause) : nil
        }
        return asOf > announced.until ? RecallReason(cause) : nil
    }

    /// The recall to announce tonight, with the last day on which the agency may object.
    var announcement: (reason: RecallReason, until: Day, fact: DecisionFact)? {
        guard book.announced[reference] == nil, let recall, let cause = recall.recallCause,
            cause != .placedInError
        else { return nil }
        let days = RecallCause.usualObjectionDays
        let until = recall.terms.until ?? recall.day.adding(days: days)
        // A request that comes late leaves the agency its days nevertheless.
        return (RecallReason(cause), until > asOf ? until : asOf.adding(days: days), recall)
    }

    /// Whether an announced recall was called off.
    var isCalledOff: Bool { book.announced[reference] != nil && recall == nil }

    /// Answers to what the agency asked, and approvals of what it proposed, that it was not told yet.
    func answers(_ known: AgencyCase) -> [(fact: DecisionFact, event: AgencyEventFact?)] {
        judgement.answers(invoices).filter { !book.toldFacts.contains($0.number) }.map { fact in
            (fact, known.events.last { $0.event == fact.terms.reference })
        }
    }
}

extension DebtJudgement {
    /// What people answered to an agency about a case, in the order in which they stated it.
    func answers(_ invoices: [Int64]) -> [DecisionFact] {
        var answers: [Int64: DecisionFact] = [:]
        for invoice in invoices {
            for fact in decisions(of: invoice)
            where fact.kind == .agencyAnswered || fact.kind == .legalApproved {
                answers[fact.number] = fact
            }
        }
        return answers.values.sorted { $0.number < $1.number }
    }
}

extension CaseDocument.Kind {
    /// What a document of an answer is called towards an agency.
    init(_ document: AnswerDocument) {
        switch document {
        case .invoice: self = .invoice
        case .creditNote: self = .creditNote
        case .statement: self = .statement
        case .contract: self = .contract
        case .order: self = .order
        case .deliveryNote: self = .deliveryNote
        case .workCertificate: self = .workCertificate
        case .demandProof: self = .formalDemandProof
        case .acknowledgement: self = .debtAcknowledgement
        case .powerOfAttorney: self = .powerOfAttorney
        case .debtorLetter: self = .debtorLetter
        case .other: self = .other
        }
    }
}
