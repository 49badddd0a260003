public import Domain

extension LedgerReader {
    /// How many invoices have a document of a file: one where the file is that invoice and nothing else.
    ///
    /// - Parameter sha256: of the file, 64 lower-case hexadecimal digits.
    public func invoiceCount(ofFile sha256: String) throws -> Int {
        var count = 0
        try prepared(
            """
            SELECT count(DISTINCT v.invoice) FROM invoice_version v JOIN source_file f ON f.id = v.file
            WHERE f.sha256 = ?
            """
        ).each(.text(sha256)) { count = Int($0.int(0)) }
        return count
    }

    /// Name of a file that was read or kept as evidence, and the as-of day of the run that took it: its
    /// folder in the archive. `nil` for one that the ledger does not know.
    public func filed(sha256: String) throws -> (name: String, day: Day)? {
        var found: (name: String, day: Day)?
        try prepared(
            """
            SELECT f.name, r.as_of FROM source_file f JOIN run r ON r.id = f.run WHERE f.sha256 = ?
            ORDER BY f.id LIMIT 1
            """
        ).each(.text(sha256)) { row in
            if found == nil { found = (row.text(0), row.day(1)) }
        }
        return found
    }
}
