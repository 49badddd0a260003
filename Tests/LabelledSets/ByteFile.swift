#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What stops the writing of a set, in words for its user.
public struct LabelledSetError: Error, CustomStringConvertible {
    /// One sentence, with the path where there is one.
    public let description: String

    init(_ description: String) { self.description = description }

    static func system(_ path: String) -> LabelledSetError {
        LabelledSetError("\(path): \(String(cString: strerror(errno)))")
    }
}

/// A file written front to back through one buffer.
final class ByteFile {
    private let path: String
    private let stream: UnsafeMutablePointer<FILE>
    private var buffer: [UInt8] = []

    init(_ path: String) throws {
        self.path = path
        guard let stream = fopen(path, "w") else { throw LabelledSetError.system(path) }
        self.stream = stream
        buffer.reserveCapacity(1 << 20)
    }

    /// UTF-8.
    func write(_ text: String) {
        buffer.append(contentsOf: text.utf8)
        if buffer.count > 1_000_000 { flush() }
    }

    /// Windows-1252 of letters that it shares with Latin 1.
    func writeLatin(_ text: String) {
        for scalar in text.unicodeScalars { buffer.append(scalar.value < 256 ? UInt8(scalar.value) : 0x3F) }
        if buffer.count > 1_000_000 { flush() }
    }

    /// Ends the file; throws where any of it could not be written.
    func close() throws {
        flush()
        let isWhole = ferror(stream) == 0
        guard fclose(stream) == 0, isWhole else { throw LabelledSetError.system(path) }
    }

    private func flush() {
        fwrite(buffer, 1, buffer.count, stream)
        buffer.removeAll(keepingCapacity: true)
    }

    static func makeFolder(_ path: String) throws {
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw LabelledSetError.system(path) }
    }
}

/// Cents as text: `1234.50` or `1234,50`.
func euros(_ cents: Int, _ mark: String) -> String {
    let (whole, part) = cents.magnitude.quotientAndRemainder(dividingBy: 100)
    return "\(cents < 0 ? "-" : "")\(whole)\(mark)\(part < 10 ? "0" : "")\(part)"
}
