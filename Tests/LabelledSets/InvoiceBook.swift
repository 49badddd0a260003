/// The creditor's invoices in order of their numbers, a column a property: ten million of them fit in memory.
struct InvoiceBook {
    private(set) var customer: [Int32] = []
    /// Days since the first day of the set.
    private(set) var issued: [Int16] = []
    /// Before tax, and with tax less withholding, in cents; negative on credit notes.
    private(set) var base: [Int32] = []
    private(set) var total: [Int32] = []
    private(set) var taxPercent: [UInt8] = []
    private(set) var isWithheld: [Bool] = []
    private(set) var isCredit: [Bool] = []
    private(set) var numbers: NumberBook
    /// The credit note of an invoice that will be paid less it, and the way back.
    private(set) var creditNotes: [Int32: Int32] = [:]

    var count: Int { customer.count }

    init(numbering: Numbering, invoices: Int) {
        numbers = NumberBook(numbering, invoices: invoices)
        customer.reserveCapacity(invoices)
        issued.reserveCapacity(invoices)
        base.reserveCapacity(invoices)
        total.reserveCapacity(invoices)
        taxPercent.reserveCapacity(invoices)
        isWithheld.reserveCapacity(invoices)
        isCredit.reserveCapacity(invoices)
    }

    /// What an invoice says.
    struct Line {
        var customer: Int
        var day: Int
        var base: Int
        var taxPercent: Int
        var isWithheld: Bool
        var isSecondYear: Bool
        var choice: Int

        var tax: Int { InvoiceBook.rounded(base * taxPercent, 100) }
        var withheld: Int { isWithheld ? InvoiceBook.rounded(base * 15, 100) : 0 }
        var total: Int { base + tax - withheld }
    }

    mutating func append(_ line: Line, isCredit credit: Bool) {
        customer.append(Int32(truncatingIfNeeded: line.customer))
        issued.append(Int16(truncatingIfNeeded: line.day))
        base.append(Int32(truncatingIfNeeded: line.base))
        total.append(Int32(truncatingIfNeeded: line.total))
        taxPercent.append(UInt8(line.taxPercent))
        isWithheld.append(line.isWithheld)
        isCredit.append(credit)
        numbers.append(isCredit: credit, isSecondYear: line.isSecondYear, choice: line.choice)
    }

    mutating func link(creditNote: Int, to invoice: Int) {
        creditNotes[Int32(truncatingIfNeeded: invoice)] = Int32(truncatingIfNeeded: creditNote)
    }

    func number(_ invoice: Int) -> InvoiceNumber { numbers.number(invoice, isCredit: isCredit[invoice]) }

    func tax(_ invoice: Int) -> Int { Self.rounded(Int(base[invoice]) * Int(taxPercent[invoice]), 100) }

    func withheld(_ invoice: Int) -> Int {
        isWithheld[invoice] ? Self.rounded(Int(base[invoice]) * 15, 100) : 0
    }

    /// Half away from zero.
    static func rounded(_ value: Int, _ divisor: Int) -> Int {
        value >= 0 ? (value + divisor / 2) / divisor : -((-value + divisor / 2) / divisor)
    }
}
