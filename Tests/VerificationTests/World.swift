import Domain
import Verification

/// A debt of a company with every proof in place, to take pieces away from.
struct World {
    var item: OpenItem
    var provenance = "facturas-enero.csv line 12"
    var accounts: [String] = []
    var coverage: [AccountCoverage]
    var unexplained: [UnexplainedCredit] = []
    var steps: [StepFact]
    var decisions: [DecisionFact]
    var corrections: [OpenItem] = []
    var asOf = day("2026-04-01")
    var policy = VerificationPolicy()

    /// Read once: a pack is several hundred rows.
    static let law = Result { try LawPack.bundled() }
    static let account = "ES9121000418450200051332"
    static let company = "B12345674"

    init() {
        item = OpenItem(
            id: 7, number: "A/2026/7", kind: .invoice, issued: day("2026-01-12"), currency: .eur,
            payable: 121_000)
        item.customer = Self.company
        item.taxId = Self.company
        item.due = day("2026-02-11")
        coverage = [
            AccountCoverage(
                account: Self.account,
                covered: [day("2026-01-01")...day("2026-01-31"), day("2026-02-01")...day("2026-03-29")],
                breaks: [])
        ]
        steps = [Self.step(.formalClaim, "2026-03-13")]
        decisions = [Self.decision(.delivered, "2026-03-16")]
    }

    func facts() -> VerificationFacts {
        VerificationFacts(
            accounts: accounts, coverage: coverage, unexplained: unexplained, steps: steps,
            decisions: decisions,
            corrections: corrections, asOf: asOf)
    }

    func verdict() throws -> Verdict {
        DebtVerifier(facts: facts(), policy: policy, lawPack: try Self.law.get())
            .verdict(for: item, provenance: provenance)
    }

    func result(_ condition: Condition) throws -> ConditionResult {
        try verdict().results.first { $0.condition == condition }
            ?? ConditionResult(condition, .unknown, missing: "not answered")
    }

    /// The same world with one thing changed.
    func with(_ change: (inout World) -> Void) -> World {
        var copy = self
        change(&copy)
        return copy
    }

    static func step(_ kind: StepKind, _ text: String, sha256: String = "ab12") -> StepFact {
        StepFact(
            caseReference: "C-B12345674", invoice: 7, kind: kind, channel: .letter, day: day(text),
            amount: 121_000,
            documentSHA256: sha256, documentPath: "letters/a.html", run: "r")
    }

    static func decision(_ kind: DecisionRecord.Kind, _ text: String) -> DecisionFact {
        DecisionFact(
            kind: kind, invoice: 7, day: day(text), author: "Ana", detail: "acuse",
            source: "decisiones.csv line 3")
    }

    static func credit(
        _ movement: Int64, _ text: String, amount: Int64 = 999, currency: Currency = .eur,
        customers: [String] = [], invoices: [Int64] = []
    ) -> UnexplainedCredit {
        UnexplainedCredit(
            movement: movement, booked: day(text), amount: amount, currency: currency,
            label: "REF\(movement) of \(text)", customers: customers, invoices: invoices)
    }
}

/// A day in a test; a misspelt one is 1970-01-01 and fails what uses it.
func day(_ text: String) -> Day { Day(iso: text) ?? Day(number: 0) }
