/// What an invoice document is to the debt (UNTDID 1001 in spirit, Facturae class in words).
public enum InvoiceKind: String, Sendable, CaseIterable, Codable {
    /// Factura: it is owed.
    case invoice
    /// Abono: it lowers what is owed; its payable is negative.
    case creditNote
    /// Factura rectificativa por diferencias: signed, adds to or lowers the corrected invoice.
    case corrective
    /// Factura rectificativa por sustitución: it replaces the corrected invoice.
    case replacement
    /// Copia o duplicado: not a new debt.
    case copy
    /// Anulada.
    case cancelled
}

/// A dated part of an invoice's payment (plazo).
public struct Instalment: Sendable, Equatable, Codable {
    public var due: Day
    /// Minor units of the invoice's currency.
    public var amount: Int64

    public init(due: Day, amount: Int64) {
        self.due = due
        self.amount = amount
    }
}

extension Day: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(number: try decoder.singleValueContainer().decode(Int32.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(number)
    }
}

/// A buyer or seller as a document names it. Empty texts are absent.
public struct PartyRecord: Sendable, Equatable {
    /// Compact form, see `TaxIdentifier.key`.
    public var taxId = ""
    public var name = ""
    public var street = ""
    public var postCode = ""
    public var town = ""
    public var province = ""
    /// ISO 3166 alpha-2.
    public var country = ""
    public var email = ""
    public var phone = ""
    public var iban = ""
    /// True where the document itself says that the party is a natural person.
    public var isNaturalPerson: Bool?

    public init() {}
}

/// One invoice document as imported. Amounts are minor units, signed as the debt: what lowers it is negative.
public struct InvoiceRecord: Sendable, Equatable {
    /// Series and number as the creditor writes them, joined as in the document.
    public var number: String
    public var kind = InvoiceKind.invoice
    public var issued: Day
    /// The last due date; `nil` where the document has none.
    public var due: Day?
    public var instalments: [Instalment] = []
    public var seller = PartyRecord()
    public var buyer = PartyRecord()
    public var currency: Currency
    /// Base imponible.
    public var net: Int64?
    /// Cuota (IVA, IGIC).
    public var tax: Int64?
    /// Retención (IRPF) and guarantee retention.
    public var withheld: Int64?
    /// Total with tax as the document states it.
    public var total: Int64?
    /// What is to be paid: total less what is withheld, paid on account or subsidised
    /// (Facturae `TotalExecutableAmount`, EN 16931 BT-115). The debt is this, not the total.
    public var payable: Int64
    /// Number of the invoice that this one corrects.
    public var corrects = ""
    /// Structured reference the payer was asked to use.
    public var paymentReference = ""
    /// The creditor's own number of the customer, where the document names it (SAF-T `CustomerID`, FEC
    /// `CompAuxNum`).
    public var customerNumber = ""
    /// True for a document that is its own receipt (Portuguese fatura-recibo FR): nothing is owed on it.
    public var isPaidOnIssue = false
    /// True where the credit was assigned to a factor: the creditor must not claim it as its own.
    public var isAssigned = false
    public var place = Place.wholeFile

    public init(number: String, issued: Day, currency: Currency, payable: Int64) {
        self.number = number
        self.issued = issued
        self.currency = currency
        self.payable = payable
    }
}

/// One collection of the creditor's own direct-debit batch (recibo de una remesa).
public struct DirectDebitRecord: Sendable, Equatable {
    /// Id of the batch (remesa) as the bank will print it on the lump credit.
    public var batch: String
    /// Requested collection day.
    public var collected: Day
    /// Empty where the batch names none (pain.008 has no field for it).
    public var invoiceNumber: String
    /// Minor units.
    public var amount: Int64
    public var currency: Currency
    public var mandateId = ""
    public var debtorTaxId = ""
    public var debtor = ""
    public var debtorAccount = ""
    public var endToEndId = ""
    /// Message that brought the batch to the bank (pain.008 `MsgId`); status reports name it.
    public var message = ""
    /// Remittance text; it names the invoice where no field does.
    public var text = ""
    public var place = Place.wholeFile

    public init(batch: String, collected: Day, invoiceNumber: String, amount: Int64, currency: Currency) {
        self.batch = batch
        self.collected = collected
        self.invoiceNumber = invoiceNumber
        self.amount = amount
        self.currency = currency
    }
}

/// Everything a reader can find in a file, in file order.
public enum SourceRecord: Sendable, Equatable {
    case statementOpened(StatementOpening)
    case entry(EntryRecord)
    case statementClosed(StatementClosing)
    /// Apart from the others, which it would make twice as large.
    indirect case invoice(InvoiceRecord)
    case directDebit(DirectDebitRecord)
    case decision(DecisionRecord)
    indirect case adjudication(AdjudicationRecord)
    case status(PaymentStatusRecord)
    case customer(CustomerRecord)
    case receipt(ReceiptRecord)
    case delivery(DeliveryRecord)
}
