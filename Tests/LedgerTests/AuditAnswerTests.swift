import Domain
import GRDB
import Testing

@testable import Ledger

/// What people say of postings that the audit sample drew, and take back.
@Suite struct AuditAnswerTests {
    private let ana = Signature(author: "Ana", day: day("2026-04-01"))

    /// Invoices 1 and 2 of 100 and 50, movement 1 of 98, which the program posted to the first, less 2.
    private func ledger() throws -> LedgerFixture {
        let ledger = try LedgerFixture()
        for (number, payable) in [("F1", Int64(100)), ("F2", 50)] {
            var record = InvoiceRecord(
                number: number, issued: day("2026-01-01"), currency: .eur, payable: payable)
            record.buyer.taxId = "B12345674"
            try ledger.importing([.invoice(record)])
        }
        try ledger.importing(statement("2026-01-05", "2026-01-05", opening: 0, [("2026-01-05", 98, "a")]))
        var posting = MatchDecision(
            movement: 1, status: .auto, kind: .difference, pattern: "number+discount",
            allocations: [Allocation(invoice: 1, amount: 98)],
            evidence: [Evidence(code: "number-full", field: "text", seen: "F1", centibits: 5)])
        posting.differences = [NamedDifference(kind: .discount, invoice: 1, amount: 2)]
        try ledger.store.write { try $0.post(posting, rules: "t", run: ledger.run.id) }
        return ledger
    }

    private func inReview<Value>(
        _ ledger: LedgerFixture, _ body: (LedgerWriter, String) throws -> Value
    ) throws -> Value {
        try ledger.store.write { writer in
            try writer.review(on: ana.day, configuration: "", configurationText: "", program: "t") {
                try body(writer, $0)
            }
        }
    }

    private func answer(
        _ decision: Int64, _ verdict: Adjudication.Verdict, _ parts: [(Int64, Int64)], _ ledger: LedgerFixture
    ) throws -> AuditAnswer {
        let draft = AdjudicationDraft(
            movement: 1, verdict: verdict, signature: ana,
            allocations: parts.map { Allocation(invoice: $0.0, amount: $0.1) })
        return try inReview(ledger) { try $0.answerAudit(of: decision, with: draft, run: $1) }
    }

    private func withdraw(_ decision: Int64, _ ledger: LedgerFixture) throws -> Int64 {
        try inReview(ledger) { try $0.withdrawAuditAnswer(of: decision, ana, run: $1) }
    }

    private func outstanding(_ ledger: LedgerFixture) throws -> [Int64] {
        var amounts: [Int64] = []
        try ledger.store.read { try $0.openItems(asOf: day("2026-12-31")) { amounts.append($0.outstanding) } }
        return amounts
    }

    private func postings(_ ledger: LedgerFixture) throws -> [LonePosting] {
        var found: [LonePosting] = []
        try ledger.store.read { try $0.lonePostings { found.append($0) } }
        return found
    }

    @Test func aConfirmationIsTakenBackAndGivenAgain() throws {
        let ledger = try ledger()
        #expect(try answer(1, .applied, [(1, 98)], ledger) == .confirmed)
        #expect(throws: DecisionRefusal.movementDecided) { try answer(1, .applied, [(1, 98)], ledger) }
        #expect(try withdraw(1, ledger) == 1)
        #expect(throws: DecisionRefusal.nothingToReverse) { try withdraw(1, ledger) }
        #expect(try postings(ledger).map(\.answer) == [nil])
        #expect(try ledger.store.read { try $0.awaitsAudit(1) })
        #expect(try answer(1, .applied, [(1, 98)], ledger) == .confirmed)
        #expect(try postings(ledger).map(\.answer) == [.confirmed])
        let said = try ledger.store.read { try $0.auditAnswers(of: 1) }
        #expect(said.map(\.withdrawn?.author) == ["Ana", nil])
        #expect(try outstanding(ledger) == [0, 50])
        #expect(try ledger.audit().violations.isEmpty)
    }

