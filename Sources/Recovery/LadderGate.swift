internal import Domain

/// What must hold before a step is taken (law: nobody is reminded whose payment may be in the ledger).
enum LadderGate {
    /// What stands against a step, in the order of the conditions; empty when the gate is open.
    static func objections(
        to kind: StepKind, verdict: Verdict, debtor: CustomerKind, gates: GateTable, words: HoldWords
    ) -> [HoldReason] {
        let asked: [Condition]
        switch gates[Gate(kind), debtor] {
        case .closed(let why): return [HoldReason(code: "gate-closed", text: why)]
        case .asks(let conditions): asked = conditions
        }
        return asked.compactMap { condition in
            guard verdict.outcome(condition) != .passed else { return nil }
            let result = verdict.results.first { $0.condition == condition }
            let missing = result?.missing ?? words(.noAnswer, ["condition": words.name(condition)])
            return HoldReason(
                code: condition.rawValue,
                text: words.reason(missing: missing, evidence: result?.evidence ?? ""))
        }
    }
}
