internal import Domain
internal import Foundation
internal import Glibc
internal import Handover
internal import Scanning

/// Packages in one file: a tar or zip, as it lies on the disk.
enum PackageFile {
    /// What kind of archive a path is by its name; `nil` for a folder, a link, or what is not there.
    static func kind(_ path: String) -> PackageArchive.Kind? {
        var status = stat()
        guard let kind = PackageArchive.Kind(fileName: (path as NSString).lastPathComponent),
            lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG
        else { return nil }
        return kind
    }

    /// The package in a file.
    ///
    /// - Throws: `HandoverFault` where it is refused.
    static func source(_ path: String) throws(HandoverFault) -> PackageSource {
        let name = (path as NSString).lastPathComponent
        guard kind(path) != nil, let content = content(of: path) else {
            throw HandoverFault(
                .syntax, file: name, path: "archive", found: "a file that cannot be read",
                expected: "a tar or zip archive")
        }
        return try PackageArchive.open(content, named: name)
    }

    /// Whether an archive has its end; false too where it cannot be read.
    static func hasEnd(_ path: String) -> Bool {
        guard let kind = kind(path), let content = content(of: path) else { return false }
        return PackageArchive.hasEnd(content, kind)
    }

    /// The bytes of an archive; `nil` where it cannot be read or is a link.
    static func content(of path: String) -> ArchiveContent? {
        guard let file = OpenFile(path), let mapped = try? SharedMappedFile(path: path) else { return nil }
        return ArchiveContent(size: file.size, read: { file.bytes($0) }) { try mapped.withBytes($0) }
    }

    /// Writes a package as one file, whole or not at all; over one that is there.
    static func write(
        _ source: PackageSource, _ digests: PackageDigests, _ kind: PackageArchive.Kind, to path: String
    ) throws {
        let stream = try DurableStream(path: path)
        do {
            try PackageArchive.write(source, digests, as: kind) { try stream.write($0) }
        } catch is PackageArchive.Fault {
            throw PackageArrival.changed(source.folder)
        }
        _ = try stream.finish()
        try DurableFile.syncFolder((path as NSString).deletingLastPathComponent)
    }

    /// Makes one file of a package folder, below another folder, and gives its path. One that is there
    /// already with the same package is left; with another nothing is written.
    static func write(_ package: String, _ kind: PackageArchive.Kind, below folder: String) throws -> String {
        let source = try PackageFolder.source(package)
        let digests = PackageDigests(source)
        let target = "\(folder)/\(source.folder).\(kind.rawValue)"
        guard FileManager.default.fileExists(atPath: target) else {
            try write(source, digests, kind, to: target)
            return target
        }
        let there = try? Self.source(target)
        guard there.map({ PackageDigests($0).contentSHA256 }) == digests.contentSHA256 else {
            throw RunError.inputOutput("\(target) is there already and is another package")
        }
        return target
    }
}

/// A regular file that is read here and there, by several threads at once.
private final class OpenFile: Sendable {
    let size: Int
    private let descriptor: Int32

    /// `nil` where there is none.
    init?(_ path: String) {
        descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        var status = stat()
        let isRegular =
            descriptor >= 0 && fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        size = Int(status.st_size)
        guard isRegular else {
            if descriptor >= 0 { close(descriptor) }
            return nil
        }
    }

    deinit { close(descriptor) }

    func bytes(_ range: Range<Int>) -> [UInt8]? {
        RegularFile.bytes(descriptor, range.clamped(to: 0..<size))
    }
}
