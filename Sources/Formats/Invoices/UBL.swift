public import Domain
internal import Scanning

/// UBL 2 invoices and credit notes (OASIS UBL 2.0 to 2.4; EN 16931, Peppol BIS 3, XRechnung), self-billed
/// ones too.
///
/// One record per document; an envelope around it does not matter. The debt is `PayableAmount` (BT-115).
public enum UBL {
    /// Reads the file in order. Throws only what `emit` throws.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        let encoding = XMLPeek.encoding(bytes)
        let root = UBLDocument.root(in: XMLPeek.startTags(bytes))
        guard let root, let grammar = UBLTree.grammars[root] else {
            let found = root.map { "a UBL \($0)" } ?? ""
            return ReadOutcome(
                identification: Identification(format: .ubl, encoding: encoding),
                problems: [Problem(.formatUnknown, found: found, expected: "a UBL invoice or credit note")])
        }
        return try withoutActuallyEscaping(emit) { emit in
            var reading = UBLReading(root: root, options: options, emit: emit)
            do {
                try scanXML(bytes, grammar: grammar, into: &reading)
                try reading.finish()
            } catch let failure as XMLFailure {
                reading.problems.report(failure.problem)
            }
            return ReadOutcome(
                identification: Identification(
                    format: reading.isForeign ? .unknown : .ubl, version: reading.version,
                    encoding: encoding),
                problems: reading.problems)
        }
    }
}

/// The kinds of UBL documents.
enum UBLDocument {
    private static let namespace = "urn:oasis:names:specification:ubl:schema:xsd:"

    /// Whether the element is the root of a UBL document; the namespaces of components name none.
    static func isRoot(_ tag: XMLStartTag) -> Bool {
        guard tag.namespace.hasPrefix(namespace) else { return false }
        let name = tag.namespace.dropFirst(namespace.count)
        return name.hasPrefix(tag.name + "-")
    }

    /// Name of the first element that is a document: in the namespace of one, or named like one that is read.
    static func root(in tags: [XMLStartTag]) -> String? {
        let tag = tags.first { isRoot($0) || UBLTree.grammars[$0.name] != nil }
        return tag.map { String($0.name.prefix(40)) }
    }

    /// UBL 2 only: the elements of UBL 1.0 have other names. No namespace at all is accepted.
    static func isReadable(namespace text: String) -> Bool {
        text.hasPrefix(namespace) && text.hasSuffix("-2")
    }
}

/// The state of one reading.
struct UBLReading: XMLHandler {
    private enum Side { case seller, buyer, payee }

    let root: String
    let options: ReadOptions
    let emit: RecordSink
    var problems: [Problem] = []
    private(set) var version = ""
    /// The invoice is of another vocabulary.
    private(set) var isForeign = false
    private var invoice = CoreInvoice()
    private var invoices = 0
    private var side = Side.seller
    private var scheme = ""
    private var currency = ""
    private var taxCompanyId = ""
    private var taxSchemeId = ""

    init(root: String, options: ReadOptions, emit: @escaping RecordSink) {
        self.root = root
        self.options = options
        self.emit = emit
        invoice.isCreditDocument = root.hasSuffix("CreditNote")
    }

    mutating func opened(_ field: UInt8, line: Int) throws {
        switch UBLElement(rawValue: field) {
        case .seller: (side, invoice.seller) = (.seller, CoreParty(line: line))
        case .buyer: (side, invoice.buyer) = (.buyer, CoreParty(line: line))
        case .payee: (side, invoice.payee) = (.payee, CoreParty(line: line))
        case .taxScheme: (taxCompanyId, taxSchemeId) = ("", "")
        case .terms: if invoice.terms.count < 1000 { invoice.terms.append(CoreTerms(line: line)) }
        default: break
        }
    }

    mutating func closed(_ field: UInt8, line: Int) throws {
        guard UBLElement(rawValue: field) == .taxScheme, !taxCompanyId.isEmpty else { return }
        let (number, isVAT) = (taxCompanyId, taxSchemeId == "VAT")
        change {
            if isVAT, $0.vatId.isEmpty { $0.vatId = number }
            if !isVAT, $0.otherTaxId.isEmpty { $0.otherTaxId = number }
        }
    }

    mutating func text(_ field: UInt8, _ bytes: Span<UInt8>, line: Int) throws {
        guard let element = UBLElement(rawValue: field) else { return }
        if let term = element.term {
            invoice.take(term, bytes, currency: currency, line: line)
            currency = ""
        } else if element.rawValue <= UBLElement.preceding.rawValue {
            try headerText(element, bytes, line)
        } else if element.rawValue <= UBLElement.taxName.rawValue {
            partyText(element, XMLText.string(bytes))
        } else {
            paymentText(element, bytes, line)
        }
    }

    /// Puts out the last document.
    mutating func finish() throws {
        try finishInvoice()
        guard invoices == 0, !isForeign else { return }
        problems.report(Problem(.fieldMissing, severity: .refuse, expected: "an invoice or a credit note"))
    }

    // MARK: Documents

    private mutating func finishInvoice() throws {
        guard !invoice.isEmpty, !isForeign else { return }
        invoices += 1
        var finish = CoreInvoiceFinish(invoice, options: options, document: root)
        let record = finish.record()
        problems += finish.problems
        if let record { try emit(.invoice(record)) }
    }

