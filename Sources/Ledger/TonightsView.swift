public import Domain

/// Suggestions and unexplained money of all movements. They are tonight's view, no facts: matching makes them
/// anew every night. What did not change since last night is left as it is: on a ledger of years a night
/// changes a few of many thousand rows.
extension LedgerWriter {
    /// Makes the suggestions these, and leaves those of a movement alone where they are the same as before.
    public func replaceSuggestions(_ suggestions: [MatchDecision]) throws {
        let order = suggestions.indices.sorted { a, b in
            let (one, other) = (suggestions[a], suggestions[b])
            return (one.movement, one.rank, a) < (other.movement, other.rank, b)
        }
        let (stale, fresh) = try changedSuggestions(suggestions, order)
        let delete = try reader.prepared("DELETE FROM suggestion WHERE id = ?")
        for id in stale { try delete.run(.integer(id)) }
        for index in fresh.sorted() { try insertSuggestion(suggestions[index]) }
    }

    /// Rows that are no longer suggested, and positions of what is not in the ledger yet.
    ///
    /// - Parameter order: the positions by movement and rank.
    private func changedSuggestions(
        _ suggestions: [MatchDecision], _ order: [Int]
    ) throws -> (stale: [Int64], fresh: [Int]) {
        var stale: [Int64] = []
        var fresh: [Int] = []
        let rows = try RowCursor(
            reader,
            """
            SELECT id, entry, rank, kind, pattern, margin, evidence, vetoes, allocations FROM suggestion
            ORDER BY entry, rank, id
            """)
        var row = try rows.next()
        var next = 0
        while next < order.count {
            let movement = suggestions[order[next]].movement
            let end = order[next...].firstIndex { suggestions[$0].movement != movement } ?? order.count
            while let known = row, known.int(1) < movement {
                stale.append(known.int(0))
                row = try rows.next()
            }
            // All of a movement or nothing: their order among equal ranks is that of their numbers.
            var ids: [Int64] = []
            var isSame = true
            while let known = row, known.int(1) == movement {
                if isSame {
                    isSame =
                        next + ids.count < end
                        && SuggestionRow(suggestions[order[next + ids.count]]).isIn(known)
                }
                ids.append(known.int(0))
                row = try rows.next()
            }
            if !isSame || ids.count != end - next {
                stale += ids
                fresh += order[next..<end]
            }
            next = end
        }
        while let known = row {
            stale.append(known.int(0))
            row = try rows.next()
        }
        return (stale, fresh)
    }

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

    /// Makes the credits that nothing explains these; rows that stay the same are not written.
    public func replaceUnexplained(_ credits: [UnexplainedCredit]) throws {
        var stale: [Int64] = []
        var fresh: [UnexplainedCredit] = []
        let rows = try RowCursor(
            reader,
            "SELECT entry, booked, amount, currency, label, customers, invoices FROM unexplained ORDER BY entry"
        )
        var row = try rows.next()
        for credit in credits.sorted(by: { $0.movement < $1.movement }) {
            while let known = row, known.int(0) < credit.movement {
                stale.append(known.int(0))
                row = try rows.next()
            }
            if let known = row, known.int(0) == credit.movement {
                if !UnexplainedRow(credit).isIn(known) {
                    stale.append(credit.movement)
                    fresh.append(credit)
                }
                row = try rows.next()
            } else {
                fresh.append(credit)
            }
        }
        while let known = row {
            stale.append(known.int(0))
            row = try rows.next()
        }
        for movement in stale { try deleteUnexplained(movement) }
        for credit in fresh { try insertUnexplained(credit) }
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
