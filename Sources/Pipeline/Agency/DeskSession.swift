internal import Domain
internal import Foundation
internal import Handover

/// A desk while a command works on it: nobody else does meanwhile.
struct DeskSession {
    let desk: Desk
    let settings: DeskSettings
    let terms: DeskSettings.Terms
    let asOf: Day
    var state: DeskState
    private let signingKey: SigningKey?
    /// Where copies of what is sent go; `nil` for the desk's own `out/` alone.
    private let copies: String?
    /// In which form they are made.
    private let form: PackageForm
    private let lock: WorkspaceLock
    /// The creditor's references by the agency's.
    private let references: [String: String]
    /// The package that waits for its name.
    private var staged: String?

    init(_ desk: Desk, asOf: Day, out: String?, form: PackageForm) throws {
        self.desk = desk
        self.form = form
        self.asOf = asOf
        copies = out
        settings = try desk.settings()
        terms = try settings.terms(file: desk.settingsPath)
        lock = try WorkspaceLock(Workspace(path: desk.root))
        state = try desk.state()
        references = Dictionary(
            state.cases.map { ($0.value.agencyCaseRef, $0.key) }, uniquingKeysWith: { min($0, $1) })
        let path = "\(desk.root)/\(DeskKeys.signing)"
        let isSigned = FileManager.default.fileExists(atPath: path)
        signingKey = isSigned ? try DeskKeys.signingKey(path) : nil
        try finishLast()
    }

    /// The creditor's public key, where the desk has it.
    func creditorKey() throws -> VerifyingKey? {
        let path = "\(desk.root)/\(DeskKeys.creditor)"
        return FileManager.default.fileExists(atPath: path) ? try DeskKeys.verifyingKey(path) : nil
    }

    /// The head of the next batch of a flow.
    func header(_ flow: HandoverFlow) -> BatchHeader {
        let last = state.lastSequence[flow.rawValue] ?? 0
        var header = BatchHeader(
            flow: flow, sequence: last, environment: terms.environment, sender: settings.agency.party,
            recipient: settings.creditor.party, businessDate: asOf, agreementRef: settings.agreement,
            processorAgreementRef: settings.processorAgreement)
        let before = header.batchId
        header.sequence = last + 1
        if last > 0 { header.previousBatchId = before }
        return header
    }

    var producer: Producer { Producer(software: "recobro", version: Program.version) }

    /// Writes a package under the next number of its flow, not yet under its name.
    mutating func stage(
        _ header: BatchHeader, _ make: (Producer, SigningKey?) -> HandoverPackage
    ) throws {
        let package = make(producer, signingKey)
        guard !package.files.isEmpty else {
            let reasons = package.setAside.map(\.reason).joined(separator: "; ")
            throw RunError.usage("\(header.batchId) cannot be written: \(reasons)")
        }
        try DurableFile.makeFolder(desk.outPath)
        staged = try PackageFolder.stage(package.files, below: desk.outPath)
        state.lastSequence[header.flow.rawValue] = header.sequence
    }

    /// Saves the state, gives the package its name and hands it over. Killed before the state is saved
    /// nothing has happened; killed after it the next session gives the name.
    mutating func commit() throws -> String {
        guard let folder = staged else { throw RunError.internalFault("nothing was staged") }
        try desk.save(state)
        try PackageFolder.finish(folder, below: desk.outPath)
        staged = nil
        return try hand(over: folder)
    }

    /// Names the package of each flow that a killed command had saved already.
    private func finishLast() throws {
        for flow in HandoverFlow.allCases {
            guard let last = state.lastSequence[flow.rawValue] else { continue }
            var header = header(flow)
            header.sequence = last
            try PackageFolder.finish(header.folderName, below: desk.outPath)
        }
    }

    /// The path at which a sent package can be fetched: a copy where copies are wanted.
    func hand(over folder: String) throws -> String {
        let path = "\(desk.outPath)/\(folder)"
        guard let copies else { return path }
        try DurableFile.makeFolder(copies)
        if let kind = form.kind { return try PackageFile.write(path, kind, below: copies) }
        return try PackageFolder.write(try PackageFolder.files(of: path), below: copies)
    }

    /// The case that a person means: the creditor's reference, or the agency's own.
    func caseRef(_ text: String) -> String? {
        state.cases[text] == nil ? references[text] : text
    }

    /// An id that is derived from what it names.
    func derivedId(_ letter: String, _ parts: [String]) -> String {
        let text = ([settings.agency.code, settings.creditor.code] + parts).joined(separator: "\n")
        return letter + Digest.sha256(Array(text.utf8)).prefix(16).uppercased()
    }
}
