/// Money that came, by booking day.
public struct ReceivedAmount: Sendable, Equatable {
    public let day: Day
    /// Minor units; negative for money that went back.
    public let amount: Int64

    public init(day: Day, amount: Int64) {
        self.day = day
        self.amount = amount
    }
}

/// What is owed and was paid of the invoices that an agreement covers, from its day on.
public struct AgreementBalance: Sendable, Equatable {
    /// The invoices it covers, ascending.
    public let invoices: [Int64]
    /// What was owed of them on the agreement's day, less what was credited since, minor units.
    public let owed: Int64
    /// What was paid of them since, by day.
    public let received: [ReceivedAmount]

    public init(invoices: [Int64], owed: Int64, received: [ReceivedAmount]) {
        self.invoices = invoices
        self.owed = owed
        self.received = received
    }

    /// What had come by the end of a day, minor units.
    public func received(by day: Day) -> Int64 {
        received.reduce(0) { $1.day <= day ? $0 + $1.amount : $0 }
    }
}

/// Where a promise, plan or offer stands. Computed from payments, never stated.
public enum AgreementState: Sendable, Equatable {
    /// It holds: nothing else is asked for. What of it is due already and not paid, and when more falls due.
    case running(overdue: Int64, next: Instalment?)
    /// Paid in full, in time: of a promise what was promised, of a plan all of it, of an offer its price.
    case kept
    /// Not paid by its day and the days of grace.
    case broken(since: Day, missing: Int64)
    /// Another fact ended it.
    case ended(Day)

    public var isRunning: Bool {
        if case .running = self { true } else { false }
    }
}

/// The state of agreements from their terms and what was paid.
public enum AgreementRules {
    /// The state on a day, without regard to facts that end it; `nil` for a fact that is no agreement, or
    /// does not cover the invoice.
    public static func state(of fact: DecisionFact, asOf: Day) -> AgreementState? {
        guard let balance = fact.balance else { return nil }
        switch fact.kind {
        case .promised: return promise(fact.terms, balance, asOf)
        case .planAgreed: return plan(fact.terms, balance, asOf)
        case .discountOffered: return offer(fact.terms, balance, asOf)
        default: return nil
        }
    }

    /// What an offer asks for, minor units: what was owed less the discount, a part of a cent in favour of
    /// the debtor.
    public static func price(_ terms: CaseTerms, owed: Int64) -> Int64 {
        if let amount = terms.amount { return max(0, owed - amount) }
        let (whole, rest) = owed.quotientAndRemainder(dividingBy: 10_000)
        let basisPoints = Int64(terms.basisPoints ?? 0)
        return max(0, owed - whole * basisPoints - (rest * basisPoints + 9_999) / 10_000)
    }

    private static func promise(
        _ terms: CaseTerms, _ balance: AgreementBalance, _ asOf: Day
    ) -> AgreementState {
        single(terms, target: min(terms.amount ?? balance.owed, balance.owed), balance, asOf)
    }

    private static func offer(
        _ terms: CaseTerms, _ balance: AgreementBalance, _ asOf: Day
    ) -> AgreementState {
        single(terms, target: price(terms, owed: balance.owed), balance, asOf)
    }

    private static func single(
        _ terms: CaseTerms, target: Int64, _ balance: AgreementBalance, _ asOf: Day
    ) -> AgreementState {
        let until = terms.until ?? asOf
        let last = until.adding(days: terms.graceDays ?? CaseTerms.usualGraceDays)
        let missing = target - balance.received(by: min(asOf, last))
        if missing <= 0 { return .kept }
        guard asOf <= last else { return .broken(since: last, missing: missing) }
        let next = asOf <= until ? Instalment(due: until, amount: missing) : nil
        return .running(overdue: asOf > until ? missing : 0, next: next)
    }

    /// A plan is broken at the end of the days of grace of the instalment with which as many as its terms say
    /// are unpaid at once, and in any case after those of the last one. It stays broken: what is paid later
    /// makes no plan of it.
    private static func plan(
        _ terms: CaseTerms, _ balance: AgreementBalance, _ asOf: Day
    ) -> AgreementState {
        let grace = terms.graceDays ?? CaseTerms.usualGraceDays
        var sums: [Int64] = []
        for (index, instalment) in terms.instalments.enumerated() {
            sums.append(min((sums.last ?? 0) + instalment.amount, balance.owed))
            let last = instalment.due.adding(days: grace)
            guard asOf > last else { continue }
            let paid = balance.received(by: last)
            let unpaid = sums.count { $0 > paid }
            let isLast = index == terms.instalments.count - 1
            if unpaid >= (isLast ? 1 : terms.breaksAfter ?? 1) {
                return .broken(since: last, missing: sums[index] - paid)
            }
        }
        let paid = balance.received(by: asOf)
        if paid >= sums.last ?? 0 { return .kept }
        let due = Array(zip(terms.instalments, sums)).last { $0.0.due < asOf }?.1 ?? 0
        let next = zip(terms.instalments, sums).first { $0.0.due >= asOf && $0.1 > paid }?.0
        return .running(overdue: max(0, due - paid), next: next)
    }
}
