import Domain
import Recovery

/// A creditor's night: open invoices, what was done before, and verdicts that pass unless a test says
/// otherwise.
struct Town {
    var items: [OpenItem] = []
    var steps: [StepFact] = []
    var customers: [String: Customer] = [:]
    /// Conditions that do not pass, by invoice.
    var failing: [Int64: [Condition]] = [:]
    var registryObjections: [HoldReason] = []
    var policy = LadderPolicy()
    var histories: [String: CustomerHistory] = [:]

    static let company = "B12345674"
    static let due = day("2026-03-10")

    /// A town with one overdue invoice of 1.234,56 EUR.
    init() {
        items = [Self.invoice(1, "A/2026/1")]
        customers[Self.company] = Self.customer()
    }

    static func invoice(
        _ id: Int64, _ number: String, customer: String = company, payable: Int64 = 123_456,
        currency: Currency = .eur
    ) -> OpenItem {
        var item = OpenItem(
            id: id, number: number, kind: .invoice, issued: day("2026-02-08"), currency: currency,
            payable: payable)
        item.customer = customer
        item.customerName = "Construcciones Pérez & Hijos S.L."
        item.taxId = customer
        item.due = due
        return item
    }

    static func customer(_ key: String = company, holder: TaxIdentifier.Holder? = .legal) -> Customer {
        var party = PartyRecord()
        party.taxId = key
        party.name = "Construcciones Pérez & Hijos S.L."
        party.street = "Calle Mayor, 12, 3.º B"
        party.postCode = "50001"
        party.town = "Zaragoza"
        party.province = "Zaragoza"
        party.email = "pagos@perezehijos.example"
        return Customer(key: key, party: party, holder: holder)
    }

    func verdict(_ item: OpenItem) -> Verdict {
        let results = Condition.allCases.map { condition in
            failing[item.id]?.contains(condition) == true
                ? ConditionResult(condition, .unknown, missing: "proof of \(condition.rawValue)")
                : ConditionResult(condition, .passed, evidence: "seen")
        }
        return Verdict(invoice: item.id, asOf: Self.due, results: results)
    }

    /// As a law pack has them, without the debtors that no agency and no registry takes.
    var gates = GateTable { gate in
        switch gate {
        case .beforeDue: Condition.allCases.filter { ![.due, .demanded, .aboveMinimum].contains($0) }
        case .reminder: Condition.allCases.filter { ![.demanded, .aboveMinimum].contains($0) }
        case .formalClaim: Condition.allCases.filter { $0 != .demanded }
        case .agency, .registry, .court: Condition.allCases
        }
    }

    func plan(on asOf: Day, language: String = "en") -> [PlannedCase] {
        LadderPlanner.plan(night(as: asOf, language))
    }

    func night(as asOf: Day, _ language: String) -> LadderPlanner.Night {
        var night = LadderPlanner.Night(
            items: items, customers: { customers[$0] }, verdicts: verdict, steps: steps, gates: gates,
            asOf: asOf)
        night.registryObjections = { _, _ in registryObjections }
        night.histories = { histories[$0] ?? CustomerHistory() }
        night.policy = policy
        night.language = language
        return night
    }

    /// Plans the night that many days after the due day, and takes its steps.
    mutating func night(_ daysAfterDue: Int) -> [PlannedCase] {
        let planned = plan(on: Self.due.adding(days: daysAfterDue))
        for step in planned.flatMap(\.steps) {
            take(step.kind, step.item.id, on: step.day, step.caseReference)
        }
        return planned
    }

    mutating func take(_ kind: StepKind, _ invoice: Int64, on day: Day, _ reference: String = "C-B12345674") {
        steps.append(
            StepFact(
                caseReference: reference, invoice: invoice, kind: kind, channel: .letter, day: day, amount: 1,
                documentSHA256: "", documentPath: "", run: "r"))
    }
}

extension [PlannedCase] {
    var kinds: [StepKind] { flatMap(\.steps).map(\.kind) }
    var heldCodes: [String] { flatMap(\.held).flatMap(\.reasons).map(\.code) }
}

/// A day in a test; a misspelt one is 1970-01-01 and fails what uses it.
func day(_ text: String) -> Day { Day(iso: text) ?? Day(number: 0) }
