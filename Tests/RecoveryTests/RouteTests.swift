import Domain
import Recovery
import Testing

@Suite("Which way next: every route with its arithmetic")
struct RouteTests {
    private func debt(_ principal: Int64, age: Int = 0, _ change: (inout RouteAdvice.Debt) -> Void = { _ in })
        -> RouteAdvice.Debt
    {
        var debt = RouteAdvice.Debt(
            principal: principal, debtor: .company, ageDays: age, isVerified: true, isNegotiated: true)
        change(&debt)
        return debt
    }

    private func advice(_ terms: [RouteTerms], _ debt: RouteAdvice.Debt) -> RouteAdvice {
        var gates = GateTable { _ in [.certain] }
        for gate in [Gate.agency, .court] { gates[gate, .publicBody] = .closed("the law says so") }
        return RouteAdvice(debt, table: RouteTable(terms: terms), gates: gates)
    }

    @Test("cost is the fixed part and the commission on what comes in; the rest is left")
    func arithmetic() throws {
        let terms = RouteTerms(
            .agencyCommission, fixedCost: 1000, commission: 2000, success: 5000...5000, days: 75)
        let estimate = try #require(advice([terms], debt(100_000)).best)
        #expect(estimate.expected == 50_000)
        #expect(estimate.cost == 1000 + 10_000)
        #expect(estimate.net == 39_000)
        #expect(estimate.success == 5000 && estimate.days == 75)
    }

    @Test("chances fall in a straight line with age, and no further than the lower number")
    func age() {
        let terms = RouteTerms(.own, success: 1000...5000, agesOverDays: 100, days: 1)
        for (days, success) in [(-5, 5000), (0, 5000), (25, 4000), (50, 3000), (100, 1000), (9999, 1000)] {
            #expect(terms.success(ageDays: days) == Int64(success), "\(days)")
        }
    }

    @Test("the route that leaves most comes first; of equal ones the faster")
    func order() {
        let flat = RouteTerms(.agencyFlat, fixedCost: 4500, success: 5000...5000, days: 75)
        let share = RouteTerms(.agencyCommission, commission: 2000, success: 5000...5000, days: 75)
        #expect(advice([flat, share], debt(30_000)).best?.route == .agencyCommission)
        #expect(advice([flat, share], debt(300_000)).best?.route == .agencyFlat)
        // 45 EUR is the fifth part of half of 450 EUR: the two are equal.
        var slow = share
        slow.days = 90
        #expect(advice([slow, flat], debt(45_000)).best?.route == .agencyFlat)
        #expect(advice([share, flat], debt(45_000)).best?.route == .agencyCommission)
    }

    @Test("a route that is not open says why, and is never recommended")
    func objections() {
        func codes(_ route: Route, _ debt: RouteAdvice.Debt) -> [String] {
            let terms = RouteTerms(route, success: 9000...9000, principal: 100...500_000, days: 1)
            return advice([terms], debt).estimates.flatMap(\.objections)
        }
        for route in Route.allCases {
            #expect(codes(route, debt(100_000)).isEmpty, "\(route)")
            #expect(codes(route, debt(99)) == ["amount"], "\(route)")
        }
        let unproven = debt(100_000) { $0.isVerified = false }
        let unasked = debt(100_000) { $0.isNegotiated = false }
        for route in [Route.agencyFlat, .agencyCommission] {
            #expect(codes(route, unproven) == ["not-verified"])
            #expect(codes(route, unasked).isEmpty)
        }
        for route in [Route.agencyFlat, .agencyCommission] {
            #expect(codes(route, debt(100_000) { $0.debtor = .publicBody }) == ["administration"])
        }
        for route in [Route.courtAlone, .courtLawyer] {
            #expect(codes(route, unproven) == ["not-verified"])
            #expect(codes(route, unasked) == ["not-negotiated"])
            #expect(codes(route, debt(100_000) { $0.debtor = .publicBody }) == ["administration"])
        }
        #expect(codes(.courtAlone, debt(200_000)).isEmpty)
        #expect(codes(.courtAlone, debt(200_001)) == ["lawyer"])
        #expect(codes(.courtLawyer, debt(200_001)).isEmpty)
        var persons = RouteTerms(.own, success: 1...1, days: 1)
        persons.debtors = [.consumer]
        #expect(advice([persons], debt(100_000)).best == nil)
        #expect(advice([persons], debt(100_000) { $0.debtor = .consumer }).best?.route == .own)
    }

    @Test("tax in a rest is its share of the invoice's tax, never more")
    func tax() {
        #expect(TaxRecovery.share(outstanding: 12_100, net: 10_000, payable: 12_100) == 2100)
        #expect(TaxRecovery.share(outstanding: 6050, net: 10_000, payable: 12_100) == 1050)
        #expect(TaxRecovery.share(outstanding: 1, net: 10_000, payable: 12_100) == 0)
        #expect(TaxRecovery.share(outstanding: 100, net: nil, payable: 12_100) == nil)
        #expect(TaxRecovery.share(outstanding: 100, net: 13_000, payable: 12_100) == nil)
        #expect(TaxRecovery.share(outstanding: .max, net: 1, payable: .max) == Int64.max - 1)
        #expect(TaxRecovery.share(outstanding: 12_101, net: 10_000, payable: 12_100) == nil)
    }
}
