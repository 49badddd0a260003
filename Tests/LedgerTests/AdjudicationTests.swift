import Domain
import GRDB
import Testing

@testable import Ledger

/// What people decide of movements: posted within conservation, taken back by rows of the opposite sign.
@Suite struct AdjudicationTests {
    private func invoice(_ number: String, _ payable: Int64, currency: Currency = .eur) -> SourceRecord {
        var record = InvoiceRecord(
            number: number, issued: day("2026-01-01"), currency: currency, payable: payable)
        record.buyer.taxId = "B12345674"
        return .invoice(record)
    }

    /// Invoices 1 to 3 of 100, 50 and -30, and movements 1 to 3 of 100, 148 and -100.
    private func ledger() throws -> LedgerFixture {
        let ledger = try LedgerFixture()
        try ledger.importing([invoice("F1", 100), invoice("F2", 50), invoice("R1", -30)])
        try ledger.importing(
            statement(
                "2026-01-05", "2026-01-07", opening: 0,
                [("2026-01-05", 100, "a"), ("2026-01-06", 148, "b"), ("2026-01-07", -100, "c")]))
        return ledger
    }

    private let ana = Signature(author: "Ana", day: day("2026-04-01"), note: "por teléfono")

    private func draft(
        _ movement: Int64, _ verdict: Adjudication.Verdict = .applied, _ parts: [(Int64, Int64)] = []
    ) -> AdjudicationDraft {
        AdjudicationDraft(
            movement: movement, verdict: verdict, signature: ana,
            allocations: parts.map { Allocation(invoice: $0.0, amount: $0.1) })
    }

    @discardableResult
    private func decide(_ draft: AdjudicationDraft, _ ledger: LedgerFixture) throws -> Int64 {
        try ledger.store.write { writer in
            try writer.review(on: ana.day, configuration: "", configurationText: "", program: "t") {
                try writer.adjudicate(draft, run: $0)
            }
        }
    }

    private func reverse(movement: Int64, _ ledger: LedgerFixture) throws {
        try ledger.store.write { writer in
            try writer.review(on: ana.day, configuration: "", configurationText: "", program: "t") {
                try writer.reverseDecisions(on: movement, ana, run: $0)
            }
        }
    }

    private func outstanding(_ ledger: LedgerFixture) throws -> [Int64] {
        var amounts: [Int64] = []
        try ledger.store.read { try $0.openItems(asOf: day("2026-12-31")) { amounts.append($0.outstanding) } }
        return amounts
    }

    private func undecided(_ ledger: LedgerFixture) throws -> [Int64] {
        var ids: [Int64] = []
        try ledger.store.read {
            try $0.movements(asOf: day("2026-12-31"), .undecided) { ids.append($0.id) }
        }
        return ids
    }

    @Test func whatIsAppliedIsPostedSignedAndSealed() throws {
        let ledger = try ledger()
        var applied = draft(2, .applied, [(1, 100), (2, 48)])
        applied.differences = [.init(kind: .discount, invoice: 2)]
        applied.shown = MatchDecision(
            movement: 2, status: .suggested, rank: 1, kind: .listed, pattern: "number+sum",
            allocations: [Allocation(invoice: 2, amount: 48), Allocation(invoice: 1, amount: 100)])
        applied.taken = applied.shown
        try decide(applied, ledger)
        #expect(try outstanding(ledger) == [0, 0, -30])
        #expect(try undecided(ledger) == [1, 3])
        let known = try ledger.store.read { try $0.adjudications() }
        #expect(known.count == 1)
        #expect(known.first?.author == "Ana" && known.first?.agreesWithShown == true)
        #expect(known.first?.shownPattern == "number+sum")
        #expect(known.first?.differences == [NamedDifference(kind: .discount, invoice: 2, amount: 2)])
        var posted: [PostedDecision] = []
        try ledger.store.read { try $0.postedDecisions { posted.append($0) } }
        #expect(posted.first?.decision.status == .decided)
        #expect(posted.first?.decision.pattern == "decided+number+sum")
        #expect(posted.first?.run == "2026-04-01-review-1")
        let audit = try ledger.audit()
        #expect(audit.violations.isEmpty && audit.sealedRuns == 1)
        #expect(try ledger.store.read { try $0.isPublished("2026-04-01-review-1") })
    }

