/// The tables of what agencies and registries sent back.
///
/// A package is kept whole, as the JSON of its batch: what was read out of it can be read again. What counts
/// for the cases stands in rows of its own, written in the transaction that took the package.
enum PartnerSchema {
    static let migration = "what partners sent: packages, answers, events, remittances"

    static let sealedTables = [
        "partner_package", "partner_payload", "partner_taken", "agency_answer", "agency_event", "remittance",
        "sent_balance",
    ]

    /// A package that is held has a payload and is not taken yet. `after_fact` is the last fact of a person
    /// that was known when the row came: only a later one can answer it.
    static let tables = [
        """
        CREATE TABLE partner_package (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id), place TEXT NOT NULL,
            folder TEXT NOT NULL, sha256 TEXT NOT NULL, environment TEXT NOT NULL, sender TEXT NOT NULL,
            flow TEXT NOT NULL, sequence INTEGER NOT NULL, batch TEXT NOT NULL,
            manifest_sha256 TEXT NOT NULL, outcome TEXT NOT NULL) STRICT
        """,
        "CREATE INDEX partner_package_by_batch ON partner_package(batch)",
        """
        CREATE TABLE partner_payload (
            id INTEGER PRIMARY KEY, package INTEGER NOT NULL UNIQUE REFERENCES partner_package(id),
            json TEXT NOT NULL) STRICT
        """,
        """
        CREATE TABLE partner_taken (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id),
            package INTEGER NOT NULL UNIQUE REFERENCES partner_package(id)) STRICT
        """,
        """
        CREATE TABLE agency_answer (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id),
            package INTEGER NOT NULL REFERENCES partner_package(id), batch TEXT NOT NULL,
            operation TEXT NOT NULL, case_ref TEXT NOT NULL, agency_case TEXT NOT NULL,
            status TEXT NOT NULL, held INTEGER, sent INTEGER, reasons TEXT NOT NULL, answer_by INTEGER,
            after_fact INTEGER NOT NULL) STRICT
        """,
        "CREATE INDEX agency_answer_by_case ON agency_answer(case_ref)",
        """
        CREATE TABLE agency_event (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id),
            package INTEGER NOT NULL REFERENCES partner_package(id), event TEXT NOT NULL UNIQUE,
            case_ref TEXT NOT NULL, agency_case TEXT NOT NULL, version INTEGER NOT NULL,
            day INTEGER NOT NULL, second INTEGER NOT NULL, phase TEXT NOT NULL, status TEXT NOT NULL,
            is_known INTEGER NOT NULL, is_older INTEGER NOT NULL, code TEXT NOT NULL, detail TEXT NOT NULL,
            amount INTEGER, currency TEXT NOT NULL, due INTEGER, after_fact INTEGER NOT NULL) STRICT
        """,
        "CREATE INDEX agency_event_by_case ON agency_event(case_ref)",
        """
        CREATE TABLE remittance (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id),
            package INTEGER NOT NULL UNIQUE REFERENCES partner_package(id), statement TEXT NOT NULL,
            currency TEXT NOT NULL, period_from INTEGER NOT NULL, period_to INTEGER NOT NULL,
            payout INTEGER NOT NULL, payout_reference TEXT NOT NULL, payout_day INTEGER NOT NULL) STRICT
        """,
        """
        CREATE TABLE sent_balance (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id), batch TEXT NOT NULL,
            operation TEXT NOT NULL, total INTEGER NOT NULL) STRICT
        """,
        "CREATE INDEX sent_balance_by_operation ON sent_balance(operation)",
    ]
}
