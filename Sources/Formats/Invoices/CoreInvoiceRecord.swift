internal import Domain
internal import Scanning

/// From the core invoice to the record, with what is wrong about it.
struct CoreInvoiceFinish {
    let invoice: CoreInvoice
    let options: ReadOptions
    private(set) var problems: [Problem]
    private let type: CoreType
    private let place: Place

    init(_ invoice: CoreInvoice, options: ReadOptions, document: String) {
        self.invoice = invoice
        self.options = options
        problems = invoice.problems
        type = CoreType(code: invoice.typeCode)
        place = Place(line: invoice.line, element: document)
    }

    /// `nil` where the invoice is set aside; the problems say why.
    mutating func record() -> InvoiceRecord? {
        guard !invoice.number.isEmpty else {
            return setAside(Problem(.fieldMissing, at: place, expected: "the invoice number (BT-1)"))
        }
        guard let issued = invoice.issued else {
            let code: Problem.Code = invoice.hasIssueDate ? .dateUnreadable : .fieldMissing
            return setAside(Problem(code, at: place, expected: "the issue date (BT-2)"))
        }
        guard !type.isProForma else {
            return setAside(Problem(.invoiceNotDebt, at: place, found: "a pro-forma invoice (type 325)"))
        }
        guard let currency = currency() else { return setAside(Problem(.currencyUnknown, at: place)) }
        let totals = CoreTotals(invoice.amounts, currency: currency)
        guard let payable = payable(totals, currency) else { return nil }
        var record = InvoiceRecord(
            number: invoice.number, issued: issued, currency: currency, payable: payable)
        record.place = place
        record.net = net(totals)
        record.tax = totals[.tax]
        record.withheld = totals[.withheld]
        record.total = totals[.total]
        check(record, totals)
        takeParties(into: &record)
        takeTerms(into: &record)
        sign(&record)
        takeKind(into: &record)
        return record
    }

    private mutating func setAside(_ problem: Problem) -> InvoiceRecord? {
        problems.report(problem)
        return nil
    }

    /// The document's currency, else that of the payable amount.
    private func currency() -> Currency? {
        let payable = invoice.amounts.first { $0.term == .payable }?.currency ?? ""
        let written = invoice.currency.isEmpty ? payable : invoice.currency
        return written.isEmpty ? options.defaultCurrency : Currency(written.uppercased())
    }

    // MARK: Amounts

    /// What is owed (BT-115). Where it is missing it is what rule BR-CO-16 makes it.
    private mutating func payable(_ totals: CoreTotals, _ currency: Currency) -> Int64? {
        for (amounts, code) in [
            (totals.unreadable, Problem.Code.amountUnreadable), (totals.inexact, .amountNotExact),
            (totals.contradicting, .recordMalformed),
        ] {
            for amount in amounts {
                let isPayable = amount.term == .payable
                problems.report(
                    Problem(code, severity: isPayable ? .setAside : .warn, at: place(of: amount)))
                if isPayable { return nil }
            }
        }
        if let value = totals[.payable] { return value }
        let element = invoice.syntax.element(.payable)
        guard !invoice.amounts.contains(where: { $0.term == .payable }) else {
            problems.report(
                Problem(
                    .currencyUnknown, at: Place(line: invoice.line, element: element),
                    found: "an amount in another currency than the document's", expected: currency.code))
            return nil
        }
        let place = Place(line: invoice.line, element: element)
        guard totals[.total] != nil else {
            problems.report(Problem(.fieldMissing, at: place, expected: "the amount due (BT-115)"))
            return nil
        }
        problems.report(
            Problem(.fieldMissing, severity: .warn, at: place, expected: "the amount due (BT-115)"))
        return due(totals)
    }

