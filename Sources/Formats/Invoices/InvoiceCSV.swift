public import Domain

/// Reads a list of invoices from a delimited text: one row an invoice, whatever the program calls its
/// columns.
public enum InvoiceCSV {
    /// Emits one record a row. Rows without number, date or total are set aside, and so are documents that
    /// are no debt at all (pro forma, quotation, draft); copies and cancelled invoices are emitted as such.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        try TableReading.read(bytes, format: .invoiceCSV, role: .invoices, options: options) { text, layout in
            let columns = InvoiceColumns(layout)
            let table = TableRows(
                text, layout, dates: columns.dates, numbers: columns.numbers, options: options)
            return try table.read(text, emit: emit) { row, text throws(RowProblem) in
                .invoice(try columns.invoice(&row, text))
            }
        }
    }
}

/// The columns of an invoice list, resolved once; -1 where there is none.
struct InvoiceColumns {
    private let number, issued, due, net, tax, withheld, total, pending, currency, kind, status: Int
    private let corrects, paymentReference, taxId, customer, iban, email, phone: Int
    private let street, postCode, town, province, country: Int

    init(_ layout: TableLayout) {
        number = layout.column("number")
        issued = layout.column("issued")
        due = layout.column("due")
        net = layout.column("net")
        tax = layout.column("tax")
        withheld = layout.column("withheld")
        total = layout.column("total")
        pending = layout.column("pending")
        currency = layout.column("currency")
        kind = layout.column("kind")
        status = layout.column("status")
        corrects = layout.column("corrects")
        paymentReference = layout.column("paymentReference")
        taxId = layout.column("customerTaxId")
        customer = layout.column("customer")
        iban = layout.column("iban")
        email = layout.column("email")
        phone = layout.column("phone")
        street = layout.column("street")
        postCode = layout.column("postCode")
        town = layout.column("town")
        province = layout.column("province")
        country = layout.column("country")
    }

    var dates: [Int] { [issued, due] }
    var numbers: [Int] { [net, tax, withheld, total, pending] }

    func invoice(_ row: inout TableRow, _ bytes: Span<UInt8>) throws(RowProblem) -> InvoiceRecord {
        let currency = try row.currency(currency, amount: total >= 0 ? total : pending, bytes)
        var record = InvoiceRecord(
            number: try row.requiredText(number, bytes), issued: try row.requiredDay(issued, bytes),
            currency: currency, payable: 0)
        record.place = row.place
        record.due = try row.day(due, bytes)
        try readAmounts(&record, &row, bytes)
        try readKind(&record, &row, bytes)
        record.corrects = row.text(corrects, bytes)
        record.paymentReference = row.text(paymentReference, bytes)
        record.buyer = buyer(&row, bytes)
        return record
    }

    /// The total may be stated before or after what is withheld (retención): the sum of base and tax tells
    /// which.
    private func readAmounts(
        _ record: inout InvoiceRecord, _ row: inout TableRow, _ bytes: Span<UInt8>
    ) throws(RowProblem) {
        let currency = record.currency
        record.net = try row.amount(net, currency, bytes)
        record.tax = try row.amount(tax, currency, bytes)
        record.withheld = try row.amount(withheld, currency, bytes)
        let open = try row.amount(pending, currency, bytes)
        guard let total = try row.amount(total, currency, bytes) ?? open else {
            throw RowProblem(.fieldMissing, column: max(total, pending))
        }
        record.total = total
        record.payable = total
        if let open, open != total, self.total >= 0 {
            row.note(.detailsDiffer, pending, found: "an open amount that is not the total")
        }
        guard let net = record.net, let tax = record.tax else { return }
        // Some programs write what is withheld as a negative number.
        let held = abs(record.withheld ?? 0) * (total < 0 ? -1 : 1)
        if net + tax - held == total { return }
        if net + tax == total {
            record.payable = total - held
        } else {
            row.note(
                .totalsDiffer, self.total, found: Money(minorUnits: total, currency: currency).decimalString,
                expected: Money(minorUnits: net + tax - held, currency: currency).decimalString)
        }
    }

    private func readKind(
        _ record: inout InvoiceRecord, _ row: inout TableRow, _ bytes: Span<UInt8>
    ) throws(RowProblem) {
        let type = HeadingText.fold(row.text(kind, bytes))
        let state = HeadingText.fold(row.text(status, bytes))
        if InvoiceWords.isNoDebt(type) || InvoiceWords.isNoDebt(state) {
            throw RowProblem(.invoiceNotDebt, column: InvoiceWords.isNoDebt(type) ? kind : status)
        }
        let negative = record.payable < 0
        record.kind = negative ? .creditNote : .invoice
        if let named = InvoiceWords.kind(type) {
            record.kind = named == .corrective && negative ? .creditNote : named
        } else if !type.isEmpty {
            row.note(.recordMalformed, kind, found: "an unknown type; read by its sign")
        }
        if InvoiceWords.isCancelled(state) { record.kind = .cancelled }
        switch record.kind {
        case .creditNote where !negative: negate(&record)
        case .corrective:
            row.note(
                .recordMalformed, kind,
                found: "a corrective invoice that is not negative; read as a difference",
                expected: "por diferencias or por sustitución")
        default: break
        }
    }

    /// An abono written with positive amounts lowers the debt all the same.
    private func negate(_ record: inout InvoiceRecord) {
        record.payable = -record.payable
        record.total = record.total.map { -$0 }
        record.net = record.net.map { -$0 }
        record.tax = record.tax.map { -$0 }
        record.withheld = record.withheld.map { -$0 }
    }

    private func buyer(_ row: inout TableRow, _ bytes: Span<UInt8>) -> PartyRecord {
        var party = PartyRecord()
        party.name = row.text(customer, bytes)
        party.street = row.text(street, bytes)
        party.postCode = row.text(postCode, bytes)
        party.town = row.text(town, bytes)
        party.province = row.text(province, bytes)
        party.country = InvoiceWords.country(row.text(country, bytes))
        party.email = row.text(email, bytes)
        party.phone = row.text(phone, bytes)
        let written = row.text(taxId, bytes)
        party.taxId = TaxIdentifier.key(written)
        if !written.isEmpty, isSpanish(written, country: party.country),
            TaxIdentifier(spanish: written) == nil
        {
            row.note(.taxIdInvalid, taxId)
        }
        let account = row.text(iban, bytes)
        if let valid = IBAN(account) {
            party.iban = valid.text
        } else if !account.isEmpty {
            row.note(.ibanInvalid, iban)
        }
        return party
    }

    /// Whether the Spanish check applies: not to `FR12…`, not to a buyer who is said to live elsewhere.
    private func isSpanish(_ written: String, country: String) -> Bool {
        guard country.isEmpty || country == "ES" else { return false }
        let compact = Array(IdentifierText.compact(written).utf8)
        guard compact.count > 9, compact.prefix(2).allSatisfy({ (0x41...0x5A).contains($0) }) else {
            return true
        }
        return compact.starts(with: "ES".utf8)
    }
}
