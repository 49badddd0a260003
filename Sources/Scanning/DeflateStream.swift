internal import CZLib

/// Raw deflate data (RFC 1951) made piece by piece by the system's zlib; the same content gives the same
/// bytes. Used again after each end; not by two threads at once.
public final class DeflateStream {
    private let stream: UnsafeMutablePointer<z_stream>
    private let buffer: UnsafeMutablePointer<UInt8>

    public init() {
        // On the heap: zlib remembers the address of its state.
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        buffer = .allocate(capacity: Container.chunkBytes)
        let code = deflateInit2_(
            stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        precondition(code == Z_OK, "zlib has no memory to compress with, or is of another version")
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
        buffer.deallocate()
    }

    /// Takes the next bytes of the content; gives what is ready of the data.
    public func write(_ piece: Span<UInt8>) -> [UInt8] { run(piece, Z_NO_FLUSH) }

    /// The content is at its end; gives the rest of the data.
    public func finish() -> [UInt8] {
        let rest = run([UInt8]().span, Z_FINISH)
        deflateReset(stream)
        return rest
    }

    private func run(_ piece: Span<UInt8>, _ flush: Int32) -> [UInt8] {
        var output: [UInt8] = []
        piece.withUnsafeBufferPointer { input in
            precondition(input.count < 1 << 30, "a piece of at most a gigabyte")
            stream.pointee.next_in = input.baseAddress.map { UnsafeMutablePointer(mutating: $0) }
            stream.pointee.avail_in = UInt32(input.count)
            repeat {
                stream.pointee.next_out = buffer
                stream.pointee.avail_out = UInt32(Container.chunkBytes)
                let code = deflate(stream, flush)
                precondition(code != Z_STREAM_ERROR, "a stream that zlib does not know")
                let made = Container.chunkBytes - Int(stream.pointee.avail_out)
                output += UnsafeBufferPointer(start: buffer, count: made)
            } while stream.pointee.avail_out == 0
        }
        return output
    }
}

/// CRC-32 (ISO 3309), as zip and gzip use it.
public enum CyclicChecksum {
    /// Of bytes, going on from the checksum of those before them.
    public static func crc32(_ bytes: Span<UInt8>, from checksum: UInt32 = 0) -> UInt32 {
        InflateStream.checksum(bytes, from: checksum)
    }
}
