internal import Domain
internal import Foundation
internal import Handover
internal import Ledger

/// NEW: debts that reached the agency's rung and are not placed yet, one case a debtor, night and currency.
struct NewCases {
    let configuration: Configuration
    let agency: AgencySettings
    let run: RunRecord
    let book: PlacementBook
    let judgement: DebtJudgement
    let files: EvidenceFiles

    func drafts(_ reader: LedgerReader) throws -> [DraftOperation] {
        var waiting: [String: [OpenItem]] = [:]
        for step in judgement.steps where step.kind == .agency && !book.placed.contains(step.invoice) {
            guard let item = book.items[step.invoice], judgement.verdict(for: item).isVerified else {
                continue
            }
            waiting["\(step.caseReference)|\(item.currency)", default: []].append(item)
        }
        return try waiting.keys.sorted().compactMap { key in
            guard let items = waiting[key], let first = items.first,
                let customer = judgement.customers[first.customer]
            else { return nil }
            let stem = String(key.prefix { $0 != "|" })
            let number = (book.caseCount[stem] ?? 0) + 1
            return try draft("\(stem).\(number)", items.sorted { $0.id < $1.id }, customer, reader)
        }
    }

    private func draft(
        _ reference: String, _ items: [OpenItem], _ customer: Customer, _ reader: LedgerReader
    ) throws -> DraftOperation {
        var facts = CaseFacts(
            creditor: configuration.creditor, customer: customer, items: items,
            verdicts: items.map { judgement.verdict(for: $0) }, terms: terms, asOf: run.asOf,
            bankCutoff: bankCutoff, checkedAt: PinnedTime(run.asOf))
        facts.steps = items.flatMap { judgement.steps(of: $0.id) }.filter { $0.kind < .agency }
        facts.decisions = items.flatMap { judgement.decisions(of: $0.id) }
        for payment in try items.flatMap({ try reader.payments(of: $0.id) })
        where !payment.isReversed {
            if let index = facts.payments.firstIndex(where: { $0.movement.id == payment.movement.id }) {
                facts.payments[index].allocations.append(payment.allocation)
            } else {
                facts.payments.append(
                    PaymentFact(movement: payment.movement, allocations: [payment.allocation]))
            }
        }
        facts.evidence = try files.evidence(items, steps: facts.steps, decisions: facts.decisions, reader)
        let operation = CaseOperation(
            caseRef: reference, caseVersion: 1, effectiveDate: run.asOf, currency: items[0].currency,
            content: .new(DebtCase(facts)))
        let last = try reader.lastAllocation()
        return DraftOperation(
            operation: operation,
            lines: items.map {
                DraftOperation.Line(
                    invoice: $0.id, amount: $0.outstanding, balance: $0.outstanding, allocation: last)
            }, reason: "")
    }

    private var terms: PlacementTerms {
        var mandate = CaseMandate(basis: .serviceAgreement)
        mandate.mayNegotiate = agency.mayNegotiate
        mandate.mayReceiveFunds = agency.mayReceiveFunds
        var terms = PlacementTerms(
            mandate: mandate, processorAgreementRef: agency.processorAgreement,
            ruleSet: "\(configuration.creditor.country)-recobro-verify-1")
        terms.feeScheduleRef = agency.feeSchedule
        terms.registriesNamed = configuration.registry.map { [$0.name] } ?? []
        return terms
    }

    /// The day up to which payments are known: the earliest end of any account's statements.
    private var bankCutoff: Day {
        judgement.coverage.compactMap { $0.covered.last?.upperBound }.min().map { min($0, run.asOf) }
            ?? run.asOf
    }
}

/// The documents of a case, from the archive, the outbox and the journal.
struct EvidenceFiles {
    let outputs: RunOutputs
    let run: RunRecord

    func evidence(
        _ items: [OpenItem], steps: [StepFact], decisions: [DecisionFact], _ reader: LedgerReader
    ) throws -> [EvidenceFile] {
        try items.map { try invoice($0, reader) }
            + letters(steps)
            + decisions.filter { $0.kind == .delivered }.map(proof)
    }

