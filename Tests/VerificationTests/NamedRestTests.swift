import Domain
import Testing
import Verification

/// A short payment is explained before it is called a debt.
@Suite("What is left of an invoice paid in part")
struct NamedRestTests {
    /// An invoice of 1.000,00 EUR and 210,00 EUR tax of which only this is left.
    private func world(left: Int64, isPaidInPart: Bool = true) -> World {
        World().with {
            $0.item.net = 100_000
            $0.item.outstanding = left
            $0.item.isPaidInPart = isPaidInPart
        }
    }

    private func result(_ world: World) throws -> ConditionResult { try world.result(.unpaid) }

    @Test(
        "tax withheld, a guarantee, a discount, a fee wait for a person",
        arguments: [
            (15_000, "tax withheld"), (7000, "tax withheld"), (19_000, "tax withheld"),
            (15_001, "tax withheld"),
            (14_999, "tax withheld"), (2420, "early-payment discount"), (3630, "early-payment discount"),
            (1500, "bank's fee"), (1, "bank's fee"),
        ] as [(Int64, String)])
    func named(left: Int64, what: String) throws {
        let found = try result(world(left: left))
        #expect(found.outcome == .unknown)
        #expect(found.missing.contains(what), "\(found.missing)")
        #expect(try !world(left: left).verdict().isVerified)
    }

    @Test("a guarantee is one from the day its law is in force")
    func retention() throws {
        let later = world(left: 5000).with {
            $0.asOf = day("2026-05-04")
            $0.coverage = [
                AccountCoverage(
                    account: World.account, covered: [day("2026-01-01")...day("2026-05-04")], breaks: [])
            ]
        }
        #expect(try result(later).missing.contains("guarantee retained"))
        #expect(try !result(world(left: 5000)).missing.contains("guarantee"))
    }

    @Test("an invoice of which nothing was paid, and any other rest, is a debt")
    func plain() throws {
        for left: Int64 in [15_003, 14_997, 50_000, 60_500, 121_000] {
            #expect(try result(world(left: left)).outcome == .passed, "\(left)")
        }
        #expect(try result(world(left: 15_000, isPaidInPart: false)).outcome == .passed)
    }

    @Test("a person who releases the debt has looked at it")
    func released() throws {
        let found = try result(
            world(left: 15_000).with { $0.decisions.append(World.decision(.released, "2026-03-20")) })
        #expect(found.outcome == .passed)
        #expect(found.evidence.contains("Ana"))
    }
}
