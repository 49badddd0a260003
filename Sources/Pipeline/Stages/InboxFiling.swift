internal import Domain
internal import Foundation
internal import Ledger
internal import Reports

/// After the import is committed: inputs leave the inbox, unchanged, for the archive or the rejected folder.
///
/// Runs from what the journal says of the run, so that a killed run finishes it.
struct InboxFiling {
    let workspace: Workspace
    let run: RunRecord
    let language: String

    func file(_ seen: [FileSeen], problems: [FileProblem]) throws {
        for file in seen {
            let source = "\(workspace.inboxPath)/\(file.name)"
            guard FileManager.default.fileExists(atPath: source) else { continue }
            // Another file of the same name that came meanwhile stays for the next night.
            guard (try? Digest.ofFile(source)) == file.sha256 else { continue }
            let folder =
                file.outcome == .refused
                ? workspace.rejectedPath : ArchiveName.folder(workspace.archivePath, day: run.asOf)
            try DurableFile.makeFolder(folder)
            let target = "\(folder)/\(ArchiveName.of(file.name, sha256: file.sha256))"
            if file.outcome == .refused {
                let rows = problems.filter { $0.file == file.name }
                    .map { ProblemRow(file: $0.file, problem: $0.problem) }
                var table: [UInt8] = []
                ReportTables.problems(rows, language: language) { table += $0 }
                try DurableFile.write(table, to: "\(target).errors.csv")
            }
            try DurableFile.move(source, to: target)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: target)
            try DurableFile.syncFolder(folder)
        }
        try DurableFile.syncFolder(workspace.inboxPath)
    }
}

/// Where an input stands in the archive: a folder a day, its digest, then its own name, short enough for
/// every file system.
enum ArchiveName {
    static func folder(_ root: String, day: Day) -> String {
        let (year, month, day) = day.civil
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(root)/\(year)/\(two(month))/\(two(day))"
    }

    static func of(_ name: String, sha256: String) -> String {
        var leaf = name.replacing("/", with: "_")
        while leaf.utf8.count > 150 { leaf.removeFirst() }
        return "\(sha256.prefix(16))-\(leaf)"
    }
}
