import Domain
import Formats
import Scanning

/// One creditor of a labelled set, kept in memory: what matching may know, without a ledger.
struct MatchingSet {
    private(set) var invoices: [OpenItem] = []
    /// By booking day and number, as the ledger gives them out.
    private(set) var movements: [Movement] = []
    private(set) var directDebits: [DirectDebitItem] = []
    /// Wholly read records that a set should not have, and findings of the readers.
    private(set) var problems = 0

    init(folder: String, source: MatchingSource) throws {
        var reader = MatchingSetReader()
        try reader.read(folder, source) { record in
            switch record {
            case .invoice(let invoice): invoices.append(invoice)
            case .movement(let movement): movements.append(movement)
            case .directDebit(let item): directDebits.append(item)
            }
        }
        problems = reader.problems
        movements.sort { ($0.entry.booked, $0.id) < ($1.entry.booked, $1.id) }
        directDebits.sort {
            ($0.batch, $0.invoiceNumber, $0.collected, $0.amount, $0.endToEndId)
                < ($1.batch, $1.invoiceNumber, $1.collected, $1.amount, $1.endToEndId)
        }
    }
}

/// The file that the movements of a set are read from: they are the same movements, told more or less fully.
enum MatchingSource: String, CaseIterable { case camt, n43, csv }

/// What a labelled set holds.
enum MatchingRecord {
    case invoice(OpenItem)
    case movement(Movement)
    case directDebit(DirectDebitItem)
}

/// Reads a labelled set's files as `recobro import` reads them. Invoices and movements are numbered from 1 in
/// the order of their files.
struct MatchingSetReader {
    private(set) var problems = 0
    private(set) var invoices = 0
    private(set) var movements = 0
    /// Hashes of number and year.
    private var seenInvoices: Set<Int> = []
    private var account = ""
    private var currency = Currency.eur

    mutating func read(_ folder: String, _ source: MatchingSource, emit: (MatchingRecord) -> Void) throws {
        try read("\(folder)/invoices.csv", emit)
        try read("\(folder)/remesas.csv", emit)
        switch source {
        case .camt: try read("\(folder)/camt053.xml", emit)
        case .csv: try read("\(folder)/bank.csv", emit)
        case .n43: for path in try ParseMeasure.files("\(folder)/n43") { try read(path, emit) }
        }
        seenInvoices = []
    }

    private mutating func read(_ path: String, _ emit: (MatchingRecord) -> Void) throws {
        let file = try MappedFile(path: path)
        let outcome = try file.withBytes { bytes in
            try FormatReader.read(bytes, options: ReadOptions()) { try take($0, emit) }
        }
        problems += outcome.problems.count
    }

    private mutating func take(_ record: SourceRecord, _ emit: (MatchingRecord) -> Void) throws {
        switch record {
        case .statementOpened(let opening): (account, currency) = (opening.account, opening.currency)
        case .entry(let entry):
            movements += 1
            emit(
                .movement(
                    Movement(
                        id: Int64(movements), account: account, currency: currency, entry: entry,
                        unallocated: entry.amount)))
        case .invoice(let invoice): emit(.invoice(try item(invoice)))
        case .directDebit(let debit):
            var item = DirectDebitItem(
                batch: debit.batch, collected: debit.collected, invoiceNumber: debit.invoiceNumber,
                amount: debit.amount, currency: debit.currency, endToEndId: debit.endToEndId,
                mandateId: debit.mandateId)
            item.text = debit.text
            emit(.directDebit(item))
        case .statementClosed, .decision, .adjudication, .status, .customer, .receipt, .delivery: break
        }
    }

    /// The invoice as `LedgerReader.openItems` gives it out when nothing is paid yet.
    private mutating func item(_ record: InvoiceRecord) throws -> OpenItem {
        // What the ledger does with contradicting documents is not measured here.
        guard seenInvoices.insert("\(record.number)|\(record.issued.civil.year)".hashValue).inserted else {
            throw BenchError("invoice \(record.number) stands twice in the set")
        }
        invoices += 1
        let buyer = record.buyer
        var item = OpenItem(
            id: Int64(invoices), number: record.number, kind: record.kind, issued: record.issued,
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
        return item
    }
}
