import Domain
import GRDB
import Testing

@testable import Ledger

/// The journal: append-only, sealed, conserved.
@Suite struct JournalTests {
    private func invoice(_ number: String, _ payable: Int64) -> SourceRecord {
        var record = InvoiceRecord(
            number: number, issued: day("2026-01-01"), currency: .eur, payable: payable)
        record.buyer.taxId = "B12345674"
        return .invoice(record)
    }

    private func decision(_ movement: Int64, _ allocations: [(Int64, Int64)]) -> MatchDecision {
        MatchDecision(
            movement: movement, status: .auto, kind: .single, pattern: "test",
            allocations: allocations.map { Allocation(invoice: $0.0, amount: $0.1) },
            evidence: [Evidence(code: "number-full", field: "text", seen: "F1\tX\nY", centibits: 5)])
    }

    @Test func rowsCannotBeChangedOrDeleted() throws {
        let ledger = try LedgerFixture()
        try ledger.importing([invoice("F1", 100)])
        for sql in [
            "UPDATE invoice_version SET payable = 1", "DELETE FROM run", "UPDATE entry SET amount = 1",
        ] {
            if sql.contains("entry") {
                try ledger.importing(statement("2026-01-05", "2026-01-05", [("2026-01-05", 10, "x")]))
            }
            #expect(throws: DatabaseError.self) {
                try ledger.store.write { try $0.db.execute(sql: sql) }
            }
        }
    }

    @Test func outstandingIsPayableLessWhatWasAppliedAndComesBackWithAReturn() throws {
        let ledger = try LedgerFixture()
        try ledger.importing([invoice("F1", 100), invoice("R1", -30)])
        try ledger.importing(
            statement(
                "2026-01-05", "2026-01-06", opening: 0, [("2026-01-05", 60, "a"), ("2026-01-06", -60, "b")]))
        try ledger.store.write { writer in
            try writer.post(decision(1, [(1, 60)]), rules: "t", run: ledger.run.id)
            try writer.record(
                CreditFact(creditInvoice: 2, invoice: 1, amount: 30, basis: "corrects"), run: ledger.run.id)
        }
        func outstanding() throws -> [Int64] {
            var amounts: [Int64] = []
            try ledger.store.read {
                try $0.openItems(asOf: day("2026-12-31")) { amounts.append($0.outstanding) }
            }
            return amounts
        }
        #expect(try outstanding() == [10, 0])
        try ledger.store.write { try $0.post(decision(2, [(1, -60)]), rules: "t", run: ledger.run.id) }
        #expect(try outstanding() == [70, 0])
        #expect(try ledger.audit().violations.isEmpty)
    }

    @Test func aLookBackLeavesOutWhatCameLater() throws {
        let ledger = try LedgerFixture()
        try ledger.importing([invoice("F1", 100)])
        try ledger.importing(statement("2026-01-05", "2026-01-05", opening: 0, [("2026-01-05", 60, "a")]))
        try ledger.store.write { try $0.post(decision(1, [(1, 60)]), rules: "t", run: ledger.run.id) }
        func outstanding(_ iso: String) throws -> [Int64] {
            var amounts: [Int64] = []
            try ledger.store.read { try $0.openItems(asOf: day(iso)) { amounts.append($0.outstanding) } }
            return amounts
        }
        #expect(try outstanding("2026-01-04") == [100])
        #expect(try outstanding("2026-01-05") == [40])
        #expect(try outstanding("2026-03-31") == [40])
        #expect(try outstanding("2025-12-31") == [])
    }

    @Test func overAllocationIsAViolation() throws {
        let ledger = try LedgerFixture()
        try ledger.importing([invoice("F1", 100)])
        try ledger.importing(statement("2026-01-05", "2026-01-05", opening: 0, [("2026-01-05", 60, "a")]))
        try ledger.store.write { try $0.post(decision(1, [(1, 61)]), rules: "t", run: ledger.run.id) }
        #expect(try ledger.audit().violations.contains { $0.contains("beyond its amount") })
    }

    @Test func aChangedRowBreaksTheSeal() throws {
        let ledger = try LedgerFixture()
        try ledger.importing([invoice("F1", 100)])
        try ledger.store.write { try $0.seal(run: ledger.run.id) }
        #expect(try ledger.audit().violations.isEmpty)
        try ledger.store.write { writer in
            try writer.db.execute(sql: "DROP TRIGGER invoice_version_no_update")
            try writer.db.execute(sql: "UPDATE invoice_version SET payable = 99")
        }
        #expect(try ledger.audit().violations.contains { $0.contains("seal") })
    }

    @Test func evidenceSurvivesTheJournal() throws {
        let ledger = try LedgerFixture()
        try ledger.importing([invoice("F1", 100)])
        try ledger.importing(statement("2026-01-05", "2026-01-05", opening: 0, [("2026-01-05", 60, "a")]))
        try ledger.store.write { try $0.post(decision(1, [(1, 60)]), rules: "t", run: ledger.run.id) }
        var read: [PostedDecision] = []
        try ledger.store.read { try $0.postedDecisions { read.append($0) } }
        #expect(read.first?.decision.evidence.first?.seen == "F1 X Y")
        #expect(read.first?.decision.allocations == [Allocation(invoice: 1, amount: 60)])
    }

    @Test func anUndoneFileLeavesNothing() throws {
        let ledger = try LedgerFixture()
        try ledger.store.write { writer in
            try writer.undoable {
                _ = try writer.accountId("ES1")
                return false
            }
        }
        #expect(try ledger.store.read { try $0.integer("SELECT count(*) FROM account") } == 0)
    }
}
