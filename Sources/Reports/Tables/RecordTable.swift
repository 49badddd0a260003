public import Domain

/// The records of a file as one normalised table, whatever the file's format: what `recobro convert` writes.
///
/// Its columns are a contract: names and order stay. Amounts are decimal strings with a sign, days are
/// `YYYY-MM-DD`, absent values are empty.
public struct RecordTable {
    /// What kind of records: a table has one.
    public enum Kind: String, Sendable, CaseIterable {
        case movements, invoices, customers, statuses, receipts, decisions, adjudications, deliveries
        case directDebits = "direct-debits"

        /// The kind of a record; `nil` for the head and foot of a statement.
        public init?(_ record: SourceRecord) {
            switch record {
            case .statementOpened, .statementClosed: return nil
            case .entry: self = .movements
            case .invoice: self = .invoices
            case .directDebit: self = .directDebits
            case .decision: self = .decisions
            case .adjudication: self = .adjudications
            case .status: self = .statuses
            case .customer: self = .customers
            case .receipt: self = .receipts
            case .delivery: self = .deliveries
            }
        }

        var columns: [String] {
            switch self {
            case .movements:
                [
                    "account", "statement", "kind", "part", "booked", "value", "amount", "currency", "status",
                    "reference", "bank_reference", "code", "counterparty", "counterparty_account",
                    "counterparty_tax_id", "text", "end_to_end_id", "mandate_id", "structured_reference",
                    "batch_reference", "return_reason", "is_reversal", "is_fee", "balance_after",
                ]
            case .invoices:
                [
                    "number", "kind", "issued", "due", "currency", "net", "tax", "withheld", "total",
                    "payable", "corrects", "payment_reference", "seller_tax_id", "seller", "buyer_tax_id",
                    "buyer", "street", "post_code", "town", "province", "country", "email", "phone", "iban",
                    "customer_number", "is_assigned", "is_paid_on_issue", "instalments",
                ]
            case .customers:
                [
                    "number", "tax_id", "name", "kind", "street", "post_code", "town", "province", "country",
                    "email", "phone", "language", "ibans", "do_not_contact",
                ]
            case .statuses:
                [
                    "level", "original_message", "original_payment", "end_to_end_id", "mandate_id", "status",
                    "reason", "amount", "currency", "collected", "debtor", "debtor_account", "text",
                ]
            case .receipts: ["number", "day", "invoice_number", "amount", "currency", "customer_number"]
            case .decisions:
                ["kind", "subject", "day", "author", "detail", "terms", "evidence_file", "evidence_sha256"]
            case .deliveries: ["reference", "status", "day", "evidence_file", "evidence_sha256"]
            case .adjudications:
                ["movement", "booked", "amount", "currency", "decision", "invoices", "author", "note"]
            case .directDebits:
                [
                    "message", "batch", "collected", "invoice_number", "amount", "currency", "mandate_id",
                    "debtor_tax_id", "debtor", "debtor_account", "end_to_end_id", "text",
                ]
            }
        }
    }

    public let kind: Kind
    private var csv: CSVWriter
    private var opening: StatementOpening?

    /// A table with its heading row.
    public init(_ kind: Kind) {
        self.kind = kind
        csv = CSVWriter(columns: kind.columns)
    }

    /// Adds a record; one of another kind is left out. Gives the bytes that are due.
    public mutating func add(_ record: SourceRecord) -> [UInt8] {
        if case .statementOpened(let opened) = record { opening = opened }
        guard Kind(record) == kind else { return [] }
        switch record {
        case .statementOpened, .statementClosed: break
        case .entry(let entry): add(entry)
        case .invoice(let invoice): add(invoice)
        case .directDebit(let debit): add(debit)
        case .decision(let decision): add(decision)
        case .adjudication(let decided): add(decided)
        case .status(let status): add(status)
        case .customer(let customer): add(customer)
        case .receipt(let receipt): add(receipt)
        case .delivery(let delivery): add(delivery)
        }
        return csv.takeChunk()
    }

    /// The last bytes.
    public mutating func finish() -> [UInt8] { csv.takeChunk(final: true) }

    private mutating func amount(_ value: Int64?, _ currency: Currency) {
        csv.raw(value.map { Money.decimalString($0, exponent: currency.exponent) } ?? "")
    }

    private mutating func texts(_ values: String...) { for value in values { csv.text(value) } }

    // MARK: Movements

    private mutating func add(_ entry: EntryRecord) {
        addMovement(entry, part: 0, amount: entry.amount, isFee: false)
        for (index, detail) in entry.details.enumerated() {
            var part = entry
            part.counterparty = detail.counterparty
            part.counterpartyAccount = detail.counterpartyAccount
            part.counterpartyTaxId = ""
            part.text = detail.text
            part.endToEndId = detail.endToEndId
            part.mandateId = detail.mandateId
            part.structuredReference = detail.structuredReference
            part.returnReason = detail.returnReason
            part.balanceAfter = nil
            addMovement(part, part: index + 1, amount: detail.amount, isFee: detail.isFee == true)
        }
    }

