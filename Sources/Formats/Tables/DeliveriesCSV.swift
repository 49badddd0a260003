public import Domain

/// Reads a provider's proofs of delivery (constancia de entrega): what became of each message, by the
/// reference that the register of the mailing gave it.
public enum DeliveriesCSV {
    /// Emits one record a row. Rows without reference, status or day, and rows with a status that is not
    /// known, are set aside: what became of a letter is never guessed.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        try TableReading.read(bytes, format: .deliveriesCSV, role: .deliveries, options: options) {
            text, layout in
            let (reference, status) = (layout.column("reference"), layout.column("status"))
            let day = layout.column("day")
            let (file, digest) = (layout.column("evidenceFile"), layout.column("evidenceDigest"))
            let table = TableRows(text, layout, dates: [day], numbers: [], options: options)
            return try table.read(text, emit: emit) { row, text throws(RowProblem) in
                // People and spreadsheets write a reference in lower case or in groups.
                let written = try row.requiredText(reference, text).filter { !$0.isWhitespace }
                guard !written.isEmpty else { throw RowProblem(.fieldMissing, column: reference) }
                guard let said = DeliveryStatus(written: try row.requiredText(status, text)) else {
                    throw RowProblem(
                        .recordMalformed, column: status, found: "an unknown status",
                        expected: DeliveryStatus.allCases.map(\.rawValue).joined(separator: ", "))
                }
                var record = DeliveryRecord(
                    reference: written.uppercased(), status: said, day: try row.requiredDay(day, text))
                record.evidence = try row.evidence(file: file, digest: digest, text)
                record.place = row.place
                return .delivery(record)
            }
        }
    }
}
