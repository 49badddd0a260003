public import Domain

/// An act that may restart the limitation; the pack says by country whether it does.
public enum InterruptingAct: String, Sendable, CaseIterable, Codable {
    /// A claim filed in court.
    case courtAction = "court-action"
    /// Notice served by a court (notificação judicial).
    case courtNotice = "court-notice"
    /// An act of enforcement.
    case enforcementAct = "enforcement-act"
    /// A claim by the creditor outside court: requerimiento, mise en demeure, interpelação.
    case extrajudicialClaim = "extrajudicial-claim"
    /// The debtor acknowledges the debt.
    case acknowledgement
    /// The debtor pays part of this debt.
    case partialPayment = "partial-payment"
    /// A request to negotiate with a defined object (MASC).
    case negotiationRequest = "negotiation-request"
    /// Declaration of the debtor's insolvency.
    case insolvency
}

/// When a claim becomes time-barred (prescripción): the term from the day payable, restarted by each act that
/// the country's law lets interrupt it.
///
/// Always the earlier day where something is uncertain: of several terms that may hold the shortest; of an
/// act the day it was made, not of its arrival; suspensions (2020) only where a row gives their result.
public struct Limitation: Sendable, Equatable {
    /// Which term holds: a category of claim under a governing law.
    public struct Term: Sendable, Equatable {
        /// Subject of the row: `general`, `sales-and-fees`, `transport`.
        public let category: String
        /// `catalonia`; empty for the common law.
        public let governingLaw: String

        /// A term; under the common law unless said otherwise.
        public init(_ category: String, governingLaw: String = "") {
            self.category = category
            self.governingLaw = governingLaw
        }
    }

    /// An act with its proof.
    public struct Act: Sendable, Equatable {
        /// What was done.
        public let kind: InterruptingAct
        /// The day it was made: the term restarts from it.
        public let day: Day
        /// The day it took effect (a claim: arrived). An act that took effect after the end revives nothing.
        public let effective: Day

        /// An act; it took effect on its day unless said otherwise, and never before.
        public init(_ kind: InterruptingAct, day: Day, effective: Day? = nil) {
            self.kind = kind
            self.day = day
            self.effective = max(effective ?? day, day)
        }
    }

    /// An act that restarted the term, and the row that says that it does.
    public struct Restart: Sendable, Equatable {
        /// What was done.
        public let act: Act
        /// The rule that lets it interrupt.
        public let row: LawRow
    }

    /// An act that restarted nothing.
    public struct Ignored: Sendable, Equatable {
        /// Why.
        public enum Reason: Sendable, Equatable {
            /// The law says that it does not interrupt.
            case doesNotInterrupt(LawRow)
            /// The law pack does not say whether it does: counted as if it did not.
            case unknown(LawGap)
            /// It took effect on or after the end, or after the day asked about.
            case late
        }

        /// What was done.
        public let act: Act
        /// Why it does not count.
        public let reason: Reason
    }

    /// The first day on which the claim counts as barred.
    public let expires: Day
    /// The day the running term is counted from: the day payable or the last restart.
    public let start: Day
    /// The row of the term that ends first.
    public let term: LawRow
    /// The row of the transition or the cap that set the end, where one did.
    public let bound: LawRow?
    /// What restarted it, in order.
    public let restarts: [Restart]
    /// What did not.
    public let ignored: [Ignored]

    /// The rows that it rests on.
    public var rows: [LawRow] {
        var rows = [term] + (bound.map { [$0] } ?? [])
        for restart in restarts where !rows.contains(restart.row) { rows.append(restart.row) }
        return rows
    }

    /// How well what it rests on is known.
    public var confidence: LawRow.Confidence { rows.confidence ?? .known }

    /// Whether the claim is barred on a day.
    public func isBarred(on day: Day) -> Bool { day >= expires }

    /// The tightest warning reached on a day: 180, 90 or 30 days left; `nil` before, and once barred.
    public func warning(on day: Day, thresholds: [Int] = [180, 90, 30]) -> Int? {
        let left = expires.days(since: day)
        return left > 0 ? thresholds.filter { left <= $0 }.min() : nil
    }

