internal import Domain
internal import Formats
internal import Foundation
internal import Glibc
internal import Ledger

extension Workspace {
    /// The workspaces directly inside a folder, by name.
    public static func inside(_ folder: String) -> [Workspace] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().map { Workspace(path: "\(folder)/\($0)") }.filter(\.exists)
    }

    /// Copies a file into the inbox, whole or not at all; gives its name there.
    public func receive(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw RunError.usage("cannot read \(path)")
        }
        _ = try configuration()
        let name = URL(fileURLWithPath: path).lastPathComponent
        try DurableFile.write(Array(data), to: "\(inboxPath)/\(name)")
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
    /// The command line's word about one file. Throws `RunError.usage` for an unknown role.
    func override() throws -> Intake.FileOverride? {
        guard let fileName else { return nil }
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
        let temporary = FileManager.default.temporaryDirectory.path + "/recobro-dry-\(getpid())"
        let copy = Workspace(path: temporary)
        defer { try? FileManager.default.removeItem(atPath: temporary) }
        let lock = try WorkspaceLock(workspace)
        defer { withExtendedLifetime(lock) {} }
        try DurableFile.makeFolder(copy.inboxPath)
        try DurableFile.makeFolder(copy.outboxPath)
        try FileManager.default.copyItem(atPath: workspace.configurationPath, toPath: copy.configurationPath)
        for name in try workspace.waitingFiles() {
            let target = "\(copy.inboxPath)/\(name)"
            try DurableFile.makeFolder((target as NSString).deletingLastPathComponent)
            try FileManager.default.copyItem(atPath: "\(workspace.inboxPath)/\(name)", toPath: target)
        }
        if FileManager.default.fileExists(atPath: workspace.ledgerPath) {
            try LedgerStore(path: workspace.ledgerPath).copy(to: copy.ledgerPath)
        }
        return try NightlyRun.run(copy, options: options)
    }
}
