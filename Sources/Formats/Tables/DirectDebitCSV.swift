public import Domain

/// Reads the creditor's own list of direct-debit batches (remesas): what each lump credit is made of.
public enum DirectDebitCSV {
    /// Emits one record a row. Rows without batch, invoice, day or amount are set aside.
    public static func read(
        _ bytes: Span<UInt8>, options: ReadOptions, emit: RecordSink
    ) throws -> ReadOutcome {
        try TableReading.read(bytes, format: .directDebitCSV, role: .directDebits, options: options) {
            text, layout in
            let (day, amount) = (layout.column("collected"), layout.column("amount"))
            let table = TableRows(text, layout, dates: [day], numbers: [amount], options: options)
            let (batch, invoice) = (layout.column("batch"), layout.column("invoice"))
            let currency = layout.column("currency")
            let mandate = layout.column("mandateId")
            let taxId = layout.column("debtorTaxId")
            let endToEnd = layout.column("endToEndId")
            return try table.read(text, emit: emit) { row, text throws(RowProblem) in
                let currency = try row.currency(currency, amount: amount, text)
                var record = DirectDebitRecord(
                    batch: try row.requiredText(batch, text), collected: try row.requiredDay(day, text),
                    invoiceNumber: try row.requiredText(invoice, text),
                    amount: try row.requiredAmount(amount, currency, text), currency: currency)
                record.mandateId = row.text(mandate, text)
                record.debtorTaxId = TaxIdentifier.key(row.text(taxId, text))
                record.endToEndId = row.text(endToEnd, text)
                record.place = row.place
                return .directDebit(record)
            }
        }
    }
}
