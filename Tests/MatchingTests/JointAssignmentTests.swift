import Domain
import Testing

@testable import Matching

/// Payments that compete for the same invoices are weighed together.
@Suite struct JointAssignmentTests {
    // MARK: The search, against trying everything

    /// The best sum of candidates within what is owed, by trying every combination.
    private func best(_ payments: [[ComponentSearch.Candidate]], _ owed: [Int64]) -> Int {
        guard let first = payments.first else { return 0 }
        let rest = Array(payments.dropFirst())
        var found = best(rest, owed)
        for candidate in first {
            var left = owed
            for claim in candidate.claims { left[claim.slot] -= claim.amount }
            // Four invoices and, last, a credit note.
            guard left[..<4].allSatisfy({ $0 >= 0 }), left[4] <= 0 else { continue }
            found = max(found, candidate.score + best(rest, left))
        }
        return found
    }

    @Test(arguments: 1...60)
    func theLossIsTheOneThatTryingEverythingFinds(seed: Int) {
        var dice = SplitMix64(seed: UInt64(seed))
        func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &dice) }
        let owed = (0..<4).map { _ in Int64(below(3) + 1) * 100 } + [-50]
        let payments = (0..<(below(4) + 2)).map { _ in
            (0..<(below(4))).map { _ in
                let slots = Set((0...below(2)).map { _ in (below(5)) }).sorted()
                return ComponentSearch.Candidate(
                    score: (below(1200)) - 100,
                    claims: slots.map {
                        (slot: $0, amount: owed[$0] < 0 ? owed[$0] : min(owed[$0], Int64(below(3) + 1) * 100))
                    })
            }
        }
        var search = ComponentSearch(payments: payments, owed: owed)
        for (index, candidates) in payments.enumerated() {
            var others = payments
            others.remove(at: index)
            let free = best(others, owed)
            let expected = candidates.map { candidate in
                var left = owed
                for claim in candidate.claims { left[claim.slot] -= claim.amount }
                return free - best(others, left)
            }
            #expect(search.losses(of: index) == expected)
        }
    }

    // MARK: What a person sees

    /// Two customers of one cut name and amount, and two payments: one whose account says whose it is.
    @Test func whatAnotherPaymentExplainsBetterStandsBehind() {
        var town = Town([
            ("F2025-00001", 12_345, "B1", "Hijos de María Pilar Abad S.L."),
            ("F2025-00002", 12_345, "B2", "Hijos de María Pilar Bravo S.L."),
        ])
        town.items[0].issued = day(-20)
        town.add(12_345, "PAGO", from: "HIJOS DE MARIA PILAR", on: 5)
        #expect(firstShown(town, 1) == [1])
        // The same with a payment that is nearly surely of the first one.
        town.add(12_345, "PAGO FRA F2025-00009", from: "HIJOS DE MARIA PILAR ABAD SL", on: 6)
        let shown = match(town.input).suggestions
        #expect(shown.first { $0.movement == 2 }?.allocations.map(\.invoice) == [1])
        #expect(shown.first { $0.movement == 1 }?.allocations.map(\.invoice) == [2])
        let behind = shown.first { $0.movement == 1 && $0.rank == 2 }
        #expect(behind?.evidence.contains { $0.code == "rival-payment" && $0.centibits < 0 } == true)
    }

    /// Of two equal payments for one invoice neither is sure: the margin says so.
    @Test func theMarginIsThatOfAllPaymentsTogether() throws {
        var town = Town([("F2025-00001", 12_345, "B1", "Hijos de María Pilar Abad S.L.")])
        town.add(12_345, "PAGO", from: "HIJOS DE MARIA PILAR ABAD SL", on: 5)
        let alone = try #require(match(town.input).suggestions.first)
        town.add(12_345, "PAGO", from: "HIJOS DE MARIA PILAR ABAD SL", on: 30)
        let both = match(town.input).suggestions
        #expect(both.count == 2)
        for one in both { #expect(one.margin < alone.margin) }
    }

    /// A big component is cut down to its likelier candidates, and neither order nor size breaks it.
    @Test func manyPaymentsOfOneAmountAreEachShownOnce() {
        var town = Town((1...20).map { ("F2025-\(10_000 + $0)", 4990, "B1", "Talleres Ruiz S.L.") })
        for number in 1...20 { town.add(4990, "PAGO", from: "TALLERES RUIZ SL", on: number) }
        let shown = match(town.input).suggestions
        #expect(Set(shown.map(\.movement)).count == 20)
        town.movements.reverse()
        #expect(match(town.input).suggestions == shown)
    }

    private func firstShown(_ town: Town, _ movement: Int64) -> [Int64]? {
        match(town.input).suggestions.first { $0.movement == movement }?.allocations.map(\.invoice)
    }
}