    /// The invoice as it came in: the e-invoice itself, or an extract of the register that listed it.
    private func invoice(_ item: OpenItem, _ reader: LedgerReader) throws -> EvidenceFile {
        let source = try reader.invoiceSource(item.id)
        if let source, source.format == "facturae", let bytes = outputs.archived(source) {
            return EvidenceFile(
                kind: .electronicInvoice, title: item.number, date: item.issued, bytes: bytes,
                mediaType: "application/xml", invoices: [item.id])
        }
        func amount(_ value: Int64?) -> String {
            value.map { Money(minorUnits: $0, currency: item.currency).decimalString } ?? "-"
        }
        let lines = [
            "Extracto del libro de facturas emitidas", "Factura: \(item.number)", "Fecha: \(item.issued)",
            "Vencimiento: \(item.due?.description ?? "-")", "Cliente: \(item.customerName)",
            "NIF: \(item.taxId)", "Base: \(amount(source?.net))", "Cuota: \(amount(source?.tax))",
            "Retenido: \(amount(source?.withheld))", "Total: \(amount(source?.total))",
            "A pagar: \(amount(item.payable)) \(item.currency)",
            "Fichero: \(source?.file ?? "-"), línea \(source?.line ?? 0), SHA-256 \(source?.sha256 ?? "-")",
        ]
        return EvidenceFile(
            kind: .invoice, title: item.number, date: item.issued,
            bytes: Array((lines.joined(separator: "\n") + "\n").utf8), mediaType: "text/plain",
            original: false,
            invoices: [item.id])
    }

    /// Each letter once, with all invoices it claims.
    private func letters(_ steps: [StepFact]) throws -> [EvidenceFile] {
        var files: [EvidenceFile] = []
        for step in steps where !step.documentPath.isEmpty {
            if let index = files.firstIndex(where: { $0.title == step.documentPath && $0.date == step.day }) {
                files[index].invoices.append(step.invoice)
                continue
            }
            guard let bytes = outputs.document(run: step.run, path: step.documentPath),
                Digest.sha256(bytes) == step.documentSHA256
            else { continue }
            files.append(
                EvidenceFile(
                    kind: step.kind == .formalClaim ? .formalDemand : .reminder, title: step.documentPath,
                    date: step.day, bytes: bytes, mediaType: "text/html", invoices: [step.invoice]))
        }
        return files.map { file in
            var named = file
            let leaf = file.title.split(separator: "/").last.map(String.init) ?? file.title
            named.title = leaf.hasSuffix(".html") ? String(leaf.dropLast(5)) : leaf
            return named
        }
    }

    /// What a person stated of the delivery, with the place where it was read.
    private func proof(_ decision: DecisionFact) -> EvidenceFile {
        let lines = [
            "Constancia de entrega", "Fecha: \(decision.day)", "Declarada por: \(decision.author)",
            "Prueba: \(decision.detail)", "Leída en: \(decision.source)",
        ]
        return EvidenceFile(
            kind: .formalDemandProof, title: "entrega-\(decision.day)-\(decision.invoice)",
            date: decision.day,
            bytes: Array((lines.joined(separator: "\n") + "\n").utf8), mediaType: "text/plain",
            original: false,
            invoices: [decision.invoice], provesSource: decision.source)
    }
}

extension RunOutputs {
    /// The bytes of an archived input.
    func archived(_ source: InvoiceSource) -> [UInt8]? {
        let folder = ArchiveName.folder("\(workspaceRoot)/archive", day: source.imported)
        let path = "\(folder)/\(ArchiveName.of(source.file, sha256: source.sha256))"
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        return Array(data)
    }

    /// The bytes of a document that a run put out; of this run, from where it is being made.
    func document(run: String, path: String) -> [UInt8]? {
        for folder in ["\(workspaceRoot)/outbox/\(run)", "\(workspaceRoot)/outbox/.\(run).part"] {
            if let data = FileManager.default.contents(atPath: "\(folder)/\(path)") { return Array(data) }
        }
        return nil
    }
}
