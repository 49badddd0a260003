import Domain
import Testing

@testable import Reports

/// Names, references and texts come from files of strangers.
@Suite("Hostile text")
struct HostileTextTests {
    static let attack = "<script>alert(1)</script>\"'&\u{202E}\u{0}</table><!--"

    /// A night in which every text from outside is the attack.
    static func report() throws -> NightReport {
        let bad = attack
        var report = NightReport(
            creditorName: bad, runId: bad, asOf: SampleNight.asOf, language: "es\"><script>")
        report.received.add(ReceivedFile(name: bad, sha256: bad, format: bad, setAside: 1))
        report.received.add(
            ProblemRow(
                file: bad, problem: Problem(.fieldMissing, at: Place(element: bad), found: bad, expected: bad)
            ))
        let payment = PaymentLine(reference: bad, day: SampleNight.asOf, amount: SampleNight.euros(1))
        let evidence = [
            Evidence(code: bad, field: bad, seen: bad, centibits: 1),
            Evidence(code: "number-full", field: bad, seen: bad, centibits: 1),
        ]
        try report.matched.add(
            PostedMatch(
                payment: payment, invoiceNumbers: [bad], status: .auto, kind: .single, pattern: bad,
                evidence: evidence))
        try report.matched.add(
            SuggestedMatch(
                payment: payment,
                proposals: [
                    MatchProposal(
                        rank: 1, invoiceNumbers: [bad], amount: SampleNight.euros(1), kind: .single,
                        pattern: bad, evidence: evidence, vetoes: [bad])
                ]))
        try report.matched.add(UnexplainedRow(payment: payment, customers: [bad]))
        try report.aged.add(SampleNight.item(1, bad, bad, due: "2026-01-01", cents: 5))
        let proofs = Condition.allCases.map { ConditionResult($0, .passed, evidence: bad) }
        let debt = VerifiedDebt(
            invoiceNumber: bad, customerName: bad, due: SampleNight.asOf, amount: SampleNight.euros(1),
            results: proofs)
        try report.verdicts.add(Verdict(invoice: 1, asOf: SampleNight.asOf, results: proofs), debt: debt)
        let lacks = [ConditionResult(.certain, .failed, evidence: bad, missing: bad)]
        try report.verdicts.add(Verdict(invoice: 2, asOf: SampleNight.asOf, results: lacks), debt: debt)
        try report.steps.add(
            StepRow(
                caseReference: bad, customerName: bad, kind: .agency, channel: .file, invoiceNumbers: [bad],
                amount: SampleNight.euros(1), documentPath: bad))
        report.steps.add(
            HeldRow(
                caseReference: bad, invoiceNumber: bad, customerName: bad, kind: .agency,
                amount: SampleNight.euros(1), reason: bad))
        report.toDo.add(ToDoRow(kind: .conflict, subject: bad, detail: bad))
        report.controls.accounts = [
            AccountControl(
                coverage: AccountCoverage(account: bad, covered: [], breaks: []), balance: nil)
        ]
        report.controls.journalDigest = bad
        return report
    }

    @Test("No text from outside becomes markup, wherever it stands")
    func escaped() throws {
        let page = String(decoding: ReportPage.render(try Self.report()).bytes, as: UTF8.self)
        #expect(!page.contains("<script"))
        #expect(!page.contains("<!--"))
        #expect(!page.unicodeScalars.contains("\u{202E}"))
        #expect(!page.unicodeScalars.contains("\u{0}"))
        #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;"))
        let opened = page.split(separator: "<table ").count
        let closed = page.split(separator: "</table>").count
        #expect(opened == closed)
    }

    @Test("A letter's link stays inside the run's folder")
    func links() {
        let parts = PageParts(words: Wording(language: "en"))
        #expect(
            parts.document("letters/EXP 7 ñ.html").html
                == "<a href=\"./letters/EXP%207%20%C3%B1.html\">EXP 7 ñ.html</a>")
        #expect(parts.document("javascript:alert(1)").html.contains("href=\"./javascript%3Aalert%281%29\""))
        for path in ["/etc/passwd", "../up.html", "a/../../b", "", "a//b", "//evil.example/x", "a/./b"] {
            #expect(!parts.document(path).html.contains("href"), "\(path)")
        }
    }

    @Test("Braces in a value are not filled again")
    func placeholders() {
        #expect(Wording.filled("{a} and {b}{c", ["a": "{b}", "b": "x"]) == "{b} and x{c")
    }
}
