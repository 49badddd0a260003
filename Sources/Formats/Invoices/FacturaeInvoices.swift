internal import Domain
internal import Scanning

/// An amount of an invoice as written.
struct FacturaeAmount {
    var element: FacturaeElement
    /// `nil` where the text is no number.
    var number: DecimalNumber?
    var line: Int
}

/// A due date and its amount while they are read.
struct FacturaeInstalment {
    var due: Day?
    var amount: DecimalNumber?
    var line: Int

    init(line: Int) { self.line = line }
}

/// `Invoice` while it is read.
struct FacturaeInvoice {
    var line = 0
    var number = ""
    var series = ""
    var invoiceClass = ""
    var issued: Day?
    var currency = ""
    var correctedNumber = ""
    var correctedSeries = ""
    var correctionMethod = ""
    var amounts: [FacturaeAmount] = []
    var hasSaidComma = false
    var instalments: [FacturaeInstalment] = []
    var creditedIBAN = ""
    var debitedIBAN = ""
    var paymentReference = ""
}

/// The amounts of one invoice in minor units.
private struct FacturaeTotals {
    let exponent: Int
    private(set) var values: [FacturaeElement: Int64] = [:]
    /// Amounts with more decimals than the currency, rounded half up.
    private(set) var inexact: [FacturaeAmount] = []
    private(set) var unreadable: [FacturaeAmount] = []

    /// Amounts of one kind are added up: several subsidies, several retentions.
    init(_ amounts: [FacturaeAmount], exponent: Int) {
        self.exponent = exponent
        for amount in amounts {
            guard let number = amount.number,
                let value = Int64.minorUnitsRounded(
                    digits: number.digits, scale: number.scale, exponent: exponent)
            else {
                unreadable.append(amount)
                continue
            }
            let exact = Int64.minorUnits(digits: number.digits, scale: number.scale, exponent: exponent)
            if exact == nil { inexact.append(amount) }
            values[amount.element] = (values[amount.element] ?? 0) &+ value
        }
    }

    /// Turns the tax withheld round where it is written with the other sign: where only so the total is net
    /// and tax less what is withheld. Whether it was.
    mutating func turnWithheld() -> Bool {
        guard let total = values[.total], let net = values[.net], let withheld = values[.withheld],
            withheld != 0, total != net &+ value(.tax) &- withheld, total == net &+ value(.tax) &+ withheld
        else { return false }
        values[.withheld] = 0 &- withheld
        return true
    }

    subscript(element: FacturaeElement) -> Int64? { values[element] }

    /// Zero where the document has none.
    func value(_ element: FacturaeElement) -> Int64 { values[element] ?? 0 }

    /// `TotalOutstandingAmount`: the total less subsidies and payments on account.
    func outstanding(total: Int64) -> Int64 {
        let paid = values[.paymentsOnAccount] ?? value(.paymentOnAccount)
        return total &- value(.subsidy) &- paid
    }

    /// `TotalExecutableAmount`: what is outstanding less what is retained, plus expenses paid for the buyer.
    func executable(outstanding: Int64) -> Int64 {
        outstanding &- value(.guarantee) &+ value(.reimbursable) &+ value(.financial) &- value(.inKind)
    }
}

extension FacturaeReading {
    mutating func finishInvoice() throws {
        let place = Place(line: invoice.line, element: "Invoices/Invoice")
        guard !invoice.number.isEmpty else {
            return problems.report(
                Problem(.fieldMissing, at: place, expected: "InvoiceHeader/InvoiceNumber"))
        }
        guard let issued = invoice.issued else {
            return problems.report(
                Problem(.dateUnreadable, at: place, expected: "InvoiceIssueData/IssueDate"))
        }
        let written = invoice.currency.isEmpty ? batchCurrency : invoice.currency
        guard let currency = written.isEmpty ? options.defaultCurrency : Currency(written) else {
            return problems.report(Problem(.currencyUnknown, at: place))
        }
        var totals = FacturaeTotals(invoice.amounts, exponent: currency.exponent)
        if totals.turnWithheld() {
            problems.report(
                Problem(
                    .recordMalformed, severity: .warn, at: place, found: "tax withheld with the sign turned"))
        }
        guard let payable = payable(totals, place) else { return }
        var record = InvoiceRecord(
            number: Facturae.joined(series: invoice.series, number: invoice.number), issued: issued,
            currency: currency, payable: payable)
        record.place = place
        record.seller = seller.record(iban: invoice.creditedIBAN)
        record.buyer = buyer.record(iban: invoice.debitedIBAN)
        record.net = totals[.net]
        record.tax = totals[.tax]
        record.withheld = withheld(totals)
        record.total = totals[.total]
        record.paymentReference = invoice.paymentReference
        record.isAssigned = isAssigned
        record.kind = kind(payable: payable)
        record.corrects = Facturae.joined(series: invoice.correctedSeries, number: invoice.correctedNumber)
        takeInstalments(into: &record)
        check(record, totals)
        if isAssigned { problems.report(Problem(.invoiceAssigned, at: place)) }
        try emit(.invoice(record))
    }

