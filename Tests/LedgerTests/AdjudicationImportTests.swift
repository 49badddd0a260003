import Domain
import Testing

@testable import Ledger

/// A review table's rows: each applied or set aside alone, none twice.
@Suite struct AdjudicationImportTests {
    private func ledger() throws -> LedgerFixture {
        let ledger = try LedgerFixture()
        for (number, payable) in [("F1", 100), ("F2", 50)] as [(String, Int64)] {
            var record = InvoiceRecord(
                number: number, issued: day("2026-01-01"), currency: .eur, payable: payable)
            record.buyer.taxId = "B12345674"
            try ledger.importing([.invoice(record)])
        }
        try ledger.importing(
            statement(
                "2026-01-05", "2026-01-06", opening: 0, [("2026-01-05", 100, "a"), ("2026-01-06", 50, "b")]))
        return ledger
    }

    private func row(
        _ movement: Int64, _ booked: String, _ amount: Int64, _ answer: AdjudicationRecord.Answer,
        shown: [[NamedAllocation]] = [], line: Int = 2
    ) -> SourceRecord {
        var record = AdjudicationRecord(
            movement: movement, booked: day(booked), amount: amount, currency: .eur, shown: shown,
            answer: answer, author: "Luis")
        record.place = Place(line: line)
        return .adjudication(record)
    }

    private let first = [NamedAllocation(number: "F1", amount: 100)]

    @Test func goodRowsAreKeptAndBadOnesSetAside() throws {
        let ledger = try ledger()
        let rows = [
            row(1, "2026-01-05", 100, .accepted(rank: 1), shown: [first], line: 2),
            row(1, "2026-01-05", 100, .nobody, line: 3),
            row(2, "2026-01-07", 50, .nobody, line: 4),
            row(2, "2026-01-06", 51, .nobody, line: 5),
            row(2, "2026-01-06", 50, .applied([NamedAllocation(number: "F9", amount: 50)]), line: 6),
            row(2, "2026-01-06", 50, .applied([NamedAllocation(number: "F1", amount: 50)]), line: 7),
            row(2, "2026-01-06", 50, .open, line: 8),
            row(2, "2026-01-06", 50, .reversed, line: 9),
            row(2, "2026-01-06", 50, .kept, line: 10),
            row(2, "2026-01-06", 50, .applied([NamedAllocation(number: "f 2", amount: 50)]), line: 11),
        ]
        let (counts, problems) = try ledger.importing(rows)
        #expect(counts.others == 2 && counts.othersKnown == 0)
        #expect(
            problems.map { "\($0.place.line) \($0.code.rawValue)" } == [
                "3 movement-decided", "4 movement-unknown", "5 movement-unknown", "6 invoice-unknown",
                "7 allocation-refused", "9 movement-decided", "10 movement-decided",
            ])
        let people = try ledger.store.read { try $0.adjudications() }
        #expect(people.map(\.movement) == [1, 2] && people.map(\.agreesWithShown) == [true, false])
        #expect(try ledger.store.read { try $0.adjudicationSource(1)?.source } == "file4, line 2")
        #expect(try ledger.audit().violations.isEmpty)
        // The same rows in a file that was saved again.
        let again = try ledger.importing([rows[0], rows[9]])
        #expect(again.counts.others == 0 && again.counts.othersKnown == 2 && again.problems.isEmpty)
    }

    @Test func aRowTakesBackWhatWasDecided() throws {
        let ledger = try ledger()
        try ledger.importing([row(1, "2026-01-05", 100, .accepted(rank: 1), shown: [first])])
        let reversing = row(1, "2026-01-05", 100, .reversed)
        #expect(try ledger.importing([reversing]).counts.others == 1)
        #expect(try ledger.importing([reversing]).counts.othersKnown == 1)
        #expect(try ledger.store.read { try $0.invoicePosition(1)?.outstanding } == 100)
        #expect(try ledger.store.read { try $0.reversals().first?.source } == "file5, line 2")
        #expect(try ledger.audit().violations.isEmpty)
    }

    @Test func whatIsRejectedIsNotShownAgain() throws {
        let ledger = try ledger()
        let shown = MatchDecision(
            movement: 1, status: .suggested, rank: 1, kind: .single, pattern: "suggestion",
            allocations: [Allocation(invoice: 1, amount: 100)])
        var second = shown
        second.rank = 2
        second.allocations = [Allocation(invoice: 2, amount: 50)]
        second.differences = [NamedDifference(kind: .cents, invoice: 2, amount: 3)]
        try ledger.store.write { try $0.replaceSuggestions([shown, second]) }
        let rejecting = row(1, "2026-01-05", 100, .rejected, shown: [first])
        #expect(try ledger.importing([rejecting]).counts.others == 1)
        #expect(try ledger.importing([rejecting]).counts.othersKnown == 1)
        let left = try ledger.store.read { try $0.suggestions(of: 1) }
        #expect(left.map(\.rank) == [1] && left.first?.allocations == second.allocations)
        #expect(left.first?.differences == second.differences)
        #expect(try ledger.store.read { try $0.adjudications().first?.shownPattern } == "suggestion")
    }
}