    /// The total without VAT (BT-109). The Danish OIOUBL has the total of the taxes in its place: so it is
    /// where this and the lines make up the total with VAT, and not otherwise.
    private func net(_ totals: CoreTotals) -> Int64? {
        guard invoice.syntax == .ubl, let net = totals[.net], let lines = totals[.lines],
            let total = totals[.total], net == totals.value(.tax)
        else { return totals[.net] }
        let ofLines = lines - totals.value(.allowances) + totals.value(.charges)
        return total == ofLines + net ? ofLines : net
    }

    /// BR-CO-16: total with VAT less what is prepaid plus the rounding; what UBL withholds is not paid
    /// either.
    private func due(_ totals: CoreTotals) -> Int64 {
        let total = totals[.total] ?? totals.value(.net) + totals.value(.tax)
        return total - totals.value(.prepaid) + totals.value(.rounding) - totals.value(.withheld)
    }

    private func place(of amount: CoreAmount) -> Place {
        Place(line: amount.line, element: invoice.syntax.element(amount.term))
    }

    /// The sums of EN 16931 that have all their terms on the document, exactly.
    private mutating func check(_ record: InvoiceRecord, _ totals: CoreTotals) {
        if let lines = totals[.lines] {
            // BR-CO-13
            let net = lines - totals.value(.allowances) + totals.value(.charges)
            check(.net, record.net, net, record)
        }
        let rounding = totals.value(.rounding)
        var payable = due(totals)
        if let net = record.net {
            // BR-CO-15
            var total = net + totals.value(.tax)
            // UBL before EN 16931 had the rounding in the total, not behind it.
            if rounding != 0, totals[.total] == total + rounding {
                total += rounding
                payable -= rounding
            }
            check(.total, totals[.total], total, record)
        }
        // The MINIMUM profile has no element for what is prepaid.
        let mayHidePrepayment = invoice.profile == "MINIMUM" && totals[.prepaid] == nil
        if totals[.total] != nil || totals[.net] != nil, !mayHidePrepayment {
            check(.payable, record.payable, payable, record)
        }
    }

    private mutating func check(
        _ term: CoreTerm, _ stated: Int64?, _ computed: Int64, _ record: InvoiceRecord
    ) {
        guard let stated, stated != computed else { return }
        let exponent = record.currency.exponent
        problems.report(
            Problem(
                .totalsDiffer, at: Place(line: invoice.line, element: invoice.syntax.element(term)),
                found: Money.decimalString(stated, exponent: exponent),
                expected: Money.decimalString(computed, exponent: exponent)))
    }

    /// A credit note's amounts are positive and lower the debt; here what lowers the debt is negative.
    private mutating func sign(_ record: inout InvoiceRecord) {
        guard invoice.isCreditDocument || type.isCreditNote else { return }
        let total = record.total ?? 0
        let isPositive = total != 0 ? total > 0 : record.payable > 0
        if isPositive {
            record.payable = -record.payable
            record.net = record.net.map { -$0 }
            record.tax = record.tax.map { -$0 }
            record.withheld = record.withheld.map { -$0 }
            record.total = record.total.map { -$0 }
            for index in record.instalments.indices { record.instalments[index].amount *= -1 }
        }
        guard !isPositive && record.payable != 0 || record.payable > 0 else { return }
        // Written negative, or more refunded than credited: in any case nothing may be claimed on it.
        problems.report(
            Problem(
                .recordMalformed, severity: .warn, at: place, found: "a credit note with a negative amount",
                expected: "positive amounts, which lower the debt"))
        record.payable = -abs(record.payable)
    }

    // MARK: The rest

