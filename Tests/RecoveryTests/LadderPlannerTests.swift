import Domain
import Recovery
import Testing

@Suite("Planning cases")
struct LadderPlannerTests {
    @Test("what is no debt is passed over, whatever its amount")
    func kinds() {
        for kind in InvoiceKind.allCases {
            var town = Town()
            town.items[0].kind = kind
            let isDebt = [.invoice, .corrective, .replacement].contains(kind)
            #expect(town.plan(on: Town.due.adding(days: 3)).count == (isDebt ? 1 : 0), "\(kind)")
        }
    }

    @Test("invoices of one debtor are one case; other debtors have their own")
    func grouping() {
        var town = Town()
        town.items += [
            Town.invoice(3, "A/2026/3"), Town.invoice(2, "A/2026/2"),
            Town.invoice(4, "A/2026/4", customer: "name:ana garcia"),
        ]
        let planned = town.plan(on: Town.due.adding(days: 3))
        #expect(planned.map(\.reference).count == 2)
        let company = planned.first { $0.reference == "C-B12345674" }
        #expect(company?.steps.map(\.item.number) == ["A/2026/1", "A/2026/2", "A/2026/3"])
        #expect(planned.allSatisfy { one in one.steps.allSatisfy { $0.caseReference == one.reference } })
    }

    @Test("any order of invoices and steps gives the same plan")
    func shuffled() {
        var town = Town()
        for id in 2...40 {
            let customer = id % 3 == 0 ? Town.company : "name:customer \(id % 7)"
            town.items.append(
                Town.invoice(Int64(id), "A/\(id % 5)", customer: customer, payable: Int64(id) * 100))
        }
        town.failing = [4: [.due], 9: [.certain, .undisputed]]
        for id in 10...20 { town.take(.reminder, Int64(id), on: Town.due, "C-OLD\(id % 4)") }
        let expected = town.plan(on: Town.due.adding(days: 30))
        #expect(!expected.kinds.isEmpty && !expected.heldCodes.isEmpty)
        var state: UInt64 = 42
        for _ in 0..<20 {
            var order = SeededOrder(state: state)
            town.items.shuffle(using: &order)
            town.steps.shuffle(using: &order)
            state = order.state
            #expect(town.plan(on: Town.due.adding(days: 30)) == expected)
        }
    }

    @Test("a case keeps the reference it was opened with, even when the debtor's key changes")
    func stableReference() {
        var town = Town()
        town.items.append(Town.invoice(2, "A/2026/2"))
        town.take(.reminder, 1, on: day("2026-03-13"), "C-0FIRSTNAME")
        town.take(.secondReminder, 1, on: day("2026-03-25"), "C-LATER")
        #expect(town.plan(on: Town.due.adding(days: 3)).map(\.reference) == ["C-0FIRSTNAME"])
    }

    @Test("references: the company's tax id, a digest for persons; all fit a payment reference")
    func references() {
        #expect(CaseReference.derived(from: "B12345674") == "C-B12345674")
        let person = CaseReference.derived(from: "12345678Z")
        #expect(!person.contains("12345678") && person == CaseReference.derived(from: "12345678Z"))
        for key in ["12345678Z", "name:ana garcia", "FR*1", String(repeating: "9", count: 500), "name:李"] {
            let reference = CaseReference.derived(from: key)
            #expect(reference.utf8.count == 15, "\(key)")
            #expect(CreditorReference(body: reference) != nil, "\(key)")
        }
        #expect(CaseReference.derived(from: "name:a") != CaseReference.derived(from: "name:b"))
    }

    @Test("nobody is written to about less than the minimum, summed over the customer and currency")
    func minimumToWrite() throws {
        let usd = try #require(Currency("USD"))
        var town = Town()
        town.items = [Town.invoice(1, "A", payable: 600), Town.invoice(2, "B", payable: 399)]
        #expect(
            town.plan(on: Town.due.adding(days: 3)).heldCodes == ["minimum-to-write", "minimum-to-write"])
        town.items[1] = Town.invoice(2, "B", payable: 400)
        #expect(town.plan(on: Town.due.adding(days: 3)).kinds == [.reminder, .reminder])
        town.items[1] = Town.invoice(2, "B", payable: 400, currency: usd)
        #expect(town.plan(on: Town.due.adding(days: 3)).kinds.isEmpty)
    }

    @Test("sums that do not fit do not trap")
    func overflow() {
        var town = Town()
        town.items = [Town.invoice(1, "A", payable: .max), Town.invoice(2, "B", payable: .max)]
        #expect(town.plan(on: Town.due.adding(days: 3)).kinds.count == 2)
    }

    @Test("an invoice without due date is looked at after the legal term, and its verdict decides")
    func undated() {
        var town = Town()
        town.items[0].due = nil
        let issued = town.items[0].issued
        #expect(town.plan(on: issued.adding(days: 32)).isEmpty)
        town.failing[1] = [.due]
        #expect(town.plan(on: issued.adding(days: 33)).heldCodes == ["due"])
    }

    @Test("a debtor without e-mail address gets a letter")
    func channel() {
        var town = Town()
        #expect(town.plan(on: Town.due.adding(days: 3)).first?.steps.first?.channel == .email)
        town.customers[Town.company]?.party.email = ""
        #expect(town.plan(on: Town.due.adding(days: 3)).first?.steps.first?.channel == .letter)
    }

    @Test("an invoice without debtor is held, and never mixed with others")
    func unknownDebtor() {
        var town = Town()
        town.items.append(Town.invoice(2, "B", customer: ""))
        let planned = town.plan(on: Town.due.adding(days: 3))
        #expect(planned.kinds == [.reminder] && planned.heldCodes == ["debtor-unknown"])
        #expect(planned.count == 2)
    }

    @Test("a policy in any order with repeats is one ladder")
    func policyOrder() {
        let repeated = LadderPolicy(
            steps: LadderPolicy.usual.reversed() + [
                LadderStep(kind: .reminder, afterDueDays: 99, minimumDaysSincePrevious: 1, channel: .sms)
            ])
        #expect(repeated == LadderPolicy())
        #expect(LadderPolicy(steps: []).steps.isEmpty)
    }
}

/// A repeatable shuffle (Knuth's 64-bit linear congruence).
private struct SeededOrder: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}
