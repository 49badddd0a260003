import Domain
import Testing
import Verification

@Suite("Statements cover the days money can have come")
struct StatementCoverTests {
    @Test("a gap of one day, wherever it is, leaves the debt unverified and is named")
    func oneDayGap() throws {
        let world = World()
        var gap = world.item.issued
        while gap <= day("2026-03-29") {
            let cut = world.with { world in
                world.coverage = [
                    AccountCoverage(
                        account: World.account,
                        covered: [
                            day("2026-01-01")...gap.adding(days: -1), gap.adding(days: 1)...day("2026-04-30"),
                        ], breaks: [])
                ]
            }
            let result = try cut.result(.statementsCover)
            #expect(result.outcome == .unknown)
            #expect(result.missing == "statements of \(World.account) from \(gap) to \(gap)")
            #expect(try !cut.verdict().isVerified)
            gap = gap.adding(days: 1)
        }
    }

    @Test("a gap before the issue day or inside the bank's delay does not matter")
    func outside() throws {
        let world = World().with { $0.coverage = [covered("2026-01-12", "2026-03-29")] }
        #expect(try world.verdict().isVerified)
        let early = World().with { $0.coverage = [covered("2026-01-13", "2026-03-29")] }
        #expect(try early.result(.statementsCover).missing.hasSuffix("from 2026-01-12 to 2026-01-12"))
        let late = World().with { $0.coverage = [covered("2026-01-12", "2026-03-28")] }
        #expect(try late.result(.statementsCover).missing.hasSuffix("from 2026-03-29 to 2026-03-29"))
    }

    @Test("the due day itself must be covered, however long the bank's delay")
    func dueDay() throws {
        let world = World().with {
            $0.asOf = day("2026-02-12")
            $0.coverage = [covered("2026-01-01", "2026-02-10")]
        }
        #expect(try world.result(.statementsCover).missing.hasSuffix("from 2026-02-11 to 2026-02-11"))
        let seen = world.with { $0.coverage = [covered("2026-01-01", "2026-02-11")] }
        #expect(try seen.result(.statementsCover).outcome == .passed)
    }

    @Test("every account counts, also one that never had a statement")
    func everyAccount() throws {
        let second = World().with {
            $0.coverage.append(
                AccountCoverage(
                    account: "ES7620770024003102575766", covered: [day("2026-01-01")...day("2026-02-28")],
                    breaks: []))
        }
        #expect(
            try second.result(.statementsCover).missing
                == "statements of ES7620770024003102575766 from 2026-03-01 to 2026-03-29")
        let unheard = World().with { $0.accounts = ["ES76 2077 0024 0031 0257 5766", World.account] }
        #expect(
            try unheard.result(.statementsCover).missing.contains("ES7620770024003102575766 from 2026-01-12"))
        let same = World().with { $0.accounts = ["ES91 2100 0418 4502 0005 1332"] }
        #expect(try same.verdict().isVerified)
    }

    @Test("no accounts at all is unknown, with what is missing")
    func nothing() throws {
        let result = try World().with { $0.coverage = [] }.result(.statementsCover)
        #expect(result.outcome == .unknown)
        #expect(result.missing == "statements of every account from 2026-01-12 to 2026-03-29")
    }

    @Test(
        "a break of the balance chain blocks while a statement from there could reach the days",
        arguments: [
            ("2024-12-31", true), ("2025-01-11", false), ("2026-01-31", false), ("2026-04-01", false),
            ("2026-04-02", true),
        ])
    func chainBreak(at text: String, passes: Bool) throws {
        let world = World().with { $0.coverage[0] = $0.coverage[0].broken(at: text) }
        let result = try world.result(.statementsCover)
        #expect(result.outcome == (passes ? .passed : .unknown))
        #expect(passes || result.missing == "the balance chain of \(World.account) breaks at \(text)")
    }

    @Test("an invoice dated ahead is never covered")
    func ahead() throws {
        let world = World().with {
            $0.item.issued = day("2027-01-01"); $0.item.due = day("2027-02-01")
        }
        #expect(try world.result(.statementsCover).outcome == .unknown)
    }

    private func covered(_ from: String, _ to: String) -> AccountCoverage {
        AccountCoverage(account: World.account, covered: [day(from)...day(to)], breaks: [])
    }
}
