internal import GRDB

/// The tables of what facts of a case say besides who, what and when.
///
/// Beside `decision_fact`, not in it: a new column would change rows that are sealed. A fact is the row there
/// and what hangs on it here, written in one transaction. Its number is that row's.
enum CaseSchema {
    static let migration = "facts of a case: terms, instalments, evidence"

    static let sealedTables = ["case_terms", "case_instalment", "case_evidence"]

    /// `note` is what the author wrote; `decision_fact.detail` holds it with the terms, so that two promises
    /// of one day are two facts.
    static let tables = [
        """
        CREATE TABLE case_terms (
            id INTEGER PRIMARY KEY, fact INTEGER NOT NULL UNIQUE REFERENCES decision_fact(id),
            note TEXT NOT NULL, code TEXT NOT NULL, reference TEXT NOT NULL, amount INTEGER,
            currency TEXT NOT NULL, basis_points INTEGER, until INTEGER, grace INTEGER, breaks INTEGER,
            published INTEGER, retracts INTEGER REFERENCES decision_fact(id)) STRICT
        """,
        """
        CREATE TABLE case_instalment (
            id INTEGER PRIMARY KEY, fact INTEGER NOT NULL REFERENCES decision_fact(id), due INTEGER NOT NULL,
            amount INTEGER NOT NULL CHECK (amount > 0)) STRICT
        """,
        "CREATE INDEX case_instalment_by_fact ON case_instalment(fact)",
        """
        CREATE TABLE case_evidence (
            id INTEGER PRIMARY KEY, fact INTEGER NOT NULL UNIQUE REFERENCES decision_fact(id),
            name TEXT NOT NULL, sha256 TEXT NOT NULL) STRICT
        """,
    ]
}
