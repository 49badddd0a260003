internal import Domain

/// Evidence as one text column: fields separated by tab, pieces by line feed; neither occurs in a field.
enum EvidenceCoding {
    static func encode(_ evidence: [Evidence]) -> String {
        evidence.map { piece in
            [piece.code, piece.field, clean(piece.seen), String(piece.centibits)].joined(separator: "\t")
        }.joined(separator: "\n")
    }

    static func decode(_ text: String) throws -> [Evidence] {
        try text.split(separator: "\n").map { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count == 4, let centibits = Int(fields[3]) else {
                throw LedgerError.corrupt("evidence")
            }
            return Evidence(
                code: String(fields[0]), field: String(fields[1]), seen: String(fields[2]),
                centibits: centibits)
        }
    }

    private static func clean(_ text: String) -> String {
        // Nearly all is plain text: only control characters and longer newlines need a look at each
        // character.
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x80 }) { return text }
        return String(text.map { $0 == "\t" || $0.isNewline ? " " : $0 })
    }
}
