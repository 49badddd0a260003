import Domain
import Handover
import Testing
import Verification

@testable import Pipeline

/// Interest as the exchange has it: a charge a half-year, each rounded by itself.
@Suite struct CaseChargesTests {
    private func day(_ text: String) throws -> Day { try #require(Day(iso: text)) }

    private func interest(
        _ principal: Int64, due: String, until: String
    ) throws -> (late: LateInterest, charges: [CaseCharge]) {
        let claim = LateInterest.Claim(
            principal: Money(minorUnits: principal, currency: .eur), debtor: .company, due: try day(due))
        let late = try LateInterest(on: claim, until: day(until), law: .bundled(country: "es"))
        let item = OpenItem(
            id: 7, number: "F2025-7", kind: .invoice, issued: try day(due), currency: .eur, payable: principal
        )
        return (late, CaseCharges.interest(late, of: item))
    }

    @Test func aChargeSaysHowItWasReckoned() throws {
        let (late, charges) = try interest(100_000, due: "2025-06-20", until: "2025-10-09")
        #expect(late.amount.minorUnits == 3114)
        #expect(charges.map(\.amount) == [305, 2809])
        #expect(charges.map(\.chargeRef) == ["I7-20250621", "I7-20250701"])
        #expect(charges.allSatisfy { $0.relatesTo == "L7" && $0.kind == .interest })
        #expect(charges.map(\.terms?.ratePercentHundredths) == [1115, 1015])
        #expect(charges.map { $0.terms?.to.description } == ["2025-06-30", "2025-10-09"])
        #expect(charges.allSatisfy { $0.legalBasis.hasPrefix("Ley 3/2004 art. 7.3") })
    }

    /// Rounded each by itself three charges can be a cent more than the law gives: never handed over.
    @Test func chargesAreNeverMoreThanTheLawGives() throws {
        var lowered = 0
        for principal in Int64(1)...400 {
            let (late, charges) = try interest(principal * 3_701, due: "2025-05-20", until: "2026-03-15")
            let sum = charges.reduce(0) { $0 + $1.amount }
            // By R-14 to the cent, and never more; as much less as rounding each by itself makes it.
            #expect(charges.allSatisfy { $0.amount == $0.terms?.amount && $0.amount > 0 })
            #expect(late.amount.minorUnits - 1 <= sum && sum <= late.amount.minorUnits)
            #expect(charges.map { $0.terms?.to.description } == ["2025-06-30", "2025-12-31", "2026-03-15"])
            guard let base = charges.last?.terms?.base, base != principal * 3_701 else { continue }
            #expect(principal * 3_701 - base < 100 && sum == late.amount.minorUnits)
            lowered += 1
        }
        #expect(lowered > 0)
    }
}
