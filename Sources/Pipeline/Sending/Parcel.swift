internal import Domain

/// What a command is given: the file that was put out, or of a package that its agency wants as one file that
/// file, which is made for the command and removed when the command has ended.
struct Parcel {
    let path: String
    /// The folder that was made for it; `nil` where it is the output itself.
    private let folder: String?

    /// - Parameter output: path of what the run put out, whose digest was checked.
    init(
        of one: Consignment, at output: String, _ configuration: Configuration, _ workspace: Workspace
    ) throws {
        let recipient = PackageQueue.Name(folder: one.path)?.recipient
        guard one.isPackage, let recipient, let kind = configuration.packageForm(for: recipient).kind else {
            (path, folder) = (output, nil)
            return
        }
        let folder = workspace.parcelPath
        // A killed command leaves its own behind.
        DurableFile.removeFolder(folder)
        try DurableFile.makeFolder(folder)
        path = try PackageFile.write(output, kind, below: folder)
        self.folder = folder
    }

    func remove() { if let folder { DurableFile.removeFolder(folder) } }
}

extension Workspace {
    /// What is being sent and lies nowhere else in that form.
    fileprivate var parcelPath: String { root + "/.sending" }
}
