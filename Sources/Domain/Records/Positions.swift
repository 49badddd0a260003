/// One invoice as the ledger knows it on a day: what is owed, by whom, how much of it is still open.
public struct OpenItem: Sendable, Equatable {
    /// The ledger's number of the invoice.
    public let id: Int64
    public let number: String
    public var kind: InvoiceKind
    /// Key of the debtor: the compact tax id, else `name:` and the folded name.
    public var customer: String
    public var customerName: String
    /// Compact tax id, empty where unknown.
    public var taxId: String
    /// IBANs the customer's documents name.
    public var iban: String
    public var issued: Day
    /// The last due date; `nil` where no document gives one.
    public var due: Day?
    public var instalments: [Instalment]
    public var currency: Currency
    /// Minor units, signed: negative for a credit note.
    public var payable: Int64
    /// Payable less what payments, write-offs and credits took, minor units, signed like `payable`.
    public var outstanding: Int64
    /// Base without tax, minor units, signed like `payable`: what a withholding is reckoned on; `nil` where no
    /// document gives it.
    public var net: Int64?
    public var paymentReference: String
    /// Number of the invoice this document corrects.
    public var corrects: String
    public var isAssigned: Bool
    /// True while documents with this number contradict each other.
    public var isInConflict: Bool
    /// True where payments were applied to it, and not given back.
    public var isPaidInPart: Bool

    public init(id: Int64, number: String, kind: InvoiceKind, issued: Day, currency: Currency, payable: Int64)
    {
        self.id = id
        self.number = number
        self.kind = kind
        self.issued = issued
        self.currency = currency
        self.payable = payable
        outstanding = payable
        customer = ""
        customerName = ""
        taxId = ""
        iban = ""
        due = nil
        instalments = []
        paymentReference = ""
        corrects = ""
        isAssigned = false
        isInConflict = false
        isPaidInPart = false
    }
}

/// One movement as the ledger knows it, with what of it is not allocated yet.
public struct Movement: Sendable, Equatable {
    public let id: Int64
    public var account: String
    public var currency: Currency
    public var entry: EntryRecord
    /// Signed minor units not allocated to any invoice.
    public var unallocated: Int64

    public init(id: Int64, account: String, currency: Currency, entry: EntryRecord, unallocated: Int64) {
        self.id = id
        self.account = account
        self.currency = currency
        self.entry = entry
        self.unallocated = unallocated
    }
}

/// One line of the creditor's direct-debit list as the ledger knows it.
public struct DirectDebitItem: Sendable, Equatable {
    public var batch: String
    public var collected: Day
    public var invoiceNumber: String
    public var amount: Int64
    public var currency: Currency
    public var endToEndId: String
    public var mandateId: String
    /// Remittance text; it names the invoice where `invoiceNumber` is empty.
    public var text = ""

    public init(
        batch: String, collected: Day, invoiceNumber: String, amount: Int64, currency: Currency,
        endToEndId: String = "", mandateId: String = ""
    ) {
        self.batch = batch
        self.collected = collected
        self.invoiceNumber = invoiceNumber
        self.amount = amount
        self.currency = currency
        self.endToEndId = endToEndId
        self.mandateId = mandateId
    }
}

/// A direct debit that the bank reported as rejected or returned (pain.002 `RJCT`).
public struct RejectedDebit: Sendable, Equatable {
    /// The report it stands in: what is returned together is often booked together.
    public var report: Int64
    public var endToEndId: String
    public var mandateId: String
    /// ISO reason code.
    public var reason: String
    /// Minor units, not negative; `nil` where the report leaves it out.
    public var amount: Int64?
    public var currency: Currency

    public init(
        report: Int64, endToEndId: String, mandateId: String = "", reason: String = "", amount: Int64?,
        currency: Currency
    ) {
        self.report = report
        self.endToEndId = endToEndId
        self.mandateId = mandateId
        self.reason = reason
        self.amount = amount
        self.currency = currency
    }
}

/// An allocation already posted (imputación), as input to matching: posted matches do not move.
public struct PostedAllocation: Sendable, Equatable {
    public let movement: Int64
    public let invoice: Int64
    /// Signed minor units.
    public let amount: Int64

    public init(movement: Int64, invoice: Int64, amount: Int64) {
        self.movement = movement
        self.invoice = invoice
        self.amount = amount
    }
}
