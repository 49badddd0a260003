public import Domain
internal import Scanning

/// Portuguese audit files, SAF-T (PT) 1.01 to 1.04 (Portaria 321-A/2007, last changed by Portaria 302/2016):
/// invoices, debit and credit notes, and the receipts of the creditor's own books.
///
/// Customers stand before the documents that name them. Memory is bounded by the number of customers, of
/// invoices with tax withheld and of lines in one document, not by the number of documents. Working documents
/// and goods in transit are no debts and are skipped.
public enum SAFTPT {
    /// Reads all documents of a file in file order.
    ///
    /// Throws only what `emit` throws; what is wrong with the file is in the outcome.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        try withoutActuallyEscaping(emit) { emit in
            var reading = SAFTReading(options: options, emit: emit)
            do {
                try scanXML(bytes, grammar: SAFTTree.grammar, into: &reading)
            } catch let failure as XMLFailure {
                reading.problems.report(failure.problem)
            } catch let foreign as SAFTForeign {
                reading.problems.report(foreign.problem)
            }
            reading.finish()
            return ReadOutcome(
                identification: Identification(
                    format: .saftPT, version: reading.version, encoding: XMLPeek.encoding(bytes)),
                problems: reading.problems)
        }
    }
}

/// An audit file of another country: the same root, other documents.
struct SAFTForeign: Error {
    let line: Int

    var problem: Problem {
        Problem(
            .formatUnknown, at: Place(line: line, element: "AuditFile"),
            found: "an audit file of another country",
            expected: "SAF-T (PT)")
    }
}

/// The state of one reading.
struct SAFTReading: XMLHandler {
    let emit: RecordSink
    var problems: [Problem] = []
    var version = ""
    var currency: Currency
    var seller = PartyRecord()
    var customers: [String: PartyRecord] = [:]
    var invoice = SAFTInvoice()
    var payment = SAFTPayment()
    /// What invoices of this file have withheld, by number: receipts state it once more.
    var withheld: [String: Int64] = [:]
    private var customer = SAFTCustomer()
    private var control = SAFTControl()
    private var isInPayments = false
    private var hasSeenCurrency = false
    private var hasSeenSales = false

    init(options: ReadOptions, emit: @escaping RecordSink) {
        self.emit = emit
        currency = options.defaultCurrency
    }

    mutating func opened(_ field: UInt8, line: Int) throws {
        switch SAFTElement(rawValue: field) {
        case .customer: customer = SAFTCustomer(line: line)
        case .sales: (control, isInPayments, hasSeenSales) = (SAFTControl(line: line), false, true)
        case .payments: (control, isInPayments) = (SAFTControl(line: line), true)
        case .invoice:
            invoice = SAFTInvoice(line: line)
            control.count += 1
        case .payment:
            payment = SAFTPayment(line: line)
            control.count += 1
        case .paymentLine: payment.lines.append(SAFTPaymentLine())
        default: break
        }
    }

    mutating func closed(_ field: UInt8, line: Int) throws {
        switch SAFTElement(rawValue: field) {
        case .customer: customer.finish(into: &customers, &problems)
        case .invoice:
            control.add(invoice.sums, status: invoice.status)
            try finishInvoice()
        case .payment:
            control.add(payment.sums, status: payment.status)
            try finishPayment()
        case .sales: problems += control.problems(element: "SalesInvoices")
        case .payments: problems += control.problems(element: "Payments")
        default: break
        }
    }

    mutating func text(_ field: UInt8, _ bytes: Span<UInt8>, line: Int) throws {
        guard let element = SAFTElement(rawValue: field) else { return }
        switch element {
        case .namespace:
            let namespace = XMLText.string(bytes)
            if !namespace.isEmpty, !namespace.contains("PT_") { throw SAFTForeign(line: line) }
        case .version: version = XMLText.string(bytes)
        case .headerCurrency: takeCurrency(bytes, line)
        case .declaredCount, .declaredDebit, .declaredCredit: control.take(element, bytes)
        default:
            if element.rawValue >= SAFTElement.payment.rawValue {
                payment.take(element, bytes)
            } else if element.rawValue >= SAFTElement.invoice.rawValue {
                if isInPayments { payment.take(element, bytes) } else { invoice.take(element, bytes) }
            } else if element.rawValue >= SAFTElement.customer.rawValue {
                customer.take(element, bytes)
            } else {
                takeSeller(element, bytes)
            }
        }
    }

    mutating func finish() {
        guard !problems.contains(where: { $0.severity == .refuse }) else { return }
        if !hasSeenSales {
            problems.report(
                Problem(
                    .fieldMissing, severity: .refuse, expected: "SourceDocuments/SalesInvoices"))
        }
        let place = Place(element: "Header/TaxRegistrationNumber")
        if seller.taxId.isEmpty {
            problems.report(Problem(.fieldMissing, severity: .warn, at: place, expected: "a tax identifier"))
        } else if !PortugueseIdentifier.isNIF(seller.taxId) {
            problems.report(Problem(.taxIdInvalid, at: place))
        }
        if !hasSeenCurrency {
            problems.report(
                Problem(
                    .fieldMissing, severity: .warn, at: Place(element: "Header/CurrencyCode"),
                    found: "none, read as \(currency.code)", expected: "a currency"))
        }
    }

    private mutating func takeCurrency(_ bytes: Span<UInt8>, _ line: Int) {
        guard let stated = Currency(XMLText.string(bytes)) else {
            let place = Place(line: line, element: "Header/CurrencyCode")
            return problems.report(Problem(.currencyUnknown, severity: .refuse, at: place))
        }
        (currency, hasSeenCurrency) = (stated, true)
    }

    private mutating func takeSeller(_ element: SAFTElement, _ bytes: Span<UInt8>) {
        let text = SAFTText.known(bytes)
        switch element {
        case .sellerTaxId: seller.taxId = SAFTText.taxId(text)
        case .sellerName: seller.name = text
        case .sellerStreet: seller.street = text
        case .sellerTown: seller.town = text
        case .sellerPostCode: seller.postCode = text
        case .sellerRegion: seller.province = text
        case .sellerCountry: seller.country = CountryCode.alpha2(of: text)
        case .sellerPhone: seller.phone = text
        case .sellerEmail: seller.email = text
        default: break
        }
    }
}
