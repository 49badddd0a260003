import Domain
import Testing

@testable import Recovery

/// When an overdue instalment is asked for, and how much of it.
@Suite("Reminders of instalments")
struct InstalmentReminderTests {
    /// A plan of 1 February over 300.00 EUR in three parts of 100.00, on the first of March, April and May.
    private func plan(
        paid: [(String, Int64)] = [], grace: Int? = 5, breaks: Int? = nil
    ) -> DecisionFact {
        var fact = DecisionFact(
            kind: .planAgreed, invoice: 1, day: day("2026-02-01"), author: "Ana", detail: "", source: "")
        fact.number = 1
        fact.terms.instalments = ["2026-03-01", "2026-04-01", "2026-05-01"].map {
            Instalment(due: day($0), amount: 10_000)
        }
        fact.terms.graceDays = grace
        fact.terms.breaksAfter = breaks
        fact.balance = AgreementBalance(
            invoices: [1, 2], owed: 30_000,
            received: paid.map { ReceivedAmount(day: day($0.0), amount: $0.1) })
        return fact
    }

    private func reminder(
        _ plan: DecisionFact, _ iso: String, reminded: [String] = []
    ) -> InstalmentReminder? {
        InstalmentReminder(
            of: plan, caseReference: "C-1", customer: Town.customer(),
            items: [
                Town.invoice(2, "A/2", payable: 20_000), Town.invoice(1, "A/1", payable: 10_000),
                Town.invoice(3, "A/3", payable: 50_000),
            ], reminded: reminded.map { day($0) }, asOf: day(iso))
    }

    @Test("once an instalment, after its money may have come and before the plan breaks")
    func days() throws {
        for (iso, isDue) in [
            ("2026-02-28", false), ("2026-03-01", false), ("2026-03-02", false), ("2026-03-03", true),
            ("2026-03-05", true), ("2026-03-06", false), ("2026-03-07", false),
        ] { #expect((reminder(plan(), iso) != nil) == isDue, "\(iso)") }
        let first = try #require(reminder(plan(), "2026-03-03"))
        #expect(first.instalments == [Instalment(due: day("2026-03-01"), amount: 10_000)])
        #expect(first.overdue == 10_000 && first.payBy == day("2026-03-06"))
        #expect(first.items.map(\.id) == [1, 2], "what the plan covers, and nothing else")
        #expect(reminder(plan(), "2026-03-04", reminded: ["2026-03-03"]) == nil)
        // The reminder of the one before does not stand for this one.
        let second = plan(paid: [("2026-03-05", 10_000)])
        #expect(reminder(second, "2026-04-03", reminded: ["2026-03-03"])?.overdue == 10_000)
        #expect(reminder(plan(grace: 0), "2026-03-02") == nil, "without grace it is broken at once")
    }

    @Test("what came counts for the oldest; what is not due is not asked for")
    func amounts() {
        #expect(reminder(plan(paid: [("2026-02-20", 10_000)]), "2026-03-03") == nil)
        #expect(reminder(plan(paid: [("2026-03-02", 4_000)]), "2026-03-03")?.overdue == 6_000)
        // It bears one unpaid instalment: of two both are asked for, and the second breaks it.
        let patient = plan(breaks: 2)
        #expect(reminder(patient, "2026-03-20")?.payBy == nil)
        let both = reminder(patient, "2026-04-03", reminded: ["2026-03-20"])
        #expect(both?.instalments.map(\.amount) == [10_000, 10_000])
        #expect(both?.payBy == day("2026-04-06"))
    }

    @Test("the letter asks for the instalment and for nothing more")
    func letter() throws {
        let reminder = try #require(self.reminder(plan(paid: [("2026-03-02", 4_000)]), "2026-03-03"))
        var details = LetterDetails()
        details.instalments = reminder.instalments
        details.planDay = reminder.planDay
        details.payBy = reminder.payBy
        func render(_ items: [OpenItem]) throws -> Letter {
            try Letter.render(
                .instalmentReminder, caseReference: "C-1", day: day("2026-03-03"), items: items,
                customer: reminder.customer, details: details, sender: LetterSamples.sender,
                templates: try LetterTemplates.bundled())
        }
        let letter = try render(reminder.items)
        #expect(letter.total == Money(minorUnits: 6_000, currency: .eur) && letter.invoices == [1, 2])
        let text = letter.plainText.replacing("\u{A0}", with: " ")
        for words in [
            "acordamos el 1 de febrero de 2026", "A/1, A/2", "1 de marzo de 2026", "60,00 €",
            "6 de marzo de 2026",
        ] { #expect(text.contains(words), "\(words)\n\(text)") }
        #expect(!text.contains("300,00") && !text.contains("100,00"), "\(text)")
        let reference = try #require(
            LetterReference.shown(by: .instalmentReminder, case: "C-1", day: day("2026-03-03")))
        #expect(text.contains(LetterWording.inFours(reference.text).replacing("\u{A0}", with: " ")))
        for kind in LetterKind.allCases where kind != .instalmentReminder {
            #expect(LetterReference.shown(by: kind, case: "C-1", day: day("2026-03-03")) != reference)
        }
        // More than is owed is never asked for.
        #expect(throws: LetterError.amount) { try render([Town.invoice(1, "A/1", payable: 5_999)]) }
    }
}
