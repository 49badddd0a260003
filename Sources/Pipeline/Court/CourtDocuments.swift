internal import Domain
internal import Foundation
internal import Ledger
internal import Recovery

/// The files of a court folder: invoices and evidence from the archive, letters from the outbox, each checked
/// against the digest that the ledger keeps of it. What was negotiated stays out.
struct CourtDocuments {
    let reader: LedgerReader
    let workspace: Workspace
    let readiness: CourtReadiness
    private(set) var documents: [CourtDocument] = []
    private(set) var outputs: [OutputFile] = []
    private(set) var missing: [CourtGap] = []
    private var taken: Set<String> = []
    /// Digests of invitations to negotiate, in every form they went out.
    private var confidential: Set<String> = []

    /// Facts whose evidence proves the debt or the demand. Promises and plans acknowledge it, unless they
    /// belong to the negotiation.
    private static let proving: Set<DecisionRecord.Kind> = [
        .delivered, .disputeResolved, .litigationEnded, .complaintAnswered, .addressConfirmed,
        .identityConfirmed, .negotiationEnded,
    ]
    private static let acknowledging: Set<DecisionRecord.Kind> = [.promised, .planAgreed]

    init(reader: LedgerReader, workspace: Workspace, readiness: CourtReadiness) {
        self.reader = reader
        self.workspace = workspace
        self.readiness = readiness
    }

    /// Takes what belongs to the debts.
    ///
    /// - Parameter invited: the day of the invitation to negotiate; what came then or later is confidential
    ///   unless it only proves that something arrived.
    mutating func collect(_ items: [OpenItem], _ purpose: CourtFile.Purpose, invited: Day?) throws {
        if purpose == .court { try findConfidential(items) }
        for item in items { try takeInvoice(item) }
        for item in items {
            for step in readiness.steps(of: item) { takeLetter(step) }
        }
        for item in items { try takeProofs(item, invited: invited) }
        for item in items { noteUnproven(item) }
    }

    /// The statement of account: the last document, made here.
    func statement(of file: CourtFile) -> (document: CourtDocument, output: OutputFile) {
        let number = documents.count + 1
        let path = CourtDocument.path(
            number: number, kind: .statement, title: file.subject, fileExtension: "html")
        let output = file.statement(path: path)
        return (
            CourtDocument(
                number: number, kind: .statement, title: file.subject, path: path,
                sha256: Digest.sha256(output.bytes), byteCount: output.bytes.count), output
        )
    }

    /// A letter goes out as a page, a PDF and a message: all of them say the same.
    private mutating func findConfidential(_ items: [OpenItem]) throws {
        let customers = Set(items.map(\.customer))
        for step in readiness.judgement.steps where step.kind == .mediation {
            guard let item = readiness.judgement.item(step.invoice), customers.contains(item.customer) else {
                continue
            }
            if !step.documentSHA256.isEmpty { confidential.insert(step.documentSHA256) }
            let stem = Self.stem(step.documentPath)
            guard !stem.isEmpty else { continue }
            for output in try reader.outputs(run: step.run) where Self.stem(output.path) == stem {
                confidential.insert(output.sha256)
            }
        }
    }

    /// The name of a file without folder and extension.
    private static func stem(_ path: String) -> String {
        ((path as NSString).lastPathComponent as NSString).deletingPathExtension
    }

    private mutating func takeInvoice(_ item: OpenItem) throws {
        guard let source = try reader.invoiceSource(item.id) else { return }
        let about = "\(item.number): \(source.file), \(source.line)"
        let path =
            ArchiveName.folder(workspace.archivePath, day: source.imported) + "/"
            + ArchiveName.of(source.file, sha256: source.sha256)
        guard EvidenceFiles.invoiceFormats.contains(source.format),
            try reader.invoiceCount(ofFile: source.sha256) == 1,
            let bytes = RegularFile.bytes(path, sha256: source.sha256)
        else { return missing.append(CourtGap(.invoiceDocument, about)) }
        take(.invoice, item.number, bytes, source.sha256, like: source.file)
    }

