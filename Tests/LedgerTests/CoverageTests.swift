import Domain
import Testing

@testable import Ledger

/// Which days are certain: statements and the chain of balances, told by what the bank sends.
@Suite struct CoverageTests {
    private func coverage(_ claims: [StatementClaim], _ amounts: [(String, Int64)] = []) -> AccountCoverage {
        CoverageChain.coverage(
            account: "ES1", claims: claims, amounts: amounts.map { (day($0.0), $0.1) })
    }

    private func claim(_ from: String, _ to: String, _ opening: Int64? = nil, _ closing: Int64? = nil)
        -> StatementClaim
    {
        StatementClaim(from: day(from), to: day(to), opening: opening, closing: closing)
    }

    @Test func touchingStatementsAreOneSpan() {
        let result = coverage([claim("2026-01-01", "2026-01-31"), claim("2026-02-01", "2026-02-28")])
        #expect(result.covered == [day("2026-01-01")...day("2026-02-28")])
        #expect(result.breaks.isEmpty)
    }

    @Test func aMissingDayIsAGapUnlessTheBalancesBridgeIt() {
        let gap = coverage([claim("2026-01-01", "2026-01-10"), claim("2026-01-12", "2026-01-20")])
        #expect(gap.covered.count == 2)
        let bridged = coverage(
            [claim("2026-01-01", "2026-01-10", 100, 150), claim("2026-01-12", "2026-01-20", 150, 150)],
            [("2026-01-05", 50)])
        #expect(bridged.covered == [day("2026-01-01")...day("2026-01-20")])
        #expect(bridged.breaks.isEmpty)
    }

    @Test func anOpeningThatTheLedgerCannotExplainIsABreak() {
        let broken = coverage(
            [claim("2026-01-01", "2026-01-10", 100, 150), claim("2026-01-12", "2026-01-20", 170, 170)],
            [("2026-01-05", 50)])
        #expect(broken.covered.count == 2)
        #expect(broken.breaks == [day("2026-01-12")])
    }

    @Test func aStatementThatDoesNotAddUpIsABreak() {
        let broken = coverage([claim("2026-01-01", "2026-01-10", 100, 149)], [("2026-01-05", 50)])
        #expect(broken.breaks == [day("2026-01-01")])
    }

    @Test func aPartOfADayIsNoBreakOnceTheRestIsThere() {
        let result = coverage(
            [claim("2026-01-05", "2026-01-05", 0, 10), claim("2026-01-05", "2026-01-05", 10, 30)],
            [("2026-01-05", 30)])
        #expect(result.breaks.isEmpty)
    }

    @Test func overlappingStatementsAgreeByTheLedger() {
        let result = coverage(
            [claim("2026-01-01", "2026-01-20", 0, 30), claim("2026-01-10", "2026-01-31", 10, 60)],
            [("2026-01-05", 10), ("2026-01-15", 20), ("2026-01-25", 30)])
        #expect(result.breaks.isEmpty)
        #expect(result.covered == [day("2026-01-01")...day("2026-01-31")])
    }

    @Test func aFileThatBeginsInTheMiddleOfADayIsNoBreak() {
        // Two downloads cut at noon of the 10th and at noon of the 20th; the bank prints a balance a line.
        let claims = [claim("2026-01-01", "2026-01-20", 0, 40), claim("2026-01-10", "2026-01-31", 10, 100)]
        let amounts: [(String, Int64)] = [
            ("2026-01-05", 5), ("2026-01-10", 15), ("2026-01-20", 50), ("2026-01-25", 30),
        ]
        func coverage(_ printed: [String: Set<Int64>]) -> AccountCoverage {
            CoverageChain.coverage(
                account: "ES1", claims: claims, amounts: amounts.map { (day($0.0), $0.1) },
                balancesOfDay: { printed[$0.description] ?? [] })
        }
        #expect(coverage(["2026-01-10": [10, 20], "2026-01-20": [40, 70]]).breaks.isEmpty)
        // A balance that the day never went through is a break all the same.
        #expect(!coverage(["2026-01-10": [10, 20], "2026-01-20": [41, 70]]).breaks.isEmpty)
    }
}
