public import Domain
internal import Scanning

/// Spanish electronic invoices, Facturae 3.1, 3.2, 3.2.1 and 3.2.2 (schemas of the Spanish tax agency and the
/// ministry of industry), signed or not.
///
/// One record per `Invoice`; a file may hold a batch. The debt is `TotalExecutableAmount`.
public enum Facturae {
    /// Reads all invoices of a file in file order.
    ///
    /// Throws only what `emit` throws; what is wrong with the file is in the outcome.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        try withoutActuallyEscaping(emit) { emit in
            var reading = FacturaeReading(options: options, emit: emit)
            do {
                try scanXML(bytes, grammar: FacturaeTree.grammar, into: &reading)
            } catch let failure as XMLFailure {
                reading.problems.report(failure.problem)
            }
            reading.finish()
            let version =
                reading.version.isEmpty ? XMLIdentification.identify(bytes)?.version : reading.version
            return ReadOutcome(
                identification: Identification(
                    format: .facturae, version: version ?? "",
                    encoding: XMLPeek.encoding(bytes)),
                problems: reading.problems)
        }
    }

    /// Series and number joined so that both can be told: `A/1`. A number that already begins with its
    /// series is left as it is.
    static func joined(series: String, number: String) -> String {
        guard !series.isEmpty else { return number }
        guard let end = series.last, end.isLetter || end.isNumber else { return series + number }
        let rest = number.dropFirst(series.count)
        if number.hasPrefix(series), let mark = rest.first, !mark.isLetter, !mark.isNumber { return number }
        return series + "/" + number
    }
}

/// The state of one reading.
struct FacturaeReading: XMLHandler {
    let options: ReadOptions
    let emit: RecordSink
    var problems: [Problem] = []
    var version = ""
    var isAssigned = false
    var seller = FacturaeParty()
    var buyer = FacturaeParty()
    var invoice = FacturaeInvoice()
    var batchCurrency = ""
    private var isInBuyer = false
    private var invoices = 0
    /// How many invoices the file says it has; `nil` where it does not.
    private var invoicesStated: Int64?

    init(options: ReadOptions, emit: @escaping RecordSink) {
        self.options = options
        self.emit = emit
    }

    mutating func opened(_ field: UInt8, line: Int) throws {
        switch FacturaeElement(rawValue: field) {
        case .factoring: isAssigned = true
        case .seller: (isInBuyer, seller) = (false, FacturaeParty(line: line, element: "Parties/SellerParty"))
        case .buyer: (isInBuyer, buyer) = (true, FacturaeParty(line: line, element: "Parties/BuyerParty"))
        case .invoice:
            invoice = FacturaeInvoice(line: line)
            invoices += 1
        case .instalment: invoice.instalments.append(FacturaeInstalment(line: line))
        default: break
        }
    }

    mutating func closed(_ field: UInt8, line: Int) throws {
        switch FacturaeElement(rawValue: field) {
        case .seller: check(seller)
        case .buyer: check(buyer)
        case .invoice: try finishInvoice()
        default: break
        }
    }

    mutating func text(_ field: UInt8, _ bytes: Span<UInt8>, line: Int) throws {
        guard let element = FacturaeElement(rawValue: field) else { return }
        if element.rawValue >= FacturaeElement.net.rawValue {
            amountText(element, bytes, line)
        } else if element.rawValue >= FacturaeElement.invoice.rawValue {
            headerText(element, bytes, line)
        } else if element.rawValue >= FacturaeElement.seller.rawValue {
            if isInBuyer { buyer.take(element, bytes) } else { seller.take(element, bytes) }
        } else if element == .schemaVersion {
            version = XMLText.string(bytes)
        } else if element == .invoicesCount {
            invoicesStated = digitsValue(bytes, XMLText.trimmed(bytes))
        } else {
            batchCurrency = XMLText.string(bytes)
        }
    }

