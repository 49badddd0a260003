import Domain
import Matching
import Testing

/// The accountant's own rules: what they decide, and what is stronger than they are.
@Suite struct RuleTests {
    private static let account = "ES9121000418450200051332"

    private func town(_ rules: MatchingRule...) -> Town {
        var town = Town([
            ("F2025-00101", 12_100, "B1", "Talleres Ruiz S.L."),
            ("F2025-00102", 33_333, "B2", "Ana Díaz Soto"),
            ("F2025-00103", 45_000, "B3", "Frutas Lugo S.A."),
        ])
        town.items[0].taxId = "B12345674"
        town.items[2].iban = Self.account
        town.policy.rules = rules
        return town
    }

    private func rule(
        _ name: String, _ consequence: MatchingRule.Consequence,
        _ fill: (inout MatchingRule.Condition) -> Void
    ) -> MatchingRule {
        var condition = MatchingRule.Condition()
        fill(&condition)
        return MatchingRule(name: name, condition: condition, consequence: consequence)
    }

    @Test func nobodysInvoiceIsNeitherShownNorUnexplained() {
        let payroll = rule("payroll", .unrelated) { $0.textContains = "nómina" }
        let ruled = town(payroll).pay(33_333, "ABONO NOMINA ENERO", from: "ANA DIAZ SOTO")
        #expect(ruled.posted.isEmpty && ruled.suggestions.isEmpty && ruled.unexplained.isEmpty)
        #expect(ruled.ruled == [RuledMovement(movement: 1, rule: "payroll", outcome: .unrelated)])
        let other = town(payroll).pay(33_333, "ABONO ENERO", from: "ANA DIAZ SOTO")
        #expect(!other.suggestions.isEmpty && other.ruled.isEmpty)
        #expect(other.suggestions == town().pay(33_333, "ABONO ENERO", from: "ANA DIAZ SOTO").suggestions)
        // Debits are ruled too, so that they can be explained.
        let debit = town(payroll).pay(-90_000, "PAGO NOMINAS")
        #expect(debit.ruled.map(\.rule) == ["payroll"])
    }

    @Test func aNumberOfOursIsStrongerThanNobodys() {
        let cash = rule("cash", .unrelated) { $0.textContains = "ingreso" }
        let named = town(cash).pay(12_100, "INGRESO FRA F2025-00101", from: "TALLERES RUIZ SL")
        #expect(named.posted.isEmpty)
        #expect(named.suggestions.first?.allocations == [Allocation(invoice: 1, amount: 12_100)])
        #expect(named.suggestions.first?.vetoes == ["rule-number-read"])
        #expect(named.unexplained.count == 1)
        #expect(named.ruled.map(\.outcome) == [.numberRead])
        // A batch of ours says it without a number.
        var batch = town(cash)
        batch.debits = [
            DirectDebitItem(
                batch: "REM-2026-01", collected: day(4), invoiceNumber: "F2025-00102", amount: 33_333,
                currency: .eur)
        ]
        let lump = batch.pay(33_333, "INGRESO REMESA REM-2026-01")
        #expect(lump.posted.isEmpty && lump.suggestions.first?.pattern == "batch-id+sum")
        #expect(lump.ruled.map(\.outcome) == [.numberRead])
    }

