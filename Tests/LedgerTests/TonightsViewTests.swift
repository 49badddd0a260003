import Domain
import Support
import Testing

@testable import Ledger

/// Tonight's view: what is the same as last night is not written again, and what is written is the whole.
@Suite struct TonightsViewTests {
    private func suggestion(_ movement: Int64, rank: Int = 1, invoice: Int64 = 1, seen: String = "F1")
        -> MatchDecision
    {
        var decision = MatchDecision(
            movement: movement, status: .suggested, rank: rank, kind: .single, pattern: "amount",
            margin: 12, allocations: [Allocation(invoice: invoice, amount: 100)],
            evidence: [Evidence(code: "number-full", field: "text", seen: seen, centibits: 5)],
            vetoes: ["rival", "amount"])
        decision.differences = [NamedDifference(kind: .cents, invoice: invoice, amount: 3)]
        return decision
    }

    private func credit(_ movement: Int64, amount: Int64 = 7, customers: [String] = ["B1", "B2"])
        -> UnexplainedCredit
    {
        UnexplainedCredit(
            movement: movement, booked: day("2026-01-05"), amount: amount, currency: .eur,
            label: "REF of 2026-01-05", customers: customers, invoices: [3, 4])
    }

    /// Rows that `body` inserts, changes or deletes.
    private func rowsWritten(_ ledger: LedgerFixture, _ body: (LedgerWriter) throws -> Void) throws -> Int64 {
        try ledger.store.write { writer in
            let before = try writer.reader.integer("SELECT total_changes()") ?? 0
            try body(writer)
            return (try writer.reader.integer("SELECT total_changes()") ?? 0) - before
        }
    }

    /// The numbers of a movement's suggestion rows.
    private func rowNumbers(_ ledger: LedgerFixture, of movement: Int64) throws -> [Int64] {
        try ledger.store.read { reader in
            var ids: [Int64] = []
            try reader.prepared("SELECT id FROM suggestion WHERE entry = ? ORDER BY rank, id").each(
                .integer(movement)
            ) { ids.append($0.int(0)) }
            return ids
        }
    }

    private func suggestions(_ ledger: LedgerFixture) throws -> [MatchDecision] {
        var found: [MatchDecision] = []
        try ledger.store.read { try $0.suggestions { found.append($0) } }
        return found
    }

    @Test func anUnchangedSuggestionIsNotWritten() throws {
        let ledger = try LedgerFixture()
        let first = [suggestion(1), suggestion(1, rank: 2, invoice: 2), suggestion(2), suggestion(3)]
        #expect(try rowsWritten(ledger) { try $0.replaceSuggestions(first) } == 4)
        let kept = try rowNumbers(ledger, of: 1)
        #expect(try rowsWritten(ledger) { try $0.replaceSuggestions(first) } == 0)
        // One says something else, one is gone, one is new.
        let second = [first[0], first[1], suggestion(2, seen: "F2"), suggestion(4)]
        #expect(try rowsWritten(ledger) { try $0.replaceSuggestions(second) } == 4)
        #expect(try rowNumbers(ledger, of: 1) == kept)
        #expect(try suggestions(ledger) == second)
    }

    @Test(
        arguments: [
            { $0.pattern = "" }, { $0.margin = 13 }, { $0.vetoes = [] },
            { $0.allocations = [Allocation(invoice: 1, amount: 99)] },
            { $0.differences = [] }, { $0.evidence = [] }, { $0.kind = .partial },
        ] as [@Sendable (inout MatchDecision) -> Void])
    func whateverChangesIsWritten(_ change: @Sendable (inout MatchDecision) -> Void) throws {
        let ledger = try LedgerFixture()
        try ledger.store.write { try $0.replaceSuggestions([suggestion(1), suggestion(2)]) }
        var changed = suggestion(2)
        change(&changed)
        #expect(try rowsWritten(ledger) { try $0.replaceSuggestions([suggestion(1), changed]) } == 2)
        #expect(try suggestions(ledger) == [suggestion(1), changed])
    }

    @Test func anUnchangedCreditIsNotWritten() throws {
        let ledger = try LedgerFixture()
        let first = [credit(5), credit(1), credit(3)]
        #expect(try rowsWritten(ledger) { try $0.replaceUnexplained(first) } == 3)
        #expect(try rowsWritten(ledger) { try $0.replaceUnexplained(first) } == 0)
        let second = [credit(1, amount: 8), credit(4, customers: []), credit(5)]
        #expect(try rowsWritten(ledger) { try $0.replaceUnexplained(second) } == 4)
        #expect(try ledger.store.read { try $0.unexplainedCredits() } == second)
    }

    /// Night after night the view is what it would be in a ledger that never saw another one.
    @Test(arguments: 1...8)
    func theViewDoesNotRestOnTheOneBefore(_ seed: Int) throws {
        var dice = SplitMix64(seed: UInt64(seed))
        let ledger = try LedgerFixture()
        for _ in 0..<6 {
            var night: [MatchDecision] = []
            var credits: [UnexplainedCredit] = []
            for movement in (1...30).shuffled(using: &dice) where Bool.random(using: &dice) {
                for rank in 1...Int.random(in: 1...3, using: &dice) {
                    night.append(
                        suggestion(
                            Int64(movement), rank: rank, invoice: Int64.random(in: 1...2, using: &dice)))
                }
                credits.append(credit(Int64(movement), amount: Int64.random(in: 1...2, using: &dice)))
            }
            let fresh = try LedgerFixture()
            for store in [ledger.store, fresh.store] {
                try store.write {
                    try $0.replaceSuggestions(night)
                    try $0.replaceUnexplained(credits)
                }
            }
            #expect(try suggestions(ledger) == suggestions(fresh))
            #expect(
                try ledger.store.read { try $0.unexplainedCredits() }
                    == fresh.store.read { try $0.unexplainedCredits() })
        }
    }
}
