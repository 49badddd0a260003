import Domain
import Formats
import Scanning

/// One creditor of a labelled set, read from its files as `recobro import` reads them, but kept in memory: what
/// matching may know, without a ledger.
struct MatchingSet {
    /// The file that the movements are read from: they are the same movements, told more or less fully.
    enum Source: String, CaseIterable { case camt, n43, csv }

    private(set) var invoices: [OpenItem] = []
    /// By booking day and number, as the ledger gives them out.
    private(set) var movements: [Movement] = []
    private(set) var directDebits: [DirectDebitItem] = []
    /// Wholly read records that a set should not have, and findings of the readers.
    private(set) var problems = 0
    private var seenInvoices: Set<String> = []
    private var account = ""
    private var currency = Currency.eur

    init(folder: String, source: Source) throws {
        try read("\(folder)/invoices.csv")
        try read("\(folder)/remesas.csv")
        switch source {
        case .camt: try read("\(folder)/camt053.xml")
        case .csv: try read("\(folder)/bank.csv")
        case .n43: for path in try ParseMeasure.files("\(folder)/n43") { try read(path) }
        }
        seenInvoices = []
        movements.sort { ($0.entry.booked, $0.id) < ($1.entry.booked, $1.id) }
        directDebits.sort {
            ($0.batch, $0.invoiceNumber, $0.collected, $0.amount, $0.endToEndId)
                < ($1.batch, $1.invoiceNumber, $1.collected, $1.amount, $1.endToEndId)
        }
    }

    private mutating func read(_ path: String) throws {
        let file = try MappedFile(path: path)
        let outcome = try file.withBytes { bytes in
            try FormatReader.read(bytes, options: ReadOptions()) { try take($0) }
        }
        problems += outcome.problems.count
    }

    private mutating func take(_ record: SourceRecord) throws {
        switch record {
        case .statementOpened(let opening): (account, currency) = (opening.account, opening.currency)
        case .entry(let entry):
            movements.append(
                Movement(
                    id: Int64(movements.count + 1), account: account, currency: currency, entry: entry,
                    unallocated: entry.amount))
        case .invoice(let invoice): try take(invoice)
        case .directDebit(let debit):
            var item = DirectDebitItem(
                batch: debit.batch, collected: debit.collected, invoiceNumber: debit.invoiceNumber,
                amount: debit.amount, currency: debit.currency, endToEndId: debit.endToEndId,
                mandateId: debit.mandateId)
            item.text = debit.text
            directDebits.append(item)
        case .statementClosed, .decision, .adjudication, .status, .customer, .receipt: break
        }
    }

    /// The invoice as `LedgerReader.openItems` gives it out when nothing is paid yet.
    private mutating func take(_ record: InvoiceRecord) throws {
        // What the ledger does with contradicting documents is not measured here.
        guard seenInvoices.insert("\(record.number)|\(record.issued.civil.year)").inserted else {
            throw BenchError("invoice \(record.number) stands twice in the set")
        }
        let buyer = record.buyer
        var item = OpenItem(
            id: Int64(invoices.count + 1), number: record.number, kind: record.kind, issued: record.issued,
            currency: record.currency, payable: record.payable)
        item.due = record.due
        item.instalments = record.instalments
        item.customer = CustomerKey.key(taxId: buyer.taxId, name: buyer.name)
        item.customerName = buyer.name
        item.taxId = buyer.taxId
        item.iban = buyer.iban
        item.net = record.net
        item.paymentReference = record.paymentReference
        item.corrects = record.corrects
        item.isAssigned = record.isAssigned
        invoices.append(item)
    }
}
