internal import Domain
internal import Foundation
internal import Handover
internal import Ledger
internal import Synchronization

/// The documents of a case, from the archive, the outbox, the journal and the creditor's folder of invoices.
/// Their bytes stay where they lie until the package is written.
struct EvidenceFiles {
    let outputs: RunOutputs
    let run: RunRecord
    /// The invoices' own files (`letters.invoiceFolder`).
    let invoices: InvoiceFiles
    private let changed = ChangedDocuments()

    init(outputs: RunOutputs, run: RunRecord, invoices: InvoiceFiles) {
        (self.outputs, self.run, self.invoices) = (outputs, run, invoices)
    }

    /// Throws where a document was another one when it was written than when the case was made.
    func refuseChanged() throws { try changed.refuse() }

    func evidence(
        _ items: [OpenItem], steps: [StepFact], decisions: [DecisionFact], _ reader: LedgerReader
    ) throws -> [EvidenceFile] {
        try items.flatMap { try invoice($0, reader) }
            + letters(steps, reader)
            + proofs(decisions.filter { $0.kind == .delivered }, of: steps, reader)
            + acknowledgements(decisions, reader)
    }

    /// A file on the disk as content; `nil` where it is not there, or is not the one that is meant.
    private func content(_ path: String, sha256: String? = nil) -> DocumentContent? {
        guard let digest = try? Digest.ofFile(path), sha256 == nil || digest == sha256,
            let bytes = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        else { return nil }
        let changed = changed
        return DocumentContent(sha256: digest, size: bytes) {
            let bytes = RegularFile.bytes(path, 0..<Int.max) ?? []
            if Digest.sha256(bytes) != digest { changed.note(path) }
            return bytes
        }
    }

    private static func text(_ lines: [String]) -> DocumentContent {
        DocumentContent(Array((lines.joined(separator: "\n") + "\n").utf8))
    }

    // MARK: - Invoices

    /// Formats in which a file is the invoice itself, not a list made of it.
    static let invoiceFormats: Set<String> = ["facturae", "ubl", "cii", "facturx-pdf"]

    /// The invoice as it came in and the creditor's own file of it; where there is neither, an extract of the
    /// register that listed it.
    private func invoice(_ item: OpenItem, _ reader: LedgerReader) throws -> [EvidenceFile] {
        let source = try reader.invoiceSource(item.id)
        var files: [EvidenceFile] = []
        func add(_ content: DocumentContent, _ mediaType: String) {
            guard !files.contains(where: { $0.content == content }) else { return }
            files.append(
                EvidenceFile(
                    kind: mediaType == "application/xml" ? .electronicInvoice : .invoice,
                    title: item.number, date: item.issued, content: content, mediaType: mediaType,
                    invoices: [item.id]))
        }
        // A file of several invoices says more than this debtor's agency may know.
        if let source, Self.invoiceFormats.contains(source.format),
            try reader.invoiceCount(ofFile: source.sha256) == 1,
            let content = content(outputs.archivePath(source), sha256: source.sha256)
        {
            add(content, source.format == "facturx-pdf" ? "application/pdf" : "application/xml")
        }
        if let own = invoices.place(of: item), let content = content(own.path) { add(content, own.mediaType) }
        return files.isEmpty ? [extract(item, source)] : files
    }

