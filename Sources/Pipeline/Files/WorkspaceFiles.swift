internal import Domain
internal import Formats
internal import Foundation
internal import Glibc
internal import Ledger
internal import Scanning

extension Workspace {
    /// The workspaces directly inside a folder, by name.
    public static func inside(_ folder: String) -> [Workspace] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().map { Workspace(path: "\(folder)/\($0)") }.filter(\.exists)
    }

    /// Copies a file into the inbox, whole or not at all; gives its name there. A file that waits is never
    /// replaced.
    public func receive(_ path: String) throws -> String {
        _ = try configuration()
        let lock = try WorkspaceLock(self)
        defer { withExtendedLifetime(lock) {} }
        var name = URL(fileURLWithPath: path).lastPathComponent
        while name.hasPrefix(".") { name.removeFirst() }
        if name.hasSuffix(".part") { name += ".txt" }
        let digest: String
        do {
            digest = try Digest.ofFile(path)
        } catch {
            throw RunError.usage("cannot read \(error)")
        }
        if name.isEmpty || FileManager.default.fileExists(atPath: "\(inboxPath)/\(name)") {
            name = "\(digest.prefix(8))-\(name)"
        }
        let stream = try DurableStream(path: "\(inboxPath)/\(name)")
        let file = try MappedFile(path: path)
        try file.withBytes { try stream.write($0) }
        _ = try stream.finish()
        return name
    }

    /// Whether an error says that the disk is full or failing.
    public static func isDiskFull(_ error: any Error) -> Bool {
        let text = "\(error)"
        return text.contains("SQLITE_FULL") || text.contains("SQLite error 13")
            || text.contains("SQLite error 10")
            || text.contains("No space left")
    }
}

extension RunOptions {
    /// The command line's word about one file as a run keeps it.
    var overrideText: String {
        guard let fileName else { return "" }
        return [fileName, fileRole ?? "", fileAccount ?? ""].joined(separator: "\t")
    }
}

extension RunRecord {
    /// The command line's word about one file. Throws `RunError.usage` for an unknown role.
    func fileOverride() throws -> Intake.FileOverride? {
        let parts = override.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 else { return nil }
        let (fileName, fileRole, fileAccount) = (
            parts[0], parts[1].isEmpty ? nil : parts[1], parts[2].isEmpty ? nil : parts[2]
        )
        var format: FileFormat?
        if let fileRole {
            guard let known = FileFormat(rawValue: fileRole), known != .unknown else {
                let names = FileFormat.allCases.filter { $0 != .unknown }.map(\.rawValue).joined(
                    separator: ", ")
                throw RunError.usage("unknown role '\(fileRole)'; it is one of \(names)")
            }
            format = known
        }
        return Intake.FileOverride(file: fileName, format: format, account: fileAccount)
    }
}

extension NightlyRun {
    /// Runs the night on a copy of the ledger: inputs stay where they are, outputs are thrown away.
    public static func dryRun(_ workspace: Workspace, options: RunOptions) throws -> NightSummary {
        let lock = try WorkspaceLock(workspace)
        defer { withExtendedLifetime(lock) {} }
        var copy = Workspace(path: try DurableFile.makeTemporaryFolder())
        copy.isTrial = true
        copy.copiedConfigurationPath = workspace.configurationPath
        defer { try? FileManager.default.removeItem(atPath: copy.root) }
        try FileManager.default.copyItem(atPath: workspace.configurationPath, toPath: copy.configurationPath)
        for folder in ["inbox", "archive", "outbox", "profiles"] {
            try link("\(workspace.root)/\(folder)", to: "\(copy.root)/\(folder)")
        }
        if FileManager.default.fileExists(atPath: workspace.ledgerPath) {
            try LedgerStore(path: workspace.ledgerPath).copy(to: copy.ledgerPath)
        }
        return try NightlyRun.run(copy, options: options)
    }

    /// The same files under another folder: linked where the file system allows it, else copied. Neither is
    /// written to in place by a run.
    private static func link(_ source: String, to target: String) throws {
        try DurableFile.makeFolder(target)
        guard let found = FileManager.default.enumerator(atPath: source) else { return }
        for case let name as String in found
        where found.fileAttributes?[.type] as? FileAttributeType == .typeRegular {
            try DurableFile.makeFolder(("\(target)/\(name)" as NSString).deletingLastPathComponent)
            if Glibc.link("\(source)/\(name)", "\(target)/\(name)") != 0 {
                try FileManager.default.copyItem(atPath: "\(source)/\(name)", toPath: "\(target)/\(name)")
            }
        }
    }
}
