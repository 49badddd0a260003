internal import Domain

extension FileImport {
    /// Adds an invoice, or a new version of one that says something else.
    ///
    /// A later night's document supersedes with a warning. Where two documents of one night contradict each
    /// other, or a later one names another debtor or currency or less than was applied already, it is a
    /// conflict: the first stays, and the invoice is not claimed until a person decides.
    func take(_ invoice: InvoiceRecord) throws {
        let year = invoice.issued.civil.year
        let key = try writer.invoiceId(number: invoice.number, year: year)
        let latest = try writer.reader.latestVersion(of: key)
        if let latest, try writer.reader.hasVersion(of: key, equalTo: invoice, upTo: latest.version) {
            counts.invoicesKnown += 1
            return
        }
        if let latest {
            let isConflict = try contradicts(invoice, key: key, latest)
            problems.append(
                Problem(
                    isConflict ? .invoiceConflict : .invoiceChanged, at: invoice.place,
                    found: "invoice \(invoice.number) with another amount, day, kind, currency or party"))
            if isConflict {
                _ = try writer.insert(
                    "INSERT INTO invoice_conflict (invoice, file, line) VALUES (?,?,?)", .integer(key),
                    .integer(file), .int(invoice.place.line))
                counts.invoicesKnown += 1
                return
            }
        }
        try insert(invoice, key: key, version: (latest?.version ?? 0) + 1)
        counts.invoices += 1
        guard invoice.isPaidOnIssue else { return }
        // The document is its own receipt (fatura-recibo).
        var receipt = ReceiptRecord(
            number: invoice.number, day: invoice.issued, invoiceNumber: invoice.number,
            amount: invoice.payable, currency: invoice.currency)
        receipt.place = invoice.place
        try take(receipt)
    }

    private func contradicts(_ invoice: InvoiceRecord, key: Int64, _ latest: InvoiceVersion) throws -> Bool {
        let applied = try writer.reader.applied(to: key)
        return try latest.currency != invoice.currency
            || latest.customer != CustomerKey.key(taxId: invoice.buyer.taxId, name: invoice.buyer.name)
            || (latest.payable < 0) != (invoice.payable < 0)
            || applied.magnitude > invoice.payable.magnitude
            || writer.isFromThisRun(file: latest.file, as: file)
    }

    private func insert(_ invoice: InvoiceRecord, key: Int64, version: Int64) throws {
        let buyer = invoice.buyer
        let row = try writer.insert(
            """
            INSERT INTO invoice_version (invoice, version, file, line, kind, issued, due, currency, net, tax,
              withheld, total, payable, corrects, payment_reference, is_assigned, customer, tax_id,
              name, street, post_code, town, province, country, email, phone, iban, is_natural)
            VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
            """,
            .integer(key), .integer(version), .integer(file), .int(invoice.place.line),
            .text(invoice.kind.rawValue), .day(invoice.issued), .day(invoice.due),
            .currency(invoice.currency), .int(invoice.net), .int(invoice.tax), .int(invoice.withheld),
            .int(invoice.total), .integer(invoice.payable), .text(invoice.corrects),
            .text(invoice.paymentReference), .flag(invoice.isAssigned),
            .text(CustomerKey.key(taxId: buyer.taxId, name: buyer.name)), .text(buyer.taxId),
            .text(buyer.name), .text(buyer.street), .text(buyer.postCode), .text(buyer.town),
            .text(buyer.province), .text(buyer.country), .text(buyer.email), .text(buyer.phone),
            .text(buyer.iban), buyer.isNaturalPerson.map(BoundValue.flag) ?? .null)
        for part in invoice.instalments {
            try writer.reader.prepared("INSERT INTO instalment (version, due, amount) VALUES (?,?,?)").run(
                .integer(row), .day(part.due), .integer(part.amount))
        }
    }
}

extension LedgerWriter {
    func invoiceId(number: String, year: Int) throws -> Int64 {
        var id: Int64?
        try reader.prepared("SELECT id FROM invoice WHERE number = ? AND year = ?").each(
            .text(number), .int(year)
        ) { id = $0.int(0) }
        if let id { return id }
        return try insert("INSERT INTO invoice (number, year) VALUES (?,?)", .text(number), .int(year))
    }

    func isFromThisRun(file other: Int64, as file: Int64) throws -> Bool {
        var same = false
        try reader.prepared(
            "SELECT 1 FROM source_file a JOIN source_file b ON a.run = b.run WHERE a.id = ? AND b.id = ?"
        ).each(.integer(other), .integer(file)) { _ in same = true }
        return same
    }
}

extension LedgerReader {
    func latestVersion(of invoice: Int64) throws -> InvoiceVersion? {
        var latest: InvoiceVersion?
        try prepared(
            """
            SELECT version, file, currency, customer, payable FROM invoice_version WHERE invoice = ?
            ORDER BY version DESC LIMIT 1
            """
        ).each(.integer(invoice)) {
            latest = InvoiceVersion(
                version: $0.int(0), file: $0.int(1), currency: try $0.currency(2), customer: $0.text(3),
                payable: $0.int(4))
        }
        return latest
    }

    /// What payments, credits and write-offs have applied to an invoice, or used of a credit note, signed.
    func applied(to invoice: Int64) throws -> Int64 {
        try integer(
            """
            SELECT (SELECT coalesce(sum(amount), 0) FROM allocation WHERE invoice = ?1)
              + (SELECT coalesce(sum(amount), 0) FROM credit WHERE invoice = ?1)
              - (SELECT coalesce(sum(amount), 0) FROM credit WHERE credit_invoice = ?1 AND basis <> 'replaced')
              + (SELECT coalesce(sum(amount), 0) FROM write_off WHERE invoice = ?1)
            """, .integer(invoice)) ?? 0
    }

    /// Whether any version of the invoice says the same as `record` about the debt and the debtor.
    ///
    /// Contact details may differ: another export of one invoice often has fewer columns.
    func hasVersion(of invoice: Int64, equalTo record: InvoiceRecord, upTo version: Int64) throws -> Bool {
        var equal = false
        let customer = CustomerKey.key(taxId: record.buyer.taxId, name: record.buyer.name)
        try prepared(
            """
            SELECT 1 FROM invoice_version WHERE invoice = ? AND version <= ? AND kind = ? AND issued = ?
              AND due IS ? AND currency = ? AND payable = ? AND corrects = ? AND is_assigned = ?
              AND customer = ? LIMIT 1
            """
        ).each(
            .integer(invoice), .integer(version), .text(record.kind.rawValue), .day(record.issued),
            .day(record.due), .currency(record.currency), .integer(record.payable), .text(record.corrects),
            .flag(record.isAssigned), .text(customer)
        ) { _ in equal = true }
        return equal
    }
}

/// The newest version of an invoice, as far as a later document is compared with it.
struct InvoiceVersion {
    let version: Int64
    let file: Int64
    let currency: Currency
    let customer: String
    let payable: Int64
}
