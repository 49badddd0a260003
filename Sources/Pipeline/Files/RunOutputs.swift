internal import Domain
internal import Foundation
internal import Ledger

/// What one run puts out: written beside the outbox while the stages run, planned in the journal with its
/// digest, and moved into the outbox in one step at the end.
struct RunOutputs {
    private let partFolder: String
    private let finalFolder: String
    private let outbox: String
    let workspaceRoot: String
    private let run: String

    init(workspace: Workspace, run: String) {
        outbox = workspace.outboxPath
        workspaceRoot = workspace.root
        partFolder = "\(outbox)/.\(run).part"
        finalFolder = "\(outbox)/\(run)"
        self.run = run
    }

    /// Writes one file and plans it. Belongs to the transaction of its stage: when that is rolled back the
    /// file is simply written again.
    func add(_ file: OutputFile, to writer: LedgerWriter) throws {
        try stream(file.path, to: writer) { try $0.write(file.bytes) }
    }

    /// Writes a file piece by piece and plans it; gives its digest.
    @discardableResult
    func stream(_ path: String, to writer: LedgerWriter, body: (DurableStream) throws -> Void) throws
        -> String
    {
        let output = try begin(path)
        try body(output.stream)
        return try output.finish(writer)
    }

    /// Begins a file that is written piece by piece.
    func begin(_ path: String) throws -> PlannedStream {
        guard !path.hasPrefix("/"), !path.split(separator: "/").contains("..") else {
            throw RunError.internalFault("output path \(path) leaves its folder")
        }
        let target = "\(partFolder)/\(path)"
        try DurableFile.makeFolder((target as NSString).deletingLastPathComponent)
        return PlannedStream(path: path, stream: try DurableStream(path: target), run: run)
    }

    /// Makes the names of what was written durable: before a stage that planned it is committed.
    func syncFolders() throws {
        guard let found = FileManager.default.enumerator(atPath: partFolder) else { return }
        for case let name as String in found
        where found.fileAttributes?[.type] as? FileAttributeType == .typeDirectory {
            try DurableFile.syncFolder("\(partFolder)/\(name)")
        }
        if FileManager.default.fileExists(atPath: partFolder) { try DurableFile.syncFolder(partFolder) }
    }

    /// Removes what an interrupted stage may have left that is not planned.
    func discardUnplanned(_ planned: Set<String>) throws {
        guard let found = FileManager.default.enumerator(atPath: partFolder) else { return }
        var stray: [String] = []
        for case let name as String in found
        where found.fileAttributes?[.type] as? FileAttributeType == .typeRegular && !planned.contains(name) {
            stray.append(name)
        }
        for name in stray { try FileManager.default.removeItem(atPath: "\(partFolder)/\(name)") }
    }

    /// Moves the planned outputs into the outbox, with a manifest; does nothing again when they are there.
    func publish(_ planned: [(path: String, sha256: String, bytes: Int)], asOf: Day) throws {
        guard !planned.isEmpty else { return }
        if FileManager.default.fileExists(atPath: finalFolder) {
            guard differences(planned).isEmpty else {
                throw RunError.inputOutput(
                    "\(finalFolder) exists and is not what run \(run) put out; move it away")
            }
            return
        }
        try discardUnplanned(Set(planned.map(\.path)))
        for output in planned {
            let path = "\(partFolder)/\(output.path)"
            guard (try? Digest.ofFile(path)) == output.sha256 else {
                throw RunError.internalFault(
                    "planned output \(output.path) of run \(run) is not what was written")
            }
        }
        try DurableFile.write(Array(manifest(planned, asOf: asOf).utf8), to: "\(partFolder)/manifest.json")
        for folder in Set(planned.map { ("\(partFolder)/\($0.path)" as NSString).deletingLastPathComponent })
        {
            try DurableFile.syncFolder(folder)
        }
        try DurableFile.syncFolder(partFolder)
        try DurableFile.move(partFolder, to: finalFolder)
        try DurableFile.syncFolder(outbox)
    }

    /// Compares the outbox with the journal's plan; gives what differs in words.
    func differences(_ planned: [(path: String, sha256: String, bytes: Int)]) -> [String] {
        planned.compactMap { output in
            guard let digest = try? Digest.ofFile("\(finalFolder)/\(output.path)") else {
                return "output \(run)/\(output.path) is missing from the outbox"
            }
            return digest == output.sha256
                ? nil : "output \(run)/\(output.path) is not what the journal planned"
        }
    }

    /// Writes the manifest of a published run again, after an erasure changed what is in its folder.
    func renewManifest(_ left: [(path: String, sha256: String, bytes: Int)], asOf: Day) throws {
        guard FileManager.default.fileExists(atPath: finalFolder) else { return }
        try DurableFile.write(Array(manifest(left, asOf: asOf).utf8), to: "\(finalFolder)/manifest.json")
        try DurableFile.syncFolder(finalFolder)
    }

    private func manifest(_ planned: [(path: String, sha256: String, bytes: Int)], asOf: Day) -> String {
        let files = planned.map { output in
            "    {\"path\": \(JSONText.quoted(output.path)), \"sha256\": \"\(output.sha256)\", "
                + "\"bytes\": \(output.bytes)}"
        }
        return """
            {
              "schema": "recobro.manifest/1",
              "run": "\(run)",
              "asOf": "\(asOf)",
              "files": [
            \(files.joined(separator: ",\n"))
              ]
            }

            """
    }
}

/// An output that is being written, and is planned in the journal when it is finished.
struct PlannedStream {
    /// Relative to the run's folder.
    let path: String
    let stream: DurableStream
    fileprivate let run: String

    /// Ends the file and plans it; gives its digest.
    func finish(_ writer: LedgerWriter) throws -> String {
        let digest = try stream.finish()
        try writer.planOutput(path: path, sha256: digest, bytes: stream.byteCount, run: run)
        return digest
    }
}
