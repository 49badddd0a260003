public import Domain
internal import Scanning

/// Reads a list of invoices from a delimited text: one row an invoice, whatever the program calls its
/// columns.
public enum InvoiceCSV {
    /// Emits one record a row. Rows without number, date or total are set aside, and so are documents that
    /// are no debt at all (pro forma, quotation, draft); copies and cancelled invoices are emitted as such.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        try TableReading.read(bytes, format: .invoiceCSV, role: .invoices, options: options) { text, layout in
            var columns = InvoiceColumns(layout)
            let table = TableRows(
                text, layout, dates: columns.dates, numbers: columns.numbers, options: options)
            return try table.read(text, emit: emit) { row, text throws(RowProblem) in
                try columns.invoice(&row, text)
            }
        }
    }
}

/// The columns of an invoice list, resolved once; -1 where there is none.
struct InvoiceColumns {
    private let series, number, issued, due, net, tax, withheld, total, pending, currency, kind, status: Int
    private let corrects, paymentReference, taxId, customer, iban, email, phone: Int
    private let street, postCode, town, province, country: Int
    private var kinds = FieldMemo<InvoiceWord>()
    private var states = FieldMemo<InvoiceWord>()
    private var countries = FieldMemo<String>()

    init(_ layout: TableLayout) {
        series = layout.column("series")
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

    /// The record of a row. This and what it calls is `mutating`, and not inlined, so that neither the
    /// columns nor the record with its thirty texts are copied from call to call.
    @inline(never)
    mutating func invoice(_ row: inout TableRow, _ bytes: Span<UInt8>) throws(RowProblem) -> SourceRecord {
        let currency = try row.currency(currency, amount: total >= 0 ? total : pending, bytes)
        var record = InvoiceRecord(
            number: try row.requiredText(number, bytes), issued: try row.requiredDay(issued, bytes),
            currency: currency, payable: 0)
        if series >= 0 {
            record.number = Facturae.joined(series: row.text(series, bytes), number: record.number)
        }
        try read(&record, &row, bytes)
        return .invoice(record)
    }

    @inline(never)
    private mutating func read(
        _ record: inout InvoiceRecord, _ row: inout TableRow, _ bytes: Span<UInt8>
    ) throws(RowProblem) {
        record.place.line = row.record.line
        record.due = try row.day(due, bytes)
        try readAmounts(&record, &row, bytes)
        try readKind(&record, &row, bytes)
        if corrects >= 0 { record.corrects = row.text(corrects, bytes) }
        if paymentReference >= 0 { record.paymentReference = row.text(paymentReference, bytes) }
        readBuyer(&record.buyer, &row, bytes)
    }

    /// The total may be stated before or after what is withheld (retención): the sum of base and tax tells
    /// which.
    private mutating func readAmounts(
        _ record: inout InvoiceRecord, _ row: inout TableRow, _ bytes: Span<UInt8>
    ) throws(RowProblem) {
        let currency = record.currency
        record.net = try row.amount(net, currency, bytes)
        record.tax = try row.amount(tax, currency, bytes)
        let withheld = try row.amount(withheld, currency, bytes)
        let open = try row.amount(pending, currency, bytes)
        guard let total = try row.amount(total, currency, bytes) ?? open else {
            throw RowProblem(.fieldMissing, column: max(total, pending))
        }
        record.total = total
        record.payable = total
        if let open, open != total, self.total >= 0 {
            row.note(.detailsDiffer, pending, found: "an open amount that is not the total")
        }
        // Some programs write what is withheld as a negative number.
        let held = abs(withheld ?? 0) * (total < 0 ? -1 : 1)
        if withheld != nil { record.withheld = held }
        guard let net = record.net, let tax = record.tax else { return }
        if net + tax - held == total { return }
        if net + tax == total {
            record.payable = total - held
        } else {
            row.note(
                .totalsDiffer, self.total, found: Money(minorUnits: total, currency: currency).decimalString,
                expected: Money(minorUnits: net + tax - held, currency: currency).decimalString)
        }
    }

    private mutating func readKind(
        _ record: inout InvoiceRecord, _ row: inout TableRow, _ bytes: Span<UInt8>
    ) throws(RowProblem) {
        let type = row.word(kind, bytes, &kinds)
        let state = row.word(status, bytes, &states)
        if type.isNoDebt || state.isNoDebt {
            throw RowProblem(.invoiceNotDebt, column: type.isNoDebt ? kind : status)
        }
        let negative = record.payable < 0
        record.kind = negative ? .creditNote : .invoice
        if let named = type.kind {
            record.kind = named == .corrective && negative ? .creditNote : named
        } else if !type.isEmpty {
            row.note(.recordMalformed, kind, found: "an unknown type; read by its sign")
        }
        if state.kind == .cancelled { record.kind = .cancelled }
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

    private mutating func readBuyer(
        _ party: inout PartyRecord, _ row: inout TableRow, _ bytes: Span<UInt8>
    ) {
        if customer >= 0 { party.name = row.text(customer, bytes) }
        if street >= 0 { party.street = row.text(street, bytes) }
        if postCode >= 0 { party.postCode = row.text(postCode, bytes) }
        if town >= 0 { party.town = row.text(town, bytes) }
        if province >= 0 { party.province = row.text(province, bytes) }
        if country >= 0 {
            party.country =
                countries.known(row.record, country, in: bytes)
                ?? countries.keep(
                    InvoiceWords.country(row.text(country, bytes)), of: row.record, country, in: bytes)
        }
        if email >= 0 { party.email = row.text(email, bytes) }
        if phone >= 0 { party.phone = row.text(phone, bytes) }
        if taxId >= 0 { readTaxId(&party, &row, bytes) }
        if iban >= 0 { readIBAN(&party, &row, bytes) }
    }

    private mutating func readTaxId(_ party: inout PartyRecord, _ row: inout TableRow, _ bytes: Span<UInt8>) {
        let written = row.text(taxId, bytes)
        guard !TaxIdentifier.isValid(spanish: bytes.extracting(row.range(taxId, bytes))) else {
            party.taxId = written
            return
        }
        party.taxId = TaxIdentifier.key(written)
        if !written.isEmpty, Self.isSpanish(written, country: party.country),
            TaxIdentifier(spanish: written) == nil
        {
            row.note(.taxIdInvalid, taxId)
        } else if party.country == "FR" || party.country == "PT", !written.isEmpty,
            TaxIdentifier.isValid(written, country: party.country) == false
        {
            row.note(.taxIdInvalid, taxId)
        }
    }

    private mutating func readIBAN(_ party: inout PartyRecord, _ row: inout TableRow, _ bytes: Span<UInt8>) {
        let range = row.range(iban, bytes)
        guard !range.isEmpty else { return }
        let account = row.text(iban, bytes)
        // What has the length and the check digits of a Spanish one is one, and compact.
        if range.count == 24, bytes[range.lowerBound] == UInt8(ascii: "E"),
            bytes[range.lowerBound + 1] == UInt8(ascii: "S"), IBANBytes.isValid(bytes.extracting(range))
        {
            party.iban = account
        } else if let valid = IBAN(account) {
            party.iban = valid.text
        } else {
            row.note(.ibanInvalid, iban)
        }
    }

    /// Whether the Spanish check applies: not to `FR12…`, not to a buyer who is said to live elsewhere, not
    /// to what is a number of a neighbour where nothing says where the buyer lives.
    private static func isSpanish(_ written: String, country: String) -> Bool {
        guard country.isEmpty || country == "ES" else { return false }
        if country.isEmpty, FrenchIdentifier.isValid(written) || PortugueseIdentifier.isNIF(written) {
            return false
        }
        let compact = Array(IdentifierText.compact(written).utf8)
        guard compact.count > 9, compact.prefix(2).allSatisfy({ (0x41...0x5A).contains($0) }) else {
            return true
        }
        return compact.starts(with: "ES".utf8)
    }
}

/// What the word of a type or status column says.
struct InvoiceWord {
    var kind: InvoiceKind?
    var isNoDebt = false
    var isEmpty = true
}

extension TableRow {
    /// What the word in a column says.
    fileprivate func word(
        _ column: Int, _ bytes: Span<UInt8>, _ memo: inout FieldMemo<InvoiceWord>
    ) -> InvoiceWord {
        guard column >= 0 else { return InvoiceWord() }
        if let known = memo.known(record, column, in: bytes) { return known }
        let word = HeadingText.fold(text(column, bytes))
        let meaning = InvoiceWord(
            kind: InvoiceWords.kind(word), isNoDebt: InvoiceWords.isNoDebt(word), isEmpty: word.isEmpty)
        return memo.keep(meaning, of: record, column, in: bytes)
    }
}
