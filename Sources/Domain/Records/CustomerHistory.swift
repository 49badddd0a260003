/// How a customer has paid until now, as numbers of invoices and facts: what its class is derived from.
public struct CustomerHistory: Sendable, Equatable {
    /// Invoices paid whole by the due day, or so few days after that it is the bank's doing.
    public var paidInTime = 0
    /// Invoices paid whole later than that.
    public var paidLate = 0
    /// Days after the due day, summed over `paidLate`.
    public var daysLate = 0
    /// Invoices paid in two parts and more, without a plan that says so.
    public var paidInParts = 0
    /// Promises of payment kept.
    public var promisesKept = 0
    /// Promises of payment whose day passed without the money.
    public var promisesBroken = 0
    /// Invoices that the customer objected to.
    public var disputes = 0
    /// Letters and messages that came back since the address was last confirmed.
    public var returnedMail = 0

    /// No history.
    public init() {}

    /// Days after the due day up to which a payment counts as in time: weekends, and the bank's own day.
    public static let graceDays = 5

    /// Invoices of which the payment is known.
    public var paid: Int { paidInTime + paidLate }

    /// Notes an invoice that was paid whole.
    public mutating func notePaid(daysAfterDue days: Int, parts: Int) {
        if days <= Self.graceDays {
            paidInTime += 1
        } else {
            paidLate += 1
            daysLate += days
        }
        if parts > 1 { paidInParts += 1 }
    }
}
