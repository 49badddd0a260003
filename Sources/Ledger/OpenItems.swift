public import Domain

/// Where the newest version of an invoice was read.
public struct InvoicePlace: Sendable, Equatable {
    /// The ledger's number of the file, a key of `LedgerReader.sourceFiles`.
    public let file: Int64
    /// 1-based; 0 where the format has none.
    public let line: Int
}

extension LedgerReader {
    /// Every invoice with what is still open of it, by id; `asOf` leaves out what was issued later.
    ///
    /// Outstanding = payable − allocations − credits − write-offs (architecture, rule 2). The newest
    /// version of an invoice speaks for it; a conflict of any version counts.
    public func openItems(asOf: Day, body: (OpenItem) throws -> Void) throws {
        try invoices(asOf: asOf, within: nil) { item, _ in try body(item) }
    }

    /// What a verdict can be about or rest on, by id: what is not settled, replacements and what they
    /// replace, and what somebody was told of. On a ledger of years most invoices are none of these.
    ///
    /// - Parameter everything: gives the settled ones too.
    public func judgedItems(
        asOf: Day, everything: Bool = false, body: (OpenItem, InvoicePlace) throws -> Void
    ) throws {
        let judged = everything ? nil : try JudgedInvoices(self)
        try invoices(
            asOf: asOf, within: judged.map { judged in { judged.includes($0, outstanding: $1, $2) } },
            body: body)
    }

    /// Documents that correct others, and those whose number they name, by id.
    public func corrections(asOf: Day) throws -> [OpenItem] {
        var corrected: Set<String> = []
        try prepared("SELECT DISTINCT corrects FROM invoice_version WHERE corrects <> ''").each {
            corrected.insert($0.text(0))
        }
        guard !corrected.isEmpty else { return [] }
        var items: [OpenItem] = []
        try invoices(asOf: asOf) { _, _, row in
            !row.isText(13, "") || corrected.contains(row.text(5))
        } body: { item, _ in
            items.append(item)
        }
        return items
    }

    /// Name and digest of every file, by its number.
    public func sourceFiles() throws -> [Int64: (name: String, sha256: String)] {
        var files: [Int64: (name: String, sha256: String)] = [:]
        try prepared("SELECT id, name, sha256 FROM source_file").each {
            files[$0.int(0)] = ($0.text(1), $0.text(2))
        }
        return files
    }

    /// What is open of all invoices together, minor units by currency.
    public func outstandingSums(asOf: Day) throws -> [Currency: Int64] {
        var sums: [Currency: Int64] = [:]
        let taken = try TakenOff(self, asOf: asOf)
        try newestVersions("issued, payable, currency") { row in
            guard row.day(2) <= asOf else { return }
            let position = try taken.position(of: row.int(0), payable: row.int(3))
            let currency = try row.currency(4)
            sums[currency] = try (sums[currency] ?? 0).addingExactly(position.outstanding)
        }
        return sums
    }

    /// Asked of number, outstanding and row, before a text of the row is read for the item.
    private typealias InvoiceFilter = (Int64, Int64, Columns) -> Bool

    private func invoices(
        asOf: Day, within isWanted: InvoiceFilter?, body: (OpenItem, InvoicePlace) throws -> Void
    ) throws {
        let instalments = try instalmentsByVersion()
        let taken = try TakenOff(self, asOf: asOf)
        let superseded = try lastVersions()
        let conflicts = try invoicesInConflict()
        let listed = try listedAccounts()
        try prepared(
            """
            SELECT v.invoice, v.version, v.issued, v.payable, v.currency, i.number, v.kind, v.due, v.customer,
              v.name, v.tax_id, v.iban, v.payment_reference, v.corrects, v.is_assigned, v.id, v.net, v.file,
              v.line
            FROM invoice_version v JOIN invoice i ON i.id = v.invoice ORDER BY v.invoice, v.version
            """
        ).each { row in
            guard row.isNewest(of: superseded), row.day(2) <= asOf else { return }
            let id = row.int(0)
            let position = try taken.position(of: id, payable: row.int(3))
            if let isWanted, !isWanted(id, position.outstanding, row) { return }
            var item = try row.openItem()
            item.outstanding = position.outstanding
            item.isPaidInPart = position.allocated != 0
            item.isInConflict = conflicts.contains(id)
            if item.iban.isEmpty, let iban = listed[item.customer] { item.iban = iban }
            item.instalments = instalments[row.int(15)] ?? []
            try body(item, InvoicePlace(file: row.int(17), line: Int(row.int(18))))
        }
    }

    /// Invoice, version and further columns of the newest version of every invoice, by invoice.
    func newestVersions(_ columns: String, body: (Columns) throws -> Void) throws {
        let superseded = try lastVersions()
        try prepared("SELECT invoice, version, \(columns) FROM invoice_version ORDER BY invoice, version")
            .each {
                if $0.isNewest(of: superseded) { try body($0) }
            }
    }

    /// The newest version of each invoice that has several.
    private func lastVersions() throws -> [Int64: Int64] {
        var versions: [Int64: Int64] = [:]
        try prepared("SELECT invoice, max(version) FROM invoice_version GROUP BY invoice HAVING count(*) > 1")
            .each { versions[$0.int(0)] = $0.int(1) }
        return versions
    }