    private mutating func takeLetter(_ step: StepFact) {
        guard step.kind < .agency, !step.documentSHA256.isEmpty, !step.documentPath.isEmpty,
            !taken.contains(step.documentSHA256)
        else { return }
        // Of an invitation the folder says only that it was.
        guard !confidential.contains(step.documentSHA256) else { return }
        let path = "\(workspace.outboxPath)/\(step.run)/\(step.documentPath)"
        guard let bytes = RegularFile.bytes(path, sha256: step.documentSHA256) else {
            taken.insert(step.documentSHA256)
            return missing.append(CourtGap(.letter, "\(step.run)/\(step.documentPath)"))
        }
        take(
            .letter, "\(step.kind.rawValue)-\(step.day)", bytes, step.documentSHA256, like: step.documentPath)
    }

    private mutating func takeProofs(_ item: OpenItem, invited: Day?) throws {
        for fact in readiness.judgement.decisions(of: item.id) where !fact.evidence.sha256.isEmpty {
            let evidence = fact.evidence
            let acknowledges =
                Self.acknowledging.contains(fact.kind) && invited.map { fact.day < $0 } ?? true
            guard Self.proving.contains(fact.kind) || acknowledges, !taken.contains(evidence.sha256) else {
                continue
            }
            guard !confidential.contains(evidence.sha256) else {
                taken.insert(evidence.sha256)
                missing.append(CourtGap(.confidential, evidence.file))
                continue
            }
            guard let filed = try reader.filed(sha256: evidence.sha256),
                let bytes = RegularFile.bytes(
                    ArchiveName.folder(workspace.archivePath, day: filed.day) + "/"
                        + ArchiveName.of(filed.name, sha256: evidence.sha256), sha256: evidence.sha256)
            else {
                taken.insert(evidence.sha256)
                missing.append(CourtGap(.evidence, evidence.file))
                continue
            }
            take(.proof, "\(fact.kind.rawValue)-\(fact.day)", bytes, evidence.sha256, like: evidence.file)
        }
    }

    /// Claims and invitations whose arrival is stated, but by no file.
    private mutating func noteUnproven(_ item: OpenItem) {
        for step in readiness.steps(of: item) where step.kind == .formalClaim || step.kind == .mediation {
            guard let arrival = readiness.arrival(of: step), arrival.evidence.sha256.isEmpty else { continue }
            let gap = CourtGap(.arrivalFile, "\(step.kind.rawValue), \(arrival.day)")
            if !missing.contains(gap) { missing.append(gap) }
        }
    }

    private mutating func take(
        _ kind: CourtDocument.Kind, _ title: String, _ bytes: [UInt8], _ sha256: String, like name: String
    ) {
        taken.insert(sha256)
        let number = documents.count + 1
        let path = CourtDocument.path(
            number: number, kind: kind, title: title, fileExtension: (name as NSString).pathExtension)
        documents.append(
            CourtDocument(
                number: number, kind: kind, title: title, path: path, sha256: sha256, byteCount: bytes.count))
        outputs.append(OutputFile(path: path, bytes: bytes))
    }
}

/// The PDFs of a court folder, where a command for them is configured.
struct CourtPrinting {
    private let renderer: PDFRenderer?

    init(configuration: Configuration) {
        renderer = configuration.letters.pdfCommand.flatMap {
            PDFRenderer(configured: $0, searchPath: ProcessInfo.processInfo.environment["PATH"] ?? "")
        }
    }

    /// A PDF beside every page, noted in the list of documents; a page without one is said to miss.
    func documents(_ file: inout CourtFile, _ outputs: [OutputFile], day: Day) -> [OutputFile] {
        guard let renderer else { return [] }
        var made: [OutputFile] = []
        for output in outputs where output.path.hasSuffix(".html") {
            guard let place = file.documents.firstIndex(where: { $0.path == output.path }) else { continue }
            do {
                let printed = try renderer.pdf(of: output, day: day)
                file.documents[place].printed = (printed.path, Digest.sha256(printed.bytes))
                made.append(printed)
            } catch {
                file.missing.append(CourtGap(.print, output.path))
            }
        }
        return made
    }

    /// The PDF of the index itself; none where it cannot be made: the page is there.
    func index(_ page: OutputFile, day: Day) -> [OutputFile] {
        (try? renderer?.pdf(of: page, day: day)).map { [$0] } ?? []
    }
}
