import Domain
import Testing
import Verification

@Suite("Certain, due, unpaid, above the minimum")
struct DebtConditionTests {
    @Test("only what is owed by its own document is certain")
    func kinds() throws {
        for kind in InvoiceKind.allCases {
            let outcome = try World().with { $0.item.kind = kind }.result(.certain).outcome
            let isDebt = [.invoice, .corrective, .replacement].contains(kind)
            #expect(outcome == (isDebt ? .passed : .failed), "\(kind)")
        }
    }

    @Test("an open credit note makes what it names uncertain, and without a name all of its customer")
    func openCredit() throws {
        func credit(_ change: (inout OpenItem) -> Void) throws -> ConditionResult.Outcome {
            var note = OpenItem(
                id: 9, number: "R/1", kind: .creditNote, issued: day("2026-02-20"), currency: .eur,
                payable: -500)
            note.customer = World.company
            change(&note)
            return try World().with { $0.corrections = [note] }.result(.certain).outcome
        }
        #expect(try credit { $0.corrects = "A/2026/7" } == .failed)
        #expect(try credit { $0.corrects = "A/2026/8" } == .passed)
        #expect(try credit { _ in } == .unknown)
        #expect(try credit { $0.customer = "A1" } == .passed)
        #expect(
            try credit {
                $0.corrects = "A/2026/7"; $0.outstanding = 0
            } == .passed)
        #expect(
            try credit {
                $0.corrects = "A/2026/7"; $0.kind = .replacement; $0.outstanding = 900
            } == .failed)
    }

    @Test("on the due day the debtor may still pay; the day after it is due")
    func dueBoundary() throws {
        let world = World().with { $0.coverage = [] }
        #expect(try world.with { $0.asOf = day("2026-02-11") }.result(.due).outcome == .failed)
        #expect(try world.with { $0.asOf = day("2026-02-12") }.result(.due).outcome == .passed)
    }

    @Test("without due date it is unknown, unless the policy assumes the legal term and says so")
    func noDueDate() throws {
        var world = World().with { $0.item.due = nil }
        #expect(try world.result(.due).outcome == .unknown)
        #expect(try world.result(.enforceable).outcome == .unknown)
        world.policy = VerificationPolicy(assumesLegalTerm: true)
        let assumed = try world.result(.due)
        #expect(assumed.outcome == .passed)
        #expect(
            assumed.evidence.contains("Ley 3/2004 art. 4.1") && assumed.evidence.contains("low confidence"))
        #expect(try world.with { $0.asOf = day("2026-02-11") }.result(.due).outcome == .failed)
        #expect(try world.with { $0.asOf = day("2026-02-12") }.result(.due).outcome == .passed)
    }

    @Test("one cent owed is unpaid, nothing or less is not")
    func unpaid() throws {
        for (open, outcome) in [(1, ConditionResult.Outcome.passed), (0, .failed), (-1, .failed)] {
            #expect(try World().with { $0.item.outstanding = Int64(open) }.result(.unpaid).outcome == outcome)
        }
        let partly = try World().with { $0.item.outstanding = 21_000 }.result(.unpaid)
        #expect(partly.evidence == "outstanding 210.00 EUR of 1,210.00 EUR as of 2026-04-01")
    }

    @Test("exactly the minimum is enough, in the minimum's currency")
    func minimum() throws {
        #expect(try World().with { $0.item.outstanding = 5000 }.result(.aboveMinimum).outcome == .passed)
        #expect(try World().with { $0.item.outstanding = 4999 }.result(.aboveMinimum).outcome == .failed)
        let foreign = World().with { world in
            var item = OpenItem(
                id: 7, number: "X", kind: .invoice, issued: world.item.issued,
                currency: Currency("USD") ?? .eur, payable: 900_000)
            item.due = world.item.due
            world.item = item
        }
        #expect(try foreign.result(.aboveMinimum).outcome == .unknown)
    }
}
