public import Domain

/// One movement that waits for a person, as a row of the table that a person fills in.
public struct ReviewQueueRow: Sendable, Equatable {
    /// The ledger's number.
    public var movement: Int64
    public var day: Day
    public var amount: Money
    public var payer: String
    public var text: String
    /// At most three, as `AllocationText` writes them; of a match in doubt, the match.
    public var suggestions: [String]
    /// Why it was not matched, or what speaks against the match, in words.
    public var why: String
    /// What is proposed as the decision; empty where a person must find it. Nobody has signed it yet.
    public var decision = ""

    public init(
        movement: Int64, day: Day, amount: Money, payer: String, text: String, suggestions: [String],
        why: String
    ) {
        self.movement = movement
        self.day = day
        self.amount = amount
        self.payer = payer
        self.text = text
        self.suggestions = suggestions
        self.why = why
    }
}

/// The queue as a table for a spreadsheet: UTF-8 with a byte-order mark, semicolons, no formulas, amounts
/// with the language's decimal mark. The columns for the decision are empty; import reads it back.
public enum ReviewQueueTable {
    private static let shownMax = 3

    public static func bytes(_ rows: some Sequence<ReviewQueueRow>, language: String) -> [UInt8] {
        let words = ReviewWords(language: language)
        let suggestions = (1...shownMax).map { words(.columnSuggestion, ["rank": "\($0)"]) }
        let head = [
            ReviewLabel.columnMovement, .columnDay, .columnAmount, .columnCurrency, .columnPayer,
            .columnText,
        ].map { words($0) }
        let tail = [ReviewLabel.columnWhy, .columnDecision, .columnAuthor, .columnNote].map { words($0) }
        var csv = CSVWriter(columns: head + suggestions + tail, separator: 0x3B, marksEncoding: true)
        for row in rows {
            csv.integer(row.movement)
            csv.day(row.day)
            csv.raw(row.amount.decimalString.replacing(".", with: words.decimalMark))
            csv.raw(row.amount.currency.code)
            csv.text(row.payer)
            csv.text(row.text)
            for index in 0..<shownMax {
                csv.text(row.suggestions.indices.contains(index) ? row.suggestions[index] : "")
            }
            csv.text(row.why)
            csv.text(row.decision)
            for _ in tail.dropFirst(2) { csv.raw("") }
            csv.endRow()
        }
        return csv.takeChunk(final: true)
    }
}
