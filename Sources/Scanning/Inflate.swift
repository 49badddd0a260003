internal import CZLib

/// DEFLATE decompression (RFC 1951) by the system's zlib, never into more memory than the caller allows.
public enum Inflate {
    /// What became of compressed bytes.
    public enum Outcome: Sendable, Equatable {
        case complete([UInt8])
        /// Not compressed so, damaged, or cut off.
        case damaged
        /// More output than the limit: a decompression bomb, or larger than anything that is read.
        case overLimit
    }

    /// Bytes with the zlib wrapper (RFC 1950), as in a PDF. `nil` on damage or above `limit` bytes of output.
    public static func zlib(_ bytes: Span<UInt8>, limit: Int) -> [UInt8]? {
        if case .complete(let output) = zlibOutcome(bytes, limit: limit) { output } else { nil }
    }

    /// Bare bytes, as in a zip. `nil` on damage or above `limit` bytes of output.
    public static func raw(_ bytes: Span<UInt8>, limit: Int) -> [UInt8]? {
        if case .complete(let output) = rawOutcome(bytes, limit: limit) { output } else { nil }
    }

    /// As `zlib`, telling damage from too much output.
    public static func zlibOutcome(_ bytes: Span<UInt8>, limit: Int) -> Outcome {
        inflated(bytes, windowBits: 15, limit: limit)
    }

    /// As `raw`, telling damage from too much output.
    public static func rawOutcome(_ bytes: Span<UInt8>, limit: Int) -> Outcome {
        inflated(bytes, windowBits: -15, limit: limit)
    }

    private static let pieceBytes = 1 << 16

    private static func inflated(_ bytes: Span<UInt8>, windowBits: Int32, limit: Int) -> Outcome {
        // On the heap: zlib remembers the address of its state.
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        defer { stream.deallocate() }
        let size = Int32(MemoryLayout<z_stream>.size)
        guard inflateInit2_(stream, windowBits, ZLIB_VERSION, size) == Z_OK else { return .damaged }
        defer { inflateEnd(stream) }
        return bytes.withUnsafeBufferPointer { input in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: pieceBytes) { piece in
                run(stream, input, piece, limit: limit)
            }
        }
    }

    private static func run(
        _ stream: UnsafeMutablePointer<z_stream>, _ input: UnsafeBufferPointer<UInt8>,
        _ piece: UnsafeMutableBufferPointer<UInt8>, limit: Int
    ) -> Outcome {
        var output: [UInt8] = []
        var fed = 0
        while true {
            if stream.pointee.avail_in == 0, fed < input.count, let base = input.baseAddress {
                let count = min(input.count - fed, 1 << 30)
                stream.pointee.next_in = UnsafeMutablePointer(mutating: base + fed)
                stream.pointee.avail_in = UInt32(count)
                fed += count
            }
            stream.pointee.next_out = piece.baseAddress
            stream.pointee.avail_out = UInt32(piece.count)
            let code = inflate(stream, Z_NO_FLUSH)
            let produced = piece.count - Int(stream.pointee.avail_out)
            guard produced <= limit - output.count else { return .overLimit }
            output.append(contentsOf: piece[..<produced])
            if code == Z_STREAM_END { return .complete(output) }
            guard code == Z_OK || code == Z_BUF_ERROR else { return .damaged }
            if produced == 0, stream.pointee.avail_in == 0, fed == input.count { return .damaged }
        }
    }
}
