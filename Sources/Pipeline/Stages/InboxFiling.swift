internal import Domain
internal import Foundation
internal import Ledger

/// After the import is committed: inputs leave the inbox, unchanged, for the archive or the rejected folder.
///
/// Runs from what the journal says of the run, so that a killed run finishes it.
struct InboxFiling {
    let workspace: Workspace
    let run: RunRecord

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
                let lines = problems.filter { $0.file == file.name }.map(\.problem)
                try DurableFile.write(Array(errorTable(lines).utf8), to: "\(target).errors.csv")
            }
            try DurableFile.move(source, to: target)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: target)
            try DurableFile.syncFolder(folder)
        }
        try DurableFile.syncFolder(workspace.inboxPath)
    }

    private func errorTable(_ problems: [Problem]) -> String {
        var text = "code,severity,line,column,element,found,expected,remedy\n"
        for problem in problems {
            let fields = [
                problem.code.rawValue, problem.severity.rawValue, String(problem.place.line),
                String(problem.place.column), problem.place.element ?? "", problem.found, problem.expected,
                problem.code.remedy,
            ]
            text += fields.map(quoted).joined(separator: ",") + "\n"
        }
        return text
    }

    /// A leading formula sign is neutralised: the file is opened in spreadsheets.
    private func quoted(_ field: String) -> String {
        var text = field
        if let first = text.first, "=+-@\t\r".contains(first) { text = "'" + text }
        guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
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
