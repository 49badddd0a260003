internal import Domain
internal import Foundation
internal import Ledger

/// The end of an erasure: files, then the file of the ledger itself. Done again until it is done.
enum ErasureFinish {
    /// Does what the list says, where the ledger knows the list; throws a list away that it does not know.
    /// Gives whether an erasure was finished.
    @discardableResult
    static func finish(_ workspace: Workspace, _ store: LedgerStore) throws -> Bool {
        guard workspace.isErasing else { return false }
        let bytes = FileManager.default.contents(atPath: workspace.erasingListPath).map { Array($0) } ?? []
        let digest = Digest.sha256(bytes)
        let isDecided = try store.read { try $0.erasures().contains { $0.plan == digest } }
        if isDecided {
            let plan = try JSONDecoder().decode(ErasureFiles.Plan.self, from: Data(bytes))
            for step in plan.steps { try perform(step, workspace) }
            for run in plan.runs { try renewManifest(of: run, workspace, store) }
            guard try store.compact() else { throw RunError.busy(workspace.root) }
        }
        try FileManager.default.removeItem(atPath: workspace.erasingPath)
        try DurableFile.syncFolder(workspace.root)
        return isDecided
    }

    private static func perform(_ step: ErasureFiles.Step, _ workspace: Workspace) throws {
        let target = "\(workspace.root)/\(step.path)"
        let folder = (target as NSString).deletingLastPathComponent
        if let staged = step.staged {
            let source = "\(workspace.erasingPath)/\(staged)"
            guard FileManager.default.fileExists(atPath: source) else { return }
            try DurableFile.move(source, to: target)
        } else {
            guard FileManager.default.fileExists(atPath: target) else { return }
            guard unlink(target) == 0 else { throw DurableFile.failure("delete", target) }
            // The folder of one case's evidence is empty then, and goes too.
            if rmdir(folder) == 0 {
                return try DurableFile.syncFolder((folder as NSString).deletingLastPathComponent)
            }
        }
        try DurableFile.syncFolder(folder)
    }

    /// The manifest names what is in the folder still.
    private static func renewManifest(
        of run: String, _ workspace: Workspace, _ store: LedgerStore
    ) throws {
        // A run's name begins with its day.
        guard let day = Day(iso: String(run.prefix(10))) else { return }
        let left = try store.read { reader in
            let gone = try reader.erasedOutputs(run: run)
            return try reader.outputs(run: run).filter { !gone.contains($0.path) }
        }
        try RunOutputs(workspace: workspace, run: run).renewManifest(left, asOf: day)
    }
}
