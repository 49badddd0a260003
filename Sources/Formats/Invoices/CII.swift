public import Domain
internal import Scanning

/// UN/CEFACT Cross Industry Invoice D16B (Factur-X, ZUGFeRD 2, XRechnung) and ZUGFeRD 1.
///
/// One record per document; an envelope around it does not matter. The debt is `DuePayableAmount` (BT-115).
public enum CII {
    /// Reads the file in order. Throws only what `emit` throws.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        let isFirst = XMLPeek.startTags(bytes).contains { $0.name == "CrossIndustryDocument" }
        return try withoutActuallyEscaping(emit) { emit in
            var reading = CIIReading(syntax: isFirst ? .zugferd1 : .cii, options: options, emit: emit)
            do {
                try scanXML(bytes, grammar: isFirst ? CIITree.zugferd1 : CIITree.d16b, into: &reading)
                try reading.finish()
            } catch let failure as XMLFailure {
                reading.problems.report(failure.problem)
            }
            return ReadOutcome(
                identification: Identification(
                    format: .cii, version: reading.version, encoding: XMLPeek.encoding(bytes)),
                problems: reading.problems)
        }
    }

    /// A day as `DateTimeString` writes it: format 102 `20250131`, 203 and 204 with a time behind, or,
    /// against the rules, `2025-01-31`.
    static func day(_ bytes: Span<UInt8>) -> Day? {
        let range = XMLText.trimmed(bytes)
        guard [8, 12, 14].contains(range.count) else { return XMLText.day(bytes) }
        let start = range.lowerBound
        guard digitsValue(bytes, range) != nil, let year = digitsValue(bytes, start..<start + 4),
            let month = digitsValue(bytes, start + 4..<start + 6),
            let day = digitsValue(bytes, start + 6..<start + 8)
        else { return XMLText.day(bytes) }
        return Day(year: Int(year), month: Int(month), day: Int(day))
    }
}

/// The state of one reading.
struct CIIReading: XMLHandler {
    private enum Side { case seller, buyer, payee }

    let syntax: CoreSyntax
    let options: ReadOptions
    let emit: RecordSink
    var problems: [Problem] = []
    private(set) var version = ""
    private var invoice: CoreInvoice
    private var invoices = 0
    private var side = Side.seller
    private var scheme = ""
    private var currency = ""

    init(syntax: CoreSyntax, options: ReadOptions, emit: @escaping RecordSink) {
        self.syntax = syntax
        self.options = options
        self.emit = emit
        invoice = CoreInvoice()
        invoice.syntax = syntax
    }

    mutating func opened(_ field: UInt8, line: Int) throws {
        switch CIIElement(rawValue: field) {
        case .seller: (side, invoice.seller) = (.seller, CoreParty(line: line))
        case .buyer: (side, invoice.buyer) = (.buyer, CoreParty(line: line))
        case .payee: (side, invoice.payee) = (.payee, CoreParty(line: line))
        case .terms: if invoice.terms.count < 1000 { invoice.terms.append(CoreTerms(line: line)) }
        default: break
        }
    }

    mutating func closed(_ field: UInt8, line: Int) throws {}

    mutating func text(_ field: UInt8, _ bytes: Span<UInt8>, line: Int) throws {
        guard let element = CIIElement(rawValue: field) else { return }
        if let term = element.term {
            invoice.take(term, bytes, currency: currency, line: line)
            currency = ""
        } else if element.rawValue <= CIIElement.preceding.rawValue {
            try headerText(element, bytes, line)
        } else if element.rawValue <= CIIElement.email.rawValue {
            partyText(element, XMLText.string(bytes))
        } else {
            paymentText(element, bytes, line)
        }
    }

    /// Puts out the last document.
    mutating func finish() throws {
        try finishInvoice()
        guard invoices == 0 else { return }
        problems.report(Problem(.fieldMissing, severity: .refuse, expected: "an invoice"))
    }

    private mutating func finishInvoice() throws {
        guard !invoice.isEmpty else { return }
        invoices += 1
        let document = syntax == .zugferd1 ? "CrossIndustryDocument" : "CrossIndustryInvoice"
        var finish = CoreInvoiceFinish(invoice, options: options, document: document)
        let record = finish.record()
        problems += finish.problems
        if let record { try emit(.invoice(record)) }
    }

