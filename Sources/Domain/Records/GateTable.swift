/// The steps of the ladder as the law tells them apart: each asks for its own conditions.
public enum Gate: String, Sendable, CaseIterable {
    /// Aviso antes del vencimiento.
    case beforeDue = "before-due"
    /// Recordatorio.
    case reminder
    /// Requerimiento: the formal claim and what is built on it.
    case formalClaim = "formal-claim"
    /// Agencia.
    case agency
    /// Fichero de morosos.
    case registry
    /// Demanda.
    case court

    /// The gate that a step goes through.
    public init(_ kind: StepKind) {
        switch kind {
        case .beforeDue: self = .beforeDue
        case .reminder, .secondReminder: self = .reminder
        case .formalClaim, .lastNotice, .mediation: self = .formalClaim
        case .agency: self = .agency
        case .registry: self = .registry
        case .court: self = .court
        }
    }
}

/// Which conditions each step asks for, by kind of debtor: data of the law pack, in force on one day.
public struct GateTable: Sendable, Equatable {
    /// What one gate asks of one kind of debtor.
    public enum Rule: Sendable, Equatable {
        /// Open where all of these pass.
        case asks([Condition])
        /// Never open; why, in words.
        case closed(String)
    }

    private var rules: [Gate: [CustomerKind: Rule]] = [:]

    /// A table without rules: every gate is closed.
    public init() {}

    /// The rule of a gate and a kind of debtor; closed without a word where nothing was said.
    public subscript(gate: Gate, debtor: CustomerKind) -> Rule {
        get { rules[gate]?[debtor] ?? .closed("") }
        set { rules[gate, default: [:]][debtor] = newValue }
    }

    /// Who asks for the same conditions of every debtor.
    public init(_ conditions: (Gate) -> [Condition]) {
        for gate in Gate.allCases {
            for debtor in CustomerKind.allCases { self[gate, debtor] = .asks(conditions(gate)) }
        }
    }
}
