internal import Domain
internal import Scanning

/// What an `InvoiceType` is to the debt.
enum SAFTType {
    case invoice, paid, creditNote

    /// `nil` for types that are no claim on a customer (co-insurance CS and LD, reinsurance RA) and for
    /// unknown ones.
    init?(_ code: String) {
        switch code {
        // Fatura, fatura simplificada, nota de débito, prémio, alienação de ativos.
        case "FT", "FS", "ND", "RP", "AA": self = .invoice
        // Fatura-recibo; until 2012 venda a dinheiro and talão de venda.
        case "FR", "VD", "TV": self = .paid
        // Nota de crédito, talão de devolução, devolução de ativos, estorno.
        case "NC", "TD", "DA", "RE": self = .creditNote
        default: return nil
        }
    }
}

/// `Invoice` while it is read.
struct SAFTInvoice {
    var line = 0
    var number = ""
    var status = ""
    var type = ""
    var issued: Day?
    var customer = ""
    var net: DecimalNumber?
    var tax: DecimalNumber?
    var gross: DecimalNumber?
    /// Millionths; `nil` where an amount is no number.
    var withheld: Int64?
    var hasWithholding = false
    /// Distinct, as written, in order.
    var references: [String] = []
    var sums = SAFTSums()
    private var paid: Int64 = 0
    private var lastPaidDay: Day?
    private var hasOddPayment = false

    init(line: Int = 0) { self.line = line }

    /// References kept of one document: more than any credit note has.
    private static let referencesMax = 100

    mutating func take(_ element: SAFTElement, _ bytes: Span<UInt8>) {
        switch element {
        case .invoiceNumber: number = XMLText.string(bytes)
        case .invoiceStatus: status = XMLText.string(bytes)
        case .invoiceType: type = XMLText.string(bytes)
        case .invoiceDate: issued = XMLText.day(bytes)
        case .invoiceCustomer: customer = XMLText.string(bytes)
        case .net: net = DecimalNumber(point: bytes)
        case .tax: tax = DecimalNumber(point: bytes)
        case .gross: gross = DecimalNumber(point: bytes)
        case .withheld:
            let before = hasWithholding ? withheld : 0
            hasWithholding = true
            withheld = before.flatMap { sum in SAFTText.millionths(bytes).map { sum &+ $0 } }
        case .paidAmount:
            let amount = SAFTText.millionths(bytes)
            if amount == nil { hasOddPayment = true }
            paid &+= amount ?? 0
        case .paidDay:
            guard let day = XMLText.day(bytes) else { return hasOddPayment = true }
            lastPaidDay = max(lastPaidDay ?? day, day)
        case .credit, .debit: sums.take(element, SAFTText.millionths(bytes))
        case .reference:
            let reference = XMLText.string(bytes)
            guard !reference.isEmpty, references.count < Self.referencesMax, !references.contains(reference)
            else { return }
            references.append(reference)
        default: break
        }
    }

    /// Whether a simplified invoice states payments that make up its total and were made by its own day: a
    /// sale at the counter.
    func isPaidAtCounter(total: Int64, _ currency: Currency) -> Bool {
        guard type == "FS", !hasOddPayment, let issued, let lastPaidDay, lastPaidDay <= issued else {
            return false
        }
        return SAFTText.minorUnits(paid, currency) == total
    }
}

extension SAFTReading {
    mutating func finishInvoice() throws {
        let place = Place(line: invoice.line, element: "SalesInvoices/Invoice")
        guard !invoice.number.isEmpty else {
            return problems.report(Problem(.fieldMissing, at: place, expected: "InvoiceNo"))
        }
        guard let issued = invoice.issued else {
            return problems.report(Problem(.dateUnreadable, at: place, expected: "InvoiceDate"))
        }
        guard let type = SAFTType(invoice.type) else {
            return problems.report(
                Problem(
                    .invoiceNotDebt, at: place,
                    expected: "an InvoiceType that is a claim, FT, FS, FR, ND or NC"))
        }
        guard let kind = kind(type, place), let gross = gross(type, place) else { return }
        guard let withheld = withheldAmount(gross, place) else { return }
        let sign: Int64 = type == .creditNote && gross >= 0 ? -1 : 1
        var record = InvoiceRecord(
            number: invoice.number, issued: issued, currency: currency, payable: sign * (gross - withheld))
        record.place = place
        record.kind = kind
        record.total = sign * gross
        record.withheld = invoice.hasWithholding ? sign * withheld : nil
        record.net = part(invoice.net).map { sign * $0 }
        record.tax = part(invoice.tax).map { sign * $0 }
        record.seller = seller
        record.customerNumber = invoice.customer
        // One name would be looked up; several are joined so that none is taken for the only one.
        record.corrects = invoice.references.joined(separator: ";")
        record.isPaidOnIssue =
            type == .paid || invoice.isPaidAtCounter(total: gross, currency)
        if let buyer = customers[invoice.customer] {
            record.buyer = buyer
        } else {
            problems.report(
                Problem(
                    .fieldMissing, severity: .warn, at: place, expected: "a Customer with this CustomerID"))
        }
        check(record, place)
        if withheld != 0 { self.withheld[record.number] = withheld }
        try emit(.invoice(record))
    }

