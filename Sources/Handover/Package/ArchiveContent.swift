/// The bytes of an archive, as whoever opens files gives them. Both are asked for by several threads at once.
public struct ArchiveContent: Sendable {
    /// Bytes of the archive.
    public let size: Int
    /// Some of them, fewer where the archive ends before; `nil` where they cannot be had.
    public let read: @Sendable (Range<Int>) -> [UInt8]?
    /// All of them, mapped: a zip has its directory at its end and is read from there.
    public let withBytes: @Sendable ((Span<UInt8>) throws -> Void) throws -> Void

    public init(
        size: Int, read: @escaping @Sendable (Range<Int>) -> [UInt8]?,
        withBytes: @escaping @Sendable ((Span<UInt8>) throws -> Void) throws -> Void
    ) {
        (self.size, self.read, self.withBytes) = (size, read, withBytes)
    }
}

extension PackageArchive {
    /// How a package becomes one file (DHX 1.0 §4).
    public enum Kind: String, Sendable, CaseIterable {
        case tar
        case zip

        /// By the end of a file's name, in small or capital letters; `nil` for what is no archive.
        public init?(fileName: String) {
            guard let dot = fileName.lastIndex(of: "."), dot != fileName.startIndex,
                let kind = Kind(rawValue: fileName[fileName.index(after: dot)...].lowercased())
            else { return nil }
            self = kind
        }
    }

    /// The name of the package in a file: without `.tar` or `.zip`, if it is one.
    public static func packageName(_ fileName: String) -> String {
        Kind(fileName: fileName) == nil ? fileName : String(fileName.dropLast(4))
    }

    /// The most that an archive may hold. A batch of a hundred thousand cases has 700 018 files.
    public struct Limits: Sendable {
        /// Files and folders.
        public var entries = 2_000_000
        /// Bytes of one file, unpacked: 4 GB.
        public var fileBytes = 1 << 32
        /// Bytes of all of them, unpacked: 64 GB.
        public var bytes = 1 << 36

        public init() {}
    }
}