    private mutating func takeParties(into record: inout InvoiceRecord) {
        record.seller = invoice.seller.record(iban: invoice.sellerIBAN)
        record.buyer = invoice.buyer.record(iban: invoice.buyerIBAN)
        record.customerNumber =
            invoice.customerNumber.isEmpty ? invoice.buyer.customerNumber : invoice.customerNumber
        record.paymentReference = invoice.paymentReference
        for (party, name) in [(invoice.seller, invoice.syntax.seller), (invoice.buyer, invoice.syntax.buyer)]
        where party.hasInvalidTaxId {
            problems.report(Problem(.taxIdInvalid, at: Place(line: party.line, element: name)))
        }
        if invoice.seller.taxIdAsWritten.isEmpty {
            problems.report(
                Problem(
                    .fieldMissing, severity: .warn,
                    at: Place(line: invoice.seller.line, element: invoice.syntax.seller),
                    expected: "a tax identifier"))
        }
        record.isAssigned = type.isFactored || invoice.payee.isOther(than: invoice.seller)
        if record.isAssigned { problems.report(Problem(.invoiceAssigned, at: place)) }
    }

    private mutating func takeTerms(into record: inout InvoiceRecord) {
        record.due = invoice.due ?? invoice.terms.compactMap(\.due).max() ?? invoice.meansDue
        let parts = invoice.terms.filter { $0.amount != nil }
        guard !parts.isEmpty else { return }
        let exponent = record.currency.exponent
        // One part of no day of its own is the whole, due as the document says.
        let single = parts.count == 1 ? record.due : nil
        if parts.count == 1, parts[0].due == nil, single == nil { return }
        for part in parts {
            let place = Place(line: part.line, element: invoice.syntax.terms)
            guard let due = part.due ?? single else {
                problems.report(Problem(.fieldMissing, severity: .warn, at: place, expected: "a due date"))
                continue
            }
            guard let number = part.amount?.number,
                let amount = Int64.minorUnits(
                    digits: number.digits, scale: number.scale, exponent: exponent),
                amount.magnitude < 1 << 58
            else {
                problems.report(Problem(.amountUnreadable, severity: .warn, at: place))
                continue
            }
            record.instalments.append(Instalment(due: due, amount: amount))
        }
        record.due = record.instalments.map(\.due).max() ?? record.due
        let planned = record.instalments.reduce(Int64(0)) { $0 &+ $1.amount }
        guard planned != record.payable else { return }
        problems.report(
            Problem(
                .totalsDiffer, at: Place(line: invoice.line, element: invoice.syntax.terms),
                found: Money.decimalString(planned, exponent: exponent),
                expected: Money.decimalString(record.payable, exponent: exponent)))
    }

    /// A corrected invoice (384) states the invoice anew, so it replaces the one it names; a negative one can
    /// only be the difference. Replacing is also the careful reading: to take a restated invoice for a
    /// difference would claim it twice.
    private mutating func takeKind(into record: inout InvoiceRecord) {
        let lowers = record.payable < 0 || (record.payable == 0 && (record.total ?? 0) < 0)
        if invoice.isCopy {
            record.kind = .copy
        } else if type.isCorrected {
            record.kind = lowers ? .corrective : .replacement
        } else if invoice.isCreditDocument || type.isCreditNote || lowers {
            record.kind = .creditNote
        }
        takeCorrected(into: &record)
        if invoice.isTest {
            problems.report(
                Problem(.invoiceNotDebt, severity: .warn, at: place, found: "a document marked as a test"))
        }
    }

    /// The preceding invoice (BT-25). An ordinary invoice may name one too, to which it belongs; only what is
    /// negative or replaces is ever set against it.
    private mutating func takeCorrected(into record: inout InvoiceRecord) {
        let numbers = invoice.preceding
        if numbers.count == 1 { record.corrects = numbers[0] }
        guard record.kind == .corrective || record.kind == .replacement || record.kind == .creditNote else {
            return
        }
        if numbers.count > 1 {
            problems.report(
                Problem(
                    .recordMalformed, severity: .warn, at: place,
                    found: "\(numbers.count) preceding invoices",
                    expected: "one, to know which is corrected"))
        } else if numbers.isEmpty, record.kind != .creditNote {
            problems.report(
                Problem(
                    .fieldMissing, severity: .warn, at: place,
                    expected: "the number of the corrected invoice (BT-25)"))
        }
    }
}
