internal import GRDB

/// The tables of the ledger and how they came to be, one migration a change.
///
/// Every table but `suggestion`, `unexplained` and `ruled`, tonight's view, is append-only: triggers refuse
/// UPDATE and DELETE. A correction is a new row. The one exception is an erasure (`ErasureSchema`), which
/// empties columns, deletes no row, and leaves the seal that it replaced.
/// Days are day numbers since 1970-01-01, amounts are minor units of the row's currency.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 first ledger") { db in
            for sql in intake + decisions + runs { try db.execute(sql: sql) }
            try protect(firstSealedTables + ["seal", "published"], db)
        }
        migrator.registerMigration("2 notices, status reports, customers, receipts") { db in
            for sql in furtherIntake { try db.execute(sql: sql) }
            try protect(furtherSealedTables, db)
        }
        migrator.registerMigration("3 decisions of people on movements") { db in
            for sql in peoplesDecisions { try db.execute(sql: sql) }
            try protect(peoplesSealedTables, db)
        }
        migrator.registerMigration("4 tonight's view of movements under a rule") { db in
            try db.execute(
                sql: """
                    CREATE TABLE ruled (
                        entry INTEGER PRIMARY KEY, rule TEXT NOT NULL, outcome TEXT NOT NULL) STRICT
                    """)
        }
        migrator.registerMigration("5 answers to the audit sample") { db in
            try db.execute(sql: auditAnswers)
            try protect(["audit_answer"], db)
        }
        migrator.registerMigration("6 answers to the audit sample that are taken back") { db in
            for sql in auditWithdrawals { try db.execute(sql: sql) }
            try protect(auditSealedTables, db)
        }
        migrator.registerMigration(CaseSchema.migration) { db in
            for sql in CaseSchema.tables { try db.execute(sql: sql) }
            try protect(CaseSchema.sealedTables, db)
        }
        migrator.registerMigration(MailingSchema.migration) { db in
            for sql in MailingSchema.tables { try db.execute(sql: sql) }
            try protect(MailingSchema.sealedTables, db)
        }
        migrator.registerMigration(SendingSchema.migration) { db in
            for sql in SendingSchema.tables { try db.execute(sql: sql) }
            try protect(SendingSchema.sealedTables, db)
        }
        migrator.registerMigration(PartnerSchema.migration) { db in
            for sql in PartnerSchema.tables { try db.execute(sql: sql) }
            try protect(PartnerSchema.sealedTables, db)
        }
        migrator.registerMigration(RegistrySchema.migration) { db in
            for sql in RegistrySchema.tables { try db.execute(sql: sql) }
            try protect(RegistrySchema.sealedTables, db)
        }
        migrator.registerMigration(FeeInvoiceSchema.migration) { db in
            for sql in FeeInvoiceSchema.tables { try db.execute(sql: sql) }
            try protect(FeeInvoiceSchema.sealedTables, db)
        }
        migrator.registerMigration(ErasureSchema.migration) { db in
            for sql in ErasureSchema.tables { try db.execute(sql: sql) }
            try protect(ErasureSchema.sealedTables, db)
        }
        migrator.registerMigration(ToldDebtorSchema.migration) { db in
            for sql in ToldDebtorSchema.tables { try db.execute(sql: sql) }
            try protect(ToldDebtorSchema.sealedTables, db)
        }
        migrator.registerMigration(LateChargeSchema.migration) { db in
            for sql in LateChargeSchema.tables { try db.execute(sql: sql) }
            try protect(LateChargeSchema.sealedTables, db)
        }
        return migrator
    }

    /// Refuses UPDATE and DELETE.
    private static func protect(_ tables: [String], _ db: Database) throws {
        for table in tables {
            for verb in ["UPDATE", "DELETE"] {
                try db.execute(
                    sql: """
                        CREATE TRIGGER \(table)_no_\(verb.lowercased()) BEFORE \(verb) ON \(table)
                        BEGIN SELECT RAISE(ABORT, '\(table) is append-only'); END
                        """)
            }
        }
    }

    /// Tables whose rows are sealed, in the order of the seal. `rowid` order is order of time.
    static let sealedTables =
        firstSealedTables + furtherSealedTables + peoplesSealedTables
        + auditSealedTables + CaseSchema.sealedTables + MailingSchema.sealedTables
        + sealedOnceFilled

    /// Sealed from their first row on: without rows a seal is what it was before these tables came.
    static let sealedOnceFilled =
        SendingSchema.sealedTables + PartnerSchema.sealedTables + RegistrySchema.sealedTables
        + FeeInvoiceSchema.sealedTables + ErasureSchema.sealedTables + ToldDebtorSchema.sealedTables
        + LateChargeSchema.sealedTables

    private static let firstSealedTables = [
        "run", "configuration_text", "source_file", "file_seen", "problem", "account", "statement", "entry",
        "entry_detail",
        "invoice",
        "invoice_version", "invoice_conflict", "instalment", "direct_debit", "decision_fact",
        "match_decision", "allocation",
        "credit", "write_off", "challenge", "verdict", "step", "case_operation",
        "registry_record",
        "stage_done", "output",
    ]

    /// A seal of before these came covers the others only: its marks name the tables it sealed.
    private static let furtherSealedTables = [
        "notice", "notice_detail", "entry_fee", "direct_debit_note", "payment_status", "customer_record",
        "receipt",
    ]

    private static let peoplesSealedTables = [
        "adjudication", "adjudication_allocation", "adjudication_difference", "reversal", "challenge_answer",
    ]

    static let appendOnlyTables = sealedTables + ["seal", "published"]

    /// What came in: files, statements, entries, invoices, lists, decisions of people.
    private static let intake = [
        """
        CREATE TABLE run (
            id TEXT NOT NULL UNIQUE, as_of INTEGER NOT NULL, configuration TEXT NOT NULL, program TEXT NOT NULL,
            stages TEXT NOT NULL, override TEXT NOT NULL, number INTEGER PRIMARY KEY) STRICT
        """,
        "CREATE TABLE configuration_text (id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, text TEXT NOT NULL) STRICT",
        """
        CREATE TABLE source_file (
            id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, name TEXT NOT NULL, bytes INTEGER NOT NULL,
            format TEXT NOT NULL, version TEXT NOT NULL, encoding TEXT NOT NULL, profile TEXT NOT NULL,
            refused INTEGER NOT NULL, run TEXT NOT NULL REFERENCES run(id)) STRICT
        """,
        "CREATE UNIQUE INDEX source_file_once ON source_file(sha256) WHERE refused = 0",
        """
        CREATE TABLE file_seen (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id), name TEXT NOT NULL,
            sha256 TEXT NOT NULL, file INTEGER NOT NULL REFERENCES source_file(id), outcome TEXT NOT NULL,
            statements INTEGER NOT NULL, entries INTEGER NOT NULL, entries_known INTEGER NOT NULL,
            invoices INTEGER NOT NULL, invoices_known INTEGER NOT NULL, others INTEGER NOT NULL,
            others_known INTEGER NOT NULL, set_aside INTEGER NOT NULL) STRICT
        """,
        """
        CREATE TABLE problem (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id), file TEXT NOT NULL,
            code TEXT NOT NULL, severity TEXT NOT NULL, line INTEGER NOT NULL, col INTEGER NOT NULL,
            element TEXT, found TEXT NOT NULL, expected TEXT NOT NULL) STRICT
        """,
        "CREATE TABLE account (id INTEGER PRIMARY KEY, identifier TEXT NOT NULL UNIQUE) STRICT",
        """
        CREATE TABLE statement (
            id INTEGER PRIMARY KEY, file INTEGER NOT NULL REFERENCES source_file(id),
            account INTEGER NOT NULL REFERENCES account(id), currency TEXT NOT NULL, reference TEXT NOT NULL,
            from_day INTEGER, to_day INTEGER, opening INTEGER, closing INTEGER, entries INTEGER NOT NULL,
            entries_known INTEGER NOT NULL, credits INTEGER NOT NULL, debits INTEGER NOT NULL,
            line INTEGER NOT NULL) STRICT
        """,
        """
        CREATE TABLE entry (
            id INTEGER PRIMARY KEY, statement INTEGER NOT NULL, account INTEGER NOT NULL REFERENCES account(id),
            booked INTEGER NOT NULL, value INTEGER, amount INTEGER NOT NULL, currency TEXT NOT NULL,
            reference TEXT NOT NULL, bank_reference TEXT NOT NULL, code TEXT NOT NULL,
            counterparty TEXT NOT NULL, counterparty_account TEXT NOT NULL, counterparty_tax_id TEXT NOT NULL,
            text TEXT NOT NULL, end_to_end TEXT NOT NULL, mandate TEXT NOT NULL, structured TEXT NOT NULL,
            batch TEXT NOT NULL, return_reason TEXT NOT NULL, is_reversal INTEGER NOT NULL,
            balance_after INTEGER, line INTEGER NOT NULL) STRICT
        """,
        "CREATE INDEX entry_by_day ON entry(account, booked)",
        """
        CREATE TABLE entry_detail (
            id INTEGER PRIMARY KEY, entry INTEGER NOT NULL REFERENCES entry(id), amount INTEGER,
            counterparty TEXT NOT NULL, counterparty_account TEXT NOT NULL, text TEXT NOT NULL,
            end_to_end TEXT NOT NULL, mandate TEXT NOT NULL, structured TEXT NOT NULL,
            return_reason TEXT NOT NULL) STRICT
        """,
        "CREATE INDEX entry_detail_by_entry ON entry_detail(entry)",
        """
        CREATE TABLE invoice (
            id INTEGER PRIMARY KEY, number TEXT NOT NULL, year INTEGER NOT NULL, UNIQUE (number, year)) STRICT
        """,
        """
        CREATE TABLE invoice_version (
            id INTEGER PRIMARY KEY, invoice INTEGER NOT NULL REFERENCES invoice(id), version INTEGER NOT NULL,
            file INTEGER NOT NULL REFERENCES source_file(id), line INTEGER NOT NULL, kind TEXT NOT NULL,
            issued INTEGER NOT NULL, due INTEGER, currency TEXT NOT NULL, net INTEGER, tax INTEGER,
            withheld INTEGER, total INTEGER, payable INTEGER NOT NULL, corrects TEXT NOT NULL,
            payment_reference TEXT NOT NULL, is_assigned INTEGER NOT NULL, customer TEXT NOT NULL,
            tax_id TEXT NOT NULL, name TEXT NOT NULL, street TEXT NOT NULL, post_code TEXT NOT NULL,
            town TEXT NOT NULL, province TEXT NOT NULL, country TEXT NOT NULL, email TEXT NOT NULL,
            phone TEXT NOT NULL, iban TEXT NOT NULL, is_natural INTEGER,
            UNIQUE (invoice, version)) STRICT
        """,
        """
        CREATE TABLE instalment (
            id INTEGER PRIMARY KEY, version INTEGER NOT NULL REFERENCES invoice_version(id),
            due INTEGER NOT NULL, amount INTEGER NOT NULL) STRICT
        """,
        """
        CREATE TABLE invoice_conflict (
            id INTEGER PRIMARY KEY, invoice INTEGER NOT NULL REFERENCES invoice(id),
            file INTEGER NOT NULL REFERENCES source_file(id), line INTEGER NOT NULL) STRICT
        """,
        "CREATE INDEX invoice_conflict_by_invoice ON invoice_conflict(invoice)",
        "CREATE INDEX instalment_by_version ON instalment(version)",
        """
        CREATE TABLE direct_debit (
            id INTEGER PRIMARY KEY, file INTEGER NOT NULL REFERENCES source_file(id), line INTEGER NOT NULL,
            batch TEXT NOT NULL, collected INTEGER NOT NULL, invoice_number TEXT NOT NULL,
            amount INTEGER NOT NULL, currency TEXT NOT NULL, mandate TEXT NOT NULL, tax_id TEXT NOT NULL,
            end_to_end TEXT NOT NULL, occurrence INTEGER NOT NULL,
            UNIQUE (batch, invoice_number, collected, amount, end_to_end, occurrence)) STRICT
        """,
        """
        CREATE TABLE decision_fact (
            id INTEGER PRIMARY KEY, file INTEGER NOT NULL REFERENCES source_file(id), line INTEGER NOT NULL,
            kind TEXT NOT NULL, subject TEXT NOT NULL, day INTEGER NOT NULL, author TEXT NOT NULL,
            detail TEXT NOT NULL, UNIQUE (kind, subject, day, author, detail)) STRICT
        """,
    ]

    /// What came in beside the movements, and what is known of them besides. Tables of their own: a new
    /// column would change rows that are sealed.
    private static let furtherIntake = [
        """
        CREATE TABLE notice (
            id INTEGER PRIMARY KEY, file INTEGER NOT NULL REFERENCES source_file(id), line INTEGER NOT NULL,
            account INTEGER NOT NULL REFERENCES account(id), kind TEXT NOT NULL, status TEXT NOT NULL,
            booked INTEGER NOT NULL, amount INTEGER NOT NULL, currency TEXT NOT NULL, reference TEXT NOT NULL,
            bank_reference TEXT NOT NULL, batch TEXT NOT NULL) STRICT
        """,
        """
        CREATE TABLE notice_detail (
            id INTEGER PRIMARY KEY, notice INTEGER NOT NULL REFERENCES notice(id), amount INTEGER,
            counterparty TEXT NOT NULL, counterparty_account TEXT NOT NULL, text TEXT NOT NULL,
            end_to_end TEXT NOT NULL, mandate TEXT NOT NULL, structured TEXT NOT NULL,
            return_reason TEXT NOT NULL, is_fee INTEGER NOT NULL) STRICT
        """,
        "CREATE INDEX notice_detail_by_notice ON notice_detail(notice)",
        """
        CREATE TABLE entry_fee (
            id INTEGER PRIMARY KEY, detail INTEGER NOT NULL UNIQUE REFERENCES entry_detail(id)) STRICT
        """,
        """
        CREATE TABLE direct_debit_note (
            id INTEGER PRIMARY KEY, debit INTEGER NOT NULL UNIQUE REFERENCES direct_debit(id),
            message TEXT NOT NULL, debtor TEXT NOT NULL, debtor_account TEXT NOT NULL, text TEXT NOT NULL)
            STRICT
        """,
        """
        CREATE TABLE payment_status (
            id INTEGER PRIMARY KEY, file INTEGER NOT NULL REFERENCES source_file(id), line INTEGER NOT NULL,
            level TEXT NOT NULL, message TEXT NOT NULL, batch TEXT NOT NULL, end_to_end TEXT NOT NULL,
            mandate TEXT NOT NULL, status TEXT NOT NULL, reason TEXT NOT NULL, amount INTEGER,
            currency TEXT NOT NULL, collected INTEGER) STRICT
        """,
        """
        CREATE TABLE customer_record (
            id INTEGER PRIMARY KEY, file INTEGER NOT NULL REFERENCES source_file(id), line INTEGER NOT NULL,
            customer TEXT NOT NULL, number TEXT NOT NULL, tax_id TEXT NOT NULL, name TEXT NOT NULL,
            street TEXT NOT NULL, post_code TEXT NOT NULL, town TEXT NOT NULL, province TEXT NOT NULL,
            country TEXT NOT NULL, email TEXT NOT NULL, phone TEXT NOT NULL, ibans TEXT NOT NULL,
            kind TEXT NOT NULL, language TEXT NOT NULL, do_not_contact INTEGER) STRICT
        """,
        """
        CREATE TABLE receipt (
            id INTEGER PRIMARY KEY, file INTEGER NOT NULL REFERENCES source_file(id), line INTEGER NOT NULL,
            number TEXT NOT NULL, day INTEGER NOT NULL, invoice_number TEXT NOT NULL, amount INTEGER NOT NULL,
            currency TEXT NOT NULL, UNIQUE (number, day, invoice_number, amount, currency)) STRICT
        """,
    ]

    /// What people decide of movements, and what they take back (migration 3).
    ///
    /// A reversal takes back the allocations and write-offs of its decision by rows of the opposite sign;
    /// those of the decision with a number above `after_allocation` are its own.
    private static let peoplesDecisions = [
        """
        CREATE TABLE adjudication (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id),
            entry INTEGER NOT NULL REFERENCES entry(id), verdict TEXT NOT NULL, day INTEGER NOT NULL,
            author TEXT NOT NULL, note TEXT NOT NULL, file INTEGER REFERENCES source_file(id),
            line INTEGER NOT NULL, shown_pattern TEXT NOT NULL, agrees INTEGER NOT NULL,
            decision INTEGER REFERENCES match_decision(id)) STRICT
        """,
        "CREATE INDEX adjudication_by_entry ON adjudication(entry)",
        """
        CREATE TABLE adjudication_allocation (
            id INTEGER PRIMARY KEY, adjudication INTEGER NOT NULL REFERENCES adjudication(id),
            invoice INTEGER NOT NULL REFERENCES invoice(id), amount INTEGER NOT NULL) STRICT
        """,
        "CREATE INDEX adjudication_allocation_by ON adjudication_allocation(adjudication)",
        """
        CREATE TABLE adjudication_difference (
            id INTEGER PRIMARY KEY, adjudication INTEGER NOT NULL REFERENCES adjudication(id),
            kind TEXT NOT NULL, invoice INTEGER NOT NULL REFERENCES invoice(id),
            amount INTEGER NOT NULL CHECK (amount > 0)) STRICT
        """,
        "CREATE INDEX adjudication_difference_by ON adjudication_difference(adjudication)",
        """
        CREATE TABLE reversal (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id),
            decision INTEGER UNIQUE REFERENCES match_decision(id),
            adjudication INTEGER UNIQUE REFERENCES adjudication(id), day INTEGER NOT NULL,
            author TEXT NOT NULL, reason TEXT NOT NULL, file INTEGER REFERENCES source_file(id),
            line INTEGER NOT NULL, after_allocation INTEGER NOT NULL,
            CHECK (decision IS NOT NULL OR adjudication IS NOT NULL)) STRICT
        """,
        """
        CREATE TABLE challenge_answer (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id),
            challenge INTEGER NOT NULL UNIQUE REFERENCES challenge(id), answer TEXT NOT NULL,
            day INTEGER NOT NULL, author TEXT NOT NULL, note TEXT NOT NULL) STRICT
        """,
        "CREATE INDEX write_off_by_invoice ON write_off(invoice)",
        "CREATE INDEX credit_by_invoice ON credit(invoice)",
        "CREATE INDEX credit_by_credit_invoice ON credit(credit_invoice)",
    ]

    /// What Recobro decided and did.
    private static let decisions = [
        """
        CREATE TABLE match_decision (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id),
            entry INTEGER NOT NULL REFERENCES entry(id), status TEXT NOT NULL, kind TEXT NOT NULL,
            pattern TEXT NOT NULL, margin INTEGER NOT NULL, rules TEXT NOT NULL, evidence TEXT NOT NULL) STRICT
        """,
        """
        CREATE TABLE allocation (
            id INTEGER PRIMARY KEY, decision INTEGER NOT NULL REFERENCES match_decision(id),
            entry INTEGER NOT NULL REFERENCES entry(id), invoice INTEGER NOT NULL REFERENCES invoice(id),
            amount INTEGER NOT NULL) STRICT
        """,
        "CREATE INDEX allocation_by_entry ON allocation(entry)",
        "CREATE INDEX allocation_by_invoice ON allocation(invoice)",
        """
        CREATE TABLE credit (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id),
            credit_invoice INTEGER NOT NULL REFERENCES invoice(id),
            invoice INTEGER NOT NULL REFERENCES invoice(id), amount INTEGER NOT NULL CHECK (amount > 0),
            basis TEXT NOT NULL) STRICT
        """,
        """
        CREATE TABLE write_off (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id),
            decision INTEGER REFERENCES match_decision(id), invoice INTEGER NOT NULL REFERENCES invoice(id),
            amount INTEGER NOT NULL, kind TEXT NOT NULL) STRICT
        """,
        """
        CREATE TABLE challenge (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id),
            decision INTEGER NOT NULL REFERENCES match_decision(id), reason TEXT NOT NULL) STRICT
        """,
        """
        CREATE TABLE suggestion (
            id INTEGER PRIMARY KEY, entry INTEGER NOT NULL, rank INTEGER NOT NULL, kind TEXT NOT NULL,
            pattern TEXT NOT NULL, margin INTEGER NOT NULL, evidence TEXT NOT NULL, vetoes TEXT NOT NULL,
            allocations TEXT NOT NULL) STRICT
        """,
        "CREATE INDEX suggestion_by_entry ON suggestion(entry)",
        """
        CREATE TABLE unexplained (
            entry INTEGER PRIMARY KEY, booked INTEGER NOT NULL, amount INTEGER NOT NULL, currency TEXT NOT NULL,
            label TEXT NOT NULL, customers TEXT NOT NULL, invoices TEXT NOT NULL) STRICT
        """,
        """
        CREATE TABLE verdict (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id),
            invoice INTEGER NOT NULL REFERENCES invoice(id), condition TEXT NOT NULL, outcome TEXT NOT NULL,
            evidence TEXT NOT NULL, missing TEXT NOT NULL) STRICT
        """,
        """
        CREATE TABLE step (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id), case_ref TEXT NOT NULL,
            invoice INTEGER NOT NULL REFERENCES invoice(id), kind TEXT NOT NULL, channel TEXT NOT NULL,
            day INTEGER NOT NULL, amount INTEGER NOT NULL, document_sha256 TEXT NOT NULL,
            document_path TEXT NOT NULL, registry_named TEXT NOT NULL, UNIQUE (invoice, kind)) STRICT
        """,
        """
        CREATE TABLE case_operation (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id), batch TEXT NOT NULL,
            case_ref TEXT NOT NULL, version INTEGER NOT NULL, op TEXT NOT NULL,
            invoice INTEGER NOT NULL REFERENCES invoice(id), amount INTEGER NOT NULL, balance INTEGER NOT NULL,
            reason TEXT NOT NULL, allocation INTEGER NOT NULL) STRICT
        """,
        """
        CREATE TABLE registry_record (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id), registry TEXT NOT NULL,
            rec_id TEXT NOT NULL UNIQUE, op TEXT NOT NULL, operation_ref TEXT NOT NULL,
            version INTEGER NOT NULL, invoice INTEGER NOT NULL REFERENCES invoice(id),
            amount INTEGER NOT NULL, reason TEXT NOT NULL) STRICT
        """,
    ]

    /// What a run did and put out, and the seals.
    private static let runs = [
        """
        CREATE TABLE stage_done (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id), stage TEXT NOT NULL,
            summary TEXT NOT NULL, UNIQUE (run, stage)) STRICT
        """,
        """
        CREATE TABLE output (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id), path TEXT NOT NULL,
            sha256 TEXT NOT NULL, bytes INTEGER NOT NULL, UNIQUE (run, path)) STRICT
        """,
        """
        CREATE TABLE seal (
            number INTEGER PRIMARY KEY, run TEXT NOT NULL UNIQUE REFERENCES run(id), previous TEXT NOT NULL,
            digest TEXT NOT NULL, watermarks TEXT NOT NULL) STRICT
        """,
        """
        CREATE TABLE published (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL UNIQUE REFERENCES run(id)) STRICT
        """,
    ]
}
