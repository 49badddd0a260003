#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What stops the bench, in words for its user.
struct BenchError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    static func system(_ path: String) -> BenchError {
        BenchError("\(path): \(String(cString: strerror(errno)))")
    }
}

/// A file written front to back through one buffer.
final class ByteFile {
    private let path: String
    private let stream: UnsafeMutablePointer<FILE>

    init(_ path: String) throws {
        self.path = path
        guard let stream = fopen(path, "w") else { throw BenchError.system(path) }
        self.stream = stream
        setvbuf(stream, nil, _IOFBF, 1 << 20)
    }

    func write(_ text: String) {
        var text = text
        _ = text.withUTF8 { fwrite($0.baseAddress, 1, $0.count, stream) }
    }

    /// Ends the file; throws where any of it could not be written.
    func close() throws {
        let isWhole = ferror(stream) == 0
        guard fclose(stream) == 0, isWhole else { throw BenchError.system(path) }
    }
}
