/// The tables of the mailing register: every message that a night wrote to a debtor, and its invoices.
enum MailingSchema {
    static let migration = "register of messages to debtors: mailing, invoices of a mailing"

    static let sealedTables = ["mailing", "mailing_invoice"]

    /// A reference is not unique: two runs of one day can write a debtor the same text message about two
    /// invoices.
    static let tables = [
        """
        CREATE TABLE mailing (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id), reference TEXT NOT NULL,
            case_ref TEXT NOT NULL, customer TEXT NOT NULL, kind TEXT NOT NULL, channel TEXT NOT NULL,
            day INTEGER NOT NULL, address TEXT NOT NULL, document_path TEXT NOT NULL,
            document_sha256 TEXT NOT NULL) STRICT
        """,
        "CREATE INDEX mailing_by_reference ON mailing(reference)",
        """
        CREATE TABLE mailing_invoice (
            id INTEGER PRIMARY KEY, mailing INTEGER NOT NULL REFERENCES mailing(id),
            invoice INTEGER NOT NULL REFERENCES invoice(id), UNIQUE (mailing, invoice)) STRICT
        """,
    ]
}
