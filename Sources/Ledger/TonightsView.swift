public import Domain

/// The rows of suggestions and unexplained money. They are tonight's view, no facts: matching makes them anew
/// every night.
extension LedgerWriter {
    func insertSuggestion(_ suggestion: MatchDecision) throws {
        let row = SuggestionRow(suggestion)
        try reader.prepared(
            """
            INSERT INTO suggestion (entry, rank, kind, pattern, margin, evidence, vetoes, allocations)
            VALUES (?,?,?,?,?,?,?,?)
            """
        ).run(
            .integer(suggestion.movement), .int(suggestion.rank), .text(suggestion.kind.rawValue),
            .text(suggestion.pattern), .int(suggestion.margin), .text(row.evidence), .text(row.vetoes),
            .text(row.allocations))
    }

    func insertUnexplained(_ credit: UnexplainedCredit) throws {
        let row = UnexplainedRow(credit)
        try reader.prepared(
            """
            INSERT INTO unexplained (entry, booked, amount, currency, label, customers, invoices)
            VALUES (?,?,?,?,?,?,?)
            """
        ).run(
            .integer(credit.movement), .day(credit.booked), .integer(credit.amount),
            .currency(credit.currency), .text(credit.label), .text(row.customers), .text(row.invoices))
    }
}

/// What is suggested and what stays unexplained tonight, taken as matching gives it out: only what differs
/// from last night's rows is written (on a ledger of years a night changes a few of many thousand), and
/// nothing is kept but the numbers of the movements.
public final class TonightsView {
    private let writer: LedgerWriter
    private var suggested: Set<Int64> = []
    private var unexplained: Set<Int64> = []

    public init(_ writer: LedgerWriter) { self.writer = writer }

    /// How many movements have suggestions.
    public var suggestedMovements: Int { suggested.count }
    public var unexplainedMovements: Int { unexplained.count }

    /// All suggestions of one movement, by rank.
    public func take(_ ranked: [MatchDecision]) throws {
        guard let movement = ranked.first?.movement else { return }
        suggested.insert(movement)
        var rows = 0
        var isSame = true
        try writer.reader.prepared(
            """
            SELECT id, entry, rank, kind, pattern, margin, evidence, vetoes, allocations FROM suggestion
            WHERE entry = ? ORDER BY rank, id
            """
        ).each(.integer(movement)) { row in
            isSame = isSame && rows < ranked.count && SuggestionRow(ranked[rows]).isIn(row)
            rows += 1
        }
        guard !isSame || rows != ranked.count else { return }
        if rows > 0 { try dropSuggestions(of: movement) }
        for suggestion in ranked { try writer.insertSuggestion(suggestion) }
    }

    public func take(_ credit: UnexplainedCredit) throws {
        unexplained.insert(credit.movement)
        var isKnown = false
        var isSame = false
        try writer.reader.prepared(
            """
            SELECT entry, booked, amount, currency, label, customers, invoices FROM unexplained
            WHERE entry = ?
            """
        ).each(.integer(credit.movement)) { row in
            isKnown = true
            isSame = UnexplainedRow(credit).isIn(row)
        }
        guard !isSame else { return }
        if isKnown { try writer.deleteUnexplained(credit.movement) }
        try writer.insertUnexplained(credit)
    }

    /// Last: what was suggested before and is not any more.
    public func dropSuggestionsNotTaken() throws {
        for movement in try movements("SELECT DISTINCT entry FROM suggestion ORDER BY entry")
        where !suggested.contains(movement) {
            try dropSuggestions(of: movement)
        }
    }

    public func dropUnexplainedNotTaken() throws {
        for movement in try movements("SELECT entry FROM unexplained ORDER BY entry")
        where !unexplained.contains(movement) {
            try writer.deleteUnexplained(movement)
        }
    }

    private func dropSuggestions(of movement: Int64) throws {
        try writer.reader.prepared("DELETE FROM suggestion WHERE entry = ?").run(.integer(movement))
    }

    private func movements(_ sql: String) throws -> [Int64] {
        var found: [Int64] = []
        try writer.reader.prepared(sql).each { found.append($0.int(0)) }
        return found
    }
}

/// A suggestion as its row has it.
private struct SuggestionRow {
    let suggestion: MatchDecision

    init(_ suggestion: MatchDecision) { self.suggestion = suggestion }

    var evidence: String { EvidenceCoding.encode(suggestion.evidence) }
    var vetoes: String { suggestion.vetoes.joined(separator: "\n") }
    var allocations: String {
        let parts =
            suggestion.allocations.map { "\($0.invoice):\($0.amount)" }
            + suggestion.differences.map { "\($0.invoice):\($0.kind.rawValue):\($0.amount)" }
        return parts.joined(separator: " ")
    }

    /// Whether a row says the same; it is one of the same movement: id, entry, rank, kind, pattern, margin,
    /// evidence, vetoes, allocations.
    func isIn(_ row: Columns) -> Bool {
        row.int(2) == Int64(suggestion.rank) && row.int(5) == Int64(suggestion.margin)
            && row.isText(3, suggestion.kind.rawValue) && row.isText(4, suggestion.pattern)
            && row.isText(8, allocations) && row.isText(7, vetoes) && row.isText(6, evidence)
    }
}

/// An unexplained credit as its row has it.
private struct UnexplainedRow {
    let credit: UnexplainedCredit

    init(_ credit: UnexplainedCredit) { self.credit = credit }

    var customers: String { credit.customers.joined(separator: "\n") }
    var invoices: String { credit.invoices.map(String.init).joined(separator: " ") }

    /// Whether a row of the same movement says the same: entry, booked, amount, currency, label, customers,
    /// invoices.
    func isIn(_ row: Columns) -> Bool {
        row.day(1) == credit.booked && row.int(2) == credit.amount && row.isText(3, credit.currency.code)
            && row.isText(4, credit.label) && row.isText(5, customers) && row.isText(6, invoices)
    }
}
