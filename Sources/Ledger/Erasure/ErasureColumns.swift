internal import Domain

/// Which columns of which rows an erasure empties, as data: one value an UPDATE.
struct ErasureColumns {
    /// What it is, in the words that the command and the journal use.
    let what: String
    let table: String
    /// Columns and the SQL of what takes their place.
    let sets: [(column: String, value: String)]
    /// Which rows; those that have nothing to erase are left out besides.
    let rows: String

    init(_ what: String, _ table: String, _ sets: [(String, String)], _ rows: String) {
        self.what = what
        self.table = table
        self.sets = sets.map { ($0.0, $0.1) }
        self.rows = rows
    }

    /// ?1 is the customer's key, ?2 the one that takes its place.
    var sql: String {
        let changes = sets.map { "\($0.column) = \($0.value)" }.joined(separator: ", ")
        let differs = sets.map { "\($0.column) IS NOT \($0.value)" }.joined(separator: " OR ")
        return """
            UPDATE \(table) SET \(changes)
            WHERE (\(rows)) AND (\(differs)) AND (?1 IS NOT NULL AND ?2 IS NOT NULL)
            """
    }

    /// An empty text is what every reader takes for "nobody said".
    private static func empty(_ columns: String...) -> [(String, String)] { columns.map { ($0, "''") } }

    private static let mark = "'\(ErasureMark.text)'"

    static func of(_ scope: ErasureScope, _ subject: ErasureSubject) -> [ErasureColumns] {
        scope == .contact ? contact(subject) : contact(subject) + identity(subject)
    }

    /// What no law requires.
    private static func contact(_ subject: ErasureSubject) -> [ErasureColumns] {
        let loose = commaList(subject.looseFacts)
        return [
            ErasureColumns(
                "e-mail and telephone in invoices", "invoice_version", empty("email", "phone"),
                "customer = ?1"),
            ErasureColumns(
                "e-mail and telephone in customers lists", "customer_record", empty("email", "phone"),
                "customer = ?1"),
            ErasureColumns(
                "addresses of e-mails and text messages", "mailing", empty("address"),
                "customer = ?1 AND channel IN ('email', 'sms', 'call-list')"),
        ] + texts(of: loose, "notes of calls and reasons")
    }

    /// What people wrote beside facts. The number keeps two facts of one day apart that are otherwise alike.
    private static func texts(of facts: String, _ what: String) -> [ErasureColumns] {
        [
            ErasureColumns(
                what, "decision_fact", [("detail", "'[erased #' || id || ']'")],
                "id IN (\(facts)) AND detail <> ''"),
            ErasureColumns(
                what, "case_terms",
                empty("note", "reference") + [
                    (
                        "code",
                        "CASE WHEN fact IN (SELECT id FROM decision_fact WHERE kind = 'reason') THEN '' ELSE code END"
                    )
                ], "fact IN (\(facts))"),
            ErasureColumns(
                what, "case_evidence", [("name", mark)], "fact IN (\(facts)) AND name <> ''"),
            ErasureColumns(
                "names of files of their own", "source_file", [("name", mark)],
                "sha256 IN (SELECT sha256 FROM case_evidence WHERE fact IN (\(facts))) AND format = 'evidence'"
            ),
            ErasureColumns(
                "names of files of their own", "file_seen", [("name", mark)],
                "file IN (SELECT id FROM source_file WHERE name = \(mark))"),
        ]
    }

    /// All that says who it was.
    private static func identity(_ subject: ErasureSubject) -> [ErasureColumns] {
        persons(subject) + movements(subject) + decisions(subject)
    }

