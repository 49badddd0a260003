import Domain
import Testing

@testable import Reports

@Suite("Long lists are cut on the page")
struct ListLengthTests {
    private func html(_ report: NightReport) -> String {
        String(decoding: ReportPage.render(report).bytes, as: UTF8.self)
    }

    private func occurrences(_ text: String, in page: String) -> Int { page.ranges(of: text).count }

    private var empty: NightReport {
        NightReport(creditorName: "X", runId: "1", asOf: SampleNight.asOf, language: "es")
    }

    @Test("1 234 problems: 200 shown, the rest counted, the gravest never lost")
    func problems() {
        var report = empty
        for line in 1...1_233 {
            report.received.add(
                ProblemRow(file: "a.csv", problem: Problem(.fieldMissing, at: Place(line: line))))
        }
        report.received.add(ProblemRow(file: "z.csv", problem: Problem(.xmlMalformed)))
        let page = html(report)
        #expect(
            page.contains(
                "Se muestran 200 de 1.234. La lista completa está en <a href=\"report/problems.csv\">"))
        #expect(occurrences("field-missing</code>", in: page) == 199)
        #expect(page.contains("z.csv"))
        #expect(page.contains("apartado: 1.233"))
    }

    @Test("100 posted matches, 200 suggestions, 200 credits, 200 debts, 200 steps")
    func everyList() throws {
        var report = empty
        for number in 1...300 {
            let payment = PaymentLine(
                reference: "R\(number)", day: SampleNight.asOf.adding(days: -number),
                amount: SampleNight.euros(1))
            try report.matched.add(
                PostedMatch(
                    payment: payment, invoiceNumbers: ["P"], status: .auto, kind: .single,
                    pattern: "posted-pattern",
                    evidence: []))
            let proposal = MatchProposal(
                rank: 1, invoiceNumbers: ["S"], amount: payment.amount, kind: .single, pattern: "open-pattern"
            )
            try report.matched.add(
                SuggestedMatch(payment: payment, proposals: Array(repeating: proposal, count: 9)))
            try report.matched.add(UnexplainedRow(payment: payment, customers: ["lost-customer"]))
            let results = [ConditionResult(.certain, .passed, evidence: "proof-line")]
            try report.verdicts.add(
                Verdict(invoice: 1, asOf: SampleNight.asOf, results: results),
                debt: VerifiedDebt(
                    invoiceNumber: "V", customerName: "", due: SampleNight.asOf, amount: payment.amount,
                    results: results))
            try report.steps.add(
                StepRow(
                    caseReference: "step-case", customerName: "", kind: .reminder, channel: .email,
                    invoiceNumbers: [], amount: payment.amount, documentPath: ""))
        }
        let page = html(report)
        #expect(occurrences("posted-pattern", in: page) == 100)
        #expect(occurrences("open-pattern", in: page) == 200 * 5)
        #expect(occurrences("lost-customer", in: page) == 200)
        #expect(occurrences("proof-line", in: page) == 200)
        #expect(occurrences("step-case", in: page) == 200)
        #expect(page.contains("Se muestran 100 de 300"))
        #expect(report.matched.posted.rows.first?.payment.reference == "R1")
    }

    @Test("The best rows are kept whatever order they come in", arguments: [1, 2, 3, 4, 5])
    func best(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15
        var shown = ShownRows<ToDoRow>()
        var all: [ToDoRow] = []
        for index in 0..<1_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let kind = ToDoKind.allCases[Int(state >> 33) % ToDoKind.allCases.count]
            let row = ToDoRow(
                kind: kind, subject: "\(index)", detail: "", amount: SampleNight.euros(Int64(state >> 40)))
            all.append(row)
            shown.add(row)
        }
        #expect(shown.total == 1_000)
        #expect(shown.rows == Array(all.sorted(by: ToDoRow.comesBefore).prefix(200)))
    }

    @Test("A thousand different reasons are grouped, more are only counted")
    func reasons() throws {
        var outcome = VerdictOutcome()
        let debt = VerifiedDebt(
            invoiceNumber: "", customerName: "", due: SampleNight.asOf, amount: SampleNight.euros(0),
            results: [])
        for number in 0..<1_100 {
            let lacks = ConditionResult(.certain, .failed, missing: "reason \(number)")
            try outcome.add(Verdict(invoice: 1, asOf: SampleNight.asOf, results: [lacks]), debt: debt)
        }
        #expect(outcome.missing.count == 1_000)
        #expect(outcome.missingElsewhere == 100)
        var report = empty
        report.verdicts = outcome
        #expect(html(report).contains("Otras 1.050 faltas están en"))
    }
}
