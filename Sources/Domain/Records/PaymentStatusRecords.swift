/// What a bank reports of a payment order or a direct debit of ours (pain.002), or of its return.
///
/// Spanish banks report rejects and later returns of SEPA direct debits alike, with status `RJCT` (guide to
/// Cuaderno 19.14 in XML).
public struct PaymentStatusRecord: Sendable, Equatable {
    /// What the report speaks of.
    public enum Level: String, Sendable, CaseIterable {
        case message, payment, transaction
    }

    public var level: Level
    /// `MsgId` of the message that is reported on.
    public var originalMessage = ""
    /// `PmtInfId` of the batch (remesa) in it.
    public var originalPayment = ""
    /// Empty unless one transaction is meant.
    public var endToEndId = ""
    public var mandateId = ""
    /// `ACCP`, `RJCT`, `PDNG`, …; that of the level above where this one states none.
    public var status = ""
    /// ISO reason code (`MD06`) or the bank's own.
    public var reason = ""
    /// Minor units, not negative; `nil` where the report leaves it out.
    public var amount: Int64?
    public var currency: Currency
    /// Requested collection day of the original.
    public var collected: Day?
    public var debtor = ""
    public var debtorAccount = ""
    /// Remittance text of the original.
    public var text = ""
    public var place = Place.wholeFile

    public init(level: Level, currency: Currency) {
        self.level = level
        self.currency = currency
    }
}
