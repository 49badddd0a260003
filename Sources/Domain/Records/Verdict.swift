/// The conditions of a verified debt, in the order they are asked.
public enum Condition: String, Sendable, CaseIterable, Codable {
    /// Cierta: the invoice exists, is ours, not cancelled, not in conflict.
    case certain
    /// Vencida: the due day has passed.
    case due
    /// Impagada: something is still owed.
    case unpaid
    /// Statements cover the days since the due date without a gap.
    case statementsCover = "statements-cover"
    /// No unexplained money that could have paid it.
    case noUnexplainedMoney = "no-unexplained-money"
    /// Pacífica: no open objection.
    case undisputed
    /// Exigible: not time-barred, not assigned, not on hold.
    case enforceable
    /// Requerida de pago, with proof of receipt.
    case demanded
    /// At or above the minimum principal.
    case aboveMinimum = "above-minimum"
    /// It is this person, alive, and the address is theirs.
    case identity
    /// No insolvency proceeding, no discharge.
    case solvent
    /// The debtor has not restricted the processing of the data.
    case unrestricted
    /// No promise, plan or offer is running that must be waited for.
    case noAgreement = "no-agreement"
}

/// The answer to one condition, with its proof or what is missing.
public struct ConditionResult: Sendable, Equatable, Codable {
    public enum Outcome: String, Sendable, Codable { case passed, failed, unknown }

    public let condition: Condition
    public let outcome: Outcome
    /// What proves it: a file and place, a decision, a communication, a law article. Empty when nothing does.
    public let evidence: String
    /// What is missing or wrong; empty when passed.
    public let missing: String

    public init(_ condition: Condition, _ outcome: Outcome, evidence: String = "", missing: String = "") {
        self.condition = condition
        self.outcome = outcome
        self.evidence = evidence
        self.missing = missing
    }
}

/// Whether an invoice is a verified debt on a day. Only all-passed is verified.
public struct Verdict: Sendable, Equatable {
    public let invoice: Int64
    public let asOf: Day
    /// One result a condition, in the order of `Condition.allCases`.
    public let results: [ConditionResult]

    public init(invoice: Int64, asOf: Day, results: [ConditionResult]) {
        self.invoice = invoice
        self.asOf = asOf
        self.results = results
    }

    public var isVerified: Bool { results.allSatisfy { $0.outcome == .passed } }

    /// The outcome of one condition.
    public func outcome(_ condition: Condition) -> ConditionResult.Outcome {
        results.first { $0.condition == condition }?.outcome ?? .unknown
    }
}

/// The days an account's statements cover.
public struct AccountCoverage: Sendable, Equatable {
    public let account: String
    /// Disjoint, in order; both ends included.
    public let covered: [ClosedRange<Day>]
    /// Days at which the balance chain breaks: the statement that begins there does not continue the one
    /// before, or a statement does not add up. Cleared breaks are not listed.
    public let breaks: [Day]

    public init(account: String, covered: [ClosedRange<Day>], breaks: [Day]) {
        self.account = account
        self.covered = covered
        self.breaks = breaks
    }
}

/// A credit that no invoice explains yet.
public struct UnexplainedCredit: Sendable, Equatable {
    public let movement: Int64
    public let booked: Day
    /// Unallocated minor units, positive.
    public let amount: Int64
    public let currency: Currency
    /// How people find it: the bank's reference and day.
    public let label: String
    /// Customers that suggestions or the payer's identifiers point to, sorted.
    public let customers: [String]
    /// Invoices that suggestions name, sorted.
    public let invoices: [Int64]

    public init(
        movement: Int64, booked: Day, amount: Int64, currency: Currency, label: String, customers: [String],
        invoices: [Int64]
    ) {
        self.movement = movement
        self.booked = booked
        self.amount = amount
        self.currency = currency
        self.label = label
        self.customers = customers
        self.invoices = invoices
    }
}