    @Test(
        arguments: [
            (Adjudication.Verdict.unrelated, []), (.rejected, [(1, 98)]), (.applied, [(2, 50)]),
            (.applied, [(1, 90)]),
        ] as [(Adjudication.Verdict, [(Int64, Int64)])])
    func aDisagreementIsTakenBackWithAllThatFollowed(
        _ verdict: Adjudication.Verdict, _ parts: [(Int64, Int64)]
    ) throws {
        let ledger = try ledger()
        #expect(try answer(1, verdict, parts, ledger) == .wrong)
        #expect(try outstanding(ledger)[0] > 0)
        let anew = try withdraw(1, ledger)
        #expect(anew > 1)
        // The posting stands as it was, and nobody has said anything of it.
        #expect(try outstanding(ledger) == [0, 50])
        let posted = try ledger.store.read { try $0.lonePosting(anew) }
        #expect(posted?.differences == [NamedDifference(kind: .discount, invoice: 1, amount: 2)])
        #expect(posted?.evidence.first?.seen == "F1")
        let known = try postings(ledger)
        #expect(known.map(\.decision) == [anew] && known[0].answer == nil && !known[0].isWrong)
        #expect(try ledger.store.read { try $0.adjudications().allSatisfy(\.isReversed) })
        #expect(try ledger.store.read { try $0.unexplainedCredits() }.isEmpty)
        #expect(try ledger.store.read { try $0.suggestions(of: 1) }.isEmpty)
        #expect(try answer(anew, .unrelated, [], ledger) == .wrong)
        #expect(try postings(ledger).map(\.isWrong) == [true])
        #expect(try ledger.audit().violations.isEmpty)
    }

    @Test func whatDoesNotFitAnyMoreIsNotPostedAnew() throws {
        let ledger = try ledger()
        #expect(try answer(1, .unrelated, [], ledger) == .wrong)
        try ledger.importing(statement("2026-01-06", "2026-01-06", opening: 98, [("2026-01-06", 60, "b")]))
        let other = AdjudicationDraft(
            movement: 2, verdict: .applied, signature: ana, allocations: [Allocation(invoice: 1, amount: 60)])
        try inReview(ledger) { _ = try $0.adjudicate(other, run: $1) }
        #expect(throws: DecisionRefusal.beyondInvoice("F1", open: 40, .eur)) { try withdraw(1, ledger) }
        #expect(try ledger.store.read { try $0.auditAnswers(of: 1) }.map(\.withdrawn?.day) == [nil])
        #expect(try outstanding(ledger) == [40, 50])
        #expect(try ledger.audit().violations.isEmpty)
    }

    @Test func whatWasTakenBackIsSealedToo() throws {
        let ledger = try ledger()
        #expect(try answer(1, .applied, [(1, 98)], ledger) == .confirmed)
        #expect(try withdraw(1, ledger) == 1)
        #expect(throws: DatabaseError.self) {
            try ledger.store.write { try $0.db.execute(sql: "DELETE FROM audit_withdrawal") }
        }
        try ledger.store.write { writer in
            try writer.db.execute(sql: "DROP TRIGGER audit_withdrawal_no_update")
            try writer.db.execute(sql: "UPDATE audit_withdrawal SET author = 'Luis'")
        }
        #expect(try ledger.audit().violations.contains { $0.contains("seal") })
    }

    /// A ledger that has answers from before they could be taken back.
    @Test func anOlderLedgerKeepsItsAnswersAndItsSeals() throws {
        let ledger = try ledger()
        #expect(try answer(1, .applied, [(1, 98)], ledger) == .confirmed)
        let path = ledger.folder + "/older.sqlite"
        try ledger.store.copy(to: path)
        let older = try DatabaseQueue(path: path)
        try older.write { db in
            for sql in [
                "DROP VIEW audit_answer_in_force", "DROP TABLE audit_withdrawal",
                "CREATE TABLE kept AS SELECT * FROM audit_answer", "DROP TABLE audit_answer",
                Schema.auditAnswers, "INSERT INTO audit_answer SELECT * FROM kept", "DROP TABLE kept",
                "DELETE FROM grdb_migrations WHERE identifier LIKE '6%'",
            ] { try db.execute(sql: sql) }
        }
        try older.close()
        let store = try LedgerStore(path: path)
        let audit = try store.read { try $0.audit() }
        #expect(audit.violations.isEmpty && audit.sealedRuns == 1)
        let anew = try store.write { writer in
            try writer.review(on: ana.day, configuration: "", configurationText: "", program: "t") {
                try writer.withdrawAuditAnswer(of: 1, ana, run: $0)
            }
        }
        #expect(anew == 1)
        #expect(try store.read { try $0.audit().violations }.isEmpty)
    }
}