    /// The limitation of a claim.
    ///
    /// - Parameters:
    ///   - payable: the first day on which payment could be demanded, of the oldest instalment.
    ///   - terms: every term that may hold; the one that ends first counts. A term that the pack lacks is an
    ///     error, for it could be the shortest.
    ///   - acts: known acts, in any order.
    ///   - asOf: acts after it are not known on it; the rows in force on it hold.
    public init(
        payable: Day, debtor: CustomerKind, terms: [Term], acts: [Act] = [], asOf: Day, law: LawPack
    ) throws(LawGap) {
        var earliest: Limitation?
        for term in terms.isEmpty ? [Term("general")] : terms {
            let candidate = try Limitation(
                payable: payable, debtor: debtor, term: term, acts: acts, asOf: asOf, law: law)
            if earliest.map({ candidate.expires < $0.expires }) ?? true { earliest = candidate }
        }
        guard let earliest else {
            throw LawGap(
                rule: .limitation, subject: "", debtor: debtor, governingLaw: "", day: asOf, near: [])
        }
        self = earliest
    }

    private init(
        payable: Day, debtor: CustomerKind, term: Term, acts: [Act], asOf: Day, law: LawPack
    ) throws(LawGap) {
        let row = try law.find(
            .limitation, of: term.category, debtor: debtor, governingLaw: term.governingLaw, on: asOf)
        let first = try Self.firstEnd(payable, row, debtor, law)
        var (expires, start, bound) = (first.end, payable, first.bound)
        var restarts: [Restart] = []
        var ignored: [Ignored] = []
        let ordered = acts.sorted {
            ($0.effective, $0.day, $0.kind.rawValue) < ($1.effective, $1.day, $1.kind.rawValue)
        }
        for act in ordered {
            guard act.effective <= asOf, act.effective < expires else {
                ignored.append(Ignored(act: act, reason: .late))
                continue
            }
            switch Self.effect(of: act, debtor, term.governingLaw, law) {
            case .success(let rule) where rule.holds:
                restarts.append(Restart(act: act, row: rule))
                if let end = row.end(from: act.day), end > expires {
                    (expires, start, bound) = (end, act.day, nil)
                }
            case .success(let rule): ignored.append(Ignored(act: act, reason: .doesNotInterrupt(rule)))
            case .failure(let gap): ignored.append(Ignored(act: act, reason: .unknown(gap)))
            }
        }
        let cap = law.row(
            .limitationCap, of: term.category, debtor: debtor, governingLaw: term.governingLaw, on: asOf)
        if let cap, let end = cap.end(from: payable), end < expires { (expires, bound) = (end, cap) }
        self.expires = expires
        self.start = start
        self.term = row
        self.bound = bound
        self.restarts = restarts
        self.ignored = ignored
    }

    /// The row of the governing law where it has one, else the common law's, which fills its gaps (CC 13.2).
    private static func effect(
        of act: Act, _ debtor: CustomerKind, _ governingLaw: String, _ law: LawPack
    ) -> Result<LawRow, LawGap> {
        if let own = law.row(
            .interruption, of: act.kind.rawValue, debtor: debtor, governingLaw: governingLaw,
            on: act.effective)
        {
            return .success(own)
        }
        do {
            return .success(
                try law.find(.interruption, of: act.kind.rawValue, debtor: debtor, on: act.effective))
        } catch {
            return .failure(error)
        }
    }

    /// The end without any act. A claim older than the row is the transition's, if one holds for its day.
    private static func firstEnd(
        _ payable: Day, _ row: LawRow, _ debtor: CustomerKind, _ law: LawPack
    ) throws(LawGap) -> (end: Day, bound: LawRow?) {
        if payable >= row.from, let end = row.end(from: payable) { return (end, nil) }
        let transitions = law.rows(.limitationTransition, of: row.subject)
        for transition in transitions where transition.governingLaw == row.governingLaw {
            let days = transition.list.compactMap { Day(iso: $0) }
            if transition.debtors.contains(DebtorScope(debtor)), days.count == 3, days[0] <= payable,
                payable <= days[1]
            {
                return (days[2], transition)
            }
        }
        // Says which row begins too late.
        return (
            try law.find(
                .limitation, of: row.subject, debtor: debtor, governingLaw: row.governingLaw, on: payable
            ).end(from: payable) ?? payable, nil
        )
    }
}

/// The registry's own clock: years from the due day of the obligation, that nothing restarts.
public struct RegistryClock: Sendable, Equatable {
    /// The last day on which the debt may be listed.
    public let last: Day
    /// The row of the term.
    public let row: LawRow

    /// - Parameters:
    ///   - due: the first due day: each instalment has its own clock, and the oldest is the safe one.
    ///   - debtor: natural persons have the clock of the law; `nil` is treated as one.
    public init(due: Day, debtor: CustomerKind? = nil, asOf: Day, law: LawPack) throws(LawGap) {
        row = try law.find(.registryMaximumAge, debtor: debtor ?? .consumer, on: asOf)
        last = row.end(from: due) ?? due
    }
}
