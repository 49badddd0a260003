/// What kind of debtor a customer is: law and tone depend on it.
public enum CustomerKind: String, Sendable, CaseIterable, Codable {
    /// Sociedad.
    case company
    /// Autónomo.
    case soleTrader
    /// Consumidor.
    case consumer
    /// Administración pública.
    case publicBody

    /// What the holder of a tax id is. A natural person of whom nothing else is known counts as a consumer:
    /// that is the careful reading.
    public init(holder: TaxIdentifier.Holder?) {
        switch holder {
        case .legal: self = .company
        case .publicBody: self = .publicBody
        case .natural, nil: self = .consumer
        }
    }
}

/// One customer as the creditor's own list states it. Empty texts are absent.
public struct CustomerRecord: Sendable, Equatable {
    /// The creditor's own number of the customer.
    public var number = ""
    /// Tax id, name, address and contacts.
    public var party = PartyRecord()
    public var kind: CustomerKind?
    /// All accounts the customer is known to pay from, compact.
    public var ibans: [String] = []
    /// ISO 639-1, `es`, `ca`, `fr`, `pt`, `en`.
    public var language = ""
    /// True where the customer must not be contacted; `nil` where the list says nothing.
    public var isDoNotContact: Bool?
    public var place = Place.wholeFile

    public init() {}
}

/// What the creditor's own books say was received on an invoice (recibo): SAF-T `Payment`, a lettered line of
/// a FEC. No bank confirms it.
public struct ReceiptRecord: Sendable, Equatable {
    /// The receipt's own number, or the letter that joins the lines.
    public var number: String
    public var day: Day
    public var invoiceNumber: String
    /// Minor units, not negative.
    public var amount: Int64
    public var currency: Currency
    public var customerNumber = ""
    public var place = Place.wholeFile

    public init(number: String, day: Day, invoiceNumber: String, amount: Int64, currency: Currency) {
        self.number = number
        self.day = day
        self.invoiceNumber = invoiceNumber
        self.amount = amount
        self.currency = currency
    }
}
