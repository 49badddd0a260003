internal import Domain

/// Whose data they are.
extension LedgerReader {
    /// The keys of the customers that a tax id, a customer's number or a key itself names, ascending. Those
    /// that were erased are none.
    public func customerKeys(named subject: String) throws -> [String] {
        let key = subject.hasPrefix("name:") ? subject : TaxIdentifier.key(subject)
        var keys: Set<String> = []
        try prepared("SELECT customer FROM customer_record WHERE customer = ?1 OR number = ?2").each(
            .text(key), .text(subject)
        ) { keys.insert($0.text(0)) }
        if try integer("SELECT 1 FROM invoice_version WHERE customer = ? LIMIT 1", .text(key)) != nil {
            keys.insert(key)
        }
        return keys.filter { !$0.isEmpty && !$0.hasPrefix(ErasureMark.customerPrefix) }.sorted()
    }

    /// A customer with all that the ledger has of it.
    public func erasureSubject(_ key: String) throws -> ErasureSubject {
        let invoices = try numbers(
            "SELECT DISTINCT invoice FROM invoice_version WHERE customer = ? ORDER BY invoice", .text(key))
        var spellings: Set<String> = [key]
        try prepared(
            """
            SELECT tax_id, number FROM customer_record WHERE customer = ?1
            UNION SELECT tax_id, '' FROM invoice_version WHERE customer = ?1
            """
        ).each(.text(key)) { row in spellings.formUnion([row.text(0), row.text(1)]) }
        spellings.remove("")
        let named = spellings.sorted()
        let facts = try facts(about: Set(invoices), named: spellings)
        let movements = try movements(of: invoices, key: key)
        return ErasureSubject(
            key: key, invoices: invoices, cases: try cases(of: invoices, key: key),
            facts: facts.keys.sorted(),
            looseFacts: facts.filter { $0.value.provesNothing }.keys.sorted(), movements: movements,
            spellings: named, values: try values(of: key, invoices: invoices, movements: movements))
    }

    /// Facts about nobody else: a number that two customers' invoices have is about both.
    private func facts(
        about invoices: Set<Int64>, named spellings: Set<String>
    ) throws -> [Int64: DecisionRecord.Kind] {
        var stated: [(number: Int64, kind: DecisionRecord.Kind, subject: String)] = []
        try prepared("SELECT id, kind, subject FROM decision_fact ORDER BY id").each { row in
            guard let kind = DecisionRecord.Kind(rawValue: row.text(1)) else { return }
            stated.append((row.int(0), kind, row.text(2)))
        }
        let subjects = try CaseSubjects(self, stated.map { ($0.kind, $0.subject) })
        var facts: [Int64: DecisionRecord.Kind] = [:]
        for one in stated {
            let about = subjects.invoices(one.kind, one.subject)
            let isOwn = !about.isEmpty && invoices.isSuperset(of: about)
            if isOwn || spellings.contains(one.subject) { facts[one.number] = one.kind }
        }
        return facts
    }

    private func cases(of invoices: [Int64], key: String) throws -> [String] {
        var cases: Set<String> = []
        for table in ["step", "case_operation"] {
            try prepared("SELECT DISTINCT case_ref FROM \(table) WHERE invoice IN (\(commaList(invoices)))")
                .each {
                    cases.insert($0.text(0))
                }
        }
        try prepared("SELECT DISTINCT case_ref FROM mailing WHERE customer = ?").each(.text(key)) {
            cases.insert($0.text(0))
        }
        return cases.filter { !$0.isEmpty }.sorted()
    }

    /// Movements that paid this customer's invoices and nobody else's, and those from its own accounts that
    /// paid nobody else's: one transfer for several customers is not this customer's alone.
    private func movements(of invoices: [Int64], key: String) throws -> [Int64] {
        let own = commaList(invoices)
        var accounts: Set<String> = []
        try prepared(
            """
            SELECT iban FROM invoice_version WHERE customer = ?1
            UNION SELECT ibans FROM customer_record WHERE customer = ?1
            """
        ).each(.text(key)) { row in
            accounts.formUnion(row.text(0).split(separator: " ").map { IdentifierText.compact(String($0)) })
        }
        var found: Set<Int64> = []
        try prepared(
            """
            SELECT entry FROM allocation WHERE invoice IN (\(own)) UNION
            SELECT a.entry FROM adjudication a JOIN adjudication_allocation p ON p.adjudication = a.id
            WHERE p.invoice IN (\(own))
            """
        ).each { found.insert($0.int(0)) }
        let byAccount = try prepared("SELECT id FROM entry WHERE counterparty_account = ?")
        for account in accounts.sorted() where try !isShared(account, with: key) {
            try byAccount.each(.text(account)) { found.insert($0.int(0)) }
        }
        if !key.hasPrefix("name:") {
            try prepared("SELECT id FROM entry WHERE counterparty_tax_id = ?").each(.text(key)) {
                found.insert($0.int(0))
            }
        }
        let others = Set(
            try numbers(
                """
                SELECT entry FROM allocation WHERE invoice NOT IN (\(own)) UNION
                SELECT a.entry FROM adjudication a JOIN adjudication_allocation p ON p.adjudication = a.id
                WHERE p.invoice NOT IN (\(own))
                """))
        return found.subtracting(others).sorted()
    }

