internal import Domain
internal import Scanning

/// Reads the queue of movements that a person filled in (`recobro review --csv`): a row a movement.
///
/// Rows without a decision are records too, that say nothing. A decision that nobody signs decides nothing.
enum ReviewTable {
    /// Whether a table of decisions is one of movements.
    static func has(_ layout: TableLayout) -> Bool { layout.column("movement") >= 0 }

    static func rows(
        _ text: Span<UInt8>, _ layout: TableLayout, options: ReadOptions, emit: RecordSink
    ) throws -> [Problem] {
        let (day, amount) = (layout.column("day"), layout.column("amount"))
        let table = TableRows(text, layout, dates: [day], numbers: [amount], options: options)
        return try table.read(text, emit: emit) { row, text throws(RowProblem) in
            .adjudication(try record(&row, text, layout))
        }
    }

    private static func record(
        _ row: inout TableRow, _ text: Span<UInt8>, _ layout: TableLayout
    ) throws(RowProblem) -> AdjudicationRecord {
        let (movement, amount) = (layout.column("movement"), layout.column("amount"))
        let decision = layout.column("decision")
        let said = row.text(decision, text)
        guard !said.isEmpty else {
            var open = AdjudicationRecord(
                movement: 0, booked: Day(number: 0), amount: 0, currency: .eur, answer: .open, author: "")
            open.place = row.place
            return open
        }
        let number = try row.requiredText(movement, text)
        guard let id = Int64(number.first == "#" ? number.dropFirst() : number[...]), id > 0 else {
            throw RowProblem(
                .recordMalformed, column: movement, found: "no number", expected: "the movement's number")
        }
        let currency = try row.currency(layout.column("currency"), amount: amount, text)
        var record = AdjudicationRecord(
            movement: id, booked: try row.requiredDay(layout.column("day"), text),
            amount: try row.requiredAmount(amount, currency, text), currency: currency, answer: .open,
            author: try row.requiredText(layout.column("author"), text))
        let columns = (1...3).map { layout.column("shown\($0)") }
        for column in columns {
            // A leading apostrophe keeps spreadsheets from reading a text as a formula.
            let shown = row.text(column, text).drop { $0 == "'" }
            record.shown.append(AllocationText.read(String(shown), currency: currency) ?? [])
        }
        while record.shown.last?.isEmpty == true { record.shown.removeLast() }
        record.answer = try answer(said, currency, column: decision)
        let isShown = record.shown.first?.isEmpty == false
        switch record.answer {
        case .accepted(let rank):
            guard record.shown.indices.contains(rank - 1), !record.shown[rank - 1].isEmpty else {
                throw RowProblem(.fieldMissing, column: columns[rank - 1], expected: "suggestion \(rank)")
            }
        case .rejected where !isShown:
            throw RowProblem(.fieldMissing, column: columns[0], expected: "a suggestion to reject")
        default: break
        }
        record.note = row.text(layout.column("note"), text)
        record.place = row.place
        return record
    }

    /// A decision as people write it, by our own words, in Spanish, or as invoices with amounts.
    private static func answer(
        _ said: String, _ currency: Currency, column: Int
    ) throws(RowProblem) -> AdjudicationRecord.Answer {
        switch HeadingText.fold(said) {
        case "1": return .accepted(rank: 1)
        case "2": return .accepted(rank: 2)
        case "3": return .accepted(rank: 3)
        case "nobody", "none", "nadie", "de nadie", "ninguna": return .nobody
        case "reject", "rejected", "no", "rechazar", "rechazada", "rechazado": return .rejected
        case "keep", "kept", "mantener", "mantenida", "mantenido": return .kept
        case "reverse", "reversed", "undo", "deshacer", "anular": return .reversed
        case "redirect", "redirected", "reimputar", "reimputado", "reimputada": return .redirected
        default: break
        }
        if let parts = AllocationText.read(said, currency: currency) { return .applied(parts) }
        throw RowProblem(
            .recordMalformed, column: column, found: "an unknown decision",
            expected: "1, 2, 3, nobody, reject, keep, reverse, redirect, or NUMBER=AMOUNT for each invoice")
    }
}
