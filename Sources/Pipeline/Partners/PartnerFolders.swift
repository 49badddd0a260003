internal import Domain
internal import Foundation
internal import Handover
internal import Ledger
internal import Scanning

/// The folder that creditor and partners share: `{env}/{partner}/out` holds what the creditor put there,
/// `{env}/{partner}/in` what the partner did (DHX 1.0 §4).
struct DropFolder {
    let root: String
    let environment: String
    let partner: String

    var incoming: String { "\(root)/\(environment)/\(partner)/in" }
    var outgoing: String { "\(root)/\(environment)/\(partner)/out" }
}

extension Configuration {
    /// The drop folders of agency and registry; empty where none is configured.
    var dropFolders: [DropFolder] {
        var folders = agencies.filter { !$0.drop.isEmpty }.map {
            DropFolder(root: $0.drop, environment: $0.environment, partner: $0.code)
        }
        if let registry, let agency, !agency.drop.isEmpty {
            folders.append(
                DropFolder(root: agency.drop, environment: registry.environment, partner: registry.code))
        }
        return folders
    }

    /// In which form the packages for a partner leave the outbox. Only an agency can say.
    func packageForm(for partner: String) -> PackageForm {
        agencies.first { $0.code == partner }?.package ?? .folder
    }
}

/// A package that waits: a folder, or one file.
struct WaitingPackage {
    let source: PartnerPackage.Source
    /// Its folder or file.
    let path: String
    /// As it came, with `.tar` or `.zip`.
    var name: String { (path as NSString).lastPathComponent }

    var isFolder: Bool {
        let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
        return kind == .typeDirectory
    }
}

extension Workspace {
    /// How the folder of a package begins.
    static let packagePrefix = "DHX1_"
    /// The packages that partners have put into the inbox and their drop folders, by place and name.
    ///
    /// - Parameter isComplete: those that are whole, else those that are still being written.
    func waitingPackages(_ configuration: Configuration, isComplete: Bool = true) -> [WaitingPackage] {
        let drops = isTrial ? [] : configuration.dropFolders.map(\.incoming)
        let places = [(PartnerPackage.Source.inbox, inboxPath)] + drops.map { (.drop, $0) }
        return places.flatMap { source, folder in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return names.filter { $0.hasPrefix(Self.packagePrefix) && !PackageFolder.isBeingWritten($0) }
                .sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
                .map { WaitingPackage(source: source, path: "\(folder)/\($0)") }
                .filter { $0.isPackage && $0.hasEnd == isComplete }
        }
    }

    /// Whether neither a file nor a whole package waits to be imported.
    func hasNothingWaiting(_ configuration: Configuration) throws -> Bool {
        try waitingFiles().isEmpty && waitingPackages(configuration).isEmpty
    }
}

extension WaitingPackage {
    /// The file of a package that is written last.
    private static let lastFile = "tagmanifest-sha256.txt"

    fileprivate var isPackage: Bool { isFolder || PackageFile.kind(path) != nil }

    /// Whether it is all there; else somebody is still writing it, or stopped.
    fileprivate var hasEnd: Bool {
        isFolder
            ? FileManager.default.fileExists(atPath: "\(path)/\(Self.lastFile)") : PackageFile.hasEnd(path)
    }
}
