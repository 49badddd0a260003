public import Domain

/// A pattern that lost the right to post alone for this creditor (patrón suspendido): a person took back, as
/// wrong, what it had posted.
///
/// Derived from decisions alone, never stored: the same facts give the same suspensions on every night.
public struct Suspension: Sendable, Equatable {
    /// The pattern as decisions name it, `number-form+part+payer`.
    public let pattern: String
    /// The day on which a person took back what it had posted.
    public let since: Day
    /// Decisions that agreed with what it showed since then, or since the last one that did not.
    public let agreements: Int

    /// Agreeing decisions that lift a suspension: as many as a licence asks for. They are no proof of one
    /// error in ten thousand, only that the fault is not there every time; what proves more is the licence,
    /// where the pattern needs one, and the audit sample.
    public static let agreementsNeeded = 12

    /// Agreeing decisions that are still missing.
    public var missing: Int { Self.agreementsNeeded - agreements }
}

/// The patterns that persons' decisions have suspended, by their name.
public func suspendedPatterns(_ decisions: [Adjudication]) -> [Suspension] {
    Suspensions(decisions).all
}

/// Which patterns post nothing alone, by what persons took back.
struct Suspensions: Sendable {
    private var byPattern: [String: Suspension] = [:]

    init(_ decisions: [Adjudication]) {
        guard decisions.contains(where: \.takesBackPosting) else { return }
        let sorted = decisions.filter { !$0.isReversed }.sorted { $0.id < $1.id }
        let applied = Dictionary(grouping: sorted.filter { $0.verdict == .applied }, by: \.movement)
        for decision in sorted where !decision.shownPattern.isEmpty {
            // Who applies the money to the same invoices after all says that the pattern was right.
            let isWithdrawn = (applied[decision.movement] ?? []).contains {
                $0.id > decision.id && Self.invoices($0) == Self.invoices(decision)
            }
            count(decision, isWithdrawn: decision.takesBackPosting && isWithdrawn)
        }
    }

    private mutating func count(_ decision: Adjudication, isWithdrawn: Bool) {
        let pattern = decision.shownPattern
        guard let known = byPattern[pattern] else {
            if decision.takesBackPosting, !isWithdrawn {
                byPattern[pattern] = Suspension(pattern: pattern, since: decision.day, agreements: 0)
            }
            return
        }
        guard !isWithdrawn else { return }
        let agreements = decision.agreesWithShown ? known.agreements + 1 : 0
        byPattern[pattern] =
            agreements >= Suspension.agreementsNeeded
            ? nil : Suspension(pattern: pattern, since: known.since, agreements: agreements)
    }

    private static func invoices(_ decision: Adjudication) -> Set<Int64> {
        Set(decision.allocations.map(\.invoice))
    }

    /// By pattern.
    var all: [Suspension] { byPattern.values.sorted { $0.pattern < $1.pattern } }

    func holds(_ pattern: String) -> Bool { byPattern[pattern] != nil }
}

// MARK: What is held back is shown

extension Suggestions {
    /// What would have been posted stands first, with what held it back; then what else is possible. Its
    /// pattern goes with it: so persons' answers say whether the pattern is right.
    mutating func shown(
        held decision: MatchDecision, _ veto: String, _ hypotheses: Hypotheses, refused: Set<Set<Int64>>
    ) -> [MatchDecision] {
        var others: [MatchDecision] = []
        if hypotheses.payment.amount > 0 {
            let own = Set(decision.allocations.map(\.invoice))
            let ranking = ranking(
                hypotheses, .refused(veto), refused: refused.union([own]), isNoted: false)
            others = shown(ranking, hypotheses) { _ in 0 }
        }
        var first = decision
        (first.status, first.vetoes) = (.suggested, [veto])
        return ([first] + others).prefix(Self.shownMax).enumerated().map { index, one in
            var ranked = one
            ranked.rank = index + 1
            if index > 0 { ranked.margin = min(0, one.margin) }
            return ranked
        }
    }

    /// What would have been posted takes its invoices before anything else.
    func candidates(
        held decision: MatchDecision, _ payment: Payment
    ) -> [(score: Int, claims: [JointAssignment.Claim])] {
        guard payment.amount > 0 else { return [] }
        let claims = decision.allocations.compactMap { allocation in
            book.index(of: allocation.invoice).map {
                JointAssignment.Claim(item: Int32($0), amount: allocation.amount)
            }
        }
        return [(decision.evidence.reduce(Self.patternWeight) { $0 + $1.centibits }, claims)]
    }

    /// What is asked of what was held back: the same while it can still be paid, else what else is possible.
    func asked(held decision: MatchDecision, _ veto: String, _ payment: Payment) -> Licensable? {
        guard payment.amount > 0 else { return .held(decision, veto: veto) }
        return decision.allocations.allSatisfy(isOpen) ? .held(decision, veto: veto) : .refused(veto)
    }

    /// Whether what an allocation takes of its invoice is still owed.
    private func isOpen(_ allocation: Allocation) -> Bool {
        guard let item = book.index(of: allocation.invoice) else { return false }
        let owed = book.outstanding(item)
        return allocation.amount > 0 ? allocation.amount <= owed : allocation.amount >= owed && owed < 0
    }
}
