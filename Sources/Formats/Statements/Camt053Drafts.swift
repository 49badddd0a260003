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

/// Bank fees named beside an amount (gastos).
struct CamtCharges {
    private var total: Int64?
    private var sum: Int64 = 0
    private(set) var isEmpty = true

    mutating func add(_ amount: Int64?) {
        guard let amount else { return }
        let (next, overflowed) = sum.addingReportingOverflow(amount)
        if !overflowed { sum = next }
        isEmpty = false
    }

    mutating func setTotal(_ amount: Int64?) {
        total = amount
        isEmpty = false
    }

    /// The total as given, else the sum of the records.
    var minorUnits: Int64 { total ?? sum }
}

/// A text of the entry being read, as a place in the entry's byte buffer: most texts are looked at and never
/// kept, so no `String` is made before the entry is complete.
struct CamtText: Equatable {
    var start: Int32 = 0
    var count: Int32 = 0

    var isEmpty: Bool { count == 0 }
    var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
}

/// The byte buffer of one entry.
struct CamtTexts {
    private var bytes: [UInt8] = []

    mutating func clear() { bytes.removeAll(keepingCapacity: true) }

    /// Keeps an identifier: without blanks at its ends.
    mutating func keep(_ text: Span<UInt8>) -> CamtText {
        let range = XMLText.trimmed(text)
        let start = Int32(truncatingIfNeeded: bytes.count)
        text.extracting(range).withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
        return CamtText(start: start, count: Int32(truncatingIfNeeded: range.count))
    }

    /// Keeps free text: single blanks inside, none at its ends.
    mutating func keepWords(_ text: Span<UInt8>) -> CamtText {
        let range = XMLText.trimmed(text)
        guard XMLText.hasOddBlanks(text, range) else { return keep(text) }
        let start = bytes.count
        for index in range {
            let byte = max(text[index], 0x20)
            if byte == 0x20, bytes.count > start, bytes[bytes.count - 1] == 0x20 { continue }
            bytes.append(byte)
        }
        return CamtText(
            start: Int32(truncatingIfNeeded: start), count: Int32(truncatingIfNeeded: bytes.count - start))
    }

    /// `first`, the separator and `text`, in one piece.
    mutating func join(_ first: CamtText, _ separator: UInt8, _ text: Span<UInt8>) -> CamtText {
        let range = XMLText.trimmed(text)
        if first.isEmpty || range.isEmpty { return range.isEmpty ? first : keepWords(text) }
        var start = first.start
        if first.range.upperBound != bytes.count {
            start = Int32(truncatingIfNeeded: bytes.count)
            bytes.append(contentsOf: Array(bytes[first.range]))
        }
        bytes.append(separator)
        _ = keepWords(text)
        return CamtText(start: start, count: Int32(truncatingIfNeeded: bytes.count) - start)
    }

    /// The text as a `String`; `""` for none.
    func string(_ text: CamtText) -> String {
        guard !text.isEmpty else { return "" }
        return bytes.withUnsafeBufferPointer {
            String(decoding: UnsafeBufferPointer(rebasing: $0[text.range]), as: UTF8.self)
        }
    }

    func beginsLikeIBAN(_ text: CamtText) -> Bool {
        IBANBytes.looksLikeIBAN(bytes.span.extracting(text.range))
    }

    func equals(_ text: CamtText, _ other: CamtText) -> Bool {
        text.count == other.count && bytes[text.range].elementsEqual(bytes[other.range])
    }

    func equals(_ text: CamtText, _ other: [UInt8]) -> Bool {
        guard Int(text.count) == other.count else { return false }
        return bytes[text.range].elementsEqual(other)
    }
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
    func minorUnits(in currency: Currency) -> Int64? {
        if returnReason.isEmpty {
            return amount.minorUnits(in: currency) ?? transactionAmount.minorUnits(in: currency)
                ?? counterValue.minorUnits(in: currency) ?? instructedAmount.minorUnits(in: currency)
        }
        return instructedAmount.minorUnits(in: currency) ?? transactionAmount.minorUnits(in: currency)
            ?? amount.minorUnits(in: currency) ?? counterValue.minorUnits(in: currency)
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
