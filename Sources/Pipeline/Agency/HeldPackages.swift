internal import Domain
internal import Foundation
internal import Glibc
internal import Handover

/// The packages of a desk that wait for an earlier one, each as one file in `held/`. They are copies: the
/// sender may empty or overwrite the folder in which a package came as soon as it was answered. What the
/// state does not name is left over from a killed command and is removed.
struct HeldPackages {
    private let folder: String

    init(_ desk: Desk) { folder = desk.heldPath }

    /// `DHX1_T_…_CASE_000042.0f3a….tar`: by its content, so that another package of the name has a place too.
    private func path(_ folderName: String, _ contentSha256: String) -> String {
        "\(folder)/\(folderName.prefix(200)).\(contentSha256.prefix(16)).tar"
    }

    func isThere(_ held: DeskPackage) -> Bool {
        FileManager.default.fileExists(atPath: path(held.folder, held.contentSha256))
    }

    /// Copies a package, durably; one that is there is written anew.
    func keep(_ source: PackageSource, _ digests: PackageDigests) throws {
        try DurableFile.makeFolder(folder)
        try PackageFile.write(source, digests, .tar, to: path(source.folder, digests.contentSHA256))
    }

    /// The package as it was kept, to the last byte; `nil` where it is gone or another.
    func package(_ held: DeskPackage) -> (source: PackageSource, digests: PackageDigests)? {
        guard let source = source(held) else { return nil }
        let digests = PackageDigests(source)
        return digests.contentSHA256 == held.contentSha256 ? (source, digests) : nil
    }

    private func source(_ held: DeskPackage) -> PackageSource? {
        guard let content = PackageFile.content(of: path(held.folder, held.contentSha256)) else {
            // As a desk of an earlier version kept it.
            return try? PackageFolder.source("\(folder)/\(held.folder)")
        }
        return try? PackageArchive.open(content, .tar, folder: held.folder, file: "held package")
    }

    /// Removes what the state does not name, of the files that `keep` makes.
    func discard(except held: [DeskPackage]) {
        let kept = Set(held.map { path($0.folder, $0.contentSha256) })
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            let isOurs = name.hasSuffix(".tar") || name.hasPrefix(".") && name.hasSuffix(".tar.part")
            guard isOurs, !kept.contains("\(folder)/\(name)") else { continue }
            unlink("\(folder)/\(name)")
        }
    }

    /// Removes one that was taken.
    func remove(_ held: DeskPackage) {
        unlink(path(held.folder, held.contentSha256))
        DurableFile.removeFolder("\(folder)/\(held.folder)")
    }
}
