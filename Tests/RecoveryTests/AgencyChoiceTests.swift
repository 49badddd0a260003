import Domain
import Recovery
import Testing

@Suite("Which agency, and what it would cost")
struct AgencyChoiceTests {
    private func debt(
        _ customer: String, _ principal: Int64 = 100_000, age: Int = 60, country: String = "ES",
        debtor: CustomerKind = .company
    ) -> PlaceableCase {
        PlaceableCase(
            customer: customer, country: country, debtor: debtor, principal: principal, ageDays: age,
            invoices: 1)
    }

    @Test("each rule closes an agency with its own code")
    func rules() {
        let rules = AgencyRules(
            countries: ["ES"], debtors: [.company], principal: 5_000...200_000, ageDays: 30...365)
        #expect(rules.objections(to: debt("A")).isEmpty)
        #expect(rules.objections(to: debt("A", country: "FR")) == ["country"])
        #expect(rules.objections(to: debt("A", debtor: .consumer)) == ["debtor"])
        #expect(rules.objections(to: debt("A", 4_999)) == ["amount"])
        #expect(rules.objections(to: debt("A", 200_001)) == ["amount"])
        #expect(rules.objections(to: debt("A", age: 29)) == ["age"])
        #expect(rules.objections(to: debt("A", age: 366)) == ["age"])
        #expect(AgencyRules().objections(to: debt("A", age: 9_999, country: "", debtor: .consumer)).isEmpty)
    }

    @Test("the first that takes it and has room; scarce room goes to the greater debts, in any order given")
    func choice() {
        let young = AgencyOffer(code: "YOUNG", rules: AgencyRules(ageDays: 0...90), capacity: 2)
        let all = AgencyOffer(code: "ALL", rules: AgencyRules(debtors: [.company]))
        let cases = [
            debt("A", 100), debt("B", 300), debt("C", 200), debt("D", 50, age: 91),
            debt("E", 1, debtor: .consumer),
        ]
        let choice = AgencyChoice(cases, offers: [young, all])
        #expect(choice.placements.map(\.debt.customer) == ["A", "B", "C", "D", "E"])
        #expect(choice.placements.map(\.agency) == ["ALL", "YOUNG", "YOUNG", "ALL", nil])
        #expect(choice.placements[0].objections == ["YOUNG: capacity"])
        #expect(choice.placements[3].objections == ["YOUNG: age"])
        #expect(choice.placements[4].objections == ["YOUNG: capacity", "ALL: debtor"])
        #expect(AgencyChoice(cases.reversed(), offers: [young, all]) == choice)
        let full = AgencyChoice(cases, offers: [young, all], placed: ["YOUNG": 1])
        #expect(full.placements.map(\.agency) == ["ALL", "YOUNG", "ALL", "ALL", nil])
    }

    @Test("who sent a case back gets it again only where nobody else takes it")
    func returned() {
        let offers = [AgencyOffer(code: "ONE"), AgencyOffer(code: "TWO")]
        var back = debt("A")
        back.returnedBy = ["ONE"]
        #expect(AgencyChoice([back], offers: offers).placements.map(\.agency) == ["TWO"])
        #expect(AgencyChoice([back], offers: [offers[0]]).placements.map(\.agency) == ["ONE"])
    }

    @Test("commission by the step of the debt's age")
    func price() {
        let price = AgencyPrice(
            flat: 4_500,
            commission: [.init(fromAgeDays: 180, rate: 2_500), .init(fromAgeDays: 0, rate: 1_500)])
        #expect([0, 179, 180, 9_999].map { price.rate(ageDays: $0) } == [1_500, 1_500, 2_500, 2_500])
        #expect(price.cost(collected: 100_000, ageDays: 10) == 4_500 + 15_000)
        #expect(price.cost(collected: 0, ageDays: 200) == 4_500)
        #expect(AgencyPrice().cost(collected: 100_000, ageDays: 1) == 0)
        let late = AgencyPrice(commission: [.init(fromAgeDays: 30, rate: 1_000)])
        #expect(late.rate(ageDays: 29) == 0)
    }

    @Test("the quote adds up debtors, invoices, what is owed, what comes in and what that costs")
    func quote() {
        let offers = [
            AgencyOffer(
                code: "FLAT", rules: AgencyRules(principal: 1...150_000), price: AgencyPrice(flat: 4_500)),
            AgencyOffer(
                code: "SHARE", rules: AgencyRules(principal: 150_001...500_000),
                price: AgencyPrice(commission: [.init(fromAgeDays: 0, rate: 2_000)])),
        ]
        let cases = [debt("A"), debt("B", 150_000), debt("C", 200_000, age: 365), debt("D", 900_000)]
        let quote = AgencyQuote(AgencyChoice(cases, offers: offers), offers: offers) {
            $0 < 100 ? 5_000 : 2_500
        }
        #expect(quote.rows.map(\.agency) == ["FLAT", "SHARE", ""])
        #expect(quote.rows.map(\.debtors) == [2, 1, 1])
        #expect(quote.rows.map(\.principal) == [250_000, 200_000, 900_000])
        #expect(quote.rows.map(\.expected) == [125_000, 50_000, 0])
        #expect(quote.rows.map(\.cost) == [9_000, 10_000, 0])
        #expect(quote.rows.map(\.net) == [116_000, 40_000, 0])
    }
}
