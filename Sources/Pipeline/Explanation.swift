public import Domain
internal import Handover
internal import Ledger
internal import Reports
internal import Verification

/// `recobro explain`: the chain from a number back to the bytes it came from.
public enum Explanation {
    /// Lines about an invoice, a movement or a case; empty where nothing has that id.
    public static func lines(of id: String, in workspace: Workspace, asOf: Day?) throws -> [String] {
        try workspace.reading { reader, configuration in
            let day = try asOf ?? reader.lastRun()?.asOf ?? Day(number: 0)
            let judgement = try DebtJudgement(
                reader, configuration: configuration, asOf: day, everything: true, plans: false)
            let standing = CaseStanding(
                reports: try PartnerReport.all(reader, judgement, configuration: configuration, asOf: day))
            let book = ExplanationBook(
                reader: reader, judgement: judgement, standing: standing, language: configuration.language)
            let lines = try book.invoice(id) + book.movement(id) + book.placedCase(id)
            // A bare number that nothing else has is a movement's in the ledger.
            return try lines.isEmpty ? book.movement("#" + id) : lines
        }
    }
}

private struct ExplanationBook {
    let reader: LedgerReader
    let judgement: DebtJudgement
    let standing: CaseStanding
    /// Of what the law pack says, ISO 639-1.
    let language: String

    private func money(_ amount: Int64, _ currency: Currency) -> String {
        "\(Money(minorUnits: amount, currency: currency).decimalString) \(currency)"
    }

    func invoice(_ number: String) throws -> [String] {
        var lines: [String] = []
        for item in judgement.items where item.number == number {
            lines.append("Invoice \(number) (\(item.kind.rawValue)), customer \(item.customer)")
            if let source = try reader.invoiceSource(item.id) {
                lines.append("  read from \(source.file), line \(source.line), sha256 \(source.sha256)")
            }
            lines.append(
                "  issued \(item.issued), due \(item.due?.description ?? "not stated"), payable "
                    + "\(money(item.payable, item.currency)), outstanding \(money(item.outstanding, item.currency))"
            )
            for payment in try reader.payments(of: item.id) {
                let entry = payment.movement.entry
                let reference = entry.reference.isEmpty ? "#\(payment.movement.id)" : entry.reference
                lines.append(
                    "  \(money(payment.allocation.amount, item.currency)) from movement \(reference) of "
                        + "\(entry.booked), "
                        + (payment.givesBack ? "taken back by a person" : "posted by run \(payment.run)"))
            }
            for credit in try reader.credits() where credit.invoice == item.id {
                lines.append("  \(money(credit.amount, item.currency)) credited (\(credit.basis))")
            }
            for step in judgement.steps where step.invoice == item.id {
                lines.append(
                    "  \(step.kind.rawValue) on \(step.day) by \(step.channel.rawValue), case "
                        + "\(step.caseReference), run \(step.run) \(step.documentPath)")
            }
            lines += try sendings(of: item.id)
            for decision in judgement.decisions where decision.invoice == item.id {
                let terms = decision.terms.isEmpty ? "" : decision.terms.canonicalText + " "
                lines.append(
                    "  \(decision.kind.rawValue) on \(decision.day) by \(decision.author): "
                        + "\(terms)\(decision.detail) (\(decision.source))")
            }
            for operation in try reader.caseOperations() where operation.invoice == item.id {
                lines.append(
                    "  agency told \(operation.operation) of case \(operation.caseReference).\(operation.version) in batch "
                        + "\(operation.batch) \(operation.reason)")
            }
            lines += try registry(of: item.id)
            guard item.outstanding > 0 else { continue }
            let verdict = judgement.verdict(for: item)
            lines.append(
                "  as of \(judgement.facts.asOf): \(verdict.isVerified ? "a verified debt" : "not a verified debt")"
            )
            for result in verdict.results {
                let why = result.outcome == .passed ? result.evidence : result.missing
                lines.append("    \(result.outcome.rawValue) \(result.condition.rawValue): \(why)")
            }
            lines += gates(for: item, verdict)
        }
        return lines
    }

    /// What a registry was told of an invoice, and what it answered.
    private func registry(of invoice: Int64) throws -> [String] {
        var lines: [String] = []
        for record in try reader.registryRecords() where record.invoice == invoice {
            lines.append(
                "  registry \(record.registry) told \(record.operation) \(record.recordId) \(record.reason)")
            for answer in try reader.agencyAnswers() where answer.operation == record.recordId {
                lines.append(
                    "  registry \(record.registry) answered \(answer.status) to \(record.recordId) on "
                        + "\(answer.day) \(answer.reasons)")
            }
        }
        return lines
    }

