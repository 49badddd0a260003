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
    private let lock: WorkspaceLock

    init(_ desk: Desk, asOf: Day, out: String?) throws {
        self.desk = desk
        self.asOf = asOf
        copies = out
        settings = try desk.settings()
        terms = try settings.terms(file: desk.settingsPath)
        lock = try WorkspaceLock(Workspace(path: desk.root))
        state = try desk.state()
        let path = "\(desk.root)/\(DeskKeys.signing)"
        let isSigned = FileManager.default.fileExists(atPath: path)
        signingKey = isSigned ? try DeskKeys.signingKey(path) : nil
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

    /// Writes a package under the next number of its flow. The state is saved after it: killed in between,
    /// the same command writes the same bytes under the same name.
    mutating func publish(
        _ header: BatchHeader, _ make: (Producer, SigningKey?) -> HandoverPackage
    ) throws -> String {
        let package = make(producer, signingKey)
        guard !package.files.isEmpty else {
            let reasons = package.setAside.map(\.reason).joined(separator: "; ")
            throw RunError.usage("\(header.batchId) cannot be written: \(reasons)")
        }
        try DurableFile.makeFolder(desk.outPath)
        _ = try PackageFolder.write(package.files, below: desk.outPath)
        state.lastSequence[header.flow.rawValue] = header.sequence
        return try hand(over: header.folderName)
    }

    /// The path at which a sent package can be fetched: a copy where copies are wanted.
    func hand(over folder: String) throws -> String {
        let path = "\(desk.outPath)/\(folder)"
        guard let copies else { return path }
        try DurableFile.makeFolder(copies)
        return try PackageFolder.write(try PackageFolder.files(of: path), below: copies)
    }

    func save() throws { try desk.save(state) }

    /// The case that a person means: the creditor's reference, or the agency's own.
    func caseRef(_ text: String) -> String? {
        if state.cases[text] != nil { return text }
        return state.cases.filter { $0.value.agencyCaseRef == text }.keys.min()
    }

    /// An id that is derived from what it names.
    func derivedId(_ letter: String, _ parts: [String]) -> String {
        let text = ([settings.agency.code, settings.creditor.code] + parts).joined(separator: "\n")
        return letter + Digest.sha256(Array(text.utf8)).prefix(16).uppercased()
    }
}
