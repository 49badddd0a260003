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
}

/// A package folder that waits, with the digest of all that is in it.
struct WaitingPackage {
    let source: PartnerPackage.Source
    /// Its folder.
    let path: String
    var name: String { (path as NSString).lastPathComponent }

    /// Files below it, relative to it, in order of their bytes. A link is listed, and has no bytes.
    func paths() -> [String] {
        guard let found = FileManager.default.enumerator(atPath: path) else { return [] }
        var paths: [String] = []
        for case let name as String in found
        where found.fileAttributes?[.type] as? FileAttributeType != .typeDirectory {
            paths.append(name)
        }
        return paths.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    }

    func bytes(_ name: String) -> [UInt8]? {
        let file = "\(path)/\(name)"
        let kind = try? FileManager.default.attributesOfItem(atPath: file)[.type] as? FileAttributeType
        guard kind == .typeRegular else { return nil }
        return FileManager.default.contents(atPath: file).map(Array.init)
    }

    /// SHA-256 over the names and digests of its files: what package it is, damaged or not.
    func digest(of paths: [String]) -> String {
        Self.digest(
            paths.map { name in
                (name, bytes(name) == nil ? "" : (try? Digest.ofFile("\(path)/\(name)")) ?? "")
            })
    }

    /// The same of a package that the journal lists.
    static func digest(_ files: [(path: String, sha256: String)]) -> String {
        let sorted = files.sorted { Array($0.path.utf8).lexicographicallyPrecedes(Array($1.path.utf8)) }
        return Digest.sha256(Array(sorted.map { "\($0.sha256) \($0.path)\n" }.joined().utf8))
    }
}

extension Workspace {
    /// How the folder of a package begins.
    static let packagePrefix = "DHX1_"
    /// The file of a package that is written last: before it is there somebody is still writing.
    private static let lastFile = "tagmanifest-sha256.txt"

    /// The packages that partners have put into the inbox and their drop folders, by place and name.
    ///
    /// - Parameter isComplete: those that are whole, else those that are still being written.
    func waitingPackages(_ configuration: Configuration, isComplete: Bool = true) -> [WaitingPackage] {
        let drops = isTrial ? [] : configuration.dropFolders.map(\.incoming)
        let places = [(PartnerPackage.Source.inbox, inboxPath)] + drops.map { (.drop, $0) }
        return places.flatMap { source, folder in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return names.filter { $0.hasPrefix(Self.packagePrefix) && !$0.hasSuffix(".part") }
                .sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
                .map { WaitingPackage(source: source, path: "\(folder)/\($0)") }
                .filter { $0.isFolder && $0.has(Self.lastFile) == isComplete }
        }
    }

    /// Whether neither a file nor a whole package waits to be imported.
    func hasNothingWaiting(_ configuration: Configuration) throws -> Bool {
        try waitingFiles().isEmpty && waitingPackages(configuration).isEmpty
    }
}

extension WaitingPackage {
    fileprivate var isFolder: Bool {
        let kind = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
        return kind == .typeDirectory
    }

    fileprivate func has(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(path)/\(name)")
    }
}