    /// Which steps the law of such a debtor lets be taken on this verdict, and what closes the others.
    private func gates(for item: OpenItem, _ verdict: Verdict) -> [String] {
        let debtor = judgement.verifier.standing(of: item)
        let table = judgement.law.gates(on: judgement.facts.asOf, language: language)
        let lines = Gate.allCases.map { gate in
            switch table[gate, debtor] {
            case .closed(let why): return "    \(gate.rawValue): closed, \(why)"
            case .asks(let conditions):
                let open = conditions.filter { verdict.outcome($0) != .passed }.map(\.rawValue)
                return "    \(gate.rawValue): "
                    + (open.isEmpty ? "open" : "closed by \(open.joined(separator: ", "))")
            }
        }
        return ["  gates for a debtor of kind \(debtor.rawValue)"] + lines
    }

    /// What was handed to sender commands about it: the last attempt of each file, and how it ended.
    private func sendings(of invoice: Int64) throws -> [String] {
        let sent = try MessageBook.attempted(
            reader, SendSettings(), asOf: judgement.facts.asOf, about: invoice)
        return sent.compactMap { one in
            guard let last = one.last else { return nil }
            let end = last.end.map { "\($0.outcome.rawValue)\($0.author.isEmpty ? "" : " by \($0.author)")" }
            return
                "  \(one.channel.rawValue) \(one.night)/\(one.path) handed over on \(last.day): "
                + (end ?? "uncertain")
        }
    }

    /// A movement by the bank's reference, or by the ledger's number as lists show it, `#17`.
    func movement(_ reference: String) throws -> [String] {
        let names = InvoiceNames(judgement.items)
        var lines: [String] = []
        for (id, source) in try reader.movementSources(reference: reference) {
            lines.append("Movement \(reference)")
            lines.append("  \(source)")
            lines.append("  number #\(id) in the ledger")
            lines += try reader.ruledMovements(id).map {
                "  by rule \($0.rule): \(RuleText.text($0.outcome, language: "en"))"
            }
            lines += try PeopleExplained(reader: reader, describe: { describe($0, names) }).movement(id)
            try reader.suggestions { decision in
                guard decision.movement == id else { return }
                let reasons = decision.vetoes.map { VetoText.text($0, language: "en") }
                lines.append(
                    "  suggestion \(decision.rank), not posted because: \(reasons.joined(separator: ", "))")
                lines += describe(decision, names)
            }
        }
        return lines
    }

    private func describe(_ decision: MatchDecision, _ names: InvoiceNames) -> [String] {
        func currency(_ invoice: Int64) -> Currency { names.item(invoice)?.currency ?? .eur }
        return decision.allocations.map { allocation in
            "    \(names.number(allocation.invoice)): \(money(allocation.amount, currency(allocation.invoice)))"
        }
            + decision.differences.map { difference in
                "    \(names.number(difference.invoice)): \(money(difference.amount, currency(difference.invoice))) "
                    + "written off (\(difference.kind.rawValue))"
            } + decision.evidence.map { "    \($0.centibits) \(EvidenceText.text($0, language: "en"))" }
    }

    func placedCase(_ reference: String) throws -> [String] {
        let names = InvoiceNames(judgement.items)
        var lines: [String] = []
        for step in judgement.steps where step.caseReference == reference {
            lines.append(
                "  \(step.day) \(step.kind.rawValue) of \(names.number(step.invoice)), run \(step.run) "
                    + step.documentPath)
        }
        for operation in try reader.caseOperations()
        where operation.caseReference == reference || operation.caseReference.hasPrefix(reference + ".") {
            lines.append(
                "  agency \(operation.operation) \(operation.caseReference).\(operation.version) of "
                    + "\(names.number(operation.invoice)) in batch \(operation.batch) \(operation.reason)")
        }
        lines += standing.lines(ofCase: reference)
        return lines.isEmpty ? [] : ["Case \(reference)"] + lines
    }
}

/// Numbers and names of invoices by the ledger's id.
private struct InvoiceNames {
    private let items: [Int64: OpenItem]

    init(_ items: [OpenItem]) {
        self.items = Dictionary(uniqueKeysWithValues: items.map { ($0.id, $0) })
    }

    func number(_ id: Int64) -> String { items[id]?.number ?? "#\(id)" }
    func item(_ id: Int64) -> OpenItem? { items[id] }
}
