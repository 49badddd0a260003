internal import Domain
internal import Foundation
internal import Handover
internal import Ledger

/// The documents of a case, from the archive, the outbox and the journal.
struct EvidenceFiles {
    let outputs: RunOutputs
    let run: RunRecord

    func evidence(
        _ items: [OpenItem], steps: [StepFact], decisions: [DecisionFact], _ reader: LedgerReader
    ) throws -> [EvidenceFile] {
        try items.map { try invoice($0, reader) }
            + letters(steps, reader)
            + decisions.filter { $0.kind == .delivered }.map { proof($0, of: steps) }
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

    /// Each letter once, with all invoices it claims; as PDF where the run made one beside the page.
    private func letters(_ steps: [StepFact], _ reader: LedgerReader) throws -> [EvidenceFile] {
        var letters: [(first: StepFact, steps: [StepFact])] = []
        for step in steps where !step.documentPath.isEmpty {
            let place = letters.firstIndex {
                $0.first.documentPath == step.documentPath && $0.first.day == step.day
            }
            if let place { letters[place].steps.append(step) } else { letters.append((step, [step])) }
        }
        return try letters.compactMap { letter in
            let step = letter.first
            guard let page = outputs.document(run: step.run, path: step.documentPath),
                Digest.sha256(page) == step.documentSHA256
            else { return nil }
            let pdf = try pdf(of: step, reader)
            let leaf = step.documentPath.split(separator: "/").last.map(String.init) ?? step.documentPath
            var file = EvidenceFile(
                kind: Self.kind(of: letter.steps.map(\.kind)),
                title: leaf.hasSuffix(".html") ? String(leaf.dropLast(5)) : leaf, date: step.day,
                bytes: pdf ?? page, mediaType: pdf == nil ? "text/html" : "application/pdf",
                invoices: letter.steps.map(\.invoice))
            if pdf != nil { file.printOf = step.documentSHA256 }
            return file
        }
    }

    /// The PDF that the run made of a letter's page, where it is what the journal says it put out.
    private func pdf(of step: StepFact, _ reader: LedgerReader) throws -> [UInt8]? {
        guard step.documentPath.hasSuffix(".html") else { return nil }
        let path = String(step.documentPath.dropLast(5)) + ".pdf"
        guard let planned = try reader.outputs(run: step.run).first(where: { $0.path == path }),
            let bytes = outputs.document(run: step.run, path: path),
            Digest.sha256(bytes) == planned.sha256
        else { return nil }
        return bytes
    }

    /// What a letter of these steps is to the agency: one that demands formally is that, whatever it says
    /// besides.
    private static func kind(of steps: [StepKind]) -> CaseDocument.Kind {
        if steps.contains(where: { $0 == .formalClaim || $0 == .lastNotice }) { return .formalDemand }
        return steps.contains(.mediation) ? .negotiationProof : .reminder
    }

    /// What a person stated of the delivery, with the place where it was read.
    private func proof(_ decision: DecisionFact, of steps: [StepFact]) -> EvidenceFile {
        let lines = [
            "Constancia de entrega", "Fecha: \(decision.day)", "Declarada por: \(decision.author)",
            "Prueba: \(decision.detail)", "Leída en: \(decision.source)",
        ]
        return EvidenceFile(
            kind: Self.proofKind(decision, of: steps), title: "entrega-\(decision.day)-\(decision.invoice)",
            date: decision.day,
            bytes: Array((lines.joined(separator: "\n") + "\n").utf8), mediaType: "text/plain",
            original: false,
            invoices: [decision.invoice], provesSource: decision.source)
    }

    /// The operations of a case batch as it was put out; none where the outbox has it no more.
    func sent(_ batch: String, _ reader: LedgerReader) throws -> [CaseOperation] {
        let folder = batch.split(separator: ".").joined(separator: "_")
        for environment in HandoverEnvironment.allCases {
            let path = "DHX1_\(environment.rawValue)_\(folder)/data/batch.json"
            guard let run = try reader.run(ofOutput: path),
                let bytes = outputs.document(run: run, path: path)
            else { continue }
            return (try? CaseBatchFile(json: bytes).operations) ?? []
        }
        return []
    }

    /// What an answer to the agency sends along: the file that proves it, or what the person said in words;
    /// `nil` where the archive has not the file that was named.
    func answer(_ fact: DecisionFact, _ reader: LedgerReader) throws -> CaseDocument? {
        let kind = AnswerDocument(rawValue: fact.terms.code).map(CaseDocument.Kind.init) ?? .other
        let reference = "ANSWER-\(fact.number)"
        guard !fact.evidence.sha256.isEmpty else {
            let lines = [
                "Respuesta a la agencia", "Fecha: \(fact.day)", "Asunto: \(fact.terms.reference)",
                fact.detail,
            ]
            return CaseDocument(
                docRef: reference, kind: kind, title: "respuesta-\(fact.number)", date: fact.day,
                bytes: Array((lines.joined(separator: "\n") + "\n").utf8), mediaType: "text/plain",
                original: true)
        }
        guard let filed = try reader.filed(sha256: fact.evidence.sha256),
            let bytes = outputs.archived(filed.name, sha256: fact.evidence.sha256, on: filed.day)
        else { return nil }
        return CaseDocument(
            docRef: reference, kind: kind, title: fact.evidence.file, date: fact.day, bytes: bytes,
            mediaType: MediaType.of(fact.evidence.file), original: false)
    }

    /// A proof is of the message that it names, else of the last one sent on or before its day.
    static func proofKind(_ decision: DecisionFact, of steps: [StepFact]) -> CaseDocument.Kind {
        let sent = steps.filter {
            $0.invoice == decision.invoice && $0.kind < .agency && $0.day <= decision.day
        }
        let last = sent.map(\.day).max()
        let proven =
            decision.document == nil ? sent.filter { $0.day == last } : sent.filter(decision.mayBeAbout)
        switch kind(of: proven.map(\.kind)) {
        case .negotiationProof: return .negotiationProof
        case .reminder where !proven.isEmpty: return .reminderProof
        default: return .formalDemandProof
        }
    }
}

extension RunOutputs {
    /// The bytes of an archived input.
    func archived(_ source: InvoiceSource) -> [UInt8]? {
        archived(source.file, sha256: source.sha256, on: source.imported)
    }

    func archived(_ name: String, sha256: String, on day: Day) -> [UInt8]? {
        let folder = ArchiveName.folder("\(workspaceRoot)/archive", day: day)
        let path = "\(folder)/\(ArchiveName.of(name, sha256: sha256))"
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
