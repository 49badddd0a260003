internal import Domain

/// Which invoices the subjects of facts mean.
struct CaseSubjects {
    private let reader: LedgerReader
    /// Invoices by number.
    private var numbered: [String: [Int64]] = [:]
    /// Invoices by case, and by the reference of a message.
    private var cases: [String: [Int64]] = [:]
    /// SHA-256 of the document of a message, by its reference; empty for a message without one.
    private(set) var documents: [String: String] = [:]
    /// Keys of the customers that a subject names, or whose invoice or case it names; ascending.
    private var customers: [String: [String]] = [:]
    private var invoicesOfCustomer: [String: [Int64]] = [:]
    /// Subjects that name a customer of the list, with invoices or without.
    private var listed: Set<String> = []

    /// - Parameter facts: kind and subject; the whole ledger is looked through only where one needs it.
    init(_ reader: LedgerReader, _ facts: [(kind: DecisionRecord.Kind, subject: String)]) throws {
        self.reader = reader
        guard !facts.isEmpty else { return }
        let subjects = Set(facts.map(\.subject)).sorted()
        let byNumber = try reader.prepared("SELECT id FROM invoice WHERE number = ? ORDER BY id")
        for subject in subjects {
            try byNumber.each(.text(subject)) { numbered[subject, default: []].append($0.int(0)) }
        }
        let wanted = Set(subjects)
        try reader.prepared("SELECT DISTINCT case_ref, invoice FROM step ORDER BY invoice").each { row in
            let reference = row.text(0)
            if wanted.contains(reference) { cases[reference, default: []].append(row.int(1)) }
        }
        // A case as the agency knows it, with the number of the placement.
        try reader.prepared("SELECT case_ref, invoice FROM case_operation WHERE op = 'NEW' ORDER BY invoice")
            .each { row in
                let reference = row.text(0)
                if wanted.contains(reference) { cases[reference, default: []].append(row.int(1)) }
            }
        let messages = try reader.prepared(
            """
            SELECT i.invoice, m.document_sha256 FROM mailing m JOIN mailing_invoice i ON i.mailing = m.id
            WHERE m.reference = ? ORDER BY i.invoice
            """)
        for subject in subjects {
            try messages.each(.text(subject)) { row in
                cases[subject, default: []].append(row.int(0))
                documents[subject] = row.text(1)
            }
        }
        for fact in facts where customers[fact.subject] == nil {
            if fact.kind.isAboutDebtor || named(fact.subject).isEmpty { try findCustomers(fact.subject) }
        }
        try findInvoices()
    }

    /// The invoices that a fact is about, ascending.
    func invoices(_ kind: DecisionRecord.Kind, _ subject: String) -> [Int64] {
        let named = named(subject)
        guard kind.isAboutDebtor || named.isEmpty else { return named }
        return Set(named + (customers[subject] ?? []).flatMap { invoicesOfCustomer[$0] ?? [] }).sorted()
    }

    /// Whether nothing in the ledger answers to the subject.
    func isUnknown(_ subject: String) -> Bool {
        invoices(.insolvency, subject).isEmpty && !listed.contains(subject)
    }

    /// A number that two invoices have (of two years) cannot say which one is released, delivered or no
    /// longer disputed. A dispute or hold counts for both.
    func isAmbiguous(_ kind: DecisionRecord.Kind, _ subject: String) -> Bool {
        kind.opens && (numbered[subject]?.count ?? 0) > 1
    }

    private func named(_ subject: String) -> [Int64] {
        guard let ofCase = cases[subject] else { return numbered[subject] ?? [] }
        return Set(ofCase + (numbered[subject] ?? [])).sorted()
    }

    private mutating func findCustomers(_ subject: String) throws {
        var keys: Set<String> = []
        for invoice in named(subject) {
            try reader.prepared(
                "SELECT customer FROM invoice_version WHERE invoice = ? ORDER BY version DESC LIMIT 1"
            ).each(.integer(invoice)) { keys.insert($0.text(0)) }
        }
        if keys.isEmpty {
            keys = [subject.hasPrefix("name:") ? subject : TaxIdentifier.key(subject)]
            try reader.prepared("SELECT customer FROM customer_record WHERE number = ?1 OR customer = ?2")
                .each(
                    .text(subject), .text(TaxIdentifier.key(subject))
                ) { row in
                    keys.insert(row.text(0))
                    listed.insert(subject)
                }
        }
        // An invoice without a known debtor has nobody else's invoices beside it.
        customers[subject] = keys.filter { !$0.isEmpty }.sorted()
    }

    private mutating func findInvoices() throws {
        let wanted = Set(customers.values.flatMap { $0 })
        guard !wanted.isEmpty else { return }
        try reader.newestVersions("customer") { row in
            let customer = row.text(2)
            if wanted.contains(customer) { invoicesOfCustomer[customer, default: []].append(row.int(0)) }
        }
    }
}
