/// The tables of what people said of postings that the audit sample drew.
extension Schema {
    static let auditSealedTables = ["audit_answer", "audit_withdrawal"]

    /// Migration 5.
    static let auditAnswers = """
        CREATE TABLE audit_answer (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id),
            decision INTEGER NOT NULL UNIQUE REFERENCES match_decision(id), answer TEXT NOT NULL,
            day INTEGER NOT NULL, author TEXT NOT NULL, note TEXT NOT NULL,
            file INTEGER REFERENCES source_file(id), line INTEGER NOT NULL) STRICT
        """

    /// Migration 6. What was taken back may be answered again, so a decision may have several answers, one of
    /// them in force. The rows stay as they are: the seals hold.
    static let auditWithdrawals = [
        """
        CREATE TABLE audit_answer_6 (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id),
            decision INTEGER NOT NULL REFERENCES match_decision(id), answer TEXT NOT NULL,
            day INTEGER NOT NULL, author TEXT NOT NULL, note TEXT NOT NULL,
            file INTEGER REFERENCES source_file(id), line INTEGER NOT NULL) STRICT
        """,
        "INSERT INTO audit_answer_6 SELECT * FROM audit_answer ORDER BY id",
        "DROP TABLE audit_answer",
        "ALTER TABLE audit_answer_6 RENAME TO audit_answer",
        "CREATE INDEX audit_answer_by_decision ON audit_answer(decision)",
        """
        CREATE TABLE audit_withdrawal (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id),
            answer INTEGER NOT NULL UNIQUE REFERENCES audit_answer(id), day INTEGER NOT NULL,
            author TEXT NOT NULL, note TEXT NOT NULL) STRICT
        """,
        """
        CREATE VIEW audit_answer_in_force AS SELECT * FROM audit_answer x
        WHERE NOT EXISTS (SELECT 1 FROM audit_withdrawal w WHERE w.answer = x.id)
        """,
    ]
}
