internal import Domain
internal import Scanning

/// A due date and perhaps the part of the amount that is due then.
struct CoreTerms {
    var due: Day?
    /// `nil` where none is named.
    var amount: CoreAmount?
    var line: Int

    init(line: Int) { self.line = line }
}

/// The core invoice of EN 16931 while it is read: what UBL and CII both say, each in its own XML.
struct CoreInvoice {
    var line = 0
    var syntax = CoreSyntax.ubl
    var profile = ""
    var number = ""
    var issued: Day?
    var hasIssueDate = false
    /// Due date of the document (BT-9), and those of its means of payment.
    var due: Day?
    var meansDue: Day?
    var terms: [CoreTerms] = []
    var typeCode = ""
    /// The document itself is a credit note, whatever its type code.
    var isCreditDocument = false
    var isCopy = false
    var isTest = false
    var currency = ""
    /// Numbers of preceding invoices (BT-25).
    var preceding: [String] = []
    var seller = CoreParty()
    var buyer = CoreParty()
    var payee = CoreParty()
    var customerNumber = ""
    var sellerIBAN = ""
    var buyerIBAN = ""
    var paymentReference = ""
    var amounts: [CoreAmount] = []
    private var hasSaidComma = false
    /// What is wrong with single fields; lost with the invoice if that is set aside.
    var problems: [Problem] = []

    /// Whether there is anything of an invoice.
    var isEmpty: Bool { number.isEmpty && !hasIssueDate && amounts.isEmpty }

    mutating func take(_ term: CoreTerm, _ bytes: Span<UInt8>, currency: String, line: Int) {
        // Empty totals occur and are none.
        guard !XMLText.trimmed(bytes).isEmpty, amounts.count < 1000 else { return }
        let read = InvoiceAmount.read(bytes)
        amounts.append(CoreAmount(term: term, number: read.number, currency: currency, line: line))
        guard read.isDeviating, !hasSaidComma else { return }
        hasSaidComma = true
        problems.report(
            Problem(
                .recordMalformed, severity: .warn, at: Place(line: line, element: syntax.element(term)),
                found: "an amount with a comma", expected: "a decimal point only"))
    }

    /// A date of the document that must be one if it is there at all.
    mutating func day(_ day: Day?, _ bytes: Span<UInt8>, _ element: String, _ line: Int) -> Day? {
        if day == nil, !XMLText.trimmed(bytes).isEmpty {
            problems.report(
                Problem(.dateUnreadable, severity: .warn, at: Place(line: line, element: element)))
        }
        return day
    }

    /// The account as it is compared; a wrong check digit is reported where the text is meant as an IBAN.
    mutating func account(_ bytes: Span<UInt8>, _ element: String, _ line: Int) -> String {
        let written = IdentifierText.compact(XMLText.string(bytes))
        let head = Array(written.utf8.prefix(4))
        let isMeantAsIBAN =
            head.count == 4 && head[..<2].allSatisfy { $0 >= 0x41 && $0 <= 0x5A }
            && head[2...].allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
        if isMeantAsIBAN, IBAN(written) == nil {
            problems.report(Problem(.ibanInvalid, at: Place(line: line, element: element)))
        }
        return written
    }
}