    private static func persons(_ subject: ErasureSubject) -> [ErasureColumns] {
        let names = subject.spellings.map { "'\($0.replacing("'", with: "''"))'" }.joined(separator: ",")
        return [
            ErasureColumns(
                "name, tax id, address, account in invoices", "invoice_version",
                [("customer", "?2")]
                    + empty("tax_id", "name", "street", "post_code", "town", "province", "iban"),
                "customer = ?1"),
            ErasureColumns(
                "name, tax id, address, accounts in customers lists", "customer_record",
                [("customer", "?2")]
                    + empty("number", "tax_id", "name", "street", "post_code", "town", "province", "ibans"),
                "customer = ?1"),
            ErasureColumns(
                "addresses of letters", "mailing", [("customer", "?2"), ("address", "''")], "customer = ?1"),
            ErasureColumns(
                "whom facts are about", "decision_fact",
                [("subject", "?2"), ("detail", "'[erased #' || id || ']'")],
                "id IN (\(commaList(subject.facts))) AND subject IN (\(names))"),
        ] + texts(of: commaList(subject.facts), "what was written beside facts")
    }

    private static func movements(_ subject: ErasureSubject) -> [ErasureColumns] {
        let own = commaList(subject.movements)
        let debits = directDebits(subject.invoices)
        let payer = empty("counterparty", "counterparty_account", "mandate") + [("text", mark)]
        let sameReference = """
            account = e.account AND ((n.reference <> '' AND n.reference IN (e.reference, e.bank_reference))
              OR (n.bank_reference <> '' AND n.bank_reference IN (e.reference, e.bank_reference)))
            """
        return [
            ErasureColumns(
                "payer and text of movements", "entry", payer + empty("counterparty_tax_id"),
                "id IN (\(own))"),
            ErasureColumns("payer and text of movements", "entry_detail", payer, "entry IN (\(own))"),
            ErasureColumns(
                "payer and text of movements", "notice_detail", payer,
                """
                notice IN (SELECT n.id FROM notice n JOIN entry e ON n.\(sameReference)
                  WHERE e.id IN (\(own)))
                """),
            ErasureColumns(
                "direct debits", "direct_debit_note", empty("debtor", "debtor_account", "text"),
                "debit IN (SELECT id FROM direct_debit WHERE \(debits))"),
            ErasureColumns(
                "direct debits", "payment_status", empty("mandate"),
                "mandate <> '' AND mandate IN (SELECT mandate FROM direct_debit WHERE \(debits))"),
            ErasureColumns("direct debits", "direct_debit", empty("mandate", "tax_id"), debits),
        ]
    }

    private static func decisions(_ subject: ErasureSubject) -> [ErasureColumns] {
        let entries = commaList(subject.movements)
        let invoices = commaList(subject.invoices)
        let what = "notes on decisions"
        let posted = "SELECT id FROM match_decision WHERE entry IN (\(entries))"
        return [
            ErasureColumns(what, "adjudication", empty("note"), "entry IN (\(entries))"),
            ErasureColumns(
                what, "reversal", empty("reason"),
                "decision IN (\(posted)) OR adjudication IN (SELECT id FROM adjudication WHERE entry IN (\(entries)))"
            ),
            ErasureColumns(
                what, "challenge_answer", empty("note"),
                "challenge IN (SELECT id FROM challenge WHERE decision IN (\(posted)))"),
            ErasureColumns(what, "audit_answer", empty("note"), "decision IN (\(posted))"),
            ErasureColumns(
                what, "audit_withdrawal", empty("note"),
                "answer IN (SELECT id FROM audit_answer WHERE decision IN (\(posted)))"),
            ErasureColumns(
                "proofs of verdicts", "verdict", empty("evidence", "missing"), "invoice IN (\(invoices))"),
        ]
    }

    /// Lines of direct-debit lists for these invoices.
    static func directDebits(_ invoices: [Int64]) -> String {
        """
        invoice_number IN (SELECT number FROM invoice WHERE id IN (\(commaList(invoices)))) AND tax_id IN ('',
          (SELECT tax_id FROM invoice_version WHERE invoice IN (\(commaList(invoices))) AND tax_id <> '' LIMIT 1))
        """
    }

    /// Columns that may name anybody in a text, searched for what identifies the person.
    static func searched(_ scope: ErasureScope) -> [(table: String, columns: [String])] {
        let texts = [
            ("problem", ["found", "expected"]), ("verdict", ["evidence", "missing"]),
            ("match_decision", ["evidence"]), ("adjudication", ["note"]), ("reversal", ["reason"]),
            ("challenge", ["reason"]), ("challenge_answer", ["note"]), ("audit_answer", ["note"]),
            ("audit_withdrawal", ["note"]), ("case_terms", ["note", "reference"]),
            ("case_evidence", ["name"]),
            ("sending_end", ["said"]), ("source_file", ["name"]), ("file_seen", ["name"]),
            ("suggestion", ["evidence"]), ("unexplained", ["label"]), ("mailing", ["address"]),
        ]
        guard scope == .everything else { return texts }
        let payer = ["counterparty", "counterparty_account", "text", "mandate", "end_to_end"]
        return texts + [
            ("entry", payer + ["counterparty_tax_id"]), ("entry_detail", payer), ("notice_detail", payer),
            ("direct_debit", ["tax_id", "mandate"]),
            ("direct_debit_note", ["debtor", "debtor_account", "text"]), ("payment_status", ["mandate"]),
            ("partner_payload", ["json"]), ("agency_event", ["detail"]), ("agency_answer", ["reasons"]),
        ]
    }
}