    /// What is to be paid: `TotalExecutableAmount`; where it is missing, what the schema's documentation
    /// makes it out of the total nearest to it.
    private mutating func payable(_ totals: FacturaeTotals, _ place: Place) -> Int64? {
        for element in [FacturaeElement.executable, .outstanding, .total] {
            if let amount = totals.unreadable.first(where: { $0.element == element }) {
                problems.report(Problem(.amountUnreadable, at: Self.place(of: amount)))
                return nil
            }
            guard let value = totals[element] else { continue }
            if let amount = totals.inexact.first(where: { $0.element == element }) {
                problems.report(Problem(.amountNotExact, at: Self.place(of: amount)))
                return nil
            }
            switch element {
            case .executable: return value
            case .outstanding: return totals.executable(outstanding: value)
            default: return payable(total: value, totals, place)
            }
        }
        problems.report(Problem(.fieldMissing, at: place, expected: "InvoiceTotals/TotalExecutableAmount"))
        return nil
    }

    /// Some programs write `InvoiceTotal` before the tax withheld. Where it is all there is, it cannot be
    /// said what is owed.
    private mutating func payable(total: Int64, _ totals: FacturaeTotals, _ place: Place) -> Int64? {
        let withheld = totals.value(.withheld)
        guard withheld == 0 || total == totals.value(.net) &+ totals.value(.tax) &- withheld else {
            problems.report(
                Problem(.fieldMissing, at: place, expected: "InvoiceTotals/TotalExecutableAmount"))
            return nil
        }
        return totals.executable(outstanding: totals.outstanding(total: total))
    }

    private static func place(of amount: FacturaeAmount) -> Place {
        Place(line: amount.line, element: "Invoices/Invoice/InvoiceTotals")
    }

    /// Taxes withheld (retención del IRPF) and guarantees withheld (retención de garantía).
    private func withheld(_ totals: FacturaeTotals) -> Int64? {
        guard totals[.withheld] != nil || totals[.guarantee] != nil else { return nil }
        return totals.value(.withheld) &+ totals.value(.guarantee)
    }

    /// By `InvoiceClass` (OO original, OC summary, OR corrective, CO, CR and CC copies) and, for a
    /// corrective, by `CorrectionMethod`: 01 states the whole invoice anew, the others only the difference. A
    /// negative one never states a whole invoice: programs write 01 for a plain refund too.
    private func kind(payable: Int64) -> InvoiceKind {
        let corrective: InvoiceKind =
            invoice.correctionMethod == "01" && payable >= 0 ? .replacement : .corrective
        return switch invoice.invoiceClass {
        case "CO", "CR", "CC": .copy
        case "OR": corrective
        case "" where !invoice.correctedNumber.isEmpty: corrective
        default: payable < 0 ? .creditNote : .invoice
        }
    }

    private mutating func takeInstalments(into record: inout InvoiceRecord) {
        let exponent = record.currency.exponent
        for instalment in invoice.instalments {
            let place = Place(line: instalment.line, element: "PaymentDetails/Installment")
            guard let due = instalment.due else {
                problems.report(Problem(.dateUnreadable, severity: .warn, at: place))
                continue
            }
            guard let number = instalment.amount,
                let amount = Int64.minorUnits(
                    digits: number.digits, scale: number.scale, exponent: exponent)
            else {
                problems.report(Problem(.amountUnreadable, severity: .warn, at: place))
                record.due = max(record.due ?? due, due)
                continue
            }
            record.instalments.append(Instalment(due: due, amount: amount))
            record.due = max(record.due ?? due, due)
        }
    }

    // MARK: Sums

    /// The sums that the schema's documentation defines; each is checked where its terms are given.
    private mutating func check(_ record: InvoiceRecord, _ totals: FacturaeTotals) {
        for amount in totals.inexact {
            problems.report(Problem(.amountNotExact, severity: .warn, at: Self.place(of: amount)))
        }
        for amount in totals.unreadable {
            problems.report(Problem(.amountUnreadable, severity: .warn, at: Self.place(of: amount)))
        }
        if let total = totals[.total] {
            var after = total
            if let net = totals[.net], let tax = totals[.tax] {
                let withheld = totals.value(.withheld)
                check("InvoiceTotal", total, net &+ tax &- withheld, record)
                // Some programs write the total before the tax withheld: said once, then put right.
                if total == net &+ tax { after = total &- withheld }
            }
            check("TotalOutstandingAmount", totals[.outstanding], totals.outstanding(total: after), record)
        }
        if let outstanding = totals[.outstanding] {
            let executable = totals.executable(outstanding: outstanding)
            check("TotalExecutableAmount", totals[.executable], executable, record)
        }
        let planned = record.instalments.reduce(0) { $0 &+ $1.amount }
        if !record.instalments.isEmpty, record.instalments.count == invoice.instalments.count {
            check("PaymentDetails", planned, record.payable, record)
        }
    }

    private mutating func check(
        _ element: String, _ stated: Int64?, _ computed: Int64, _ record: InvoiceRecord
    ) {
        guard let stated, stated != computed else { return }
        let exponent = record.currency.exponent
        let place = Place(line: record.place.line, element: "Invoices/Invoice/" + element)
        problems.report(
            Problem(
                .totalsDiffer, at: place, found: Money.decimalString(stated, exponent: exponent),
                expected: Money.decimalString(computed, exponent: exponent)))
    }
}
