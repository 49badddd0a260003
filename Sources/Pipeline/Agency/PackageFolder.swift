internal import Domain
internal import Foundation
internal import Handover

/// Packages as they lie on the disk.
enum PackageFolder {
    /// The packages that a path means: the folder or archive itself, a batch file alone, or every package
    /// right below a folder, sorted by name. Empty where there is none.
    static func packages(at path: String) -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return [] }
        guard isFolder.boolValue else { return [path] }
        guard !isPackage(path) else { return [path] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.sorted().map { path + "/" + $0 }.filter(isPackage)
    }

    /// A package by what lies in it, an archive by its name. What is still being written is none.
    static func isPackage(_ path: String) -> Bool {
        let name = (path as NSString).lastPathComponent
        guard !isBeingWritten(name), !name.hasPrefix(".") else { return false }
        if PackageFile.kind(path) != nil { return name.hasPrefix(Workspace.packagePrefix) }
        return FileManager.default.fileExists(atPath: path + "/bagit.txt")
            || FileManager.default.fileExists(atPath: path + "/manifest.json")
    }

    /// Whether a name is that of a file or folder on its way: programs that carry files give it another name
    /// until it is whole.
    static func isBeingWritten(_ name: String) -> Bool {
        name.hasSuffix(".part") || name.hasSuffix(".filepart")
    }

    /// The package of a folder or an archive. Only regular files have bytes: a link may lead anywhere.
    ///
    /// - Throws: `HandoverFault` for an archive that is refused.
    static func source(_ path: String) throws -> PackageSource {
        if PackageFile.kind(path) != nil { return try PackageFile.source(path) }
        let root = URL(fileURLWithPath: path).standardizedFileURL.path
        guard let listing = FolderListing(root) else {
            throw RunError.inputOutput("cannot read the folder \(path)")
        }
        let files = listing.regular
        var source = PackageSource(
            folder: (root as NSString).lastPathComponent, paths: listing.paths.sorted()
        ) { name in
            files.contains(name) ? RegularFile.bytes(root + "/" + name, 0..<Int.max) : nil
        }
        source.part = { name, range in
            files.contains(name) ? RegularFile.bytes(root + "/" + name, range) : nil
        }
        return source
    }

    /// The bytes of a file named on the command line.
    static func bytes(of path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw RunError.inputOutput("cannot read \(path)")
        }
        return Array(data)
    }

    /// Makes a package folder, and gives its path. A package that is there already with the same bytes is
    /// left; with other bytes nothing is written.
    static func write(_ files: [OutputFile], below folder: String) throws -> String {
        let name = try stage(files, below: folder)
        try finish(name, below: folder)
        return "\(folder)/\(name)"
    }

    /// Renames what was staged; nothing where that was done before.
    static func finish(_ name: String, below folder: String) throws {
        let part = "\(folder)/\(name).part"
        guard FileManager.default.fileExists(atPath: part) else { return }
        try DurableFile.move(part, to: "\(folder)/\(name)")
        try DurableFile.syncFolder(folder)
    }

    /// Writes all files below a name that ends in `.part`, and gives the name without it.
    static func stage(_ files: [OutputFile], below folder: String) throws -> String {
        guard let name = files.first?.path.split(separator: "/").first.map(String.init) else {
            throw RunError.internalFault("a package without files")
        }
        let (target, part) = ("\(folder)/\(name)", "\(folder)/\(name).part")
        DurableFile.removeFolder(part)
        if FileManager.default.fileExists(atPath: target) {
            guard try holds(files, below: folder, target) else {
                throw RunError.inputOutput("\(target) is there already and is another package")
            }
            return name
        }
        var folders: Set<String> = []
        for file in files {
            let path = part + file.path.dropFirst(name.count)
            let parent = (path as NSString).deletingLastPathComponent
            if folders.insert(parent).inserted { try DurableFile.makeFolder(parent) }
            try DurableFile.write(file.bytes, to: path)
        }
        for folder in folders.sorted() { try DurableFile.syncFolder(folder) }
        return name
    }

    /// The files of a folder below another name, to be written elsewhere.
    static func files(of path: String) throws -> [OutputFile] {
        let source = try source(path)
        return source.paths.compactMap { name in
            source.bytes(name).map { OutputFile(path: source.folder + "/" + name, bytes: $0) }
        }
    }

    private static func holds(_ files: [OutputFile], below folder: String, _ target: String) throws -> Bool {
        guard try source(target).paths.count == files.count else { return false }
        return files.allSatisfy { file in
            FileManager.default.contents(atPath: "\(folder)/\(file.path)").map(Array.init) == file.bytes
        }
    }
}