    /// What identifies the person in texts, where nobody else has the same.
    private func values(
        of key: String, invoices: [Int64], movements: [Int64]
    ) throws -> ErasureValues {
        var contact: Set<String> = []
        var identity: Set<String> = key.hasPrefix("name:") ? [] : [key]
        for table in ["invoice_version", "customer_record"] {
            let accounts = table == "invoice_version" ? "iban" : "ibans"
            try prepared(
                "SELECT email, phone, tax_id, name, street, \(accounts) FROM \(table) WHERE customer = ?"
            ).each(.text(key)) { row in
                contact.formUnion([row.text(0), row.text(1)])
                identity.insert(row.text(2))
                // A single word may be anybody's.
                identity.formUnion([row.text(3), row.text(4)].filter { $0.contains(" ") })
                identity.formUnion(row.text(5).split(separator: " ").map(String.init))
            }
        }
        try prepared(
            "SELECT address FROM mailing WHERE customer = ? AND channel IN ('email', 'sms', 'call-list')"
        ).each(.text(key)) { contact.insert($0.text(0)) }
        try prepared(
            """
            SELECT mandate FROM entry WHERE id IN (\(commaList(movements))) UNION
            SELECT mandate FROM direct_debit WHERE \(ErasureColumns.directDebits(invoices))
            """
        ).each { identity.insert($0.text(0)) }
        var shared = 0
        func own(_ values: Set<String>) throws -> [String] {
            try values.sorted().flatMap { value -> [String] in
                guard value.utf8.count >= 6 else { return [] }
                guard try !isShared(value, with: key) else {
                    shared += 1
                    return []
                }
                return ErasureSpelling.all(value).filter { $0.utf8.count >= 6 }
            }
        }
        var values = ErasureValues(contact: try own(contact))
        values.identity = try own(identity)
        values.shared = shared
        return values
    }

    /// Whether another customer has the same value, in whatever spelling: a family's telephone, an adviser's
    /// address.
    private func isShared(_ value: String, with key: String) throws -> Bool {
        let spellings = ErasureSpelling.all(value)
        let values = spellings.map { "'\($0.replacing("'", with: "''"))'" }.joined(separator: ",")
        var isShared = false
        for (table, accounts) in [("invoice_version", "iban"), ("customer_record", "ibans")] {
            try prepared(
                """
                SELECT 1 FROM \(table) WHERE customer <> ?1 AND (email IN (\(values)) OR phone IN (\(values))
                  OR tax_id IN (\(values)) OR name IN (\(values)) OR street IN (\(values))
                  OR instr(\(accounts), ?2) > 0) LIMIT 1
                """
            ).each(.text(key), .text(value)) { _ in isShared = true }
        }
        return isShared
    }

    /// Customers without a tax id that have the same name: the same person, perhaps.
    public func namesakes(of subject: ErasureSubject) throws -> [String] {
        var names: Set<String> = []
        var known: Set<String> = []
        for table in ["invoice_version", "customer_record"] {
            try prepared("SELECT DISTINCT name FROM \(table) WHERE customer = ?").each(.text(subject.key)) {
                names.insert(CustomerKey.key(taxId: "", name: $0.text(0)))
            }
            try prepared("SELECT DISTINCT customer FROM \(table) WHERE customer LIKE 'name:%'").each {
                known.insert($0.text(0))
            }
        }
        return names.subtracting([subject.key]).intersection(known).sorted()
    }

    func numbers(_ sql: String, _ value: BoundValue? = nil) throws -> [Int64] {
        var found: [Int64] = []
        let statement = try prepared(sql)
        if let value {
            try statement.each(value) { found.append($0.int(0)) }
        } else {
            try statement.each { found.append($0.int(0)) }
        }
        return found
    }
}

/// Numbers for an `IN`.
func commaList(_ numbers: [Int64]) -> String { numbers.map(String.init).joined(separator: ",") }

extension DecisionRecord.Kind {
    /// Whether what a person wrote beside the fact proves nothing of a claim: how somebody was reached, why
    /// they did not pay. Deliveries, objections, agreements and proceedings prove what was claimed and
    /// answered, and are kept while it can be asked for.
    var provesNothing: Bool {
        switch self {
        case .contacted, .reason, .addressReturned, .addressConfirmed, .hold, .resumed: true
        default: false
        }
    }
}

/// The ways in which one value is written.
enum ErasureSpelling {
    static func all(_ value: String) -> [String] {
        var found: Set<String> = [
            value, value.uppercased(), value.lowercased(), CustomerKey.foldedName(value),
        ]
        let compact = IdentifierText.compact(value)
        if IBAN(compact) != nil {
            found.insert(compact)
            found.insert(grouped(compact))
        }
        let digits = value.filter { $0.isASCII && $0.isNumber }
        let isPhone = value.allSatisfy { $0.isNumber || "+ -./()".contains($0) } && digits.utf8.count >= 9
        if isPhone {
            found.formUnion([digits, "+\(digits)"])
            // A Spanish number with and without the country's.
            let own = digits.hasPrefix("34") && digits.utf8.count == 11 ? String(digits.dropFirst(2)) : digits
            found.formUnion([own, "+34\(own)", "+34 \(own)"])
            if own.utf8.count == 9 {
                let parts = stride(from: 0, to: 9, by: 3).map { own.dropFirst($0).prefix(3) }
                found.insert(parts.joined(separator: " "))
            }
        }
        return found.sorted()
    }

    /// Groups of four, as accounts are printed.
    private static func grouped(_ iban: String) -> String {
        stride(from: 0, to: iban.count, by: 4).map { String(iban.dropFirst($0).prefix(4)) }
            .joined(separator: " ")
    }
}
