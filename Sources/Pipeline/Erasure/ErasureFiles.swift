internal import Domain
internal import Foundation
internal import Ledger

/// What an erasure does to files: decided and prepared before the ledger changes, done after.
///
/// What takes the place of a file is written beside the workspace's folders first, with the list of what is
/// to be done. The ledger keeps the digest of the list: a list that it does not know was never decided on and
/// is thrown away, one that it knows is done again until all of it is done.
struct ErasureFiles {
    /// One file, relative to the workspace.
    struct Step: Codable, Equatable {
        let path: String
        /// Name of what takes its place in the folder of the list; without one it is deleted.
        var staged: String?
    }

    struct Plan: Codable, Equatable {
        var steps: [Step] = []
        /// Runs whose manifest is written again.
        var runs: [String] = []
    }

    private(set) var plan = Plan()
    private(set) var outputs: [ErasedOutput] = []
    /// Files of the archive that say something of the person and stay as they are; known of a trial only.
    private(set) var kept: [String] = []
    private let workspace: Workspace
    private let scope: ErasureScope
    private let text: ErasureText
    private let isTrial: Bool

    var deleted: Int { plan.steps.filter { $0.staged == nil }.count }
    var replaced: Int { plan.steps.count - deleted }

    /// What people and partners read as text. PDFs and what else is packed are one person's or nobody's.
    private static let readable = ["html", "csv", "txt", "json", "eml", "xml", "jsonl", "md"]

    /// - Parameter isTrial: only counts.
    init(
        _ reader: LedgerReader, _ workspace: Workspace, _ subject: ErasureSubject, _ scope: ErasureScope,
        isTrial: Bool
    ) throws {
        self.workspace = workspace
        self.scope = scope
        self.isTrial = isTrial
        text = ErasureText(subject.values.of(scope))
        if !isTrial { try DurableFile.makeFolder(workspace.erasingPath) }
        let own = scope == .everything ? try OwnOutputs(reader, subject) : nil
        for run in try reader.publishedRuns() {
            let gone = try reader.erasedOutputs(run: run)
            for output in try reader.outputs(run: run) where !gone.contains(output.path) {
                try take(output.path, of: run, own)
            }
        }
        let archive = ArchiveIndex(workspace)
        takeArchived(try reader.ownFiles(of: subject, scope), archive)
        if isTrial { try findKept(try reader.files(about: subject), archive) }
        try takeReport()
    }

    /// Deletes archived files whole, by their digests; those that are gone already are left out.
    init(_ workspace: Workspace, deleting digests: [String], isTrial: Bool) throws {
        self.workspace = workspace
        self.isTrial = isTrial
        scope = .everything
        text = ErasureText([])
        if !isTrial { try DurableFile.makeFolder(workspace.erasingPath) }
        takeArchived(digests, ArchiveIndex(workspace))
    }

    private mutating func takeArchived(_ digests: [String], _ archive: ArchiveIndex) {
        for path in archive.paths(of: digests) { plan.steps.append(Step(path: relative(path))) }
    }

    /// What is left whole: files whose records are known to be about the person, and those that name them,
    /// for one in which nothing was new has no records. What is packed cannot be searched.
    private mutating func findKept(_ digests: [String], _ archive: ArchiveIndex) throws {
        let gone = Set(plan.steps.map(\.path))
        var found = Set(archive.paths(of: digests).map(relative))
        for path in archive.all where !found.contains(relative(path)) {
            guard let data = FileManager.default.contents(atPath: path) else { continue }
            if !gone.contains(relative(path)), text.erased(Array(data)) != nil {
                found.insert(relative(path))
            }
        }
        kept = found.subtracting(gone).sorted()
    }

    private func relative(_ path: String) -> String { String(path.dropFirst(workspace.root.count + 1)) }

    private mutating func take(_ path: String, of run: String, _ own: OwnOutputs?) throws {
        let file = "\(workspace.outboxPath)/\(run)/\(path)"
        guard FileManager.default.fileExists(atPath: file) else { return }
        if own?.contains(path, of: run) == true {
            plan.steps.append(Step(path: relative(file)))
            outputs.append(ErasedOutput(run: run, path: path, replacement: nil))
        } else {
            // What was handed over or sent is what was handed over or sent, while law may ask for it.
            let isSent = path.hasPrefix(Workspace.packagePrefix) || Self.isLetter(path)
            if scope == .contact, isSent { return }
            guard let bytes = try erased(file, keepsLength: path.hasPrefix(Workspace.packagePrefix)) else {
                return
            }
            try stage(bytes, for: file)
            outputs.append(
                ErasedOutput(
                    run: run, path: path,
                    replacement: .init(sha256: Digest.sha256(bytes), bytes: bytes.count)))
        }
        if plan.runs.last != run { plan.runs.append(run) }
    }

