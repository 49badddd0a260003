#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// A file mapped into memory for reading: nothing is copied, the kernel pages it in.
///
/// The mapping ends with the value. A file that another process truncates meanwhile ends this process
/// (SIGBUS); a killed run is simply run again.
public struct MappedFile: ~Copyable {
    private let base: UnsafeRawPointer?
    /// Length in bytes.
    public let byteCount: Int

    /// Maps `path`. Throws `FileError` with the system's reason.
    public init(path: String) throws(FileError) {
        (base, byteCount) = try Self.map(path)
    }

    private static func map(_ path: String) throws(FileError) -> (UnsafeRawPointer?, Int) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(path: path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError(path: path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw FileError(path: path, reason: "not a regular file")
        }
        let byteCount = Int(status.st_size)
        guard byteCount > 0 else { return (nil, 0) }
        guard let address = mmap(nil, byteCount, PROT_READ, MAP_PRIVATE, descriptor, 0), address != MAP_FAILED
        else { throw FileError(path: path) }
        madvise(address, byteCount, MADV_SEQUENTIAL)
        return (UnsafeRawPointer(address), byteCount)
    }

    /// Calls `body` with the file's bytes.
    public borrowing func withBytes<Result>(_ body: (Span<UInt8>) throws -> Result) rethrows -> Result {
        let raw = UnsafeRawBufferPointer(start: base, count: base == nil ? 0 : byteCount)
        let region = MappedPages.Region(start: UInt(bitPattern: base), count: raw.count)
        return try MappedPages.$current.withValue(region) {
            try raw.withMemoryRebound(to: UInt8.self) { try body($0.span) }
        }
    }

    deinit {
        if let base { munmap(UnsafeMutableRawPointer(mutating: base), byteCount) }
    }
}

/// Gives back the pages of a mapped file that a reader is through with, so that a file of any size takes
/// little memory. A page that is wanted again is read again.
public enum MappedPages {
    /// The mapping that is being read. Only its pages are ever given back, never memory of another kind.
    struct Region: Sendable {
        var start: UInt
        var count: Int
    }

    @TaskLocal static var current: Region?

    /// More than any reader goes on between two calls.
    private static let reach: UInt = 64 << 20
    private static let pageSize = UInt(sysconf(Int32(_SC_PAGESIZE)))

    /// How far a reader goes before it gives back what it has read.
    public static let stride = 4 << 20

    /// Gives back everything: for readers that do not go forwards.
    public static func releaseAll() {
        guard let region = current, let start = UnsafeMutableRawPointer(bitPattern: region.start) else {
            return
        }
        madvise(start, region.count, Int32(MADV_DONTNEED))
    }

    /// The bytes before `offset` of a text have been read.
    static func release(_ bytes: UnsafeBufferPointer<UInt8>, upTo offset: Int) {
        if let base = bytes.baseAddress { release(upTo: base + offset) }
    }

    /// The bytes before `address` have been read.
    public static func release(upTo address: UnsafePointer<UInt8>) {
        guard let region = current, pageSize > 0 else { return }
        let end = UInt(bitPattern: address) / pageSize * pageSize
        guard end > region.start, end <= region.start + UInt(region.count) + pageSize else { return }
        let start = max(region.start, end > reach ? end - reach : 0)
        guard let pointer = UnsafeMutableRawPointer(bitPattern: start / pageSize * pageSize) else { return }
        madvise(pointer, Int(end - start / pageSize * pageSize), Int32(MADV_DONTNEED))
    }
}

/// Why a file could not be read, in the system's words.
public struct FileError: Error, CustomStringConvertible {
    public let path: String
    public let reason: String

    init(path: String, reason: String? = nil) {
        self.path = path
        self.reason = reason ?? String(cString: strerror(errno))
    }

    public var description: String { "\(path): \(reason)" }
}