    mutating func finish() {
        if let stated = invoicesStated, invoices > 0, stated != invoices {
            let place = Place(element: "FileHeader/Batch/InvoicesCount")
            problems.report(
                Problem(.countMismatch, at: place, found: "\(stated)", expected: "\(invoices)"))
        }
        guard invoices == 0, !problems.contains(where: { $0.severity == .refuse }) else { return }
        problems.report(Problem(.fieldMissing, severity: .refuse, expected: "an invoice (Invoices/Invoice)"))
    }

    private mutating func headerText(_ element: FacturaeElement, _ bytes: Span<UInt8>, _ line: Int) {
        switch element {
        case .number: invoice.number = XMLText.string(bytes)
        case .series: invoice.series = XMLText.string(bytes)
        case .invoiceClass: invoice.invoiceClass = XMLText.string(bytes)
        case .issued: invoice.issued = XMLText.day(bytes)
        case .currency: invoice.currency = XMLText.string(bytes)
        case .correctedNumber: invoice.correctedNumber = XMLText.string(bytes)
        case .correctedSeries: invoice.correctedSeries = XMLText.string(bytes)
        case .correctionMethod: invoice.correctionMethod = XMLText.string(bytes)
        default: break
        }
    }

    private mutating func amountText(_ element: FacturaeElement, _ bytes: Span<UInt8>, _ line: Int) {
        let last = invoice.instalments.count - 1
        switch element {
        case .due: if last >= 0 { invoice.instalments[last].due = XMLText.day(bytes) }
        case .instalmentAmount:
            if last >= 0 { invoice.instalments[last].amount = InvoiceAmount.read(bytes).number }
        case .creditedIBAN, .creditedAccount:
            guard invoice.creditedIBAN.isEmpty else { return }
            invoice.creditedIBAN = iban(bytes, line, "AccountToBeCredited")
        case .debitedIBAN, .debitedAccount:
            guard invoice.debitedIBAN.isEmpty else { return }
            invoice.debitedIBAN = iban(bytes, line, "AccountToBeDebited")
        case .paymentReference:
            if invoice.paymentReference.isEmpty { invoice.paymentReference = XMLText.string(bytes) }
        default:
            // Empty totals occur and are none.
            guard !XMLText.trimmed(bytes).isEmpty else { return }
            let read = InvoiceAmount.read(bytes)
            invoice.amounts.append(FacturaeAmount(element: element, number: read.number, line: line))
            guard read.isDeviating, !invoice.hasSaidComma else { return }
            invoice.hasSaidComma = true
            problems.report(
                Problem(
                    .recordMalformed, severity: .warn,
                    at: Place(line: line, element: "Invoices/Invoice/InvoiceTotals"),
                    found: "an amount with a comma", expected: "a decimal point only"))
        }
    }

    /// An IBAN, or the 20 digits of a Spanish account (código cuenta cliente) as one.
    private mutating func iban(_ bytes: Span<UInt8>, _ line: Int, _ element: String) -> String {
        let written = IdentifierText.compact(XMLText.string(bytes))
        if CCC.isValid(written) {
            let (bank, office) = (written.prefix(4), written.dropFirst(4).prefix(4))
            let iban = IBAN(
                spanishBank: String(bank), office: String(office), account: String(written.suffix(10)))
            if let iban { return iban.text }
        }
        if !written.isEmpty, IBAN(written) == nil {
            problems.report(
                Problem(.ibanInvalid, at: Place(line: line, element: "PaymentDetails/Installment/" + element))
            )
        }
        return written
    }

    /// A resident's tax number must have the right check character (NIF, Real Decreto 1065/2007 art. 18 ff.).
    private mutating func check(_ party: FacturaeParty) {
        let place = Place(line: party.line, element: party.element + "/TaxIdentification")
        if party.taxIdAsWritten.isEmpty {
            problems.report(Problem(.fieldMissing, severity: .warn, at: place, expected: "a tax identifier"))
        } else if party.isResident, TaxIdentifier(spanish: party.taxIdAsWritten) == nil {
            problems.report(Problem(.taxIdInvalid, at: place))
        }
    }
}
