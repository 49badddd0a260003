/// The table of what agencies know of debtors.
enum ToldDebtorSchema {
    static let migration = "what agencies were told of debtors"

    static let sealedTables = ["told_debtor"]

    /// `sha256` is of the debtors as the operation described them, never what it said.
    static let tables = [
        """
        CREATE TABLE told_debtor (
            id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run(id), batch TEXT NOT NULL,
            case_ref TEXT NOT NULL, version INTEGER NOT NULL, sha256 TEXT NOT NULL) STRICT
        """
    ]
}

extension LedgerWriter {
    /// Records how an operation described the debtors of a case, by its digest.
    public func recordDebtors(
        _ sha256: String, ofCase reference: String, version: Int, batch: String, run: String
    ) throws {
        _ = try insert(
            "INSERT INTO told_debtor (run, batch, case_ref, version, sha256) VALUES (?,?,?,?,?)", .text(run),
            .text(batch), .text(reference), .int(version), .text(sha256))
    }
}

extension LedgerReader {
    /// The digest of the debtors of each case as its agency was told of them last, by case. A case that was
    /// placed before digests were written is not in it.
    public func toldDebtors() throws -> [String: String] {
        var told: [String: String] = [:]
        try prepared("SELECT case_ref, sha256 FROM told_debtor ORDER BY id").each {
            told[$0.text(0)] = $0.text(1)
        }
        return told
    }
}
