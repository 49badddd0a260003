/// One message that a night wrote to a debtor, as the ledger keeps it (registro de envíos).
public struct MailingFact: Sendable, Equatable {
    /// What the provider writes into its proof of delivery: `M` and 16 digits.
    public let reference: String
    /// Name of the case.
    public let caseReference: String
    /// Key of the customer.
    public let customer: String
    /// What it tells, as the register writes it: `reminder`, `formal-claim`.
    public let kind: String
    /// How it goes.
    public let channel: Channel
    /// The day of the run.
    public let day: Day
    /// The postal address, e-mail address or telephone number that was used.
    public let address: String
    /// The ledger's numbers of the invoices it is about.
    public let invoices: [Int64]
    /// Path of the document under the run's output folder; empty for none.
    public let documentPath: String
    /// SHA-256 of the document; empty for none.
    public let documentSHA256: String

    /// A message as written.
    public init(
        reference: String, caseReference: String, customer: String, kind: String, channel: Channel,
        day: Day, address: String, invoices: [Int64], documentPath: String, documentSHA256: String
    ) {
        self.reference = reference
        self.caseReference = caseReference
        self.customer = customer
        self.kind = kind
        self.channel = channel
        self.day = day
        self.address = address
        self.invoices = invoices
        self.documentPath = documentPath
        self.documentSHA256 = documentSHA256
    }
}
