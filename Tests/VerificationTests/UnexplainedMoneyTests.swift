import Domain
import Testing
import Verification

@Suite("No unexplained money could have paid it")
struct UnexplainedMoneyTests {
    private func result(_ credits: [UnexplainedCredit]) throws -> ConditionResult {
        try World().with { $0.unexplained = credits }.result(.noUnexplainedMoney)
    }

    @Test("a credit that may pay the invoice fails it, one that may be the customer's leaves it unknown")
    func named() throws {
        #expect(try result([World.credit(1, "2026-02-20", invoices: [7])]).outcome == .failed)
        #expect(try result([World.credit(1, "2026-02-20", customers: [World.company])]).outcome == .unknown)
        #expect(
            try result([World.credit(1, "2026-02-20", customers: ["A1"], invoices: [8])]).outcome == .passed)
    }

    @Test("money of the customer counts also from before the invoice: it may be an advance")
    func advance() throws {
        let credit = World.credit(1, "2025-06-01", customers: [World.company])
        #expect(try result([credit]).outcome == .unknown)
    }

    @Test("a stranger's credit counts when it is exactly the amount, in its currency, since the issue day")
    func exactAmount() throws {
        let usd = try #require(Currency("USD"))
        #expect(try result([World.credit(1, "2026-01-12", amount: 121_000)]).outcome == .unknown)
        #expect(try result([World.credit(1, "2026-01-11", amount: 121_000)]).outcome == .passed)
        #expect(try result([World.credit(1, "2026-01-12", amount: 121_001)]).outcome == .passed)
        #expect(
            try result([World.credit(1, "2026-01-12", amount: 121_000, currency: usd)]).outcome == .passed)
    }

    @Test("the whole amount, the rest and each instalment are amounts that would pay")
    func amounts() throws {
        var world = World().with { $0.item.outstanding = 60_000 }
        world.item.instalments = [Instalment(due: day("2026-02-11"), amount: 40_333)]
        for (amount, outcome) in [
            (121_000, ConditionResult.Outcome.unknown), (60_000, .unknown), (40_333, .unknown),
            (61_000, .passed),
        ] {
            world.unexplained = [World.credit(1, "2026-02-20", amount: Int64(amount))]
            #expect(try world.result(.noUnexplainedMoney).outcome == outcome, "\(amount)")
        }
    }

    @Test("the evidence counts all and shows at most three, oldest first")
    func listing() throws {
        let credits = (1...5).map { World.credit($0, "2026-02-0\(6 - $0)", customers: [World.company]) }
        #expect(
            try result(credits).evidence
                == "credits that may come from the customer: 5 (REF5 of 2026-02-01, REF4 of 2026-02-02, REF3 of 2026-02-03, …)"
        )
        let three = try result(Array(credits.prefix(3))).evidence
        #expect(three.hasPrefix("credits that may come from the customer: 3 (") && !three.contains("…"))
    }

    @Test("an invoice without known customer matches no customer's money")
    func noCustomer() throws {
        let world = World().with {
            $0.item.customer = ""
            $0.unexplained = [World.credit(1, "2026-02-20", customers: [""])]
        }
        #expect(try world.result(.noUnexplainedMoney).outcome == .passed)
    }
}
