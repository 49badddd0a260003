import Domain
import Matching
import Testing

/// A pattern whose posting a person took back as wrong posts nothing alone until persons have agreed with it
/// again.
@Suite struct SuspensionTests {
    private static let pattern = "number+sum+payer"

    private func town() -> Town {
        Town([
            ("F2025-00101", 12_100, "B1", "Talleres Ruiz S.L."),
            ("F2025-00102", 33_333, "B2", "Ana Díaz Soto"),
            ("F2025-00103", 45_000, "B3", "Frutas Lugo S.A."),
        ])
    }

    private func decision(
        _ id: Int64, pattern: String = pattern, verdict: Adjudication.Verdict = .applied, agrees: Bool = true,
        reversed: Bool = false, takesBack: Bool = false, invoice: Int64 = 3, movement: Int64? = nil
    ) -> Adjudication {
        Adjudication(
            id: id, movement: movement ?? 1000 + id, verdict: verdict, day: day(Int(id)), author: "Ana",
            allocations: [Allocation(invoice: invoice, amount: 100)], shownPattern: pattern,
            agreesWithShown: agrees, isReversed: reversed, takesBackPosting: takesBack)
    }

    private func reversal(_ id: Int64, pattern: String = pattern) -> Adjudication {
        decision(id, pattern: pattern, verdict: .rejected, agrees: false, takesBack: true)
    }

    private func pay(_ decisions: [Adjudication]) -> MatchingResult {
        var town = town()
        town.adjudications = decisions
        return town.pay(12_100, "PAGO FRA F2025-00101", from: "TALLERES RUIZ SL")
    }

    @Test func whatWasTakenBackSuspendsItsPatternAndNoOther() {
        #expect(pay([]).posted.map(\.pattern) == [Self.pattern])
        let held = pay([reversal(1)])
        #expect(held.posted.isEmpty)
        #expect(held.suggestions.first?.vetoes == ["pattern-suspended"])
        #expect(held.suggestions.first?.pattern == Self.pattern)
        #expect(held.suggestions.first?.allocations == [Allocation(invoice: 1, amount: 12_100)])
        #expect(held.suggestions.map(\.rank) == Array(1...held.suggestions.count))
        #expect(held.unexplained.map(\.amount) == [12_100])
        #expect(held.suspensions.map(\.pattern) == [Self.pattern])
        #expect(held.suspensions.map(\.since) == [day(1)] && held.suspensions.map(\.missing) == [12])
        #expect(pay([reversal(1, pattern: "number-form+sum+payer")]).posted.count == 1)
        // The licences of other patterns know nothing of it.
        #expect(held.licences.isEmpty)
    }

    @Test func twelveAgreementsInARowLiftIt() {
        let eleven = (2...12).map { decision(Int64($0)) }
        #expect(pay([reversal(1)] + eleven).suspensions.map(\.missing) == [1])
        #expect(pay([reversal(1)] + eleven).posted.isEmpty)
        #expect(pay([reversal(1)] + eleven + [decision(13)]).posted.count == 1)
        #expect(pay([reversal(1)] + eleven + [decision(13, reversed: true)]).posted.isEmpty)
        #expect(pay([reversal(1)] + eleven + [decision(13, pattern: "suggestion")]).posted.isEmpty)
        // One disagreement, and it begins again.
        let disagreed = [reversal(1)] + eleven + [decision(13, agrees: false), decision(14)]
        #expect(pay(disagreed).suspensions.map(\.agreements) == [1])
        #expect(pay(disagreed).suspensions.map(\.since) == [day(1)])
        // A second reversal after it was lifted suspends it again, from its own day.
        let again = [reversal(1)] + eleven + [decision(13), reversal(14)]
        #expect(pay(again).suspensions.map(\.since) == [day(14)])
        #expect(pay(again).suspensions.map(\.agreements) == [0])
    }

    @Test func agreementsOfBeforeDoNotCountAndOrderDoesNotMatter() {
        let before = (1...20).map { decision(Int64($0)) }
        #expect(pay(before + [reversal(21)]).suspensions.map(\.agreements) == [0])
        let decisions = before + [reversal(21)] + (22...30).map { decision(Int64($0)) }
        let expected = pay(decisions)
        for seed in 1...5 {
            var dice = SplitMix64(seed: UInt64(seed))
            let other = pay(decisions.shuffled(using: &dice))
            #expect(other.suspensions == expected.suspensions)
            #expect(other.suggestions == expected.suggestions)
        }
    }

    @Test func onlyAPostingThatWasWrongSuspends() {
        // A suggestion refused; a refusal taken back; a posting that was not wrong names no pattern.
        #expect(pay([decision(1, verdict: .rejected, agrees: false)]).posted.count == 1)
        #expect(
            pay([decision(1, verdict: .rejected, agrees: false, reversed: true, takesBack: true)]).posted
                .count
                == 1)
        #expect(pay([reversal(1, pattern: "")]).posted.count == 1)
        // Who applies the money to the same invoices after all says that the posting was right.
        var wrong = reversal(1)
        let right = decision(2, pattern: "suggestion", movement: wrong.movement)
        #expect(pay([wrong, right]).posted.count == 1)
        wrong.allocations = [Allocation(invoice: 2, amount: 100)]
        #expect(pay([wrong, right]).posted.isEmpty)
    }

    @Test func aSuspendedBatchAndItsReturnAreShownWhole() {
        var town = town()
        town.debits = (0..<2).map { index in
            DirectDebitItem(
                batch: "REM-2026-01", collected: day(4), invoiceNumber: town.items[index].number,
                amount: town.items[index].payable, currency: .eur, endToEndId: "E2E\(index)")
        }
        let posted = town.pay(45_433, "ABONO REMESA REM-2026-01")
        #expect(posted.posted.map(\.pattern) == ["batch-id+sum"])
        town.adjudications = [reversal(1, pattern: "batch-id+sum")]
        let held = town.pay(45_433, "ABONO REMESA REM-2026-01")
        #expect(held.posted.isEmpty)
        #expect(held.suggestions.first?.allocations == posted.posted.first?.allocations)
        #expect(held.suggestions.first?.pattern == "batch-id+sum")
        // A debit that would have opened an invoice again must not pass in silence.
        let pattern = "return+end-to-end+amount"
        town.adjudications = [reversal(1, pattern: pattern)]
        town.add(45_433, "ABONO REMESA REM-2026-01")
        var entry = EntryRecord(booked: day(6), amount: -12_100)
        entry.endToEndId = "E2E0"
        entry.code = "14/001"
        town.movements.append(
            Movement(id: 2, account: "ES1", currency: .eur, entry: entry, unallocated: -12_100))
        let returned = match(town.input)
        #expect(returned.posted.map(\.movement) == [1])
        #expect(returned.suggestions.map(\.pattern) == [pattern])
        #expect(returned.suggestions.first?.allocations == [Allocation(invoice: 1, amount: -12_100)])
        #expect(returned.unexplained.isEmpty)
        town.adjudications = []
        #expect(match(town.input).posted.map(\.pattern) == ["batch-id+sum", pattern])
    }
}
