/// The tables of what was erased for a person.
///
/// An erasure changes rows that are sealed, so the seals are made again over what is left. The head of the
/// chain before it is kept here: whoever wrote that head down sees that an erasure replaced it, by whom and
/// why, and not a forger.
enum ErasureSchema {
    static let migration = "what was erased for a person: erasure, its parts and outputs"

    static let sealedTables = ["erasure", "erasure_part", "erasure_output", "erasure_seal"]

    /// `subject` is a digest of the customer's key with the head before it, never the key: it tells whether
    /// the person came back. `plan` is the digest of the list of files to delete or replace. An output
    /// in `erasure_output` is gone from the outbox. `erasure_seal` keeps every digest that was replaced: each
    /// stands in the report of its night, and on paper perhaps.
    static let tables = [
        """
        CREATE TABLE erasure (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id), day INTEGER NOT NULL,
            author TEXT NOT NULL, reason TEXT NOT NULL, subject TEXT NOT NULL, scope TEXT NOT NULL,
            changed INTEGER NOT NULL, files INTEGER NOT NULL, head_before TEXT NOT NULL,
            plan TEXT NOT NULL, last_version INTEGER NOT NULL, last_record INTEGER NOT NULL) STRICT
        """,
        """
        CREATE TABLE erasure_part (
            id INTEGER PRIMARY KEY, erasure INTEGER NOT NULL REFERENCES erasure(id), what TEXT NOT NULL,
            changed INTEGER NOT NULL) STRICT
        """,
        """
        CREATE TABLE erasure_output (
            id INTEGER PRIMARY KEY, erasure INTEGER NOT NULL REFERENCES erasure(id),
            output INTEGER NOT NULL UNIQUE REFERENCES output(id)) STRICT
        """,
        """
        CREATE TABLE erasure_seal (
            id INTEGER PRIMARY KEY, erasure INTEGER NOT NULL REFERENCES erasure(id),
            seal INTEGER NOT NULL REFERENCES seal(number), digest TEXT NOT NULL) STRICT
        """,
    ]
}
