public import Domain
internal import Foundation
internal import Handover

/// One creditor's folder.
public struct Workspace: Sendable {
    /// Absolute path of the folder.
    public let root: String
    /// Whether it is a copy on which a night is tried: what others share with the workspace is left alone.
    var isTrial = false
    /// The configuration that a trial copied: relative paths in it count from there.
    var copiedConfigurationPath: String?

    public init(path: String) {
        root = URL(fileURLWithPath: path).standardizedFileURL.path
    }

    public var configurationPath: String { root + "/recobro.yaml" }
    public var ledgerPath: String { root + "/ledger.sqlite" }
    public var inboxPath: String { root + "/inbox" }
    public var archivePath: String { root + "/archive" }
    public var rejectedPath: String { root + "/rejected" }
    public var outboxPath: String { root + "/outbox" }
    var lockPath: String { root + "/.lock" }

    public var exists: Bool { FileManager.default.fileExists(atPath: configurationPath) }

    /// Folder name, for progress lines.
    public var name: String { URL(fileURLWithPath: root).lastPathComponent }

    /// What a new workspace needs to know of its creditor.
    public struct Founding: Sendable {
        public var creditor: Creditor

        public init(creditor: Creditor) { self.creditor = creditor }
    }

    /// Makes the folder with a commented configuration. Throws `RunError.usage` when there is one already.
    public func create(_ founding: Founding) throws {
        guard !exists else { throw RunError.usage("\(root) is a workspace already") }
        for folder in [root, inboxPath, archivePath, rejectedPath, outboxPath] {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        let text = try ConfigurationTemplate.text(founding.creditor)
        _ = try Configuration.read(yaml: text, file: configurationPath, digest: "")
        try DurableFile.write(Array(text.utf8), to: configurationPath)
    }

    /// Reads and validates `recobro.yaml`.
    public func configuration() throws -> Configuration {
        guard let data = FileManager.default.contents(atPath: configurationPath) else {
            throw RunError.usage(
                "\(root) is not a workspace: there is no recobro.yaml; make one with 'recobro init'")
        }
        let bytes = Array(data)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw RunError.usage("\(configurationPath) is not UTF-8")
        }
        return try Configuration.read(
            yaml: text, file: copiedConfigurationPath ?? configurationPath, digest: Digest.sha256(bytes))
    }

    /// Files waiting in the inbox, relative to it, sorted by name. Hidden files, `.part` and `.filepart`
    /// files and links are left alone: they are still being written, or not ours to read. So are the packages
    /// of partners, folders and archives, which are taken whole.
    func waitingFiles() throws -> [String] {
        guard FileManager.default.fileExists(atPath: inboxPath) else { return [] }
        guard FileManager.default.isReadableFile(atPath: inboxPath),
            let found = FileManager.default.enumerator(atPath: inboxPath)
        else { throw RunError.inputOutput("cannot read the folder \(inboxPath)") }
        var names: [String] = []
        for case let name as String in found {
            let isHidden = name.split(separator: "/").contains { $0.hasPrefix(".") }
            let isOfPackage =
                name.hasPrefix(Self.packagePrefix)
                && (name.contains("/") || PackageArchive.Kind(fileName: name) != nil)
            guard !isHidden, !PackageFolder.isBeingWritten(name), !isOfPackage,
                found.fileAttributes?[.type] as? FileAttributeType == .typeRegular
            else { continue }
            names.append(name)
        }
        return names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    }
}

/// The commented configuration of a new workspace.
enum ConfigurationTemplate {
    static func text(_ creditor: Creditor) throws -> String {
        let url = Bundle.module.bundleURL.appendingPathComponent("Resources/recobro.yaml")
        guard var text = try? String(contentsOf: url, encoding: .utf8) else {
            throw RunError.internalFault("the configuration template is missing from the installation")
        }
        let ibans = creditor.ibans.isEmpty ? " []" : creditor.ibans.map { "\n    - \($0)" }.joined()
        let values = [
            "name": quoted(creditor.name), "taxId": creditor.taxId, "country": creditor.country,
            "ibans": ibans,
            "street": quoted(creditor.street), "postCode": quoted(creditor.postCode),
            "town": quoted(creditor.town), "email": quoted(creditor.email), "phone": quoted(creditor.phone),
        ]
        for key in values.keys.sorted() { text = text.replacing("{{\(key)}}", with: values[key] ?? "") }
        return text
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: " ")
            + "\""
    }
}

/// Why a command ends without doing its work. The exit codes are a contract (architecture, rule 11).
public enum RunError: Error, CustomStringConvertible {
    /// Bad usage or configuration: 2.
    case usage(String)
    /// Another run has the workspace: 75.
    case busy(String)
    /// The disk refuses: 74.
    case inputOutput(String)
    /// A fault of the program or a broken invariant: 70.
    case internalFault(String)

    public var exitCode: Int32 {
        switch self {
        case .usage: 2
        case .busy: 75
        case .inputOutput: 74
        case .internalFault: 70
        }
    }

    public var description: String {
        switch self {
        case .usage(let text), .inputOutput(let text): text
        case .busy(let text): "\(text): another run has this workspace; try again later"
        case .internalFault(let text): "internal fault: \(text)"
        }
    }
}