    private func extract(_ item: OpenItem, _ source: InvoiceSource?) -> EvidenceFile {
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
            kind: .invoice, title: item.number, date: item.issued, content: Self.text(lines),
            mediaType: "text/plain", original: false, invoices: [item.id])
    }

    // MARK: - Letters

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
            guard let path = outputs.documentPath(run: step.run, path: step.documentPath),
                let page = content(path, sha256: step.documentSHA256)
            else { return nil }
            let pdf = try pdf(of: step, reader)
            let leaf = step.documentPath.split(separator: "/").last.map(String.init) ?? step.documentPath
            var file = EvidenceFile(
                kind: Self.kind(of: letter.steps.map(\.kind)),
                title: leaf.hasSuffix(".html") ? String(leaf.dropLast(5)) : leaf, date: step.day,
                content: pdf ?? page, mediaType: pdf == nil ? "text/html" : "application/pdf",
                invoices: letter.steps.map(\.invoice))
            if pdf != nil { file.printOf = step.documentSHA256 }
            return file
        }
    }

    /// The PDF that the run made of a letter's page, where it is what the journal says it put out.
    private func pdf(of step: StepFact, _ reader: LedgerReader) throws -> DocumentContent? {
        guard step.documentPath.hasSuffix(".html") else { return nil }
        let name = String(step.documentPath.dropLast(5)) + ".pdf"
        guard let planned = try reader.outputs(run: step.run).first(where: { $0.path == name }),
            let path = outputs.documentPath(run: step.run, path: name)
        else { return nil }
        return content(path, sha256: planned.sha256)
    }

    /// What a letter of these steps is to the agency: one that demands formally is that, whatever it says
    /// besides.
    private static func kind(of steps: [StepKind]) -> CaseDocument.Kind {
        if steps.contains(where: { $0 == .formalClaim || $0 == .lastNotice }) { return .formalDemand }
        return steps.contains(.mediation) ? .negotiationProof : .reminder
    }

    // MARK: - What people stated

    /// Proofs of delivery: the files that people named as evidence, each once; without one, what the person
    /// stated, with the place where it was read.
    private func proofs(
        _ decisions: [DecisionFact], of steps: [StepFact], _ reader: LedgerReader
    ) throws -> [EvidenceFile] {
        var files: [EvidenceFile] = []
        for decision in decisions {
            let kind = Self.proofKind(decision, of: steps)
            guard let content = try evidence(of: decision, reader) else {
                files.append(statement(decision, kind))
                continue
            }
            let place = files.firstIndex { $0.kind == kind && $0.content == content }
            if let place {
                files[place].invoices.append(decision.invoice)
                files[place].provesSources.append(decision.source)
            } else {
                files.append(
                    EvidenceFile(
                        kind: kind, title: decision.evidence.file, date: decision.day, content: content,
                        mediaType: MediaType.of(decision.evidence.file), original: false,
                        invoices: [decision.invoice], provesSources: [decision.source]))
            }
        }
        return files
    }

    private func statement(_ decision: DecisionFact, _ kind: CaseDocument.Kind) -> EvidenceFile {
        let lines = [
            "Constancia de entrega", "Fecha: \(decision.day)", "Declarada por: \(decision.author)",
            "Prueba: \(decision.detail)", "Leída en: \(decision.source)",
        ]
        return EvidenceFile(
            kind: kind, title: "entrega-\(decision.day)-\(decision.invoice)", date: decision.day,
            content: Self.text(lines), mediaType: "text/plain", original: false,
            invoices: [decision.invoice], provesSources: [decision.source])
    }

    /// Promises and plans acknowledge the debt (reconocimiento de deuda, CC 1973) where a file shows them.
    private func acknowledgements(
        _ decisions: [DecisionFact], _ reader: LedgerReader
    ) throws -> [EvidenceFile] {
        var files: [EvidenceFile] = []
        for decision in decisions where decision.kind == .promised || decision.kind == .planAgreed {
            guard let content = try evidence(of: decision, reader) else { continue }
            if let place = files.firstIndex(where: { $0.content == content }) {
                files[place].invoices.append(decision.invoice)
            } else {
                files.append(
                    EvidenceFile(
                        kind: .debtAcknowledgement, title: decision.evidence.file, date: decision.day,
                        content: content, mediaType: MediaType.of(decision.evidence.file), original: false,
                        invoices: [decision.invoice]))
            }
        }
        return files
    }

    /// The file that a person named for a fact; `nil` where the archive has not that one.
    private func evidence(of fact: DecisionFact, _ reader: LedgerReader) throws -> DocumentContent? {
        let sha256 = fact.evidence.sha256
        guard !sha256.isEmpty, let filed = try reader.filed(sha256: sha256) else { return nil }
        return content(outputs.archivePath(filed.name, sha256: sha256, on: filed.day), sha256: sha256)
    }

    /// The operations of a case batch as it was put out; none where the outbox has it no more.
    func sent(_ batch: String, _ reader: LedgerReader) throws -> [CaseOperation] {
        let folder = batch.split(separator: ".").joined(separator: "_")
        for environment in HandoverEnvironment.allCases {
            let path = "DHX1_\(environment.rawValue)_\(folder)/data/batch.json"
            guard let run = try reader.run(ofOutput: path),
                let place = outputs.documentPath(run: run, path: path),
                let bytes = RegularFile.bytes(place, 0..<Int.max)
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
                content: Self.text(lines), mediaType: "text/plain", original: true)
        }
        guard let content = try evidence(of: fact, reader) else { return nil }
        return CaseDocument(
            docRef: reference, kind: kind, title: fact.evidence.file, date: fact.day, content: content,
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
    /// Where an input lies in the archive.
    func archivePath(_ source: InvoiceSource) -> String {
        archivePath(source.file, sha256: source.sha256, on: source.imported)
    }

    func archivePath(_ name: String, sha256: String, on day: Day) -> String {
        let folder = ArchiveName.folder("\(workspaceRoot)/archive", day: day)
        return "\(folder)/\(ArchiveName.of(name, sha256: sha256))"
    }

    /// Where a document lies that a run put out; of this run, where it is being made. `nil` where it is gone.
    func documentPath(run: String, path: String) -> String? {
        ["\(workspaceRoot)/outbox/\(run)/\(path)", "\(workspaceRoot)/outbox/.\(run).part/\(path)"].first {
            FileManager.default.fileExists(atPath: $0)
        }
    }
}

/// Documents that changed between the making of a case and the writing of its package: digest and bytes would
/// not agree, so the night must not go on with them.
private final class ChangedDocuments: Sendable {
    private let paths = Mutex<Set<String>>([])

    func note(_ path: String) { paths.withLock { _ = $0.insert(path) } }

    func refuse() throws {
        guard let first = paths.withLock({ $0.min() }) else { return }
        throw RunError.inputOutput("\(first) changed while the package was written; run again")
    }
}
