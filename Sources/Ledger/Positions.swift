public import Domain

extension LedgerReader {
    /// The creditor's direct-debit lists up to `asOf`, in a total order.
    public func directDebits(asOf: Day) throws -> [DirectDebitItem] {
        var items: [DirectDebitItem] = []
        try prepared(
            """
            SELECT batch, collected, invoice_number, amount, currency, end_to_end, mandate,
              coalesce(n.text, '') FROM direct_debit d LEFT JOIN direct_debit_note n ON n.debit = d.id
            WHERE collected <= ? ORDER BY batch, invoice_number, collected, amount, end_to_end, occurrence
            """
        ).each(.day(asOf)) { row in
            var item = DirectDebitItem(
                batch: row.text(0), collected: row.day(1), invoiceNumber: row.text(2),
                amount: row.int(3), currency: try row.currency(4), endToEndId: row.text(5),
                mandateId: row.text(6))
            item.text = row.text(7)
            items.append(item)
        }
        return items
    }

    /// What is posted, by id, with the booking day of its movement. Posted matches do not move.
    public func allocations(body: (PostedAllocation, _ booked: Day) throws -> Void) throws {
        try prepared(
            """
            SELECT a.entry, a.invoice, a.amount, e.booked FROM allocation a JOIN entry e ON e.id = a.entry
            ORDER BY a.id
            """
        ).each {
            try body(
                PostedAllocation(movement: $0.int(0), invoice: $0.int(1), amount: $0.int(2)), $0.day(3))
        }
    }

    /// The debtors as all documents together describe them, by key: the newest document that says something
    /// wins.
    public func customers() throws -> [String: Customer] {
        var parties = try documentedParties()
        // The creditor's own list is kept by hand: it counts before what invoices say.
        try prepared(
            """
            SELECT customer, tax_id, name, street, post_code, town, province, country, email, phone,
              substr(ibans, 1, instr(ibans || ' ', ' ') - 1),
              CASE kind WHEN '' THEN NULL WHEN 'consumer' THEN 1 WHEN 'soleTrader' THEN 1 ELSE 0 END
            FROM customer_record ORDER BY id
            """
        ).each { row in
            if parties[row.text(0)] != nil { row.describe(&parties[row.text(0), default: PartyRecord()]) }
        }
        let stated = try statedKinds()
        var customers: [String: Customer] = [:]
        for (key, party) in parties {
            let told = party.isNaturalPerson.map { $0 ? TaxIdentifier.Holder.natural : .legal }
            var customer = Customer(
                key: key, party: party, holder: TaxIdentifier(spanish: party.taxId)?.holder ?? told)
            if let stated = stated[key] { (customer.kind, customer.language) = stated }
            customers[key] = customer
        }
        return customers
    }

    /// Kind and language that the creditor's own list states, the last row that does.
    private func statedKinds() throws -> [String: (kind: CustomerKind?, language: String)] {
        var stated: [String: (kind: CustomerKind?, language: String)] = [:]
        try prepared(
            """
            SELECT customer, kind, language FROM customer_record WHERE kind <> '' OR language <> '' ORDER BY id
            """
        ).each { row in
            var (kind, language) = stated[row.text(0)] ?? (nil, "")
            if let named = CustomerKind(rawValue: row.text(1)) { kind = named }
            if !row.isText(2, "") { language = row.text(2) }
            stated[row.text(0)] = (kind, language)
        }
        return stated
    }

    /// What the invoices say of the debtors, by key.
    private func documentedParties() throws -> [String: PartyRecord] {
        let columns = """
            customer, tax_id, name, street, post_code, town, province, country, email, phone, iban, is_natural
            """
        var parties: [String: DocumentedParty] = [:]
        var outOfOrder: Set<String> = []
        // Documents come in nearly in the order of their days. Sorting a million of them by day, to mend the
        // few customers of whom that is not true, is left to a second look at those.
        try prepared("SELECT \(columns), issued, invoice, version FROM invoice_version ORDER BY id").each {
            row in
            let key = row.text(0)
            let isLater = parties[key, default: DocumentedParty()].take(row)
            if !isLater { outOfOrder.insert(key) }
        }
        for key in outOfOrder { parties[key] = nil }
        if !outOfOrder.isEmpty {
            try prepared(
                """
                SELECT \(columns), issued, invoice, version FROM invoice_version
                ORDER BY issued, invoice, version
                """
            ).each { row in
                let key = row.text(0)
                if outOfOrder.contains(key) { _ = parties[key, default: DocumentedParty()].take(row) }
            }
        }
        return parties.mapValues(\.party)
    }

