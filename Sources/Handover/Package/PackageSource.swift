internal import Crypto
internal import Domain

/// A package as somebody's folder or archive holds it. The module opens no files: whoever does gives their
/// bytes, to several threads at once.
public struct PackageSource: Sendable {
    /// Name of the folder itself: `DHX1_T_ESB12345674_COLCO_CASE_000042`.
    public var folder: String
    /// Every file in it, relative to it, with `/`.
    public var paths: [String]
    /// The bytes of one of them; `nil` where they cannot be had.
    public var bytes: @Sendable (String) -> [UInt8]?
    /// Some bytes of one of them, fewer where it ends before; `nil` where they cannot be had. With it, files
    /// that are only digested or compared are never held whole. It must be `nil` or go with `bytes`.
    public var part: (@Sendable (String, Range<Int>) -> [UInt8]?)?
    /// Hands over one of them from its beginning, in pieces; false where it cannot be had to its end. For
    /// files that are kept compressed. It must be `nil` or go with `bytes`.
    public var pieces: (@Sendable (String, (Span<UInt8>) -> Void) -> Bool)?
    /// Why the bytes of one of them could not be had, in words; asked after they were.
    public var reason: (@Sendable (String) -> String?)?

    public init(folder: String, paths: [String], bytes: @escaping @Sendable (String) -> [UInt8]?) {
        self.folder = folder
        self.paths = paths
        self.bytes = bytes
    }

    /// The same package with one file as it was read before.
    public func replacing(_ path: String, with content: [UInt8]) -> PackageSource {
        var changed = self
        let (bytes, part, pieces) = (bytes, part, pieces)
        changed.bytes = { $0 == path ? content : bytes($0) }
        if let part {
            changed.part = { $0 == path ? Array(content[$1.clamped(to: content.indices)]) : part($0, $1) }
        }
        if let pieces {
            changed.pieces = { name, take in
                guard name == path else { return pieces(name, take) }
                take(content.span)
                return true
            }
        }
        return changed
    }

    /// A package that was just made.
    public init(_ package: HandoverPackage) {
        let files = package.files
        folder = files.first.flatMap { $0.path.split(separator: "/").first.map(String.init) } ?? ""
        let start = folder.utf8.count + 1
        let named = files.map { (String($0.path.utf8.dropFirst(start)) ?? "", $0.bytes) }
        paths = named.map(\.0)
        let contents = Dictionary(named) { _, last in last }
        bytes = { contents[$0] }
    }
}

extension PackageSource {
    /// Bytes that are read of a file at a time to digest it.
    private static let pieceLength = 4 << 20

    /// Digest and size of a file; `nil` where it cannot be read.
    func digest(of path: String) -> PayloadFile? {
        var hash = SHA256()
        if part == nil, let pieces {
            var size = 0
            let isWhole = pieces(path) { piece in
                piece.withUnsafeBytes { hash.update(bufferPointer: $0) }
                size += piece.count
            }
            return isWhole ? PayloadFile(sha256: FileDigest(hash.finalize()), size: size) : nil
        }
        guard let part else {
            guard let content = bytes(path) else { return nil }
            content.withUnsafeBytes { hash.update(bufferPointer: $0) }
            return PayloadFile(sha256: FileDigest(hash.finalize()), size: content.count)
        }
        var size = 0
        while true {
            guard let piece = part(path, size..<size + Self.pieceLength) else { return nil }
            piece.withUnsafeBytes { hash.update(bufferPointer: $0) }
            size += piece.count
            if piece.count < Self.pieceLength { break }
        }
        return PayloadFile(sha256: FileDigest(hash.finalize()), size: size)
    }
}