    /// A movement, or one of its parts (`part` from 1): parts are no further money.
    private mutating func addMovement(_ entry: EntryRecord, part: Int, amount value: Int64?, isFee: Bool) {
        let currency = opening?.currency ?? .eur
        texts(opening?.account ?? "", opening?.reference ?? "")
        csv.raw((opening?.kind ?? .booked).rawValue)
        csv.raw(part == 0 ? "" : "\(part)")
        csv.day(entry.booked)
        csv.day(entry.value)
        amount(value, currency)
        csv.raw(currency.code)
        csv.raw(entry.status.rawValue)
        texts(
            entry.reference, entry.bankReference, entry.code, entry.counterparty, entry.counterpartyAccount,
            entry.counterpartyTaxId, entry.text, entry.endToEndId, entry.mandateId,
            entry.structuredReference, entry.batchReference, entry.returnReason)
        csv.flag(entry.isReversal)
        csv.flag(isFee)
        amount(entry.balanceAfter, currency)
        csv.endRow()
    }

    // MARK: Other records

    private mutating func add(_ invoice: InvoiceRecord) {
        let currency = invoice.currency
        csv.text(invoice.number)
        csv.raw(invoice.kind.rawValue)
        csv.day(invoice.issued)
        csv.day(invoice.due)
        csv.raw(currency.code)
        for value in [invoice.net, invoice.tax, invoice.withheld, invoice.total, invoice.payable] {
            amount(value, currency)
        }
        let buyer = invoice.buyer
        texts(
            invoice.corrects, invoice.paymentReference, invoice.seller.taxId, invoice.seller.name,
            buyer.taxId, buyer.name, buyer.street, buyer.postCode, buyer.town, buyer.province, buyer.country,
            buyer.email, buyer.phone, buyer.iban, invoice.customerNumber)
        csv.flag(invoice.isAssigned)
        csv.flag(invoice.isPaidOnIssue)
        let parts = invoice.instalments.map {
            "\($0.due)=\(Money.decimalString($0.amount, exponent: currency.exponent))"
        }
        csv.raw(parts.joined(separator: " "))
        csv.endRow()
    }

    private mutating func add(_ debit: DirectDebitRecord) {
        texts(debit.message, debit.batch)
        csv.day(debit.collected)
        csv.text(debit.invoiceNumber)
        amount(debit.amount, debit.currency)
        csv.raw(debit.currency.code)
        texts(
            debit.mandateId, debit.debtorTaxId, debit.debtor, debit.debtorAccount, debit.endToEndId,
            debit.text)
        csv.endRow()
    }

    private mutating func add(_ decision: DecisionRecord) {
        csv.raw(decision.kind.rawValue)
        csv.text(decision.subject)
        csv.day(decision.day)
        texts(decision.author, decision.detail, decision.terms.isEmpty ? "" : decision.terms.canonicalText)
        texts(decision.evidence.file, decision.evidence.sha256)
        csv.endRow()
    }

    /// Rows that decide nothing are left out.
    private mutating func add(_ decided: AdjudicationRecord) {
        var invoices: [NamedAllocation] = []
        let word: String
        switch decided.answer {
        case .open: return
        case .accepted(let rank):
            word = "accepted"
            invoices = decided.shown.indices.contains(rank - 1) ? decided.shown[rank - 1] : []
        case .applied(let parts): (word, invoices) = ("applied", parts)
        case .nobody: word = "unrelated"
        case .rejected: (word, invoices) = ("rejected", decided.shown.first ?? [])
        case .kept: word = "kept"
        case .reversed: word = "reversed"
        case .redirected: word = "redirected"
        }
        csv.integer(decided.movement)
        csv.day(decided.booked)
        amount(decided.amount, decided.currency)
        csv.raw(decided.currency.code)
        csv.raw(word)
        csv.text(AllocationText.text(invoices, currency: decided.currency))
        texts(decided.author, decided.note)
        csv.endRow()
    }

    private mutating func add(_ status: PaymentStatusRecord) {
        csv.raw(status.level.rawValue)
        texts(
            status.originalMessage, status.originalPayment, status.endToEndId, status.mandateId,
            status.status, status.reason)
        amount(status.amount, status.currency)
        csv.raw(status.amount == nil ? "" : status.currency.code)
        csv.day(status.collected)
        texts(status.debtor, status.debtorAccount, status.text)
        csv.endRow()
    }

    private mutating func add(_ customer: CustomerRecord) {
        let party = customer.party
        texts(customer.number, party.taxId, party.name)
        csv.raw(customer.kind?.rawValue ?? "")
        texts(
            party.street, party.postCode, party.town, party.province, party.country, party.email, party.phone,
            customer.language, customer.ibans.joined(separator: " "))
        csv.raw(customer.isDoNotContact.map { $0 ? "true" : "false" } ?? "")
        csv.endRow()
    }

    private mutating func add(_ receipt: ReceiptRecord) {
        csv.text(receipt.number)
        csv.day(receipt.day)
        csv.text(receipt.invoiceNumber)
        amount(receipt.amount, receipt.currency)
        csv.raw(receipt.currency.code)
        csv.text(receipt.customerNumber)
        csv.endRow()
    }

    private mutating func add(_ delivery: DeliveryRecord) {
        csv.text(delivery.reference)
        csv.raw(delivery.status.rawValue)
        csv.day(delivery.day)
        texts(delivery.evidence.file, delivery.evidence.sha256)
        csv.endRow()
    }
}
