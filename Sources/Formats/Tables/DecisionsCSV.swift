public import Domain

/// Reads the facts that people state: what was delivered, disputed, released, put on hold; and what they
/// decided of movements, where the table has a column of them (`ReviewTable`).
public enum DecisionsCSV {
    /// Emits one record a row. Rows with an unknown decision, or without subject, day or author, are set
    /// aside: a decision that nobody signs decides nothing.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        try TableReading.read(bytes, format: .decisionsCSV, role: .decisions, options: options) {
            text, layout in
            if ReviewTable.has(layout) {
                return try ReviewTable.rows(text, layout, options: options, emit: emit)
            }
            let day = layout.column("day")
            let table = TableRows(text, layout, dates: [day], numbers: [], options: options)
            let (subject, decision) = (layout.column("subject"), layout.column("decision"))
            let (author, evidence) = (layout.column("author"), layout.column("evidence"))
            return try table.read(text, emit: emit) { row, text throws(RowProblem) in
                guard let kind = kind(HeadingText.fold(try row.requiredText(decision, text))) else {
                    throw RowProblem(
                        .recordMalformed, column: decision, found: "an unknown decision", expected: words)
                }
                var record = DecisionRecord(
                    kind: kind, subject: try row.requiredText(subject, text),
                    day: try row.requiredDay(day, text), author: try row.requiredText(author, text))
                record.detail = row.text(evidence, text)
                record.place = row.place
                return .decision(record)
            }
        }
    }

    private static let words = DecisionRecord.Kind.allCases.map(\.rawValue).joined(separator: ", ")

    /// A decision as the file calls it, folded: our own names and the Spanish words.
    private static func kind(_ word: String) -> DecisionRecord.Kind? {
        switch word {
        case "delivered", "entregada", "entregado", "notificada", "notificado": .delivered
        case "disputed", "disputa", "disputada", "disputado": .disputed
        case "dispute resolved", "disputa resuelta", "disputa cerrada": .disputeResolved
        case "released", "autorizada", "autorizado": .released
        case "hold", "suspendida", "suspendido": .hold
        case "resumed", "reanudada", "reanudado": .resumed
        default: nil
        }
    }
}