    private func invoicesInConflict() throws -> Set<Int64> {
        var invoices: Set<Int64> = []
        try prepared("SELECT DISTINCT invoice FROM invoice_conflict").each { invoices.insert($0.int(0)) }
        return invoices
    }

    /// The account that the customers list names first, by customer.
    private func listedAccounts() throws -> [String: String] {
        var accounts: [String: String] = [:]
        try prepared("SELECT customer, ibans FROM customer_record WHERE ibans <> '' ORDER BY id").each {
            row in
            accounts[row.text(0)] = row.text(1).split(separator: " ").first.map(String.init)
        }
        return accounts
    }

    private func instalmentsByVersion() throws -> [Int64: [Instalment]] {
        var parts: [Int64: [Instalment]] = [:]
        try prepared("SELECT version, due, amount FROM instalment ORDER BY id").each {
            parts[$0.int(0), default: []].append(Instalment(due: $0.day(1), amount: $0.int(2)))
        }
        return parts
    }
}

/// What was taken off invoices, read in step with them, so that no table of all of them is kept.
struct TakenOff {
    private let allocated: SumsInStep
    private let credited: SumsInStep
    private let used: SumsInStep
    private let writtenOff: SumsInStep

    /// A look back leaves out the money that came later, and what was written off with it; on the last run's
    /// day there is none, and the entries need not be asked.
    init(_ reader: LedgerReader, asOf: Day) throws {
        let isLookBack = try reader.lastRun().map { asOf < $0.asOf } ?? false
        allocated = try SumsInStep(
            reader,
            isLookBack
                ? """
                SELECT a.invoice, sum(a.amount) FROM allocation a JOIN entry e ON e.id = a.entry
                WHERE e.booked <= \(asOf.number) GROUP BY a.invoice ORDER BY a.invoice
                """ : "SELECT invoice, sum(amount) FROM allocation GROUP BY invoice ORDER BY invoice")
        credited = try SumsInStep(
            reader, "SELECT invoice, sum(amount) FROM credit GROUP BY invoice ORDER BY invoice")
        used = try SumsInStep(
            reader,
            """
            SELECT credit_invoice, sum(amount) FROM credit WHERE basis <> 'replaced'
            GROUP BY credit_invoice ORDER BY credit_invoice
            """)
        writtenOff = try SumsInStep(
            reader,
            isLookBack
                ? """
                SELECT w.invoice, sum(w.amount) FROM write_off w
                LEFT JOIN match_decision d ON d.id = w.decision LEFT JOIN entry e ON e.id = d.entry
                WHERE e.booked IS NULL OR e.booked <= \(asOf.number) GROUP BY w.invoice ORDER BY w.invoice
                """ : "SELECT invoice, sum(amount) FROM write_off GROUP BY invoice ORDER BY invoice")
    }

    /// Asked in ascending order of invoices.
    func position(of invoice: Int64, payable: Int64) throws -> (allocated: Int64, outstanding: Int64) {
        let paid = try allocated.sum(of: invoice)
        let outstanding =
            try payable - paid - credited.sum(of: invoice) + used.sum(of: invoice)
            - writtenOff.sum(of: invoice)
        return (paid, outstanding)
    }
}

/// What verdicts are about or rest on.
private struct JudgedInvoices {
    /// Invoices of which a debtor, an agency or a registry was told.
    private var told: Set<Int64> = []
    /// Numbers that replacements name.
    private var replaced: Set<String> = []

    init(_ reader: LedgerReader) throws {
        for table in ["step", "case_operation", "registry_record"] {
            try reader.prepared("SELECT DISTINCT invoice FROM \(table)").each { told.insert($0.int(0)) }
        }
        try reader.prepared("SELECT DISTINCT corrects FROM invoice_version WHERE kind = 'replacement'").each {
            replaced.insert($0.text(0))
        }
    }

    /// Of a row of `LedgerReader.invoices`.
    func includes(_ invoice: Int64, outstanding: Int64, _ row: Columns) -> Bool {
        if outstanding != 0 || told.contains(invoice) { return true }
        if row.isText(6, InvoiceKind.replacement.rawValue) { return true }
        return !replaced.isEmpty && replaced.contains(row.text(5))
    }
}

extension Columns {
    /// Whether a row that begins with invoice and version is the newest version.
    fileprivate func isNewest(of lastVersions: [Int64: Int64]) -> Bool {
        if lastVersions.isEmpty { return true }
        return lastVersions[int(0)].map { $0 == int(1) } ?? true
    }

    /// The invoice of a row of `LedgerReader.invoices`.
    fileprivate func openItem() throws -> OpenItem {
        guard let kind = InvoiceKind(rawValue: text(6)) else {
            throw LedgerError.corrupt("invoice kind \(text(6))")
        }
        var item = OpenItem(
            id: int(0), number: text(5), kind: kind, issued: day(2), currency: try currency(4),
            payable: int(3))
        item.due = optionalDay(7)
        item.customer = text(8)
        item.customerName = text(9)
        item.taxId = text(10)
        item.iban = text(11)
        item.paymentReference = text(12)
        item.corrects = text(13)
        item.isAssigned = flag(14)
        item.net = optionalInt(16)
        return item
    }
}