    @Test func aReviewIsNoNight() throws {
        let ledger = try ledger()
        #expect(try ledger.store.read { try !$0.hasReviews(after: ledger.run) })
        try decide(draft(1, .unrelated), ledger)
        try decide(draft(2, .unrelated), ledger)
        let last = try ledger.store.read { try $0.lastRun() }
        #expect(last == ledger.run)
        #expect(try ledger.store.read { try $0.hasReviews(after: ledger.run) })
        let night = try ledger.store.write {
            try $0.beginRun(asOf: day("2026-04-01"), configuration: "", program: "t", stages: ["match"])
        }
        #expect(night.id == "2026-04-01-1")
        #expect(
            try ledger.store.read { try $0.runs(reportedBy: night) }
                == ["2026-04-01-1", "2026-04-01-review-1", "2026-04-01-review-2"])
    }

    @Test func whatIsNobodysIsNotAskedAgainUntilItIsTakenBack() throws {
        let ledger = try ledger()
        try decide(draft(1, .unrelated), ledger)
        #expect(try undecided(ledger) == [2, 3])
        #expect(throws: DecisionRefusal.movementDecided) {
            try decide(draft(1, .applied, [(1, 100)]), ledger)
        }
        try reverse(movement: 1, ledger)
        #expect(try undecided(ledger) == [1, 2, 3])
        #expect(try ledger.store.read { try $0.adjudications().map(\.isReversed) } == [true])
        #expect(throws: DecisionRefusal.nothingToReverse) { try reverse(movement: 1, ledger) }
        #expect(try ledger.audit().violations.isEmpty)
    }

    @Test func aReversalOpensTheInvoiceAndUndecidesTheMovement() throws {
        let ledger = try ledger()
        var applied = draft(2, .applied, [(1, 100), (2, 48)])
        applied.differences = [.init(kind: .cents, invoice: 2, amount: 2)]
        try decide(applied, ledger)
        try reverse(movement: 2, ledger)
        #expect(try outstanding(ledger) == [100, 50, -30])
        #expect(try undecided(ledger) == [1, 2, 3])
        let unexplained = try ledger.store.read { try $0.unexplainedCredits() }
        #expect(unexplained.map(\.movement) == [2] && unexplained.first?.invoices == [1, 2])
        #expect(unexplained.first?.amount == 148 && unexplained.first?.customers == ["B12345674"])
        #expect(try ledger.audit().violations.isEmpty)
        // What was taken back can be decided anew, and taken back again.
        try decide(draft(2, .applied, [(2, 50)]), ledger)
        #expect(try outstanding(ledger) == [100, 0, -30])
        #expect(try ledger.store.read { try $0.unexplainedCredits().first?.amount } == 98)
        try reverse(movement: 2, ledger)
        #expect(try outstanding(ledger) == [100, 50, -30])
        #expect(try ledger.audit().violations.isEmpty)
        var posted: [PostedDecision] = []
        try ledger.store.read { try $0.postedDecisions { posted.append($0) } }
        #expect(posted.map { $0.reversal?.author } == ["Ana", "Ana"])
        #expect(posted.map(\.decision.allocations.count) == [2, 1])
    }

    @Test func whatTheProgramPostedAndAPersonTookBackIsRefused() throws {
        let ledger = try ledger()
        try ledger.store.write {
            try $0.post(
                MatchDecision(
                    movement: 1, status: .auto, kind: .single, pattern: "number+sum",
                    allocations: [Allocation(invoice: 1, amount: 100)]), rules: "t", run: ledger.run.id)
        }
        try reverse(movement: 1, ledger)
        #expect(try outstanding(ledger) == [100, 50, -30])
        let refused = try ledger.store.read { try $0.adjudications() }.filter {
            $0.verdict == .rejected && !$0.isReversed
        }
        #expect(refused.map(\.movement) == [1])
        #expect(refused.first?.allocations.map(\.invoice) == [1])
        // It was wrong: that is held against the pattern.
        #expect(refused.first?.takesBackPosting == true && refused.first?.shownPattern == "number+sum")
        let person = try ledger.store.read { try $0.adjudications() }
        #expect(person.map(\.verdict) == [.rejected] && person.first?.isReversed == false)
        #expect(try ledger.audit().violations.isEmpty)
    }

    @Test func whatIsAppliedElsewhereIsNotHeldAgainstThePattern() throws {
        let ledger = try ledger()
        try ledger.store.write {
            try $0.post(
                MatchDecision(
                    movement: 1, status: .auto, kind: .single, pattern: "number+sum",
                    allocations: [Allocation(invoice: 1, amount: 100)]), rules: "t", run: ledger.run.id)
        }
        try ledger.store.write { writer in
            try writer.review(on: ana.day, configuration: "", configurationText: "", program: "t") {
                try writer.reverseDecisions(on: 1, ana, .redirected, run: $0)
            }
        }
        #expect(try outstanding(ledger) == [100, 50, -30])
        let refused = try ledger.store.read { try $0.adjudications() }
        #expect(refused.map(\.verdict) == [.rejected] && refused.map(\.shownPattern) == [""])
        #expect(refused.first?.takesBackPosting == false)
        #expect(try ledger.audit().violations.isEmpty)
    }

    @Test func conservationIsAskedFirst() throws {
        let ledger = try ledger()
        try ledger.importing([invoice("F9", 10, currency: try #require(Currency("USD")))])
        let refused: [(AdjudicationDraft, DecisionRefusal)] = [
            (draft(1, .applied, [(1, 101)]), .beyondInvoice("F1", open: 100, .eur)),
            (draft(1, .applied, [(1, 0)]), .beyondInvoice("F1", open: 100, .eur)),
            (draft(1, .applied, [(1, -5)]), .beyondInvoice("F1", open: 100, .eur)),
            (draft(1, .applied, [(1, 80), (2, 50)]), .beyondMovement(left: 100, .eur)),
            (draft(1, .applied), .beyondMovement(left: 100, .eur)),
            (draft(1, .applied, [(1, 50), (1, 50)]), .invoiceTwice("F1")),
            (draft(1, .applied, [(3, 30)]), .beyondInvoice("R1", open: -30, .eur)),
            (draft(1, .applied, [(4, 10)]), .currencyDiffers("F9")),
            (draft(1, .applied, [(99, 10)]), .invoiceUnknown("#99")),
            (draft(99, .unrelated), .movementUnknown),
            (draft(3, .applied, [(1, -100)]), .beyondInvoice("F1", open: 0, .eur)),
        ]
        for (draft, refusal) in refused {
            #expect(throws: refusal) { try decide(draft, ledger) }
        }
        var beyond = draft(1, .applied, [(1, 95)])
        beyond.differences = [.init(kind: .fee, invoice: 1, amount: 6)]
        #expect(throws: DecisionRefusal.differenceRefused("F1")) { try decide(beyond, ledger) }
        beyond.differences = [.init(kind: .fee, invoice: 2, amount: 1)]
        #expect(throws: DecisionRefusal.differenceRefused("F2")) { try decide(beyond, ledger) }
        #expect(try ledger.store.read { try $0.integer("SELECT count(*) FROM run") } == 1)
        #expect(try ledger.store.read { try $0.integer("SELECT count(*) FROM adjudication") } == 0)
        // A credit note may be netted, and what is over stays on account.
        try decide(draft(2, .applied, [(1, 100), (3, -30)]), ledger)
        #expect(try outstanding(ledger).prefix(3) == [0, 50, 0])
        #expect(try ledger.audit().violations.isEmpty)
    }

    @Test func moneyThatWentBackOpensWhatWasPaidAndHoldsItsPaymentFast() throws {
        let ledger = try ledger()
        try decide(draft(1, .applied, [(1, 100)]), ledger)
        try decide(draft(3, .applied, [(1, -100)]), ledger)
        #expect(try outstanding(ledger) == [100, 50, -30])
        #expect(throws: DecisionRefusal.laterMoney("F1")) { try reverse(movement: 1, ledger) }
        #expect(try outstanding(ledger) == [100, 50, -30])
        try reverse(movement: 3, ledger)
        try reverse(movement: 1, ledger)
        #expect(try outstanding(ledger) == [100, 50, -30])
        #expect(try ledger.audit().violations.isEmpty)
    }

    @Test func aStepTakenAgainstWhoHadPaidIsChallengedAndAReversalAnswersIt() throws {
        let ledger = try ledger()
        func step(_ kind: StepKind, _ iso: String) throws {
            try ledger.store.write {
                try $0.record(
                    StepFact(
                        caseReference: "C1", invoice: 1, kind: kind, channel: .letter, day: day(iso),
                        amount: 100, documentSHA256: "", documentPath: "", run: ledger.run.id))
            }
        }
        try step(.reminder, "2026-01-04")
        try step(.formalClaim, "2026-01-20")
        try decide(draft(1, .applied, [(1, 100)]), ledger)
        let open = try ledger.store.read { try $0.challenges() }
        #expect(open.map(\.reason) == ["step-after-money\tformal-claim\t2026-01-20\tF1"])
        #expect(open.first?.movement == 1 && open.first?.isOfReversed == false)
        try reverse(movement: 1, ledger)
        #expect(try ledger.store.read { try $0.challenges().isEmpty })
    }

    @Test func whatAnAgencyWasToldOfMoneyTakenBackIsAChallengeUntilSomebodyKeepsIt() throws {
        let ledger = try ledger()
        try decide(draft(1, .applied, [(1, 100)]), ledger)
        try ledger.store.write { writer in
            for (operation, reason, allocation) in [("PAY", "", Int64(1)), ("RCF", "PAID", 0)] {
                try writer.record(
                    CaseOperationFact(
                        batch: "B1", caseReference: "C1.1", version: 2, operation: operation, invoice: 1,
                        amount: 100, balance: 0, reason: reason, allocation: allocation),
                    run: "2026-04-01-review-1")
            }
        }
        try reverse(movement: 1, ledger)
        let open = try ledger.store.read { try $0.challenges() }
        #expect(open.map(\.reason) == ["agency-told\tC1.1\tF1", "case-recalled\tC1.1\tF1"])
        #expect(open.map(\.isOfReversed) == [true, true])
        try ledger.store.write { writer in
            for challenge in open { try writer.keep(challenge: challenge.id, ana, run: ledger.run.id) }
        }
        #expect(try ledger.store.read { try $0.challenges().isEmpty })
        let payments = try ledger.store.read { try $0.payments(of: 1) }
        #expect(payments.map(\.allocation.amount) == [100, -100])
        #expect(payments.map(\.givesBack) == [false, true])
        #expect(payments.map(\.isReversed) == [true, true])
    }

    @Test func aPersonsRowsCannotBeChangedAndAChangeBreaksTheSeal() throws {
        let ledger = try ledger()
        try decide(draft(1, .applied, [(1, 100)]), ledger)
        try reverse(movement: 1, ledger)
        for table in ["adjudication", "adjudication_allocation", "reversal"] {
            #expect(throws: DatabaseError.self) {
                try ledger.store.write { try $0.db.execute(sql: "DELETE FROM \(table)") }
            }
        }
        #expect(try ledger.audit().violations.isEmpty)
        try ledger.store.write { writer in
            try writer.db.execute(sql: "DROP TRIGGER adjudication_no_update")
            try writer.db.execute(sql: "UPDATE adjudication SET author = 'Otro'")
        }
        #expect(try ledger.audit().violations.contains { $0.contains("seal") })
    }

    @Test func aLookBackLeavesOutLaterDifferences() throws {
        let ledger = try ledger()
        var applied = draft(1, .applied, [(1, 98)])
        applied.differences = [.init(kind: .discount, invoice: 1)]
        try decide(applied, ledger)
        var amounts: [Int64] = []
        try ledger.store.read { try $0.openItems(asOf: day("2026-01-04")) { amounts.append($0.outstanding) } }
        #expect(amounts == [100, 50, -30])
        #expect(try outstanding(ledger) == [0, 50, -30])
    }
}
