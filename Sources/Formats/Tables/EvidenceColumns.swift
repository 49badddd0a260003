internal import Domain

extension TableRow {
    /// The file that a row names as its proof, by the columns of its name and of its SHA-256. A digest must
    /// be one. A name is that of a file beside the table, never a path.
    func evidence(
        file: Int, digest: Int, _ bytes: Span<UInt8>
    ) throws(RowProblem) -> EvidenceReference {
        let (name, said) = (text(file, bytes), text(digest, bytes))
        guard !name.contains("/"), !name.contains("\\") else {
            throw RowProblem(
                .recordMalformed, column: file, found: "a path", expected: "the name of a file beside it")
        }
        guard !said.isEmpty else { return EvidenceReference(file: name) }
        guard let sha256 = EvidenceReference.digest(said) else {
            throw RowProblem(
                .recordMalformed, column: digest, found: "no SHA-256", expected: "64 hexadecimal digits")
        }
        return EvidenceReference(file: name, sha256: sha256)
    }
}
