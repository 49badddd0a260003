import Domain
import Testing

@testable import Ledger

/// The hard part: the same money is never in the ledger twice, and twins are never taken for one.
@Suite struct TwinSafeImportTests {
    let subscriptions: [(String, Int64, String)] = [
        ("2026-01-05", 4990, "CUOTA"), ("2026-01-05", 4990, "CUOTA"), ("2026-01-06", 100, "OTRO"),
    ]

    @Test func twoIdenticalMovementsOfOneDayAreTwo() throws {
        let ledger = try LedgerFixture()
        let result = try ledger.importing(
            statement("2026-01-05", "2026-01-06", opening: 0, subscriptions))
        #expect(result.counts.entries == 3)
        #expect(try ledger.movements().count == 3)
    }

    @Test func theSameStatementInAnotherFileAddsNothing() throws {
        for opening in [Int64?.some(0), nil] {
            let ledger = try LedgerFixture()
            try ledger.importing(statement("2026-01-05", "2026-01-06", opening: opening, subscriptions))
            let again = try ledger.importing(
                statement("2026-01-05", "2026-01-06", opening: opening, subscriptions))
            #expect(again.counts.entries == 0)
            #expect(again.counts.entriesKnown == 3)
            #expect(again.problems.isEmpty)
        }
    }

    @Test func overlappingHalvesInAnyOrderGiveTheWhole() throws {
        let days: [(String, Int64, String)] = (1...20).flatMap { number in
            let date = "2026-01-\(number < 10 ? "0" : "")\(number)"
            return [(date, Int64(100), "A"), (date, 100, "A"), (date, Int64(-50 * number), "B")]
        }
        func part(_ range: ClosedRange<Int>) -> [SourceRecord] {
            let before = days.prefix((range.lowerBound - 1) * 3).reduce(Int64(0)) { $0 + $1.1 }
            let own = Array(days[(range.lowerBound - 1) * 3..<range.upperBound * 3])
            return statement(own[0].0, own[own.count - 1].0, opening: before, own)
        }
        let whole = try LedgerFixture()
        try whole.importing(part(1...20))
        for order in [[1...12, 8...20], [8...20, 1...12], [5...9, 1...12, 8...20, 3...15]] {
            let ledger = try LedgerFixture()
            for range in order { try ledger.importing(part(range)) }
            #expect(try ledger.movements().sorted() == whole.movements().sorted())
            #expect(try ledger.audit().factsDigest == whole.audit().factsDigest)
            #expect(
                try ledger.store.read { try $0.coverage() }.allSatisfy {
                    $0.breaks.isEmpty
                })
        }
    }

    @Test func aTwinInTheAfternoonIsANewMovement() throws {
        let ledger = try LedgerFixture()
        try ledger.importing(
            statement("2026-01-05", "2026-01-05", opening: 0, [("2026-01-05", 4990, "CUOTA")]))
        let afternoon = try ledger.importing(
            statement("2026-01-05", "2026-01-05", opening: 4990, [("2026-01-05", 4990, "CUOTA")]))
        #expect(afternoon.counts.entries == 1)
        #expect(try ledger.movements().count == 2)
    }

    @Test func theSameDayInAnotherFormatIsTheSameDay() throws {
        let ledger = try LedgerFixture()
        try ledger.importing(
            statement(
                "2026-01-05", "2026-01-05", opening: 0,
                [("2026-01-05", 10, "uno"), ("2026-01-05", 20, "dos")]))
        // Worded differently and listed in another order, but from the same balance to the same balance.
        let other = try ledger.importing(
            statement(
                "2026-01-05", "2026-01-05", opening: 0,
                [("2026-01-05", 20, "DOS"), ("2026-01-05", 10, "UNO")]))
        #expect(other.counts.entries == 0)
        #expect(other.counts.entriesKnown == 2)
        // Without balances: exactly the same amounts of a whole day in another file.
        let bare = try ledger.importing(
            statement("2026-01-05", "2026-01-05", [("2026-01-05", 10, "x"), ("2026-01-05", 20, "y")]))
        #expect(bare.counts.entriesKnown == 2)
    }

    @Test func whatCannotBeToldApartIsKeptAndReported() throws {
        let ledger = try LedgerFixture()
        try ledger.importing(
            statement("2026-01-05", "2026-01-05", [("2026-01-05", 10, "uno"), ("2026-01-05", 30, "tres")]))
        let other = try ledger.importing(
            statement("2026-01-05", "2026-01-05", [("2026-01-05", 10, "otra cosa")]))
        #expect(other.counts.entries == 1)
        #expect(other.problems.map(\.code) == [.overlapUnclear])
    }

    @Test func invoicesAgainAddNothingAndContradictionsAreConflicts() throws {
        func invoice(_ payable: Int64) -> SourceRecord {
            var record = InvoiceRecord(
                number: "F1", issued: day("2026-01-02"), currency: .eur, payable: payable)
            record.buyer.taxId = "B12345674"
            record.buyer.name = "Uno S.L."
            return .invoice(record)
        }
        let ledger = try LedgerFixture()
        try ledger.importing([invoice(100)])
        #expect(try ledger.importing([invoice(100)]).counts.invoicesKnown == 1)
        let other = try ledger.importing([invoice(200)])
        #expect(other.problems.map(\.code) == [.invoiceConflict])
        #expect(try ledger.importing([invoice(100)]).counts.invoicesKnown == 1)
        var items: [OpenItem] = []
        try ledger.store.read { try $0.openItems(asOf: day("2026-12-31")) { items.append($0) } }
        #expect(items.map(\.isInConflict) == [true])
    }
}