    @Test func aRulesCustomerIsThePayerUnlessSomethingStrongerSaysAnother() {
        let group = rule("group", .customer("B2")) { $0.counterpartyContains = "grupo norte" }
        #expect(town().pay(33_333, "PAGO", from: "GRUPO NORTE, S.A.").posted.isEmpty)
        let paid = town(group).pay(33_333, "PAGO", from: "GRUPO NORTE, S.A.")
        #expect(paid.posted.map(\.pattern) == ["payer-rule+amount"])
        #expect(paid.posted.first?.allocations == [Allocation(invoice: 2, amount: 33_333)])
        #expect(
            paid.posted.first?.evidence.contains { $0.code == "payer-rule" && $0.seen == "group" } == true)
        #expect(paid.ruled.map(\.outcome) == [.customer])
        // The customer's own account, and a tax id, say another one.
        let byAccount = town(group).pay(45_000, "PAGO", from: "GRUPO NORTE", account: Self.account)
        #expect(byAccount.posted.isEmpty)
        #expect(byAccount.suggestions.first?.vetoes == ["rule-contradicted"])
        #expect(byAccount.suggestions.first?.allocations == [Allocation(invoice: 3, amount: 45_000)])
        let byTaxId = town(group).pay(12_100, "PAGO B12345674", from: "GRUPO NORTE")
        #expect(byTaxId.posted.isEmpty && byTaxId.ruled.map(\.outcome) == [.contradicted])
        // A number of another customer's is not the rule's customer's either.
        #expect(town(group).pay(12_100, "F2025-00101", from: "GRUPO NORTE").posted.isEmpty)
        // By tax id; and of nobody that was invoiced, a person decides.
        let byRuleTaxId = rule("g", .customer("b-12345674")) { $0.counterpartyContains = "NORTE" }
        #expect(town(byRuleTaxId).pay(12_100, "PAGO", from: "GRUPO NORTE").posted.count == 1)
        let stranger = rule("g", .customer("B99")) { $0.textContains = "fra" }
        let asked = town(stranger).pay(12_100, "FRA F2025-00101", from: "TALLERES RUIZ SL")
        #expect(asked.posted.isEmpty && asked.ruled.map(\.outcome) == [.ask])
    }

    @Test func whatIsToBeAskedIsNeverPosted() {
        let ask = rule("large", .ask) { ($0.amountFrom, $0.amountTo) = (12_100, 40_000) }
        let held = town(ask).pay(12_100, "FRA F2025-00101", from: "TALLERES RUIZ SL")
        #expect(held.posted.isEmpty && held.suggestions.first?.vetoes == ["rule-ask"])
        #expect(held.suggestions.first?.pattern == "number+sum+payer")
        #expect(town(ask).pay(45_000, "FRA F2025-00103", from: "FRUTAS LUGO SA").posted.count == 1)
    }

    @Test func allConditionsMustHoldAndTheFirstRuleDecides() throws {
        func fits(_ fill: (inout MatchingRule.Condition) -> Void) -> Bool {
            let town = town(rule("r", .ask, fill))
            return !town.pay(
                12_100, "Transferencia, RÉCIBO nº 7", from: "Peña y Compañía, S.L.", account: Self.account
            ).ruled.isEmpty
        }
        #expect(fits { $0.textContains = "transferencia recibo" })
        #expect(!fits { $0.textContains = "recibo transferencia" })
        #expect(fits { $0.counterpartyContains = "COMPAÑIA" })
        #expect(fits { $0.counterpartyEquals = "pena y compania sl" })
        #expect(!fits { $0.counterpartyEquals = "pena y compania" })
        #expect(fits { $0.accountEquals = "ES91 2100 0418 4502 0005 1332" })
        #expect(!fits { $0.accountEquals = "ES9121000418450200051331" })
        #expect(fits { ($0.amountFrom, $0.amountTo) = (12_100, 12_100) })
        #expect(!fits { $0.amountFrom = 12_101 })
        #expect(!fits { $0.amountTo = 12_099 })
        let dollar = try #require(Currency("USD"))
        #expect(!fits { ($0.amountFrom, $0.currency) = (1, dollar) })
        #expect(fits { $0.direction = .credit })
        #expect(!fits { $0.direction = .debit })
        #expect(!fits { ($0.textContains, $0.direction) = ("recibo", .debit) })
        let (first, second) = (
            rule("1", .ask) { $0.textContains = "pago" }, rule("2", .unrelated) { $0.direction = .credit }
        )
        #expect(town(first, second).pay(5, "PAGO").ruled.map(\.rule) == ["1"])
        #expect(town(first, second).pay(5, "OTRO").ruled.map(\.rule) == ["2"])
    }
}
