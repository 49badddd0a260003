/// A mapped file that several threads read at once, for as long as any of them does.
public final class SharedMappedFile: @unchecked Sendable {
    // Unchecked since the mapping is an address: nobody writes to it, and it ends with the last reader.
    private let file: MappedFile

    /// Maps `path`. Throws `FileError` with the system's reason.
    public init(path: String) throws(FileError) { file = try MappedFile(path: path) }

    /// Calls `body` with the file's bytes.
    public func withBytes<Result>(_ body: (Span<UInt8>) throws -> Result) rethrows -> Result {
        try file.withBytes(body)
    }
}
