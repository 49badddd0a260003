public import Domain

/// What a simulated time is made from: the same options give the same files, byte for byte.
public struct SimulationOptions: Sendable {
    /// How many may owe.
    public var customers: Int
    /// One run a night.
    public var nights: Int
    /// Of all chance.
    public var seed: UInt64
    /// The as-of day of the first night.
    public var first = Day(number: 20_454)  // 2026-01-01
    /// The workspace, made anew; it must not exist.
    public var folder: String
    /// The built `recobro`.
    public var program: String
    /// The creditor's own rules for movements, as recobro.yaml has them; one that hides payments must show up
    /// as violations.
    public var rules = "[]"
    /// Every step comes after days instead of weeks, so that two months reach the registry.
    public var isLadderSteep = false
    /// Told how far it is, now and then, and every violation at once.
    public var progress: @Sendable (String) -> Void = { _ in }

    /// A simulation in a new folder, with no rules of the creditor's own.
    public init(customers: Int, nights: Int, seed: UInt64, folder: String, program: String) {
        self.customers = customers
        self.nights = nights
        self.seed = seed
        self.folder = folder
        self.program = program
    }
}

/// What the program did that the truth says it must not have done, or left undone.
public struct SimulationViolation: Sendable, CustomStringConvertible {
    /// As-of day of the night.
    public let night: Day
    /// What was done wrong, and why it was: `step-paid`, `verified-dispute`, `not-verified` ...
    public let kind: String
    /// Its number; empty for what is about the whole workspace.
    public let invoice: String
    /// What the simulator alone knows, and what the program said.
    public let detail: String

    public var description: String { "\(night) \(kind) \(invoice): \(detail)" }
}

/// What was counted.
public struct SimulationReport: Sendable {
    /// What the registry was told.
    public struct Registry: Sendable {
        /// Additions, and first removals.
        public var listed = 0
        public var removed = 0
        /// Changes of the amount, by what was paid in part or came back.
        public var changed = 0
        /// Removals that were sent again, since nobody acknowledged them.
        public var repeated = 0
        /// Nights on which a listed debt's money had come and waited for a person to say whose it is.
        public var undecidedNights = 0
        /// Violations that would have been found if no removal had been written: that the check bites.
        public var noticedWithoutRemovals = 0
    }

    /// Nights that were run.
    public var nights = 0
    /// Invoices issued, those open on the first night too.
    public var invoices = 0
    /// Movements of all accounts, those after the last night too.
    public var movements = 0
    /// Invoices by what becomes of them.
    public var behaviours: [String: Int] = [:]
    /// Verified debts, once an invoice, and once an invoice and night.
    public var verified = 0
    public var verifiedNights = 0
    /// Steps taken, by kind.
    public var steps: [String: Int] = [:]
    /// Debts called back from the agency.
    public var withdrawals = 0
    public var registry = Registry()
    /// Rows of the queue that were filled in.
    public var accountantAnswers = 0
    /// Nights on which a complete debt waits for a decision about money that may pay it, by why.
    public var waiting: [String: Int] = [:]
    /// Nights from the last missing piece until verified, and how many debts.
    public var delays: [Int: Int] = [:]
    /// Where program and truth differ, in order of night.
    public var violations: [SimulationViolation] = []

    /// The figures, a line each.
    public var text: String {
        func list<Key: Comparable>(_ counts: [Key: Int]) -> String {
            counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        }
        let kinds = Dictionary(grouping: violations, by: \.kind).mapValues(\.count)
        return [
            "nights \(nights), invoices \(invoices), movements \(movements)",
            "behaviours: \(list(behaviours))",
            "verified debts \(verified) (invoice nights \(verifiedNights))",
            "steps: \(list(steps)); withdrawals \(withdrawals)",
            "registry: listed \(registry.listed), changed \(registry.changed), removed \(registry.removed), removals repeated "
                + "\(registry.repeated), nights with undecided money \(registry.undecidedNights), noticed "
                + "without removals \(registry.noticedWithoutRemovals)",
            "accountant's answers \(accountantAnswers)",
            "nights from the last missing piece until verified: \(list(delays))",
            "complete but for money that may pay them, invoice nights: \(list(waiting))",
            "violations \(violations.count)\(kinds.isEmpty ? "" : ": \(list(kinds))")",
        ].joined(separator: "\n")
    }
}
