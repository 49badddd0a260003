// What each status must bring with it (DHX 1.0 §5.7, column "mandatory extra").
extension FieldReader {
    /// Throws at the first extra that is missing. Extras beyond them are allowed: a dispute may come with an
    /// action. An unmapped status has no meaning yet, so nothing can be demanded of it.
    func checkExtras(of event: StatusEvent) throws(HandoverFault) {
        guard let status = event.status.status else { return }
        for extra in Self.extras(status) where !extra.isThere(event) {
            throw fault(
                .fieldMissing, extra.path, found: "nothing", expected: "given with \(status.rawValue)")
        }
        let isLegal = event.actionRequired?.code == StatusEvent.Action.approveLegal
        if status == .legalRecommended, !isLegal {
            throw fault(
                .inconsistent, "actionRequired.code",
                found: Self.quoted(event.actionRequired?.code ?? ""),
                expected: "\(StatusEvent.Action.approveLegal) with \(status.rawValue)")
        }
    }

    private typealias Extra = (path: String, isThere: (StatusEvent) -> Bool)

    private static func extras(_ status: EventStatus) -> [Extra] {
        let amount: Extra = ("amount", { $0.amount != nil })
        let reason: Extra = ("reason", { !$0.reason.isEmpty })
        switch status {
        case .informationRequested:
            return [
                ("actionRequired", { $0.actionRequired != nil }),
                ("actionRequired.by", { $0.actionRequired?.by != nil }),
                ("actionRequired.docTypes", { $0.actionRequired?.documentTypes.isEmpty == false }),
            ]
        case .promise: return [amount, ("dueDate", { $0.dueDate != nil })]
        case .plan: return [("plan", { $0.plan != nil })]
        case .promiseBroken, .planBroken, .recallObjected: return [reason]
        case .partPaid, .paid, .settled: return [amount]
        case .disputed: return [("dispute", { $0.dispute != nil })]
        case .insolvent:
            return [
                ("court", { $0.court != nil }), ("court.claimBy", { $0.court?.claimBy != nil }),
            ]
        case .legalRecommended:
            return [
                ("actionRequired", { $0.actionRequired != nil }),
                ("actionRequired.costEstimate", { $0.actionRequired?.costEstimate != nil }),
            ]
        case .legalFiled, .judgment, .enforcing:
            return [
                ("court", { $0.court != nil }),
                ("court.caseNumber", { $0.court?.caseNumber.isEmpty == false }),
                ("court.filedAt", { $0.court?.filedAt != nil }),
            ]
        case .closed: return [("close", { $0.close != nil })]
        case .open, .contact, .noContact, .tracing, .disputeResolved, .refused, .onHold, .untraceable,
            .deceased, .vulnerable:
            return []
        }
    }
}
