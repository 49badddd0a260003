/// What a statement's entries are to the account.
public enum StatementKind: String, Sendable, CaseIterable, Codable {
    /// Booked movements (camt.053, Norma 43, MT940): they move the balance.
    case booked
    /// A look at the day before it is closed (camt.052, MT942): the booked statement brings them again.
    case preview
    /// Details of movements that a booked statement also has (camt.054): never booked themselves.
    case explanation
}

/// Whether the bank has booked an entry (camt `Sts`).
public enum EntryStatus: String, Sendable, CaseIterable, Codable {
    case booked = "BOOK"
    case pending = "PDNG"
    case information = "INFO"
}

/// The head of one account statement (extracto), emitted before its entries.
public struct StatementOpening: Sendable, Equatable {
    /// IBAN where the file has one; else the account as written; empty where the file names none
    /// (most bank CSVs), and the workspace decides.
    public var account: String
    public var currency: Currency
    public var kind = StatementKind.booked
    /// The statement's own id or number, empty where it has none.
    public var reference: String
    public var from: Day?
    public var to: Day?
    /// Booked balance before the first entry, minor units; `nil` where the file gives none before its
    /// entries.
    public var openingBalance: Int64?
    public var place: Place

    public init(
        account: String, currency: Currency, reference: String = "", from: Day? = nil, to: Day? = nil,
        openingBalance: Int64? = nil, place: Place = .wholeFile
    ) {
        self.account = account
        self.currency = currency
        self.reference = reference
        self.from = from
        self.to = to
        self.openingBalance = openingBalance
        self.place = place
    }
}

/// One movement of an account (apunte): what the bank booked, in the bank's own words.
///
/// Texts are empty where the file has none. Amounts are signed: money in is positive.
public struct EntryRecord: Sendable, Equatable {
    public var booked: Day
    public var value: Day?
    /// Signed minor units of the statement's currency.
    public var amount: Int64
    public var status = EntryStatus.booked
    /// The bank's number of the movement: camt `NtryRef` (else `AcctSvcrRef`), Norma 43 document number, the
    /// reference column of a CSV. It is the `payment_id` of `recobro export matches`.
    public var reference = ""
    /// The bank's other reference (camt `AcctSvcrRef`, Norma 43 reference 1).
    public var bankReference = ""
    /// Transaction code: `PMNT/RCDT/ESCT`, Norma 43 `04/099`.
    public var code = ""
    public var counterparty = ""
    public var counterpartyAccount = ""
    public var counterpartyTaxId = ""
    /// Remittance and other free text, parts joined by one blank.
    public var text = ""
    public var endToEndId = ""
    public var mandateId = ""
    /// Creditor reference (RF, or the bank's own scheme).
    public var structuredReference = ""
    /// Batch or payment-information id that a lump credit names.
    public var batchReference = ""
    /// Reason of a returned payment: an ISO code (`MD06`) or the bank's own.
    public var returnReason = ""
    /// True where the entry reverses another. The sign already says it: never flip again.
    public var isReversal = false
    /// Balance after this movement where the file prints one, minor units.
    public var balanceAfter: Int64?
    /// The parts of a batch entry, in file order; empty where there is none or just one.
    public var details: [EntryDetail] = []
    public var place = Place.wholeFile

    public init(booked: Day, value: Day? = nil, amount: Int64) {
        self.booked = booked
        self.value = value
        self.amount = amount
    }
}

/// One transaction inside a batch entry (camt `TxDtls`).
public struct EntryDetail: Sendable, Equatable, Codable {
    /// Signed minor units of the entry's currency; `nil` where the bank gives none.
    public var amount: Int64?
    public var counterparty = ""
    public var counterpartyAccount = ""
    public var text = ""
    public var endToEndId = ""
    public var mandateId = ""
    public var structuredReference = ""
    public var returnReason = ""
    /// True for what the bank kept for itself out of the entry: no part of a debt. `nil` as `false`.
    public var isFee: Bool?

    public init(amount: Int64? = nil) { self.amount = amount }
}

/// The foot of one statement, emitted after its entries: what the file claims and what was counted.
public struct StatementClosing: Sendable, Equatable {
    /// Closing booked balance, minor units; `nil` where the file gives none (never an available balance).
    public var closingBalance: Int64?
    /// Opening balance where it was only known at the end.
    public var openingBalance: Int64?
    public var from: Day?
    public var to: Day?
    /// Booked entries emitted.
    public var entries = 0
    /// Sum of the booked entries' credits, minor units, not negative.
    public var credits: Int64 = 0
    /// Sum of the booked entries' debits, minor units, not negative.
    public var debits: Int64 = 0

    public init(closingBalance: Int64? = nil, openingBalance: Int64? = nil, from: Day? = nil, to: Day? = nil)
    {
        self.closingBalance = closingBalance
        self.openingBalance = openingBalance
        self.from = from
        self.to = to
    }

    /// Whether opening + credits − debits = closing; `nil` where a balance is missing.
    public var isBalanced: Bool? {
        guard let openingBalance, let closingBalance else { return nil }
        let (net, isBeyond) = credits.subtractingReportingOverflow(debits)
        let (computed, overflowed) = openingBalance.addingReportingOverflow(net)
        return !isBeyond && !overflowed && computed == closingBalance
    }
}