    /// By type and status. A document with status F was billed by another one of the file: claiming both
    /// would claim twice, so it counts as a copy.
    private mutating func kind(_ type: SAFTType, _ place: Place) -> InvoiceKind? {
        switch invoice.status {
        case "A": return .cancelled
        case "F":
            problems.report(
                Problem(
                    .invoiceNotDebt, severity: .warn, at: place, found: "a document billed by another one"))
            return .copy
        case "N", "S", "R": break
        case "":
            problems.report(Problem(.fieldMissing, severity: .warn, at: place, expected: "InvoiceStatus"))
        default:
            problems.report(
                Problem(
                    .recordMalformed, at: place, found: "an unknown InvoiceStatus",
                    expected: "N, S, A, R or F"))
            return nil
        }
        return type == .creditNote ? .creditNote : .invoice
    }

    /// The total with tax, minor units, exact. It is in the currency of the header even where the document
    /// states another one besides (`Currency`). Only a credit note is read where it is negative: it lowers
    /// the debt either way.
    private mutating func gross(_ type: SAFTType, _ place: Place) -> Int64? {
        guard let number = invoice.gross else {
            problems.report(Problem(.amountUnreadable, at: place, expected: "DocumentTotals/GrossTotal"))
            return nil
        }
        guard
            let gross = Int64.minorUnits(
                digits: number.digits, scale: number.scale, exponent: currency.exponent)
        else {
            let isTooFine = number.scale > currency.exponent
            problems.report(
                Problem(
                    isTooFine ? .amountNotExact : .amountUnreadable, at: place,
                    found: "\(number.scale) decimals"))
            return nil
        }
        if type == .creditNote, gross < 0, gross >= -LocaleNumber.minorUnitsMax {
            problems.report(
                Problem(
                    .recordMalformed, severity: .warn, at: place,
                    found: "a credit note with a negative total",
                    expected: "positive amounts, which lower the debt"))
            return gross
        }
        guard gross >= 0, gross <= LocaleNumber.minorUnitsMax else {
            problems.report(
                Problem(.amountUnreadable, at: place, expected: "a GrossTotal that is not negative"))
            return nil
        }
        return gross
    }

    /// Tax that the customer withholds and pays to the state (retenção na fonte), minor units.
    private mutating func withheldAmount(_ gross: Int64, _ place: Place) -> Int64? {
        guard invoice.hasWithholding else { return 0 }
        guard let sum = invoice.withheld else {
            problems.report(Problem(.amountUnreadable, at: place, expected: "WithholdingTaxAmount"))
            return nil
        }
        let withheld = SAFTText.minorUnits(sum, currency)
        guard withheld >= 0, withheld <= gross else {
            problems.report(
                Problem(
                    .totalsDiffer, severity: .setAside, at: place,
                    found: Money.decimalString(withheld, exponent: currency.exponent) + " withheld",
                    expected: "at most the total"))
            return nil
        }
        return withheld
    }

    private func part(_ number: DecimalNumber?) -> Int64? {
        guard let number,
            let value = Int64.minorUnitsRounded(
                digits: number.digits, scale: number.scale, exponent: currency.exponent),
            value.magnitude <= LocaleNumber.minorUnitsMax.magnitude
        else { return nil }
        return value
    }

    /// Net and tax make up the total, but for a cent where each was rounded.
    private mutating func check(_ record: InvoiceRecord, _ place: Place) {
        guard let net = record.net, let tax = record.tax, let total = record.total,
            (net + tax - total).magnitude > 1
        else { return }
        problems.report(
            Problem(
                .totalsDiffer, at: Place(line: place.line, element: "SalesInvoices/Invoice/DocumentTotals"),
                found: Money.decimalString(total, exponent: currency.exponent),
                expected: Money.decimalString(net + tax, exponent: currency.exponent)))
    }
}
