internal import Domain
internal import Scanning

/// An amount as an element gives it, before it is known which currency it must be in.
struct CamtAmount {
    /// What the text and its attribute come to.
    enum State: UInt8 { case missing, unreadable, inexact, exact, currencyUnknown }

    private(set) var state = State.missing
    private var value: Int64 = 0
    /// The element's own currency; `nil` where it has none.
    private(set) var currency: Currency?
    private(set) var line: Int32 = 0

    init() {}

    /// - Parameter currency: the attribute's currency; `nil` in the outer place for no attribute, in the
    ///   inner one for a code that is none.
    init(_ bytes: Span<UInt8>, _ currency: CurrencyReading.Known??, defaultExponent: Int, line: Int) {
        self.line = Int32(truncatingIfNeeded: line)
        if let currency, currency == nil {
            state = .currencyUnknown
            return
        }
        let known = currency.flatMap { $0 }
        self.currency = known?.currency
        guard let number = DecimalNumber(point: bytes) else {
            state = .unreadable
            return
        }
        let exponent = known?.exponent ?? defaultExponent
        guard let units = Int64.minorUnits(digits: number.digits, scale: number.scale, exponent: exponent),
            units != .min
        else {
            state = .inexact
            return
        }
        state = .exact
        value = units
    }

    /// `nil` when it is missing, unreadable or not exact.
    var minorUnits: Int64? { state == .exact ? value : nil }

    /// The minor units if they are in `wanted`, or in no currency at all.
    func minorUnits(in wanted: Currency) -> Int64? {
        state == .exact && (currency == nil || currency == wanted) ? value : nil
    }
}

/// Bank fees named beside an amount (gastos), as far as the amount includes them.
struct CamtCharges {
    private var total: Int64?
    private var sum: Int64 = 0
    private var last: Int64 = 0
    private var hasSeparate = false
    private(set) var isEmpty = true

    mutating func add(_ amount: Int64?) {
        guard let amount else { return }
        let (next, overflowed) = sum.addingReportingOverflow(amount)
        guard !overflowed else { return }
        (sum, last) = (next, amount)
        isEmpty = false
    }

    mutating func setTotal(_ amount: Int64?) {
        guard let amount else { return }
        total = amount
        isEmpty = false
    }

    /// The fee read last is booked by itself (`ChrgInclInd` false): no part of the amount.
    mutating func dropLast() {
        sum &-= last
        last = 0
        hasSeparate = true
    }

    /// The total as given, else the sum of the records.
    var minorUnits: Int64 { hasSeparate ? sum : total ?? sum }
}

/// A transaction code: domain, family and sub-family, or the bank's own.
struct CamtCode {
    var domain = CamtText()
    var proprietary = CamtText()

    /// `PMNT/RCDT/ESCT`, else the bank's own code; empty for none.
    var text: CamtText { domain.isEmpty ? proprietary : domain }
    var isEmpty: Bool { text.isEmpty }
}

/// One side of a transaction.
struct CamtParty {
    var name = CamtText()
    var ultimateName = CamtText()
    var account = CamtText()
    var id = CamtText()
    /// The scheme of the id says that it is a tax number.
    var idIsTaxNumber = false

    var isEmpty: Bool { name.isEmpty && account.isEmpty && ultimateName.isEmpty }
    var displayName: CamtText { name.isEmpty ? ultimateName : name }
}

/// `TxDtls` while it is read.
struct CamtTransaction {
    var endToEndId = CamtText()
    var mandateId = CamtText()
    var paymentId = CamtText()
    var messageId = CamtText()
    var amount = CamtAmount()
    var transactionAmount = CamtAmount()
    var instructedAmount = CamtAmount()
    var counterValue = CamtAmount()
    var isCredit: Bool?
    var charges = CamtCharges()
    var debtor = CamtParty()
    var creditor = CamtParty()
    /// `Ustrd`, joined.
    var text = CamtText()
    /// Document numbers and other structured remittance, joined.
    var structuredText = CamtText()
    var information = CamtText()
    var structuredReference = CamtText()
    var returnReason = CamtText()
    var line = 0

    /// What the bank says that was paid, unsigned, in the entry's currency: for a returned payment the
    /// original amount comes first, because the entry may hold a fee besides.
    func minorUnits(in currency: Currency, isReturned: Bool) -> Int64? {
        if !isReturned {
            return amount.minorUnits(in: currency) ?? transactionAmount.minorUnits(in: currency)
                ?? counterValue.minorUnits(in: currency) ?? instructedAmount.minorUnits(in: currency)
        }
        return instructedAmount.minorUnits(in: currency) ?? transactionAmount.minorUnits(in: currency)
            ?? amount.minorUnits(in: currency) ?? counterValue.minorUnits(in: currency)
    }

    /// What was booked for it, fees included, unsigned, in the entry's currency.
    func bookedMinorUnits(in currency: Currency) -> Int64? {
        amount.minorUnits(in: currency) ?? transactionAmount.minorUnits(in: currency)
    }
}

/// `Ntry` while it is read.
struct CamtEntry {
    var amount = CamtAmount()
    var isCredit: Bool?
    /// Empty where there is none or it is `BOOK`: then it is booked.
    var status = CamtText()
    var booked: Day?
    var bookedIsUnreadable = false
    var value: Day?
    var reference = CamtText()
    var servicerReference = CamtText()
    /// `AcctSvcrRef` of its first transaction, where the entry has none.
    var transactionServicerReference = CamtText()
    var isReversal = false
    var code = CamtCode()
    var transactionCode = CamtCode()
    var information = CamtText()
    var charges = CamtCharges()
    var batch = CamtText()
    var line = 0
}

/// `Bal` while it is read.
struct CamtBalance {
    var type = ""
    var amount = CamtAmount()
    var isDebit = false
    var day: Day?
}

/// What `TxsSummry` claims of one group of entries.
struct CamtClaim {
    var count: Int64?
    var sum: DecimalNumber?
}

/// `Stmt` while it is read.
struct CamtStatement {
    var id = ""
    var created: Day?
    var from: Day?
    var to: Day?
    var account = ""
    /// The account's bytes, to compare parties' accounts with.
    var accountBytes: [UInt8] = []
    var ownerBytes: [UInt8] = []
    var currency: Currency?
    var exponent = 2
    var opening: Int64?
    var previousClosing: Int64?
    var closing: Int64?
    var closingDay: Day?
    /// The closing balance is one during the day (`ITBD` of a report).
    var closingIsInterim = false
    var openingDay: Day?
    var claims = (all: CamtClaim(), credits: CamtClaim(), debits: CamtClaim())
    /// Its head has been emitted.
    var isOpened = false
    var line = 0
    /// Booked entries emitted.
    var booked = CamtCount()
    /// All entries seen, whatever their status.
    var seen = CamtCount()

    var openingBalance: Int64? { opening ?? previousClosing }
}

/// Number and sums of entries by direction.
struct CamtCount {
    var creditCount = 0
    var debitCount = 0
    /// Minor units, not negative.
    var credits: Int64 = 0
    var debits: Int64 = 0

    /// `false` when a sum does not fit; nothing is added then.
    mutating func add(_ amount: Int64, isCredit: Bool) -> Bool {
        // By the sign digit, so that a zero counts on its side; a negative credit lowers the credits.
        let magnitude = isCredit ? amount : 0 &- amount
        let (sum, overflowed) = (isCredit ? credits : debits).addingReportingOverflow(magnitude)
        guard !overflowed, amount != .min else { return false }
        if isCredit {
            credits = sum
            creditCount += 1
        } else {
            debits = sum
            debitCount += 1
        }
        return true
    }
}
