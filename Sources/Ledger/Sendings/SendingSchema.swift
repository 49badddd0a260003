/// The tables of what was handed to sender commands.
///
/// An attempt is written before its command is started and its end afterwards, each in a transaction of its
/// own: an attempt without an end is one that nobody knows the end of.
enum SendingSchema {
    static let migration = "what was handed to sender commands: sending, its end"

    static let sealedTables = ["sending", "sending_end"]

    /// `night` is the run that wrote the file, `run` the one that handed it over. A sending may have several
    /// ends, for a person may say what became of an uncertain one: the last one counts.
    static let tables = [
        """
        CREATE TABLE sending (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id),
            night TEXT NOT NULL REFERENCES run(id), path TEXT NOT NULL, sha256 TEXT NOT NULL,
            channel TEXT NOT NULL, day INTEGER NOT NULL, command TEXT NOT NULL) STRICT
        """,
        "CREATE INDEX sending_by_file ON sending(night, path)",
        """
        CREATE TABLE sending_end (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id),
            sending INTEGER NOT NULL REFERENCES sending(id), outcome TEXT NOT NULL, status INTEGER,
            said TEXT NOT NULL, day INTEGER NOT NULL, author TEXT NOT NULL) STRICT
        """,
        "CREATE INDEX sending_end_by_sending ON sending_end(sending)",
    ]
}
