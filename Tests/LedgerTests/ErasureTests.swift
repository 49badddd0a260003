import Domain
import Foundation
import GRDB
import Testing

@testable import Ledger

/// Rows that may be changed once, by an erasure, and a chain of seals that says so.
@Suite struct ErasureTests {
    private static let key = "12345678Z"

    private func invoice(_ number: String, taxId: String = key, name: String = "Juan Pérez Gil")
        -> SourceRecord
    {
        var record = InvoiceRecord(number: number, issued: day("2026-01-01"), currency: .eur, payable: 100)
        record.buyer.taxId = taxId
        record.buyer.name = name
        record.buyer.email = "juan@correo.example"
        record.buyer.phone = "+34 600 123 456"
        record.buyer.street = "Calle Rueda 4"
        return .invoice(record)
    }

    private func entry(_ name: String, _ text: String) -> [SourceRecord] {
        var records = statement("2026-01-05", "2026-01-05", opening: 0, [("2026-01-05", 100, text)])
        guard case .entry(var entry) = records[1] else { return records }
        entry.counterparty = name
        entry.reference = "R1"
        records[1] = .entry(entry)
        return records
    }

    /// A ledger with a paid invoice of the person and one of somebody else, sealed.
    private func ledger() throws -> LedgerFixture {
        let ledger = try LedgerFixture()
        try ledger.importing([invoice("F1"), invoice("F2", taxId: "A58818501", name: "Dos Tres S.A.")])
        try ledger.importing(entry("JUAN PEREZ GIL", "PAGO F1 JUAN PEREZ GIL"))
        try ledger.store.write { writer in
            try writer.post(
                MatchDecision(
                    movement: 1, status: .auto, kind: .single, pattern: "t",
                    allocations: [Allocation(invoice: 1, amount: 100)],
                    evidence: [
                        Evidence(
                            code: "payer-name", field: "counterparty", seen: "JUAN PEREZ GIL", centibits: 9),
                        Evidence(code: "number-full", field: "text", seen: "F1", centibits: 9),
                    ]), rules: "t", run: ledger.run.id)
            try writer.seal(run: ledger.run.id)
            try writer.markPublished(ledger.run.id)
        }
        return ledger
    }

    private func erase(
        _ ledger: LedgerFixture, _ scope: ErasureScope, outputs: [ErasedOutput] = []
    ) throws -> LedgerWriter.Erased {
        try ledger.store.write { writer in
            let subject = try writer.reader.erasureSubject(Self.key)
            let order = ErasureOrder(
                scope: scope, day: day("2033-01-01"), author: "Ana", reason: "solicitud", plan: "", files: 0,
                outputs: outputs)
            return try writer.review(
                on: day("2033-01-01"), configuration: "", configurationText: "", program: "test"
            ) { try writer.erase(subject, order, run: $0) }
        }
    }

    private func schema(_ ledger: LedgerFixture) throws -> [String] {
        try ledger.store.read {
            try String.fetchAll(
                $0.db,
                sql: "SELECT type || name || tbl_name || coalesce(sql, '') AS s FROM sqlite_schema ORDER BY s"
            )
        }
    }

