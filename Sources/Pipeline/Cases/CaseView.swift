public import Domain
internal import Ledger
internal import Recovery
internal import Verification

/// `recobro case FOLDER SUBJECT`: what was stated of a case, where its promises and plans stand, and what
/// happens next.
public enum CaseView {
    /// Lines about an invoice, a case or a customer; empty where nothing has that name.
    public static func lines(of subject: String, in workspace: Workspace, asOf: Day?) throws -> [String] {
        try workspace.reading { reader, configuration in
            let day = try asOf ?? reader.lastRun()?.asOf ?? Day(number: 0)
            guard let invoices = try reader.invoices(ofSubject: subject, kind: .contacted) else { return [] }
            let judgement = try DebtJudgement(
                reader, configuration: configuration, asOf: day, everything: true, plans: true)
            let facts = try reader.caseFacts(about: invoices, subject: subject, asOf: day)
            var lines = ["\(subject) as of \(day): \(facts.count) facts"]
            for fact in facts {
                lines.append("  #\(fact.number) \(text(fact.record)) (\(fact.source))")
                if let number = fact.retractedBy { lines.append("    taken back by #\(number)") }
            }
            lines += payers(invoices, judgement)
            lines += agreements(invoices, judgement, day)
            let reports = try PartnerReport.all(
                reader, judgement, configuration: configuration, asOf: day)
            let standing = CaseStanding(reports: reports).lines(ofInvoices: invoices)
            if !standing.isEmpty { lines += ["at the agency"] + standing }
            lines += CaseAdvice.lines(facts)
            lines += next(invoices, judgement, configuration, day)
            return lines
        }
    }

    /// What kind of payer each customer has been, and why: the ladder speaks accordingly.
    private static func payers(_ invoices: [Int64], _ judgement: DebtJudgement) -> [String] {
        let customers = Set(invoices.compactMap { judgement.item($0)?.customer }).sorted()
        return customers.map { key in
            let payer = PayerClassification(judgement.histories[key] ?? CustomerHistory())
            let because = payer.because.map { "\($0.code) \($0.count)" }.joined(separator: ", ")
            return "payer \(key): \(payer.kind.rawValue) (\(because))"
        }
    }

    /// A fact in one line.
    static func text(_ record: DecisionRecord) -> String {
        var line = "\(record.kind.rawValue) on \(record.day) by \(record.author), \(record.subject)"
        if !record.terms.isEmpty { line += ": \(record.terms.canonicalText)" }
        if !record.detail.isEmpty { line += ": \(record.detail)" }
        if !record.evidence.isEmpty {
            line += "; evidence \(record.evidence.file) \(record.evidence.sha256.prefix(12))"
        }
        return line
    }

    /// Every agreement once, with what was paid of it.
    private static func agreements(_ invoices: [Int64], _ judgement: DebtJudgement, _ day: Day) -> [String] {
        var lines: [String] = []
        var shown: Set<[Int64]> = []
        for invoice in invoices {
            guard let currency = judgement.item(invoice)?.currency else { continue }
            for (fact, state) in judgement.facts.agreements(for: invoice) {
                guard let balance = fact.balance, shown.insert([fact.number] + balance.invoices).inserted
                else {
                    continue
                }
                let received = money(balance.received(by: day), currency)
                lines.append(
                    "#\(fact.number) \(fact.kind.rawValue): \(text(state, currency)); received \(received) of "
                        + money(target(fact, balance), currency))
            }
        }
        return lines
    }

    private static func target(_ fact: DecisionFact, _ balance: AgreementBalance) -> Int64 {
        switch fact.kind {
        case .planAgreed: min(fact.terms.instalments.reduce(0) { $0 + $1.amount }, balance.owed)
        case .discountOffered: AgreementRules.price(fact.terms, owed: balance.owed)
        default: min(fact.terms.amount ?? balance.owed, balance.owed)
        }
    }

    private static func text(_ state: AgreementState, _ currency: Currency) -> String {
        switch state {
        case .running(let overdue, let next):
            let due = next.map { ", next \(money($0.amount, currency)) on \($0.due)" } ?? ""
            return "running, overdue \(money(overdue, currency))\(due)"
        case .kept: return "kept"
        case .broken(let day, let missing): return "broken on \(day), \(money(missing, currency)) missing"
        case .ended(let day): return "ended on \(day)"
        }
    }

    /// Of each open invoice the rung that is due, and what holds it back.
    private static func next(
        _ invoices: [Int64], _ judgement: DebtJudgement, _ configuration: Configuration, _ day: Day
    ) -> [String] {
        let run = RunRecord(id: "", number: 0, asOf: day, configuration: "", stages: [])
        let wanted = Set(invoices)
        var planned: [Int64: String] = [:]
        StepTaking(configuration: configuration, run: run).plan(
            judgement, verdicts: { judgement.objections(to: $0) }
        ) { one in
            for step in one.steps where wanted.contains(step.item.id) {
                planned[step.item.id] = "next: \(step.kind.rawValue) by \(step.channel.rawValue)"
            }
            for held in one.held where wanted.contains(held.item.id) {
                let reasons = held.reasons.map { "\n    \($0.code): \($0.text)" }.joined()
                planned[held.item.id] = "next: \(held.kind.rawValue), held back\(reasons)"
            }
        }
        return invoices.compactMap { invoice in
            guard let item = judgement.item(invoice), item.outstanding > 0 else { return nil }
            return "\(item.number): outstanding \(money(item.outstanding, item.currency))\n  "
                + (planned[invoice] ?? "next: nothing is due on \(day)")
        }
    }

    private static func money(_ amount: Int64, _ currency: Currency) -> String {
        "\(Money(minorUnits: amount, currency: currency).decimalString) \(currency)"
    }
}
