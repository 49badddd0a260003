internal import Domain
internal import Handover

/// An operation that was applied: the same one again is recognised, another one under its id refused.
struct DeskOperation: Codable, Equatable {
    var opId: String
    /// Of its canonical JSON.
    var sha256: String
}

/// Money that the creditor received itself and reported (PAY).
struct DeskPayment: Codable, Equatable {
    var paymentRef: String
    @DayText var date: Day
    /// Negative for money that went back.
    var amount: Money
    var isFeeable: Bool
    /// Business day of the batch that reported it.
    @DayText var reportedOn: Day
    /// What it paid; adds up to the amount.
    var allocation: DeskBuckets
    /// The movement that echoed it in a statement, absent while none did.
    var movementId: String?
}

/// A case as the agency holds it.
struct DeskCase: Codable, Equatable {
    var agencyCaseRef: String
    var version: Int
    /// By the state machine of DHX 1.0 §5.4.
    var state: String
    var phase: String
    @DayText var placedAt: Day
    /// Days from the oldest due day to the placement: the age that decides the fee.
    var ageDays: Int
    var original: Money
    /// What is owed by the agency's books: less what was remitted, and less what the creditor reported.
    var balance: DeskBuckets
    @DayText var balanceAsOf: Day
    /// References that payments name.
    var lines: [String]
    /// Kind of each charge, by reference.
    var charges: [String: String]
    /// Digest of the debtors' identifiers: to see that an update does not change the debtor.
    var debtorsSha256: String
    var operations: [DeskOperation]
    var payments: [DeskPayment] = []
    var isPartPaid = false
    /// Whether an event was reported, so that it goes on as WORKING after a pause.
    var isWorked = false
    @OptionalDayText var lastPaymentDate: Day?
    var lastPaymentAmount: Money?
    @OptionalDayText var closedAt: Day?
    var recallReason: String?
    /// The last second of each day at which an event of the case was reported, by the day's ISO form.
    @Added var eventSeconds: [String: Int] = [:]
    @Added var invoices = DeskInvoices()
    /// Digests of the identifiers of all debtors, each alone.
    @Added var debtorIds: [String] = []

    var currency: Currency { balance.currency }

    var inventoryState: CaseState { CaseState(rawValue: state) ?? .accepted }

    var isPlacedInError: Bool { recallReason == RecallReason.placedInError.rawValue }

    /// A case as a NEW brings it.
    init(_ debtCase: DebtCase, of operation: CaseOperation, digest: String) {
        agencyCaseRef = Self.agencyReference(of: operation.caseRef, debtCase.creditor)
        version = operation.caseVersion
        state = CaseState.accepted.rawValue
        phase = debtCase.phase.rawValue
        placedAt = operation.effectiveDate
        ageDays = 0
        original = Money(minorUnits: debtCase.balance.total, currency: operation.currency)
        balance = DeskBuckets(debtCase.balance, operation.currency)
        balanceAsOf = debtCase.balance.asOf
        (lines, charges, debtorsSha256) = ([], [:], "")
        operations = [DeskOperation(opId: operation.opId, sha256: digest)]
        take(debtCase)
        ageDays = max(0, placedAt.days(since: debtCase.lines.map(\.dueDate).min() ?? placedAt))
    }

    /// What an UPD replaces.
    mutating func take(_ debtCase: DebtCase) {
        phase = debtCase.phase.rawValue
        balance = DeskBuckets(debtCase.balance, currency)
        balanceAsOf = debtCase.balance.asOf
        lines = debtCase.lines.map(\.lineRef)
        charges = Dictionary(
            debtCase.charges.map { ($0.chargeRef, $0.kind.rawValue) }, uniquingKeysWith: { first, _ in first }
        )
        debtorsSha256 = Self.debtorsDigest(debtCase)
        invoices = DeskInvoices(debtCase, currency)
        debtorIds = Self.debtorIds(debtCase)
    }

    private static func debtorIds(_ debtCase: DebtCase) -> [String] {
        let ids = debtCase.debtors.flatMap { $0.party.ids.map { "\($0.scheme) \($0.value)" } }
        return Set(ids.map { Digest.sha256(Array($0.utf8)) }).sorted()
    }

    /// Whether one of the debtors is the same.
    func sharesDebtor(with other: DeskCase) -> Bool {
        !Set(debtorIds).isDisjoint(with: other.debtorIds)
    }

    static func debtorsDigest(_ debtCase: DebtCase) -> String {
        let ids = debtCase.debtors.flatMap { debtor in
            debtor.party.ids.map { "\(debtor.role.rawValue) \($0.scheme) \($0.value)" }
        }
        return Digest.sha256(Array(ids.sorted().joined(separator: "\n").utf8))
    }

    /// The agency's number: derived from the creditor and its reference, so that a desk made anew gives the
    /// same one.
    private static func agencyReference(of caseRef: String, _ creditor: CaseParty) -> String {
        let ids = creditor.ids.map { $0.scheme + $0.value }.joined(separator: " ")
        return "A" + Digest.sha256(Array("\(ids)\n\(caseRef)".utf8)).prefix(12).uppercased()
    }

    /// Where the parts of a payment or adjustment go; what names no line or charge is principal.
    func buckets(of shares: [CasePayment.Share]) throws(MoneyError) -> DeskBuckets {
        var sum = DeskBuckets(currency)
        for share in shares {
            try sum.add(share.amount, to: charges[share.ref].flatMap(CaseCharge.Kind.init(rawValue:)))
        }
        return sum
    }

    /// Takes up again what a pause or an open question stopped.
    mutating func resume() {
        state = (isWorked ? CaseState.working : .accepted).rawValue
    }
}

extension DeskBuckets {
    /// Adds an amount to the part that a kind of charge counts into; `nil` is principal.
    mutating func add(_ amount: Int64, to kind: CaseCharge.Kind?) throws(MoneyError) {
        switch kind {
        case nil: principal = try principal.addingExactly(amount)
        case .interest: interest = try interest.addingExactly(amount)
        case .fixedCompensation: fixedComp = try fixedComp.addingExactly(amount)
        case .cost, .penalty: costs = try costs.addingExactly(amount)
        }
    }
}
