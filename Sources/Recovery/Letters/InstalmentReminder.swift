public import Domain

/// The reminder of what is overdue of a payment plan that still runs.
///
/// The ladder rests while a plan runs, for each of its steps claims a whole invoice. Of the plan itself only
/// what has fallen due may be asked for, and it is, once an instalment, before the plan breaks.
public struct InstalmentReminder: Sendable, Equatable {
    /// Name of the case.
    public let caseReference: String
    /// Who agreed to the plan.
    public let customer: Customer
    /// The open invoices that the plan covers, by issue day and number.
    public let items: [OpenItem]
    /// The day on which it was agreed.
    public let planDay: Day
    /// The instalments that are overdue, each with what is missing of it.
    public let instalments: [Instalment]
    /// The last day to pay before the plan breaks; `nil` where it bears what is unpaid: the sender's term.
    public let payBy: Day?

    /// The reminder of a plan tonight; `nil` where nothing of it is overdue, where what is overdue was asked
    /// for already, or where its day has passed so lately that the bank may still bring it.
    ///
    /// - Parameters:
    ///   - plan: the fact, with its balance as of the night. It must be running.
    ///   - items: what it covers; those of another currency or without debt are left out.
    ///   - reminded: days of earlier reminders of instalments of these invoices.
    public init?(
        of plan: DecisionFact, caseReference: String, customer: Customer, items: [OpenItem],
        reminded: [Day], asOf: Day
    ) {
        guard plan.kind == .planAgreed, let balance = plan.balance,
            case .running(let overdue, _) = AgreementRules.state(of: plan, asOf: asOf), overdue > 0
        else { return nil }
        let covered = items.filter {
            $0.currency == plan.terms.currency && $0.outstanding > 0 && balance.invoices.contains($0.id)
        }
        let missing = Self.missing(of: plan.terms, balance, asOf: asOf)
        guard let last = missing.last, !covered.isEmpty else { return nil }
        let grace = plan.terms.graceDays ?? CaseTerms.usualGraceDays
        let isLast = last.due == plan.terms.instalments.last?.due
        let breaks = missing.count >= (isLast ? 1 : plan.terms.breaksAfter ?? 1)
        let graceEnd = last.due.adding(days: grace)
        // On the last day of grace a reminder comes too late: from tomorrow on the ladder goes on.
        guard asOf >= last.due.adding(days: min(Self.waitDays, max(1, grace))), !breaks || asOf < graceEnd,
            !reminded.contains(where: { $0 > last.due })
        else { return nil }
        self.caseReference = caseReference
        self.customer = customer
        self.items = covered.sorted { ($0.issued, $0.number, $0.id) < ($1.issued, $1.number, $1.id) }
        planDay = plan.day
        instalments = missing
        payBy = breaks ? graceEnd : nil
    }

    /// What is overdue in all, minor units.
    public var overdue: Int64 { instalments.reduce(0) { $0 + $1.amount } }

    /// Days after an instalment's day that its money may still be on its way to a statement.
    private static let waitDays = 2

    /// The overdue instalments with what is missing of each: money fills the oldest first.
    private static func missing(
        of terms: CaseTerms, _ balance: AgreementBalance, asOf: Day
    ) -> [Instalment] {
        let paid = balance.received(by: asOf)
        var before: Int64 = 0
        var missing: [Instalment] = []
        for instalment in terms.instalments where instalment.due < asOf {
            let sum = min(before + instalment.amount, balance.owed)
            if sum > max(before, paid) {
                missing.append(Instalment(due: instalment.due, amount: sum - max(before, paid)))
            }
            before = sum
        }
        return missing
    }
}

extension InstalmentReminder {
    /// Whether nothing else than the plan itself stands against reminding of an invoice of it.
    public static func mayRemind(_ verdict: Verdict, of debtor: CustomerKind, gates: GateTable) -> Bool {
        guard case .asks(let conditions) = gates[.reminder, debtor] else { return false }
        return conditions.allSatisfy { $0 == .noAgreement || verdict.outcome($0) == .passed }
    }
}
