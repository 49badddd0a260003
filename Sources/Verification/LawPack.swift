public import Domain

/// What a row of the law pack is about.
public enum LawRule: String, Sendable, CaseIterable, Codable {
    /// Years until a claim is time-barred (prescripción), by category of claim.
    case limitation
    /// Whether an act restarts the limitation (interrupción).
    case interruption
    /// Days to pay where nothing was agreed (plazo legal de pago).
    case paymentTerm = "payment-term"
    /// Years from the due date after which no registry may keep the debt.
    case registryMaximumAge = "registry-maximum-age"
    /// Smallest principal that a registry may take.
    case registryMinimumPrincipal = "registry-minimum-principal"
    /// The debtor must have been told which registry it may be (información previa).
    case registryWarning = "registry-warning"
    /// Payment must have been demanded before (requerimiento previo de pago).
    case priorDemand = "prior-demand"
}

/// One dated rule of law, as data: what it says, where it stands, how well it was checked.
public struct LawRow: Sendable, Equatable {
    /// What `value` counts.
    public enum Unit: String, Sendable, Codable {
        case years, days
        case euroCents = "euro-cents"
        /// 1 where the rule holds.
        case flag
    }

    /// How the row was checked.
    public enum Confidence: String, Sendable, Codable {
        /// Read in an official text.
        case official = "V1"
        /// Read in a serious secondary text.
        case secondary = "V2"
        /// Weak secondary text, or derived.
        case weak = "V3"
        /// Known, never looked up.
        case known = "K"
    }

    /// Stable name of the row, `Q1`.
    public let id: String
    /// What it is about.
    public let rule: LawRule
    /// Which claims it holds for: a category, or `all`.
    public let scope: String
    /// Its number, counted in `unit`.
    public let value: Int
    /// What `value` counts.
    public let unit: Unit
    /// Where it stands: `CC 1964.2`.
    public let article: String
    /// How it was checked.
    public let confidence: Confidence
    /// First day in force.
    public let from: Day
    /// Last day in force; `nil` while it is.
    public let to: Day?

    /// A row as written; `LawPack` checks it.
    public init(
        id: String, rule: LawRule, scope: String, value: Int, unit: Unit, article: String,
        confidence: Confidence, from: Day, to: Day? = nil
    ) {
        self.id = id
        self.rule = rule
        self.scope = scope
        self.value = value
        self.unit = unit
        self.article = article
        self.confidence = confidence
        self.from = from
        self.to = to
    }

    /// False where nobody read the rule at a source worth relying on: every output then says so.
    public var isVerified: Bool { confidence == .official || confidence == .secondary }

    /// Whether the row is in force on a day.
    public func isInForce(on day: Day) -> Bool {
        from <= day && day <= (to ?? day)
    }
}

/// Why a law pack cannot be used. Refused as a whole: half a law is worse than none.
public enum LawPackError: Error, Equatable {
    /// A file of the pack is missing or is not what a pack is made of.
    case unreadable(String)
    /// A row contradicts itself or another one.
    case invalid(row: String, reason: String)
    /// No row of a rule that verification cannot do without.
    case incomplete(LawRule)
}

/// The law of one country as dated rows.
public struct LawPack: Sendable, Equatable {
    /// Sorted by rule, scope and first day.
    public let rows: [LawRow]

    /// Checks the rows against each other.
    ///
    /// Errors: a repeated id, an empty id or article, a value or unit that does not suit the rule, a row that
    /// ends before it begins, two rows of one rule and scope in force at once, a rule without a row.
    public init(rows: [LawRow]) throws(LawPackError) {
        let sorted = rows.sorted {
            ($0.rule.rawValue, $0.scope, $0.from, $0.id) < ($1.rule.rawValue, $1.scope, $1.from, $1.id)
        }
        var ids: Set<String> = []
        for row in sorted {
            if let reason = Self.fault(in: row) { throw .invalid(row: row.id, reason: reason) }
            guard ids.insert(row.id).inserted else {
                throw .invalid(row: row.id, reason: "the id is used twice")
            }
        }
        for (earlier, later) in zip(sorted, sorted.dropFirst())
        where earlier.rule == later.rule && earlier.scope == later.scope {
            guard let end = earlier.to, end < later.from else {
                throw .invalid(row: later.id, reason: "in force at the same time as \(earlier.id)")
            }
        }
        for rule in LawRule.allCases where !sorted.contains(where: { $0.rule == rule }) {
            throw .incomplete(rule)
        }
        self.rows = sorted
    }

    /// The row in force on a day, `nil` where the pack has none.
    public func row(_ rule: LawRule, scope: String = "all", on day: Day) -> LawRow? {
        rows.first { $0.rule == rule && $0.scope == scope && $0.isInForce(on: day) }
    }

    private static func fault(in row: LawRow) -> String? {
        if row.id.isEmpty || row.article.isEmpty || row.scope.isEmpty {
            return "id, article or scope is empty"
        }
        if let to = row.to, to < row.from { return "it ends before it begins" }
        let expected: (unit: LawRow.Unit, values: ClosedRange<Int>) =
            switch row.rule {
            case .limitation, .registryMaximumAge: (.years, 1...100)
            case .paymentTerm: (.days, 0...366)
            case .registryMinimumPrincipal: (.euroCents, 0...100_000_000)
            case .interruption, .registryWarning, .priorDemand: (.flag, 1...1)
            }
        if row.unit != expected.unit { return "the unit must be \(expected.unit.rawValue)" }
        return expected.values.contains(row.value) ? nil : "the value is out of range"
    }
}
