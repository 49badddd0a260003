internal import Domain

/// What must hold before a step is taken (law: nobody is reminded whose payment may be in the ledger).
enum LadderGate {
    /// The conditions a step asks for; whoever hands the debt to others asks for all.
    static func conditions(for kind: StepKind) -> [Condition] {
        let reminding: [Condition] = [
            .certain, .due, .unpaid, .statementsCover, .noUnexplainedMoney, .undisputed, .enforceable,
            .identity, .solvent, .unrestricted, .noAgreement,
        ]
        switch kind {
        case .beforeDue: return reminding.filter { $0 != .due && $0 != .statementsCover }
        case .reminder, .secondReminder: return reminding
        case .formalClaim, .lastNotice, .mediation: return reminding + [.aboveMinimum]
        case .agency, .registry, .court: return Condition.allCases
        }
    }

    /// What stands against a step, in the order of the conditions; empty when the gate is open.
    static func objections(
        to kind: StepKind, verdict: Verdict, words: HoldWords
    ) -> [HoldReason] {
        conditions(for: kind).compactMap { condition in
            guard verdict.outcome(condition) != .passed else { return nil }
            let result = verdict.results.first { $0.condition == condition }
            let missing = result?.missing ?? words(.noAnswer, ["condition": words.name(condition)])
            return HoldReason(
                code: condition.rawValue,
                text: words.reason(missing: missing, evidence: result?.evidence ?? ""))
        }
    }
}
