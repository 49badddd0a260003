internal import Domain

/// `00_index.csv` of a case's evidence as a package has it: what each number of it says (DHX 1.0 §5.2).
struct EvidenceIndex {
    /// What is wrong with a document in the index: a rule, what stands there, what should stand there.
    typealias Fault = (code: RuleBreak.Code, found: String, expected: String)

    static let fileName = "00_index.csv"
    static let heading = ["NN", "type", "title", "date", "sha256", "pages"]

    private struct Row {
        let type: String
        let sha256: FileDigest?
    }

    /// Relative to the folder of the package.
    let path: String
    /// Why nothing can be said of any document; `nil` where the index can be read.
    let fault: Fault?
    private let rows: [String: Row]

    init(of caseRef: String, _ source: PackageSource, _ payload: PackagePayload) {
        path = "data/evidence/\(caseRef)/\(Self.fileName)"
        guard payload[path] != nil, let bytes = source.bytes(path) else {
            (rows, fault) = ([:], (.documentMissing, "no file \(path)", "the index of the evidence"))
            return
        }
        do throws(CSVSyntaxError) {
            let cells = try CSVReader.rows(of: bytes)
            var rows: [String: Row] = [:]
            for (position, row) in cells.enumerated() {
                guard position > 0 else {
                    if row == Self.heading { continue }
                    throw CSVSyntaxError(row: 1, found: "another heading")
                }
                guard row.count == Self.heading.count else {
                    throw CSVSyntaxError(row: position + 1, found: "\(row.count) cells")
                }
                let read = Row(type: row[1], sha256: FileDigest(hexadecimal: row[4].utf8))
                guard rows.updateValue(read, forKey: row[0]) == nil else {
                    throw CSVSyntaxError(row: position + 1, found: "a number that stood before")
                }
            }
            (self.rows, fault) = (rows, nil)
        } catch {
            rows = [:]
            let found = "\(path) row \(error.row): \(error.found)"
            fault = (.documentUnreadable, found, Self.heading.joined(separator: ",") + ", once each number")
        }
    }

    /// What the index says otherwise than the batch; `nil` where both agree.
    func fault(of document: CaseDocument) -> Fault? {
        guard let filed = document.filed else { return nil }
        let name = filed.path.split(separator: "/").last ?? ""
        let number = String(name.prefix { $0 != "_" })
        guard let row = rows[number] else {
            return (.documentMissing, "no row \(number.prefix(20)) in \(path)", "every document in its index")
        }
        guard row.type == document.kind.rawValue else {
            let found = CaseDocument.Kind(rawValue: row.type)?.rawValue ?? "another code"
            return (.documentType, "row \(number) of \(path): \(found)", document.kind.rawValue)
        }
        guard let digest = row.sha256, digest == FileDigest(hexadecimal: filed.sha256.utf8) else {
            return (.checksum, "row \(number) of \(path): \(row.sha256?.text ?? "no digest")", filed.sha256)
        }
        return nil
    }
}