    /// `report/` of the workspace is nobody's output: it can be written again at any time.
    private mutating func takeReport() throws {
        let folder = "\(workspace.root)/report"
        guard let found = FileManager.default.enumerator(atPath: folder) else { return }
        for name in found.compactMap({ $0 as? String }).sorted() {
            guard let bytes = try erased("\(folder)/\(name)", keepsLength: false) else { continue }
            try stage(bytes, for: "\(folder)/\(name)")
        }
    }

    private static func isLetter(_ path: String) -> Bool {
        path.hasPrefix("letters/") || path.hasSuffix(".eml")
    }

    /// The content without the person; `nil` where it names them nowhere.
    private func erased(_ path: String, keepsLength: Bool) throws -> [UInt8]? {
        let type = (path as NSString).pathExtension.lowercased()
        guard !text.isEmpty, Self.readable.contains(type),
            let data = FileManager.default.contents(atPath: path)
        else { return nil }
        return text.erased(Array(data), keepsLength: keepsLength)
    }

    private mutating func stage(_ bytes: [UInt8], for path: String) throws {
        let name = "\(plan.steps.count + 1)"
        if !isTrial { try DurableFile.write(bytes, to: "\(workspace.erasingPath)/\(name)") }
        plan.steps.append(Step(path: relative(path), staged: name))
    }

    /// Writes the list; gives its digest.
    func commit() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let bytes = Array(try encoder.encode(plan))
        try DurableFile.write(bytes, to: workspace.erasingListPath)
        try DurableFile.syncFolder(workspace.erasingPath)
        return Digest.sha256(bytes)
    }
}

/// The files of the archive by their digests. One that came twice lies in the folders of two days, under two
/// names perhaps.
struct ArchiveIndex {
    /// Absolute paths, in order.
    let all: [String]
    /// What names begin with, with the hyphen.
    private static let digestLength = ArchiveName.of("", sha256: String(repeating: "0", count: 64)).count

    init(_ workspace: Workspace) {
        let found = FileManager.default.enumerator(atPath: workspace.archivePath)
        var paths: [String] = []
        while let name = found?.nextObject() as? String {
            guard found?.fileAttributes?[.type] as? FileAttributeType == .typeRegular else { continue }
            paths.append("\(workspace.archivePath)/\(name)")
        }
        all = paths.sorted()
    }

    func paths(of digests: [String]) -> [String] {
        let wanted = Set(digests.map { ArchiveName.of("", sha256: $0) })
        guard !wanted.isEmpty else { return [] }
        return all.filter { path in
            let leaf = path.split(separator: "/").last ?? ""
            return wanted.contains(String(leaf.prefix(Self.digestLength)))
        }
    }
}

/// Which outputs are about one person alone.
struct OwnOutputs {
    /// Names of letters without their endings, by run: a page, its PDF and the e-mail share one.
    private var stems: [String: Set<String>] = [:]
    private let cases: Set<String>
    /// Names of invoices' own files.
    private let enclosures: Set<String>

    init(_ reader: LedgerReader, _ subject: ErasureSubject) throws {
        for document in try reader.documents(of: subject)
        where Self.isOneLetter(document.path) {
            stems[document.run, default: []].insert(Self.stem(document.path))
        }
        cases = Set(subject.cases)
        enclosures = Set(try subject.invoices.compactMap { try reader.invoiceNumber($0) })
    }

    /// The list of a night's text messages or calls is a document too, and everybody's.
    private static func isOneLetter(_ path: String) -> Bool {
        path.hasPrefix("letters/") || path.hasSuffix(".eml")
    }

    private static func stem(_ path: String) -> String {
        let leaf = path.split(separator: "/").last.map(String.init) ?? path
        return (leaf as NSString).deletingPathExtension
    }

    func contains(_ path: String, of run: String) -> Bool {
        let parts = path.split(separator: "/").map(String.init)
        if parts.contains(where: cases.contains) { return true }
        if path.hasPrefix("\(InvoiceFiles.enclosureFolder)/") { return enclosures.contains(Self.stem(path)) }
        return Self.isOneLetter(path) && stems[run]?.contains(Self.stem(path)) == true
    }
}

extension Workspace {
    /// What an erasure that is not finished has still to do; not there otherwise.
    var erasingPath: String { root + "/.erasing" }
    var erasingListPath: String { erasingPath + "/list.json" }

    /// Whether an erasure was interrupted.
    var isErasing: Bool { FileManager.default.fileExists(atPath: erasingPath) }
}