    /// A document begins: an envelope may hold several.
    private mutating func begin(_ namespace: String, line: Int) throws {
        try finishInvoice()
        invoice = CoreInvoice()
        invoice.isCreditDocument = root.hasSuffix("CreditNote")
        invoice.line = line
        guard !isForeign, !UBLDocument.isReadable(namespace: namespace) else { return }
        isForeign = true
        problems.report(
            Problem(
                .formatUnknown, at: Place(line: line, element: root),
                found: "an invoice of another vocabulary",
                expected: "UBL 2"))
    }

    // MARK: Texts

    private mutating func headerText(_ element: UBLElement, _ bytes: Span<UInt8>, _ line: Int) throws {
        switch element {
        case .namespace: try begin(XMLText.string(bytes), line: line)
        case .version: version = XMLText.string(bytes)
        case .customization:
            invoice.profile = CoreProfile.shortName(XMLText.string(bytes))
            if version.isEmpty { version = invoice.profile }
        case .number: invoice.number = XMLText.string(bytes)
        case .copy: invoice.isCopy = XMLText.isTrue(bytes)
        case .issued:
            if invoice.hasIssueDate {
                problems.report(
                    Problem(
                        .recordMalformed, severity: .refuse, at: Place(line: line, element: root),
                        found: "several documents without a namespace"))
            }
            invoice.hasIssueDate = true
            invoice.issued = XMLText.day(bytes)
        case .due: invoice.due = invoice.day(XMLText.day(bytes), bytes, "DueDate", line)
        case .typeCode: invoice.typeCode = XMLText.string(bytes)
        case .currency: invoice.currency = XMLText.string(bytes)
        case .preceding:
            let number = XMLText.string(bytes)
            guard !number.isEmpty, !invoice.preceding.contains(number), invoice.preceding.count < 1000
            else { return }
            invoice.preceding.append(number)
        default: break
        }
        if invoice.line == 0 { invoice.line = line }
    }

    private mutating func paymentText(_ element: UBLElement, _ bytes: Span<UInt8>, _ line: Int) {
        let last = invoice.terms.count - 1
        switch element {
        case .amountCurrency: currency = XMLText.string(bytes)
        case .payeeAccount:
            guard invoice.sellerIBAN.isEmpty else { return }
            invoice.sellerIBAN = invoice.account(bytes, "PaymentMeans/PayeeFinancialAccount/ID", line)
        case .payerAccount:
            guard invoice.buyerIBAN.isEmpty else { return }
            invoice.buyerIBAN = invoice.account(bytes, "PaymentMeans/PayerFinancialAccount/ID", line)
        case .paymentId:
            if invoice.paymentReference.isEmpty { invoice.paymentReference = XMLText.string(bytes) }
        case .meansDue:
            guard let day = invoice.day(XMLText.day(bytes), bytes, "PaymentMeans/PaymentDueDate", line)
            else { return }
            invoice.meansDue = max(invoice.meansDue ?? day, day)
        case .termsDue where last >= 0:
            let day = invoice.day(XMLText.day(bytes), bytes, "PaymentTerms/PaymentDueDate", line)
            invoice.terms[last].due = day ?? invoice.terms[last].due
        case .termsAmount where last >= 0:
            invoice.terms[last].amount = CoreAmount(
                term: .payable, number: InvoiceAmount.read(bytes).number, currency: "", line: line)
        default: break
        }
    }

    private mutating func partyText(_ element: UBLElement, _ text: String) {
        switch element {
        case .addressScheme, .partyIdScheme:
            scheme = text
            return
        case .taxCompanyId:
            taxCompanyId = text
            return
        case .taxSchemeId:
            taxSchemeId = text
            return
        case .accountId:
            invoice.customerNumber = text
            return
        case .address, .partyId:
            let scheme = scheme
            self.scheme = ""
            change { $0.takeIdentifier(text, scheme: scheme, isAddress: element == .address) }
        default: if !text.isEmpty { change { Self.take(element, text, into: &$0) } }
        }
    }

    /// Of what may stand several times the first counts.
    private static func take(_ element: UBLElement, _ text: String, into party: inout CoreParty) {
        func set(_ field: inout String) { if field.isEmpty { field = text } }
        switch element {
        case .legalName: set(&party.record.name)
        case .tradingName: set(&party.tradingName)
        case .legalId: set(&party.legalId)
        case .street: set(&party.record.street)
        case .buildingNumber:
            // Some programs write it at the end of the street too.
            guard !party.record.street.hasSuffix(" " + text) else { return }
            party.record.street += party.record.street.isEmpty ? text : " " + text
        case .town: set(&party.record.town)
        case .postCode: set(&party.record.postCode)
        case .province: set(&party.record.province)
        case .country: party.record.country = CountryCode.alpha2(of: text.uppercased())
        case .phone: set(&party.record.phone)
        case .email: set(&party.record.email)
        // In UBL 2.0 before there is any other name; it stands after the party's own.
        case .taxName: set(&party.tradingName)
        case .firstName: set(&party.personName)
        case .familyName: party.personName += party.personName.isEmpty ? text : " " + text
        default: break
        }
    }

    private mutating func change(_ body: (inout CoreParty) -> Void) {
        switch side {
        case .seller: body(&invoice.seller)
        case .buyer: body(&invoice.buyer)
        case .payee: body(&invoice.payee)
        }
    }
}