    // MARK: Texts

    private mutating func headerText(_ element: CIIElement, _ bytes: Span<UInt8>, _ line: Int) throws {
        switch element {
        case .namespace:
            // A document begins: an envelope may hold several.
            try finishInvoice()
            invoice = CoreInvoice()
            invoice.syntax = syntax
            invoice.line = line
        case .profile:
            invoice.profile = CoreProfile.shortName(XMLText.string(bytes))
            version = syntax == .zugferd1 ? "1.0" : invoice.profile
        case .test: invoice.isTest = XMLText.isTrue(bytes)
        case .number: invoice.number = XMLText.string(bytes)
        case .typeCode: invoice.typeCode = XMLText.string(bytes)
        case .issued:
            if invoice.hasIssueDate {
                problems.report(
                    Problem(
                        .recordMalformed, severity: .refuse, at: Place(line: line),
                        found: "several documents without a namespace"))
            }
            invoice.hasIssueDate = true
            invoice.issued = CII.day(bytes)
        case .copy: invoice.isCopy = XMLText.isTrue(bytes)
        case .currency: invoice.currency = XMLText.string(bytes)
        case .paymentReference: invoice.paymentReference = XMLText.string(bytes)
        case .preceding:
            let number = XMLText.string(bytes)
            guard !number.isEmpty, !invoice.preceding.contains(number), invoice.preceding.count < 1000
            else { return }
            invoice.preceding.append(number)
        default: break
        }
        if invoice.line == 0 { invoice.line = line }
    }

    private mutating func paymentText(_ element: CIIElement, _ bytes: Span<UInt8>, _ line: Int) {
        let last = invoice.terms.count - 1
        switch element {
        case .amountCurrency: currency = XMLText.string(bytes)
        case .payeeAccount:
            guard invoice.sellerIBAN.isEmpty else { return }
            invoice.sellerIBAN = invoice.account(bytes, "PayeePartyCreditorFinancialAccount/IBANID", line)
        case .payerAccount:
            guard invoice.buyerIBAN.isEmpty else { return }
            invoice.buyerIBAN = invoice.account(bytes, "PayerPartyDebtorFinancialAccount/IBANID", line)
        case .termsDue where last >= 0:
            let element = "SpecifiedTradePaymentTerms/DueDateDateTime"
            invoice.terms[last].due = invoice.day(CII.day(bytes), bytes, element, line)
        case .termsAmount where last >= 0:
            invoice.terms[last].amount = CoreAmount(
                term: .payable, number: InvoiceAmount.read(bytes).number, currency: "", line: line)
        default: break
        }
    }

    private mutating func partyText(_ element: CIIElement, _ text: String) {
        switch element {
        case .globalIdScheme, .addressScheme, .taxIdScheme: scheme = text
        default:
            let scheme = scheme
            self.scheme = ""
            guard !text.isEmpty else { return }
            switch side {
            case .seller: Self.take(element, text, scheme, into: &invoice.seller)
            case .buyer: Self.take(element, text, scheme, into: &invoice.buyer)
            case .payee: Self.take(element, text, scheme, into: &invoice.payee)
            }
        }
    }

    /// Of what may stand several times the first counts.
    private static func take(
        _ element: CIIElement, _ text: String, _ scheme: String, into party: inout CoreParty
    ) {
        func set(_ field: inout String) { if field.isEmpty { field = text } }
        switch element {
        case .partyId, .globalId: party.takeIdentifier(text, scheme: scheme)
        case .address: party.takeIdentifier(text, scheme: scheme, isAddress: true)
        case .name: set(&party.record.name)
        case .tradingName: set(&party.tradingName)
        case .legalId: set(&party.legalId)
        case .taxId: if scheme == "VA" { set(&party.vatId) } else { set(&party.otherTaxId) }
        case .street: set(&party.record.street)
        case .town: set(&party.record.town)
        case .postCode: set(&party.record.postCode)
        case .province: set(&party.record.province)
        case .country: party.record.country = CountryCode.alpha2(of: text.uppercased())
        case .phone: set(&party.record.phone)
        case .email: set(&party.record.email)
        default: break
        }
    }
}
