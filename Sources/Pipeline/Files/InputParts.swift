internal import Domain
internal import Foundation
internal import Scanning

/// A file to read: one as it came, or a member of an archive that came.
struct InputPart: Sendable {
    /// As people know it: `extracto.n43`, `extractos.zip/enero.n43`.
    let name: String
    /// Where its bytes are.
    let path: String
}

/// A zip or gzip file taken apart, or a file that is none.
///
/// Members are written to files of their own, a piece at a time, so that the size of a member costs disk and
/// no memory.
struct InputParts {
    /// What the archive is (`zip`, `gzip`); `nil` for a file that is no archive.
    private(set) var archive: String?
    private(set) var parts: [InputPart] = []
    /// Why the archive was refused, whole.
    private(set) var problem: Problem?

    /// No statement or invoice batch of a bank comes near it.
    private static let memberBytesMax = 16 << 30
    /// What programs put beside the files they pack.
    private static let companions: Set<String> = [".DS_Store", "Thumbs.db", "desktop.ini"]

    /// Looks at `path` and takes it apart into `folder` where it is an archive.
    init(path: String, name: String, into folder: @autoclosure () throws -> String) throws {
        let file = try MappedFile(path: path)
        switch file.withBytes({ Container.kind(of: $0) }) {
        case .zip: archive = "zip"
        case .gzip: archive = "gzip"
        case .none, .workbook, .binaryWorkbook, .officeDocument, .openDocument:
            parts = [InputPart(name: name, path: path)]
            return
        }
        do {
            let folder = try folder()
            try file.withBytes { bytes in
                if archive == "gzip" {
                    try unpack(bytes, name, folder)
                } else {
                    try unzip(bytes, name, folder)
                }
            }
        } catch let failure as ContainerFailure {
            parts = []
            problem = Problem(
                .containerInvalid, found: failure.words, expected: "a whole zip or gzip file of plain files")
        }
    }

    private mutating func unpack(_ bytes: Span<UInt8>, _ name: String, _ folder: String) throws {
        let leaf = name.split(separator: "/").last.map(String.init) ?? name
        let inner = leaf.lowercased().hasSuffix(".gz") ? String(leaf.dropLast(3)) : leaf
        let stream = try DurableStream(path: "\(folder)/1")
        try GzipFile.extract(bytes, limit: Self.memberBytesMax) { piece in
            try stream.write(piece)
            return true
        }
        _ = try stream.finish()
        parts = [InputPart(name: "\(name)/\(inner)", path: "\(folder)/1")]
    }

    private mutating func unzip(_ bytes: Span<UInt8>, _ name: String, _ folder: String) throws {
        let archive = try ZipArchive(bytes)
        for member in archive.members where !member.isFolder {
            let leaf = member.name.split(separator: "/").last.map(String.init) ?? ""
            guard !Self.companions.contains(leaf), !member.name.hasPrefix("__MACOSX/") else { continue }
            let path = "\(folder)/\(member.number)"
            let stream = try DurableStream(path: path)
            try archive.extract(member, from: bytes, limit: Self.memberBytesMax) { piece in
                try stream.write(piece)
                return true
            }
            _ = try stream.finish()
            parts.append(InputPart(name: "\(name)/\(member.name)", path: path))
        }
        parts.sort { Array($0.name.utf8).lexicographicallyPrecedes(Array($1.name.utf8)) }
    }
}
