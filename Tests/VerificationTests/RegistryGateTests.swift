import Domain
import Testing
import Verification

@Suite("The gate of the debtor registry")
struct RegistryGateTests {
    private func checks(
        _ world: World, debtor: CustomerKind = .consumer, warned: [String] = ["ASNEF"],
        releasesCompanies: Bool = true
    ) throws -> [RegistryCheck] {
        RegistryGate(
            facts: world.facts(), policy: .init(registry: "ASNEF", releasesCompanies: releasesCompanies),
            lawPack: try World.law.get()
        ).checks(for: world.item, verdict: try world.verdict(), debtor: debtor, warned: warned)
    }

    private func failing(_ checks: [RegistryCheck]) -> [RegistryCheck.Code] {
        checks.filter { !$0.passed }.map(\.code)
    }

    private var released: World {
        World().with { $0.decisions.append(World.decision(.released, "2026-03-30")) }
    }

    @Test("a verified, warned, released debt passes every check, each with its proof")
    func open() throws {
        let checks = try checks(released)
        #expect(checks.map(\.code) == RegistryCheck.Code.allCases)
        #expect(checks.allSatisfy { $0.passed && !$0.evidence.isEmpty && $0.missing.isEmpty })
    }

    @Test("without any one requirement it stays shut")
    func shut() throws {
        #expect(try failing(checks(World())) == [.released])
        #expect(try failing(checks(released, warned: [])) == [.namedWarning])
        #expect(try failing(checks(released, warned: ["BADEXCUG"])) == [.namedWarning])
        #expect(try failing(checks(released, debtor: .publicBody)) == [.debtorKind])
        #expect(try failing(checks(released.with { $0.coverage = [] })) == [.verifiedDebt])
        #expect(
            try failing(checks(released.with { $0.item.outstanding = 4999 })) == [.verifiedDebt, .principal])
        #expect(try failing(checks(released.with { $0.item.outstanding = 5000 })).isEmpty)
    }

    @Test("who must be released: persons and unknown debtors always, companies by policy")
    func release() throws {
        #expect(try failing(checks(World(), debtor: .consumer, releasesCompanies: false)) == [.released])
        #expect(try failing(checks(World(), debtor: .soleTrader, releasesCompanies: false)) == [.released])
        #expect(try failing(checks(World(), debtor: .company, releasesCompanies: true)) == [.released])
        #expect(try failing(checks(World(), debtor: .company, releasesCompanies: false)).isEmpty)
    }

    @Test("a registry of companies takes no persons, whoever released them")
    func takes() throws {
        let gate = RegistryGate(
            facts: released.facts(), policy: .init(registry: "ASNEF", takes: [.company]),
            lawPack: try World.law.get())
        for (debtor, expected) in [
            (CustomerKind.company, [RegistryCheck.Code]()), (.soleTrader, [.debtorKind]),
            (.consumer, [.debtorKind]), (.publicBody, [.debtorKind]),
        ] {
            let checks = gate.checks(
                for: released.item, verdict: try released.verdict(), debtor: debtor, warned: ["ASNEF"])
            #expect(failing(checks) == expected, "\(debtor)")
        }
    }

    @Test("a release does not survive a later objection, even a settled one")
    func staleRelease() throws {
        let world = World().with {
            $0.decisions += [
                World.decision(.released, "2026-03-27"), World.decision(.disputed, "2026-03-28"),
                World.decision(.disputeResolved, "2026-03-29"),
            ]
        }
        #expect(try failing(checks(world)) == [.released])
        let sameDay = World().with {
            $0.decisions += [
                World.decision(.released, "2026-03-28"), World.decision(.disputed, "2026-03-28"),
                World.decision(.disputeResolved, "2026-03-29"),
            ]
        }
        #expect(try failing(checks(sameDay)) == [.released], "nobody can tell which came last")
        let again = world.with { $0.decisions.append(World.decision(.released, "2026-03-29")) }
        #expect(try failing(checks(again)).isEmpty)
    }

    @Test(
        "five years from the due date, and no claim restarts them",
        arguments: [("2031-02-11", true), ("2031-02-12", false)])
    func age(asOf: String, passes: Bool) throws {
        let world = released.with {
            $0.asOf = day(asOf)
            $0.coverage = [
                AccountCoverage(
                    account: World.account, covered: [day("2026-01-01")...day("2031-12-31")], breaks: [])
            ]
        }
        #expect(try world.verdict().isVerified, "the formal claim restarted the limitation")
        #expect(try failing(checks(world)) == (passes ? [] : [.age]))
    }

    @Test("the verdict of another invoice or day opens nothing")
    func foreignVerdict() throws {
        let world = released
        let gate = RegistryGate(
            facts: world.facts(), policy: .init(registry: "ASNEF"), lawPack: try World.law.get())
        for verdict in [
            Verdict(invoice: 8, asOf: world.asOf, results: try world.verdict().results),
            Verdict(invoice: 7, asOf: world.asOf.adding(days: -1), results: try world.verdict().results),
            Verdict(invoice: 7, asOf: world.asOf, results: []),
        ] {
            let checks = gate.checks(
                for: world.item, verdict: verdict, debtor: .soleTrader, warned: ["ASNEF"])
            #expect(failing(checks).contains(.verifiedDebt))
        }
    }
}
