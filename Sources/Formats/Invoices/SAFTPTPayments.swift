internal import Domain
internal import Scanning

/// One line of a receipt, amounts in millionths.
struct SAFTPaymentLine {
    var invoice = ""
    /// Credit less debit.
    var amount: Int64 = 0
    /// Discount granted with the payment.
    var settlement: Int64 = 0
    /// Hundredths of a percent.
    var taxRate: Int64 = 0
}

/// What a receipt says of one document, minor units.
struct SAFTSettled {
    var invoice: String
    var amount: Int64
    /// Discount granted with the payment.
    var discount: Int64
}

/// `Payment` while it is read: a receipt (recibo, types RC and RG).
struct SAFTPayment {
    var line = 0
    var number = ""
    var status = ""
    var day: Day?
    var customer = ""
    var gross: DecimalNumber?
    /// Millionths.
    var withheld: Int64 = 0
    var lines: [SAFTPaymentLine] = []
    var sums = SAFTSums()

    init(line: Int = 0) { self.line = line }

    mutating func take(_ element: SAFTElement, _ bytes: Span<UInt8>) {
        let last = lines.count - 1
        switch element {
        case .paymentNumber: number = XMLText.string(bytes)
        case .paymentStatus: status = XMLText.string(bytes)
        case .paymentDay: day = XMLText.day(bytes)
        case .paymentCustomer: customer = XMLText.string(bytes)
        case .gross: gross = DecimalNumber(point: bytes)
        case .withheld: withheld &+= SAFTText.millionths(bytes) ?? 0
        case .credit, .debit:
            let amount = SAFTText.millionths(bytes)
            sums.take(element, amount)
            guard last >= 0 else { return }
            lines[last].amount &+= element == .credit ? amount ?? 0 : 0 &- (amount ?? 0)
        case .paidInvoice: if last >= 0 { lines[last].invoice = XMLText.string(bytes) }
        case .settlement: if last >= 0 { lines[last].settlement = SAFTText.millionths(bytes) ?? 0 }
        case .taxPercentage:
            guard last >= 0, let rate = DecimalNumber(point: bytes) else { return }
            lines[last].taxRate =
                Int64.minorUnitsRounded(digits: rate.digits, scale: rate.scale, exponent: 2) ?? 0
        default: break
        }
    }

    /// What the lines may state: amounts with tax; amounts without it; the same with a discount that left the
    /// tax as it was. The schema leaves it open and programs differ.
    enum Reading: CaseIterable { case withTax, withoutTax, withoutTaxBeforeDiscount }

    /// Minor units by document, in order of appearance; `nil` where they do not fit.
    func settled(_ reading: Reading, _ currency: Currency) -> [SAFTSettled]? {
        var settled: [SAFTSettled] = []
        var positions: [String: Int] = [:]
        for line in lines {
            var amount = line.amount
            if reading != .withTax {
                let base = reading == .withoutTax ? amount : amount &+ line.settlement
                let (product, overflowed) = base.multipliedReportingOverflow(by: line.taxRate)
                guard !overflowed else { return nil }
                amount &+= product / 10_000
            }
            let position = positions[line.invoice] ?? settled.count
            if position == settled.count {
                positions[line.invoice] = position
                settled.append(SAFTSettled(invoice: line.invoice, amount: 0, discount: 0))
            }
            settled[position].amount &+= amount
            settled[position].discount &+= line.settlement
        }
        return settled.map {
            SAFTSettled(
                invoice: $0.invoice, amount: SAFTText.minorUnits($0.amount, currency),
                discount: SAFTText.minorUnits($0.discount, currency))
        }
    }
}

extension SAFTReading {
    /// Emits one record for each invoice that the receipt settles.
    ///
    /// A cancelled receipt (A) settles nothing; it is reported, since an earlier file may have had it valid.
    mutating func finishPayment() throws {
        let place = Place(line: payment.line, element: "Payments/Payment")
        guard payment.status != "A" else {
            return problems.report(
                Problem(.entryNotBooked, severity: .warn, at: place, found: "a cancelled receipt"))
        }
        guard !payment.number.isEmpty else {
            return problems.report(Problem(.fieldMissing, at: place, expected: "PaymentRefNo"))
        }
        guard let day = payment.day else {
            return problems.report(Problem(.dateUnreadable, at: place, expected: "TransactionDate"))
        }
        guard payment.sums.isExact, let parts = settledParts() else {
            return problems.report(
                Problem(
                    .totalsDiffer, severity: .setAside, at: place,
                    found: "lines that do not make up GrossTotal"))
        }
        let withheld = withheldTwice(parts)
        for part in parts {
            guard !part.invoice.isEmpty else {
                problems.report(
                    Problem(
                        .fieldMissing, severity: .warn, at: place, expected: "SourceDocumentID/OriginatingON")
                )
                continue
            }
            let settled = part.amount &+ part.discount &- (withheld[part.invoice] ?? 0)
            // What a receipt takes back of a credit note, or of an invoice, is no receipt on it.
            guard settled > 0, settled <= LocaleNumber.minorUnitsMax else {
                problems.report(
                    Problem(
                        .detailsDiffer, at: place, found: "a line that lowers the receipt and is not counted")
                )
                continue
            }
            var record = ReceiptRecord(
                number: payment.number, day: day, invoiceNumber: part.invoice, amount: settled,
                currency: currency)
            record.customerNumber = payment.customer
            record.place = place
            try emit(.receipt(record))
        }
    }

    /// The amounts by document, by the first way of reading the lines that gives the stated total; of a
    /// receipt on one invoice, the total itself.
    private func settledParts() -> [SAFTSettled]? {
        guard let number = payment.gross else { return payment.settled(.withTax, currency) }
        guard
            let gross = Int64.minorUnits(
                digits: number.digits, scale: number.scale, exponent: currency.exponent),
            gross.magnitude <= LocaleNumber.minorUnitsMax.magnitude
        else { return nil }
        for reading in SAFTPayment.Reading.allCases {
            guard let parts = payment.settled(reading, currency) else { continue }
            if parts.reduce(0, { $0 &+ $1.amount }) == gross { return parts }
        }
        guard var only = payment.settled(.withTax, currency), only.count == 1, payment.sums.debit == 0 else {
            return nil
        }
        only[0].amount = gross
        return only
    }

    /// What the invoices have withheld already, where the receipt states just that once more: their payable
    /// is without it, and so must be what settles them.
    private func withheldTwice(_ parts: [SAFTSettled]) -> [String: Int64] {
        guard payment.withheld != 0 else { return [:] }
        var known: [String: Int64] = [:]
        for part in parts { known[part.invoice] = withheld[part.invoice] }
        let sum = known.values.reduce(0) { $0 &+ $1 }
        return sum == SAFTText.minorUnits(payment.withheld, currency) ? known : [:]
    }
}
