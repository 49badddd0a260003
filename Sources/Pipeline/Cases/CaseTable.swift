internal import Domain

/// A fact as a table of decisions of one row: what `recobro case` archives, so that a fact that was typed has
/// a file and a line as every other, and importing the archive again gives the same ledger.
enum CaseTable {
    private static let columns =
        ["subject", "decision", "day", "author", "evidence"]
        + CaseTerms.Field.allCases.map(heading) + ["currency", "evidence file", "sha256"]

    static func bytes(_ record: DecisionRecord) -> [UInt8] {
        let terms = record.terms
        let hasMoney = terms.amount != nil || !terms.instalments.isEmpty
        let row =
            [
                record.subject, record.kind.rawValue, record.day.description, record.author, record.detail,
            ] + CaseTerms.Field.allCases.map(terms.text)
            + [hasMoney ? terms.currency.code : "", record.evidence.file, record.evidence.sha256]
        return Array([columns, row].map { $0.map(quoted).joined(separator: ",") + "\n" }.joined().utf8)
    }

    /// The table's name, by which proofs name the fact.
    static func name(_ record: DecisionRecord) -> String { "case-\(record.day)-\(record.kind.rawValue).csv" }

    private static func heading(_ field: CaseTerms.Field) -> String {
        switch field {
        case .breaks: "breaks after"
        default: field.rawValue
        }
    }

    private static func quoted(_ text: String) -> String {
        guard text.contains(where: { "\",;\n\r\t|".contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