    @Test func theChainHoldsAfterItAndSaysWhatItReplaced() throws {
        let ledger = try ledger()
        let before = try ledger.audit()
        let tables = try schema(ledger)
        // Before the first erasure a seal is what it was before the tables came.
        #expect(try ledger.store.read { try $0.watermarks()["erasure"] } == nil)
        let erased = try erase(ledger, .everything)
        #expect(try ledger.store.read { try $0.lastSeal()?.marks["erasure"] } == 1)
        let after = try ledger.audit()
        #expect(after.violations.isEmpty, "\(after.violations)")
        #expect(erased.headBefore == before.journalDigest && after.journalDigest != before.journalDigest)
        #expect(after.movementsDigest == before.movementsDigest)
        #expect(try schema(ledger) == tables)
        let record = try #require(try ledger.store.read { try $0.erasures() }.first)
        #expect(
            record.headBefore == before.journalDigest && record.rows == erased.rows && record.author == "Ana")
        #expect(try ledger.store.read { try $0.lastErasure(ofKey: Self.key) }?.number == record.number)
        // Protected again, the rows of the erasure too.
        for table in ["entry", "invoice_version", "seal", "erasure", "erasure_part", "match_decision"] {
            #expect(throws: DatabaseError.self, "\(table)") {
                try ledger.store.write { try $0.db.execute(sql: "UPDATE \(table) SET id = id") }
            }
        }
    }

    /// Columns of one row with bars between them.
    private func row(_ ledger: LedgerFixture, _ columns: String, _ from: String) throws -> String? {
        let joined = columns.split(separator: " ").joined(separator: " || '|' || ")
        return try ledger.store.read { try String.fetchOne($0.db, sql: "SELECT \(joined) FROM \(from)") }
    }

    @Test func namesGoAndAmountsStay() throws {
        let ledger = try ledger()
        _ = try erase(ledger, .everything)
        let columns = "customer tax_id name street email phone payable"
        #expect(
            try row(ledger, columns, "invoice_version WHERE invoice = 1") == "name:[erased 1]||||||100")
        #expect(
            try row(ledger, "text counterparty reference amount", "entry") == "[erased]||R1|100")
        // Somebody else has the same telephone: it is that customer's still.
        #expect(
            try row(ledger, "name phone", "invoice_version WHERE invoice = 2")
                == "Dos Tres S.A.|+34 600 123 456")
        var seen: [String] = []
        try ledger.store.read { reader in
            try reader.postedDecisions { seen = $0.decision.evidence.map(\.seen) }
        }
        #expect(seen == ["", "F1"])
        #expect(try ledger.store.read { try $0.customerKeys(named: Self.key) }.isEmpty)
    }

    @Test func contactDataGoAndTheInvoiceStays() throws {
        let ledger = try ledger()
        _ = try erase(ledger, .contact)
        #expect(
            try row(ledger, "customer street email", "invoice_version WHERE invoice = 1")
                == "12345678Z|Calle Rueda 4|")
        #expect(try row(ledger, "text", "entry") == "PAGO F1 JUAN PEREZ GIL")
        #expect(try ledger.audit().violations.isEmpty)
    }

    @Test func whatIsOpenUndecidedOrDoubtedStandsAgainstIt() throws {
        let ledger = try ledger()
        func standing(_ key: String) throws -> ErasureStanding {
            try ledger.store.read { reader in
                try reader.erasureStanding(try reader.erasureSubject(key), asOf: day("2026-02-01"))
            }
        }
        let settled = try standing(Self.key)
        #expect(settled.open.isEmpty && settled.undecided.isEmpty && settled.doubted.isEmpty)
        #expect(settled.lastEntry == day("2026-01-05"))
        let open = try standing("A58818501").open
        #expect(open.map(\.number) == ["F2"] && open.first?.outstanding.minorUnits == 100)
        try ledger.store.write { try $0.challenge(decision: 1, reason: "r", run: ledger.run.id) }
        #expect(try standing(Self.key).doubted == ["F1"])
        var further = statement("2026-01-06", "2026-01-06", opening: 100, [("2026-01-06", 5, "x")])
        if case .entry(var entry) = further[1] {
            entry.counterpartyTaxId = Self.key
            further[1] = .entry(entry)
        }
        try ledger.importing(further)
        #expect(try standing(Self.key).undecided == ["#2"])
    }

    /// A digest that somebody wrote down is found again, in the chain that holds or in one that was replaced.
    @Test func everyReplacedHeadIsKept() throws {
        let ledger = try ledger()
        let first = try ledger.audit().journalDigest
        _ = try erase(ledger, .contact)
        let second = try ledger.audit().journalDigest
        _ = try erase(ledger, .everything)
        func replaced(_ digest: String) throws -> [String] {
            try ledger.store.read { try $0.heads(digest) }.map { "\($0.run) \($0.replacedBy ?? 0)" }
        }
        #expect(try replaced(first) == ["2026-03-31-1 1"])
        #expect(try replaced(second) == ["2033-01-01-review-1 2"])
        #expect(try replaced(ledger.audit().journalDigest) == ["2033-01-01-review-2 0"])
        #expect(try replaced("00").isEmpty)
    }

    @Test func aForgeryCannotHideBehindAnErasure() throws {
        let ledger = try ledger()
        try ledger.store.write { writer in
            try writer.db.execute(sql: "DROP TRIGGER invoice_version_no_update")
            try writer.db.execute(sql: "UPDATE invoice_version SET payable = 99 WHERE invoice = 2")
        }
        #expect(throws: LedgerError.self) { try erase(ledger, .contact) }
        #expect(try ledger.audit().violations.contains { $0.contains("seal") })
        #expect(try ledger.store.read { try $0.erasures() }.isEmpty)
    }

    @Test func theRowOfAnErasureIsSealed() throws {
        let ledger = try ledger()
        _ = try erase(ledger, .contact)
        try ledger.store.write { writer in
            try writer.db.execute(sql: "DROP TRIGGER erasure_no_update")
            try writer.db.execute(sql: "UPDATE erasure SET head_before = '00'")
        }
        #expect(try ledger.audit().violations.contains { $0.contains("seal") })
    }

    /// What fails leaves everything as it was, the triggers too.
    @Test func whatFailsLeavesNothing() throws {
        let ledger = try ledger()
        let tables = try schema(ledger)
        let before = try ledger.audit()
        struct Stop: Error {}
        #expect(throws: Stop.self) {
            try ledger.store.write { writer in
                try writer.withoutUpdateProtection(of: ["entry"]) {
                    try writer.db.execute(sql: "UPDATE entry SET text = ''")
                    throw Stop()
                }
            }
        }
        #expect(try schema(ledger) == tables)
        #expect(try ledger.audit() == before)
    }

    @Test func theOutboxIsWhatTheJournalPlansAfterIt() throws {
        let ledger = try LedgerFixture()
        try ledger.importing([invoice("F1")])
        try ledger.store.write { writer in
            try writer.planOutput(path: "a.html", sha256: "1", bytes: 1, run: ledger.run.id)
            try writer.planOutput(path: "b.html", sha256: "2", bytes: 2, run: ledger.run.id)
            try writer.seal(run: ledger.run.id)
        }
        _ = try erase(
            ledger, .contact,
            outputs: [
                ErasedOutput(run: ledger.run.id, path: "a.html", replacement: nil),
                ErasedOutput(run: ledger.run.id, path: "b.html", replacement: .init(sha256: "3", bytes: 3)),
            ])
        let gone = try ledger.store.read { try $0.erasedOutputs(run: ledger.run.id) }
        #expect(gone == ["a.html"])
        let planned = try ledger.store.read { try $0.outputs(run: ledger.run.id).map(\.sha256) }
        #expect(planned == ["1", "3"])
        #expect(try ledger.audit().violations.isEmpty)
    }

    /// The same movement in another file, after its text was erased.
    @Test func anErasedMovementIsKnownByTheBanksReference() throws {
        let ledger = try ledger()
        _ = try erase(ledger, .everything)
        var again = entry("JUAN PEREZ GIL", "PAGO F1 JUAN PEREZ GIL")
        again[0] = .statementOpened(StatementOpening(account: "ES1", currency: .eur))
        let counts = try ledger.importing(again).counts
        #expect(counts.entries == 0 && counts.entriesKnown == 1)
        #expect(try ledger.movements() == ["2026-01-05 100 [erased]"])
    }

    @Test func theFileHoldsNothingOfItAfterwards() throws {
        let ledger = try ledger()
        _ = try erase(ledger, .everything)
        #expect(try ledger.store.compact())
        for name in ["ledger.sqlite", "ledger.sqlite-wal"] {
            let bytes = FileManager.default.contents(atPath: "\(ledger.folder)/\(name)") ?? Data()
            for text in ["JUAN PEREZ", "Juan P", "12345678Z"] {
                #expect(bytes.range(of: Data(text.utf8)) == nil, "\(name): \(text)")
            }
        }
    }

    @Test func whatIdentifiesAPersonIsFoundWholeAndNothingElse() {
        let text = ErasureText(["Ana Gil", "12345678Z", "600123456", "a@b.example", "R&D Ruiz"])
        for (found, erased) in [
            ("de Ana Gil.", "de [erased]."), ("NIF12345678Z", "NIF[erased]"),
            ("tel:600123456,", "tel:[erased],"),
            ("<td>R&amp;D Ruiz</td>", "<td>[erased]</td>"), ("xx a@b.example", "xx [erased]"),
        ] { #expect(text.erased(found) == erased) }
        for other in ["Ana Gila", "Juana Gil", "1600123456", "6001234567", "C-12345678Z", ""] {
            #expect(text.erased(other) == nil, "\(other)")
        }
        let narrow = ErasureText(["Peña Gil"])
        #expect(
            narrow.erased([0x50, 0x65, 0xF1, 0x61] + Array(" Gil1".utf8), keepsLength: true)
                == Array("XXXXXXXX1".utf8))
        #expect(ErasureSpelling.all("+34 600 12 34 56").contains("600123456"))
        #expect(ErasureSpelling.all("600123456").contains("600 123 456"))
        #expect(ErasureSpelling.all("ES7921000813610123456789").contains("ES79 2100 0813 6101 2345 6789"))
    }
}
