internal import Domain
internal import Scanning

/// A direct debit while its elements arrive.
struct Pain008Draft {
    var line = 0
    var amount: DecimalNumber?
    var currency: CurrencyReading.Known?
    var endToEndId = ""
    var mandate = ""
    var debtor = ""
    /// Spanish tax number of the debtor; other identifiers are not known to be one.
    var taxId = ""
    var account = ""
    private var text = ""
    private var documents: [String] = []
    private var creditorReference = ""

    init(line: Int = 0) { self.line = line }

    mutating func take(_ element: Pain008Element, _ bytes: Span<UInt8>) {
        let written = XMLText.string(bytes)
        guard !written.isEmpty else { return }
        switch element {
        // `NOTPROVIDED` is the scheme's word for none.
        case .endToEndId: endToEndId = written == "NOTPROVIDED" ? "" : written
        case .mandate: mandate = written
        case .debtor: debtor = written
        case .debtorId: taxId = TaxIdentifier(spanish: written)?.text ?? taxId
        case .debtorAccount: if account.isEmpty { account = written }
        case .text: text += text.isEmpty ? written : " " + written
        case .documentNumber: if !documents.contains(written) { documents.append(written) }
        case .creditorReference: creditorReference = written
        default: break
        }
    }

    /// The number of the referred document where there is just one: a debit of several invoices names none.
    var invoiceNumber: String { documents.count == 1 ? documents[0] : "" }

    /// The text, else the numbers that stand for it.
    var remittance: String {
        if !text.isEmpty { return text }
        let numbers = documents.count > 1 ? documents : []
        return (numbers + (creditorReference.isEmpty ? [] : [creditorReference])).joined(separator: " ")
    }
}

/// What a group or a batch claims of its direct debits, and what was counted.
struct Pain008Totals {
    let element: String
    var line = 0
    private(set) var transactions = 0
    /// Sum in 10^-5 of the unit, the finest the standard allows; `nil` once it cannot be known.
    private var sum: Int64? = 0
    private var claimedCount: Int64?
    private var claimedSum: Int64?
    private static let scale = 5

    init(element: String) { self.element = element }

    mutating func take(count bytes: Span<UInt8>, line: Int) {
        claimedCount = digitsValue(bytes, XMLText.trimmed(bytes))
        self.line = line
    }

    mutating func take(sum bytes: Span<UInt8>, line: Int) {
        claimedSum = Self.fine(DecimalNumber(point: bytes))
        self.line = line
    }

    mutating func add(_ amount: DecimalNumber?) {
        transactions += 1
        guard let known = sum, let fine = Self.fine(amount) else {
            sum = nil
            return
        }
        let (total, overflow) = known.addingReportingOverflow(fine)
        sum = overflow ? nil : total
    }

    func problems() -> [Problem] {
        var problems: [Problem] = []
        if let claimedCount, claimedCount != Int64(transactions) {
            problems.report(
                Problem(
                    .countMismatch, at: Place(line: line, element: element + "/NbOfTxs"),
                    found: "\(claimedCount)", expected: "\(transactions)"))
        }
        if let claimedSum, let sum, claimedSum != sum {
            problems.report(
                Problem(
                    .totalsDiffer, at: Place(line: line, element: element + "/CtrlSum"),
                    found: Money.decimalString(claimedSum, exponent: Self.scale),
                    expected: Money.decimalString(sum, exponent: Self.scale)))
        }
        return problems
    }

    private static func fine(_ number: DecimalNumber?) -> Int64? {
        number.flatMap { Int64.minorUnits(digits: $0.digits, scale: $0.scale, exponent: scale) }
    }
}