    /// Where movements with the bank's reference were read, in words; for `#17`, unless that is a reference,
    /// where the movement with the ledger's number was.
    public func movementSources(reference: String) throws -> [(id: Int64, source: String)] {
        let known = try integer("SELECT 1 FROM entry WHERE reference = ?", .text(reference)) != nil
        let number = known || reference.first != "#" ? nil : Int64(reference.dropFirst())
        var sources: [(id: Int64, source: String)] = []
        try prepared(
            """
            SELECT e.id, e.booked, e.amount, e.currency, a.identifier, f.name, e.line, f.sha256, f.format
            FROM entry e JOIN account a ON a.id = e.account JOIN statement s ON s.id = e.statement
            JOIN source_file f ON f.id = s.file
            WHERE CASE WHEN ?2 IS NULL THEN e.reference = ?1 ELSE e.id = ?2 END ORDER BY e.id
            """
        ).each(.text(reference), .int(number)) { row in
            let amount = Money(minorUnits: row.int(2), currency: try row.currency(3))
            sources.append(
                (
                    row.int(0),
                    "\(row.day(1)), \(amount.decimalString) \(amount.currency) on account \(row.text(4)); read from "
                        + "\(row.text(5)) (\(row.text(8))), line \(row.int(6)), sha256 \(row.text(7))"
                ))
        }
        return sources
    }

    /// File, line and format that the newest version of an invoice came from.
    public func invoiceSource(_ invoice: Int64) throws -> InvoiceSource? {
        var source: InvoiceSource?
        try prepared(
            """
            SELECT f.name, f.sha256, f.format, v.line, v.net, v.tax, v.total, v.withheld, r.as_of
            FROM invoice_version v JOIN source_file f ON f.id = v.file JOIN run r ON r.id = f.run
            WHERE v.invoice = ? ORDER BY v.version DESC LIMIT 1
            """
        ).each(.integer(invoice)) { row in
            source = InvoiceSource(
                file: row.text(0), sha256: row.text(1), format: row.text(2), line: Int(row.int(3)),
                net: row.optionalInt(4), tax: row.optionalInt(5), total: row.optionalInt(6),
                withheld: row.optionalInt(7), imported: row.day(8))
        }
        return source
    }
}

/// Where an invoice was read and the amounts the document states.
public struct InvoiceSource: Sendable, Equatable {
    public let file: String
    public let sha256: String
    public let format: String
    public let line: Int
    public let net: Int64?
    public let tax: Int64?
    public let total: Int64?
    public let withheld: Int64?
    /// As-of day of the run that imported it: its folder in the archive.
    public let imported: Day
}

/// What the documents of one customer say, the later ones before the earlier.
private struct DocumentedParty {
    var party = PartyRecord()
    private var last: (issued: Int64, invoice: Int64, version: Int64) = (.min, .min, .min)

    /// Adds what a document says; whether it is later than all before it.
    mutating func take(_ row: Columns) -> Bool {
        let document = (issued: row.int(12), invoice: row.int(13), version: row.int(14))
        guard document > last else { return false }
        last = document
        row.describe(&party)
        return true
    }
}

extension Columns {
    /// Adds what a row of `customers` says; what it leaves empty stays.
    fileprivate func describe(_ party: inout PartyRecord) {
        func take(_ index: Int, _ field: inout String) {
            // Most documents of a customer say the same.
            if !isText(index, ""), !isText(index, field) { field = text(index) }
        }
        take(1, &party.taxId)
        take(2, &party.name)
        take(3, &party.street)
        take(4, &party.postCode)
        take(5, &party.town)
        take(6, &party.province)
        take(7, &party.country)
        take(8, &party.email)
        take(9, &party.phone)
        take(10, &party.iban)
        if !isNull(11) { party.isNaturalPerson = flag(11) }
    }
}
