internal import Domain
internal import Foundation
internal import Handover
internal import Ledger
internal import Reports
internal import Scanning

/// After the import is committed: packages leave the inbox and the drop folders, unchanged, for the archive
/// or the rejected folder. Runs from what the journal says of the run, so that a killed run finishes it.
struct PartnerFiling {
    let workspace: Workspace
    let configuration: Configuration
    let run: RunRecord

    func file(_ packages: [PartnerPackageFact], problems: [FileProblem]) throws {
        for fact in packages {
            let package = fact.package
            guard let waiting = waiting(package) else { continue }
            let isRefused = package.outcome == .refused
            let folder =
                isRefused
                ? workspace.rejectedPath : ArchiveName.folder(workspace.archivePath, day: run.asOf)
            try DurableFile.makeFolder(folder)
            let target = free("\(folder)/\(ArchiveName.of(package.folder, sha256: package.sha256))")
            if isRefused {
                let rows = problems.filter { $0.file == package.folder }
                    .map { ProblemRow(file: $0.file, problem: $0.problem) }
                var table: [UInt8] = []
                ReportTables.problems(rows, language: configuration.language) { table += $0 }
                try DurableFile.write(table, to: "\(target).errors.csv")
            }
            // Before it moves: what a killed run has moved is not looked at again.
            for file in waiting.regularFiles {
                // What belongs to another user of a shared folder stays that user's.
                try? FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
            }
            try move(waiting, to: target)
            try DurableFile.syncFolder(folder)
            try DurableFile.syncFolder((waiting.path as NSString).deletingLastPathComponent)
        }
    }

    /// The package where it was found, if it is still there and still the same.
    private func waiting(_ package: PartnerPackage) -> WaitingPackage? {
        let folders =
            package.source == .inbox ? [workspace.inboxPath] : configuration.dropFolders.map(\.incoming)
        return folders.map { WaitingPackage(source: package.source, path: "\($0)/\(package.folder)") }
            .first {
                FileManager.default.fileExists(atPath: $0.path)
                    && PackageIdentity.sha256(at: $0.path) == package.sha256
            }
    }

    /// The name, or with a number where the same package was filed before: nothing is overwritten.
    private func free(_ path: String) -> String {
        var (candidate, number) = (path, 1)
        while FileManager.default.fileExists(atPath: candidate) {
            number += 1
            candidate = "\(path)-\(number)"
        }
        return candidate
    }

    /// In one step; from another file system the copy is whole before the original goes.
    private func move(_ waiting: WaitingPackage, to target: String) throws {
        do {
            try DurableFile.move(waiting.path, to: target)
        } catch {
            if waiting.isFolder {
                try DropCopy.copy(waiting.path, to: target)
            } else {
                try DropCopy.copyFile(waiting.path, to: target)
            }
            try FileManager.default.removeItem(atPath: waiting.path)
        }
    }
}

/// Folders that are whole or not there, wherever they come from.
enum DropCopy {
    /// Copies a folder under another name, syncs and renames it.
    static func copy(_ source: String, to target: String) throws {
        let folder = (target as NSString).deletingLastPathComponent
        let part = "\(folder)/.\((target as NSString).lastPathComponent).part"
        DurableFile.removeFolder(part)
        try DurableFile.makeFolder(part)
        let package = try PackageFolder.source(source)
        // The tag manifest sorts last and is written last: a receiver that waits for it sees all or nothing.
        for name in package.paths {
            guard let bytes = package.bytes(name) else { continue }
            try DurableFile.makeFolder(("\(part)/\(name)" as NSString).deletingLastPathComponent)
            try DurableFile.write(bytes, to: "\(part)/\(name)")
        }
        try DurableFile.syncFolder(part)
        try DurableFile.move(part, to: target)
        try DurableFile.syncFolder(folder)
    }

    /// The same of an archive.
    static func copyFile(_ source: String, to target: String) throws {
        let stream = try DurableStream(path: target)
        try MappedFile(path: source).withBytes { try stream.write($0) }
        _ = try stream.finish()
        try DurableFile.syncFolder((target as NSString).deletingLastPathComponent)
    }
}

extension WaitingPackage {
    /// Paths of the files that it consists of.
    fileprivate var regularFiles: [String] {
        guard isFolder else { return [path] }
        return (FolderListing(path)?.regular ?? []).map { "\(path)/\($0)" }
    }
}

/// Puts published packages where the partner takes them from.
struct PartnerDrop {
    let workspace: Workspace
    let configuration: Configuration
    let run: RunRecord

    /// Puts those of the run, in the form that the agency wants; one that lies there already, in whatever
    /// form, stays as it is. A registry gets folders.
    func put(_ outputs: [String]) throws {
        guard !workspace.isTrial else { return }
        let names = Set(outputs.compactMap { $0.split(separator: "/").first.map(String.init) })
        for name in names.sorted() where name.hasPrefix(Workspace.packagePrefix) {
            let parts = name.split(separator: "_").map(String.init)
            guard parts.count == 6,
                let drop = configuration.dropFolders.first(where: {
                    $0.environment == parts[1] && $0.partner == parts[3]
                })
            else { continue }
            let target = "\(drop.outgoing)/\(name)"
            let endings = [""] + PackageArchive.Kind.allCases.map { ".\($0.rawValue)" }
            guard !endings.contains(where: { FileManager.default.fileExists(atPath: target + $0) }) else {
                continue
            }
            try DurableFile.makeFolder(drop.outgoing)
            let package = "\(workspace.outboxPath)/\(run.id)/\(name)"
            if let kind = configuration.packageForm(for: drop.partner).kind {
                _ = try PackageFile.write(package, kind, below: drop.outgoing)
            } else {
                try DropCopy.copy(package, to: target)
            }
        }
    }
}
